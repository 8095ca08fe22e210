/** The steps that a cleaning by hand or a service is to run: a list in the request, or a runbook. */
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { ProblemError, ProblemsError } from '../../domain/problems.ts';
import { faultsOf, stepName, type RequestedStep } from '../../domain/steps.ts';
import type { StepFlow } from '../../drivers/interfaces/common.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { runbooksById } from '../read/runbooks.ts';
import { assertSteps, checkStepInputs, requestedStep, stepRules, type StepInput } from './asked-steps.ts';
import type { NodeRow } from './node-row.ts';

export interface StepsOrRunbook {
  readonly steps?: readonly StepInput[] | null;
  readonly runbookId?: string | null;
  readonly disableRamdisk?: boolean | null;
}

/**
 * In the order in which they run. A runbook is read as it is now: what becomes of it later does not change the job.
 * @throws {ProblemsError} INVALID_INPUT
 * @throws {ProblemError} NOT_FOUND, NOT_ALLOWED_NOW for a runbook that is not for this node
 */
export async function stepsToRun(
  ctx: ServiceContext,
  viewer: Viewer,
  node: NodeTx,
  row: NodeRow,
  flow: StepFlow,
  { steps, runbookId, disableRamdisk }: StepsOrRunbook,
): Promise<readonly RequestedStep[]> {
  const checker = createChecker();
  const isList = steps !== null && steps !== undefined;
  const isRunbook = runbookId !== null && runbookId !== undefined;
  if (isList === isRunbook) {
    checker.invalid('steps', 'The steps are given in one way.', 'Give either steps or runbookId.');
  }
  if (isList) checkStepInputs(checker, 'steps', steps);
  checker.id('runbookId', runbookId);
  checker.done();
  if (!isRunbook) {
    const asked = (steps ?? []).map(requestedStep);
    assertSteps(ctx, row, flow, { field: 'steps', steps: asked, withoutRamdisk: disableRamdisk === true });
    return asked;
  }
  return stepsOfRunbook(ctx, viewer, node, row, flow, { runbookId, withoutRamdisk: disableRamdisk === true });
}

async function stepsOfRunbook(
  ctx: ServiceContext,
  viewer: Viewer,
  { tx, nodeId }: NodeTx,
  row: NodeRow,
  flow: StepFlow,
  { runbookId, withoutRamdisk }: { readonly runbookId: string; readonly withoutRamdisk: boolean },
): Promise<readonly RequestedStep[]> {
  const path = ['input', 'runbookId'];
  const [runbook] = await runbooksById(ctx, viewer, ['name', 'steps', 'traits', 'disableRamdisk'], [runbookId]);
  if (runbook === undefined) throw new ProblemError({ code: 'NOT_FOUND', type: 'runbook', id: runbookId, path });
  // One column, as this query names it.
  const has = await tx.query<{ trait: string }[]>('SELECT trait FROM node_traits WHERE node_id = ?', [nodeId]);
  if (!has.some(({ trait }) => runbook.traits.list.includes(trait))) {
    throw new ProblemError({
      code: 'NOT_ALLOWED_NOW',
      action: `running runbook ${runbook.name}`,
      reason: 'the node has none of its traits',
      remedy: 'Give the node one of them with addNodeTraits, if it is meant for such nodes.',
      path,
    });
  }
  // What the operator has switched off is left out of what others have written.
  const allowed = runbook.steps.list.filter((step) => !ctx.deniedSteps.includes(stepName(step)));
  const rules = stepRules(ctx, row, flow, { withoutRamdisk: withoutRamdisk || runbook.disableRamdisk });
  const [fault] = faultsOf(allowed, rules);
  if (fault !== undefined) {
    throw new ProblemsError([{ code: 'INVALID_INPUT', path, reason: fault.reason, remedy: fault.remedy }]);
  }
  return allowed.map(({ interface: slot, step, args }) => ({ interface: slot, step, args }));
}
