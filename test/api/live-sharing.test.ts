import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM_ADMIN } from '../../src/domain/viewer.ts';
import { accepted, enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { watchStatements } from '../support/statements.ts';
import { openStreams, type Streams } from '../support/streams.ts';

let service: TestService;
let streams: Streams;

beforeAll(async () => {
  service = await startTestService();
  streams = await openStreams(service);
});
afterAll(async () => {
  await streams?.close();
  await service?.stop();
});

const VIEWS = [
  ['nodesLive', 'subscription { nodesLive { kind node { id owner } } }', ['FROM `nodes`', 'FROM node_locks']],
  [
    'fleetSummary',
    'subscription { fleetSummary(groupBy: [OWNER]) { kind changed { key { value } } } }',
    ['FROM nodes t'],
  ],
] as const;

it.each(VIEWS)('%s looks at a change once, however many look at the view', async (name, document, reads) => {
  const { id: nodeId } = await enroll(service);
  const open = Array.from({ length: 25 }, () => streams.open(SYSTEM_ADMIN, document));
  const all = await Promise.all(open);
  await Promise.all(all.map((stream) => stream.until('CAUGHT_UP')));
  // Whoever joined makes the view look, once; from the first change on all are there.
  await accepted(service, 'updateNode', { nodeId, owner: `${name} before` });
  await Promise.all(all.map((stream) => stream.until(`${name} before`)));
  const statements = watchStatements(streams.db);
  await accepted(service, 'updateNode', { nodeId, owner: `${name} after` });
  await Promise.all(all.map((stream) => stream.until(`${name} after`)));
  const { sent } = statements.stop();
  expect(reads.map((read) => sent.filter((sql) => sql.includes(read)).length)).toEqual(reads.map(() => 1));
});
