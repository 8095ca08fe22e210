/**
 * Events appended per second, by sixteen writers at once with a durable commit each: one event to a transaction, as a
 * mutation does it, and ten, as the end of a job does; beside it the same rows by bare mysql2, in turns.
 */
import { createPool } from 'mysql2/promise';
import { v7 as newId } from 'uuid';
import { connectDatabase } from '../../src/entities/connect.ts';
import { migrate } from '../../src/entities/migrate.ts';
import { appendEvents, type NewEvent } from '../../src/events/append.ts';
import { median, type Bench, type Figure, type Measure } from '../support/figures.ts';

const WRITERS = 16;
const ROUNDS = 5;
const ROUND_MS = 2_000;
const SIZES = [1, 10] as const;

type Append = (events: readonly NewEvent[]) => Promise<unknown>;

export const append: Measure = {
  name: 'append',
  what: `events appended by ${WRITERS} writers at once, one and ten to a transaction`,
  async run(bench) {
    const databaseUrl = await bench.createDatabase();
    const db = await connectDatabase({ url: databaseUrl, poolSize: WRITERS });
    const pool = createPool({ uri: databaseUrl, connectionLimit: WRITERS });
    try {
      await migrate(db);
      const ours: Append = (events) => db.transaction((tx) => appendEvents(tx, events));
      const bare: Append = async (events) => {
        const connection = await pool.getConnection();
        await connection.query('START TRANSACTION');
        await connection.query(
          'INSERT INTO events (type, node_id, node_sequence, job_id, actor, changes, stamp, created_at) VALUES ?',
          [events.map((event) => [...rowOf(event), 1, '2026-01-01 00:00:00.000000'])],
        );
        await connection.query('COMMIT');
        connection.release();
      };
      const figures: Figure[] = [];
      for (const size of SIZES) figures.push(await compare(bench, ours, bare, size));
      return figures;
    } finally {
      await pool.end();
      await db.destroy();
    }
  },
};

const rowOf = ({ type, nodeId, nodeSequence, jobId, actor, changes }: NewEvent): unknown[] => [
  ...[type, nodeId, nodeSequence, jobId, actor],
  JSON.stringify({ list: changes }),
];

async function compare(bench: Bench, ours: Append, bare: Append, size: number): Promise<Figure> {
  await perSecond(ours, size, 500);
  await perSecond(bare, size, 500);
  const rates: { ours: number; bare: number }[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    bench.say(`${size} to a transaction, round ${round} of ${ROUNDS}`);
    rates.push({ ours: await perSecond(ours, size, ROUND_MS), bare: await perSecond(bare, size, ROUND_MS) });
  }
  return {
    what: `events appended, ${size} to a transaction`,
    value: median(rates.map((rate) => rate.ours)),
    unit: 'per s',
    target: { atLeast: 2_000 },
    sides: {
      bare: `${median(rates.map((rate) => rate.bare)).toFixed(0)} per s`,
      'of bare': `${median(rates.map((rate) => rate.ours / rate.bare)).toFixed(2)} ×`,
    },
  };
}

/** Each writer has a node of its own, as the lock of a node makes it. */
async function perSecond(write: Append, size: number, ms: number): Promise<number> {
  const begun = performance.now();
  let written = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const nodeId = newId();
      for (let sequence = 0; performance.now() - begun < ms; sequence += size) {
        await write(Array.from({ length: size }, (_, at) => eventOf(nodeId, sequence + at + 1)));
        written += size;
      }
    }),
  );
  return (written / (performance.now() - begun)) * 1_000;
}

const eventOf = (nodeId: string, nodeSequence: number): NewEvent => ({
  type: 'NODE_POWER_STATE_CHANGED',
  actor: 'bench',
  nodeId,
  nodeSequence,
  jobId: null,
  changes: [{ field: 'powerState', before: 'OFF', after: 'ON' }],
});
