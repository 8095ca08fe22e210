/** Builds what is older than its sources: the service into dist/, GraphiQL into dist/graphiql/. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PROJECT, packageProgram, runStep } from './terminal.mjs';

/**
 * @typedef {object} Unit
 * @property {string} what
 * @property {readonly string[]} sources files and folders
 * @property {string} output a file that a complete build has written
 * @property {string} stamp
 * @property {() => void} build
 */

const SHARED_SOURCES = ['package-lock.json', 'scripts/lib/build.mjs'];

/** @type {readonly Unit[]} */
const UNITS = [
  {
    what: 'Building the service',
    sources: ['src', 'tsconfig.json', 'tsconfig.build.json', ...SHARED_SOURCES],
    output: 'dist/main.js',
    stamp: 'dist/.service-built-from',
    build() {
      runStep(this.what, packageProgram('tsc'), ['-p', 'tsconfig.build.json'], {
        remedy: 'Correct the sources, or return to a clean checkout.',
      });
      removeOutputsWithoutSource();
    },
  },
  {
    what: 'Building GraphiQL',
    sources: ['ui/graphiql', 'docs/operations', ...SHARED_SOURCES],
    output: 'dist/graphiql/index.html',
    stamp: 'dist/.graphiql-built-from',
    build() {
      runStep(this.what, packageProgram('vite'), ['build', 'ui/graphiql', '--logLevel', 'warn'], {
        remedy: 'Correct the sources, or return to a clean checkout.',
      });
    },
  },
];

/** @param {{ force?: boolean }} [options] */
export function ensureBuilt({ force = false } = {}) {
  for (const unit of UNITS) {
    if (unit.output === 'dist/graphiql/index.html' && !existsSync(join(PROJECT, 'ui/graphiql/index.html'))) continue;
    const state = stateOf(unit.sources);
    const stamp = join(PROJECT, unit.stamp);
    const isCurrent =
      existsSync(join(PROJECT, unit.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
    if (isCurrent && !force) continue;
    unit.build();
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, state);
  }
}

/**
 * Changes with any change of any file, told from size and time of change: reading them all would cost more than it
 * tells.
 *
 * @param {readonly string[]} paths
 */
function stateOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((name) => filesIn(join(PROJECT, name)))) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(PROJECT, path)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** The compiler leaves what it made of files that are gone; a migration or a driver would go on being loaded. */
function removeOutputsWithoutSource() {
  const dist = join(PROJECT, 'dist');
  for (const path of filesIn(dist)) {
    const source = join(PROJECT, 'src', relative(dist, path)).replace(/\.map$/, '');
    if (path.startsWith(join(dist, 'graphiql')) || !/\.m?js(\.map)?$/.test(path)) continue;
    if (!existsSync(source) && !existsSync(source.replace(/js$/, 'ts'))) rmSync(path);
  }
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
