import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, gql, perform, subscribe, type Subscription } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
let rows: TestRows;
const open: Subscription<FleetItem>[] = [];

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

interface Bucket {
  readonly key: readonly { readonly dimension: string; readonly value: string | null }[];
  readonly count: number;
}

interface FleetItem {
  readonly kind: 'SNAPSHOT' | 'UPDATE' | 'CAUGHT_UP' | 'HEARTBEAT';
  readonly total: number | null;
  readonly buckets: readonly Bucket[];
  readonly changed: readonly (Bucket & { readonly delta: number })[];
}

type Counts = Readonly<Record<string, number>>;

const KEY = 'key { dimension value } count';

function watch(groupBy: string, filter = '{}'): Subscription<FleetItem> {
  const document = `subscription { fleetSummary(groupBy: [${groupBy}], filter: ${filter}) {
    cursor kind total buckets { ${KEY} } changed { ${KEY} delta } } }`;
  const stream = subscribe<FleetItem>(service, document);
  open.push(stream);
  return stream;
}

async function counted(groupBy: string, filter = '{}'): Promise<{ total: number; counts: Counts }> {
  const { fleetSummary } = await ask<{ fleetSummary: { total: number; buckets: readonly Bucket[] } }>(
    service,
    `{ fleetSummary(groupBy: [${groupBy}], filter: ${filter}) { total buckets { ${KEY} } } }`,
  );
  return { total: fleetSummary.total, counts: countsOf(fleetSummary.buckets) };
}

const nameOf = ({ key }: Bucket): string => key.map(({ value }) => value ?? 'null').join(' ');
const countsOf = (buckets: readonly Bucket[]): Counts =>
  Object.fromEntries(buckets.map((bucket) => [nameOf(bucket), bucket.count]));
const isCaughtUp = ({ kind }: FleetItem): boolean => kind === 'CAUGHT_UP';

/** The last snapshot and all deltas since: what a subscriber who only adds has, or where that is not what it was told. */
function sumOf({ items }: Pick<Subscription<FleetItem>, 'items'>): Counts | string {
  let counts = new Map<string, number>();
  for (const { kind, buckets, changed, total } of items) {
    if (kind === 'SNAPSHOT') counts = new Map(Object.entries(countsOf(buckets)));
    for (const bucket of changed) {
      const name = nameOf(bucket);
      const sum = (counts.get(name) ?? 0) + bucket.delta;
      if (sum !== bucket.count) return `${name} is ${bucket.count}, and by its deltas ${sum}`;
      if (sum === 0) counts.delete(name);
      else counts.set(name, sum);
    }
    const sum = [...counts.values()].reduce((a, b) => a + b, 0);
    if (total !== null && sum !== total) return `the total is ${total}, and by the deltas ${sum}`;
  }
  return sorted(Object.fromEntries(counts));
}

const sorted = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));

describe('fleetSummary', () => {
  it('counts nodes by each dimension, and by several', async () => {
    const filter = '{ resourceClass: { eq: "counted" } }';
    await enroll(service, { resourceClass: 'counted', owner: 'p1', conductorGroup: 'north' });
    await enroll(service, { resourceClass: 'counted', owner: 'p1' });
    const { id } = await enroll(service, { resourceClass: 'counted' });
    await accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: true });
    await rows.setNode(id, { power_state: 'ON' });
    const by = async (groupBy: string): Promise<Counts> => (await counted(groupBy, filter)).counts;
    expect(await by('PROVISION_STATE')).toEqual({ ENROLL: 3 });
    expect(await by('POWER_STATE')).toEqual({ null: 2, ON: 1 });
    expect(await by('DRIVER')).toEqual({ 'fake-hardware': 3 });
    expect(await by('CONDUCTOR_GROUP')).toEqual({ '': 2, north: 1 });
    expect(await by('RESOURCE_CLASS')).toEqual({ counted: 3 });
    expect(await by('OWNER')).toEqual({ null: 1, p1: 2 });
    expect(await by('MAINTENANCE')).toEqual({ false: 2, true: 1 });
    expect(await by('OWNER, CONDUCTOR_GROUP, MAINTENANCE')).toEqual({
      'null  true': 1,
      'p1  false': 1,
      'p1 north false': 1,
    });
    expect((await counted('OWNER', filter)).total).toBe(3);
  });

  it('tells values apart that the database takes for equal', async () => {
    const filter = '{ resourceClass: { eq: "apart" } }';
    for (const owner of ['p1', 'p1 ', 'P1']) await enroll(service, { resourceClass: 'apart', owner });
    expect((await counted('OWNER', filter)).counts).toEqual({ p1: 1, 'p1 ': 1, P1: 1 });
    const stream = watch('OWNER', filter);
    await stream.until(isCaughtUp);
    expect(sumOf(stream)).toEqual({ p1: 1, 'p1 ': 1, P1: 1 });
  });

  it('begins with all counts and tells what changes, and nothing when nothing changed', async () => {
    const filter = '{ resourceClass: { eq: "watched" } }';
    const { id } = await enroll(service, { resourceClass: 'watched', owner: 'p1' });
    const stream = watch('OWNER', filter);
    await stream.until(isCaughtUp);
    await accepted(service, 'updateNode', { nodeId: id, description: 'changes no count' });
    await accepted(service, 'updateNode', { nodeId: id, owner: 'p2' });
    const item = await stream.until(({ kind }) => kind === 'UPDATE');
    expect(item).toMatchObject({ total: 1, buckets: [] });
    expect(item.changed.map((bucket) => [nameOf(bucket), bucket.count, bucket.delta])).toEqual([
      ['p1', 0, -1],
      ['p2', 1, 1],
    ]);
    await stream.until(({ kind }) => kind === 'HEARTBEAT');
    expect(stream.items.filter(({ kind }) => kind !== 'HEARTBEAT').map(({ kind }) => kind)).toEqual([
      'SNAPSHOT',
      'CAUGHT_UP',
      'UPDATE',
    ]);
  });

  it.each([
    ['no dimension', ''],
    ['the same one twice', 'DRIVER, DRIVER'],
    ['more than three', 'DRIVER, OWNER, MAINTENANCE, POWER_STATE'],
  ])('refuses %s', async (_what, groupBy) => {
    const { errors } = await gql(service, `{ fleetSummary(groupBy: [${groupBy}]) { total } }`);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'groupBy' });
    const stream = watch(groupBy);
    await stream.ended;
    expect(stream.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'groupBy' });
  });
});

it('snapshot and deltas add up to what the query answers, whatever changes and whenever somebody begins to look', async () => {
  const filter = '{ resourceClass: { in: ["flux", "still flux"] } }';
  const groupBy = 'PROVISION_STATE, OWNER, CONDUCTOR_GROUP';
  const streams: Subscription<FleetItem>[] = [watch(groupBy, filter)];
  let changes = 0;
  const isOver = (): boolean => changes >= 120;
  const lives = Array.from({ length: 6 }, async (_, at) => {
    for (let turn = at; !isOver(); turn += 1) {
      const { id: nodeId } = await enroll(service, { resourceClass: 'flux', owner: `p${turn % 3}` });
      await accepted(service, 'updateNode', { nodeId, owner: `p${(turn + 1) % 3}` });
      await accepted(service, 'updateNode', { nodeId, conductorGroup: 'nobody' });
      if (turn % 3 === 0) await accepted(service, 'updateNode', { nodeId, resourceClass: 'gone' });
      if (turn % 3 === 1) await accepted(service, 'deleteNode', { nodeId });
      if (turn % 3 === 2) await accepted(service, 'updateNode', { nodeId, resourceClass: 'still flux' });
      changes += 5;
    }
  });
  const jobs = (async () => {
    while (!isOver()) {
      const { id: nodeId } = await enroll(service, { resourceClass: 'flux', owner: 'jobs' });
      await perform(service, 'manageNode', { nodeId });
    }
  })();
  const latecomers = (async () => {
    for (let number = 1; number < 6 && !isOver(); number += 1) {
      const before = changes;
      await waitFor(() => isOver() || changes >= before + 20, 'more changes');
      streams.push(watch(groupBy, filter));
    }
  })();
  await Promise.all([...lives, jobs, latecomers]);
  const { counts } = await counted(groupBy, filter);
  expect(streams.length).toBeGreaterThan(2);
  const sums = (): readonly string[] => streams.map((stream) => JSON.stringify(sumOf(stream)));
  const wanted = JSON.stringify(sorted(counts));
  await waitFor(() => sums().every((sum) => sum === wanted), 'all sums to equal the query').catch(() => {});
  expect(sums()).toEqual(streams.map(() => wanted));
}, 120_000);
