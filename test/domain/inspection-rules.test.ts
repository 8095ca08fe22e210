import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ACTION_ARGS,
  CONDITION_ARGS,
  faultOf,
  whyNoLoop,
  type ActionOp,
  type ConditionOp,
  type InspectionRule,
  type LoopMode,
  type RuleAction,
  type RuleCondition,
} from '../../src/domain/inspection-rules.ts';
import { runInspectionRules, type RuleSubject } from '../../src/domain/run-inspection-rules.ts';

const MAC = '52:54:00:aa:00:01';

const SUBJECT: RuleSubject = {
  inventory: {
    cpu: { count: 8, architecture: 'x86_64', flags: ['vmx', 'aes'] },
    memory: { physical_mb: 16_384 },
    disks: [
      { name: 'sda', size: 10 },
      { name: 'sdb', size: 20 },
    ],
    bmc_address: '192.0.2.9',
    system_vendor: { manufacturer: 'Acme', product_name: 'R2-D2', serial_number: '' },
    boot: { secure: true, legacy: 'no' },
  },
  pluginData: { root_disk: { name: 'sda' }, seen: ['a'] },
  node: {
    id: 'node-1',
    name: 'rack7-12',
    driver: 'fake-hardware',
    properties: { capabilities: 'boot_mode:uefi', rack: 'r7', tags: ['old'] },
    extra: {},
    description: null,
    resourceClass: null,
    traits: ['HW_CPU_X86_VMX'],
  },
  ports: { [MAC]: { address: MAC, pxeEnabled: true, physicalNetwork: null, description: null, extra: {} } },
};

const condition = (op: ConditionOp, args: object, more: Partial<RuleCondition> = {}): RuleCondition => ({
  op,
  args: { ...args },
  not: false,
  loop: null,
  multiple: 'ANY',
  ...more,
});
const action = (op: ActionOp, args: object, loop: string | null = null): RuleAction => ({
  op,
  args: { ...args },
  loop,
});
const rule = (
  conditions: readonly RuleCondition[],
  actions: readonly RuleAction[],
  more: Partial<InspectionRule> = {},
): InspectionRule => ({ id: 'r', description: null, priority: 0, isSensitive: false, conditions, actions, ...more });

const LOG = action('LOG', { message: 'ran' });
const holds = (one: RuleCondition): boolean => runInspectionRules([rule([one], [LOG])], SUBJECT).lines.length > 0;
const after = (...actions: readonly RuleAction[]): RuleSubject =>
  runInspectionRules([rule([], actions)], SUBJECT).subject;

describe('a condition', () => {
  it.each<[ConditionOp, object, boolean]>([
    ['EQ', { values: ['{inventory.cpu.architecture}', 'x86_64'] }, true],
    ['EQ', { values: ['{inventory.cpu.count}', 8, '8'] }, true],
    ['EQ', { values: ['{inventory.cpu.count}', 9] }, false],
    ['EQ', { values: ['{inventory[cpu][flags][1]}', 'aes'] }, true],
    ['LT', { values: [1, '{inventory.cpu.count}', 9] }, true],
    ['LT', { values: [1, 1] }, false],
    ['GT', { values: ['{inventory.memory.physical_mb}', '8192'] }, true],
    ['GT', { values: ['{inventory.memory.physical_mb}', 16_384] }, false],
    ['IS_EMPTY', { value: '{inventory.system_vendor.serial_number}' }, true],
    ['IS_EMPTY', { value: '{node.extra}' }, true],
    ['IS_EMPTY', { value: '{inventory.disks}' }, false],
    ['IN_NET', { address: '{inventory.bmc_address}', subnet: '192.0.2.0/24' }, true],
    ['IN_NET', { address: '{inventory.bmc_address}', subnet: '198.51.100.0/24' }, false],
    ['MATCHES', { value: '{inventory.system_vendor.product_name}', regex: 'R\\d-D\\d' }, true],
    ['MATCHES', { value: '{inventory.system_vendor.product_name}', regex: 'R\\d' }, false],
    ['CONTAINS', { value: '{inventory.system_vendor.product_name}', regex: '^R\\d' }, true],
    ['CONTAINS', { value: 'aaa', regex: 'a{4}' }, false],
    ['ONE_OF', { value: '{inventory.cpu.architecture}', values: ['aarch64', 'x86_64'] }, true],
    ['ONE_OF', { value: 'aes', values: '{inventory.cpu.flags}' }, true],
    ['ONE_OF', { value: 'sse9', values: '{inventory.cpu.flags}' }, false],
    ['IS_NONE', { value: '{inventory.gpu.count}' }, true],
    ['IS_NONE', { value: '{inventory.cpu.count}' }, false],
    ['IS_NONE', { value: '{inventory.constructor}' }, true],
    ['IS_TRUE', { value: '{inventory.boot.secure}' }, true],
    ['IS_TRUE', { value: '{inventory.boot.legacy}' }, false],
    ['IS_FALSE', { value: '{inventory.boot.legacy}' }, true],
    ['IS_FALSE', { value: '{inventory.gpu}' }, false],
  ])('%s %j: %s', (op, args, expected) => {
    expect(holds(condition(op, args))).toBe(expected);
    expect(holds(condition(op, args, { not: true }))).toBe(!expected);
  });

  it.each<[LoopMode, number, boolean]>([
    ['ANY', 15, true],
    ['ANY', 5, false],
    ['ALL', 15, false],
    ['ALL', 25, true],
    ['FIRST', 15, true],
    ['LAST', 15, false],
  ])('of a loop holds for %s of the disks below %i: %s', (multiple, size, expected) => {
    const loop = '{inventory.disks}';
    expect(holds(condition('LT', { values: ['{item.size}', size] }, { loop, multiple }))).toBe(expected);
  });

  it('of a loop over nothing holds for all and for none', () => {
    const none = { loop: '{inventory.gpus}' };
    expect(holds(condition('IS_NONE', { value: null }, { ...none, multiple: 'ALL' }))).toBe(true);
    expect(holds(condition('IS_NONE', { value: null }, none))).toBe(false);
  });
});

describe('an action', () => {
  it.each<[string, readonly RuleAction[], object]>([
    [
      'sets a property',
      [action('SET_ATTRIBUTE', { path: '/properties/cores', value: '{inventory.cpu.count}' })],
      { properties: { cores: 8, rack: 'r7' } },
    ],
    [
      'fills templates into a text',
      [action('SET_ATTRIBUTE', { path: '/extra/a/b', value: 'on {node.name}, {inventory.cpu.count} cores' })],
      { extra: { a: { b: 'on rack7-12, 8 cores' } } },
    ],
    [
      'sets the resource class',
      [action('SET_ATTRIBUTE', { path: '/resourceClass', value: 'big' })],
      { resourceClass: 'big' },
    ],
    ['takes the description away', [action('DEL_ATTRIBUTE', { path: '/description' })], { description: null }],
    [
      'extends a list',
      [action('EXTEND_ATTRIBUTE', { path: '/properties/tags', value: 'new' })],
      { properties: { tags: ['old', 'new'] } },
    ],
    [
      'extends it once only',
      [action('EXTEND_ATTRIBUTE', { path: '/properties/tags', value: 'old', unique: true })],
      { properties: { tags: ['old'] } },
    ],
    [
      'begins a list',
      [action('EXTEND_ATTRIBUTE', { path: '/extra/disks', value: '{item.name}' }, '{inventory.disks}')],
      { extra: { disks: ['sda', 'sdb'] } },
    ],
    [
      'sets a capability',
      [action('SET_CAPABILITY', { name: 'cores', value: 8 })],
      { properties: { capabilities: 'boot_mode:uefi,cores:8' } },
    ],
    ['adds a trait', [action('ADD_TRAIT', { name: 'CUSTOM_BIG' })], { traits: ['HW_CPU_X86_VMX', 'CUSTOM_BIG'] }],
    ['adds a trait that is there', [action('ADD_TRAIT', { name: 'HW_CPU_X86_VMX' })], { traits: ['HW_CPU_X86_VMX'] }],
    ['removes a trait', [action('REMOVE_TRAIT', { name: 'HW_CPU_X86_VMX' })], { traits: [] }],
  ])('%s', (_what, actions, node) => {
    expect(after(...actions).node).toMatchObject(node);
  });

  it('takes properties and capabilities away, and leaves no empty text behind', () => {
    const { node } = after(
      action('DEL_ATTRIBUTE', { path: '/properties/rack' }),
      action('UNSET_CAPABILITY', { name: 'boot_mode' }),
    );
    expect(node.properties).toEqual({ tags: ['old'] });
  });

  it('changes the plugin data', () => {
    const { pluginData } = after(
      action('SET_PLUGIN_DATA', { path: '/site', value: 'b' }),
      action('EXTEND_PLUGIN_DATA', { path: '/seen', value: 'b' }),
      action('UNSET_PLUGIN_DATA', { path: '/root_disk/name' }),
    );
    expect(pluginData).toEqual({ site: 'b', seen: ['a', 'b'], root_disk: {} });
  });

  it('changes a port, by its MAC in any spelling', () => {
    const address = MAC.toUpperCase().replaceAll(':', '-');
    const { ports } = after(
      action('SET_PORT_ATTRIBUTE', { address, path: '/pxeEnabled', value: false }),
      action('SET_PORT_ATTRIBUTE', { address, path: '/physicalNetwork', value: 'rack-7' }),
      action('EXTEND_PORT_ATTRIBUTE', { address, path: '/extra/seen', value: '{node.id}' }),
      action('DEL_PORT_ATTRIBUTE', { address, path: '/description' }),
    );
    expect(ports[MAC]).toMatchObject({ pxeEnabled: false, physicalNetwork: 'rack-7', extra: { seen: ['node-1'] } });
  });

  it.each<[string, RuleAction, string]>([
    ['to fail', action('FAIL', { message: 'wrong {node.name}' }), 'wrong rack7-12'],
    ['of a port that is not there', action('DEL_PORT_ATTRIBUTE', { address: 'x', path: '/extra/a' }), 'no port x'],
    ['with a trait that is none', action('ADD_TRAIT', { name: 'big' }), 'no trait'],
    ['that extends what is no list', action('EXTEND_ATTRIBUTE', { path: '/properties/rack', value: 1 }), 'no list'],
    ['with a list for a text', action('SET_ATTRIBUTE', { path: '/resourceClass', value: ['a'] }), 'cannot be'],
    ['with nothing for a flag', action('DEL_PORT_ATTRIBUTE', { address: MAC, path: '/pxeEnabled' }), 'cannot be'],
    ['with a comma in a capability', action('SET_CAPABILITY', { name: 'a', value: 'b,c' }), 'capabilities'],
    ['over what is no list', action('LOG', { message: 'x' }, '{node.name}'), 'is no list'],
  ])('%s ends the inspection, and names the rule', (_what, one, reason) => {
    const run = (): unknown => runInspectionRules([rule([], [one], { id: 'guilty' })], SUBJECT);
    expect(run).toThrow(reason);
    expect(run).toThrow(expect.objectContaining({ rule: expect.objectContaining({ id: 'guilty' }) }));
  });

  it('ends the inspection when what is compared is no number', () => {
    expect(() => holds(condition('LT', { values: ['{inventory.gpu}', 1] }))).toThrow('nothing is no number');
  });
});

describe('rules', () => {
  it('run by priority, then by age, and each sees what the ones before have changed', () => {
    const add = (id: string, priority: number): InspectionRule =>
      rule([], [action('EXTEND_ATTRIBUTE', { path: '/extra/order', value: id })], { id, priority });
    const seesTwo = rule(
      [condition('EQ', { values: ['{node.extra.order[1]}', 'b'] })],
      [action('SET_ATTRIBUTE', { path: '/extra/saw', value: true })],
      { id: 'a', priority: -1 },
    );
    const { subject } = runInspectionRules([seesTwo, add('c', 1), add('b', 1), add('z', 9)], SUBJECT);
    expect(subject.node.extra).toEqual({ order: ['z', 'b', 'c'], saw: true });
  });

  it('do nothing when one of their conditions does not hold', () => {
    const no = condition('IS_NONE', { value: 1 });
    const yes = condition('IS_NONE', { value: null });
    expect(runInspectionRules([rule([yes, no], [LOG])], SUBJECT)).toEqual({ subject: SUBJECT, lines: [] });
  });

  it('leave what they were given as it is', () => {
    const before = structuredClone(SUBJECT);
    after(action('SET_ATTRIBUTE', { path: '/properties/a', value: 1 }), action('ADD_TRAIT', { name: 'CUSTOM_A' }));
    expect(SUBJECT).toEqual(before);
  });

  it('cannot reach what every object has', () => {
    const { node } = after(action('SET_ATTRIBUTE', { path: '/extra/__proto__/polluted', value: 'yes' }));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(node.extra)).toEqual(['__proto__']);
  });
});

describe('docs/inspection.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/inspection.md'), 'utf8');
  const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => text);

  it.each(examples)('has an example that is accepted: %#', (text) => {
    // Written by us, in the shape of the input.
    const { conditions, actions } = JSON.parse(text) as Pick<InspectionRule, 'conditions' | 'actions'>;
    const faults = [
      ...conditions.map(({ op, args }) => faultOf(CONDITION_ARGS[op], args)),
      ...actions.map(({ op, args }) => faultOf(ACTION_ARGS[op], args)),
      ...[...conditions, ...actions].map(({ loop }) => (loop ? whyNoLoop(loop) : null)),
    ];
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
    expect(actions.length).toBeGreaterThan(0);
  });

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(3);
  });
});

describe('faultOf', () => {
  it.each<[string, object, string | null]>([
    ['what it does not take', { message: 'x', level: 'INFO' }, 'level'],
    ['what is missing', {}, 'message'],
    ['another kind', { message: 1 }, 'message'],
    ['a template that begins with nothing known', { message: '{secrets.a}' }, 'message'],
    ['nothing', { message: 'cpu: {inventory.cpu.count}' }, null],
  ])('finds %s', (_what, args, arg) => {
    expect(faultOf(ACTION_ARGS.LOG, { ...args })?.arg ?? null).toBe(arg);
  });

  it.each<[string, boolean]>([
    ['/properties/a', true],
    ['/extra/a~1b/c', true],
    ['/resourceClass', true],
    ['/properties', false],
    ['/resourceClass/a', false],
    ['/driverInfo/ipmi_password', false],
    ['/constructor/a', false],
    ['properties/a', false],
    ['/properties//a', false],
  ])('lets rules change %s: %s', (path, isAllowed) => {
    expect(faultOf(ACTION_ARGS.DEL_ATTRIBUTE, { path }) === null).toBe(isAllowed);
  });

  it('reads patterns and lists', () => {
    expect(faultOf(CONDITION_ARGS.MATCHES, { value: 'a', regex: '(a+)+\\1' })?.reason).toContain('\\1 is not known');
    expect(faultOf(CONDITION_ARGS.EQ, { values: 'a' })?.arg).toBe('values');
    expect(faultOf(CONDITION_ARGS.EQ, { values: [{ deep: '{nobody}' }] })?.reason).toContain('{nobody}');
    expect(faultOf(CONDITION_ARGS.EQ, { values: '{inventory.disks}' })).toBeNull();
    expect(whyNoLoop('{inventory.disks}')).toBeNull();
    expect(whyNoLoop('disks')).toContain('template');
  });
});
