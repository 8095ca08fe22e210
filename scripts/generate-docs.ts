/** Pages of docs/ that are made from tables in src/ and from schema.graphql. Run by `npm run generate`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { errorsPage } from './docs/errors-page.ts';
import { settingsPage } from './docs/settings-page.ts';
import { statesPage } from './docs/states-page.ts';
import { verbsPage } from './docs/verbs-page.ts';

const DOCS = join(import.meta.dirname, '../docs');

const PAGES: Readonly<Record<string, () => string>> = {
  'errors.md': errorsPage,
  'settings.md': settingsPage,
  'states.md': statesPage,
  'verbs.md': verbsPage,
};

for (const [name, page] of Object.entries(PAGES)) {
  const file = join(DOCS, name);
  const options = await resolveConfig(file);
  writeFileSync(file, await format(page(), { ...options, filepath: file }));
}
