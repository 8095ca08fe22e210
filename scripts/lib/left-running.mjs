/** Finds processes by a mark in their environment, which children inherit. Linux only: other systems do not show it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export const CAN_LOOK = existsSync('/proc/self/environ');
const GRACE_MS = 3_000; // a browser takes a moment to collect its helpers

/**
 * Ends what a run left behind.
 *
 * @param {string} name of the environment variable
 * @param {string} value
 * @returns {Promise<string[]>} Their command lines.
 */
export async function endLeftRunning(name, value) {
  const giveUpAt = Date.now() + GRACE_MS;
  let left = marked(`${name}=${value}`);
  while (left.length > 0 && Date.now() < giveUpAt) {
    await sleep(100);
    left = marked(`${name}=${value}`);
  }
  const commands = left.map((pid) => readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim());
  for (const pid of left) kill(pid);
  return commands;
}

/**
 * @param {string} mark
 * @returns {number[]}
 */
function marked(mark) {
  if (!CAN_LOOK) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => readOrEmpty(`/proc/${pid}/environ`).split('\0').includes(mark));
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended between two looks
  }
}

/** @param {string} path */
function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // gone, a kernel thread, or another user's
  }
}
