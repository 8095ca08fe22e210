/** Real `ironql serve` processes, as an operator has them: own pid, own memory, ended by signals. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from './wait.ts';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const LONGEST_START_MS = 60_000; // a new private database is made on the way
const KEPT_OUTPUT = 1_000_000;

export interface ServeOptions {
  readonly dataFolder: string;
  /** Absent: the service starts a private one. */
  readonly databaseUrl?: string;
  /** Without the dashes: `{ role: 'conductor', 'drain-ms': 500 }`. */
  readonly flags?: Readonly<Record<string, string | number>>;
  /** Do not wait until it says that it runs. */
  readonly isStarting?: boolean;
  /** A Ctrl-C in the terminal does not reach it. */
  readonly isApart?: boolean;
  /** Gets what it writes, as it comes: for runs that are longer than what {@link ServeProcess.output} keeps. */
  readonly onOutput?: (text: string) => void;
}

export interface ServeProcess {
  readonly pid: number;
  /** `http://127.0.0.1:PORT`; empty for a process that is a conductor only. */
  readonly url: string;
  /** What it has written, both streams; the newest million characters. */
  output(): string;
  isRunning(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended; how. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const started = new Set<ChildProcess>();
// A test run that is broken off must not leave services behind.
process.once('exit', () => killAll());

export async function startServe({
  dataFolder,
  databaseUrl,
  flags = {},
  isStarting,
  isApart = false,
  onOutput,
}: ServeOptions): Promise<ServeProcess> {
  if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: run "npm run build" first.');
  const all = { 'data-folder': dataFolder, port: 0, ...flags };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [MAIN, 'serve', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(databaseUrl),
    detached: isApart,
  });
  started.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
      onOutput?.(text);
    });
  }
  const ended = once(child, 'exit').then(([code, signal]) => {
    started.delete(child);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null }; // as Node documents the event
  });
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const announcement = /IronQL (?:conductor )?is running/;
  if (isStarting !== true) {
    await waitFor(
      () => {
        if (!isRunning()) throw new Error(`It ended before it was ready:\n${output}`);
        return announcement.test(output) && output.includes('Ctrl-C');
      },
      'the service to say that it runs',
      LONGEST_START_MS,
    );
  }
  return {
    pid: child.pid ?? -1,
    url: /GraphQL +(http:\S+)\/graphql/.exec(output)?.[1] ?? '',
    output: () => output,
    isRunning,
    signal: (signal) => void child.kill(signal),
    ended,
  };
}

/** Ends what is left of the services that were started here, and waits until they are gone. */
export async function killServices(): Promise<void> {
  const left = [...started].filter((child) => child.exitCode === null && child.signalCode === null);
  const gone = left.map((child) => once(child, 'exit'));
  killAll();
  await Promise.all(gone);
}

function killAll(): void {
  for (const child of started) child.kill('SIGKILL'); // reaches a stopped process as well
}

/** Not the settings of whoever runs the tests. */
function environment(databaseUrl: string | undefined): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'TEST_RUN_ID', 'DATABASE_SERVER_PATH'].map((name) => [
    name,
    process.env[name],
  ]);
  return {
    ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
}
