/**
 * How fast jobs that have nothing to do go through the engine: find one, take its node's lock and the job, and end it with
 * the lock given back and the next of its node made ready, each with its events. Four workers in one process, as the bare
 * side, which does nothing but compare-and-set.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type Connection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import type { JobType } from '../../src/conductor/job-type.ts';
import { startWorker } from '../../src/conductor/worker.ts';
import { insertJobs, openEngine, type Engine } from '../support/engine.ts';
import { median, type Bench, type Figure, type Measure } from '../support/figures.ts';

const WORKERS = 4;
const NODES = 1_000;
const JOBS_PER_NODE = 3;
const ROUNDS = 3;
const BACKLOG = 100_000;
const LOOK_MS = 20;

const nothing: JobType = {
  name: 'bench.nothing',
  purpose: 'nothing',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: null,
  endsIn: null,
  runsBetween: false,
  usesBmc: false,
  limit: null,
  plan: () => [],
  steps: {},
};

export const claims: Measure = {
  name: 'claims',
  what: `jobs without steps, ${WORKERS} workers: lock, claim and finish, with their events`,
  async run(bench) {
    const engine = await openEngine(await bench.createDatabase(), nothing, 2 * NODES);
    const busy = engine.nodeIds.slice(0, NODES);
    const held = engine.nodeIds.slice(NODES);
    try {
      await round(engine, busy); // warm
      const durable = await rounds(bench, engine, busy, 1);
      const relaxed = await rounds(bench, engine, busy, 2);
      bench.say(`${BACKLOG} jobs that wait for nodes which are held`);
      await engine.db.query('UPDATE node_locks SET holder_job_id = node_id WHERE node_id IN (?)', [held]);
      await insertJobs(engine, held, nothing, BACKLOG / NODES);
      await engine.db.query('UPDATE jobs SET ready = 0 WHERE node_id IN (?)', [held]);
      const crowded = await rounds(bench, engine, busy, 2);
      return [
        figure('flush at commit = 2', relaxed, { atLeast: 1_500 }),
        figure('flush at commit = 1, as ironql serve runs it', durable),
        {
          what: `slower behind ${BACKLOG} waiting jobs`,
          value: relaxed.engine / crowded.engine,
          unit: '×',
          target: { atMost: 2 },
          sides: { without: perSecond(relaxed.engine), with: perSecond(crowded.engine) },
        },
      ];
    } finally {
      await engine.close();
      await bench.setFlushAtCommit(1);
    }
  },
};

interface Rates {
  readonly engine: number;
  readonly bare: number;
}

/** The two sides take turns. */
async function rounds(bench: Bench, engine: Engine, nodeIds: readonly string[], flush: 1 | 2): Promise<Rates> {
  await bench.setFlushAtCommit(flush);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let number = 1; number <= ROUNDS; number += 1) {
    bench.say(`flush ${flush}, round ${number} of ${ROUNDS}`);
    ours.push(await round(engine, nodeIds));
    bare.push(await bareRound(engine, nodeIds));
  }
  return { engine: median(ours), bare: median(bare) };
}

async function round(engine: Engine, nodeIds: readonly string[]): Promise<number> {
  await insertJobs(engine, nodeIds, nothing, JOBS_PER_NODE);
  const contexts = await Promise.all(Array.from({ length: WORKERS }, () => engine.live()));
  const begun = performance.now();
  const workers = contexts.map((ctx) => startWorker(ctx));
  while ((await unsettled(engine, nodeIds)) > 0) await sleep(LOOK_MS);
  const seconds = (performance.now() - begun) / 1_000;
  await Promise.all(workers.map((worker) => worker.drain()));
  await empty(engine, nodeIds);
  return (nodeIds.length * JOBS_PER_NODE) / seconds;
}

async function unsettled({ db }: Engine, nodeIds: readonly string[]): Promise<number> {
  // One row of one column. Reads the short index of what is ready or at work, not the jobs themselves.
  const [row] = await db.query<{ total: number }[]>(
    `SELECT (SELECT COUNT(*) FROM jobs WHERE ready = 1) + (SELECT COUNT(*) FROM jobs WHERE state = 'RUNNING') AS total`,
    [nodeIds],
  );
  return row?.total ?? 0;
}

const empty = async ({ db }: Engine, nodeIds: readonly string[]): Promise<void> => {
  await db.query('DELETE FROM jobs WHERE node_id IN (?)', [nodeIds]);
};

/** What compare-and-set costs by itself: read 32, pick one, take lock and job, finish and release. Autocommit. */
async function bareRound(engine: Engine, nodeIds: readonly string[]): Promise<number> {
  await insertJobs(engine, nodeIds, nothing, 1);
  const begun = performance.now();
  const done = await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      const connection = await createConnection({ uri: engine.databaseUrl });
      let count = 0;
      while (await takeOne(connection)) count += 1;
      await connection.end();
      return count;
    }),
  );
  const seconds = (performance.now() - begun) / 1_000;
  await empty(engine, nodeIds);
  return done.reduce((sum, count) => sum + count, 0) / seconds;
}

async function takeOne(connection: Connection): Promise<boolean> {
  for (;;) {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT id, node_id FROM jobs WHERE ready = 1 AND conductor_group = '' AND limit_class = '' ORDER BY priority, id LIMIT 32`,
    );
    const job = rows[Math.floor(Math.random() * rows.length)];
    if (job === undefined) return false;
    const [id, nodeId] = [job['id'] as string, job['node_id'] as string]; // as the query names them
    if (!(await changed(connection, TAKE_LOCK, [id, nodeId]))) continue;
    if (await changed(connection, TAKE_JOB, [id])) {
      await changed(connection, `UPDATE jobs SET state = 'SUCCEEDED' WHERE id = ? AND state = 'RUNNING'`, [id]);
    }
    await changed(connection, RELEASE, [nodeId, id]);
    return true;
  }
}

const TAKE_LOCK =
  'UPDATE node_locks SET epoch = epoch + 1, holder_job_id = ? WHERE node_id = ? AND holder_job_id IS NULL';
const TAKE_JOB = `UPDATE jobs SET state = 'RUNNING', ready = 0 WHERE id = ? AND ready = 1`;
const RELEASE = 'UPDATE node_locks SET holder_job_id = NULL WHERE node_id = ? AND holder_job_id = ?';

async function changed(connection: Connection, sql: string, params: readonly string[]): Promise<boolean> {
  const [result] = await connection.query<ResultSetHeader>(sql, [...params]);
  return result.affectedRows === 1;
}

const perSecond = (rate: number): string => `${rate.toFixed(0)} per s`;

const figure = (setting: string, { engine, bare }: Rates, target?: Figure['target']): Figure => ({
  what: `lock, claim and finish, ${setting}`,
  value: engine,
  unit: 'per s',
  sides: { 'bare compare-and-set': perSecond(bare) },
  ...(target === undefined ? {} : { target }),
});
