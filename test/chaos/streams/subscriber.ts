/**
 * One client that is cut off again and again and comes back with its cursor, each time at any of the processes: by the
 * `after` argument, or as stock clients do it, by `connectionParams.resume`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Random } from '../random.ts';
import { DOCUMENTS, type Wish } from './wishes.ts';

export interface Delivery {
  /** Counts the connections of the subscriber. */
  readonly connection: number;
  readonly eventId: number;
  readonly nodeId: string | null;
  readonly sequence: number | null;
  readonly skipped: number;
}

export interface NodeState {
  readonly id: string;
  readonly provisionState: string;
  readonly powerState: string | null;
  readonly maintenance: boolean;
}

export interface SubscriberRecord {
  readonly wish: Wish;
  /** From which it was to be told everything; null: it was never told where it stood. */
  begun: string | null;
  readonly deliveries: Delivery[];
  /** Reasons of GAP items, and errors of the stream. */
  readonly complaints: string[];
  connections: number;
  /** The stream said by itself that nothing more comes. */
  isComplete: boolean;
  readonly nodes: Map<string, NodeState>;
}

export interface Subscriber {
  readonly record: SubscriberRecord;
  hasSeen(eventId: number): boolean;
  /** The highest number of this node's own count that it was told of. */
  reached(nodeId: string): number;
  /** Where it stands, as it would say it when it comes back. */
  cursor(): string | null;
  /** From now on it is left alone. */
  calm(): void;
  stop(): Promise<void>;
}

interface Item {
  readonly cursor: string;
  readonly kind: string;
  readonly nodeId?: string | null;
  readonly skipped?: number;
  readonly event: { readonly id: string; readonly nodeSequence: number | null } | null;
  readonly gap: { readonly reason: string } | null;
  readonly node?: NodeState | null;
}

const OPERATION = 'the-one';
const COME_BACK_MS = { min: 0, max: 400 };
const CUT_AFTER_MS = { min: 150, max: 5_000 };
const STALL_MS = { min: 300, max: 2_500 };
/** A process that is frozen takes connections and says nothing. */
const ACK_WITHIN_MS = 3_000;

export function startSubscriber(urls: readonly string[], wish: Wish, random: Random): Subscriber {
  const given = wish.variables['after'];
  let cursor: string | null = null;
  let isStopping = false;
  let isCalm = false;
  let client: Client | null = null;
  let socket: WebSocket | null = null;
  const seen = new Set<number>();
  const reached = new Map<string, number>();
  const record: SubscriberRecord = {
    wish,
    begun: typeof given === 'string' ? given : null,
    deliveries: [],
    complaints: [],
    connections: 0,
    isComplete: false,
    nodes: new Map(),
  };

  function take(item: Item, resumable: string | undefined): void {
    const { kind, event, gap, node = null, nodeId = null, skipped = 0 } = item;
    if (resumable !== undefined) cursor = resumable;
    if (kind === 'GAP') record.complaints.push(`GAP: ${gap?.reason}`);
    // Before it has stood once it may as well be somebody who comes now.
    if (kind === 'CAUGHT_UP') record.begun ??= item.cursor;
    if (node !== null) record.nodes.set(node.id, node);
    if (event === null || record.begun === null) return;
    const eventId = Number(event.id);
    seen.add(eventId);
    if (nodeId !== null) reached.set(nodeId, Math.max(reached.get(nodeId) ?? 0, event.nodeSequence ?? 0));
    record.deliveries.push({ connection: record.connections, eventId, nodeId, sequence: event.nodeSequence, skipped });
  }

  /** Resolves when the connection is over, by itself or because it was cut. */
  async function follow(url: string): Promise<void> {
    record.connections += 1;
    if (record.begun === null) record.nodes.clear();
    // A stock client has one cursor per operation; who keeps its own hands it to the field.
    const isByParams = wish.keepsState === true || random.chance(0.5);
    const resume = cursor !== null && isByParams ? { [OPERATION]: cursor } : {};
    const after = cursor !== null && !isByParams ? cursor : (given ?? null);
    client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionAckWaitTimeout: ACK_WITHIN_MS,
      generateID: () => OPERATION,
      connectionParams: { resume },
      on: { opened: (opened) => void (socket = opened as WebSocket) }, // made by webSocketImpl
    });
    const one = client;
    socket = null;
    let isCut = false;
    await new Promise<void>((resolve) => {
      one.subscribe<Record<string, Item>, { readonly cursor?: string }>(
        { query: DOCUMENTS[wish.field], variables: { ...wish.variables, after } },
        {
          next({ data, errors, extensions }) {
            if (errors) record.complaints.push(`errors: ${JSON.stringify(errors).slice(0, 500)}`);
            const value = data?.[wish.field];
            if (value) take(value, extensions?.cursor);
          },
          error(cause) {
            if (Array.isArray(cause)) record.complaints.push(`refused: ${JSON.stringify(cause).slice(0, 500)}`);
            resolve();
          },
          complete() {
            record.isComplete = !isCut && !isStopping;
            resolve();
          },
        },
      );
      void disturb(one, () => (isCut = true));
    });
    await one.dispose();
  }

  /** Lets it read slowly for a while, perhaps, and cuts it off, one way or the other. */
  async function disturb(one: Client, onCut: () => void): Promise<void> {
    const isHere = (): boolean => one === client && !isCalm && !isStopping;
    if (wish.isSlow === true) {
      await sleep(random.between(CUT_AFTER_MS.min, STALL_MS.max));
      if (!isHere()) return;
      const stalled = socket;
      stalled?.pause();
      await sleep(random.between(STALL_MS.min, STALL_MS.max));
      stalled?.resume();
    }
    await sleep(random.between(CUT_AFTER_MS.min, CUT_AFTER_MS.max));
    if (!isHere()) return;
    // One that is not open yet waits for a frozen process: it is cut once it is.
    if (socket?.readyState !== WebSocket.OPEN) return disturb(one, onCut);
    onCut();
    if (random.chance(0.5)) socket.terminate();
    else one.terminate();
  }

  const looping = (async () => {
    while (!isStopping && !record.isComplete) {
      const url = random.pick(urls);
      if (url !== undefined) await follow(url);
      if (!isStopping) await sleep(isCalm ? COME_BACK_MS.max : random.between(COME_BACK_MS.min, COME_BACK_MS.max));
    }
  })();

  return {
    record,
    hasSeen: (eventId) => seen.has(eventId),
    reached: (nodeId) => reached.get(nodeId) ?? 0,
    cursor: () => cursor,
    calm: () => void (isCalm = true),
    async stop() {
      isStopping = true;
      void client?.dispose();
      await looping;
    },
  };
}
