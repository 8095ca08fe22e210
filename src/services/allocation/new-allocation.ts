/** What both ways to make an allocation share: for any node that fits, and for an instance that is there already. */
import type { EntityManager } from 'typeorm';
import type { AllocationState, WantedNode } from '../../domain/allocation.ts';
import type { Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { Checker } from '../checks.ts';
import { checkWantedNode, type WantedNodeInput } from './wanted-node.ts';

export interface CreateAllocationInput extends WantedNodeInput {
  readonly name?: string | null;
  readonly extra?: JsonObject | null;
  /** An instance that is there already gets its allocation. */
  readonly nodeId?: string | null;
  readonly idempotencyKey?: string | null;
}

export function checkNewAllocation(checker: Checker, input: CreateAllocationInput): void {
  checker.name('name', input.name);
  checker.json('extra', input.extra);
  checkWantedNode(checker, input);
}

export const duplicatesOf = (name: string | null | undefined): Readonly<Record<string, Problem>> => ({
  allocations_name: { code: 'ALREADY_EXISTS', type: 'allocation', path: ['input', 'name'], value: name ?? '' },
});

interface NewRow {
  readonly id: string;
  readonly state: AllocationState;
  readonly nodeId: string | null;
  /** From when on a conductor looks for a node; null: never. */
  readonly nextTryInMs: number | null;
}

export async function insertAllocation(
  tx: EntityManager,
  viewer: Viewer,
  { name, extra }: CreateAllocationInput,
  { resourceClass, traits, candidateNodes, owner }: WantedNode,
  { id, state, nodeId, nextTryInMs }: NewRow,
): Promise<void> {
  await tx.query(
    `INSERT INTO allocations (id, name, state, resource_class, wanted, owner, extra, node_id, requested_by, tries, next_try_at,
                              version, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [
      id,
      name ?? null,
      state,
      resourceClass,
      JSON.stringify({ traits, candidateNodes }),
      owner,
      JSON.stringify(extra ?? {}),
      nodeId,
      viewer.actor,
      nextTryInMs === null ? null : nextTryInMs * 1_000,
    ],
  );
}
