/** `npm run generate`: what is made from other files of the project, and committed with them. */
import { generate } from './lib/generated-files.mjs';
import { runScript, say } from './lib/terminal.mjs';

await runScript(() => {
  const changed = generate();
  say(changed.length === 0 ? 'Everything was current.' : `Changed: ${changed.join(', ')}`);
});
