/**
 * One run: a service of several processes under load while everything is broken in turn, then peace, then the verdict.
 * Everything it uses is its own: database server, processes, folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fastestFolder } from '../support/fastest-folder.ts';
import { waitFor } from '../support/wait.ts';
import { createAsker } from './ask.ts';
import { collect } from './collect.ts';
import { startChaosDatabase, type ChaosDatabase } from './database.ts';
import { startFaults } from './faults.ts';
import { startFleet, type Flags, type Fleet } from './fleet.ts';
import type { History } from './history.ts';
import { judge, type Verdict } from './judge.ts';
import { startLoad, type Load } from './load.ts';
import { enrollNodes } from './nodes.ts';
import { randomFor } from './random.ts';
import { startWatching, type Watcher } from './watch.ts';

export interface RunOptions {
  readonly seed: number;
  /** How long faults come, and until each kind has come. Starting before it and settling after it come on top. */
  readonly chaosMs: number;
  readonly conductors: number;
  readonly nodes: number;
  /** Ends the run early: it settles and is judged all the same. */
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
}

export interface Progress {
  readonly phase: string;
  readonly jobsSettled: number;
  readonly faults: ReadonlyMap<string, number>;
}

export interface Outcome {
  readonly history: History;
  readonly verdicts: readonly Verdict[];
  /** How often connections were really cut at a COMMIT: a cut that was ordered waits for one. */
  readonly cutCommits: Readonly<Record<'before-commit' | 'after-commit', number>>;
  /** By how much times were stretched on a machine that is slow or busy. */
  readonly pace: number;
  /** Where everything is, machines and logs of the processes, until {@link RunFolder.remove}. */
  readonly folder: string;
  removeFolder(): void;
}

/** Leases that a run sees run out: a frozen process is taken over within seconds. */
const LEASE = { periodMs: 300, expiryMs: 2_000, marginMs: 300 };
/** Each start of a process takes a second of a core; with faults in closer order a small machine would do nothing else. */
const FAULT_EVERY_MS = 1_500;

/**
 * Where a machine is busy with other things, a process may not come to its turn for as long as its lease, and all that a
 * run would see is leases that ran out. So times are stretched by what enrolling takes, against a quiet machine.
 */
const QUIET_ENROLMENT_MS = 15;
const SLOWEST_PACE = 4;

const paceOf = (enrolledInMs: number, nodes: number): number =>
  Math.min(SLOWEST_PACE, Math.max(1, enrolledInMs / nodes / QUIET_ENROLMENT_MS));

function conductorFlags(pace: number) {
  return {
    'lease-period-ms': Math.round(LEASE.periodMs * pace),
    'lease-expiry-ms': Math.round(LEASE.expiryMs * pace),
    'safety-margin-ms': Math.round(LEASE.marginMs * pace),
    'drain-ms': 700,
    'poll-ms': 50,
    'driver-step-timeout-ms': 4_000, // what hangs is given up while somebody still looks
  } satisfies Flags;
}

const CLIENTS = 12;
/** Unsettled at once: enough for queues to form, few enough for a loaded machine to run them empty soon. */
const MOST_JOBS = 60;
const PROGRESS_EVERY_MS = 500;
/** Many times what the queues take to run empty. */
const LONGEST_SETTLE_MS = 120_000;
/** A request may stand behind each other request of its node, each with its own waits for the database. */
const LONGEST_ANSWER_MS = 60_000;

export async function run(options: RunOptions): Promise<Outcome> {
  // Memory is as durable as a disk for processes that are killed, and no run waits for a disk that others use.
  const folder = mkdtempSync(join(fastestFolder(), 'ironql-chaos-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const database = await startChaosDatabase(folder);
  // For a run that is broken off. Its processes are killed by test/support/processes.ts; the server would live on.
  const breakOff = (): void => {
    database.kill();
    removeFolder();
  };
  process.once('exit', breakOff);
  let fleet: Fleet | null = null;
  try {
    fleet = await startFleet({ folder, databaseUrl: database.url, conductors: options.conductors });
    return { ...(await perform(options, { folder, database, fleet })), folder, removeFolder };
  } finally {
    await fleet?.stop();
    await database.stop();
    process.off('exit', breakOff);
  }
}

interface Stage {
  readonly folder: string;
  readonly database: ChaosDatabase;
  readonly fleet: Fleet;
}

async function perform(
  { seed, chaosMs, nodes: count, signal, onProgress }: RunOptions,
  { folder, database, fleet }: Stage,
): Promise<Pick<Outcome, 'history' | 'verdicts' | 'cutCommits' | 'pace'>> {
  const patience = new AbortController();
  let load: Load | null = null;
  onProgress({ phase: 'enrolling', jobsSettled: 0, faults: new Map() });
  const watcher = await startWatching(fleet.url, (event) => load?.see(event));
  const startedAt = performance.now();
  const nodes = await enrollNodes(fleet.url, count, seed);
  const pace = paceOf(performance.now() - startedAt, count);
  const flags = conductorFlags(pace);
  await fleet.startConductors(flags);
  const asker = createAsker(fleet.url, patience.signal);
  load = startLoad({ asker, nodes, seed, clients: CLIENTS, mostJobs: MOST_JOBS });
  const faults = startFaults({
    fleet,
    database,
    random: randomFor(seed, 'faults'),
    leaseExpiryMs: flags['lease-expiry-ms'],
    everyMs: FAULT_EVERY_MS * Math.sqrt(pace),
  });
  let phase = 'chaos';
  const { jobsSettled } = load;
  const tell = (): void => onProgress({ phase, jobsSettled: jobsSettled(), faults: faults.counts() });
  const ticking = setInterval(tell, PROGRESS_EVERY_MS);
  try {
    const enoughAt = performance.now() + chaosMs;
    while (!signal.aborted && (performance.now() < enoughAt || !faults.hadAll())) await sleep(200);
    phase = 'settling';
    const patienceEnds = setTimeout(() => patience.abort(), LONGEST_ANSWER_MS);
    await faults.stop();
    await load.stop();
    clearTimeout(patienceEnds);
    await untilSettled(database);
    await untilSeen(database, watcher);
    const recorded = await collect(database, folder);
    const history: History = {
      ...recorded,
      safetyMarginMs: flags['safety-margin-ms'],
      requests: asker.record,
      stream: watcher.record,
      faults: faults.record,
    };
    return { history, verdicts: judge(history), cutCommits: cutCommitsOf(fleet), pace };
  } finally {
    clearInterval(ticking);
    patience.abort();
    await faults.stop();
    await load.stop();
    await watcher.stop();
    tell();
  }
}

/** Gives up in silence: what has not settled by then is what the checks will say. */
async function untilSettled(database: ChaosDatabase): Promise<void> {
  const settled = async (): Promise<boolean> => {
    const [row] = await database.query<{ open: number }>(
      `SELECT COUNT(*) AS open FROM jobs WHERE state IN ('QUEUED', 'RUNNING', 'WAITING')`,
    );
    return row?.open === 0;
  };
  await waitFor(settled, 'all jobs to settle', LONGEST_SETTLE_MS).catch(() => {});
}

const LONGEST_DELIVERY_MS = 30_000;

async function untilSeen(database: ChaosDatabase, watcher: Watcher): Promise<void> {
  const [last] = await database.query<{ id: number | null }>(
    'SELECT MAX(id) AS id FROM events WHERE node_id IS NOT NULL',
  );
  const lastId = last?.id ?? null;
  if (lastId === null) return;
  await waitFor(() => watcher.hasSeen(lastId), 'the last event to be delivered', LONGEST_DELIVERY_MS).catch(() => {});
}

function cutCommitsOf({ api, conductors }: Fleet): Outcome['cutCommits'] {
  const sum = { 'before-commit': 0, 'after-commit': 0 };
  for (const { proxy } of [api, ...conductors]) {
    sum['before-commit'] += proxy.cutCommits['before-commit'];
    sum['after-commit'] += proxy.cutCommits['after-commit'];
  }
  return sum;
}
