/** What a process has cost so far, as Linux counts it: all threads, user and system. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const TICK_MS = 10; // CLK_TCK is 100 on every Linux that Node runs on

export function cpuMs(pid: number): number {
  // The program's name, in brackets, may itself hold spaces; the 12th and 13th field behind it are utime and stime.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

export function rssMib(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

export interface Program {
  readonly pid: number;
  readonly url: string;
  /** Of its inspector, if it was asked for. */
  readonly inspectorUrl: string | null;
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Found in what it says on stderr once it listens; the first group is its URL. */
  readonly ready: RegExp;
  readonly profileFolder: string | null;
  /** So that its memory can be looked at after a collection. */
  readonly inspect?: boolean;
}

const LONGEST_START_MS = 60_000;

/** Both sides of every ratio are started by this, so both have the flags that `npm start` uses. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { args, env, ready, profileFolder, inspect = false } = options;
  const profile = profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=64', ...(inspect ? ['--inspect=127.0.0.1:0'] : []), ...profile, ...args],
    {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const stop = async (): Promise<void> => {
    process.off('exit', killWithUs);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const inspector = inspect ? announced(child, /Debugger listening on (ws:\S+)/) : null;
    const url = await announced(child, ready);
    return { pid: child.pid ?? 0, url, inspectorUrl: await inspector, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function announced(child: ChildProcess, ready: RegExp): Promise<string> {
  const { stderr } = child;
  if (stderr === null) throw new Error('The program has no stderr.');
  let said = '';
  const limit = AbortSignal.timeout(LONGEST_START_MS);
  stderr.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error(`The program did not start. It said:\n${said}`));
    child.once('exit', fail);
    limit.addEventListener('abort', fail);
    stderr.on('data', (chunk: string) => {
      said = (said + chunk).slice(-10_000); // the pipe is read to the end, or the program would block on it
      const [, url] = ready.exec(said) ?? [];
      if (url === undefined) return;
      child.off('exit', fail);
      limit.removeEventListener('abort', fail);
      resolve(url);
    });
  });
}
