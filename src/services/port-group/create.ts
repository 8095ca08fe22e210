import { v7 as newId } from 'uuid';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { parseMacAddress } from '../../domain/mac-address.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkPortGroup, duplicatesOf, type PortGroupValues } from './port-group-row.ts';

export interface CreatePortGroupInput extends PortGroupValues {
  readonly nodeId: string;
  readonly mode: string;
  readonly standalonePortsSupported: boolean;
  readonly idempotencyKey?: string | null;
}

/** Adds a port group without ports, in any state of its node and without waiting for its lock, as in the reference. */
export function createPortGroup(ctx: ServiceContext, viewer: Viewer, input: CreatePortGroupInput): Promise<Answer> {
  const call = { mutation: 'createPortGroup', input, nodeId: input.nodeId, duplicates: duplicatesOf(input) };
  return mutateNode(ctx, viewer, call, async (node) => {
    const checker = createChecker();
    checkPortGroup(checker, input);
    checker.done();
    await checkRoom(node);
    const id = newId();
    await node.tx.query(
      `INSERT INTO port_groups (id, node_id, name, address, mode, properties, standalone_ports_supported, physical_network, extra,
                                version, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [
        id,
        node.nodeId,
        input.name ?? null,
        parseMacAddress(input.address ?? ''),
        input.mode,
        JSON.stringify(input.properties ?? {}),
        input.standalonePortsSupported ? 1 : 0,
        input.physicalNetwork ?? null,
        JSON.stringify(input.extra ?? {}),
      ],
    );
    node.emit('PORT_GROUP_CREATED', [{ field: 'portGroup', before: null, after: id }]);
    return { objectId: id };
  });
}

/** Bounds what one page of nodes with their port groups can cost. */
const MAX_PORT_GROUPS_PER_NODE = 64;

async function checkRoom(node: NodeTx): Promise<void> {
  const groups: unknown[] = await node.tx.query('SELECT id FROM port_groups WHERE node_id = ?', [node.nodeId]);
  if (groups.length < MAX_PORT_GROUPS_PER_NODE) return;
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'adding a port group',
    reason: `the node has ${groups.length} already`,
    remedy: `A node holds at most ${MAX_PORT_GROUPS_PER_NODE} port groups; delete one first.`,
    path: ['input', 'nodeId'],
  });
}
