import { describe, expect, it } from 'vitest';
import { isLegalVerb, PROVISION_STATES, PROVISION_VERBS } from '../../src/domain/provision-states.ts';
import { whyVerbRefused, type GuardFacts } from '../../src/domain/verb-guards.ts';

const facts = (what: Partial<GuardFacts>): GuardFacts => {
  const provisionState = what.provisionState ?? 'AVAILABLE';
  return {
    projectedState: provisionState,
    maintenance: false,
    protected: false,
    retired: false,
    ...what,
    provisionState,
  };
};

describe('whyVerbRefused', () => {
  it('lets a free node do exactly what the provision table allows', () => {
    for (const provisionState of PROVISION_STATES) {
      for (const verb of PROVISION_VERBS) {
        const code = whyVerbRefused(verb, facts({ provisionState }))?.code ?? null;
        const expected = isLegalVerb(provisionState, verb) ? null : 'ILLEGAL_STATE';
        expect(code, `${verb} in ${provisionState}`).toBe(expected);
      }
    }
  });

  it('judges by where the queue will have led the node, and says so', () => {
    const queued = facts({ provisionState: 'ENROLL', projectedState: 'AVAILABLE' });
    expect(whyVerbRefused('deploy', queued)).toBeNull();
    expect(whyVerbRefused('provide', queued)).toMatchObject({
      code: 'ILLEGAL_STATE',
      state: 'AVAILABLE',
      isProjected: true,
      legal: ['manage', 'deploy'],
    });
    expect(whyVerbRefused('provide', facts({}))).toMatchObject({ isProjected: false });
  });

  it.each([
    ['deploy', 'AVAILABLE'],
    ['rebuild', 'ACTIVE'],
    ['rescue', 'ACTIVE'],
    ['unrescue', 'RESCUE'],
    ['clean', 'MANAGEABLE'],
    ['service', 'ACTIVE'],
  ] as const)('refuses %s of a node in maintenance', (verb, provisionState) => {
    expect(whyVerbRefused(verb, facts({ provisionState, maintenance: true }))).toMatchObject({
      code: 'NOT_ALLOWED_NOW',
      reason: 'the node is in maintenance',
    });
  });

  it.each([
    ['undeploy', 'ACTIVE'],
    ['provide', 'MANAGEABLE'],
    ['inspect', 'MANAGEABLE'],
    ['manage', 'ENROLL'],
    ['abort', 'CLEAN_WAIT'],
  ] as const)('lets a node in maintenance %s: that is how one gets it out', (verb, provisionState) => {
    expect(whyVerbRefused(verb, facts({ provisionState, maintenance: true }))).toBeNull();
  });

  it.each(['undeploy', 'rebuild'] as const)('refuses %s of a protected node', (verb) => {
    expect(whyVerbRefused(verb, facts({ provisionState: 'ACTIVE', protected: true }))).toMatchObject({
      code: 'NOT_ALLOWED_NOW',
      reason: 'the node is protected',
    });
  });

  it('does not offer a retired node again, and still lets it be cleaned', () => {
    const retired = facts({ provisionState: 'MANAGEABLE', retired: true });
    expect(whyVerbRefused('provide', retired)).toMatchObject({
      code: 'NOT_ALLOWED_NOW',
      reason: 'the node is retired',
    });
    expect(whyVerbRefused('clean', retired)).toBeNull();
  });
});
