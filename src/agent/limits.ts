/**
 * What strangers may cost. The endpoints ask nobody for credentials, so what anybody can make them do is bounded: for each
 * address, and for all together, so that a flood from anywhere leaves connections to the database for everybody else.
 */
import { LRUCache } from 'lru-cache';
import { AgentRefusal } from '../domain/agent.ts';

/** Addresses that are remembered. Who is forgotten begins anew, and still stands behind the gate of all together. */
const MAX_ADDRESSES = 10_000;

export interface Bucket {
  /** After how many seconds there is one to take again; null: now. */
  wait(address: string): number | null;
  /** Takes one. Who takes more than there are, having asked for many at once, owes them: at most as many as a burst. */
  take(address: string): void;
}

/**
 * So many requests a second for each address, and up to `burst` at once after a pause.
 * @param now in milliseconds
 */
export function createBucket({
  perSecond,
  burst,
  now,
}: {
  readonly perSecond: number;
  readonly burst: number;
  readonly now: () => number;
}): Bucket {
  const buckets = new LRUCache<string, { left: number; at: number }>({ max: MAX_ADDRESSES });
  const bucketOf = (address: string): { left: number; at: number } => {
    const key = networkOf(address);
    const at = now();
    const known = buckets.get(key);
    const bucket = known ?? { left: burst, at };
    bucket.left = Math.min(burst, bucket.left + ((at - bucket.at) / 1_000) * perSecond);
    bucket.at = at;
    if (known === undefined) buckets.set(key, bucket);
    return bucket;
  };
  return {
    wait(address) {
      const { left } = bucketOf(address);
      return left < 1 ? Math.max(1, Math.ceil((1 - left) / perSecond)) : null;
    },
    take(address) {
      const bucket = bucketOf(address);
      bucket.left = Math.max(-burst, bucket.left - 1);
    },
  };
}

/** Whoever has one IPv6 address has the other 2^64 of its network as well. */
const networkOf = (address: string): string =>
  address.includes(':') ? address.replace(/%.*$/, '').split(':').slice(0, 4).join(':') : address;

export interface Gate {
  /** @throws {AgentRefusal} BUSY when as many wait already as may */
  pass<T>(work: () => Promise<T>): Promise<T>;
}

/** So many at work at once, first come first served; of those beyond, so many wait. */
export function createGate({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Gate {
  const queue: (() => void)[] = [];
  let working = 0;
  return {
    async pass(work) {
      if (working >= atOnce) {
        if (queue.length >= waiting) throw new AgentRefusal('BUSY', 'Too many requests at once; ask again later.');
        await new Promise<void>((go) => void queue.push(go)); // whoever leaves hands its place on
      } else {
        working += 1;
      }
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next === undefined) working -= 1;
        else next();
      }
    },
  };
}

/** Large bodies that are taken in at once, in all and from each address: whoever sends slowly keeps nobody else out. */
export function createIntake({ total, perAddress }: { readonly total: number; readonly perAddress: number }): {
  take<T>(address: string, work: () => Promise<T>): Promise<T>;
} {
  const open = new Map<string, number>();
  let sum = 0;
  return {
    async take(address, work) {
      const own = open.get(address) ?? 0;
      if (sum >= total || own >= perAddress)
        throw new AgentRefusal('BUSY', 'Too many requests at once; ask again later.');
      sum += 1;
      open.set(address, own + 1);
      try {
        return await work();
      } finally {
        sum -= 1;
        const left = (open.get(address) ?? 1) - 1;
        if (left === 0) open.delete(address);
        else open.set(address, left);
      }
    },
  };
}
