import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/domain/viewer.ts';
import { createChassis } from '../../src/services/chassis/create.ts';
import { updateNode } from '../../src/services/node/update.ts';
import { findChassis } from '../../src/services/read/chassis.ts';
import { nested, openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, mutate, type Variables } from '../support/graphql-client.ts';
import { eventsOf, refusals } from '../support/own-objects.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openServices, type TestServices } from '../support/services.ts';

let service: TestService;
let rows: TestRows;
let services: TestServices;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
  services = await openServices(service);
});
afterAll(async () => {
  await services?.close();
  await rows?.close();
  await service?.stop();
});

async function aChassis(input: Variables = {}): Promise<string> {
  const { chassis } = await accepted(service, 'createChassis', input);
  return chassis?.id ?? '';
}

async function read(id: string): Promise<Variables | null> {
  const document = `query ($id: ID!) { chassis(id: $id) { description extra version nodes { nodes { id } totalCount } } }`;
  return (await ask<{ chassis: Variables | null }>(service, document, { id })).chassis;
}

const refused = (mutation: string, input: Variables): Promise<readonly string[]> =>
  refusals(service, rows, mutation, input);

describe('a chassis', () => {
  it('is recorded, changed and removed, and each is told', async () => {
    const id = await aChassis({ description: 'left', extra: { a: 1 } });
    await accepted(service, 'updateChassis', { chassisId: id, description: null });
    const nodes = { nodes: [], totalCount: 0 };
    expect(await read(id)).toEqual({ description: null, extra: { a: 1 }, version: 2, nodes });
    await accepted(service, 'deleteChassis', { chassisId: id, expectedVersion: 2 });
    expect(await read(id)).toBeNull();
    expect(await eventsOf(rows, 'CHASSIS', id)).toEqual([
      ['CHASSIS_CREATED', `chassis: null → ${id}`],
      ['CHASSIS_UPDATED', `chassis: ${id} → ${id}`, 'chassis.description: left → null'],
      ['CHASSIS_DELETED', `chassis: ${id} → null`],
    ]);
  });

  it('holds nodes, and goes only when it is empty', async () => {
    const id = await aChassis();
    const { id: first } = await enroll(service, { chassisId: id });
    const { id: second } = await enroll(service);
    await accepted(service, 'updateNode', { nodeId: second, chassisId: id });
    expect(await read(id)).toMatchObject({ nodes: { nodes: [{ id: first }, { id: second }], totalCount: 2 } });
    const { node } = await ask<{ node: unknown }>(service, 'query ($id: ID!) { node(id: $id) { chassis { id } } }', {
      id: second,
    });
    expect(node).toEqual({ chassis: { id } });
    expect(await refused('deleteChassis', { chassisId: id })).toEqual(['NOT_ALLOWED_NOW input.chassisId']);
    for (const nodeId of [first, second]) await accepted(service, 'updateNode', { nodeId, chassisId: null });
    await accepted(service, 'deleteChassis', { chassisId: id });
  });

  it('is either deleted or gets a node, when both are asked for at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [chassisId, { id: nodeId }] = [await aChassis(), await enroll(service)];
      const [gone, put] = await Promise.all([
        mutate(service, 'deleteChassis', { chassisId }),
        mutate(service, 'updateNode', { nodeId, chassisId }),
      ]);
      expect(gone.errors.length + put.errors.length).toBe(1);
    }
  });

  it.each<[string, string, Variables, readonly string[]]>([
    ['too long a description', 'createChassis', { description: 'x'.repeat(256) }, ['INVALID_INPUT input.description']],
    ['extra nested too deep', 'createChassis', { extra: nested(30) }, ['INVALID_INPUT input.extra']],
    ['one that is not there', 'updateChassis', { chassisId: randomUUID() }, ['NOT_FOUND input.chassisId']],
    ['what is no id', 'deleteChassis', { chassisId: 'x' }, ['INVALID_INPUT input.chassisId']],
  ])('is not written with %s', async (_what, mutation, input, problems) => {
    expect(await refused(mutation, input)).toEqual(problems);
  });

  it('is not changed over a version that somebody else made', async () => {
    const chassisId = await aChassis();
    expect(await refused('updateChassis', { chassisId, extra: {} })).toEqual(['INVALID_INPUT input.expectedVersion']);
    expect(await refused('updateChassis', { chassisId, extra: {}, expectedVersion: 3 })).toEqual([
      'STALE_VERSION input.expectedVersion',
    ]);
  });

  it('is put around no node when there is none of that id', async () => {
    const { id: nodeId } = await enroll(service);
    const nowhere = { chassisId: randomUUID() };
    expect(await refused('updateNode', { nodeId, ...nowhere })).toEqual(['NOT_FOUND input.chassisId']);
    expect(await refused('createNode', { driver: 'fake-hardware', ...nowhere })).toEqual(['NOT_FOUND input.chassisId']);
  });
});

describe('a viewer of a project', () => {
  const tenant: Viewer = { actor: 'tenant', scope: { kind: 'projects', projects: ['p1'] } };

  it('sees no chassis, records none and puts no node into one', async () => {
    const { ctx } = services;
    const [chassisId, { id: nodeId }] = [await aChassis(), await enroll(service, { owner: 'p1' })];
    expect((await findChassis(ctx, tenant, ['id'], {})).rows).toEqual([]);
    const made = await createChassis(ctx, tenant, {});
    const put = await updateNode(ctx, tenant, { nodeId, chassisId });
    expect([...made.problems, ...put.problems]).toMatchObject([
      { code: 'NOT_ALLOWED_NOW' },
      { code: 'NOT_ALLOWED_NOW', path: ['input', 'chassisId'] },
    ]);
  });
});
