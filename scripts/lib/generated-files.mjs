/** The files that are made from others: types from schema.graphql, some pages of docs/ from tables in src/. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, packageProgram, runStep } from './terminal.mjs';

const TYPES = ['src/resolvers/generated.ts', 'src/client/generated.ts'];
const DOCS_GENERATOR = 'scripts/generate-docs.ts';

/**
 * Writes them. Answers with the names of those that were not current.
 *
 * @param {{ quiet?: boolean }} [options]
 */
export function generate({ quiet = false } = {}) {
  const before = contents();
  runGenerators(quiet);
  const after = contents();
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .sort();
}

/** Names of those that are not current; leaves every file as it was. */
export function findOutdated() {
  const before = contents();
  const changed = generate({ quiet: true });
  for (const name of changed) {
    const old = before.get(name);
    if (old === undefined) rmSync(join(PROJECT, name));
    else writeFileSync(join(PROJECT, name), old);
  }
  return changed;
}

/** @param {boolean} quiet */
function runGenerators(quiet) {
  const remedy = 'Correct schema.graphql or what it says about; the message names the line.';
  runStep('Generating the types of the schema', packageProgram('graphql-codegen'), ['--config', 'codegen.ts'], {
    remedy,
    quiet,
  });
  if (!existsSync(join(PROJECT, DOCS_GENERATOR))) return;
  const program = process.execPath;
  runStep('Generating pages of docs/', program, ['--import', 'tsx', DOCS_GENERATOR], {
    remedy: `See ${DOCS_GENERATOR}.`,
    quiet,
  });
}

/** @returns {Map<string, string>} Text by name, of everything that a generator may write. */
function contents() {
  const docs = readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' });
  const names = [...TYPES, ...docs.filter((name) => /\.(md|svg|json)$/.test(name)).map((name) => `docs/${name}`)];
  const existing = names.filter((name) => existsSync(join(PROJECT, name)));
  return new Map(existing.map((name) => [name, readFileSync(join(PROJECT, name), 'utf8')]));
}
