/** Runs a program that lives among the tests, because it is made of what they are made of, and leaves nothing running. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { endLeftRunning } from './left-running.mjs';
import { Failure, PROJECT } from './terminal.mjs';

const MARK = 'TEST_RUN_ID'; // every process of a run hands it on

/**
 * Arguments of this process are passed on, and its exit code is the program's.
 *
 * @param {string} path from the project's folder
 */
export async function runTestProgram(path) {
  const runId = randomUUID();
  // Not by tsx's own program: that kills at a Ctrl-C what has not said within 60 ms that it heard of it.
  const program = spawn(process.execPath, ['--import', 'tsx', path, ...process.argv.slice(2)], {
    cwd: PROJECT,
    env: { ...process.env, [MARK]: runId },
    stdio: 'inherit',
  });
  process.on('SIGINT', () => {}); // a Ctrl-C reaches the program too, which stops in order
  process.on('SIGTERM', () => program.kill('SIGTERM'));
  const [code] = await once(program, 'exit');
  process.exitCode = typeof code === 'number' ? code : 1;
  const left = await endLeftRunning(MARK, runId);
  if (left.length > 0) throw new Failure(`It left this running (ended now):\n${left.join('\n')}`);
}
