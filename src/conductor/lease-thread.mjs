// @ts-check
/**
 * Renews the lease from a thread of its own, which a busy event loop cannot starve. Plain JavaScript, because Node 20
 * starts a worker from a file it can run as it is, in tests (from `src`) as in production (from `dist`).
 *
 * The expiry it reports is measured from before the statement was sent, on the monotonic clock that all threads of
 * the process share: the process believes in its lease a little shorter than the database does, never longer.
 *
 * It renews for an event loop that lives. One that has not ticked for `stuckAfterMs` is stuck for good: its jobs would
 * stand still for ever under a lease that never runs out, so the thread lets the lease go.
 */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';

/**
 * @type {{ url: string, conductorId: string, periodMs: number, expiryMs: number, stuckAfterMs: number,
 *          expiresAt: BigInt64Array, ticks: Int32Array, revocations: Int32Array }}
 */
const { url, conductorId, periodMs, expiryMs, stuckAfterMs, expiresAt, ticks, revocations } = workerData;
/** After a failure it asks again this soon: there are several tries in one period. */
const RETRY_MS = Math.min(1_000, periodMs / 4);

// Loading took its time, which is not the lease's: it begins when both sides are ready.
parentPort?.postMessage('ready');
if (parentPort !== null) await once(parentPort, 'message');

/** What it read a period ago is told to the process now: by then the process has heard of it itself, if it hears at all. */
let knownRevocations = 0;

let lastTicks = 0;
let movedAt = performance.now();

function isStuck() {
  const seen = Atomics.load(ticks, 0);
  if (seen !== lastTicks) movedAt = performance.now();
  lastTicks = seen;
  return performance.now() - movedAt >= stuckAfterMs;
}

/** @type {import('mysql2/promise').Connection | null} */
let connection = null;
for (;;) {
  if (isStuck()) {
    Atomics.store(expiresAt, 0, 0n);
    parentPort?.postMessage('lost');
    break;
  }
  const asked = process.hrtime.bigint();
  try {
    connection ??= await mysql.createConnection({ uri: url, connectTimeout: 3_000 });
    const [result] = await connection.query(
      // A lease that ran out stays run out: others may have acted on it. The process then starts a new instance.
      `UPDATE conductors SET heartbeat_at = UTC_TIMESTAMP(6), lease_expires_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
        WHERE id = ? AND state IN ('ALIVE', 'DRAINING') AND lease_expires_at > UTC_TIMESTAMP(6)`,
      [expiryMs * 1000, conductorId],
    );
    if (!('affectedRows' in result) || result.affectedRows !== 1) {
      Atomics.store(expiresAt, 0, 0n);
      parentPort?.postMessage('lost');
      break;
    }
    Atomics.store(expiresAt, 0, asked + BigInt(expiryMs) * 1_000_000n);
    Atomics.store(revocations, 0, knownRevocations);
    knownRevocations = await readRevocations(connection);
    await sleep(periodMs);
  } catch {
    connection?.destroy();
    connection = null;
    if (Atomics.load(expiresAt, 0) < process.hrtime.bigint()) {
      parentPort?.postMessage('lost');
      break;
    }
    await sleep(RETRY_MS);
  }
}
connection?.destroy();

/** @param {import('mysql2/promise').Connection} on */
async function readRevocations(on) {
  const [rows] = await on.query('SELECT revocations FROM conductors WHERE id = ?', [conductorId]);
  const row = Array.isArray(rows) ? rows[0] : undefined;
  return row !== undefined && 'revocations' in row ? Number(row['revocations']) : 0;
}
