import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../src/domain/logger.ts';
import { implementationOf, resolveInterfaces } from '../../src/drivers/hardware-type.ts';
import type { DriverNode } from '../../src/drivers/interfaces/common.ts';
import { createIpmi, type IpmiOptions } from '../../src/drivers/ipmi/index.ts';
import { aCallContext, aDriverNode, aPowerContext } from '../contract/builders.ts';
import { itKeepsTheHardwareTypeContract } from '../contract/hardware-type.ts';
import { IPMI_PASSWORD, startIpmiSim, whyNoIpmiSim, type IpmiSim } from '../support/ipmi-sim.ts';

const FAST: IpmiOptions = { pollIntervalMs: 10, retryAfterMs: 10, answerRetries: 1 };
const why = whyNoIpmiSim();

describe.skipIf(why !== null)(`ipmi against ipmi_sim${why === null ? '' : ` — ${why}`}`, () => {
  let sim: IpmiSim;
  beforeAll(async () => {
    sim = await startIpmiSim();
  });
  afterAll(() => sim?.stop());
  beforeEach(() => {
    sim.takeOrders();
  });
  afterEach(() => {
    sim.fault('stuck', false);
    sim.fault('mute', false);
  });

  const aSimNode = (driverInfo: Record<string, unknown> = {}, what: Partial<DriverNode> = {}): DriverNode =>
    aDriverNode({ driverInfo: { ...sim.driverInfo, ...driverInfo }, ...what });
  const { power, management } = slotsOf(FAST);

  describe('contract', () => {
    // The simulator refuses "safe", and forgets whether a device was set for good.
    const expectations = { management: { unknownDevices: ['SAFE'], remembersPersistence: false } };
    itKeepsTheHardwareTypeContract(createIpmi(FAST), () => aSimNode(), expectations);
  });

  describe('power', () => {
    it('reboots by turning off and on', async () => {
      sim.put('power', '1');
      await power.set(aSimNode(), 'REBOOT', aPowerContext());
      expect(sim.takeOrders()).toEqual(['power 0', 'power 1']);
    });

    it('reboots a machine that is off by turning it on', async () => {
      sim.put('power', '0');
      await power.set(aSimNode(), 'REBOOT', aPowerContext());
      expect(sim.takeOrders()).toEqual(['power 1']);
    });

    it('asks the operating system for a soft target', async () => {
      sim.put('power', '1');
      await power.set(aSimNode(), 'SOFT_REBOOT', aPowerContext());
      expect(sim.takeOrders()).toEqual(['shutdown 1', 'power 1']);
    });

    it('gives no order to a machine that is already there', async () => {
      sim.put('power', '1');
      await power.set(aSimNode(), 'ON', aPowerContext());
      expect(sim.takeOrders()).toEqual([]);
    });

    it('waits until the BMC reports the state, not until it takes the order', async () => {
      sim.put('power', '1');
      sim.fault('stuck', true);
      const settled = vi.fn<() => void>();
      const call = power.set(aSimNode(), 'SOFT_OFF', aPowerContext());
      call.then(settled, settled);
      await vi.waitFor(() => expect(sim.takeOrders()).toEqual(['shutdown 1']), 60_000);
      expect(settled).not.toHaveBeenCalled();
      sim.put('power', '0');
      expect(await call).toBe('OFF');
    });

    it('tells what it saw when the machine does not obey in time', async () => {
      sim.put('power', '1');
      sim.fault('stuck', true);
      await expect(power.set(aSimNode(), 'SOFT_OFF', aPowerContext({ timeoutMs: 5000 }))).rejects.toMatchObject({
        problem: { code: 'POWER_STATE_NOT_REACHED', wanted: 'OFF', observed: 'ON', afterMs: 5000 },
      });
    });

    it('stops with the signal while it waits, with its reason', async () => {
      sim.put('power', '1');
      sim.fault('stuck', true);
      const cancel = new AbortController();
      const call = power.set(aSimNode(), 'OFF', aPowerContext({ signal: cancel.signal }));
      await vi.waitFor(() => expect(sim.takeOrders()).toEqual(['power 0']), 60_000);
      const reason = new Error('lease lost');
      cancel.abort(reason);
      await expect(call).rejects.toBe(reason);
    });

    it('says BMC_REFUSED when the BMC cannot read its machine', async () => {
      sim.fault('mute', true);
      await expect(power.get(aSimNode(), aCallContext())).rejects.toMatchObject({
        problem: { code: 'BMC_REFUSED', command: 'power status', reason: expect.stringContaining('Unspecified error') },
      });
    });

    it('says BMC_UNREACHABLE for wrong credentials, and does not repeat them', async () => {
      const secret = 'not-the-password';
      const call = power.get(aSimNode({ ipmi_password: secret }), aCallContext());
      const error = await call.catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        problem: {
          code: 'BMC_UNREACHABLE',
          address: `127.0.0.1:${sim.port}`,
          reason: expect.stringContaining('RMCP+'),
        },
      });
      expect(inspectWhole(error)).not.toContain(secret);
    });

    it('says BMC_UNREACHABLE where nobody listens', async () => {
      const gone = await startIpmiSim();
      await gone.stop();
      // On an address of its own: the port may be another test's simulator by now.
      const driverInfo = { ...gone.driverInfo, ipmi_address: '127.0.0.9' };
      const call = power.get(aDriverNode({ driverInfo }), aCallContext());
      await expect(call).rejects.toMatchObject({ problem: { code: 'BMC_UNREACHABLE' } });
    });
  });

  describe('management', () => {
    it('sets the boot device in BIOS mode by name', async () => {
      const node = aSimNode({}, { properties: { capabilities: 'boot_mode:bios' } });
      await management.setBootDevice?.(node, { device: 'CDROM', persistent: true }, aCallContext());
      expect(sim.read('boot')).toBe('cdrom');
    });

    it('sets the boot device in UEFI mode by the boot flags', async () => {
      await management.setBootDevice?.(aSimNode(), { device: 'PXE', persistent: false }, aCallContext());
      expect(sim.read('boot')).toBe('pxe');
    });

    it('refuses a device that IPMI cannot name, before it asks the BMC', async () => {
      const call = management.setBootDevice?.(aSimNode(), { device: 'WANBOOT', persistent: false }, aCallContext());
      await expect(call).rejects.toMatchObject({ problem: { code: 'BMC_REFUSED' } });
      expect(sim.takeOrders()).toEqual([]);
    });

    it('reads the vendor', async () => {
      expect(await management.detectVendor?.(aSimNode(), aCallContext())).toBe('montavista software, inc.');
    });

    it('reads the sensors', async () => {
      expect(await management.getSensors?.(aSimNode(), aCallContext())).toMatchObject([
        { id: 'CPU Temp (0x1)', category: 'Temperature', value: 42, unit: 'degrees C', status: 'ok' },
      ]);
    });

    it('says BMC_REFUSED for an NMI that the BMC does not do', async () => {
      await expect(management.injectNmi?.(aSimNode(), aCallContext())).rejects.toMatchObject({
        problem: { code: 'BMC_REFUSED', command: 'power diag' },
      });
    });
  });
});

/** What no simulator can be made to do: a program in ipmitool's place does it. */
describe('ipmi and its ipmitool', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'ironql-ipmitool-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(dir, { recursive: true, force: true });
  });

  const node = aDriverNode({
    driverInfo: {
      ipmi_address: 'bmc.invalid',
      ipmi_username: 'admin',
      ipmi_password: 'hidden',
      ipmi_hex_kg_key: '6b6579',
    },
  });
  /** A program that runs this shell script; `$DIR` is the test's own folder. */
  function aProgram(script: string): string {
    const program = join(dir, 'ipmitool');
    writeFileSync(program, `#!/bin/sh\nDIR='${dir}'\n${script}\n`, { mode: 0o755 });
    return program;
  }
  const saw = (name: string): string => readFileSync(join(dir, name), 'utf8');

  it('gets the password by a file that only we can read, and that is gone afterwards', async () => {
    const program = aProgram(`
      for word; do [ "$flag" ] && file=$word && flag=; [ "$word" = -f ] && flag=1; done
      stat -c %a "$file" > "$DIR/mode"; cat "$file" > "$DIR/password"; echo "$file" > "$DIR/file"
      echo "$*" > "$DIR/args"; echo "$IPMI_KGKEY" > "$DIR/kg"
      echo 'Chassis Power is on'`);
    const { power } = slotsOf({ program });
    expect(await power.get(node, aCallContext())).toBe('ON');
    expect(saw('mode').trim()).toBe('600');
    expect(saw('password')).toBe('hidden');
    expect(saw('kg').trim()).toBe('key');
    expect(saw('args')).not.toMatch(/hidden|6b6579|\bkey\b/);
    expect(existsSync(saw('file').trim())).toBe(false);
  });

  it('gets a NUL byte for an empty password', async () => {
    const program = aProgram(`
      for word; do [ "$flag" ] && file=$word && flag=; [ "$word" = -f ] && flag=1; done
      cat "$file" > "$DIR/password"; echo 'Chassis Power is off'`);
    const { power } = slotsOf({ program });
    await power.get(aDriverNode({ driverInfo: { ipmi_address: 'bmc.invalid' } }), aCallContext());
    expect(saw('password')).toBe('\0');
  });

  it('is killed when its time is up, however deaf it is, and its password file removed', async () => {
    vi.stubEnv('TMPDIR', dir);
    const program = aProgram(`trap '' TERM; echo $$ > "$DIR/pid"; while :; do sleep 0.1; done`);
    const { power } = slotsOf({ program, commandTimeoutMs: 3_000 });
    await expect(power.get(node, aCallContext())).rejects.toMatchObject({
      problem: { code: 'BMC_TIMEOUT', command: 'power status', afterMs: 3_000 },
    });
    expect(isAlive(Number(saw('pid')))).toBe(false);
    expect(readdirSync(dir).sort()).toEqual(['ipmitool', 'pid']);
  });

  it('is killed with the signal', async () => {
    const program = aProgram('echo $$ > "$DIR/pid"; exec sleep 600');
    const { power } = slotsOf({ program });
    const cancel = new AbortController();
    const call = power.get(node, aCallContext({ signal: cancel.signal }));
    await vi.waitFor(() => expect(Number(saw('pid'))).toBeGreaterThan(0), 60_000);
    const reason = new Error('cancelled');
    cancel.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(isAlive(Number(saw('pid')))).toBe(false);
  });

  it('is asked again while the BMC is busy', async () => {
    const program = aProgram(`
      [ -e "$DIR/second" ] && echo 'Chassis Power is on' && exit 0
      touch "$DIR/second"; echo 'Node busy' >&2; exit 1`);
    const { power } = slotsOf({ ...FAST, program });
    expect(await power.get(node, aCallContext())).toBe('ON');
  });

  it('is asked no longer than the budget allows, then the last answer counts', async () => {
    const program = aProgram(`echo 'insufficient resources for session' >&2; exit 1`);
    const { power } = slotsOf({ ...FAST, program, commandTimeoutMs: 3_000 });
    await expect(power.get(node, aCallContext())).rejects.toMatchObject({
      problem: { code: 'BMC_REFUSED', reason: 'insufficient resources for session' },
    });
  });

  it('is asked once when the BMC refuses', async () => {
    const program = aProgram(`echo x >> "$DIR/calls"; echo 'Invalid command' >&2; exit 1`);
    const { power } = slotsOf({ ...FAST, program });
    await expect(power.get(node, aCallContext())).rejects.toMatchObject({ problem: { code: 'BMC_REFUSED' } });
    expect(saw('calls')).toBe('x\n');
  });

  it('may be silent for a moment while the machine switches', async () => {
    const program = aProgram(`
      echo x >> "$DIR/calls"
      case $(wc -l < "$DIR/calls") in
        1) echo 'Chassis Power is off';;
        2) echo 'Chassis Power Control: Up/On';;
        3) echo 'Unable to establish IPMI v2 / RMCP+ session' >&2; exit 1;;
        *) echo 'Chassis Power is on';;
      esac`);
    const { power } = slotsOf({ ...FAST, program });
    expect(await power.set(node, 'ON', aPowerContext())).toBe('ON');
  });

  it('is not refused when it hears no answer to an order: the machine shows whether it was heard', async () => {
    const program = aProgram(`
      case "$*" in
        *status) [ -e "$DIR/on" ] && echo 'Chassis Power is on' || echo 'Chassis Power is off';;
        *) touch "$DIR/on"; echo 'Unable to set Chassis Power Control to Up/On' >&2; exit 1;;
      esac`);
    const { power } = slotsOf({ ...FAST, program });
    expect(await power.set(node, 'ON', aPowerContext())).toBe('ON');
  });

  it('is refused when the BMC answers an order with a no', async () => {
    const program = aProgram(`
      case "$*" in
        *status) echo 'Chassis Power is off';;
        *) echo 'Set Chassis Power Control to Up/On failed: Command not supported in present state' >&2; exit 1;;
      esac`);
    const { power } = slotsOf({ ...FAST, program });
    await expect(power.set(node, 'ON', aPowerContext())).rejects.toMatchObject({ problem: { code: 'BMC_REFUSED' } });
  });

  it('is believed only when it says one of two sentences', async () => {
    const { power } = slotsOf({ program: aProgram(`echo 'Chassis Power is confused'`) });
    await expect(power.get(node, aCallContext())).rejects.toMatchObject({
      problem: { code: 'BMC_REFUSED', reason: expect.stringContaining('Chassis Power is confused') },
    });
  });

  it('repeats no secret, whatever it says', async () => {
    const said: string[] = [];
    const log = { ...silentLogger, debug: (...words: unknown[]) => void said.push(inspectWhole(words)) };
    const program = aProgram(`echo "hidden: Node busy, $*" >&2; exit 1`);
    const { power } = slotsOf({ ...FAST, program, commandTimeoutMs: 3_000 });
    const error = await power.get(node, aCallContext({ log })).catch((caught: unknown) => caught);
    expect(said.length).toBeGreaterThan(0);
    expect(said.join() + inspectWhole(error)).not.toContain('hidden');
  });

  it('that is missing is named, with what to do', async () => {
    const { power } = slotsOf({ program: join(dir, 'nothing-here') });
    await expect(power.get(node, aCallContext())).rejects.toMatchObject({
      problem: { code: 'BMC_UNREACHABLE', reason: expect.stringContaining('install the package ipmitool') },
    });
  });
});

describe('bmcAddress', () => {
  const { power } = slotsOf({});
  it.each([
    [{ ipmi_address: 'bmc.invalid' }, 'bmc.invalid:623'],
    [{ ipmi_address: '192.0.2.1', ipmi_port: '1623' }, '192.0.2.1:1623'],
    [{ ipmi_address: '2001:db8::1' }, '[2001:db8::1]:623'],
  ])('is host and port of %j', (driverInfo, expected) => {
    expect(power.bmcAddress?.(aDriverNode({ driverInfo: { ...driverInfo, ipmi_password: IPMI_PASSWORD } }))).toBe(
      expected,
    );
  });
});

function slotsOf(options: IpmiOptions) {
  const type = createIpmi(options);
  const names = resolveInterfaces(type, {});
  return { power: implementationOf(type, names, 'power'), management: implementationOf(type, names, 'management') };
}

/** Everything a log could show of a value: stack, cause, fields. */
function inspectWhole(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value);
  return `${value.stack} ${JSON.stringify(value)} ${value.cause === undefined ? '' : inspectWhole(value.cause)}`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
