import type { JobType } from '../../conductor/job-type.ts';
import type { Signal } from '../../domain/job.ts';
import { describeProblem, ProblemError, type Problem } from '../../domain/problems.ts';
import { PROVISION_VERBS, type ProvisionVerb } from '../../domain/provision-states.ts';
import { whyServiceNotEnded, whyVerbRefused } from '../../domain/verb-guards.ts';
import type { NodeRow } from '../read/nodes.ts';
import type { ServiceContext } from '../context.ts';
import { whyUnable } from '../driver-of.ts';
import { projectedState } from './node-row.ts';

export interface NodeAction {
  readonly verb: ProvisionVerb;
  readonly mutation: string;
  readonly isAvailable: boolean;
  readonly reason: string | null;
}

/** How each verb is asked for. */
export const MUTATIONS: Readonly<Record<ProvisionVerb, string>> = {
  manage: 'manageNode',
  provide: 'provideNode',
  inspect: 'inspectNode',
  clean: 'cleanNode',
  adopt: 'adoptNode',
  deploy: 'deployNode',
  rebuild: 'rebuildNode',
  undeploy: 'undeployNode',
  rescue: 'rescueNode',
  unrescue: 'unrescueNode',
  service: 'serviceNode',
  abort: 'abortNode',
  unhold: 'unholdNode',
};

/** Verbs that not every driver can do: the slot that does it. The verbs' mutations ask the same. */
const NEEDS: Partial<Record<ProvisionVerb, 'inspect' | 'rescue'>> = { inspect: 'inspect', rescue: 'rescue' };

type Facts = Pick<NodeRow, 'driver' | 'interfaces' | 'provisionState' | 'maintenance' | 'protected' | 'retired'>;
interface QueuedJob {
  readonly type: string;
  readonly attempt: number;
  readonly waitFor: Signal | null;
}

/** Every verb: may it be asked for now, behind the jobs that are queued, and if not, why. The same rules as the verbs' own. */
export function availableActions(ctx: ServiceContext, node: Facts, queue: readonly QueuedJob[]): readonly NodeAction[] {
  const { jobTypes } = ctx;
  const projected = projectedState(
    node.provisionState,
    queue.map(({ type }) => type),
    jobTypes,
  );
  return PROVISION_VERBS.map((verb) => {
    const facts = { ...node, projectedState: projected };
    const reason =
      verb === 'abort' || verb === 'unhold'
        ? whyNotAtOnce(verb, node, queue, jobTypes)
        : messageOf(whyVerbRefused(verb, facts) ?? whyUnsupported(ctx, verb, facts));
    return { verb, mutation: MUTATIONS[verb], isAvailable: reason === null, reason };
  });
}

/** What is stopped, or goes on, without a job of its own: the queue tells whether there is anything. */
function whyNotAtOnce(
  verb: 'abort' | 'unhold',
  node: Facts,
  queue: readonly QueuedJob[],
  jobTypes: ReadonlyMap<string, JobType>,
): string | null {
  switch (verb) {
    case 'abort':
      if (queue.some(({ type, attempt }) => attempt > 0 && (jobTypes.get(type)?.begins ?? null) !== null)) return null;
      return node.provisionState === 'SERVICE_FAILED'
        ? messageOf(whyServiceNotEnded(node))
        : 'Nothing is at work that could be stopped.';
    case 'unhold':
      return queue.some(({ waitFor }) => waitFor === 'UNHOLD') ? null : 'Nothing is paused.';
  }
}

const messageOf = (problem: Problem | null): string | null =>
  problem === null ? null : describeProblem(problem).message;

/** A node whose driver this release does not have can still be looked at. */
function whyUnsupported(ctx: ServiceContext, verb: ProvisionVerb, node: Facts): Problem | null {
  const slot = NEEDS[verb];
  if (slot === undefined) return null;
  try {
    return whyUnable(ctx, node, slot);
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}
