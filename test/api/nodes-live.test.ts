import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, perform, type Variables } from '../support/graphql-client.ts';
import { liveView, type LiveItem, type LiveNode, type LiveView } from '../support/live-view.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
let rows: TestRows;
const open: LiveView[] = [];

beforeAll(async () => {
  service = await startTestService({ config: { streamHeartbeatMs: 200 } });
  rows = await openRows(service.databaseUrl);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ stream }) => stream.close()));
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

function view(variables: Variables, held?: ReadonlyMap<string, LiveNode>): LiveView {
  const made = liveView(service, variables, held);
  open.push(made);
  return made;
}

const ofClass = (resourceClass: string): Variables => ({ filter: { resourceClass: { eq: resourceClass } } });
const isCaughtUp = ({ kind }: LiveItem): boolean => kind === 'CAUGHT_UP';
const kindsOf = ({ stream }: LiveView, nodeId?: string): readonly string[] =>
  stream.items.flatMap((item) =>
    item.kind === 'HEARTBEAT' || (nodeId !== undefined && item.nodeId !== nodeId) ? [] : item.kind,
  );
const update = (nodeId: string, values: Variables) => accepted(service, 'updateNode', { nodeId, ...values });

const versionsIn = (nodes: readonly Pick<LiveNode, 'id' | 'version'>[]): string =>
  nodes
    .map(({ id, version }) => `${id} ${version}`)
    .sort()
    .join();

let classes = 0;
const newClass = (): string => `class-${(classes += 1)}`;

describe('nodesLive', () => {
  it('shows those that fit in the order asked for, and says when that was all', async () => {
    const resourceClass = newClass();
    for (const name of ['b', 'c', 'a']) await enroll(service, { name: `${resourceClass}-${name}`, resourceClass });
    await enroll(service, { resourceClass: newClass() });
    const { stream } = view({ ...ofClass(resourceClass), orderBy: [{ field: 'NAME', direction: 'DESC' }] });
    await stream.until(isCaughtUp);
    expect(stream.items.map(({ kind, node }) => [kind, node?.name?.slice(-1)])).toEqual([
      ['SNAPSHOT', 'c'],
      ['SNAPSHOT', 'b'],
      ['SNAPSHOT', 'a'],
      ['CAUGHT_UP', undefined],
    ]);
  });

  it('says which nodes come, change and leave', async () => {
    const resourceClass = newClass();
    const shown = view(ofClass(resourceClass));
    await shown.stream.until(isCaughtUp);
    const { id } = await enroll(service, { resourceClass: 'another' });
    await update(id, { resourceClass });
    await update(id, { name: resourceClass });
    await update(id, { resourceClass: 'another' });
    await update(id, { resourceClass });
    await accepted(service, 'deleteNode', { nodeId: id });
    await shown.stream.until(({ type }) => type === 'NODE_DELETED');
    expect(shown.stream.items.filter(({ nodeId }) => nodeId === id).at(-1)).toMatchObject({
      kind: 'LEAVE',
      node: null,
      type: 'NODE_DELETED',
    });
    expect(shown.nodes().size).toBe(0);
    const kinds = kindsOf(shown, id);
    expect(kinds.filter((kind) => kind === 'ENTER').length).toBeGreaterThan(0);
    expect(kinds.filter((kind) => kind === 'LEAVE').length).toBeGreaterThan(0);
  });

  it('says one thing after the other, when each has been heard', async () => {
    const resourceClass = newClass();
    const shown = view(ofClass(resourceClass));
    await shown.stream.until(isCaughtUp);
    const { id } = await enroll(service, { resourceClass });
    const next = (kind: string) =>
      waitFor(() => kindsOf(shown, id).at(-1) === kind && kindsOf(shown, id).length, `${kind} of the node`);
    await next('ENTER');
    await update(id, { description: 'changed' });
    await next('UPDATE');
    await update(id, { resourceClass: 'another' });
    await next('LEAVE');
    expect(kindsOf(shown, id)).toEqual(['ENTER', 'UPDATE', 'LEAVE']);
  });

  it('follows nodes through the states that jobs bring them to', async () => {
    const resourceClass = newClass();
    const { id } = await enroll(service, { resourceClass });
    const shown = view({ filter: { resourceClass: { eq: resourceClass }, provisionState: { eq: 'MANAGEABLE' } } });
    await shown.stream.until(isCaughtUp);
    expect(shown.nodes().size).toBe(0);
    await perform(service, 'manageNode', { nodeId: id });
    await waitFor(() => shown.nodes().has(id), 'the node to enter');
  });

  it('comes back with what was touched meanwhile, and without a snapshot', async () => {
    const resourceClass = newClass();
    const [stays, leaves, changes] = [
      await enroll(service, { resourceClass }),
      await enroll(service, { resourceClass }),
      await enroll(service, { resourceClass }),
    ];
    const first = view(ofClass(resourceClass));
    const { cursor } = await first.stream.until(isCaughtUp);
    await first.stream.close();
    const held = first.nodes();
    await update(leaves.id, { resourceClass: 'another' });
    await update(changes.id, { description: 'once' });
    await update(changes.id, { description: 'twice' });
    const comes = await enroll(service, { resourceClass });

    const second = view({ ...ofClass(resourceClass), after: cursor }, held);
    await second.stream.until(isCaughtUp);
    expect(kindsOf(second)).not.toContain('SNAPSHOT');
    expect(kindsOf(second, stays.id)).toEqual([]);
    expect([...second.nodes().keys()].sort()).toEqual([stays.id, changes.id, comes.id].sort());
    expect(second.nodes().get(changes.id)?.version).toBe(3);
  });

  it('begins anew with GAP where the log does not reach back to the cursor', async () => {
    const resourceClass = newClass();
    const { id } = await enroll(service, { resourceClass });
    const first = view(ofClass(resourceClass));
    const { cursor } = await first.stream.until(isCaughtUp);
    await first.stream.close();
    await update(id, { description: 'changed' });
    await rows.query('UPDATE event_log_state SET purged_through = (SELECT MAX(id) FROM events)');
    const second = view({ ...ofClass(resourceClass), after: cursor }, first.nodes());
    await second.stream.until(isCaughtUp);
    expect(kindsOf(second)).toEqual(['GAP', 'SNAPSHOT', 'CAUGHT_UP']);
    expect([...second.nodes().keys()]).toEqual([id]);
  });

  it('conflated, tells the latest of a node and how many it left out', async () => {
    const resourceClass = newClass();
    const { id } = await enroll(service, { resourceClass });
    const every = view(ofClass(resourceClass));
    const some = view({ ...ofClass(resourceClass), conflateMs: 300 });
    await Promise.all([every.stream.until(isCaughtUp), some.stream.until(isCaughtUp)]);
    for (let at = 0; at < 6; at += 1) await update(id, { description: `change ${at}` });
    await waitFor(() => some.nodes().get(id)?.version === 7 && every.nodes().get(id)?.version === 7, 'the last change');
    const told = some.stream.items.filter(({ kind }) => kind === 'UPDATE');
    const seen = every.stream.items.filter(({ kind }) => kind === 'UPDATE');
    expect(seen.length).toBe(6);
    expect(told.reduce((sum, { skipped }) => sum + 1 + skipped, 0)).toBe(6);
  });

  it('shows that it is alive while others change', async () => {
    const shown = view(ofClass(newClass()));
    await shown.stream.until(isCaughtUp);
    const other = await enroll(service);
    let isOver = false;
    const busy = (async () => {
      for (let at = 0; !isOver; at += 1) await update(other.id, { description: String(at) });
    })();
    await shown.stream.until(({ kind }) => kind === 'HEARTBEAT');
    isOver = true;
    await busy;
    expect(kindsOf(shown, other.id).filter((kind) => kind !== 'LEAVE')).toEqual([]);
  });

  it.each<[string, Variables]>([
    ['a cursor', { after: 'nonsense' }],
    ['an interval', { conflateMs: 60_001 }],
    ['an order', { orderBy: Array.from({ length: 4 }, () => ({ field: 'NAME', direction: 'ASC' })) }],
    ['a filter', { filter: { not: { not: { not: { not: { not: { maintenance: { eq: true } } } } } } } }],
  ])('refuses %s that is none before it sends anything', async (_what, variables) => {
    const { stream } = view(variables);
    await stream.ended;
    expect(stream.errors).toHaveLength(1);
    expect(stream.items).toEqual([]);
  });
});

it('whenever somebody begins to look or comes back, in the end he has what the query answers', async () => {
  const [inside, outside] = [newClass(), newClass()];
  const nodes = await Promise.all(Array.from({ length: 6 }, () => enroll(service, { resourceClass: inside })));
  let changes = 0;
  const isOver = (): boolean => changes >= 120;
  const writers = nodes.map(async ({ id }, at) => {
    for (let turn = at; !isOver(); turn += 1) {
      await update(id, { resourceClass: turn % 2 === 0 ? outside : inside });
      changes += 1;
    }
  });
  const all: LiveView[] = [];
  const joiners = Array.from({ length: 4 }, async (_, at) => {
    let held: ReadonlyMap<string, LiveNode> = new Map();
    let after: string | null = null;
    while (!isOver()) {
      const one: LiveView = view({ ...ofClass(inside), after, conflateMs: at === 3 ? 20 : 0 }, held);
      await one.stream.until(isCaughtUp);
      await waitFor(() => isOver() || one.stream.items.length > 12 + at * 5, 'more items');
      if (isOver()) {
        all.push(one);
        return;
      }
      await one.stream.close();
      held = one.nodes();
      after = one.stream.items.at(-1)?.cursor ?? after;
    }
  });
  await Promise.all([...writers, ...joiners]);
  const document = 'query ($filter: NodeFilter) { nodes(filter: $filter) { nodes { id version } } }';
  const answer = await ask<{ nodes: { nodes: { id: string; version: number }[] } }>(service, document, ofClass(inside));
  const wanted = versionsIn(answer.nodes.nodes);
  const has = (one: LiveView): string => versionsIn([...one.nodes().values()]);
  await waitFor(() => all.every((one) => has(one) === wanted), 'all views to equal the query').catch(() => {});
  expect(all.map(has)).toEqual(all.map(() => wanted));
}, 120_000);
