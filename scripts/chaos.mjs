/** `npm run chaos`: brings what is missing, builds, and runs test/chaos/main.ts. Arguments are passed on. */
import { ensureBuilt } from './lib/build.mjs';
import { ensureDatabaseServer } from './lib/database-server.mjs';
import { checkNodeVersion, ensurePackages } from './lib/node-packages.mjs';
import { runTestProgram } from './lib/run-test-program.mjs';
import { runScript } from './lib/terminal.mjs';

await runScript(async () => {
  checkNodeVersion();
  ensurePackages();
  ensureDatabaseServer();
  ensureBuilt();
  await runTestProgram('test/chaos/main.ts');
});
