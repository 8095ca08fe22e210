/** Inspection rules, from the mutation that writes them down to the node that an inspection leaves. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newMac } from '../support/builders.ts';
import { accepted, ask, enroll, mutate, perform, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { expectFree, run } from './flow.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ config: { leaseExpiryMs: 60_000 } });
});
afterAll(() => service?.stop());

const LOG = { op: 'LOG', args: { message: 'seen' } };

async function aRule(input: Variables): Promise<string> {
  const { inspectionRule } = await accepted(service, 'createInspectionRule', input);
  return inspectionRule?.id ?? '';
}

/** A rule is everybody's: none may outlive its test. */
afterEach(async () => {
  type Answer = { inspectionRules: { nodes: { id: string }[] } };
  const { inspectionRules } = await ask<Answer>(service, '{ inspectionRules { nodes { id } } }');
  for (const { id } of inspectionRules.nodes) await accepted(service, 'deleteInspectionRule', { inspectionRuleId: id });
});

async function manageable(overrides: Variables = {}): Promise<string> {
  const { id: nodeId } = await enroll(service, overrides);
  await perform(service, 'manageNode', { nodeId });
  return nodeId;
}

describe('an inspection with rules', () => {
  it('gives the node, its ports and the inventory what the rules say', async () => {
    const [known, fresh] = [newMac(), newMac()];
    const interfaces = [known, fresh].map((mac, index) => ({ mac_address: mac, ipv4_address: `192.0.2.${index + 1}` }));
    const nodeId = await manageable({
      ports: [{ address: known }],
      driverInfo: { fake_inventory: { interfaces, boot: { current_boot_mode: 'uefi' } } },
      extra: { kept: true },
    });
    await aRule({
      priority: 10,
      conditions: [
        { op: 'GT', args: { values: ['{inventory.memory.physical_mb}', 1_024] } },
        { op: 'EQ', args: { values: ['{node.properties.cpu_arch}', 'x86_64'] } },
        {
          op: 'IN_NET',
          not: true,
          loop: '{inventory.interfaces}',
          multiple: 'ALL',
          args: { address: '{item.ipv4_address}', subnet: '198.51.100.0/24' },
        },
      ],
      actions: [
        { op: 'ADD_TRAIT', args: { name: 'CUSTOM_MUCH_MEMORY' } },
        { op: 'SET_CAPABILITY', args: { name: 'disks', value: '{inventory.disks[0].name}' } },
        { op: 'SET_ATTRIBUTE', args: { path: '/resourceClass', value: 'big' } },
        { op: 'SET_ATTRIBUTE', args: { path: '/extra/vendor', value: '{inventory.system_vendor.manufacturer}' } },
        { op: 'SET_PLUGIN_DATA', args: { path: '/site/name', value: 'b' } },
        {
          op: 'SET_PORT_ATTRIBUTE',
          loop: '{inventory.interfaces}',
          args: { address: '{item.mac_address}', path: '/physicalNetwork', value: 'rack-7' },
        },
      ],
    });
    await aRule({
      conditions: [{ op: 'IS_NONE', args: { value: '{node.extra.vendor}' } }],
      actions: [{ op: 'FAIL', args: { message: 'ran too early' } }],
    });
    await perform(service, 'inspectNode', { nodeId });

    const { node } = await ask<{ node: Variables }>(
      service,
      `query ($id: ID!) { node(id: $id) { properties extra resourceClass traits inventory { pluginData }
         ports { nodes { address physicalNetwork } } } }`,
      { id: nodeId },
    );
    expect(node).toMatchObject({
      properties: { capabilities: 'boot_mode:uefi,disks:/dev/sda', memory_mb: 16_384 },
      extra: { kept: true, vendor: 'Simulated' },
      resourceClass: 'big',
      traits: ['CUSTOM_MUCH_MEMORY'],
      inventory: { pluginData: { site: { name: 'b' }, root_disk: { name: '/dev/sda' } } },
      ports: { nodes: [known, fresh].map((address) => ({ address, physicalNetwork: 'rack-7' })) },
    });
  });

  it('takes away what a rule takes away, and nothing that no rule has named', async () => {
    const nodeId = await manageable({ properties: { rack: 'r7', old: 1 }, extra: { a: 1, b: 2 } });
    await aRule({ actions: [{ op: 'ADD_TRAIT', args: { name: 'CUSTOM_A' } }] });
    await perform(service, 'inspectNode', { nodeId });
    await aRule({
      actions: [
        { op: 'DEL_ATTRIBUTE', args: { path: '/properties/old' } },
        { op: 'DEL_ATTRIBUTE', args: { path: '/extra/a' } },
        { op: 'REMOVE_TRAIT', args: { name: 'CUSTOM_A' } },
      ],
    });
    await perform(service, 'inspectNode', { nodeId });
    const { node } = await ask<{ node: { properties: Variables } & Variables }>(
      service,
      'query ($id: ID!) { node(id: $id) { properties extra traits } }',
      { id: nodeId },
    );
    expect(node).toMatchObject({ properties: { rack: 'r7' }, extra: { b: 2 }, traits: [] });
    expect(node.properties).not.toHaveProperty('old');
  });

  it('fails with the name of the rule that ended it, and stores nothing', async () => {
    const nodeId = await manageable();
    const id = await aRule({
      description: 'no simulations',
      conditions: [{ op: 'EQ', args: { values: ['{inventory.system_vendor.manufacturer}', 'Simulated'] } }],
      actions: [{ op: 'FAIL', args: { message: 'we buy no {inventory.system_vendor.product_name}' } }],
    });
    const { state, error } = await run(service, 'inspectNode', { nodeId });
    expect({ state, code: error?.code }).toEqual({ state: 'FAILED', code: 'STEP_FAILED' });
    expect(error?.message).toContain(`"no simulations" (${id}) ended it: we buy no Fake hardware`);
    await expectFree(service, nodeId, 'INSPECT_FAILED');
    const { node } = await ask<{ node: object }>(
      service,
      'query ($id: ID!) { node(id: $id) { properties inventory { number } } }',
      { id: nodeId },
    );
    expect(node).toEqual({ properties: {}, inventory: null });
  });

  it('names a sensitive rule that ended it, and does not tell why', async () => {
    const nodeId = await manageable();
    const id = await aRule({
      isSensitive: true,
      actions: [{ op: 'FAIL', args: { message: 'because of x-marker-9' } }],
    });
    const { error } = await run(service, 'inspectNode', { nodeId });
    expect(error?.message).toContain(id);
    expect(error?.message).not.toContain('x-marker-9');
  });

  it('shows rules no secret of the inventory', async () => {
    const fake_inventory = { management: { bmc_password: 'hunter2-marker', user: 'admin' } };
    const nodeId = await manageable({ driverInfo: { fake_inventory } });
    const value = '{inventory.management.user}: {inventory.management.bmc_password}';
    await aRule({ actions: [{ op: 'SET_ATTRIBUTE', args: { path: '/extra/login', value } }] });
    await perform(service, 'inspectNode', { nodeId });
    const { node } = await ask<{ node: object }>(service, 'query ($id: ID!) { node(id: $id) { extra } }', {
      id: nodeId,
    });
    expect(node).toEqual({ extra: { login: 'admin: ******' } });
  });
});

const RULE = `query ($id: ID!) { inspectionRule(id: $id) {
  description priority isSensitive version conditions { op not args loop multiple } actions { op args loop } } }`;

describe('an inspection rule', () => {
  const read = async (id: string): Promise<Variables | null> =>
    (await ask<{ inspectionRule: Variables | null }>(service, RULE, { id })).inspectionRule;

  it('is written down, shown, changed and deleted', async () => {
    const conditions = [
      { op: 'IS_NONE', not: true, args: { value: '{item}' }, loop: '{inventory.disks}', multiple: 'LAST' },
    ];
    const id = await aRule({ description: 'first', priority: 7, conditions, actions: [LOG] });
    const shown = {
      description: 'first',
      priority: 7,
      isSensitive: false,
      version: 1,
      conditions,
      actions: [{ ...LOG, loop: null }],
    };
    expect(await read(id)).toEqual(shown);
    await accepted(service, 'updateInspectionRule', {
      inspectionRuleId: id,
      priority: 8,
      conditions: [],
      expectedVersion: 1,
    });
    expect(await read(id)).toEqual({ ...shown, priority: 8, conditions: [], version: 2 });
    const { errors } = await mutate(service, 'updateInspectionRule', {
      inspectionRuleId: id,
      priority: 9,
      expectedVersion: 1,
    });
    expect(errors).toMatchObject([{ code: 'STALE_VERSION', expected: 1, actual: 2 }]);
    await accepted(service, 'deleteInspectionRule', { inspectionRuleId: id });
    expect(await read(id)).toBeNull();
    type Answer = { events: { nodes: { type: string }[] } };
    const types = ['INSPECTION_RULE_CREATED', 'INSPECTION_RULE_UPDATED', 'INSPECTION_RULE_DELETED'];
    const { events } = await ask<Answer>(
      service,
      'query ($f: EventFilter) { events(first: 500, filter: $f) { nodes { type } } }',
      { f: { types } },
    );
    expect(events.nodes.slice(-3).map(({ type }) => type)).toEqual(types);
  });

  it('that is sensitive shows neither conditions nor actions, and stays so', async () => {
    const id = await aRule({ isSensitive: true, actions: [LOG] });
    expect(await read(id)).toMatchObject({ isSensitive: true, conditions: null, actions: null });
    const { errors } = await mutate(service, 'updateInspectionRule', { inspectionRuleId: id, isSensitive: false });
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['input', 'isSensitive'] }]);
    expect(await read(id)).toMatchObject({ isSensitive: true, version: 1 });
  });

  it('is listed in the order in which it runs, and found by whether it is sensitive', async () => {
    const [low, high] = [
      await aRule({ priority: 1, actions: [LOG] }),
      await aRule({ priority: 2, isSensitive: true, actions: [LOG] }),
    ];
    type Answer = { inspectionRules: { nodes: { id: string }[] } };
    const ids = async (filter: Variables): Promise<readonly string[]> =>
      (
        await ask<Answer>(
          service,
          'query ($f: InspectionRuleFilter) { inspectionRules(filter: $f) { nodes { id } } }',
          { f: filter },
        )
      ).inspectionRules.nodes.map(({ id }) => id);
    expect(await ids({})).toEqual([high, low]);
    expect(await ids({ isSensitive: false })).toEqual([low]);
  });

  const many = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one);

  it.each<[string, Variables, readonly string[]]>([
    ['a priority of -1', { priority: -1 }, ['priority']],
    ['a priority of 10,000', { priority: 10_000 }, ['priority']],
    ['a description of 256 characters', { description: 'x'.repeat(256) }, ['description']],
    ['no actions', { actions: [] }, ['actions']],
    ['65 actions', { actions: many(65, LOG) }, ['actions']],
    ['65 conditions', { conditions: many(65, { op: 'IS_NONE', args: { value: 1 } }) }, ['conditions']],
    [
      'an argument too many',
      { actions: [LOG, { op: 'FAIL', args: { message: 'x', level: 1 } }] },
      ['actions', '1', 'args', 'level'],
    ],
    [
      'an argument too few',
      { conditions: [{ op: 'IN_NET', args: { address: 'x' } }] },
      ['conditions', '0', 'args', 'subnet'],
    ],
    [
      'a pattern that is none',
      { conditions: [{ op: 'MATCHES', args: { value: 'a', regex: '(' } }] },
      ['conditions', '0', 'args', 'regex'],
    ],
    [
      'a path that may not be changed',
      { actions: [{ op: 'SET_ATTRIBUTE', args: { path: '/driverInfo/a', value: 1 } }] },
      ['actions', '0', 'args', 'path'],
    ],
    [
      'a template of nothing',
      { actions: [{ op: 'LOG', args: { message: '{secret}' } }] },
      ['actions', '0', 'args', 'message'],
    ],
    ['a loop that is none', { actions: [{ ...LOG, loop: 'disks' }] }, ['actions', '0', 'loop']],
    [
      'arguments of 65,537 characters',
      { actions: [{ op: 'LOG', args: { message: 'x'.repeat(65_537) } }] },
      ['actions', '0', 'args'],
    ],
  ])('is refused with %s', async (_what, input, path) => {
    const { errors, inspectionRule } = await mutate(service, 'createInspectionRule', { actions: [LOG], ...input });
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', ...path] }]);
    expect(inspectionRule).toBeNull();
  });
});
