/**
 * Delivering in this process: claims webhooks that nobody delivers for, and keeps one delivery going for each.
 *
 *   free ──claim──▶ delivering ──▶ ended: told to stop, receiver gone, changed by a mutation, lease lost
 *                       │ renewed every RENEW_MS; what is not renewed in time is aborted before its lease runs out
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionError } from '../entities/data-source.ts';
import { claimWebhooks, LEASE_MS, releaseClaims, renewClaims } from './claim.ts';
import { ClaimLostError, type Claim, type WebhookContext } from './context.ts';
import { deliver } from './deliver.ts';

export interface Deliveries {
  /** Lets requests that are under way end, for a while, and gives the webhooks back. */
  stop(): Promise<void>;
  /** Ends as a crash would: others wait for the lease. For tests. */
  crash(): Promise<void>;
}

const LOOK_MS = 1_000;
const RENEW_MS = 3_000;
/** Aborted this long before the lease runs out: a request that is broken off may still arrive. */
const SAFETY_MS = 3_000;
/** So many in one turn, so that several processes share them. */
const CLAIM_AT_ONCE = 20;
const STOP_WITHIN_MS = 5_000;

interface Delivery {
  readonly claim: Claim;
  readonly stopping: AbortController;
  readonly aborting: AbortController;
  readonly ended: Promise<void>;
}

export function startWebhooks(ctx: WebhookContext): Deliveries {
  const { db, log } = ctx.services;
  const holder = randomUUID();
  const running = new Map<string, Delivery>();
  const over = new AbortController();
  let isRung = false;
  let wake = (): void => {};

  function begin(claim: Claim): void {
    const [stopping, aborting] = [new AbortController(), new AbortController()];
    const signals = { stop: stopping.signal, abort: aborting.signal };
    const ended = deliver(ctx, claim, signals)
      .catch((error: unknown) => {
        if (error instanceof ClaimLostError || aborting.signal.aborted) return;
        const message = isConnectionError(error) ? 'webhook waits for the database' : 'webhook delivery failed';
        log.warn({ webhookId: claim.webhookId, err: error }, message);
        return sleep(LOOK_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      })
      .then(async () => {
        await giveBack(claim);
        if (running.get(claim.webhookId)?.claim === claim) running.delete(claim.webhookId);
        look();
      });
    running.set(claim.webhookId, { claim, stopping, aborting, ended });
  }

  /** Others, or this process, may go on at once. */
  async function giveBack({ webhookId, epoch }: Claim): Promise<void> {
    if (over.signal.aborted) return;
    await db
      .query('UPDATE webhooks SET holder = NULL, lease_until = NULL WHERE id = ? AND holder = ? AND epoch = ?', [
        webhookId,
        holder,
        epoch,
      ])
      .catch(() => {}); // then the lease runs out
  }

  function abort({ stopping, aborting }: Delivery): void {
    stopping.abort();
    aborting.abort(new Error('The lease of this delivery is lost.'));
  }

  /** Fires when the database has not answered for so long that the leases are no longer certain. */
  let certain: NodeJS.Timeout | undefined;
  function isCertainFor(ms: number): void {
    clearTimeout(certain);
    certain = setTimeout(() => [...running.values()].forEach(abort), ms);
    certain.unref();
  }

  async function renew(): Promise<void> {
    const asked = performance.now();
    const good = await renewClaims(db, holder, [...running.keys()]);
    isCertainFor(LEASE_MS - SAFETY_MS - (performance.now() - asked));
    for (const [id, delivery] of running) if (good.get(id) !== delivery.claim.epoch) abort(delivery);
  }

  async function claimFree(): Promise<void> {
    for (const claimed of await claimWebhooks(db, holder, CLAIM_AT_ONCE)) {
      const former = running.get(claimed.webhookId);
      if (former !== undefined) abort(former); // it was changed, and this process was the first to see it
      await former?.ended;
      if (!over.signal.aborted) begin(claimed);
    }
  }

  function look(): void {
    isRung = true;
    wake();
  }

  const stopListening = ctx.services.bell.listen('webhooks', look);
  const loop = (async () => {
    let renewedAt = -Infinity;
    while (!over.signal.aborted) {
      isRung = false;
      try {
        if (performance.now() - renewedAt >= RENEW_MS) {
          await renew();
          renewedAt = performance.now();
        }
        await claimFree();
      } catch (error) {
        if (!over.signal.aborted) log.warn({ err: error }, 'webhooks cannot be claimed; trying again');
        await pause(LOOK_MS);
      }
      if (!isRung) await pause(LOOK_MS);
    }
  })();

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      timer.unref();
      wake = done;
      over.signal.addEventListener('abort', done, { once: true });
      function done(): void {
        clearTimeout(timer);
        over.signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }

  async function end(graceMs: number): Promise<void> {
    stopListening();
    over.abort();
    for (const { stopping } of running.values()) stopping.abort();
    const all = Promise.all([...running.values()].map(({ ended }) => ended));
    if (graceMs > 0) await Promise.race([all, sleep(graceMs, undefined, { ref: false })]);
    for (const delivery of running.values()) abort(delivery);
    await all;
    await loop;
    clearTimeout(certain);
  }

  return {
    async stop() {
      if (over.signal.aborted) return;
      await end(STOP_WITHIN_MS);
      await releaseClaims(db, holder).catch(() => {}); // then the leases run out
    },
    crash: () => end(0),
  };
}
