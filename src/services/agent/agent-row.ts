/** What the endpoints read of a node before they answer its agent. */
import type { EntityManager } from 'typeorm';
import type { ProvisionState } from '../../domain/provision-states.ts';
import type { InterfaceNames } from '../../domain/interfaces.ts';
import type { JsonObject } from '../../entities/json.ts';

/** Who causes what follows from a call. */
export const ACTOR = 'ramdisk-agent';

export interface AgentRow {
  readonly nodeId: string;
  readonly provisionState: ProvisionState;
  readonly driver: string;
  readonly interfaces: InterfaceNames;
  readonly driverInfo: JsonObject;
  /** 0: nobody expects a ramdisk. */
  readonly isExpected: number;
}

type Querier = Pick<EntityManager, 'query'>;

/** Null: there is no such node. */
export async function readAgentRow(db: Querier, nodeId: string): Promise<AgentRow | null> {
  // One row of these columns, if any.
  const [row] = await db.query<AgentRow[]>(
    `SELECT n.id AS nodeId, n.provision_state AS provisionState, n.driver, n.interfaces, n.driver_info AS driverInfo,
            a.node_id IS NOT NULL AS isExpected
       FROM nodes n LEFT JOIN agents a ON a.node_id = n.id WHERE n.id = ?`,
    [nodeId],
  );
  return row ?? null;
}

/** The nodes that have ports of these MACs: two at most, which is enough to know that it is ambiguous. */
export async function nodesOfMacs(db: Querier, macs: readonly string[]): Promise<readonly string[]> {
  if (macs.length === 0) return [];
  // One column, as this query names it.
  const nodes = await db.query<{ nodeId: string }[]>(
    'SELECT DISTINCT node_id AS nodeId FROM ports WHERE address IN (?) LIMIT 2',
    [macs],
  );
  return nodes.map(({ nodeId }) => nodeId);
}
