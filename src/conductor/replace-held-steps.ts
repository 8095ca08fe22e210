/** A service that holds is given other steps than those that were still to come, and goes on with them. */
import { ProblemError } from '../domain/problems.ts';
import { legalVerbs } from '../domain/provision-states.ts';
import type { RequestedStep } from '../domain/steps.ts';
import { service } from './jobs/service.ts';
import { provisionStateOf } from './load-job.ts';
import { aboutJob, type NodeTx } from './node-transaction.ts';
import { heldJob, wakeHeld } from './unhold.ts';
import { moveNode } from './writes.ts';

/**
 * Answers the job that holds, which goes on: its `hold` step ends with the new plan.
 * @throws {ProblemError} ILLEGAL_STATE when no service holds
 */
export async function replaceHeldSteps(node: NodeTx, steps: readonly RequestedStep[]): Promise<string> {
  const state = await provisionStateOf(node);
  const job = await heldJob(node);
  if (state !== 'SERVICE_HOLD' || job?.type !== service.name) {
    const legal = legalVerbs(state);
    throw new ProblemError({ code: 'ILLEGAL_STATE', verb: 'service', state, legal, isProjected: false });
  }
  await node.tx.query(`UPDATE job_steps SET args = ? WHERE job_id = ? AND state = 'WAITING'`, [
    JSON.stringify({ replacedBy: steps }),
    job.id,
  ]);
  await moveNode(aboutJob(job.id, node), state, 'service', service.endsIn);
  await wakeHeld(node, job.id);
  return job.id;
}
