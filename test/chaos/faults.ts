/** What goes wrong during a run: one table of faults, and a plan drawn from the seed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosDatabase } from './database.ts';
import type { Fleet, Slot } from './fleet.ts';
import type { FaultRecord } from './history.ts';
import type { Random } from './random.ts';

interface Scene {
  readonly fleet: Fleet;
  readonly database: ChaosDatabase;
  readonly random: Random;
  readonly leaseExpiryMs: number;
  /** Waits for one with which nothing is the matter right now; undefined when the faults end before. */
  idleConductor(): Promise<Slot | undefined>;
  /** For faults of its connections, which may come at any time. */
  anyProcess(): Slot;
}

interface Fault {
  readonly kind: string;
  /** How many cards of the deck it is. */
  readonly cards: number;
  /** Null when there was nobody to hit. Resolves when it is over, with what happened. */
  run(scene: Scene, note: (target: string, what: string) => void): Promise<void>;
}

const FAULTS: readonly Fault[] = [
  {
    kind: 'conductor killed',
    cards: 3,
    async run({ idleConductor, random }, note) {
      const slot = await idleConductor();
      if (slot === undefined) return;
      const downMs = random.between(100, 2_500);
      note(slot.name, `SIGKILL to process ${slot.pid()}, the next one ${downMs} ms later`);
      await slot.kill(downMs);
      note(slot.name, `process ${slot.pid()} runs`);
    },
  },
  {
    kind: 'conductor frozen',
    cards: 5,
    async run({ idleConductor, random, leaseExpiryMs }, note) {
      const slot = await idleConductor();
      if (slot === undefined) return;
      const ms = leaseExpiryMs + random.between(-leaseExpiryMs / 2, leaseExpiryMs * 1.5);
      note(slot.name, `SIGSTOP to process ${slot.pid()} for ${ms} ms`);
      await slot.freeze(ms);
      note(slot.name, `SIGCONT to process ${slot.pid()}`);
    },
  },
  {
    kind: 'conductor replaced',
    cards: 2,
    async run({ idleConductor }, note) {
      const slot = await idleConductor();
      if (slot === undefined) return;
      note(slot.name, `SIGTERM to process ${slot.pid()}`);
      const end = await slot.replace();
      note(slot.name, `it ended: ${end}; process ${slot.pid()} runs`);
    },
  },
  {
    kind: 'API killed',
    cards: 1,
    async run({ fleet, random }, note) {
      if (fleet.api.isBusy()) return;
      note('api', `SIGKILL to process ${fleet.api.pid()}`);
      await fleet.api.kill(random.between(0, 1_000));
      note('api', `process ${fleet.api.pid()} runs`);
    },
  },
  {
    kind: 'cut before COMMIT',
    cards: 3,
    async run({ anyProcess, random }, note) {
      const slot = anyProcess();
      const times = random.between(1, 4);
      slot.proxy.cutAtCommit('before-commit', times);
      note(slot.name, `its next ${times} COMMITs do not get through`);
    },
  },
  {
    kind: 'cut after COMMIT',
    cards: 3,
    async run({ anyProcess, random }, note) {
      const slot = anyProcess();
      const times = random.between(1, 4);
      slot.proxy.cutAtCommit('after-commit', times);
      note(slot.name, `the answers to its next ${times} COMMITs do not get through`);
    },
  },
  {
    kind: 'COMMIT answered late',
    cards: 3,
    async run({ anyProcess, random, leaseExpiryMs }, note) {
      const slot = anyProcess();
      const times = random.between(1, 6);
      const ms = random.between(leaseExpiryMs / 8, leaseExpiryMs);
      slot.proxy.delayAnswers(times, ms);
      note(slot.name, `the answers to its next ${times} COMMITs come ${ms} ms later`);
    },
  },
  {
    kind: 'connections cut',
    cards: 1,
    async run({ anyProcess }, note) {
      const slot = anyProcess();
      slot.proxy.cut();
      note(slot.name, 'all its connections to the database are cut');
    },
  },
  {
    kind: 'connections stalled',
    cards: 5,
    async run({ anyProcess, random, leaseExpiryMs }, note) {
      const slot = anyProcess();
      const ms = Math.round(random.between(leaseExpiryMs / 2, leaseExpiryMs * 3));
      note(slot.name, `from its next transaction on, nothing gets through to the database for ${ms} ms`);
      await slot.proxy.stall(ms);
      note(slot.name, 'everything gets through again');
    },
  },
  {
    kind: 'database killed',
    cards: 1,
    async run({ database }, note) {
      note('database', 'SIGKILL');
      await database.killAndRestart();
      note('database', 'is back');
    },
  },
];

export const FAULT_KINDS: readonly string[] = FAULTS.map(({ kind }) => kind);

const LOOK_AGAIN_MS = 50;

export interface FaultInjector {
  /** How often each kind was done so far. */
  counts(): ReadonlyMap<string, number>;
  readonly record: readonly FaultRecord[];
  /** Has each kind had its turn? */
  hadAll(): boolean;
  /** Starts no more, waits until those that are going on are over, and heals. */
  stop(): Promise<void>;
}

export interface FaultOptions extends Pick<Scene, 'fleet' | 'database' | 'random' | 'leaseExpiryMs'> {
  /** From one fault to the next, on average. They overlap: many last longer. */
  readonly everyMs: number;
}

export function startFaults({ everyMs, ...given }: FaultOptions): FaultInjector {
  const { fleet, random } = given;
  const record: FaultRecord[] = [];
  const counts = new Map(FAULT_KINDS.map((kind) => [kind, 0]));
  const going = new Set<Promise<void>>();
  const stopping = new AbortController();
  let hadAll = false;
  const idleConductor = async (): Promise<Slot | undefined> => {
    while (!stopping.signal.aborted) {
      const slot = random.pick(fleet.conductors.filter((one) => !one.isBusy()));
      if (slot !== undefined) return slot;
      await sleep(LOOK_AGAIN_MS);
    }
    return undefined;
  };
  // The API is one of several: a conductor's connections are cut more often.
  const processes: readonly [Slot, ...Slot[]] = [fleet.api, ...fleet.conductors, ...fleet.conductors];
  const scene: Scene = { ...given, idleConductor, anyProcess: () => random.pick(processes) };

  function start({ kind, run }: Fault): void {
    let isFirst = true;
    const note = (target: string, what: string): void => {
      if (isFirst) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      isFirst = false;
      record.push({ at: Date.now(), kind, target, what });
    };
    const over = run(scene, note).finally(() => going.delete(over));
    going.add(over);
  }

  async function loop(): Promise<void> {
    // Each kind once, so that a short run has them all; then by their shares.
    let deck = random.shuffled(FAULTS);
    while (!stopping.signal.aborted) {
      const pauseMs = random.between(everyMs / 3, (everyMs * 5) / 3);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      const fault = deck.pop();
      if (fault !== undefined) start(fault);
      if (deck.length > 0) continue;
      deck = random.shuffled(FAULTS.flatMap((one) => Array<Fault>(one.cards).fill(one)));
      hadAll = true;
    }
  }
  const looping = loop();

  return {
    counts: () => counts,
    record,
    hadAll: () => hadAll,
    async stop() {
      stopping.abort();
      await looping;
      fleet.heal(); // a stall may wait for a transaction that does not come
      await Promise.all(going);
      fleet.heal();
    },
  };
}
