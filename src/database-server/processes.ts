/** What can be known about a process that is not our child. Linux answers from /proc, other systems by `ps`. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const HAS_PROC = existsSync('/proc/self/stat');

/** False for a zombie too: in a container without an init nobody collects it, and it would look alive for ever. */
export function isRunning(pid: number): boolean {
  if (HAS_PROC) return !['', 'Z', 'X'].includes(procStat(pid)[0] ?? '');
  return !['', 'Z'].includes(ps(pid, 'state').slice(0, 1));
}

/** Tells a process from a later one that was given the same number. Empty when there is no such process. */
export function startMark(pid: number): string {
  return HAS_PROC ? (procStat(pid)[19] ?? '') : ps(pid, 'lstart');
}

/** The program and its arguments, separated by spaces; empty when there is no such process. */
export function commandLine(pid: number): string {
  if (!HAS_PROC) return ps(pid, 'command');
  return readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

/** Fields of /proc/<pid>/stat from the state on; the name before it may hold spaces and brackets. */
function procStat(pid: number): string[] {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function ps(pid: number, field: string): string {
  return (spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '').trim();
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended between two looks
  }
}
