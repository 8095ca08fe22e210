import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names this very process among all that ever ran on this machine: boot, PID namespace, PID, start time. A neighbour
 * that reads it can tell for certain that the process is gone, and need not wait for its lease. Linux only; null
 * elsewhere.
 */
export function processIdentity(pid: number | 'self' = 'self'): string | null {
  try {
    return `${machine()}:${pid === 'self' ? process.pid : pid}:${startTime(pid)}`;
  } catch {
    return null;
  }
}

/** True only when the process is certainly gone: it ran in our PID namespace since the last boot, and is not there. */
export function isCertainlyGone(identity: string): boolean {
  const [boot, namespace, pidText, start] = identity.split(':');
  const pid = Number(pidText);
  try {
    if (`${boot}:${namespace}` !== machine() || !Number.isInteger(pid) || start === undefined) return false;
  } catch {
    return false;
  }
  try {
    return startTime(pid) !== start;
  } catch (error) {
    return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
  }
}

function machine(): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'ascii').trim();
  const namespace = readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  return `${boot}:${namespace}`;
}

/** Field 22 of /proc/<pid>/stat; the second field may hold spaces and ends with the last parenthesis. */
function startTime(pid: number | 'self'): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'ascii');
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return 'dead'; // killed, and not yet waited for by its parent
  return rest[18] ?? '';
}
