import { describe, expect, it } from 'vitest';
import {
  isLegalVerb,
  legalVerbs,
  nextState,
  PROVISION_STATES,
  PROVISION_TABLE,
  PROVISION_VERBS,
  transitions,
  type ProvisionState,
  type StateKind,
} from '../../src/domain/provision-states.ts';
import { REFERENCE_TRANSITIONS } from './reference-transitions.ts';

const kindOf = (state: ProvisionState): StateKind => PROVISION_TABLE[state].kind;
const ofKind = (...kinds: readonly StateKind[]): readonly ProvisionState[] =>
  PROVISION_STATES.filter((state) => kinds.includes(kindOf(state)));

describe('the provision table', () => {
  it('has the 30 states and 93 transitions of the reference, and no others', () => {
    const inItsWords = transitions().map(({ from, event, to }) =>
      [PROVISION_TABLE[from].reference, event === 'undeploy' ? 'delete' : event, PROVISION_TABLE[to].reference].join(
        ' | ',
      ),
    );
    expect(PROVISION_STATES).toHaveLength(30);
    expect(REFERENCE_TRANSITIONS).toHaveLength(93);
    expect(inItsWords.sort()).toEqual(REFERENCE_TRANSITIONS.map((row) => row.join(' | ')).sort());
  });

  it('gives each state a reference word of its own', () => {
    expect(new Set(PROVISION_STATES.map((state) => PROVISION_TABLE[state].reference)).size).toBe(30);
  });

  it('reaches every state from ENROLL', () => {
    expect([...reachableFrom('ENROLL')].sort()).toEqual([...PROVISION_STATES].sort());
  });

  it('leads from every state back to MANAGEABLE, or to AVAILABLE and from there to it: nothing is a dead end', () => {
    for (const state of PROVISION_STATES) expect([...reachableFrom(state)], state).toContain('MANAGEABLE');
  });

  it('heads for a state at rest wherever it heads', () => {
    const targets = PROVISION_STATES.map((state) => PROVISION_TABLE[state].target).filter((target) => target !== null);
    expect(new Set(targets.map(kindOf))).toEqual(new Set(['STABLE']));
  });

  it('clears the target at rest and sets one everywhere else', () => {
    for (const state of PROVISION_STATES) {
      expect(PROVISION_TABLE[state].target === null, state).toBe(kindOf(state) === 'STABLE');
    }
  });

  it.each(ofKind('FAILED', 'HOLD'))('gives the user a way out of %s', (state) => {
    expect(legalVerbs(state)).not.toEqual([]);
  });

  it.each(ofKind('WORKING'))('lets the work in %s end well and badly', (state) => {
    const { on } = PROVISION_TABLE[state];
    expect(on.fail).toBeDefined();
    // A tear-down ends in cleaning, which is part of the same job.
    expect(on.done ?? on.clean).toBeDefined();
  });

  it.each(ofKind('WAITING'))('lets %s go on, fail, and be aborted', (state) => {
    const { on } = PROVISION_TABLE[state];
    expect(on.resume).toBeDefined();
    expect(on.fail).toBeDefined();
    expect(on.abort).toBe(on.fail);
  });

  it('lets nobody delete a machine that a tenant uses, or change what drives one that is at work', () => {
    const rows = PROVISION_STATES.map((state) => ({ state, ...PROVISION_TABLE[state] }));
    expect(rows.filter(({ inUse, deletable }) => inUse && deletable)).toEqual([]);
    const editableAtWork = rows
      .filter(({ kind, editable }) => kind === 'WORKING' && editable)
      .map(({ state }) => state);
    expect(editableAtWork).toEqual(['VERIFYING']); // so in the reference: the check itself may show that they are wrong
  });
});

describe('nextState', () => {
  it('answers null where there is no edge', () => {
    expect(nextState('AVAILABLE', 'deploy')).toBe('DEPLOYING');
    expect(nextState('ENROLL', 'deploy')).toBeNull();
  });
});

describe('legalVerbs', () => {
  it('offers no verb that is only an outcome of work', () => {
    expect(nextState('DELETING', 'clean')).toBe('CLEANING');
    expect(legalVerbs('DELETING')).toEqual([]);
    expect(isLegalVerb('CLEANING', 'manage')).toBe(false);
  });

  it('agrees with isLegalVerb on every state and verb', () => {
    for (const state of PROVISION_STATES) {
      for (const verb of PROVISION_VERBS) {
        expect(legalVerbs(state).includes(verb), `${verb} in ${state}`).toBe(isLegalVerb(state, verb));
      }
    }
  });

  it.each([
    ['DEPLOY_HOLD', 'undeploy'],
    ['CLEAN_HOLD', 'undeploy'],
    ['SERVICE_HOLD', 'undeploy'],
    ['AVAILABLE', 'provide'],
    ['ERROR', 'manage'],
    ['DEPLOY_FAILED', 'manage'],
    ['RESCUE', 'rebuild'],
  ] as const)('does not offer what people expect and the reference refuses: in %s, %s', (state, verb) => {
    expect(isLegalVerb(state, verb)).toBe(false);
  });
});

function reachableFrom(start: ProvisionState): ReadonlySet<ProvisionState> {
  const seen = new Set<ProvisionState>([start]);
  for (const state of seen) for (const to of Object.values(PROVISION_TABLE[state].on)) seen.add(to);
  return seen;
}
