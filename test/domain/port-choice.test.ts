import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  rankPlaces,
  whyNoPlace,
  whyPlaceUnusable,
  type ChoiceGroup,
  type ChoicePort,
  type PortChoice,
} from '../../src/domain/port-choice.ts';

const aPort = (id: string, what: Partial<ChoicePort> = {}): ChoicePort => ({
  id,
  pxeEnabled: false,
  physicalNetwork: null,
  portGroupId: null,
  ...what,
});
const aGroup = (id: string, what: Partial<ChoiceGroup> = {}): ChoiceGroup => ({
  id,
  physicalNetwork: null,
  standalonePortsSupported: true,
  ...what,
});

interface World {
  readonly ports: readonly ChoicePort[];
  readonly groups?: readonly ChoiceGroup[];
  readonly taken?: readonly string[];
  readonly networks?: readonly string[];
  readonly unfit?: readonly string[];
}

const choiceOf = ({ ports, groups = [], taken = [], networks = [], unfit = [] }: World): PortChoice => ({
  ports,
  portGroups: groups,
  taken: new Set(taken),
  physicalNetworks: networks,
  whyUnfit: ({ id }) => (unfit.includes(id) ? 'it is unfit' : null),
});

const ranked = (world: World): readonly string[] => rankPlaces(choiceOf(world)).map(({ id }) => id);

describe('rankPlaces', () => {
  // prettier-ignore
  it.each<[what: string, world: World, best: readonly string[]]>([
    ['the oldest of equal ports',                   { ports: [aPort('1'), aPort('2')] },                                                        ['1', '2']],
    ['one that boots over the network',             { ports: [aPort('1'), aPort('2', { pxeEnabled: true })] },                                  ['2', '1']],
    ['a port group before one that boots',          { ports: [aPort('1', { pxeEnabled: true }), aPort('2', { portGroupId: 'g' })], groups: [aGroup('g')] }, ['g', '1']],
    ['the oldest of equal groups',                  { ports: [aPort('1', { portGroupId: 'h' }), aPort('2', { portGroupId: 'g' })], groups: [aGroup('g'), aGroup('h')] }, ['g', 'h']],
    ['a known network before all else',             { ports: [aPort('1', { pxeEnabled: true }), aPort('2', { portGroupId: 'g' }), aPort('3', { physicalNetwork: 'a' })], groups: [aGroup('g')], networks: ['a'] }, ['3', 'g', '1']],
    ['a group on a known network before a port',    { ports: [aPort('1', { physicalNetwork: 'a', pxeEnabled: true }), aPort('2', { portGroupId: 'g', physicalNetwork: 'a' })], groups: [aGroup('g', { physicalNetwork: 'a' })], networks: ['a'] }, ['g', '1']],
    ['a network that only the members say',         { ports: [aPort('1', { portGroupId: 'g' }), aPort('2', { portGroupId: 'h', physicalNetwork: 'a' })], groups: [aGroup('g'), aGroup('h')], networks: ['a'] }, ['h', 'g']],
    ['no network makes a match where any will do',  { ports: [aPort('1'), aPort('2', { physicalNetwork: 'a' })] },                              ['1', '2']],
    ['nothing that is plugged in elsewhere',        { ports: [aPort('1', { physicalNetwork: 'b', pxeEnabled: true }), aPort('2')], networks: ['a'] }, ['2']],
    ['no group that is plugged in elsewhere',       { ports: [aPort('1', { portGroupId: 'g', physicalNetwork: 'b' })], groups: [aGroup('g', { physicalNetwork: 'b' })], networks: ['a'] }, []],
    ['nothing that has a VIF',                      { ports: [aPort('1'), aPort('2')], taken: ['1'] },                                          ['2']],
    ['no member of a group that has a VIF',         { ports: [aPort('1', { portGroupId: 'g' })], groups: [aGroup('g')], taken: ['g'] },         []],
    ['the other members where one has a VIF',       { ports: [aPort('1', { portGroupId: 'g' }), aPort('2', { portGroupId: 'g' })], groups: [aGroup('g')], taken: ['1'] }, ['2']],
    ['none of them where they are not used alone',  { ports: [aPort('1', { portGroupId: 'g' }), aPort('2', { portGroupId: 'g' })], groups: [aGroup('g', { standalonePortsSupported: false })], taken: ['1'] }, []],
    ['no empty group',                              { ports: [aPort('1')], groups: [aGroup('g')] },                                             ['1']],
    ['a group of which one port is fit',            { ports: [aPort('1', { portGroupId: 'g' }), aPort('2', { portGroupId: 'g' })], groups: [aGroup('g')], unfit: ['1'] }, ['g']],
    ['no group of which no port is fit',            { ports: [aPort('1', { portGroupId: 'g' }), aPort('2')], groups: [aGroup('g')], unfit: ['1'] }, ['2']],
    ['nothing where there is nothing',              { ports: [] },                                                                              []],
  ])('takes %s', (_what, world, best) => {
    expect(ranked(world)).toEqual(best);
  });

  it('does not guess where a group is plugged in', () => {
    const ports = [aPort('1', { portGroupId: 'g', physicalNetwork: 'a' }), aPort('2', { portGroupId: 'g' })];
    expect(() => ranked({ ports, groups: [aGroup('g')] })).toThrow(
      expect.objectContaining({
        problem: { code: 'PORT_GROUP_INCONSISTENT', portGroupId: 'g', physicalNetworks: ['a', null] },
      }),
    );
  });

  it('ranks every candidate and no other, none before a better or an equal older one', () => {
    fc.assert(
      fc.property(aWorld(), (world) => {
        const found = ranked(world);
        expect(new Set(found)).toEqual(candidates(world));
        const scores = found.map((id) => scoreOf(world, id));
        found.forEach((id, index) => {
          for (let later = index + 1; later < found.length; later += 1) {
            const [mine = 0, other = 0] = [scores[index], scores[later]];
            expect(mine > other || (mine === other && id < (found[later] ?? ''))).toBe(true);
          }
        });
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Nodes of up to three groups and six ports, whose members are where their group is. */
function aWorld(): fc.Arbitrary<Required<World>> {
  const network = fc.constantFrom(null, 'a', 'b', 'c');
  const groups = fc
    .array(fc.record({ physicalNetwork: network, standalonePortsSupported: fc.boolean() }), { maxLength: 3 })
    .map((all) => all.map((group, index) => aGroup(`g${index}`, group)));
  return groups.chain((all) => {
    const port = fc.record({
      pxeEnabled: fc.boolean(),
      own: network,
      group: all.length === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...all), { freq: 3 }),
    });
    const ports = fc.array(port, { maxLength: 6 }).map((list) =>
      list.map(({ pxeEnabled, own, group }, index) => {
        const physicalNetwork = group === null ? own : group.physicalNetwork;
        return aPort(`p${index}`, { pxeEnabled, physicalNetwork, portGroupId: group?.id ?? null });
      }),
    );
    return ports.chain((list) => {
      const ids = [...all, ...list].map(({ id }) => id);
      return fc.record({
        ports: fc.constant(list),
        groups: fc.constant(all),
        taken: fc.subarray(ids),
        networks: fc.subarray(['a', 'b']),
        unfit: fc.subarray(list.map(({ id }) => id)),
      });
    });
  });
}

/** The reference's rules, word by word (domain notes 4.2), without an order. */
function candidates({ ports, groups, taken, networks, unfit }: Required<World>): ReadonlySet<string> {
  const eligible = ports.filter(
    ({ id, physicalNetwork }) =>
      (networks.length === 0 || physicalNetwork === null || networks.includes(physicalNetwork)) &&
      !unfit.includes(id) &&
      !taken.includes(id),
  );
  const result = new Set(eligible.filter(({ portGroupId }) => portGroupId === null).map(({ id }) => id));
  for (const group of groups) {
    if (taken.includes(group.id)) continue;
    const members = ports.filter(({ portGroupId }) => portGroupId === group.id);
    const free = eligible.filter(({ portGroupId }) => portGroupId === group.id);
    if (members.every(({ id }) => !taken.includes(id))) {
      if (free.length > 0) result.add(group.id);
    } else if (group.standalonePortsSupported) {
      free.forEach(({ id }) => result.add(id));
    }
  }
  return result;
}

function scoreOf({ ports, groups, networks }: Required<World>, id: string): number {
  const group = groups.find((one) => one.id === id);
  const port = ports.find((one) => one.id === id);
  const isMatch = networks.includes(group?.physicalNetwork ?? port?.physicalNetwork ?? '');
  return (isMatch ? 4 : 0) + (group === undefined ? 0 : 2) + (group !== undefined || port?.pxeEnabled === true ? 1 : 0);
}

describe('whyPlaceUnusable', () => {
  const member = { portGroupId: 'g' };
  const CAN = /^it can$/;
  // prettier-ignore
  it.each<[what: string, world: World, place: Parameters<typeof whyPlaceUnusable>[1], reason: RegExp]>([
    ['a free port',                      { ports: [aPort('1')] }, { kind: 'port', id: '1' }, CAN],
    ['a port that is gone',              { ports: [] }, { kind: 'port', id: '1' }, /gone/],
    ['a port with a VIF',                { ports: [aPort('1')], taken: ['1'] }, { kind: 'port', id: '1' }, /has a VIF/],
    ['a port that the driver rejects',   { ports: [aPort('1')], unfit: ['1'] }, { kind: 'port', id: '1' }, /it is unfit/],
    ['a port that is plugged in elsewhere', { ports: [aPort('1', { physicalNetwork: 'b' })], networks: ['a'] }, { kind: 'port', id: '1' }, /b.*a/],
    ['a member that is used alone',      { ports: [aPort('1', member)], groups: [aGroup('g')] }, { kind: 'port', id: '1' }, CAN],
    ['a member that never is',           { ports: [aPort('1', member)], groups: [aGroup('g', { standalonePortsSupported: false })] }, { kind: 'port', id: '1' }, /alone/],
    ['a member of a group with a VIF',   { ports: [aPort('1', member)], groups: [aGroup('g')], taken: ['g'] }, { kind: 'port', id: '1' }, /group has a VIF/],
    ['a free group',                     { ports: [aPort('1', member)], groups: [aGroup('g')] }, { kind: 'port-group', id: 'g' }, CAN],
    ['a group that is gone',             { ports: [] }, { kind: 'port-group', id: 'g' }, /gone/],
    ['a group with a VIF',               { ports: [aPort('1', member)], groups: [aGroup('g')], taken: ['g'] }, { kind: 'port-group', id: 'g' }, /has a VIF/],
    ['a group whose port has a VIF',     { ports: [aPort('1', member)], groups: [aGroup('g')], taken: ['1'] }, { kind: 'port-group', id: 'g' }, /a port of this/],
    ['a group without ports',            { ports: [], groups: [aGroup('g')] }, { kind: 'port-group', id: 'g' }, /no ports/],
    ['a group that the driver rejects',  { ports: [aPort('1', member)], groups: [aGroup('g')], unfit: ['1'] }, { kind: 'port-group', id: 'g' }, /it is unfit/],
  ])('%s', (_what, world, place, reason) => {
    expect(whyPlaceUnusable(choiceOf(world), place) ?? 'it can').toMatch(reason);
  });
});

describe('whyNoPlace', () => {
  // prettier-ignore
  it.each<[what: string, world: World, reason: RegExp]>([
    ['no ports',             { ports: [] }, /no ports/],
    ['all taken',            { ports: [aPort('1'), aPort('2')], taken: ['1', '2'] }, /each of its 2 ports has a VIF/],
    ['taken by the group',   { ports: [aPort('1', { portGroupId: 'g' })], groups: [aGroup('g')], taken: ['g'] }, /each of its 1 ports has a VIF/],
    ['plugged in elsewhere', { ports: [aPort('1', { physicalNetwork: 'b' })], networks: ['a'] }, /plugged into b/],
    ['unfit',                { ports: [aPort('1')], unfit: ['1'] }, /it is unfit/],
  ])('says what is the matter: %s', (_what, world, reason) => {
    expect(ranked(world)).toEqual([]);
    expect(whyNoPlace(choiceOf(world))).toMatch(reason);
  });
});
