import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Viewer } from '../../src/domain/viewer.ts';
import { findConductorGroups, findShards } from '../../src/services/read/partitions.ts';
import { ask, enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openServices, type TestServices } from '../support/services.ts';

let service: TestService;
let services: TestServices;

beforeAll(async () => {
  service = await startTestService({ config: { conductorGroup: 'north' } });
  services = await openServices(service);
  await enroll(service, { shard: 'a', conductorGroup: 'north', owner: 'p1' });
  await enroll(service, { shard: 'a' });
  await enroll(service, { shard: 'b', owner: 'p1' });
  await enroll(service);
});
afterAll(async () => {
  await services?.close();
  await service?.stop();
});

it('the fleet is divided into shards, and what is in none', async () => {
  expect(await ask(service, '{ shards { name nodeCount } }')).toEqual({
    shards: [
      { name: null, nodeCount: 1 },
      { name: 'a', nodeCount: 2 },
      { name: 'b', nodeCount: 1 },
    ],
  });
});

it('conductor groups say how many nodes they have, and who works on them', async () => {
  expect(await ask(service, '{ conductorGroups { name nodeCount conductors { conductorGroup } } }')).toEqual({
    conductorGroups: [
      { name: '', nodeCount: 3, conductors: [] },
      { name: 'north', nodeCount: 1, conductors: [{ conductorGroup: 'north' }] },
    ],
  });
});

it('whoever sees a part of the nodes hears of that part', async () => {
  const viewer: Viewer = { actor: 'tenant', scope: { kind: 'projects', projects: ['p1'] } };
  expect(await findShards(services.ctx, viewer)).toEqual([
    { name: 'a', nodeCount: 1 },
    { name: 'b', nodeCount: 1 },
  ]);
  expect(await findConductorGroups(services.ctx, viewer)).toMatchObject([
    { name: '', nodeCount: 1 },
    { name: 'north', nodeCount: 1 },
  ]);
});
