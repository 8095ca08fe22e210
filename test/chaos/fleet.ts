/**
 * The processes of a run: one API, or several, and several conductors, each with a proxy of its own before the database. A slot is
 * the place of one of them; who sits there is killed, frozen and replaced.
 */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killServices, startServe, type ServeProcess } from '../support/processes.ts';
import { startDatabaseProxy, type DatabaseProxy } from './proxy.ts';

export interface Slot {
  readonly name: string;
  readonly proxy: DatabaseProxy;
  /** Somebody is being started, frozen or ended here. */
  isBusy(): boolean;
  pid(): number | null;
  start(): Promise<void>;
  /** SIGKILL, and somebody new after a while. */
  kill(downMs: number): Promise<void>;
  /** SIGSTOP, and SIGCONT after a while. */
  freeze(ms: number): Promise<void>;
  /** SIGTERM, while the next one is already starting: a rolling restart. Answers how it ended. */
  replace(): Promise<string>;
  stop(): Promise<void>;
}

export interface Fleet {
  /** `http://127.0.0.1:PORT`, the same for each API process after another. */
  readonly url: string;
  readonly api: Slot;
  /** All of them, the first one included; `urls` in the same order. */
  readonly apis: readonly Slot[];
  readonly urls: readonly string[];
  readonly conductors: readonly Slot[];
  startConductors(flags: Flags): Promise<void>;
  /** Ends all faults of the connections. */
  heal(): void;
  /** In order, each by SIGTERM. */
  stop(): Promise<void>;
}

/** Without the dashes: `{ 'lease-expiry-ms': 1_500 }`. */
export type Flags = Readonly<Record<string, string | number>>;

export interface FleetOptions {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly conductors: number;
  /** How many API processes; one unless it is said. */
  readonly apis?: number;
  /** What each process is told besides, by its name. */
  readonly flags?: (name: string) => Flags;
}

/** Starts the API processes; the conductors come when they are told what their leases are. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { folder, databaseUrl, conductors, apis: count = 1, flags: flagsOf = () => ({}) } = options;
  let conductorFlags: Flags = {};
  const open = async (name: string, flags: () => Flags): Promise<Slot> => {
    const proxy = await startDatabaseProxy(databaseUrl);
    return createSlot(name, proxy, () =>
      startServe({
        dataFolder: folder,
        databaseUrl: proxy.url,
        isApart: true, // or there would be nobody left to settle with
        flags: { 'log-level': 'warn', ...flagsOf(name), ...flags() },
        onOutput: (text) => appendFileSync(join(folder, `${name}.log`), text),
      }),
    );
  };
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  const openApi = (port: number, index: number): Promise<Slot> =>
    open(index === 0 ? 'api' : `api-${index + 1}`, () => ({ role: 'api', port, 'stream-heartbeat-ms': 1_000 }));
  const apis = await Promise.all(ports.map(openApi));
  const [api] = apis;
  if (api === undefined) throw new Error('A run needs an API process.');
  const names = Array.from({ length: conductors }, (_, index) => `conductor-${index + 1}`);
  const slots = await Promise.all(names.map((name) => open(name, () => ({ role: 'conductor', ...conductorFlags }))));
  const all = [...apis, ...slots];
  await api.start(); // makes the tables
  await Promise.all(apis.slice(1).map((one) => one.start()));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  return {
    url: urls[0] ?? '',
    api,
    apis,
    urls,
    conductors: slots,
    async startConductors(flags) {
      conductorFlags = flags;
      await Promise.all(slots.map((slot) => slot.start()));
    },
    heal() {
      for (const { proxy } of all) proxy.heal();
    },
    async stop() {
      await Promise.all(all.map((slot) => slot.stop()));
      await killServices();
      await Promise.all(all.map(({ proxy }) => proxy.close()));
    },
  };
}

const START_AGAIN_MS = 500;
/** Draining, handing over and closing take seconds; the engine's own limits add up to less. */
const LONGEST_STOP_MS = 40_000;

function createSlot(name: string, proxy: DatabaseProxy, launch: () => Promise<ServeProcess>): Slot {
  let current: ServeProcess | null = null;
  let isBusy = false;
  let isStopping = false;

  const exclusively = async <T>(work: () => Promise<T>): Promise<T> => {
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  };
  /** A process that comes up while the database is away ends; so would its supervisor's next try. */
  const start = async (): Promise<void> => {
    while (!isStopping) {
      try {
        current = await launch();
        return;
      } catch {
        await sleep(START_AGAIN_MS); // its own words are in its log
      }
    }
  };
  return {
    name,
    proxy,
    isBusy: () => isBusy,
    pid: () => (current?.isRunning() === true ? current.pid : null),
    start: () => exclusively(start),
    kill: (downMs) =>
      exclusively(async () => {
        current?.signal('SIGKILL');
        await current?.ended;
        await sleep(downMs);
        await start();
      }),
    freeze: (ms) =>
      exclusively(async () => {
        current?.signal('SIGSTOP');
        await sleep(ms);
        current?.signal('SIGCONT');
      }),
    replace: () =>
      exclusively(async () => {
        const old = current;
        old?.signal('SIGTERM');
        await start();
        return old === null ? 'was not there' : endOf(old);
      }),
    async stop() {
      isStopping = true;
      current?.signal('SIGTERM');
      if (current !== null) await endOf(current);
    },
  };
}

async function endOf(ending: ServeProcess): Promise<string> {
  const patience = new AbortController();
  const late = sleep(LONGEST_STOP_MS, 'late' as const, { signal: patience.signal }).catch(() => 'late' as const);
  const end = await Promise.race([ending.ended, late]);
  patience.abort();
  if (end !== 'late') return end.signal ?? `code ${end.code}`;
  ending.signal('SIGKILL');
  await ending.ended;
  return `did not end within ${LONGEST_STOP_MS / 1_000} s, killed`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('A listening server has no address.');
  return address.port;
}
