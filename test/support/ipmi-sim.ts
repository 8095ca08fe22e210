/**
 * A BMC to talk to: one `ipmi_sim` process (Debian's package openipmi) whose machine is a handful of files.
 *
 * `power` and `boot` are what the machine is; `set.log` is every order the BMC gave it. Two more files change what
 * the machine does while they exist: `stuck` (it ignores power orders) and `mute` (its BMC cannot read it).
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const IPMI_USER = 'admin';
export const IPMI_PASSWORD = 'not-a-real-password';

export interface IpmiSim {
  readonly port: number;
  /** driverInfo that reaches it. */
  readonly driverInfo: Readonly<Record<string, unknown>>;
  /** Sets what the machine is, behind the BMC's back. */
  put(file: 'power' | 'boot', value: string): void;
  /** What the machine is. */
  read(file: 'power' | 'boot'): string;
  /** Turns a fault on or off. */
  fault(name: 'stuck' | 'mute', on: boolean): void;
  /** Orders since the last call, as `power 1`. */
  takeOrders(): readonly string[];
  /** Ends the process and removes its files. */
  stop(): Promise<void>;
}

/** Why the simulator cannot run here; null when it can. */
export function whyNoIpmiSim(): string | null {
  const missing = ['ipmi_sim', 'ipmitool'].filter((program) => spawnSync(program, ['-h']).error !== undefined);
  return missing.length === 0 ? null : `NOT RUN: ${missing.join(' and ')} missing (packages openipmi, ipmitool)`;
}

export async function startIpmiSim(): Promise<IpmiSim> {
  const bmc = await startBmc(CHASSIS_SH, { power: '0', boot: 'none', 'set.log': '' });
  const file = (name: string): string => join(bmc.dir, name);
  return {
    port: bmc.port,
    driverInfo: bmc.driverInfo,
    put: (name, value) => writeFileSync(file(name), value),
    read: (name) => readFileSync(file(name), 'utf8').trim(),
    fault(name, on) {
      if (on) writeFileSync(file(name), '');
      else rmSync(file(name), { force: true });
    },
    takeOrders() {
      const orders = readFileSync(file('set.log'), 'utf8').split('\n').filter(Boolean);
      writeFileSync(file('set.log'), '');
      return orders;
    },
    stop: bmc.stop,
  };
}

/** The simulator with a machine that a shell script plays. */
export interface Bmc {
  /** Its files and the script's. Gone after `stop`. */
  readonly dir: string;
  readonly port: number;
  readonly driverInfo: IpmiSim['driverInfo'];
  stop(): Promise<void>;
}

/**
 * @param chassisSh called as `DIR get NAME...` and `DIR set NAME VALUE...`
 * @param files what is there when it is first called
 */
export async function startBmc(chassisSh: string, files: Readonly<Record<string, string>>): Promise<Bmc> {
  const dir = mkdtempSync(join(tmpdir(), 'ironql-ipmi-sim-'));
  const file = (name: string): string => join(dir, name);
  const port = await freeUdpPort();
  mkdirSync(file('state'));
  for (const [name, text] of Object.entries(files)) writeFileSync(file(name), text);
  writeFileSync(file('lan.conf'), lanConf(dir, port));
  writeFileSync(file('bmc.emu'), BMC_EMU);
  writeFileSync(file('chassis.sh'), chassisSh, { mode: 0o755 });

  const output = openSync(file('output'), 'w');
  // -n, or it reads commands from its standard input.
  const args = ['-c', file('lan.conf'), '-f', file('bmc.emu'), '-s', file('state'), '-n'];
  const child = spawn('ipmi_sim', args, { stdio: ['ignore', output, output] });
  closeSync(output);
  const kill = (): void => void child.kill('SIGKILL');
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    await end(child);
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  };
  // A test run that is broken off must not leave the simulator behind.
  process.once('exit', kill);
  try {
    await answers(port, child);
  } catch (cause) {
    const said = readFileSync(file('output'), 'utf8');
    await stop();
    throw new Error(`ipmi_sim did not come up: ${said}`, { cause });
  }
  return {
    dir,
    port,
    driverInfo: {
      ipmi_address: '127.0.0.1',
      ipmi_port: port,
      ipmi_username: IPMI_USER,
      ipmi_password: IPMI_PASSWORD,
      // Without it each command asks in vain for the list of suites, for 10 seconds.
      ipmi_cipher_suite: 3,
    },
    stop,
  };
}

// User 1 is always the anonymous one, so the named one is number 2.
const lanConf = (dir: string, port: number): string => `
name "test"
set_working_mc 0x20
startlan 1
  addr 127.0.0.1 ${port}
  priv_limit admin
  allowed_auths_user md5
  allowed_auths_operator md5
  allowed_auths_admin md5
  guid "test"
endlan
chassis_control "${join(dir, 'chassis.sh')} ${dir}"
user 2 true "${IPMI_USER}" "${IPMI_PASSWORD}" admin 20 md5
`;

/** One temperature sensor, "CPU Temp", that reads 0x2a: its full sensor record (IPMI 2.0, table 43-1), then its value. */
const BMC_EMU = `
mc_setbmc 0x20
mc_add 0x20 0 has-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02
sel_enable 0x20 1000 0x0a
mc_enable 0x20
main_sdr_add 0x20 0x00 0x00 0x51 0x01 0x33 0x20 0x00 0x01 0x03 0x01 0x67 0x68 0x01 0x01 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0x01 0x00 0x00 0x01 0x00 0x00 0x00 0x00 0x00 0x00 0x20 0x60 0x00 0xff 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0xc8 0x43 0x50 0x55 0x20 0x54 0x65 0x6d 0x70
sensor_add 0x20 0 1 0x01 0x01
sensor_set_value 0x20 0 1 0x2a 0
`;

/** Asked for the power once a second for the simulator's whole life, so it is a shell and no more. */
const CHASSIS_SH = `#!/bin/sh
# DIR get NAME... | DIR set NAME VALUE...
D=$1; OP=$2; shift 2
case $OP in
get) [ -e "$D/mute" ] && exit 0
  for name; do case $name in
    power|boot) echo "$name:$(cat "$D/$name")";;
    *) echo "$name:0";;
  esac; done;;
set) while [ $# -ge 2 ]; do
    echo "$1 $2" >> "$D/set.log"
    case $1 in
      power) [ -e "$D/stuck" ] || echo "$2" > "$D/power";;
      shutdown) [ -e "$D/stuck" ] || echo 0 > "$D/power";;
      boot) echo "$2" > "$D/boot";;
    esac; shift 2
  done;;
esac
exit 0
`;

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  try {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return socket.address().port;
  } finally {
    socket.close();
  }
}

/** Get Channel Authentication Capabilities in an IPMI 1.5 packet without a session: what every client says first. */
const HELLO = Buffer.from('0600ff07000000000000000000092018c88100388e04b5', 'hex');
const COME_UP_MS = 20_000;

async function answers(port: number, child: ChildProcess): Promise<void> {
  const socket = createSocket('udp4');
  const deadline = AbortSignal.timeout(COME_UP_MS);
  try {
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    // Nobody listens yet: the system says so, and the next hello may fare better. So not by `once`, which rejects then.
    socket.on('error', () => {});
    const answer = new Promise<boolean>((resolve, reject) => {
      socket.once('message', () => resolve(true));
      deadline.addEventListener('abort', () => reject(deadline.reason), { once: true });
    });
    while (!(await Promise.race([answer, sleep(50, false)]))) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
      sayHello(socket);
    }
  } finally {
    socket.close();
  }
}

function sayHello(socket: Socket): void {
  socket.send(HELLO, () => {});
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
