/** Looks at simulated machines from outside: what they are, and which commands they were given under which right. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandLogLine, Machine } from '../../src/drivers/fake/machine.ts';

const pathOf = (dataFolder: string, nodeId: string, ending: string): string =>
  join(dataFolder, 'fake-machines', `${nodeId}.${ending}`);

// Both files are written whole by the fake driver alone.
export const readMachine = (dataFolder: string, nodeId: string): Machine =>
  JSON.parse(readFileSync(pathOf(dataFolder, nodeId, 'json'), 'utf8')) as Machine;

/** Changes the machine behind everybody's back. */
export function changeMachine(dataFolder: string, nodeId: string, change: Partial<Machine>): void {
  writeMachine(dataFolder, nodeId, { ...readMachine(dataFolder, nodeId), ...change });
}

/** Makes a machine that nobody has seen yet; what is not said is as fresh from the box. */
export function writeMachine(dataFolder: string, nodeId: string, machine: Partial<Machine>): void {
  writeFileSync(pathOf(dataFolder, nodeId, 'json'), JSON.stringify(machine));
}

/** Empty for a machine that was never given a command. */
export function commandsOf(dataFolder: string, nodeId: string): readonly CommandLogLine[] {
  const path = pathOf(dataFolder, nodeId, 'log');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as CommandLogLine);
}

export interface Command {
  readonly op: string;
  readonly pid: number;
  /** `job/attempt/epoch`, as the engine names the right under which it was given. */
  readonly authority: string;
  /** Lines of the log at which it started and took effect; null when it never did. */
  readonly from: number;
  readonly to: number | null;
  /** `lost`: its caller died in the middle. */
  readonly outcome: 'done' | 'failed' | 'aborted' | 'lost';
}

/** The log's lines by two and two. */
export function pairedCommands(lines: readonly CommandLogLine[]): readonly Command[] {
  return lines.flatMap(({ call, op, pid, authority, phase }, from) => {
    if (phase !== 'start') return [];
    const to = lines.findIndex((line) => line.call === call && line.phase === 'end');
    const end = lines[to];
    return [{ op, pid, authority, from, to: end === undefined ? null : to, outcome: end?.outcome ?? 'lost' }];
  });
}

/**
 * Commands that took effect while another was at work on the machine under a right that excludes theirs. Must be empty.
 *
 * Two locks of a node exclude each other, in one process as in two. A job without a lock may work beside all others,
 * but not beside an earlier attempt of its own.
 */
export function overlaps(commands: readonly Command[]): readonly (readonly [Command, Command])[] {
  const effective = commands.filter(({ outcome }) => outcome === 'done');
  return effective.flatMap((a) =>
    effective
      .filter((b) => exclude(a.authority, b.authority) && a.from < b.from && b.from < (a.to ?? Infinity))
      .map((b) => [a, b] as const),
  );
}

function exclude(a: string, b: string): boolean {
  const [jobA, , epochA] = a.split('/');
  const [jobB, , epochB] = b.split('/');
  return a !== b && (jobA === jobB || (epochA !== 'shared' && epochB !== 'shared'));
}
