/**
 * `npm run check` calls it: what schema.graphql has become since the last release. A change that breaks clients fails,
 * unless docs/schema/breaks.json names it with a reason.
 *
 * `node scripts/schema-changes.mjs release`, at a release, makes today's schema the one that later ones are held against,
 * and empties the list.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeChanges, withoutWords } from './lib/schema-changes.mjs';
import { Failure, PROJECT, runScript, say } from './lib/terminal.mjs';

const SCHEMA = join(PROJECT, 'schema.graphql');
const RELEASED = join(PROJECT, 'docs/schema/released.graphql');
const BREAKS = join(PROJECT, 'docs/schema/breaks.json');

await runScript(process.argv[2] === 'release' ? release : judge);

async function judge() {
  const { summary, objections } = await judgeChanges(text(RELEASED), text(SCHEMA), JSON.parse(text(BREAKS)));
  if (objections.length === 0) return say(`Since the release: ${summary}.`);
  throw new Failure(
    `${objections.join('\n')}\n\n` +
      'Keep the old beside the new and deprecate it. What has to break is a line of docs/schema/breaks.json, with its reason.',
  );
}

function release() {
  writeFileSync(RELEASED, withoutWords(text(SCHEMA)));
  writeFileSync(BREAKS, '[]\n');
}

/** @param {string} file */
function text(file) {
  return readFileSync(file, 'utf8');
}
