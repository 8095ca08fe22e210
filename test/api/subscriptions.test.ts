import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encodePosition } from '../../src/domain/cursor.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import {
  accepted,
  ask,
  enroll,
  perform,
  settled,
  subscribe,
  type Subscription,
  type Variables,
} from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
let rows: TestRows;
const open: Subscription<unknown>[] = [];

beforeAll(async () => {
  service = await startTestService({ config: { streamHeartbeatMs: 200 } });
  rows = await openRows(service.databaseUrl);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((stream) => stream.close()));
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

interface LogEvent {
  readonly id: string;
  readonly type: string;
  readonly nodeId: string | null;
  readonly nodeSequence: number | null;
}

interface Item {
  readonly kind: 'SNAPSHOT' | 'UPDATE' | 'CAUGHT_UP' | 'GAP' | 'HEARTBEAT';
  readonly cursor: string;
  readonly type: string | null;
  readonly event: LogEvent | null;
  readonly node?: { readonly id: string; readonly provisionState: string } | null;
  readonly nodeId?: string | null;
  readonly job?: { readonly id: string; readonly state: string } | null;
  readonly change?: { readonly field: string; readonly before: string | null; readonly after: string | null } | null;
  readonly gap: { readonly reason: string } | null;
}

const EVENT = 'event { id type nodeId nodeSequence }';
const NODE_EVENTS = `subscription ($filter: NodeFilter, $after: Cursor, $snapshot: Boolean! = false) {
  nodeEvents(filter: $filter, after: $after, snapshot: $snapshot) {
    kind cursor type ${EVENT} node { id provisionState } nodeId job { id state } change { field before after } gap { reason }
  } }`;
const JOB_EVENTS = `subscription ($jobId: ID!, $after: Cursor) {
  jobEvents(jobId: $jobId, after: $after) { kind cursor type ${EVENT} job { id state } gap { reason } } }`;

function follow(document: string, variables: Variables = {}, at: TestService = service): Subscription<Item> {
  const stream = subscribe<Item>(at, document, variables);
  open.push(stream);
  return stream;
}

const nodeEvents = (variables: Variables, at?: TestService): Subscription<Item> => follow(NODE_EVENTS, variables, at);
const ofNode = (id: string, rest: Variables = {}): Variables => ({ filter: { id: { eq: id } }, ...rest });
const isCaughtUp = ({ kind }: Item): boolean => kind === 'CAUGHT_UP';
const updatesOf = ({ items }: Subscription<Item>): readonly Item[] => items.filter(({ kind }) => kind === 'UPDATE');
const withoutHeartbeats = ({ items }: Subscription<Item>): readonly Item[] =>
  items.filter(({ kind }) => kind !== 'HEARTBEAT');
const idsOf = (items: readonly Item[]): (string | undefined)[] => items.map(({ event }) => event?.id);
const becomes =
  (state: string) =>
  (item: Item): boolean =>
    item.change?.after === JSON.stringify(state);

/** What the log has of a node, oldest first. */
async function logOf(nodeId: string): Promise<readonly string[]> {
  const events = await rows.query<{ id: number }>('SELECT id FROM events WHERE node_id = ? ORDER BY node_sequence', [
    nodeId,
  ]);
  return events.map(({ id }) => String(id));
}

async function toActive(id: string): Promise<void> {
  for (const mutation of ['manageNode', 'provideNode', 'deployNode']) await perform(service, mutation, { nodeId: id });
}

describe('nodeEvents', () => {
  it('shows a node as it is, says that it has caught up, and then tells every step to ACTIVE in order', async () => {
    const { id } = await enroll(service);
    const stream = nodeEvents(ofNode(id, { snapshot: true }));
    await stream.until(isCaughtUp);
    expect(withoutHeartbeats(stream).map(({ kind, node }) => [kind, node?.provisionState])).toEqual([
      ['SNAPSHOT', 'ENROLL'],
      ['CAUGHT_UP', undefined],
    ]);
    await toActive(id);
    await stream.until(({ event }) => event?.type === 'JOB_SUCCEEDED' && stream.items.some(becomes('ACTIVE')));

    const states = updatesOf(stream).filter(({ type }) => type === 'NODE_PROVISION_STATE_CHANGED');
    expect(states.map(({ change }) => change?.after)).toEqual(
      ['VERIFYING', 'MANAGEABLE', 'CLEANING', 'AVAILABLE', 'DEPLOYING', 'ACTIVE'].map((state) => JSON.stringify(state)),
    );
    const sequences = updatesOf(stream).map(({ event }) => event?.nodeSequence ?? 0);
    expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index));
    expect(withoutHeartbeats(stream).slice(2)).toEqual(updatesOf(stream));
  });

  it('resumed from any cursor delivers the rest of the log, nothing less and nothing twice', async () => {
    const { id } = await enroll(service);
    const whole = nodeEvents(ofNode(id));
    await whole.until(isCaughtUp);
    await toActive(id);
    const log = await logOf(id);
    await whole.until(({ event }) => event?.id === log.at(-1));
    const updates = updatesOf(whole);
    for (const cut of [0, Math.floor(updates.length / 3), Math.floor(updates.length / 2), updates.length - 1]) {
      const rest = nodeEvents(ofNode(id, { after: updates[cut]?.cursor }));
      await rest.until(isCaughtUp);
      expect([...idsOf(updates.slice(0, cut + 1)), ...idsOf(updatesOf(rest))]).toEqual(log.slice(1));
      await rest.close();
    }
  });

  it('cut off in the middle of a deployment and resumed has every event exactly once', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_delays: { 'deploy.write_image': 150 } } });
    const before = nodeEvents(ofNode(id));
    await before.until(isCaughtUp);
    const whole = toActive(id);
    await before.until(becomes('DEPLOYING'));
    await before.close();
    const had = updatesOf(before);
    await whole;
    const after = nodeEvents(ofNode(id, { after: had.at(-1)?.cursor }));
    await after.until(isCaughtUp);
    expect([...idsOf(had), ...idsOf(updatesOf(after))]).toEqual((await logOf(id)).slice(1));
  });

  it("resumed from a mutation's cursor begins with what came of the mutation", async () => {
    const { id } = await enroll(service);
    const { cursor, job } = await perform(service, 'manageNode', { nodeId: id });
    const stream = nodeEvents(ofNode(id, { after: cursor }));
    await stream.until(isCaughtUp);
    const log = await rows.query<{ id: number; type: string }>(
      'SELECT id, type FROM events WHERE node_id = ? ORDER BY id',
      [id],
    );
    const queued = log.findIndex(({ type }) => type === 'JOB_QUEUED');
    // What lies before may come as well; the mutation's own event, which its caller knows of, does not.
    const isBehind = ({ event }: Item): boolean => Number(event?.nodeSequence) > queued;
    expect(idsOf(updatesOf(stream).filter(isBehind))).toEqual(log.slice(queued + 1).map((event) => String(event.id)));
    expect(updatesOf(stream).at(-1)?.job).toMatchObject({ id: job?.id, state: 'SUCCEEDED' });
  });

  it('resumed behind a mutation, and again behind what came of it, is not told of the mutation itself', async () => {
    const { id } = await enroll(service);
    for (const description of ['own', 'of others', 'later'])
      await accepted(service, 'updateNode', { nodeId: id, description });
    const [, own, ofOthers, later] = (await logOf(id)).map(Number) as [number, number, number, number]; // four events
    // The process that answers has read what others did meanwhile, and its own event not yet.
    const after = encodePosition({ settled: ofOthers, gaps: [own], last: own });
    const stream = nodeEvents(ofNode(id, { after }));
    await stream.until(isCaughtUp);
    expect(idsOf(updatesOf(stream))).toEqual([String(later)]);
    const resumed = nodeEvents(ofNode(id, { after: updatesOf(stream)[0]?.cursor }));
    await resumed.until(isCaughtUp);
    expect(updatesOf(resumed)).toEqual([]);
  });

  it('resumed from a page of events begins behind the page', async () => {
    const { id } = await enroll(service);
    await perform(service, 'manageNode', { nodeId: id });
    const { events } = await ask<{ events: { nodes: { id: string }[]; pageInfo: { endCursor: string } } }>(
      service,
      'query ($id: ID!) { events(first: 4, filter: { nodeId: $id }) { nodes { id } pageInfo { endCursor } } }',
      { id },
    );
    const stream = nodeEvents(ofNode(id, { after: events.pageInfo.endCursor }));
    await stream.until(isCaughtUp);
    expect([...events.nodes.map((event) => event.id), ...idsOf(updatesOf(stream))]).toEqual(await logOf(id));
  });

  it('with a filter by state delivers nodes only while they are in it', async () => {
    const { id } = await enroll(service);
    const other = await enroll(service);
    const stream = nodeEvents({ filter: { provisionState: { in: ['MANAGEABLE'] } } });
    await stream.until(isCaughtUp);
    await accepted(service, 'updateNode', { nodeId: other.id, description: 'still in ENROLL' });
    await perform(service, 'manageNode', { nodeId: id });
    await accepted(service, 'updateNode', { nodeId: id, description: 'in MANAGEABLE' });
    await stream.until(({ type }) => type === 'NODE_UPDATED');
    expect(new Set(updatesOf(stream).map(({ nodeId }) => nodeId))).toEqual(new Set([id]));
    expect(new Set(updatesOf(stream).map(({ node }) => node?.provisionState))).toEqual(new Set(['MANAGEABLE']));
  });

  it('tells that a node is gone', async () => {
    const { id } = await enroll(service);
    const stream = nodeEvents({});
    await stream.until(isCaughtUp);
    await accepted(service, 'deleteNode', { nodeId: id });
    const item = await stream.until(({ type }) => type === 'NODE_DELETED');
    expect(item).toMatchObject({ nodeId: id, node: null });
  });

  it('tells what happened to a node also when it is gone by then, unless a filter is to be met', async () => {
    const { cursor: after } = await accepted(service, 'createChassis', {});
    const { id } = await enroll(service);
    await accepted(service, 'updateNode', { nodeId: id, description: 'soon gone' });
    await accepted(service, 'deleteNode', { nodeId: id });
    const typesOf = async (stream: ReturnType<typeof nodeEvents>): Promise<readonly unknown[]> => {
      await stream.until(isCaughtUp);
      return updatesOf(stream).flatMap(({ nodeId, type, node }) => (nodeId === id ? [[type, node]] : []));
    };
    const all = ['NODE_CREATED', 'NODE_UPDATED', 'NODE_DELETED'].map((type) => [type, null]);
    expect(await typesOf(nodeEvents({ after }))).toEqual(all);
    expect(await typesOf(nodeEvents({ after, filter: { maintenance: { eq: false } } }))).toEqual(all.slice(2));
  });

  it('says now and then that it is alive, with a cursor to resume from', async () => {
    const { id } = await enroll(service);
    const stream = nodeEvents(ofNode(id));
    const heartbeat = await stream.until(({ kind }) => kind === 'HEARTBEAT');
    await accepted(service, 'updateNode', { nodeId: id, description: 'after the heartbeat' });
    const resumed = nodeEvents(ofNode(id, { after: heartbeat.cursor }));
    await resumed.until(isCaughtUp);
    expect(updatesOf(resumed).map(({ type }) => type)).toEqual(['NODE_UPDATED']);
  });

  it('reaches subscribers of another process on the same database, whose cursors are good here', async () => {
    const other = await startTestService({ config: { role: 'api' }, databaseUrl: service.databaseUrl });
    try {
      const { id } = await enroll(service);
      const there = nodeEvents(ofNode(id), other);
      await there.until(isCaughtUp);
      await perform(service, 'manageNode', { nodeId: id });
      const item = await there.until(becomes('MANAGEABLE'));
      const here = nodeEvents(ofNode(id, { after: item.cursor }));
      await here.until(isCaughtUp);
      const log = await logOf(id);
      expect(idsOf(updatesOf(here))).toEqual(log.slice(log.indexOf(item.event?.id ?? '') + 1));
      await there.close();
    } finally {
      await other.stop();
    }
  });

  it('resumed hundreds of events behind delivers them all, in order', async () => {
    const { id } = await enroll(service);
    const { cursor } = await accepted(service, 'updateNode', { nodeId: id, description: '0' });
    for (let change = 0; change < 30; change += 1) {
      await Promise.all(
        Array.from({ length: 10 }, () => accepted(service, 'updateNode', { nodeId: id, description: String(change) })),
      );
    }
    const stream = nodeEvents(ofNode(id, { after: cursor }));
    await stream.until(isCaughtUp);
    const updates = updatesOf(stream).filter(({ event }) => Number(event?.nodeSequence) > 2);
    expect(idsOf(updates)).toEqual((await logOf(id)).slice(2));
    expect(updates).toHaveLength(300);
  });
});

describe('jobEvents', () => {
  const kindsOf = (stream: Subscription<Item>): string[] => withoutHeartbeats(stream).map(({ kind }) => kind);

  it('begins with the job and ends by itself when the job does', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_delays: { 'power.get': 100 } } });
    const { job } = await accepted(service, 'manageNode', { nodeId: id });
    const stream = follow(JOB_EVENTS, { jobId: job?.id });
    await stream.ended;
    expect(stream.errors).toEqual([]);
    expect(kindsOf(stream)[0]).toBe('SNAPSHOT');
    expect(stream.items[0]?.job?.id).toBe(job?.id);
    expect(stream.items.at(-1)).toMatchObject({ type: 'JOB_SUCCEEDED', job: { state: 'SUCCEEDED' } });
  });

  it('ends when the job fails, and when it is cancelled', async () => {
    const failing = await enroll(service, { driverInfo: { fake_failures: { 'power.get': 'always' } } });
    const failed = await accepted(service, 'manageNode', { nodeId: failing.id });
    const hanging = await enroll(service, { driverInfo: { fake_hangs: { 'power.get': 'always' } } });
    const hung = await accepted(service, 'manageNode', { nodeId: hanging.id });
    // From before they began: the first may have failed by now.
    const streams = [failed, hung].map(({ job, cursor }) => follow(JOB_EVENTS, { jobId: job?.id, after: cursor }));
    await streams[1]?.until(({ type, job }) => type === 'JOB_STEP_CHANGED' || job?.state === 'RUNNING');
    await accepted(service, 'cancelJob', { jobId: hung.job?.id });
    await Promise.all(streams.map(({ ended }) => ended));
    expect(streams.map(({ items }) => items.at(-1)?.type)).toEqual(['JOB_FAILED', 'JOB_CANCELLED']);
  });

  it('of a job that had settled shows it and ends', async () => {
    const { id } = await enroll(service);
    const { job } = await perform(service, 'manageNode', { nodeId: id });
    const stream = follow(JOB_EVENTS, { jobId: job?.id });
    await stream.ended;
    expect(kindsOf(stream)).toEqual(['SNAPSHOT', 'CAUGHT_UP']);
    expect(stream.items[0]?.job?.state).toBe('SUCCEEDED');
  });

  it('resumed delivers the rest and ends, also behind the last event', async () => {
    const { id } = await enroll(service);
    const { job, cursor } = await perform(service, 'manageNode', { nodeId: id });
    const whole = follow(JOB_EVENTS, { jobId: job?.id, after: cursor });
    await whole.ended;
    const updates = updatesOf(whole);
    const log = await rows.query<{ id: number }>(
      `SELECT id FROM events WHERE job_id = ? AND type <> 'JOB_QUEUED' ORDER BY id`,
      [job?.id],
    );
    // What happens when the job ends and its lock is released belongs to the job, but comes after its end.
    const ending = updates.findIndex(({ type }) => type === 'JOB_SUCCEEDED');
    expect(idsOf(updates)).toEqual(log.slice(0, ending + 1).map((event) => String(event.id)));
    for (const cut of [0, Math.floor(updates.length / 2), updates.length - 1]) {
      const rest = follow(JOB_EVENTS, { jobId: job?.id, after: updates[cut]?.cursor });
      await rest.ended;
      expect(rest.errors).toEqual([]);
      const seen = updatesOf(rest).filter(({ type }) => type !== 'LOCK_RELEASED');
      expect(idsOf(seen)).toEqual(idsOf(updates.slice(cut + 1)));
    }
  });

  it('of a job that waits says that it is alive', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_hangs: { 'power.get': 'always' } } });
    const { job } = await accepted(service, 'manageNode', { nodeId: id });
    const stream = follow(JOB_EVENTS, { jobId: job?.id });
    await stream.until(({ kind }) => kind === 'HEARTBEAT');
    await accepted(service, 'cancelJob', { jobId: job?.id });
    await stream.ended;
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
  });
});

describe('a log that no longer reaches back', () => {
  it('is admitted as a GAP, followed by the present state and what comes', async () => {
    const own = await startTestService({ config: { role: 'api' } });
    const ownRows = await openRows(own.databaseUrl);
    try {
      const { id } = await enroll(own);
      const old = await accepted(own, 'updateNode', { nodeId: id, description: 'old' });
      await accepted(own, 'updateNode', { nodeId: id, description: 'lost' });
      await accepted(own, 'updateNode', { nodeId: id, description: 'kept' });
      // Retention: all but the newest.
      const [newest] = await ownRows.query<{ id: number }>('SELECT MAX(id) AS id FROM events');
      await ownRows.query('UPDATE event_log_state SET purged_through = ?', [(newest?.id ?? 0) - 1]);
      await ownRows.query('DELETE FROM events WHERE id < ?', [newest?.id]);

      const stream = nodeEvents(ofNode(id, { after: old.cursor, snapshot: true }), own);
      await stream.until(isCaughtUp);
      const kinds = stream.items.map(({ kind }) => kind);
      expect(kinds.slice(kinds.indexOf('GAP'))).toEqual(['GAP', 'SNAPSHOT', 'CAUGHT_UP']);
      expect(stream.items.find(({ kind }) => kind === 'GAP')?.gap?.reason).toMatch(/\S/);
      await accepted(own, 'updateNode', { nodeId: id, description: 'live' });
      await stream.until(({ kind }) => kind === 'UPDATE');
      expect(updatesOf(stream)).toHaveLength(1);
      await stream.close();
    } finally {
      await ownRows.close();
      await own.stop();
    }
  });

  it('that retention emptied gives cursors that are good, also to a process that starts on it', async () => {
    const first = await startTestService({ config: { role: 'api' } });
    const ownRows = await openRows(first.databaseUrl);
    const { id } = await enroll(first);
    await ownRows.query('UPDATE event_log_state SET purged_through = (SELECT MAX(id) FROM events)');
    await ownRows.query('DELETE FROM events');
    const second = await startTestService({ config: { role: 'api' }, databaseUrl: first.databaseUrl });
    try {
      const { cursor } = await accepted(second, 'updateNode', { nodeId: id, description: 'first' });
      await accepted(second, 'updateNode', { nodeId: id, description: 'second' });
      const stream = nodeEvents(ofNode(id, { after: cursor }), second);
      await stream.until(isCaughtUp);
      expect(stream.items.map(({ kind }) => kind)).toEqual(['UPDATE', 'CAUGHT_UP']);
      await stream.close();
    } finally {
      await second.stop();
      await ownRows.close();
      await first.stop();
    }
  });
});

it('a socket that closes frees its subscriptions, also those that wait for something to happen', async () => {
  const idle = await startTestService(); // no heartbeat wakes a subscription in the time of this test
  const openOnes = async (): Promise<number> => {
    const text = await (await fetch(`${idle.url}/metrics`)).text();
    const values = [...text.matchAll(/^ironql_subscriptions\{[^}]*\} (\d+)$/gm)].map(([, value]) => Number(value));
    return values.reduce((sum, value) => sum + value, 0);
  };
  try {
    const { id } = await enroll(idle, { driverInfo: { fake_hangs: { 'power.get': 'always' } } });
    const { job } = await accepted(idle, 'manageNode', { nodeId: id });
    const streams = [nodeEvents({}, idle), nodeEvents(ofNode(id), idle), follow(JOB_EVENTS, { jobId: job?.id }, idle)];
    await Promise.all(streams.map((stream) => stream.until(isCaughtUp)));
    expect(await openOnes()).toBe(3);
    await Promise.all(streams.map((stream) => stream.close()));
    await waitFor(async () => (await openOnes()) === 0, 'the subscriptions to be freed');
    expect(await openOnes()).toBe(0);
  } finally {
    await idle.stop();
  }
});
