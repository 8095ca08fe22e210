/** A judge that is never angry proves nothing: each kind of violation is forged once, and must be seen. */
import { describe, expect, it } from 'vitest';
import { encodePosition, LOG_START } from '../../../src/domain/cursor.ts';
import type { ReceivedEvent } from '../../support/webhook-receiver.ts';
import type { LoggedEvent } from '../history.ts';
import { judgeSubscriber, judgeView, judgeWebhook, type WebhookRecord } from './check.ts';
import { createRecorder, hasHadAll, type Item } from './record.ts';
import { viewOfCounts, viewOfNodes, type Bucket, type ShownNode } from './view.ts';
import type { Truth } from './watcher.ts';
import { ALL_NODES, VIEWS, wishForGroup, type Wish } from './wishes.ts';

const A = 'node-a';
const B = 'node-b';
const START = encodePosition(LOG_START);
const placeOf = (settled: number): string => encodePosition({ settled, gaps: [], last: settled });

const logged = (id: number, nodeId: string, sequence: number, more: Partial<LoggedEvent> = {}): LoggedEvent => ({
  id,
  type: 'NODE_UPDATED',
  at: 0,
  nodeId,
  sequence,
  jobId: null,
  actor: 'forger',
  changes: [],
  ...more,
});
const LOG: readonly LoggedEvent[] = [logged(1, A, 1), logged(2, B, 1), logged(3, A, 2), logged(4, A, 3)];

const NODES: readonly ShownNode[] = [
  { id: B, name: 'b' },
  { id: A, name: 'a' },
];
const BUCKETS: readonly Bucket[] = [
  { key: [{ value: 'MANAGEABLE' }], count: 2 },
  { key: [{ value: null }], count: 1 },
];
const truth: Truth = {
  happened: LOG,
  log: LOG,
  viewFor: ({ field }) => (field === 'fleetSummary' ? viewOfCounts(BUCKETS) : viewOfNodes(NODES)),
};

const mark = (kind: string, settled: number): Item => ({ kind, cursor: placeOf(settled) });
const told = ({ id, nodeId, sequence }: LoggedEvent, more: Partial<Item> = {}): Item => ({
  kind: 'UPDATE',
  cursor: placeOf(id),
  nodeId,
  event: { id: String(id), nodeId, nodeSequence: sequence },
  ...more,
});
const snapshot = (node: ShownNode): Item => ({ kind: 'SNAPSHOT', cursor: START, nodeId: node.id, node });

/** What is found wrong with who was told this; `cut`: then the connection was lost. */
function found(wish: Wish, items: readonly (Item | 'cut')[], against: Truth = truth): readonly string[] {
  const { record, connect, take } = createRecorder(wish);
  connect();
  for (const item of items) {
    if (item === 'cut') connect();
    else take(item, item.kind === 'SNAPSHOT' && wish.field === 'nodesLive' ? undefined : item.cursor);
  }
  return judgeSubscriber(record, against).violations;
}

const BEGUN = mark('CAUGHT_UP', 0);
const updates = LOG.map((event) => told(event));

describe('who is told of events', () => {
  it('is found right when everything came, though again after a break', () => {
    expect(found(ALL_NODES, [BEGUN, ...updates])).toEqual([]);
    expect(found(ALL_NODES, [BEGUN, ...updates.slice(0, 3), 'cut', ...updates.slice(1)])).toEqual([]);
  });

  const cases: readonly (readonly [string, readonly (Item | 'cut')[], string])[] = [
    ['never stood', [], 'never told where it stood'],
    ['missed one', [BEGUN, ...updates.slice(1)], 'event 1, NODE_UPDATED #1 of node-a, was never delivered'],
    ['was told of another', [BEGUN, ...updates, told(logged(9, A, 4))], 'event 9 was delivered and is not in the log'],
    ['was told one twice', [BEGUN, ...updates, told(logged(2, B, 1))], 'event 2 was delivered twice'],
    ['was told in disorder', [BEGUN, ...updates.toSpliced(2, 2, ...updates.slice(2).toReversed())], 'came after'],
    ['lost a part', [BEGUN, ...updates, { ...mark('GAP', 4), gap: { reason: 'too old' } }], 'GAP: too old'],
  ];
  it.each(cases)('is found out when it %s', (_what, items, words) => {
    expect(found(ALL_NODES, items).join('\n')).toContain(words);
  });

  it('is up to date when its cursor covers everything, and not where one may still come', () => {
    const { record, take } = createRecorder(ALL_NODES);
    expect(hasHadAll(record, LOG)).toBe(false);
    take(BEGUN, placeOf(3));
    expect(hasHadAll(record, LOG)).toBe(false);
    take(BEGUN, encodePosition({ settled: 5, gaps: [2], last: 5 }));
    expect(hasHadAll(record, LOG)).toBe(false);
    take(BEGUN, placeOf(5));
    expect(hasHadAll(record, LOG)).toBe(true);
  });

  it('follows jobs to the end of the last, and needs not be told that locks are free', () => {
    const log = [
      logged(1, A, 1, { jobId: 'one', type: 'JOB_QUEUED' }),
      logged(2, B, 1, { jobId: 'other', type: 'JOB_QUEUED' }),
      logged(3, A, 2, { jobId: 'one', type: 'JOB_FAILED' }),
      logged(4, A, 3, { jobId: 'one', type: 'LOCK_RELEASED' }),
      logged(5, B, 2, { jobId: 'other', type: 'JOB_SUCCEEDED' }),
    ];
    const judged = (events: readonly LoggedEvent[], isComplete: boolean): readonly string[] => {
      const { record, connect, take, complete } = createRecorder(wishForGroup('group', ['one', 'other'], START, 1));
      connect();
      for (const event of events) take(told(event), placeOf(event.id));
      if (isComplete) complete();
      return judgeSubscriber(record, { ...truth, happened: log, log }).violations;
    };
    expect(judged(log, true)).toEqual([]);
    expect(judged(log.toSpliced(3, 1), true)).toEqual([]);
    expect(judged(log, false)).toEqual(['it did not end although all jobs are settled']);
    expect(judged(log.slice(0, 4), true).join()).toContain('event 5, JOB_SUCCEEDED #2 of node-b, was never delivered');
  });
});

const wishOf = (field: Wish['field'], hasOrder: boolean): Wish => {
  const wish = VIEWS.find((one) => one.field === field && (one.variables['orderBy'] !== undefined) === hasOrder);
  if (wish === undefined) throw new Error('There is no such wish.');
  return wish;
};

describe('who keeps a list', () => {
  const wish = wishOf('nodesLive', true); // by name, descending
  const [b, a] = [snapshot(NODES[0] as ShownNode), snapshot(NODES[1] as ShownNode)]; // there are two
  const log = [...LOG, logged(5, 'node-c', 1), logged(6, 'node-c', 2)];
  const ofC: Truth = { ...truth, happened: log, log };
  const enter: Item = { ...told(logged(5, 'node-c', 1)), kind: 'ENTER', node: { id: 'node-c', name: 'c' } };
  const leave: Item = { ...told(logged(6, 'node-c', 2)), kind: 'LEAVE' };

  it('is found right when it has what a query answers, however it came to that', () => {
    expect(found(wish, [b, a, mark('CAUGHT_UP', 4)])).toEqual([]);
    expect(found(wish, [b, a, mark('CAUGHT_UP', 4), enter, 'cut', leave], ofC)).toEqual([]);
    expect(found(wish, [b, 'cut', b, a, mark('CAUGHT_UP', 4)])).toEqual([]);
    expect(found(wish, [b, mark('GAP', 0), b, a, mark('CAUGHT_UP', 4)])).toEqual([]); // it had not stood yet
  });

  it('keeps its snapshot when it is cut off behind it, and forgets what it had of one that is cut off', () => {
    expect(found(wish, [b, a, enter, 'cut', leave, mark('CAUGHT_UP', 6)], ofC)).toEqual([]);
    expect(found(wish, [snapshot({ id: 'node-c', name: 'c' }), 'cut', b, a, mark('CAUGHT_UP', 4)])).toEqual([]);
  });

  it('is found out when a LEAVE, an ENTER or an UPDATE did not come', () => {
    expect(found(wish, [b, a, mark('CAUGHT_UP', 4), enter], ofC).join()).toContain('it keeps node-c as {');
    expect(found(wish, [b, mark('CAUGHT_UP', 4)]).join()).toContain('it keeps node-a as undefined');
    const old = snapshot({ id: A, name: 'before' });
    expect(found(wish, [b, old, mark('CAUGHT_UP', 4)]).join()).toContain('it keeps node-a as {');
  });

  it('is found out when its snapshot came in another order, or something was lost', () => {
    expect(found(wish, [a, b, mark('CAUGHT_UP', 4)]).join()).toContain('in the snapshot a comes before b');
    expect(found(wish, [b, a, mark('CAUGHT_UP', 4), mark('GAP', 4), b, a]).join()).toContain('GAP');
  });

  it('is judged alike when it is a store of which only the present is known', () => {
    const shown = { view: viewOfNodes(NODES), isComplete: true, error: null, connections: 1 };
    const judged = (change: Partial<typeof shown> | { error: Error }): string =>
      judgeView(wish, { ...shown, ...change }, viewOfNodes(NODES)).violations.join();
    expect(judged({})).toBe('');
    expect(judged({ view: viewOfNodes(NODES.toReversed()) })).toContain('it is in the order');
    expect(judged({ view: viewOfNodes(NODES.slice(1)) })).toContain('it keeps node-b as undefined');
    expect(judged({ isComplete: false })).toContain('it never had all of a snapshot');
    expect(judged({ error: new Error('refused') })).toContain('it gave up: refused');
  });
});

describe('who keeps counts', () => {
  const wish = wishOf('fleetSummary', false);
  const counts = (one: number, none: number): Item => ({
    ...mark('SNAPSHOT', 1),
    total: one + none,
    buckets: [
      { key: [{ value: 'MANAGEABLE' }], count: one },
      { key: [{ value: null }], count: none },
    ].filter(({ count }) => count > 0),
  });
  const change = (value: string | null, delta: number, count: number, total: number): Item => ({
    ...mark('UPDATE', 2),
    total,
    changed: [{ key: [{ value }], delta, count }],
  });

  it('is found right when the snapshot and the differences make what a query answers', () => {
    expect(found(wish, [counts(2, 1), mark('CAUGHT_UP', 4)])).toEqual([]);
    expect(
      found(wish, [counts(1, 0), mark('CAUGHT_UP', 1), change(null, 1, 1, 2), change('MANAGEABLE', 1, 2, 3)]),
    ).toEqual([]);
    expect(found(wish, [counts(7, 7), mark('CAUGHT_UP', 1), 'cut', counts(2, 1), mark('CAUGHT_UP', 4)])).toEqual([]);
  });

  it('is found out when a difference did not come, or does not make the count or the total that is said', () => {
    const begun = [counts(1, 1), mark('CAUGHT_UP', 1)];
    expect(found(wish, begun).join()).toContain('it keeps MANAGEABLE as 1, and a query says 2');
    expect(found(wish, [...begun, change('MANAGEABLE', 1, 3, 3)]).join()).toContain(
      'said to be 3 now, and the differences make 2',
    );
    expect(found(wish, [...begun, change('MANAGEABLE', 1, 2, 4)]).join()).toContain('the total is said to be 4');
    expect(found(wish, [counts(2, 1), mark('CAUGHT_UP', 1), change('x', 1, 1, 4)]).join()).toContain('it keeps x as 1');
  });
});

describe('who receives a webhook', () => {
  const event = ({ id, nodeId, sequence }: LoggedEvent, source = '/api'): ReceivedEvent =>
    ({
      specversion: '1.0',
      id: String(id),
      source,
      type: 'io.ironql.node.updated',
      time: '2026-01-01T00:00:00Z',
      subject: nodeId,
      sequence: String(sequence),
      data: {
        event: { id: String(id), type: 'NODE_UPDATED', nodeId, nodeSequence: sequence, at: '' },
        node: null,
        cursor: '',
      },
    }) as ReceivedEvent; // what of one is looked at
  const events = LOG.map((one) => event(one));
  const request = (...list: readonly ReceivedEvent[]) => ({
    id: `request-${list.map(({ id }) => id).join('-')}`,
    events: list,
  });
  const judged = (accepted: readonly ReceivedEvent[], requests: WebhookRecord['requests'] = []): string =>
    judgeWebhook({ name: 'hook', begun: START, fits: () => true, requests, accepted }, truth).violations.join('\n');

  it('is found right when everything came, and some of it again under its own id', () => {
    expect(
      judged(
        events,
        events.map((one) => request(one)),
      ),
    ).toBe('');
    const [first, second, ...others] = events as [ReceivedEvent, ReceivedEvent, ...ReceivedEvent[]]; // there are four
    expect(judged([first, second, first, second, ...others], [request(first, second), request(first, second)])).toBe(
      '',
    );
  });

  it('is found out when one did not come, came in disorder, or is not in the log', () => {
    expect(judged(events.slice(0, 3))).toContain('event 4, NODE_UPDATED #3 of node-a, was never delivered');
    expect(judged(events.toReversed())).toContain('came after');
    expect(judged([...events, event(logged(9, B, 2))])).toContain('event 9 was delivered and is not in the log');
  });

  it('is found out when something else comes under an id that was had before', () => {
    const [first, second] = events as [ReceivedEvent, ReceivedEvent, ...ReceivedEvent[]]; // there are four
    const other = { ...request(first, second), id: request(first).id };
    expect(judged(events, [request(first), other])).toContain('request request-1 came with other events');
    expect(judged(events, [request(first), request({ ...first, sequence: '7' })])).toContain(
      'event 1 came as another one',
    );
  });
});
