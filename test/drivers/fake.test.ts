import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { INTERFACE_KINDS } from '../../src/domain/interfaces.ts';
import { createFakeHardware } from '../../src/drivers/fake/index.ts';
import type { CommandLogLine } from '../../src/drivers/fake/machine.ts';
import { FAKE_OPERATIONS } from '../../src/drivers/fake/settings.ts';
import {
  checkInterfaces,
  implementationOf,
  resolveInterfaces,
  stepsOf,
  type HardwareType,
} from '../../src/drivers/hardware-type.ts';
import type { DriverNode } from '../../src/drivers/interfaces/common.ts';
import { aCallContext, aCallThatLosesTheNode, aDriverNode, aPowerContext } from '../contract/builders.ts';
import { itKeepsTheHardwareTypeContract } from '../contract/hardware-type.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ironql-fake-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('fake-hardware in memory', () => {
  itKeepsTheHardwareTypeContract(createFakeHardware(), () => aDriverNode());
});

describe('fake-hardware in a directory', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'ironql-fake-contract-'));
  itKeepsTheHardwareTypeContract(createFakeHardware({ stateDir }), () => aDriverNode());
  afterAll(() => rmSync(stateDir, { recursive: true, force: true }));
});

const slotsOf = (type: HardwareType) => {
  const names = resolveInterfaces(type, {});
  return {
    power: implementationOf(type, names, 'power'),
    deploy: implementationOf(type, names, 'deploy'),
    network: implementationOf(type, names, 'network'),
    inspect: implementationOf(type, names, 'inspect'),
    step(name: string) {
      const step = stepsOf(type, names, 'DEPLOY').find((one) => one.name === name);
      if (step === undefined) throw new Error(`no step ${name}`);
      return step;
    },
  };
};

const withSettings = (driverInfo: Record<string, unknown>): DriverNode => aDriverNode({ driverInfo });

describe('fake settings', () => {
  it('name every operation after its slot', () => {
    for (const op of FAKE_OPERATIONS) expect(INTERFACE_KINDS).toContain(op.slice(0, op.indexOf('.')));
  });

  it.each([
    ['fake_delay_ms', -1],
    ['fake_delay_ms', 'soon'],
    ['fake_delay_ms', '5,2'],
    ['fake_delay_ms', '1,2,3'],
    ['fake_delay_ms', 2 ** 31],
    ['fake_delays', 500],
    ['fake_delays', { 'power.sett': 500 }],
    ['fake_failures', { 'power.set': 1.5 }],
    ['fake_failures', { 'power.set': 'sometimes' }],
    ['fake_hangs', { 'power.set': 0.5 }],
    ['fake_waits', ['power.set']],
    ['fake_seed', {}],
  ])('refuse %s: %j and name the field', (field, value) => {
    const { power } = slotsOf(createFakeHardware());
    expect(() => power.validate(withSettings({ [field]: value }))).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'DRIVER_INFO_INVALID', field }) }),
    );
  });

  it.each([
    { fake_delay_ms: '10' },
    { fake_delay_ms: '10,20', fake_seed: 7 },
    { fake_delays: { 'power.set': 500, 'deploy.write_image': '4000,9000' } },
    { fake_failures: { 'power.set': 2, 'network.attachVif': 0.25, 'power.get': 'always' } },
    { fake_hangs: { 'deploy.write_image': 1 }, fake_waits: { 'deploy.write_image': 2000 } },
  ])('accept %j', (driverInfo) => {
    const type = createFakeHardware();
    const verdicts = checkInterfaces(type, resolveInterfaces(type, {}), withSettings(driverInfo));
    expect(verdicts.filter((verdict) => verdict.error !== null)).toEqual([]);
  });
});

describe('a fake delay', () => {
  it('ends with the signal, with its reason, and leaves the machine alone', async () => {
    const { power } = slotsOf(createFakeHardware());
    const node = withSettings({ fake_delays: { 'power.set': 60_000 } });
    const cancel = new AbortController();
    const call = power.set(node, 'ON', aPowerContext({ signal: cancel.signal, timeoutMs: 120_000 }));
    const reason = new Error('cancelled');
    cancel.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(await power.get(node, aCallContext())).toBe('OFF');
  });

  it('is taken before the machine changes', async () => {
    const { power } = slotsOf(createFakeHardware());
    const node = withSettings({ fake_delays: { 'power.set': 80 } });
    const began = performance.now();
    const call = power.set(node, 'ON', aPowerContext());
    expect(await power.get(node, aCallContext())).toBe('OFF');
    await call;
    expect(performance.now() - began).toBeGreaterThan(75);
    expect(await power.get(node, aCallContext())).toBe('ON');
  });

  it('that is longer than power may take ends in POWER_STATE_NOT_REACHED', async () => {
    const { power } = slotsOf(createFakeHardware());
    const node = withSettings({ fake_delays: { 'power.set': 60_000 } });
    await expect(power.set(node, 'ON', aPowerContext({ timeoutMs: 20 }))).rejects.toMatchObject({
      problem: { code: 'POWER_STATE_NOT_REACHED', wanted: 'ON', observed: 'OFF', afterMs: 20 },
    });
    expect(await power.get(node, aCallContext())).toBe('OFF');
  });

  it('reports progress that only grows, four times a second at most', async () => {
    const { step } = slotsOf(createFakeHardware());
    const percents: number[] = [];
    const node = withSettings({ fake_delays: { 'deploy.write_image': 1100 } });
    await step('write_image').run(node, {}, aCallContext({ progress: (percent) => percents.push(percent) }));
    expect(percents).toHaveLength(4);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.every((percent) => percent > 0 && percent < 100)).toBe(true);
  });

  it('is drawn again the same from the same seed', async () => {
    const drawn = async (fake_seed: string): Promise<boolean[]> => {
      const { power } = slotsOf(createFakeHardware());
      const node = withSettings({ fake_seed, fake_failures: { 'power.get': 0.5 } });
      const fates: boolean[] = [];
      for (let call = 0; call < 40; call++) {
        fates.push(
          await power.get(node, aCallContext()).then(
            () => true,
            () => false,
          ),
        );
      }
      return fates;
    };
    const first = await drawn('one');
    expect(await drawn('one')).toEqual(first);
    expect(await drawn('two')).not.toEqual(first);
    expect(new Set(first).size, 'some fail and some do not').toBe(2);
  });
});

describe('a fake failure', () => {
  it('happens as often as told, then no more', async () => {
    const { power } = slotsOf(createFakeHardware());
    const node = withSettings({ fake_failures: { 'power.set': 2 } });
    const refused = { problem: { code: 'BMC_REFUSED', command: 'power.set' } };
    await expect(power.set(node, 'ON', aPowerContext())).rejects.toMatchObject(refused);
    await expect(power.set(node, 'ON', aPowerContext())).rejects.toMatchObject(refused);
    expect(await power.set(node, 'ON', aPowerContext())).toBe('ON');
  });

  it('leaves the machine as it was', async () => {
    const { power } = slotsOf(createFakeHardware());
    const node = withSettings({ fake_failures: { 'power.set': 'always' } });
    await expect(power.set(node, 'ON', aPowerContext())).rejects.toThrow('told to fail');
    expect(await power.get(node, aCallContext())).toBe('OFF');
  });

  it('of a step names the step', async () => {
    const { step } = slotsOf(createFakeHardware());
    const node = withSettings({ fake_failures: { 'deploy.write_image': 'always' } });
    await expect(step('write_image').run(node, {}, aCallContext())).rejects.toMatchObject({
      problem: { code: 'STEP_FAILED', step: 'deploy.write_image' },
    });
  });
});

describe('a fake hang', () => {
  it('lasts until the signal, and only as many calls as told', async () => {
    const { step } = slotsOf(createFakeHardware());
    const node = withSettings({ fake_hangs: { 'deploy.write_image': 1 } });
    const cancel = new AbortController();
    const settled = vi.fn<() => void>();
    const call = step('write_image').run(node, {}, aCallContext({ signal: cancel.signal }));
    call.then(settled, settled);
    await new Promise(setImmediate);
    expect(settled).not.toHaveBeenCalled();
    const reason = new Error('out of time');
    cancel.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(await step('write_image').run(node, {}, aCallContext())).toEqual({ kind: 'done' });
  });
});

describe('a fake wait', () => {
  it('asks for a timer once the effect is there', async () => {
    const { step, inspect } = slotsOf(createFakeHardware());
    const node = withSettings({ fake_waits: { 'deploy.prepare_instance_boot': 2000, 'inspect.inspect': 300 } });
    const prepareBoot = step('prepare_instance_boot');
    expect(await prepareBoot.probe?.(node, {}, aCallContext())).toBe(false);
    expect(await prepareBoot.run(node, {}, aCallContext())).toEqual({ kind: 'wait', for: 'TIMER', timeoutMs: 2000 });
    expect(await prepareBoot.probe?.(node, {}, aCallContext())).toBe(true);
    expect(await inspect.inspect?.(node, aCallContext())).toEqual({ kind: 'wait', for: 'TIMER', timeoutMs: 300 });
    expect((await inspect.collect?.(node, aCallContext()))?.inventory).toMatchObject({ cpu: { count: 8 } });
  });
});

describe('a fake machine in memory', () => {
  it('begins in the power state that was recorded', async () => {
    const { power } = slotsOf(createFakeHardware());
    expect(await power.get(aDriverNode({ powerState: 'ON' }), aCallContext())).toBe('ON');
    expect(await power.get(aDriverNode({ powerState: null }), aCallContext())).toBe('OFF');
  });
});

describe('a fake machine in a directory', () => {
  const readLog = (node: DriverNode): CommandLogLine[] =>
    readFileSync(join(dir, `${node.id}.log`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('is the same for whoever comes after', async () => {
    const node = aDriverNode();
    await slotsOf(createFakeHardware({ stateDir: dir })).power.set(node, 'ON', aPowerContext());
    const later = slotsOf(createFakeHardware({ stateDir: dir }));
    expect(await later.power.get(node, aCallContext())).toBe('ON');
  });

  it('counts failures over restarts', async () => {
    const node = withSettings({ fake_failures: { 'power.set': 1 } });
    const first = slotsOf(createFakeHardware({ stateDir: dir })).power;
    await expect(first.set(node, 'ON', aPowerContext())).rejects.toThrow('told to fail');
    const later = slotsOf(createFakeHardware({ stateDir: dir })).power;
    expect(await later.set(node, 'ON', aPowerContext())).toBe('ON');
  });

  it('logs the start and the end of every command, in order, with how it ended', async () => {
    const at = new Date('2030-01-01T00:00:00Z');
    const { power, network } = slotsOf(createFakeHardware({ stateDir: dir, now: () => at }));
    const node = withSettings({ fake_failures: { 'network.attachVif': 'always' } });
    await power.set(node, 'ON', aPowerContext());
    await expect(
      network.attachVif(node, { vifId: 'v', port: null, portGroup: null }, 'RESERVE', aCallContext()),
    ).rejects.toThrow('told to fail');
    const log = readLog(node);
    expect(log.map(({ op, phase, outcome }) => [op, phase, outcome])).toEqual([
      ['power.set', 'start', undefined],
      ['power.set', 'end', 'done'],
      ['network.attachVif', 'start', undefined],
      ['network.attachVif', 'end', 'failed'],
    ]);
    const { authority } = aCallContext();
    expect(log[0]).toMatchObject({ at: at.toISOString(), pid: process.pid, call: log[1]?.call, authority });
    expect(log.map((line) => line.authority)).toEqual(log.map(() => authority));
  });

  it('is sent nothing by whoever has lost the node', async () => {
    const { power } = slotsOf(createFakeHardware({ stateDir: dir }));
    const node = withSettings({});
    const { ctx, reason } = aCallThatLosesTheNode();
    await power.get(node, aCallContext());
    await expect(power.set(node, 'ON', ctx)).rejects.toBe(reason);
    expect(readLog(node).map(({ op }) => op)).toEqual(['power.get', 'power.get']);
  });

  it('does not carry out what it was sent by one who has lost the node before it took effect', async () => {
    const { power } = slotsOf(createFakeHardware({ stateDir: dir }));
    const node = withSettings({ fake_delay_ms: 5 });
    const { ctx, reason } = aCallThatLosesTheNode(1);
    await expect(power.set(node, 'ON', ctx)).rejects.toBe(reason);
    expect(await power.get(node, aCallContext())).toBe('OFF');
  });

  it('lets no id out of the directory', async () => {
    const node = aDriverNode({ id: '../escaped' });
    await slotsOf(createFakeHardware({ stateDir: dir })).power.set(node, 'ON', aPowerContext());
    expect(readFileSync(join(dir, '___escaped.json'), 'utf8')).toContain('"power":"ON"');
  });

  it('lets a process go on when another one died while it changed the machine', async () => {
    const node = aDriverNode();
    const lock = join(dir, `${node.id}.lock`);
    writeFileSync(lock, '');
    expect(await slotsOf(createFakeHardware({ stateDir: dir })).power.set(node, 'ON', aPowerContext())).toBe('ON');
  });

  it('loses no change when several processes make them at once', async () => {
    const node = aDriverNode();
    const perProcess = 100;
    const children = ['a', 'b', 'c'].map((name) =>
      fork(fileURLToPath(new URL('attach-many.ts', import.meta.url)), [dir, node.id, name, String(perProcess)], {
        execArgv: ['--import', 'tsx'],
        stdio: 'inherit',
      }),
    );
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    const { vifs } = JSON.parse(readFileSync(join(dir, `${node.id}.json`), 'utf8'));
    expect(Object.keys(vifs)).toHaveLength(3 * perProcess);
    expect(readLog(node)).toHaveLength(3 * perProcess * 2);
  });
});
