/**
 * Subscribers that stop reading. The server listens on a socket of the file system, whose buffers in the kernel hold
 * 200 KiB: on TCP each reader that stands still would have 4 MiB of them, and a thousand more than the machine has.
 */
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAdmission } from '../../src/api/admission.ts';
import { createSubscriptions } from '../../src/api/fan-out/subscriptions.ts';
import { createMetrics, type Metrics } from '../../src/api/metrics.ts';
import { createPipeline } from '../../src/api/pipeline.ts';
import { attachSockets, type Sockets } from '../../src/api/websocket.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { SYSTEM_ADMIN } from '../../src/domain/viewer.ts';
import { appendEvents } from '../../src/events/append.ts';
import { createEventTail, type EventTail } from '../../src/events/tail.ts';
import { createLiveState } from '../../src/services/stream/live-state.ts';
import { enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openServices, type TestServices } from '../support/services.ts';
import { waitFor } from '../support/wait.ts';
import { openRawSocket, type RawSocket } from './raw-socket.ts';

let service: TestService;
let services: TestServices;
let tail: EventTail;
let nodeId: string;
let sequence = 0;
const sockets: RawSocket[] = [];
let running: Running | null = null;

interface Running {
  readonly path: string;
  readonly server: Server;
  readonly sockets: Sockets;
  readonly metrics: Metrics;
}

/** What an item carries: some of them fill a socket's buffers. */
const EXTRA = 'x'.repeat(20_000);
const WATCH = 'subscription { nodeEvents { cursor kind event { id nodeSequence } node { id extra } } }';

beforeAll(async () => {
  service = await startTestService();
  services = await openServices(service);
  ({ id: nodeId } = await enroll(service, { extra: { text: EXTRA } }));
  tail = createEventTail({ db: services.ctx.db, bell: services.ctx.bell, log: silentLogger });
  await tail.start();
  const [row] = await services.ctx.db.query<{ sequence: number }[]>(
    'SELECT event_sequence AS sequence FROM node_locks WHERE node_id = ?',
    [nodeId],
  );
  sequence = row?.sequence ?? 0;
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await running?.sockets.close();
  running?.server.close();
  running = null;
});
afterAll(async () => {
  await tail?.stop();
  await services?.close();
  await service?.stop();
});

/** The service's own parts, in this process, so that its memory can be looked at. */
async function start(keepAliveMs: number): Promise<Running> {
  const path = join(tmpdir(), `ironql-${newId()}.sock`);
  const pipeline = createPipeline({
    services: { ...services.ctx, tail, heartbeatMs: 600_000, atLeastTimeoutMs: 1_000, live: createLiveState(tail) },
    log: silentLogger,
    isUnavailable: () => false,
  });
  const metrics = createMetrics({
    queue: () => Promise.reject(new Error('nobody asks for it')),
    logPosition: () => 0,
    runningJobs: () => 0,
  });
  const subscriptions = createSubscriptions({
    pipeline,
    metrics,
    log: silentLogger,
    isUnavailable: () => false,
    isStopped: tail.isStopped,
  });
  const server = createServer();
  server.listen(path);
  await once(server, 'listening');
  server.on('close', () => void rm(path, { force: true }));
  const attached = attachSockets({
    server,
    pipeline,
    subscriptions,
    metrics,
    log: silentLogger,
    viewerOf: () => SYSTEM_ADMIN,
    admission: createAdmission({ perViewer: 10_000, perAddress: 10_000 }),
    settings: { initMs: 5_000, keepAliveMs, idleMs: 3_600_000, drainSpreadMs: 0 },
  });
  running = { path, server, sockets: attached, metrics };
  return running;
}

async function openSubscribed({ path }: Running, count: number): Promise<RawSocket[]> {
  const opened: RawSocket[] = [];
  while (opened.length < count) {
    const socket = await openRawSocket(path);
    sockets.push(socket);
    socket.send({ id: '1', type: 'subscribe', payload: { query: WATCH } });
    opened.push(socket);
  }
  await waitFor(() => opened.every(({ messages }) => messages.length > 0), 'all to be caught up', 60_000);
  return opened;
}

async function happen(count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    sequence += 1;
    const event = {
      type: 'NODE_UPDATED',
      actor: 'test',
      nodeId,
      nodeSequence: sequence,
      jobId: null,
      changes: [],
    } as const;
    await services.ctx.db.transaction((tx) => appendEvents(tx, [event]));
    services.ctx.bell.ring('events');
  }
}

const sequencesOf = ({ messages }: RawSocket): number[] =>
  messages.flatMap((text) => {
    const [, found] = /"nodeSequence":(\d+)/.exec(text) ?? [];
    return found === undefined ? [] : [Number(found)];
  });
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** After a collection, buffers outside the heap included. */
function memoryMib(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // what the flag brings
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
}

const STALLED = 1_000;
const FILL = 20; // 400 KB: twice what the kernel holds for one of them
const MORE = 200;

describe('subscribers that do not read', { timeout: 240_000 }, () => {
  it('cost no memory however much happens, hold up nobody, and miss nothing when they read on', async () => {
    const at = await start(3_600_000);
    const [first] = await openSubscribed(at, 1);
    const begun = sequence + 1;
    const stalled = await openSubscribed(at, STALLED);
    for (const socket of stalled) socket.stopReading();
    const readers = await openSubscribed(at, 3);

    await happen(FILL);
    const hasAll = (socket: RawSocket): boolean => sequencesOf(socket).at(-1) === sequence;
    await waitFor(() => readers.every(hasAll), 'the readers to have what filled the buffers', 60_000);
    for (const { messages } of readers) messages.splice(1);
    const before = memoryMib();
    const since = sequence + 1;
    await happen(MORE);
    await waitFor(() => readers.every(hasAll), 'the readers to have everything', 60_000);
    expect(readers.map(sequencesOf)).toEqual(readers.map(() => range(since, sequence)));
    for (const { messages } of [...readers, ...(first === undefined ? [] : [first])]) messages.splice(1);
    const grown = memoryMib() - before;
    // A message that is kept for each of them would be 20 MiB; all that happened, 4 GiB. What is left is the ring of
    // newest items that all share (512 KiB), and the tail's own memory of events.
    expect(grown).toBeLessThan(15);

    const back = stalled.slice(0, 20);
    for (const socket of back) socket.readOn();
    await waitFor(() => back.every(hasAll), 'those that read on to have everything', 60_000);
    expect(back.map(sequencesOf)).toEqual(back.map(() => range(begun, sequence)));
  });

  it('are closed when they answer two pings no more', async () => {
    const at = await start(1_000);
    const [reader, ...stalled] = await openSubscribed(at, 21);
    for (const socket of stalled) socket.stopReading();
    await happen(FILL);
    const open = async (): Promise<string | undefined> =>
      /^ironql_websocket_connections (\d+)$/m.exec(await at.metrics.render())?.[1];
    await waitFor(async () => (await open()) === '1', 'those to be closed', 60_000);
    const subscriptions = /^ironql_subscriptions\{field="nodeEvents"\} (\d+)$/m.exec(await at.metrics.render())?.[1];
    expect(subscriptions).toBe('1');
    await happen(1);
    await waitFor(() => reader !== undefined && sequencesOf(reader).at(-1) === sequence, 'the other one to go on');
    expect(reader?.isClosed).toBe(false);
  });
});
