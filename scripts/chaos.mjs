/** `npm run chaos`: brings what is missing, builds, and runs test/chaos/main.ts. Arguments are passed on. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { ensureBuilt } from './lib/build.mjs';
import { ensureDatabaseServer } from './lib/database-server.mjs';
import { endLeftRunning } from './lib/left-running.mjs';
import { checkNodeVersion, ensurePackages } from './lib/node-packages.mjs';
import { Failure, PROJECT, packageProgram, runScript } from './lib/terminal.mjs';

const MARK = 'TEST_RUN_ID'; // every process of a run hands it on

await runScript(async () => {
  checkNodeVersion();
  ensurePackages();
  ensureDatabaseServer();
  ensureBuilt();
  const runId = randomUUID();
  const chaos = spawn(packageProgram('tsx'), ['test/chaos/main.ts', ...process.argv.slice(2)], {
    cwd: PROJECT,
    env: { ...process.env, [MARK]: runId },
    stdio: 'inherit',
  });
  process.on('SIGINT', () => {}); // a Ctrl-C reaches the run too, which stops in order
  process.on('SIGTERM', () => chaos.kill('SIGTERM'));
  const [code] = await once(chaos, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
  const left = await endLeftRunning(MARK, runId);
  if (left.length > 0) throw new Failure(`It left this running (ended now):\n${left.join('\n')}`);
});
