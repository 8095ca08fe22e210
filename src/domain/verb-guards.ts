import type { Problem } from './problems.ts';
import { isLegalVerb, legalVerbs, type ProvisionState, type ProvisionVerb } from './provision-states.ts';

/** What a verb's legality depends on, beside the table. Source: the reference's guard fields and maintenance rules. */
export interface GuardFacts {
  readonly provisionState: ProvisionState;
  /** Where the jobs before this one will leave the node; the same as `provisionState` when there are none. */
  readonly projectedState: ProvisionState;
  readonly maintenance: boolean;
  readonly protected: boolean;
  readonly retired: boolean;
}

const REFUSED_IN_MAINTENANCE: ReadonlySet<ProvisionVerb> = new Set([
  'deploy',
  'rebuild',
  'rescue',
  'unrescue',
  'clean',
  'service',
]);
const REFUSED_WHEN_PROTECTED: ReadonlySet<ProvisionVerb> = new Set(['undeploy', 'rebuild']);

/** Why a verb may not be asked for; null when it may. The state is looked at where the queue will have led it. */
export function whyVerbRefused(verb: ProvisionVerb, facts: GuardFacts): Problem | null {
  const { projectedState: state } = facts;
  if (!isLegalVerb(state, verb)) {
    return {
      code: 'ILLEGAL_STATE',
      verb,
      state,
      legal: legalVerbs(state),
      isProjected: state !== facts.provisionState,
    };
  }
  if (facts.maintenance && REFUSED_IN_MAINTENANCE.has(verb)) {
    return {
      code: 'NOT_ALLOWED_NOW',
      action: verb,
      reason: 'the node is in maintenance',
      remedy: 'End maintenance with setNodeMaintenance first.',
    };
  }
  if (facts.protected && REFUSED_WHEN_PROTECTED.has(verb)) {
    return {
      code: 'NOT_ALLOWED_NOW',
      action: verb,
      reason: 'the node is protected',
      remedy: 'Set protected to false with updateNode first.',
    };
  }
  if (facts.retired && verb === 'provide') {
    return {
      code: 'NOT_ALLOWED_NOW',
      action: verb,
      reason: 'the node is retired',
      remedy: 'Set retired to false with updateNode first.',
    };
  }
  return null;
}

/** Why a service that has failed may not be ended by going back to the instance; null when it may. Source: the reference's abort rules. */
export function whyServiceNotEnded(facts: Pick<GuardFacts, 'provisionState' | 'maintenance'>): Problem | null {
  const { provisionState: state } = facts;
  if (state !== 'SERVICE_FAILED') {
    return { code: 'ILLEGAL_STATE', verb: 'abort', state, legal: legalVerbs(state), isProjected: false };
  }
  if (!facts.maintenance) return null;
  return {
    code: 'NOT_ALLOWED_NOW',
    action: 'abort',
    reason: 'the node is in maintenance',
    remedy: 'End maintenance with setNodeMaintenance first.',
  };
}
