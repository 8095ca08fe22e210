/** A subscriber as the docs describe it: it keeps the cursor of the last item and comes back with it after a break. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { EventType } from '../../src/domain/events.ts';
import { waitFor } from '../support/wait.ts';
import type { Delivery, StreamRecord } from './history.ts';

export interface SeenEvent {
  readonly type: EventType;
  readonly nodeId: string;
  readonly jobId: string | null;
  /** As the stream has them: values are JSON text. */
  readonly changes: readonly { readonly field: string; readonly after: string | null }[];
}

export interface Watcher {
  readonly record: StreamRecord;
  /** Has it been given this event? */
  hasSeen(eventId: number): boolean;
  stop(): Promise<void>;
}

interface Item {
  readonly cursor: string;
  readonly kind: 'UPDATE' | 'CAUGHT_UP' | 'GAP' | 'HEARTBEAT' | 'SNAPSHOT';
  readonly type: EventType | null;
  readonly nodeId: string | null;
  readonly event:
    (Pick<SeenEvent, 'jobId' | 'changes'> & { readonly id: string; readonly nodeSequence: number | null }) | null;
  readonly gap: { readonly reason: string } | null;
}

const WATCH = `
  subscription ($after: Cursor) {
    nodeEvents(after: $after) {
      cursor kind type nodeId
      event { id nodeSequence jobId changes { field after } }
      gap { reason }
    }
  }`;

const COME_BACK_MS = 100;

/** Resolves when the stream stands: it misses nothing that happens from then on. */
export async function startWatching(url: string, onEvent: (event: SeenEvent) => void): Promise<Watcher> {
  const deliveries: Delivery[] = [];
  const gaps: string[] = [];
  const seen = new Set<number>();
  let after: string | null = null;
  let connection = 0;
  let isStopping = false;
  let close: () => Promise<void> = () => Promise.resolve();

  function take({ cursor, kind, type, nodeId, event, gap }: Item): void {
    after = cursor;
    if (kind === 'GAP') gaps.push(gap?.reason ?? 'no reason');
    if (kind !== 'UPDATE' || event === null || type === null || nodeId === null) return;
    const eventId = Number(event.id);
    deliveries.push({ connection, eventId, nodeId, sequence: event.nodeSequence ?? 0 });
    if (seen.has(eventId)) return;
    seen.add(eventId);
    onEvent({ type, nodeId, jobId: event.jobId, changes: event.changes });
  }

  async function follow(): Promise<void> {
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0, // this loop comes back itself, because it knows where to go on
    });
    close = async () => client.dispose();
    try {
      for await (const { data } of client.iterate<{ nodeEvents: Item }>({ query: WATCH, variables: { after } })) {
        if (data) take(data.nodeEvents);
      }
    } finally {
      await client.dispose();
    }
  }

  const looping = (async () => {
    while (!isStopping) {
      connection += 1;
      await follow().catch(() => {}); // the service was killed, or is not there yet
      if (!isStopping) await sleep(COME_BACK_MS);
    }
  })();

  await waitFor(() => after !== null, 'the subscription to stand', 30_000);
  return {
    record: { deliveries, gaps },
    hasSeen: (eventId) => seen.has(eventId),
    async stop() {
      isStopping = true;
      await close();
      await looping;
    },
  };
}
