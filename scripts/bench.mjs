/** `npm run bench`: brings what is missing, builds, and runs the measures of bench/. Arguments are passed on. */
import { spawnSync } from 'node:child_process';
import { ensureBuilt } from './lib/build.mjs';
import { ensureDatabaseServer } from './lib/database-server.mjs';
import { checkNodeVersion, ensurePackages } from './lib/node-packages.mjs';
import { Failure, PROJECT, packageProgram, runScript } from './lib/terminal.mjs';

await runScript(() => {
  checkNodeVersion();
  ensurePackages();
  if (process.platform !== 'linux')
    throw new Failure('The measures read CPU times from /proc: they run on Linux only.');
  ensureDatabaseServer();
  ensureBuilt();
  const ignore = () => {}; // a Ctrl-C reaches the measures too; they stop what they have started
  process.on('SIGINT', ignore);
  const { status } = spawnSync(packageProgram('tsx'), ['bench/main.ts', ...process.argv.slice(2)], {
    cwd: PROJECT,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
});
