import { describe, expect, it } from 'vitest';
import {
  whyNewPortRefused,
  whyPortChangeRefused,
  whyPortDeletionRefused,
  whyPortGroupChangeRefused,
  whyPortGroupDeletionRefused,
  type RuleGroup,
  type RuleNode,
  type RulePort,
} from '../../src/domain/port-rules.ts';
import { describeProblem, type Problem } from '../../src/domain/problems.ts';
import { PROVISION_STATES, type ProvisionState } from '../../src/domain/provision-states.ts';

const aNode = (what: Partial<RuleNode> = {}): RuleNode => ({
  provisionState: 'MANAGEABLE',
  maintenance: false,
  instanceId: null,
  isLocked: false,
  ...what,
});
const aPort = (what: Partial<RulePort> = {}): RulePort => ({
  pxeEnabled: false,
  physicalNetwork: null,
  holdsVif: false,
  ...what,
});
const aGroup = (what: Partial<RuleGroup> = {}): RuleGroup => ({
  standalonePortsSupported: true,
  physicalNetwork: null,
  members: [],
  ...what,
});
const ALONE_NEVER = { standalonePortsSupported: false };

/** What a refusal blames; it always says what to do. */
function blamed(problems: readonly Problem[]): readonly string[] {
  return problems.map((problem) => {
    const { path, remedy, message } = describeProblem(problem);
    expect(remedy).toMatch(/\S/);
    expect(message).not.toMatch(/undefined/);
    return `${problem.code} ${path?.slice(1).join('.')}`;
  });
}

const portChange = (changed: readonly string[], node: RuleNode, after = aPort(), group: RuleGroup | null = null) =>
  blamed(whyPortChangeRefused({ node, changed, after, group }));
const groupChange = (changed: readonly string[], node: RuleNode, after = aGroup()) =>
  blamed(whyPortGroupChangeRefused({ node, changed, after }));

const WIRING = ['portGroupId', 'pxeEnabled', 'localLinkConnection', 'isSmartNic', 'physicalNetwork'];
const PORT_FIELDS = [...WIRING, 'address', 'name', 'description', 'extra'];
const GROUP_FIELDS = ['physicalNetwork', 'standalonePortsSupported', 'address', 'name', 'mode', 'properties', 'extra'];
/** Where wiring may change, in the reference's words: INSPECTING only by calls of old versions. */
const WIRING_STATES: readonly ProvisionState[] = ['ENROLL', 'INSPECT_WAIT', 'MANAGEABLE'];

describe('a change of a port, by the state of its node', () => {
  it.each(PROVISION_STATES.flatMap((state) => PORT_FIELDS.map((field) => [state, field] as const)))(
    'in %s: %s',
    (provisionState, field) => {
      const isWiring = WIRING.includes(field);
      const isRefused =
        provisionState === 'INSPECTING' ||
        (isWiring && !WIRING_STATES.includes(provisionState)) ||
        (field === 'address' && provisionState === 'ACTIVE');
      const refusal = isRefused ? [`NOT_ALLOWED_NOW ${field}`] : [];
      expect(portChange([field], aNode({ provisionState }))).toEqual(refusal);
      // Maintenance opens everything but what an inspection is about to write.
      const inMaintenance = provisionState === 'INSPECTING' ? refusal : [];
      expect(portChange([field], aNode({ provisionState, maintenance: true }))).toEqual(inMaintenance);
    },
  );

  it('keeps the address while an instance is on the node, in whatever state', () => {
    const node = aNode({ instanceId: 'i', provisionState: 'MANAGEABLE' });
    expect(portChange(['address'], node)).toEqual(['NOT_ALLOWED_NOW address']);
    expect(portChange(['address'], { ...node, maintenance: true })).toEqual([]);
    expect(portChange(['pxeEnabled'], node)).toEqual([]);
  });

  it('keeps what a job at work has read, and lets the rest change', () => {
    const node = aNode({ isLocked: true });
    for (const field of [...WIRING, 'address']) expect(portChange([field], node)).toEqual([`NOT_ALLOWED_NOW ${field}`]);
    expect(portChange(['name', 'description', 'extra'], node)).toEqual([]);
    expect(portChange(['address'], { ...node, maintenance: true })).toEqual([]);
  });

  it('says nothing about a change that changes nothing', () => {
    expect(portChange([], aNode({ provisionState: 'INSPECTING' }))).toEqual([]);
  });
});

describe('a change of a port group, by the state of its node', () => {
  it.each(PROVISION_STATES.flatMap((state) => GROUP_FIELDS.map((field) => [state, field] as const)))(
    'in %s: %s',
    (provisionState, field) => {
      const isWiring = ['physicalNetwork', 'standalonePortsSupported'].includes(field);
      const isRefused =
        provisionState === 'INSPECTING' ||
        (isWiring && !WIRING_STATES.includes(provisionState)) ||
        (field === 'address' && provisionState === 'ACTIVE');
      expect(groupChange([field], aNode({ provisionState }))).toEqual(isRefused ? [`NOT_ALLOWED_NOW ${field}`] : []);
    },
  );

  // prettier-ignore
  it.each<[what: string, members: RulePort[], supported: boolean, refusals: string[]]>([
    ['without ports',                            [],                                    false, []],
    ['with ports that are never used alone',     [aPort(), aPort()],                    false, []],
    ['with a port that boots over the network',  [aPort(), aPort({ pxeEnabled: true })], false, ['NOT_ALLOWED_NOW standalonePortsSupported']],
    ['with a port that holds a VIF',             [aPort({ holdsVif: true })],           false, ['NOT_ALLOWED_NOW standalonePortsSupported']],
    ['and back again, whatever its ports are',   [aPort({ pxeEnabled: true })],         true,  []],
  ])('lets its ports no longer be used alone: %s', (_what, members, standalonePortsSupported, refusals) => {
    const after = aGroup({ members, standalonePortsSupported });
    expect(groupChange(['standalonePortsSupported'], aNode(), after)).toEqual(refusals);
  });
});

describe('joining a port group', () => {
  // prettier-ignore
  const CASES: readonly [what: string, port: Partial<RulePort>, group: Partial<RuleGroup>, refusals: string[]][] = [
    ['one that lets ports be used alone',              { pxeEnabled: true, holdsVif: true }, {},                                          []],
    ['one that does not, as a port that never is',     {},                                   ALONE_NEVER,                                 []],
    ['one that does not, booting over the network',    { pxeEnabled: true },                 ALONE_NEVER,                                 ['NOT_ALLOWED_NOW pxeEnabled']],
    ['one that does not, holding a VIF',               { holdsVif: true },                   ALONE_NEVER,                                 ['NOT_ALLOWED_NOW portGroupId']],
    ['one that does not, with both',                   { pxeEnabled: true, holdsVif: true }, ALONE_NEVER,                                 ['NOT_ALLOWED_NOW pxeEnabled', 'NOT_ALLOWED_NOW portGroupId']],
    ['as the first, where the group does not say',     { physicalNetwork: 'a' },             {},                                          []],
    ['plugged in where the group is',                  { physicalNetwork: 'a' },             { physicalNetwork: 'a' },                    []],
    ['plugged in elsewhere than the group',            { physicalNetwork: 'b' },             { physicalNetwork: 'a' },                    ['NOT_ALLOWED_NOW physicalNetwork']],
    ['plugged in nobody knows where',                  {},                                   { physicalNetwork: 'a' },                    ['NOT_ALLOWED_NOW physicalNetwork']],
    ['plugged in where the members are',               { physicalNetwork: 'a' },             { members: [aPort({ physicalNetwork: 'a' })] }, []],
    ['plugged in elsewhere than the members',          { physicalNetwork: 'b' },             { members: [aPort({ physicalNetwork: 'a' })] }, ['NOT_ALLOWED_NOW physicalNetwork']],
    ['plugged in, where nobody knows of the members',  { physicalNetwork: 'b' },             { members: [aPort()] },                      ['NOT_ALLOWED_NOW physicalNetwork']],
  ];

  it.each(CASES)('by a change: %s', (_what, port, group, refusals) => {
    const changed = ['portGroupId', 'physicalNetwork'];
    expect(portChange(changed, aNode(), aPort(port), aGroup(group))).toEqual(refusals);
  });

  it.each(CASES.filter(([, { holdsVif }]) => holdsVif !== true))(
    'as a new port: %s',
    (_what, port, group, refusals) => {
      expect(blamed(whyNewPortRefused(aPort(port), aGroup(group)))).toEqual(refusals);
    },
  );

  it('is free to a new port that joins none', () => {
    expect(whyNewPortRefused(aPort({ pxeEnabled: true, physicalNetwork: 'a' }), null)).toEqual([]);
  });
});

describe('a member of a port group', () => {
  const group = aGroup({ physicalNetwork: 'a', members: [aPort({ physicalNetwork: 'a' })] });

  it('is plugged in elsewhere only by way of its group', () => {
    expect(portChange(['physicalNetwork'], aNode(), aPort({ physicalNetwork: 'b' }), group)).toEqual([
      'INVALID_INPUT physicalNetwork',
    ]);
  });

  it('is plugged in elsewhere when it leaves', () => {
    const changed = ['portGroupId', 'physicalNetwork'];
    expect(portChange(changed, aNode(), aPort({ physicalNetwork: 'b' }), null)).toEqual([]);
  });

  it('does not boot over the network where ports are not used alone', () => {
    const after = aPort({ pxeEnabled: true });
    expect(portChange(['pxeEnabled'], aNode(), after, aGroup(ALONE_NEVER))).toEqual(['NOT_ALLOWED_NOW pxeEnabled']);
    expect(portChange(['pxeEnabled'], aNode(), after, aGroup())).toEqual([]);
    expect(portChange(['name'], aNode(), after, aGroup(ALONE_NEVER))).toEqual([]);
  });
});

describe('deleting', () => {
  it('takes a port with a VIF only in maintenance', () => {
    const refusal = whyPortDeletionRefused(aNode(), ['v']);
    expect(blamed(refusal === null ? [] : [refusal])).toEqual(['NOT_ALLOWED_NOW portId']);
    expect(whyPortDeletionRefused(aNode({ maintenance: true }), ['v'])).toBeNull();
    expect(whyPortDeletionRefused(aNode({ provisionState: 'ACTIVE' }), [])).toBeNull();
  });

  it.each<[ports: number, vifs: string[], refusals: number]>([
    [0, [], 0],
    [1, [], 1],
    [0, ['v'], 1],
    [2, ['v'], 2],
  ])('takes a port group with %i ports and VIFs %j: %i refusals', (ports, vifs, refusals) => {
    expect(blamed(whyPortGroupDeletionRefused(ports, vifs))).toEqual(
      Array.from({ length: refusals }, () => 'NOT_ALLOWED_NOW portGroupId'),
    );
  });
});
