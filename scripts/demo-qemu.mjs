/** `npm run demo:qemu`: a virtual machine deployed before one's eyes; see test/hardware/demo.ts. */
import { ensureBuilt } from './lib/build.mjs';
import { ensureDatabaseServer } from './lib/database-server.mjs';
import { checkNodeVersion, ensurePackages } from './lib/node-packages.mjs';
import { runTestProgram } from './lib/run-test-program.mjs';
import { runScript, say } from './lib/terminal.mjs';
import { ensureTestTools } from './lib/test-tools.mjs';

await runScript(async () => {
  checkNodeVersion();
  ensurePackages();
  ensureDatabaseServer();
  for (const line of ensureTestTools().filter((text) => text.includes('machine'))) say(line);
  ensureBuilt();
  await runTestProgram('test/hardware/demo.ts');
});
