/** What the scripts say, and how they run other programs. Only Node's own modules: nothing is installed yet. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A failure that its message explains fully; no stack is shown. */
export class Failure extends Error {}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`); // stdout belongs to the program that is started
}

/** @param {number} since as `performance.now()` gave it */
export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * Runs `main` and turns what it throws into an exit code and a message.
 *
 * @param {() => Promise<void> | void} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    say(error instanceof Failure ? `\n${error.message}` : `\n${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
  }
}

/**
 * Says what is being done, does it quietly, and says how long it took. Its output is shown only when it fails.
 *
 * @param {string} what as in "Building the service"
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ remedy: string, cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} options
 */
export function runStep(what, program, args, { remedy, cwd = PROJECT, env = {}, quiet = false }) {
  const since = performance.now();
  if (!quiet) say(`${what} …`);
  const { status, output } = capture(program, args, { cwd, env });
  if (status === 0) return quiet ? undefined : say(`${what}: done in ${seconds(since)}`);
  throw new Failure(`${what} failed: "${program} ${args.join(' ')}" said\n\n${bothEnds(output)}\n\n${remedy}`);
}

/**
 * Both streams go through a file, in the order in which they were written and however long they get.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {{ status: number, output: string }}
 */
export function capture(program, args, { cwd = PROJECT, env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ironql-step-'));
  const path = join(folder, 'output');
  const file = openSync(path, 'w');
  try {
    const result = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', file, file] });
    const output = readFileSync(path, 'utf8') + (result.error ? String(result.error) : '');
    return { status: result.status ?? 1, output };
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A program of one of the installed packages.
 *
 * @param {string} name
 */
export function packageProgram(name) {
  return join(PROJECT, 'node_modules/.bin', name);
}

/**
 * Compilers name the cause first, installers last.
 *
 * @param {string} text
 */
function bothEnds(text) {
  const lines = text.trimEnd().split('\n');
  return lines.length <= 50 ? lines.join('\n') : [...lines.slice(0, 25), '[…]', ...lines.slice(-25)].join('\n');
}

/**
 * @param {string} text
 * @param {number} count
 */
export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
