/**
 * Who delivers for which webhook. A claim is a lease by the database's clock: it holds while it is renewed, and what its
 * holder writes is fenced by the epoch, which each claim and each mutation of the webhook raises.
 */
import type { DataSource } from 'typeorm';
import { DELIVERING } from '../domain/webhook.ts';
import { affectedRows } from '../entities/transaction.ts';
import { ClaimLostError, type Claim, type Webhook } from './context.ts';

/** Long enough for a database that is busy, short enough that nobody asks why nothing comes after a crash. */
export const LEASE_MS = 15_000;

const LEASE = `UTC_TIMESTAMP(6) + INTERVAL ${LEASE_MS / 1_000} SECOND`;
const IS_FREE = '(lease_until IS NULL OR lease_until < UTC_TIMESTAMP(6))';

/** Takes up to so many webhooks that nobody delivers for. */
export async function claimWebhooks(db: DataSource, holder: string, limit: number): Promise<readonly Claim[]> {
  // Looked for first, because mostly there are none, and a SELECT locks nothing.
  const free = await db.query<{ id: string }[]>(
    `SELECT id FROM webhooks WHERE state IN (?) AND ${IS_FREE} ORDER BY lease_until LIMIT ${limit}`, // one column
    [DELIVERING],
  );
  const claims: Claim[] = [];
  for (const { id } of free) {
    const taken: unknown = await db.query(
      `UPDATE webhooks SET holder = ?, lease_until = ${LEASE}, epoch = epoch + 1 WHERE id = ? AND state IN (?) AND ${IS_FREE}`,
      [holder, id, DELIVERING],
    );
    if (affectedRows(taken) === 0) continue; // another process was faster
    // One column, as this query names it. A mutation in between has taken it away again.
    const [row] = await db.query<{ epoch: number }[]>('SELECT epoch FROM webhooks WHERE id = ? AND holder = ?', [
      id,
      holder,
    ]);
    if (row !== undefined) claims.push({ webhookId: id, holder, epoch: row.epoch });
  }
  return claims;
}

/**
 * Prolongs the leases of these webhooks where they have not run out, and says under which epoch this process has which.
 * Not all that have its name: one that it could not give back must run out.
 */
export async function renewClaims(
  db: DataSource,
  holder: string,
  webhookIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (webhookIds.length === 0) return new Map();
  const mine = 'id IN (?) AND holder = ? AND lease_until > UTC_TIMESTAMP(6)';
  await db.query(`UPDATE webhooks SET lease_until = ${LEASE} WHERE ${mine}`, [webhookIds, holder]);
  // Columns as this query names them.
  const rows = await db.query<{ id: string; epoch: number }[]>(`SELECT id, epoch FROM webhooks WHERE ${mine}`, [
    webhookIds,
    holder,
  ]);
  return new Map(rows.map(({ id, epoch }) => [id, epoch]));
}

export async function releaseClaims(db: DataSource, holder: string): Promise<void> {
  await db.query('UPDATE webhooks SET holder = NULL, lease_until = NULL WHERE holder = ?', [holder]);
}

export const OURS = 'id = ? AND holder = ? AND epoch = ? AND lease_until > UTC_TIMESTAMP(6)';
export const ours = ({ webhookId, holder, epoch }: Claim): readonly unknown[] => [webhookId, holder, epoch];

/** @throws {ClaimLostError} */
export async function readClaimed(db: DataSource, claim: Claim): Promise<Webhook> {
  // Columns as this query names them; of type Webhook, but that JSON columns are parsed by the driver.
  const [row] = await db.query<(Omit<Webhook, 'waitMs'> & { waitMicros: number })[]>(
    `SELECT id, name, url, types, node_filter AS nodeFilter, owner, batch_size AS batchSize, secret,
            previous_secret AS previousSecret, previous_secret_until AS previousSecretUntil, log_cursor AS \`cursor\`,
            attempts,
            GREATEST(0, COALESCE(TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), next_attempt_at), 0)) AS waitMicros
       FROM webhooks WHERE ${OURS}`,
    [...ours(claim)],
  );
  if (row === undefined) throw new ClaimLostError(claim);
  const { waitMicros, ...webhook } = row;
  return { ...webhook, waitMs: waitMicros / 1_000 };
}
