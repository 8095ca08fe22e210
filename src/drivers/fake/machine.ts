/**
 * The simulated machine and where it lives. A real machine stays as it is when a conductor restarts, and all
 * conductors meet the same one; with a state directory this one does too.
 */
import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { PowerState } from '../../domain/power.ts';
import type { DriverNode } from '../interfaces/common.ts';
import type { BootDeviceSetting, BootMode, IndicatorState, VirtualMedia } from '../interfaces/management.ts';
import type { NetworkPurpose } from '../interfaces/network.ts';
import type { LogicalDisk } from '../interfaces/raid.ts';

export interface Machine {
  readonly power: PowerState;
  /** How often it was turned on or reset: whoever plays what runs on it sees a reset by this alone. */
  readonly starts: number;
  readonly bootDevice: BootDeviceSetting;
  readonly bootMode: BootMode;
  readonly secureBoot: boolean;
  readonly virtualMedia: readonly VirtualMedia[];
  readonly identifyLed: IndicatorState;
  /** How often the machine was interrupted. */
  readonly nmiCount: number;
  /** VIF → the port or port group it is attached to, null when it is on none. */
  readonly vifs: Readonly<Record<string, string | null>>;
  readonly tenantConnected: boolean;
  readonly networks: readonly NetworkPurpose[];
  /** What is on the disk; null after erasing. */
  readonly image: string | null;
  /** The form in which the last deployment's config drive came; null when it had none. */
  readonly configDrive: string | null;
  readonly ramdisk: Readonly<Record<string, string>> | null;
  readonly bios: Readonly<Record<string, string | null>>;
  readonly logicalDisks: readonly LogicalDisk[];
  readonly firmware: Readonly<Record<string, string>>;
  readonly consoleOn: boolean;
  /** Hash of the rescue user's password, as its ramdisk has it; null: nobody may log in. */
  readonly rescueUser: string | null;
  /** Operation → how often it was called; only for operations whose settings count or draw lots. */
  readonly calls: Readonly<Record<string, number>>;
}

/** One line of a node's command log. A `start` without an `end` means: whoever called died in the middle. */
export interface CommandLogLine {
  readonly at: string;
  readonly pid: number;
  /** The same in the start and the end of one call. */
  readonly call: string;
  /** The right under which it was given: see `CallContext.authority`. */
  readonly authority: string;
  readonly op: string;
  readonly phase: 'start' | 'end';
  readonly outcome?: 'done' | 'failed' | 'aborted';
}

export interface MachineStore {
  read(node: DriverNode): Machine;
  /** Changes the machine in one go and answers what it became. */
  update(node: DriverNode, change: (machine: Machine) => Partial<Machine>): Machine;
  /** Null when commands are not logged. */
  readonly log: ((node: DriverNode, line: Omit<CommandLogLine, 'at' | 'pid'>) => void) | null;
}

export const BIOS_DEFAULTS = { boot_order: 'network,disk', hyper_threading: 'enabled', power_profile: 'balanced' };

/** A machine fresh from the box. It is as the records say, because without a state directory they outlive it. */
function newMachine(node: DriverNode): Machine {
  return {
    power: node.powerState ?? 'OFF',
    starts: 0,
    bootDevice: { device: 'PXE', persistent: false },
    bootMode: 'UEFI',
    secureBoot: false,
    virtualMedia: [],
    identifyLed: 'OFF',
    nmiCount: 0,
    vifs: {},
    tenantConnected: false,
    networks: [],
    image: null,
    configDrive: null,
    ramdisk: null,
    bios: BIOS_DEFAULTS,
    logicalDisks: [],
    firmware: { bios: '1.0.0', bmc: '2.0.0' },
    consoleOn: false,
    rescueUser: null,
    calls: {},
  };
}

/** Machines that live as long as the process. */
export function createMemoryStore(): MachineStore {
  const machines = new Map<string, Machine>();
  const read = (node: DriverNode): Machine => machines.get(node.id) ?? newMachine(node);
  return {
    read,
    update(node, change) {
      const before = read(node);
      const after = { ...before, ...change(before) };
      machines.set(node.id, after);
      return after;
    },
    log: null,
  };
}

/**
 * Machines that live in a directory: `<node>.json` is the machine, `<node>.log` every command it was given.
 *
 * Files are read and written synchronously, so a change cannot interleave with another one of this process; a lock
 * file keeps other processes out for the fraction of a millisecond that a change takes.
 */
export function createFileStore(stateDir: string, now: () => Date): MachineStore {
  mkdirSync(stateDir, { recursive: true });
  const pathOf = (node: DriverNode, ending: string): string => join(stateDir, `${fileNameOf(node.id)}.${ending}`);
  const read = (node: DriverNode): Machine => ({ ...newMachine(node), ...readJson(pathOf(node, 'json')) });
  return {
    read,
    update(node, change) {
      return withLockFile(pathOf(node, 'lock'), () => {
        const before = read(node);
        const after = { ...before, ...change(before) };
        const text = JSON.stringify(after);
        if (text === JSON.stringify(before)) return after; // replacing a file costs more than all the rest of a call
        // Written aside and renamed: a reader sees the machine before or after, never half of it.
        const aside = pathOf(node, `${randomUUID()}.tmp`);
        writeFileSync(aside, text);
        renameSync(aside, pathOf(node, 'json'));
        return after;
      });
    },
    log(node, what) {
      const line: CommandLogLine = { at: now().toISOString(), pid: process.pid, ...what };
      // One short write in append mode: lines of several processes stay whole and in order.
      appendFileSync(pathOf(node, 'log'), `${JSON.stringify(line)}\n`);
    },
  };
}

/** Node ids are UUIDs; anything else must not leave the directory. */
function fileNameOf(nodeId: string): string {
  return nodeId.replaceAll(/[^\w-]/g, '_');
}

function readJson(path: string): Partial<Machine> {
  try {
    // Written by this file only, whole or not at all.
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Machine>;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {};
    throw error;
  }
}

const LOCK_RETRY_MS = 1;
/**
 * A change takes well under a millisecond; a lock file this old belongs to a process that was killed. Short, because
 * waiting blocks the process, and a conductor that is blocked for long loses its lease.
 */
const LOCK_STALE_MS = 250;

function withLockFile(path: string, change: () => Machine): Machine {
  for (;;) {
    try {
      closeSync(openSync(path, 'wx'));
      break;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      if (ageMs(path) > LOCK_STALE_MS) rmSync(path, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_RETRY_MS);
    }
  }
  try {
    return change();
  } finally {
    rmSync(path, { force: true });
  }
}

function ageMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 0 : Date.now() - stat.mtimeMs;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
