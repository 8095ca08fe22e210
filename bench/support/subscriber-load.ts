/** Thousands of subscribers in a second process: what the measures tell it, and what it answers. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SubscriberGroup {
  readonly url: string;
  readonly count: number;
  /** Of the protocol's `subscribe` message. */
  readonly payload: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> };
}

export interface SubscriberLoad {
  /** Resolves when all of them are caught up. */
  open(group: SubscriberGroup): Promise<void>;
  /** Forgets what has come so far. */
  reset(): void;
  /** Waits until so many items have come since the reset, and gives the latencies of all, in milliseconds. */
  latencies(count: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** For the service: all of them come from one address, and nobody has logged in. */
export const MANY_CONNECTIONS: readonly string[] = [
  ...['--connections-per-viewer', '50000'],
  ...['--connections-per-address', '50000'],
];

const PROGRAM = fileURLToPath(new URL('subscribers.mjs', import.meta.url));
const ARRIVE_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 20;

export function startSubscriberLoad(): SubscriberLoad {
  const child: ChildProcess = fork(PROGRAM, { execArgv: ['--max-semi-space-size=64'] });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);

  async function ask<T>(message: object): Promise<T> {
    const answered = once(child, 'message');
    child.send(message);
    const [answer] = await answered;
    return answer as T; // as subscribers.mjs answers this message
  }

  return {
    async open(group) {
      await ask({ open: group });
      const { closed } = await ask<{ closed: number }>({ report: true });
      if (closed > 0) throw new Error(`${closed} sockets were closed while they were opened.`);
    },
    reset: () => void child.send({ reset: true }),
    async latencies(count) {
      const giveUpAt = performance.now() + ARRIVE_WITHIN_MS;
      for (;;) {
        const report = await ask<{ count: number; closed: number }>({ report: true });
        if (report.count >= count) break;
        if (performance.now() > giveUpAt)
          throw new Error(`Only ${report.count} of ${count} items arrived; ${report.closed} sockets were closed.`);
        await sleep(LOOK_AGAIN_MS);
      }
      const { latencies } = await ask<{ latencies: number[] }>({ take: true });
      return latencies;
    },
    async close() {
      process.off('exit', killWithUs);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
