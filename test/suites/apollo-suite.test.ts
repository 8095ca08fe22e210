/**
 * Apollo's integration suite, as a gate. It is written for Jest, which runs as a process of its own
 * (test/suites/apollo/); its result is judged here.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';

interface SuiteResult {
  readonly fullName: string;
  readonly status: 'passed' | 'failed' | 'pending';
  readonly failureMessages: readonly string[];
}

let results: readonly SuiteResult[] = [];
let said = '';

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ironql-apollo-suite-'));
  try {
    const report = join(folder, 'report.json');
    const jest = spawn(
      process.execPath,
      [
        '--experimental-vm-modules',
        'node_modules/jest/bin/jest.js',
        '--config=test/suites/apollo/jest.config.mjs',
        '--runInBand',
        '--no-watchman',
        `--cacheDirectory=${join(folder, 'cache')}`,
        '--json',
        `--outputFile=${report}`,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const [output] = await Promise.all([text(jest.stderr), once(jest, 'close')]);
    said = output;
    // As Jest writes it; only what is read here is declared.
    const { testResults } = JSON.parse(await readFile(report, 'utf8')) as {
      testResults: readonly { assertionResults: readonly SuiteResult[] }[];
    };
    results = testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
afterAll(() => {
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  process.stdout.write(
    `Apollo's suite: ${count('passed')} passed, ${count('failed')} failed, ${count('pending')} of incremental delivery left out\n`,
  );
});

it('has nothing to object', () => {
  const failed = results.filter(({ status }) => status === 'failed');
  expect(failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0] ?? ''}`)).toEqual([]);
});

it('ran whole: 242 tests, and nothing but incremental delivery was left out', () => {
  expect(results.filter(({ status }) => status === 'passed').length, said.slice(-2_000)).toBe(242);
  const leftOut = results.filter(({ status }) => status !== 'passed');
  const others = leftOut.map(({ fullName }) => fullName).filter((name) => !/incremental delivery|defer/.test(name));
  expect(others).toEqual([]);
  expect(leftOut).toHaveLength(28);
});
