/**
 * `npm run check`: everything that can be said about the sources without running them. All checks run, also after one
 * has failed; what a failed one said follows its line.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOutdated } from './lib/generated-files.mjs';
import { LOCK_FILE, missingPlatformPackages } from './lib/lock-file.mjs';
import { checkNodeVersion, ensurePackages } from './lib/node-packages.mjs';
import { Failure, PROJECT, capture, packageProgram, runScript, say, seconds } from './lib/terminal.mjs';

/** @type {readonly (readonly [string, () => void])[]} */
const CHECKS = [
  ['format', () => program('prettier', '--check', '.')],
  ['lint', () => program('oxlint', '--type-aware', 'src', 'test', 'scripts')],
  ['types', () => program('tsc', '-p', 'tsconfig.json')],
  ['types of the pages', () => program('tsc', '--noEmit', '-p', 'ui/graphiql/tsconfig.json')],
  ['architecture', architecture],
  ['generated files', generatedFiles],
  ['schema conventions', () => program('eslint', 'schema.graphql', 'docs/operations')],
  ['schema changes', () => script('scripts/schema-changes.mjs')],
  ['dead code', () => program('knip')],
  ['lock file', lockFile],
];

await runScript(() => {
  checkNodeVersion();
  ensurePackages();
  const failed = CHECKS.filter(([name, check]) => !passes(name, check)).map(([name]) => name);
  if (failed.length > 0) throw new Failure(`Not in order: ${failed.join(', ')}`);
});

/**
 * @param {string} name
 * @param {() => void} check
 */
function passes(name, check) {
  const since = performance.now();
  try {
    check();
    say(`✓ ${name} (${seconds(since)})`);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`✗ ${name} (${seconds(since)})\n\n${error.message.trimEnd()}\n`);
    return false;
  }
}

/**
 * @param {string} name
 * @param {string[]} args
 */
function program(name, ...args) {
  const { status, output } = capture(packageProgram(name), args);
  if (status !== 0) throw new Failure(output || `${name} ended with code ${status} and said nothing.`);
}

/** @param {string} file */
function script(file) {
  const { status, output } = capture(process.execPath, [file]);
  if (status !== 0) throw new Failure(output);
}

/**
 * The import rules of .dependency-cruiser.mjs. When its parser is missing the tool reads no file and finds nothing wrong,
 * so what it read is counted.
 */
function architecture() {
  const { status, output } = capture(packageProgram('depcruise'), [
    'src',
    '--config=.dependency-cruiser.mjs',
    '--output-type=json',
  ]);
  if (status !== 0 || !output.includes('{')) throw new Failure(output);
  /** @type {{ modules: { source: string }[], summary: { violations: Violation[] } }} */
  const { modules, summary } = JSON.parse(output.slice(output.indexOf('{')));
  const read = new Set(modules.map(({ source }) => source));
  const unread = sources().filter((name) => !read.has(name));
  if (unread.length > 0)
    throw new Failure(
      `${unread.length} files were not read, so not checked (${unread[0]}, …). Is @swc/core installed?`,
    );
  if (summary.violations.length > 0) throw new Failure(summary.violations.map(describeViolation).join('\n'));
}

/** @typedef {{ from: string, to: string, rule: { name: string }, cycle?: { name: string }[] }} Violation */

/** @param {Violation} violation */
function describeViolation({ from, to, rule, cycle }) {
  const way = cycle ? cycle.map(({ name }) => name).join(' → ') : to;
  return `${rule.name}: ${from} → ${way}`;
}

function sources() {
  const names = readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.m?ts$|\.mjs$/.test(name)).map((name) => `src/${name}`);
}

function generatedFiles() {
  const outdated = findOutdated();
  if (outdated.length === 0) return;
  throw new Failure(
    `Not what the generators make: ${outdated.join(', ')}. Run "npm run generate" and commit the result.`,
  );
}

function lockFile() {
  const missing = Object.keys(missingPlatformPackages(JSON.parse(readFileSync(LOCK_FILE, 'utf8'))));
  if (missing.length === 0) return;
  throw new Failure(
    `${missing.length} packages of other platforms are missing (${missing[0]}, …). Run "npm run lock:complete".`,
  );
}
