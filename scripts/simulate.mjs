/** `npm run simulate`: machines with agents for a service that runs already; see test/simulator/main.ts. */
import { checkNodeVersion, ensurePackages } from './lib/node-packages.mjs';
import { runTestProgram } from './lib/run-test-program.mjs';
import { runScript } from './lib/terminal.mjs';

await runScript(async () => {
  checkNodeVersion();
  ensurePackages();
  await runTestProgram('test/simulator/main.ts');
});
