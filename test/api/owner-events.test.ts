import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOG_START } from '../../src/domain/cursor.ts';
import { couldKnow, rightsByNode, rightsIn, shownChanges } from '../../src/services/stream/rights.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { openRows, type Row, type TestRows } from '../support/builders.ts';
import { accepted, enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let rows: TestRows;

beforeAll(async () => {
  service = await startTestService();
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

interface Logged extends Row {
  readonly type: string;
  readonly changes: { readonly list: readonly { readonly field: string }[] };
}

async function changesOf(nodeId: string): Promise<Row> {
  const events = await rows.query<Logged>('SELECT type, changes FROM events WHERE node_id = ? ORDER BY node_sequence', [
    nodeId,
  ]);
  return Object.fromEntries(
    events.map(({ type, changes }) => [type, changes.list.filter(({ field }) => field !== 'provisionState')]),
  );
}

it('events of a node say whose it was and whose it is, and no other values', async () => {
  const { id: nodeId } = await enroll(service, { owner: 'p1' });
  await accepted(service, 'updateNode', { nodeId, owner: 'p2', lessee: 'p3', description: 'secret' });
  await accepted(service, 'deleteNode', { nodeId });
  expect(await changesOf(nodeId)).toEqual({
    NODE_CREATED: [{ field: 'owner', before: null, after: 'p1' }],
    NODE_UPDATED: [
      { field: 'description', before: null, after: null },
      { field: 'owner', before: 'p1', after: 'p2' },
      { field: 'lessee', before: null, after: 'p3' },
    ],
    NODE_DELETED: [
      { field: 'owner', before: 'p2', after: null },
      { field: 'lessee', before: 'p3', after: null },
    ],
  });
});

const viewer: Viewer = { actor: 'tenant', scope: { kind: 'projects', projects: ['mine', 'also mine'] } };
const moves = (before: string | null, after: string | null, field = 'owner') => ({
  changes: [{ field, before, after }],
});

it.each([
  ['is given away', moves('mine', 'theirs'), { takes: true, gives: false }],
  ['is deleted', moves('mine', null), { takes: true, gives: false }],
  ['comes', moves('theirs', 'mine'), { takes: false, gives: true }],
  ['is lent', moves(null, 'mine', 'lessee'), { takes: false, gives: true }],
  ['goes from one project of the viewer to another', moves('mine', 'also mine'), { takes: false, gives: false }],
  ['goes from one stranger to another', moves('theirs', null), { takes: false, gives: false }],
  ['changes in another way', moves('mine', 'theirs', 'description'), { takes: false, gives: false }],
])('what a viewer of projects may know of a node that %s', (_what, event, rights) => {
  expect(rightsIn(viewer, event)).toEqual(rights);
  expect(couldKnow(viewer, event)).toBe(rights.takes || rights.gives);
});

it('other projects are not named to a viewer of projects', () => {
  const { changes } = { changes: [...moves('theirs', 'mine').changes, ...moves('x', 'y', 'name').changes] };
  expect(shownChanges(viewer, { changes })).toEqual([
    { field: 'owner', before: null, after: 'mine' },
    { field: 'name', before: 'x', after: 'y' },
  ]);
});

it('an event that stands for others of its node has their rights too', () => {
  const entry = (nodeId: string, changes: ReturnType<typeof moves>['changes']) => ({
    position: LOG_START,
    event: {
      id: 1,
      type: 'NODE_UPDATED',
      nodeId,
      nodeSequence: 1,
      jobId: null,
      actor: 'x',
      changes,
      at: '',
      stamp: 0,
    } as const,
  });
  const given = entry('one', moves('mine', 'theirs').changes);
  const later = entry('one', moves('x', 'y', 'name').changes);
  const other = entry('another', moves('x', 'y', 'name').changes);
  const rightsOf = rightsByNode(viewer, [given, other, later]);
  expect([later, other].map((one) => rightsOf(one).takes)).toEqual([true, false]);
});
