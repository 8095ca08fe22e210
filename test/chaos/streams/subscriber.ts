/**
 * One client that is cut off again and again and comes back with its cursor, each time at any of the processes: by the
 * `after` argument, or as stock clients do it, by `connectionParams.resume`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Random } from '../random.ts';
import { judgeSubscriber } from './check.ts';
import { createRecorder, hasHadAll, type Item } from './record.ts';
import type { Watcher } from './watcher.ts';
import { DOCUMENTS, type Wish } from './wishes.ts';

const OPERATION = 'the-one';
const COME_BACK_MS = { min: 0, max: 400 };
const CUT_AFTER_MS = { min: 150, max: 5_000 };
const STALL_MS = { min: 300, max: 2_500 };
/** A process that is frozen takes connections and says nothing. */
const ACK_WITHIN_MS = 3_000;

export function startSubscriber(urls: readonly string[], wish: Wish, random: Random): Watcher {
  const { record, connect, take, complain, complete } = createRecorder(wish);
  let isStopping = false;
  let isCalm = false;
  let client: Client | null = null;
  let socket: WebSocket | null = null;

  /** Resolves when the connection is over, by itself or because it was cut. */
  async function follow(url: string): Promise<void> {
    connect();
    const { cursor } = record;
    // A stock client has one cursor per operation; who keeps its own hands it to the field. With that a snapshot that
    // was asked for would come again, and counts know no cursor: they begin with all of them.
    const isByParams = wish.field === 'fleetSummary' || wish.variables['snapshot'] === true || random.chance(0.5);
    const resume = cursor !== null && isByParams ? { [OPERATION]: cursor } : {};
    const after = cursor !== null && !isByParams ? { after: cursor } : {};
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
        { query: DOCUMENTS[wish.field], variables: { ...wish.variables, ...after } },
        {
          next({ data, errors, extensions }) {
            if (errors) complain(`errors: ${JSON.stringify(errors)}`);
            const value = data?.[wish.field];
            if (value) take(value, extensions?.cursor);
          },
          error(cause) {
            if (Array.isArray(cause)) complain(`refused: ${JSON.stringify(cause)}`);
            resolve();
          },
          complete() {
            if (!isCut && !isStopping) complete();
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
    hasBegun: () => record.begun !== null,
    calm: () => void (isCalm = true),
    isUpToDate: ({ happened }) => hasHadAll(record, happened),
    judge: (truth) => judgeSubscriber(record, truth),
    returns: () => Math.max(0, record.connections - 1),
    async stop() {
      isStopping = true;
      void client?.dispose();
      await looping;
    },
  };
}
