// @ts-check
/**
 * Renews the lease from a thread of its own, which a busy event loop cannot starve. Plain JavaScript, because Node 20
 * starts a worker from a file it can run as it is, in tests (from `src`) as in production (from `dist`).
 *
 * The expiry it reports is measured from before the statement was sent, on the monotonic clock that all threads of
 * the process share: the process believes in its lease a little shorter than the database does, never longer.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';

/** @type {{ url: string, conductorId: string, periodMs: number, expiryMs: number, expiresAt: BigInt64Array }} */
const { url, conductorId, periodMs, expiryMs, expiresAt } = workerData;
/** After a failure it asks again this soon: there are several tries in one period. */
const RETRY_MS = Math.min(1_000, periodMs / 4);

let isStopping = false;
parentPort?.on('message', () => {
  isStopping = true;
  process.exit(0);
});

/** @type {import('mysql2/promise').Connection | null} */
let connection = null;
while (!isStopping) {
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
