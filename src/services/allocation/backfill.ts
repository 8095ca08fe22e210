import { v7 as newId } from 'uuid';
import { giveNode } from '../../conductor/allocation/record.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import type { WantedNode } from '../../domain/allocation.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode, type NodeRow } from '../node/node-row.ts';
import { checkNewAllocation, duplicatesOf, insertAllocation, type CreateAllocationInput } from './new-allocation.ts';
import { resolveWanted } from './wanted-node.ts';

/**
 * An instance that was deployed without one gets its allocation, under the id that the instance has. There is nothing to
 * look for: it is ACTIVE at once.
 */
export function backfill(
  ctx: ServiceContext,
  viewer: Viewer,
  input: CreateAllocationInput,
  nodeId: string,
): Promise<Answer> {
  const call = { mutation: 'createAllocation', input, duplicates: duplicatesOf(input.name), nodeId };
  return mutateNode(ctx, viewer, call, async (node) => {
    const checker = createChecker();
    checkNewAllocation(checker, input);
    checker.done();
    const row = await readNode(ctx, node);
    const resourceClass = input.resourceClass ?? row.resourceClass ?? '';
    const wanted = await resolveWanted(ctx, node.tx, viewer, { ...input, resourceClass });
    await checkNode(node, row, wanted);
    const id = row.instanceId ?? newId();
    const { tx } = node;
    await insertAllocation(tx, viewer, input, wanted, { id, state: 'ACTIVE', nodeId: node.nodeId, nextTryInMs: null });
    node.emit('ALLOCATION_CREATED', [{ field: 'allocation', before: null, after: id }]);
    await giveNode(node, id, wanted.traits);
    return { objectId: id };
  });
}

async function checkNode(node: NodeTx, row: NodeRow, wanted: WantedNode): Promise<void> {
  if (row.provisionState !== 'ACTIVE') refuse(`it is in ${row.provisionState}`, 'Leave nodeId out to get a free node.');
  // One row of plain values, as this query names them.
  const [facts] = await node.tx.query<{ allocationId: string | null; owner: string | null; lessee: string | null }[]>(
    `SELECT a.id AS allocationId, n.owner, n.lessee FROM nodes n LEFT JOIN allocations a ON a.node_id = n.id WHERE n.id = ?`,
    [node.nodeId],
  );
  if (facts?.allocationId) refuse(`it has allocation ${facts.allocationId}`, 'Use that one.');
  if (row.resourceClass !== wanted.resourceClass) {
    refuse(`its resource class is ${row.resourceClass ?? 'not set'}`, 'Give its own class, or none.');
  }
  if (wanted.candidateNodes.length > 0 && !wanted.candidateNodes.includes(node.nodeId)) {
    refuse('it is none of the candidates', 'Leave candidateNodes out.');
  }
  if (wanted.owner !== null && facts?.owner !== wanted.owner && facts?.lessee !== wanted.owner) {
    refuse(`project ${wanted.owner} neither owns nor leases it`, 'Give the project that does.');
  }
  const missing = await missingTraits(node, wanted.traits);
  if (missing.length > 0) refuse(`it lacks ${missing.join(', ')}`, 'Ask for traits that it has.');
}

async function missingTraits({ tx, nodeId }: NodeTx, traits: readonly string[]): Promise<readonly string[]> {
  // One column, as this query names it.
  const rows = await tx.query<{ trait: string }[]>('SELECT trait FROM node_traits WHERE node_id = ?', [nodeId]);
  const has = new Set(rows.map(({ trait }) => trait));
  return traits.filter((trait) => !has.has(trait));
}

function refuse(reason: string, remedy: string): never {
  const path = ['input', 'nodeId'];
  throw new ProblemError({ code: 'NOT_ALLOWED_NOW', action: 'allocating this node', reason, remedy, path });
}
