/** Subscribers that ask the same are told the same, made once; what each of them gets is as if it were alone. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM_ADMIN } from '../../src/domain/viewer.ts';
import { accepted, enroll, subscribe, type Subscription, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { watchStatements } from '../support/statements.ts';
import { openStreams, type TextStream } from '../support/streams.ts';
import { waitFor } from '../support/wait.ts';

interface Item {
  readonly kind: string;
  readonly cursor: string;
  readonly type: string | null;
  readonly nodeId: string | null;
  readonly skipped?: number;
  readonly node?: { readonly description: string | null } | null;
  readonly event: { readonly id: string; readonly nodeSequence: number | null } | null;
  readonly gap?: { readonly from: string; readonly to: string } | null;
}

const WATCH = `subscription ($filter: NodeFilter, $after: Cursor, $snapshot: Boolean! = false, $types: [EventType!], $conflateMs: Int) {
  nodeEvents(filter: $filter, after: $after, snapshot: $snapshot, types: $types, conflateMs: $conflateMs) {
    kind cursor type nodeId skipped node { description } event { id nodeSequence } } }`;
const LOG = `subscription ($filter: NodeFilter, $after: Cursor, $types: [EventType!]) {
  events(filter: $filter, after: $after, types: $types) { kind cursor type nodeId event { id nodeSequence } } }`;

let service: TestService;
const open: Subscription<Item>[] = [];

beforeAll(async () => {
  service = await startTestService();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((stream) => stream.close()));
});
afterAll(async () => {
  await service?.stop();
});

async function follow(document: string, variables: Variables = {}): Promise<Subscription<Item>> {
  const stream = subscribe<Item>(service, document, variables);
  open.push(stream);
  await stream.until(({ kind }) => kind === 'CAUGHT_UP');
  return stream;
}
const describeNode = (nodeId: string, description: string): Promise<unknown> =>
  accepted(service, 'updateNode', { nodeId, description });
const updatesOf = ({ items }: Pick<Subscription<Item>, 'items'>): readonly Item[] =>
  items.filter(({ kind }) => kind === 'UPDATE');
const ofNode = (id: string): Variables => ({ filter: { id: { eq: id } } });

describe('many that ask the same', () => {
  it('cost one look at the node for an event, not one each, however they came', async () => {
    const streams = await openStreams(service);
    const { id } = await enroll(service);
    /** How often a change was looked up when all of them have been told of it. */
    const looksFor = async (told: readonly TextStream[], description: string): Promise<number> => {
      const statements = watchStatements(streams.db);
      await describeNode(id, description);
      await Promise.all(told.map((stream) => stream.until(description)));
      return statements.stop().sent.filter((sql) => sql.includes('FROM `nodes`')).length;
    };
    const openMany = async (variables: (at: number) => Variables): Promise<readonly TextStream[]> => {
      const all = await Promise.all(
        Array.from({ length: 40 }, (_, at) => streams.open(SYSTEM_ADMIN, WATCH, variables(at))),
      );
      await Promise.all(all.map((stream) => stream.until('CAUGHT_UP')));
      return all;
    };
    try {
      const filter = { owner: { isNull: true } };
      const after = (await follow(WATCH, { filter })).items.at(-1)?.cursor ?? null;
      // Where they began differs, and so does the order in which they wrote their variables.
      const alike = await openMany((at) => (at % 2 === 0 ? { after, filter } : { filter, snapshot: true }));
      await looksFor(alike, 'all are live');
      expect(await looksFor(alike, 'told together')).toBe(1);
      // Each of these has a filter of its own, that means the same.
      const apart = await openMany((at) => ({ filter: { ...filter, name: { notIn: [`x${at}`] } } }));
      expect(await looksFor([...alike, ...apart], 'told apart')).toBe(1 + apart.length);
    } finally {
      await streams.close();
    }
  });

  it('each get every event once and in order, whenever they came, also those that come and go', async () => {
    const { id } = await enroll(service);
    const streams = [await follow(WATCH, ofNode(id))];
    let isDone = false;
    const writing = (async () => {
      for (let at = 0; at < 60; at += 1) await describeNode(id, `change ${at}`);
      isDone = true;
    })();
    while (!isDone) {
      const after = streams[0]?.items[0]?.cursor ?? null;
      streams.push(await follow(WATCH, { ...ofNode(id), after }));
      if (streams.length % 3 === 0) await (await follow(WATCH, ofNode(id))).close();
    }
    await writing;
    const all = await waitFor(() => {
      const [first] = streams;
      return first !== undefined && updatesOf(first).length >= 60 && updatesOf(first);
    }, 'all changes');
    for (const stream of streams) {
      await waitFor(() => updatesOf(stream).length >= all.length, 'all changes for everybody');
      expect(updatesOf(stream).map(({ event }) => event?.id)).toEqual(all.map(({ event }) => event?.id));
    }
  });
});

describe('nodeEvents with types', () => {
  it('tells of these alone, live and from the past', async () => {
    const { id } = await enroll(service);
    const types = ['NODE_MAINTENANCE_CHANGED'];
    const live = await follow(WATCH, { types, ...ofNode(id) });
    const start = live.items[0]?.cursor;
    await describeNode(id, 'not of interest');
    await accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: true, reason: 'a test' });
    await live.until(({ type }) => type === 'NODE_MAINTENANCE_CHANGED');
    const past = await follow(WATCH, { types, ...ofNode(id), after: start });
    for (const stream of [live, past]) expect(updatesOf(stream).map(({ type }) => type)).toEqual(types);
    const none = await follow(WATCH, { types: [], ...ofNode(id), after: start });
    expect(updatesOf(none)).toEqual([]);
  });
});

describe('nodeEvents with conflateMs', () => {
  it('tells the latest of each node and how many it stands for; together they are all', async () => {
    const [one, two] = [await enroll(service), await enroll(service)];
    const filter = { id: { in: [one.id, two.id] } };
    const every = await follow(WATCH, { filter });
    const some = await follow(WATCH, { filter, conflateMs: 400 });
    for (let at = 0; at < 20; at += 1) {
      await describeNode(one.id, `change ${at}`);
      if (at % 4 === 0) await describeNode(two.id, `change ${at}`);
    }
    const stoodFor = (stream: Pick<Subscription<Item>, 'items'>): number =>
      updatesOf(stream).reduce((sum, { skipped }) => sum + 1 + (skipped ?? 0), 0);
    await waitFor(() => stoodFor(some) === 25 && updatesOf(every).length === 25, 'all to be told, or stood for');
    expect(updatesOf(some).length).toBeLessThan(25);
    for (const { id } of [one, two]) {
      const last = (stream: Subscription<Item>): Item | undefined =>
        updatesOf(stream).findLast(({ nodeId }) => nodeId === id);
      expect(last(some)?.event?.id).toBe(last(every)?.event?.id);
      const sequences = updatesOf(some).flatMap(({ nodeId, event }) =>
        nodeId === id ? (event?.nodeSequence ?? 0) : [],
      );
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    }
    // Whoever is cut off after any of them and comes back is told of all that is left, each event once.
    for (const [at, item] of updatesOf(some).entries()) {
      const before = updatesOf(some).slice(0, at + 1);
      const rest = await follow(WATCH, { filter, after: item.cursor, conflateMs: 400 });
      expect(stoodFor({ items: before }) + stoodFor(rest)).toBe(25);
    }
  });

  it('counts for who comes in the midst of an interval from there on, though all share it', async () => {
    const { id } = await enroll(service);
    const variables = { ...ofNode(id), conflateMs: 3_000 };
    const [first, present] = [await follow(WATCH, variables), await follow(WATCH, ofNode(id))];
    const happens = async (description: string): Promise<void> => {
      await describeNode(id, description);
      await present.until(({ node }) => node?.description === description);
    };
    await happens('before');
    const joined = await follow(WATCH, variables);
    await happens('after');
    await happens('last');
    const stoodFor = (stream: Subscription<Item>): number =>
      updatesOf(stream).reduce((sum, { skipped }) => sum + 1 + (skipped ?? 0), 0);
    const hasLast = ({ node }: Item): boolean => node?.description === 'last';
    await Promise.all([first.until(hasLast), joined.until(hasLast)]);
    expect([stoodFor(first), stoodFor(joined)]).toEqual([3, 2]);
  });

  it.each([-1, 60_001])('refuses %i', async (conflateMs) => {
    const stream = subscribe<Item>(service, WATCH, { conflateMs });
    open.push(stream);
    await stream.ended;
    expect(stream.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'conflateMs' });
  });
});

describe('events', () => {
  it('tells of everything, of no node too, and with a filter of the nodes that fit', async () => {
    const all = await follow(LOG);
    const { id } = await enroll(service, { name: 'of-interest' });
    const filtered = await follow(LOG, { filter: { name: { eq: 'of-interest' } } });
    const { id: other } = await enroll(service);
    await accepted(service, 'createDeployTemplate', {
      name: 'CUSTOM_OF_NO_NODE',
      steps: [{ interface: 'DEPLOY', step: 'write_image', priority: 80 }],
    });
    await describeNode(id, 'the last');
    await filtered.until(({ type }) => type === 'NODE_UPDATED');
    await all.until(({ type, nodeId }) => type === 'NODE_UPDATED' && nodeId === id);
    expect(updatesOf(filtered).map(({ type }) => type)).toEqual(['NODE_UPDATED']);
    const told = updatesOf(all).map(({ type, nodeId }) => [type, nodeId]);
    expect(told).toContainEqual(['NODE_CREATED', id]);
    expect(told).toContainEqual(['NODE_CREATED', other]);
    expect(told).toContainEqual(['DEPLOY_TEMPLATE_CREATED', null]);

    const resumed = await follow(LOG, { after: all.items[0]?.cursor });
    expect(updatesOf(resumed).map(({ event }) => event?.id)).toEqual(updatesOf(all).map(({ event }) => event?.id));
  });
});
