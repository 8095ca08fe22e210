import type { EntityManager } from 'typeorm';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import type { JobType } from '../../conductor/job-type.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { ProvisionState } from '../../domain/provision-states.ts';
import type { GuardFacts } from '../../domain/verb-guards.ts';
import { NodeEntity } from '../../entities/node.ts';
import type { ServiceContext } from '../context.ts';
import { and } from '../read/page.ts';
import type { Predicate } from '../visibility.ts';

/** What use cases look at before they change a node. */
const FIELDS = [
  'id',
  'driver',
  'interfaces',
  'driverInfo',
  'properties',
  'instanceInfo',
  'instanceId',
  'provisionState',
  'targetProvisionState',
  'maintenance',
  'fault',
  'consoleEnabled',
  'protected',
  'retired',
  'disablePowerOff',
  'parentNodeId',
  'owner',
  'lessee',
  'resourceClass',
  'conductorGroup',
  'version',
] as const;

export type NodeRow = Pick<NodeEntity, (typeof FIELDS)[number]>;

/** The node, inside a transaction that has locked it. */
export async function readNode(ctx: ServiceContext, node: NodeTx): Promise<NodeRow> {
  const [row] = await ctx.select(node.tx, NodeEntity, FIELDS, { where: 't.id = ?', params: [node.nodeId] });
  if (row === undefined) throw new ProblemError({ code: 'NOT_FOUND', type: 'node', id: node.nodeId });
  return row;
}

/** Those of the nodes that exist and fit, by id, inside a transaction that has locked them. */
export async function readNodes(
  ctx: ServiceContext,
  tx: EntityManager,
  nodeIds: readonly string[],
  conditions: Predicate,
): Promise<ReadonlyMap<string, NodeRow>> {
  if (nodeIds.length === 0) return new Map();
  const { sql, params } = and([{ sql: 't.id IN (?)', params: [nodeIds] }, conditions]);
  const rows = await ctx.select(tx, NodeEntity, FIELDS, { where: sql, params });
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a verb's legality depends on, with the queue's end looked up. */
export async function guardFacts(ctx: ServiceContext, node: NodeTx, row: NodeRow): Promise<GuardFacts> {
  const unsettled = await unsettledTypes(node.tx, [node.nodeId]);
  return {
    ...row,
    projectedState: projectedState(row.provisionState, unsettled.get(node.nodeId) ?? [], ctx.jobTypes),
  };
}

/** By node: the types of its unsettled jobs, in the order in which they will run. */
export async function unsettledTypes(
  tx: EntityManager,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (nodeIds.length === 0) return new Map();
  // Columns as this query names them.
  const rows = await tx.query<{ nodeId: string; type: string }[]>(
    `SELECT node_id AS nodeId, type FROM jobs WHERE node_id IN (?) AND state IN ('QUEUED', 'RUNNING', 'WAITING')
      ORDER BY state = 'QUEUED', priority, queue_number`,
    [nodeIds],
  );
  const types = new Map<string, string[]>();
  for (const { nodeId, type } of rows) {
    const ofNode = types.get(nodeId);
    if (ofNode === undefined) types.set(nodeId, [type]);
    else ofNode.push(type);
  }
  return types;
}

/** Where a node will stand when its unsettled jobs, given in their order, have all gone well. */
export function projectedState(
  now: ProvisionState,
  unsettled: readonly string[],
  jobTypes: ReadonlyMap<string, JobType>,
): ProvisionState {
  return unsettled.reduce<ProvisionState>((state, type) => jobTypes.get(type)?.endsIn ?? state, now);
}
