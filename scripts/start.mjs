/**
 * `npm start`: from a fresh clone to a running service. Whatever is missing is brought, what is there is left alone; a
 * second start looks, finds nothing to do, and goes on. Arguments are passed to `ironql serve`.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureDatabaseServer, isDatabaseGiven } from './lib/database-server.mjs';
import { checkNodeVersion, ensurePackages } from './lib/node-packages.mjs';
import { PROJECT, runScript } from './lib/terminal.mjs';

await runScript(() => {
  checkNodeVersion();
  ensurePackages();
  const args = process.argv.slice(2);
  if (!isDatabaseGiven(args)) ensureDatabaseServer();
  ensureBuilt();
  serve(args);
});

/** @param {string[]} args */
function serve(args) {
  const main = join(PROJECT, 'dist/main.js');
  // A request allocates much and keeps nothing; with V8's default of 16 MB much of it is promoted before it is garbage.
  const child = spawn(process.execPath, ['--max-semi-space-size=64', main, 'serve', ...args], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) passOn(signal, child);
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}

/**
 * npm and the terminal may each deliver the same signal, and to a service a second one means "now, not in order". So
 * those that follow within a second are one. A Ctrl-C in a terminal has reached the service already.
 *
 * @param {'SIGINT' | 'SIGTERM' | 'SIGHUP'} signal
 * @param {import('node:child_process').ChildProcess} child
 */
function passOn(signal, child) {
  let lastAt = -Infinity;
  process.on(signal, () => {
    const isRepeat = performance.now() - lastAt < 1_000;
    lastAt = performance.now();
    const isFromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
    if (!isRepeat && !isFromTerminal) child.kill(signal);
  });
}
