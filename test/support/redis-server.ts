/** A Redis of the test's own: one `redis-server` process on loopback that keeps nothing and is ended by its id. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeTcpPort } from './free-port.ts';
import { waitFor } from './wait.ts';

export interface RedisServer {
  readonly url: string;
  /** As the out-of-memory killer would. */
  kill(): Promise<void>;
  /** On the port that it had. */
  start(): Promise<void>;
  /** It keeps its connections and answers nothing. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  stop(): Promise<void>;
}

/** Why it cannot run here; null when it can. */
export function whyNoRedis(): string | null {
  const isThere = spawnSync('redis-server', ['--version']).error === undefined;
  return isThere ? null : 'NOT RUN: redis-server is missing (package redis-server)';
}

/** @param options.isDown it has a port, and does not run yet */
export async function startRedis(options: { password?: string; isDown?: boolean } = {}): Promise<RedisServer> {
  const { password, isDown } = options;
  const port = await freeTcpPort();
  const folder = mkdtempSync(join(tmpdir(), 'ironql-redis-'));
  let child: ChildProcess | null = null;
  const onExit = (): void => void child?.kill('SIGKILL');
  process.once('exit', onExit);

  async function start(): Promise<void> {
    const lock = password === undefined ? [] : ['--requirepass', password];
    const started = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder, ...lock],
      { stdio: 'ignore' },
    );
    child = started;
    await waitFor(() => {
      if (started.exitCode !== null) throw new Error(`redis-server ended with ${started.exitCode}.`);
      return isListening(port);
    }, 'Redis');
  }
  async function kill(): Promise<void> {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL'); // reaches a frozen one as well
    await ended;
  }
  if (isDown !== true) await start();
  return {
    url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`,
    kill,
    start,
    freeze: () => Promise.resolve(void child?.kill('SIGSTOP')),
    thaw: () => Promise.resolve(void child?.kill('SIGCONT')),
    async stop() {
      await kill();
      process.off('exit', onExit);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((answer) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
