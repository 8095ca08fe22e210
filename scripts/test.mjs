/**
 * `npm test`: brings what the tests need, runs them, and says what was not run. Arguments are passed to Vitest
 * (`npm test -- test/domain`). The last line is "N passed, N failed, N skipped", alone.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureDatabaseServer } from './lib/database-server.mjs';
import { CAN_LOOK, endLeftRunning } from './lib/left-running.mjs';
import { checkNodeVersion, ensurePackages } from './lib/node-packages.mjs';
import { PROJECT, packageProgram, runScript } from './lib/terminal.mjs';
import { ensureTestTools } from './lib/test-tools.mjs';

/** @typedef {{ status: string, fullName: string }} TestResult */
/** @typedef {{ name: string, status: string, message?: string, assertionResults: TestResult[] }} FileResult */
/** @typedef {{ numPassedTests: number, numFailedTests: number, testResults: FileResult[] }} Report */

const MARK = 'TEST_RUN_ID'; // the private database server hands it on to its process

await runScript(async () => {
  checkNodeVersion();
  ensurePackages();
  if (!process.env['IRONQL_TEST_DATABASE_URL']) ensureDatabaseServer();
  const notRun = ensureTestTools();
  ensureBuilt(); // some tests start dist/main.js

  const runId = randomUUID();
  const { exitCode, report } = await runVitest(process.argv.slice(2), runId);
  const leftRunning = await endLeftRunning(MARK, runId);
  if (!CAN_LOOK) notRun.push('NOT RUN: the search for processes that tests left running (only Linux shows them)');

  process.exitCode = sayResult(exitCode, report, leftRunning, notRun);
});

/**
 * @param {string[]} args
 * @param {string} runId
 * @returns {Promise<{ exitCode: number, report: Report | undefined }>}
 */
async function runVitest(args, runId) {
  const folder = mkdtempSync(join(tmpdir(), 'ironql-test-report-'));
  const path = join(folder, 'report.json');
  const ignore = () => {}; // a Ctrl-C reaches Vitest too, which stops in order; then there is still a result to say
  process.on('SIGINT', ignore);
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
    const vitest = spawn(packageProgram('vitest'), ['run', ...reporters, ...args], {
      cwd: PROJECT,
      env: { ...testEnvironment(), [MARK]: runId },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    process.once('SIGTERM', () => vitest.kill('SIGTERM'));
    const [code] = await once(vitest, 'exit');
    const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
    return { exitCode: typeof code === 'number' ? code : 1, report };
  } finally {
    process.off('SIGINT', ignore);
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Settings of the person who runs the tests stay out: they would change what is tested, and might name a database that
 * matters to them.
 */
function testEnvironment() {
  const isSetting = (/** @type {string} */ name) => /^(IRONQL_|DATABASE_|REDIS_URL)/.test(name);
  const isForTests = (/** @type {string} */ name) => name.startsWith('IRONQL_TEST_') || name === 'DATABASE_SERVER_PATH';
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSetting(name) || isForTests(name)));
}

/**
 * @param {number} exitCode
 * @param {Report | undefined} report
 * @param {string[]} leftRunning
 * @param {string[]} notRun
 * @returns {number} the exit code of the whole
 */
function sayResult(exitCode, report, leftRunning, notRun) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) =>
    file.assertionResults.map((test) => ({ file: relative(PROJECT, file.name), ...test })),
  );
  const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
  // A file that cannot be loaded has no tests to count.
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = (report?.numFailedTests ?? 0) + broken.length + leftRunning.length;

  const lines = [
    ...notRun,
    ...skipped.map(
      (test) => `NOT RUN: ${test.file}: ${test.fullName} (skipped by the test; it says on what condition)`,
    ),
    ...broken.map((file) => `FAILED: ${relative(PROJECT, file.name)} could not be run`),
    ...leftRunning.map((command) => `FAILED: a test left this running (ended now): ${command}`),
    ...(exitCode !== 0 && failed === 0 ? [`FAILED: Vitest ended with code ${exitCode}; its own message is above`] : []),
    `${report?.numPassedTests ?? 0} passed, ${failed} failed, ${skipped.length} skipped`,
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  return exitCode !== 0 || failed > 0 ? 1 : 0;
}
