import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, mutate, perform, settled, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { commandsOf, readMachine, writeMachine } from '../conductor/machine.ts';

let service: TestService;
let rows: TestRows;

beforeAll(async () => {
  service = await startTestService();
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

const HARDWARE = `hardware {
  observedAt aspects { aspect observedAt } bootDevice { device persistent } bootMode secureBoot health
  sensors { id category value unit status } indicators { component id isReadonly states state }
  virtualMedia { type imageUrl } logicalDisks { raidLevel sizeGib } biosSettings { name value }
  firmwareComponents { component currentVersion } vendor macAddresses }
  console { isEnabled access { type url } }`;

interface Shown {
  readonly hardware: (Readonly<Record<string, unknown>> & { readonly aspects: readonly { aspect: string }[] }) | null;
  readonly console: { readonly isEnabled: boolean; readonly access: { readonly url: string } | null };
}

async function show(id: string): Promise<Shown> {
  return (await ask<{ node: Shown }>(service, `query ($id: ID!) { node(id: $id) { ${HARDWARE} } }`, { id })).node;
}

const refusal = async (
  mutation: string,
  input: Variables,
): Promise<readonly (readonly [string, string | undefined])[]> =>
  (await mutate(service, mutation, input)).errors.map(({ code, path }) => [code, path?.join('.')] as const);

const eventsOf = async (id: string, type: string): Promise<readonly unknown[]> =>
  (await rows.query('SELECT changes FROM events WHERE node_id = ? AND type = ? ORDER BY id', [id, type])).map(
    ({ changes }) => (typeof changes === 'string' ? JSON.parse(changes) : changes) as unknown,
  );

const IMAGE = 'https://images.example/rescue.iso';

describe('a mutation changes the machine and then the field', () => {
  // prettier-ignore
  const CHANGES: readonly (readonly [mutation: string, input: Variables, machine: Variables, shown: Variables])[] = [
    ['setNodeBootDevice', { device: 'DISK', persistent: true }, { bootDevice: { device: 'DISK', persistent: true } }, { bootDevice: { device: 'DISK', persistent: true } }],
    ['setNodeBootDevice', { device: 'BIOS' }, { bootDevice: { device: 'BIOS', persistent: false } }, { bootDevice: { device: 'BIOS', persistent: false } }],
    ['setNodeBootMode', { mode: 'BIOS' }, { bootMode: 'BIOS' }, { bootMode: 'BIOS' }],
    ['setNodeSecureBoot', { enabled: true }, { secureBoot: true }, { secureBoot: true }],
    ['setNodeIndicator', { component: 'CHASSIS', indicatorId: 'identify', state: 'BLINKING' }, { identifyLed: 'BLINKING' }, { indicators: [{ component: 'CHASSIS', id: 'identify', isReadonly: false, states: ['OFF', 'ON', 'BLINKING'], state: 'BLINKING' }] }],
    ['attachVirtualMedia', { type: 'CDROM', imageUrl: IMAGE }, { virtualMedia: [{ type: 'CDROM', imageUrl: IMAGE }] }, { virtualMedia: [{ type: 'CDROM', imageUrl: IMAGE }] }],
  ];
  it.each(CHANGES)('%s %o', async (mutation, input, machine, shown) => {
    const { id } = await enroll(service);
    expect((await show(id)).hardware).toBeNull();
    await perform(service, mutation, { nodeId: id, ...input });
    expect(readMachine(service.dataFolder, id)).toMatchObject(machine);
    expect((await show(id)).hardware).toMatchObject(shown);
    expect(await eventsOf(id, 'NODE_HARDWARE_CHANGED')).toHaveLength(1);
    // The same once more changes nothing, and nobody is told of it.
    await perform(service, mutation, { nodeId: id, ...input });
    expect(readMachine(service.dataFolder, id)).toMatchObject(machine);
    expect(await eventsOf(id, 'NODE_HARDWARE_CHANGED')).toHaveLength(1);
  });

  it('detachVirtualMedia, some or all', async () => {
    const { id } = await enroll(service);
    for (const type of ['CDROM', 'DISK', 'FLOPPY']) {
      await perform(service, 'attachVirtualMedia', { nodeId: id, type, imageUrl: IMAGE });
    }
    await perform(service, 'detachVirtualMedia', { nodeId: id, types: ['DISK'] });
    expect((await show(id)).hardware?.['virtualMedia']).toEqual([
      { type: 'CDROM', imageUrl: IMAGE },
      { type: 'FLOPPY', imageUrl: IMAGE },
    ]);
    await perform(service, 'detachVirtualMedia', { nodeId: id });
    expect(readMachine(service.dataFolder, id).virtualMedia).toEqual([]);
    expect((await show(id)).hardware?.['virtualMedia']).toEqual([]);
  });

  it('injectNmi, anew with each call', async () => {
    const { id } = await enroll(service);
    await perform(service, 'injectNmi', { nodeId: id });
    await perform(service, 'injectNmi', { nodeId: id });
    expect(readMachine(service.dataFolder, id).nmiCount).toBe(2);
  });
});

describe('refreshNodeHardware', () => {
  it('looks at everything that the driver can look at', async () => {
    const { id } = await enroll(service, { ports: [{ address: '52:54:00:fe:00:01' }] });
    await perform(service, 'refreshNodeHardware', { nodeId: id });
    const { hardware, console: consoleShown } = await show(id);
    expect(hardware).toMatchObject({
      bootDevice: { device: 'PXE', persistent: false },
      bootMode: 'UEFI',
      secureBoot: false,
      health: 'OK',
      virtualMedia: [],
      logicalDisks: [],
      vendor: 'fake',
      macAddresses: ['52:54:00:fe:00:01'],
    });
    expect(hardware?.['sensors']).toContainEqual({
      id: 'Inlet',
      category: 'Temperature',
      value: 21,
      unit: 'degrees C',
      status: 'ok',
    });
    expect(hardware?.['biosSettings']).toContainEqual({ name: 'hyper_threading', value: 'enabled' });
    expect(hardware?.['firmwareComponents']).toContainEqual({ component: 'bmc', currentVersion: '2.0.0' });
    expect(hardware?.aspects).toHaveLength(13);
    expect(consoleShown).toEqual({ isEnabled: false, access: null });
  });

  it('looks at no more than it was asked for', async () => {
    const { id } = await enroll(service);
    await perform(service, 'refreshNodeHardware', { nodeId: id, aspects: ['HEALTH', 'BIOS', 'HEALTH'] });
    expect((await show(id)).hardware?.aspects.map(({ aspect }) => aspect).toSorted()).toEqual(['BIOS', 'HEALTH']);
    const looks = commandsOf(service.dataFolder, id).filter(({ phase }) => phase === 'start');
    expect(looks.map(({ op }) => op)).toEqual(['management.getHealth', 'bios.readSettings']);
  });

  it('is done while a cleaning has the node', async () => {
    const driverInfo = { fake_hangs: { 'deploy.erase_devices_metadata': 'always' } };
    const { id } = await enroll(service, { driverInfo });
    await perform(service, 'manageNode', { nodeId: id });
    const { job } = await accepted(service, 'provideNode', { nodeId: id });
    await waitFor(
      () => commandsOf(service.dataFolder, id).some(({ op }) => op === 'deploy.erase_devices_metadata'),
      'the cleaning to be in the middle',
    );
    await perform(service, 'refreshNodeHardware', { nodeId: id, aspects: ['SENSORS', 'BOOT_DEVICE'] });
    expect((await show(id)).hardware?.['sensors']).toHaveLength(2);
    const state = await ask<{ job: { state: string } }>(service, 'query ($id: ID!) { job(id: $id) { state } }', {
      id: job?.id,
    });
    expect(state.job.state).toBe('RUNNING');
    await accepted(service, 'cancelJob', { jobId: job?.id });
    await settled(service, job?.id ?? '');
  });

  it('keeps what it has seen when something else cannot be read', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_failures: { 'bios.readSettings': 'always' } } });
    const { job } = await accepted(service, 'refreshNodeHardware', { nodeId: id });
    expect((await settled(service, job?.id ?? '')).state).toBe('FAILED');
    expect((await show(id)).hardware).toMatchObject({ health: 'OK', biosSettings: null });
  });

  it('leaves out what the driver has no method for, without an error, and forgets what it can know no longer', async () => {
    const { id } = await enroll(service);
    await perform(service, 'refreshNodeHardware', { nodeId: id });
    const interfaces = {
      management: 'noop',
      bios: 'no-bios',
      raid: 'no-raid',
      console: 'no-console',
      firmware: 'no-firmware',
    };
    await accepted(service, 'updateNode', { nodeId: id, interfaces });
    await perform(service, 'refreshNodeHardware', { nodeId: id });
    expect((await show(id)).hardware).toBeNull();
  });

  it('tells of health that has changed, and of sensors nobody', async () => {
    const { id } = await enroll(service);
    await perform(service, 'refreshNodeHardware', { nodeId: id, aspects: ['HEALTH', 'SENSORS'] });
    writeMachine(service.dataFolder, id, { power: 'ON' });
    await perform(service, 'refreshNodeHardware', { nodeId: id, aspects: ['HEALTH', 'SENSORS'] });
    expect(await eventsOf(id, 'NODE_HEALTH_CHANGED')).toEqual([
      { list: [{ field: 'hardware.health', before: null, after: 'OK' }] },
    ]);
    expect(await eventsOf(id, 'NODE_HARDWARE_CHANGED')).toHaveLength(1);
  });
});

describe('a step of the driver that changes the machine', () => {
  const SETTING = { name: 'hyper_threading', value: 'disabled' };
  const STEP = { interface: 'BIOS', step: 'apply_configuration', args: { settings: [SETTING] } };

  it('is followed by a look at what it has changed', async () => {
    const { id } = await enroll(service);
    await perform(service, 'manageNode', { nodeId: id });
    await perform(service, 'cleanNode', { nodeId: id, steps: [STEP] });
    expect((await show(id)).hardware?.['biosSettings']).toContainEqual(SETTING);
  });

  it('has succeeded also when that cannot be looked at', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_failures: { 'bios.readSettings': 'always' } } });
    await perform(service, 'manageNode', { nodeId: id });
    await perform(service, 'cleanNode', { nodeId: id, steps: [STEP] });
    expect(readMachine(service.dataFolder, id).bios).toMatchObject({ hyper_threading: 'disabled' });
  });
});

describe('what may not be', () => {
  it.each([
    ['setNodeBootDevice', { device: 'WANBOOT' }, 'input.device'],
    ['setNodeBootMode', { mode: 'UEFI' }, 'input.mode'],
    ['setNodeSecureBoot', { enabled: true }, undefined],
    ['injectNmi', {}, undefined],
    ['setNodeIndicator', { component: 'CHASSIS', indicatorId: 'x', state: 'ON' }, undefined],
    ['attachVirtualMedia', { type: 'CDROM', imageUrl: IMAGE }, undefined],
    ['detachVirtualMedia', {}, undefined],
    ['setNodeConsole', { enabled: true }, undefined],
    ['setNodeTargetRaidConfig', { logicalDisks: [] }, undefined],
    ['callVendorMethod', { method: 'echo' }, 'input.method'],
  ])('%s is refused where the driver cannot do it', async (mutation, input, path) => {
    const { id } = await enroll(service, { driver: 'manual-management' });
    expect(await refusal(mutation, { nodeId: id, ...input })).toEqual([['UNSUPPORTED', path]]);
  });

  it.each([
    'ftp://images.example/x.iso',
    'x.iso',
    'file:///etc/passwd',
    'https://',
    `https://images.example/${'x'.repeat(2_048)}`,
  ])('an image cannot be at %s', async (imageUrl) => {
    const { id } = await enroll(service);
    const input = { nodeId: id, type: 'CDROM', imageUrl };
    expect(await refusal('attachVirtualMedia', input)).toContainEqual(['INVALID_INPUT', 'input.imageUrl']);
  });

  it('a login stands in no image URL, where everybody who sees the job could read it', async () => {
    const { id } = await enroll(service);
    const input = { nodeId: id, type: 'CDROM', imageUrl: 'cifs://user:hidden@files.example/x.iso' };
    expect(await refusal('attachVirtualMedia', input)).toEqual([['INVALID_INPUT', 'input.imageUrl']]);
  });

  it('virtual media are left alone while the BMC does not answer', async () => {
    const { id } = await enroll(service);
    await rows.setNode(id, { maintenance: 1, fault: 'power failure' });
    expect(await refusal('detachVirtualMedia', { nodeId: id })).toEqual([['NOT_ALLOWED_NOW', undefined]]);
  });

  it.each([
    ['setNodeBootMode', { mode: 'BIOS' }],
    ['setNodeSecureBoot', { enabled: true }],
  ])('%s changes nothing on a node that is not at rest', async (mutation, input) => {
    const { id } = await enroll(service);
    await rows.putInState(id, 'DEPLOYING');
    const { job } = await accepted(service, mutation, { nodeId: id, ...input });
    expect(await settled(service, job?.id ?? '')).toMatchObject({
      state: 'FAILED',
      error: { code: 'NOT_ALLOWED_NOW' },
    });
    expect(commandsOf(service.dataFolder, id)).toEqual([]);
  });

  it('a light that is not there, or cannot do that, fails the job', async () => {
    const { id } = await enroll(service);
    const { job } = await accepted(service, 'setNodeIndicator', {
      nodeId: id,
      component: 'DISK',
      indicatorId: 'bay 3',
      state: 'ON',
    });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED', error: { code: 'NOT_FOUND' } });
    const unknown = { nodeId: id, component: 'CHASSIS', indicatorId: 'identify', state: 'UNKNOWN' };
    expect(await refusal('setNodeIndicator', unknown)).toEqual([['INVALID_INPUT', 'input.state']]);
  });
});

describe('setNodeTargetRaidConfig', () => {
  const read = async (id: string): Promise<unknown> =>
    (
      await ask<{ node: { targetRaidConfig: unknown } }>(
        service,
        'query ($id: ID!) { node(id: $id) { targetRaidConfig { raidLevel sizeGib isRootVolume volumeName } } }',
        { id },
      )
    ).node.targetRaidConfig;

  it('records what is wanted, and touches no machine', async () => {
    const { id } = await enroll(service);
    const logicalDisks = [{ raidLevel: '1', sizeGib: 100, isRootVolume: true, volumeName: 'os' }, { raidLevel: '5' }];
    await accepted(service, 'setNodeTargetRaidConfig', { nodeId: id, logicalDisks });
    expect(await read(id)).toEqual([
      { raidLevel: '1', sizeGib: 100, isRootVolume: true, volumeName: 'os' },
      { raidLevel: '5', sizeGib: null, isRootVolume: false, volumeName: null },
    ]);
    expect(commandsOf(service.dataFolder, id)).toEqual([]);
    await accepted(service, 'setNodeTargetRaidConfig', { nodeId: id });
    expect(await read(id)).toBeNull();
  });

  it.each<[string, readonly Variables[], string]>([
    ['a level that does not exist', [{ raidLevel: '7' }], 'logicalDisks.0.raidLevel'],
    ['no size at all', [{ raidLevel: '1', sizeGib: 0 }], 'logicalDisks.0.sizeGib'],
    ['a kind of disk that does not exist', [{ raidLevel: '1', diskType: 'tape' }], 'logicalDisks.0.diskType'],
    ['disks without their controller', [{ raidLevel: '1', physicalDisks: ['a'] }], 'logicalDisks.0.controller'],
    ['all that is left twice', [{ raidLevel: '1' }, { raidLevel: '1' }], 'logicalDisks'],
    [
      'two root volumes',
      [
        { raidLevel: '1', sizeGib: 1, isRootVolume: true },
        { raidLevel: '1', sizeGib: 1, isRootVolume: true },
      ],
      'logicalDisks',
    ],
  ])('refuses %s', async (_what, logicalDisks, path) => {
    const { id } = await enroll(service);
    const input = { nodeId: id, logicalDisks };
    expect(await refusal('setNodeTargetRaidConfig', input)).toEqual([['INVALID_INPUT', `input.${path}`]]);
    expect(await read(id)).toBeNull();
  });

  it('does not overwrite what one has not seen', async () => {
    const { id } = await enroll(service);
    const input = { nodeId: id, expectedVersion: 7, logicalDisks: [] };
    expect((await refusal('setNodeTargetRaidConfig', input)).map(([code]) => code)).toEqual(['STALE_VERSION']);
  });
});

describe('the console', () => {
  it('is started and stopped, and says where it is reached', async () => {
    const { id } = await enroll(service);
    await perform(service, 'setNodeConsole', { nodeId: id, enabled: true });
    expect(readMachine(service.dataFolder, id).consoleOn).toBe(true);
    expect((await show(id)).console).toMatchObject({ isEnabled: true, access: { type: 'SERIAL' } });
    expect((await show(id)).console.access?.url).toMatch(/^tcp:/);
    await perform(service, 'setNodeConsole', { nodeId: id, enabled: false });
    expect(readMachine(service.dataFolder, id).consoleOn).toBe(false);
    expect((await show(id)).console).toEqual({ isEnabled: false, access: null });
  });

  it('is stopped by a tear-down and started again by a deployment when it is to run', async () => {
    const { id } = await enroll(service);
    for (const verb of ['manageNode', 'provideNode', 'deployNode']) await perform(service, verb, { nodeId: id });
    await perform(service, 'setNodeConsole', { nodeId: id, enabled: true });
    await perform(service, 'undeployNode', { nodeId: id });
    expect(readMachine(service.dataFolder, id).consoleOn).toBe(false);
    expect((await show(id)).console).toEqual({ isEnabled: true, access: null });
    await perform(service, 'deployNode', { nodeId: id });
    expect(readMachine(service.dataFolder, id).consoleOn).toBe(true);
    expect((await show(id)).console).toMatchObject({ isEnabled: true, access: { type: 'SERIAL' } });
  });

  it('fails no deployment', async () => {
    const { id } = await enroll(service);
    await perform(service, 'setNodeConsole', { nodeId: id, enabled: true });
    await accepted(service, 'updateNode', {
      nodeId: id,
      expectedVersion: null,
      driverInfo: { fake_failures: { 'console.start': 'always' } },
    });
    for (const verb of ['manageNode', 'provideNode', 'deployNode']) await perform(service, verb, { nodeId: id });
    expect((await show(id)).console).toEqual({ isEnabled: true, access: null });
  });

  it('keeps the driver from being changed', async () => {
    const { id } = await enroll(service);
    await perform(service, 'setNodeConsole', { nodeId: id, enabled: true });
    const input = { nodeId: id, driver: 'manual-management' };
    expect(await refusal('updateNode', input)).toEqual([['NOT_ALLOWED_NOW', undefined]]);
    await perform(service, 'setNodeConsole', { nodeId: id, enabled: false });
    await accepted(service, 'updateNode', input);
  });
});

describe('callVendorMethod', () => {
  const resultOf = async (jobId: string | undefined): Promise<unknown> =>
    (await ask<{ job: unknown }>(service, 'query ($id: ID!) { job(id: $id) { type lockMode result } }', { id: jobId }))
      .job;

  it('answers with the job, without the lock where the method needs none', async () => {
    const { id } = await enroll(service);
    const { job } = await perform(service, 'callVendorMethod', {
      nodeId: id,
      method: 'echo',
      arguments: { text: 'x' },
    });
    expect(await resultOf(job?.id)).toEqual({
      type: 'node.call-shared-vendor-method',
      lockMode: 'SHARED',
      result: { answer: { text: 'x' } },
    });
    const counted = await perform(service, 'callVendorMethod', { nodeId: id, method: 'count_up' });
    expect(await resultOf(counted.job?.id)).toMatchObject({
      lockMode: 'EXCLUSIVE',
      result: { answer: { nmiCount: 1 } },
    });
  });

  it('takes the arguments that the method takes, and all that it needs', async () => {
    const { id } = await enroll(service);
    const call = (method: string, args: Variables): Promise<unknown> =>
      refusal('callVendorMethod', { nodeId: id, method, arguments: args });
    expect(await call('echo', {})).toEqual([['INVALID_INPUT', 'input.arguments.text']]);
    expect(await call('count_up', { by: 2 })).toEqual([['INVALID_INPUT', 'input.arguments.by']]);
    expect(await call('none_such', {})).toEqual([['UNSUPPORTED', 'input.method']]);
  });

  it('is told by the node which there are', async () => {
    const { id } = await enroll(service);
    const { node } = await ask<{ node: { vendorMethods: readonly object[] } }>(
      service,
      'query ($id: ID!) { node(id: $id) { vendorMethods { name lockMode isIdempotent arguments { name isRequired } } } }',
      { id },
    );
    expect(node.vendorMethods).toEqual([
      { name: 'echo', lockMode: 'SHARED', isIdempotent: true, arguments: [{ name: 'text', isRequired: true }] },
      { name: 'count_up', lockMode: 'EXCLUSIVE', isIdempotent: false, arguments: [] },
    ]);
    const driver = await ask(service, '{ driver(name: "fake-hardware") { vendorMethods { name } } }');
    expect(driver).toEqual({ driver: { vendorMethods: [{ name: 'echo' }, { name: 'count_up' }] } });
  });
});

describe('Node.validation', () => {
  it('says of each slot whether the settings suit it, and asks no machine', async () => {
    const { id } = await enroll(service, { driver: 'ipmi', driverInfo: { ipmi_port: 'x' } });
    const { node } = await ask<{
      node: {
        validation: readonly { interface: string; isValid: boolean; reason: string | null; remedy: string | null }[];
      };
    }>(
      service,
      'query ($id: ID!) { node(id: $id) { validation { interface implementation isValid reason remedy } } }',
      { id },
    );
    expect(node.validation).toHaveLength(13);
    const invalid = node.validation.filter(({ isValid }) => !isValid);
    expect(invalid.map((slot) => slot.interface)).toEqual(['power', 'management']);
    expect(invalid[0]?.reason).toContain('ipmi_');
    expect(invalid[0]?.remedy).toContain('updateNode');
    expect(node.validation.filter(({ isValid, reason }) => isValid && reason !== null)).toEqual([]);
  });
});
