/** The console runs while it is enabled and the machine has an owner for it: a tear-down stops it, a deployment starts it again. */
import { ProblemError } from '../../domain/problems.ts';
import type { ConsoleAccess } from '../../drivers/interfaces/console.ts';
import type { Finding, StepContext } from '../job-type.ts';
import { hardwareJob, unsupported } from './hardware-job.ts';

/** What the service writes into the job; nothing else makes such jobs. */
export interface SetConsoleInput {
  readonly enabled: boolean;
}

export const setConsole = hardwareJob({
  name: 'node.set-console',
  purpose: 'starting or stopping the console',
  description: 'Start or stop the console',
  repeat: 'idempotent',
  changes: ['CONSOLE'],
  async act(ctx) {
    // The service wrote it as SetConsoleInput.
    const { enabled } = ctx.input as unknown as SetConsoleInput;
    const { start, stop } = ctx.driver('console');
    if (start === undefined || stop === undefined) throw unsupported(ctx, 'a console');
    if (enabled) await start(ctx.node, ctx);
    else await stop(ctx.node, ctx);
    return [{ kind: 'console', isEnabled: enabled }];
  },
});

/** Of a node that is being torn down: whoever watched it has no business there any more. */
export async function stopConsole(ctx: StepContext): Promise<readonly Finding[]> {
  if (!ctx.node.consoleEnabled) return [];
  return becomes(ctx, async () => {
    await ctx.driver('console').stop?.(ctx.node, ctx);
    return null;
  });
}

/** Of a node that has just been deployed, if it is to run at all. */
export async function restartConsole(ctx: StepContext): Promise<readonly Finding[]> {
  if (!ctx.node.consoleEnabled) return [];
  return becomes(ctx, () => ctx.driver('console').start?.(ctx.node, ctx) ?? Promise.resolve(null));
}

/** No flow fails for its console: it is told of as not running, and can be started again with setNodeConsole. */
async function becomes(ctx: StepContext, act: () => Promise<ConsoleAccess | null>): Promise<readonly Finding[]> {
  try {
    return [{ kind: 'hardware', observed: [{ aspect: 'CONSOLE', value: await act() }] }];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    ctx.log.warn({ nodeId: ctx.node.id, problem: error.problem }, 'the console does not obey: the flow goes on');
    return [{ kind: 'hardware', observed: [{ aspect: 'CONSOLE', value: null }] }];
  }
}
