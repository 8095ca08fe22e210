/** Lets a flow go on that paused at a `hold` step. */
import { ProblemError } from '../domain/problems.ts';
import { legalVerbs, PROVISION_TABLE } from '../domain/provision-states.ts';
import type { JobType } from './job-type.ts';
import { provisionStateOf } from './load-job.ts';
import { aboutJob, type NodeTx } from './node-transaction.ts';
import { promoteNext, RESUMES_SOON } from './queue.ts';
import { moveNode } from './writes.ts';

/**
 * The job that holds stands in the queue again, ahead of the others of its node; answers which one that is.
 * @throws {ProblemError} ILLEGAL_STATE when nothing holds
 */
export async function unhold(node: NodeTx, jobTypes: ReadonlyMap<string, JobType>): Promise<string> {
  const state = await provisionStateOf(node);
  const job = await heldJob(node);
  if (PROVISION_TABLE[state].kind !== 'HOLD' || job === null) {
    const legal = legalVerbs(state);
    throw new ProblemError({ code: 'ILLEGAL_STATE', verb: 'unhold', state, legal, isProjected: false });
  }
  await moveNode(aboutJob(job.id, node), state, 'unhold', jobTypes.get(job.type)?.endsIn ?? null);
  await wakeHeld(node, job.id);
  return job.id;
}

interface HeldJob {
  readonly id: string;
  readonly type: string;
}

/** Null: nothing holds. A flow that waits keeps other flows of its node out, so there is one at most. */
export async function heldJob({ tx, nodeId }: NodeTx): Promise<HeldJob | null> {
  // One row of these columns, if any.
  const [job] = await tx.query<HeldJob[]>(
    `SELECT id, type FROM jobs WHERE node_id = ? AND state = 'WAITING' AND wait_for = 'UNHOLD' LIMIT 1`,
    [nodeId],
  );
  return job ?? null;
}

export async function wakeHeld(node: NodeTx, jobId: string): Promise<void> {
  await node.tx.query(
    `UPDATE jobs SET state = 'QUEUED', ready = 0, ${RESUMES_SOON}, version = version + 1 WHERE id = ?`,
    [jobId],
  );
  node.emit('JOB_QUEUED', [{ field: 'job.waitFor', before: 'UNHOLD', after: null }], jobId);
  await promoteNext(node);
}
