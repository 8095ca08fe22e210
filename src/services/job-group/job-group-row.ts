/** The rows of a group: one for it, and one for each node that was asked for. */
import type { EntityManager } from 'typeorm';
import { v7 as newId } from 'uuid';
import type { Problem } from '../../domain/problems.ts';

export interface NewJobGroup {
  readonly mutation: string;
  readonly requestedBy: string;
  /** Becomes JSON. */
  readonly args: object;
  readonly retryOf: string | null;
  readonly items: readonly NewJobGroupItem[];
}

export type NewJobGroupItem = { readonly nodeId: string } & (
  { readonly jobId: string; readonly error: null } | { readonly jobId: null; readonly error: Problem }
);

export async function insertJobGroup(tx: EntityManager, group: NewJobGroup): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO job_groups (id, mutation, requested_by, args, total, retry_of, created_at)
     VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))`,
    [id, group.mutation, group.requestedBy, JSON.stringify(group.args), group.items.length, group.retryOf],
  );
  await tx.query(
    `INSERT INTO job_group_items (job_group_id, position, node_id, job_id, error)
     VALUES ${group.items.map(() => '(?, ?, ?, ?, ?)').join(', ')}`,
    group.items.flatMap(({ nodeId, jobId, error }, position) => [
      id,
      position,
      nodeId,
      jobId,
      error === null ? null : JSON.stringify(error),
    ]),
  );
  return id;
}
