/** `npm run build`: the service and GraphiQL, whether or not they are current. */
import { ensureBuilt } from './lib/build.mjs';
import { ensurePackages } from './lib/node-packages.mjs';
import { runScript } from './lib/terminal.mjs';

await runScript(() => {
  ensurePackages();
  ensureBuilt({ force: true });
});
