import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadJobNodes } from '../../src/conductor/load-job.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, mutate, subscribe, type Variables } from '../support/graphql-client.ts';
import { refusals } from '../support/own-objects.ts';
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

async function aNode(traits: readonly string[] = [], input: Variables = {}): Promise<string> {
  const { id } = await enroll(service, input);
  if (traits.length > 0) await accepted(service, 'setNodeTraits', { nodeId: id, traits });
  return id;
}

async function read(id: string): Promise<{ readonly traits: readonly string[]; readonly version: number }> {
  interface Answer {
    node: { traits: string[]; version: number };
  }
  return (await ask<Answer>(service, 'query ($id: ID!) { node(id: $id) { traits version } }', { id })).node;
}

const many = (count: number): string[] => Array.from({ length: count }, (_, number) => `CUSTOM_${number}`);

describe('traits of a node', () => {
  it('are replaced, added and removed, each telling what there was and is', async () => {
    const nodeId = await aNode();
    await accepted(service, 'setNodeTraits', { nodeId, traits: ['HW_CPU_X86_VMX', 'CUSTOM_GOLD', 'CUSTOM_GOLD'] });
    await accepted(service, 'addNodeTraits', { nodeId, traits: ['CUSTOM_A', 'CUSTOM_GOLD'] });
    await accepted(service, 'removeNodeTraits', { nodeId, traits: ['CUSTOM_GOLD', 'CUSTOM_NEVER'] });
    expect(await read(nodeId)).toEqual({ traits: ['CUSTOM_A', 'HW_CPU_X86_VMX'], version: 4 });
    const told = await rows.query<{ changes: { list: unknown[] } }>(
      `SELECT changes FROM events WHERE node_id = ? AND type = 'NODE_UPDATED' ORDER BY id`,
      [nodeId],
    );
    expect(told.flatMap(({ changes }) => changes.list)).toEqual([
      { field: 'traits', before: [], after: ['CUSTOM_GOLD', 'HW_CPU_X86_VMX'] },
      {
        field: 'traits',
        before: ['CUSTOM_GOLD', 'HW_CPU_X86_VMX'],
        after: ['CUSTOM_A', 'CUSTOM_GOLD', 'HW_CPU_X86_VMX'],
      },
      {
        field: 'traits',
        before: ['CUSTOM_A', 'CUSTOM_GOLD', 'HW_CPU_X86_VMX'],
        after: ['CUSTOM_A', 'HW_CPU_X86_VMX'],
      },
    ]);
  });

  it('stay as they are, with the version, when nothing is new', async () => {
    const nodeId = await aNode(['CUSTOM_A']);
    await accepted(service, 'addNodeTraits', { nodeId, traits: ['CUSTOM_A'] });
    await accepted(service, 'removeNodeTraits', { nodeId, traits: ['CUSTOM_B'] });
    expect(await read(nodeId)).toEqual({ traits: ['CUSTOM_A'], version: 2 });
  });

  it('are all kept when they are added at once', async () => {
    const nodeId = await aNode();
    await Promise.all(many(8).map((trait) => accepted(service, 'addNodeTraits', { nodeId, traits: [trait] })));
    expect((await read(nodeId)).traits).toEqual(many(8));
  });

  it('are known to the jobs of the node, and go with it', async () => {
    const nodeId = await aNode(['CUSTOM_B', 'CUSTOM_A']);
    const { ctx } = services;
    const nodes = await loadJobNodes(ctx.db, [nodeId], ctx.hardwareTypes, { automatedClean: true });
    expect(nodes.get(nodeId)).toMatchObject({ traits: ['CUSTOM_A', 'CUSTOM_B'] });
    await accepted(service, 'deleteNode', { nodeId });
    expect(await rows.query('SELECT trait FROM node_traits WHERE node_id = ?', [nodeId])).toEqual([]);
  });

  it.each<[string, string, Variables, readonly string[]]>([
    ['no trait', 'setNodeTraits', { traits: ['CUSTOM_A', 'gold'] }, ['INVALID_INPUT input.traits.1']],
    ['51 at once', 'setNodeTraits', { traits: many(51) }, ['INVALID_INPUT input.traits']],
    ['a 51st', 'addNodeTraits', { traits: many(51).slice(50) }, ['INVALID_INPUT input.traits']],
    ['a stale version', 'setNodeTraits', { traits: [], expectedVersion: 9 }, ['STALE_VERSION input.expectedVersion']],
  ])('are not changed by %s', async (_what, mutation, input, problems) => {
    const nodeId = await aNode(many(50));
    expect(await refusals(service, rows, mutation, { nodeId, ...input })).toEqual(problems);
  });

  it('are not changed on a node that is not there', async () => {
    const { errors } = await mutate(service, 'setNodeTraits', { nodeId: randomUUID(), traits: [] });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'nodeId'] }]);
  });
});

describe('nodes by their traits', () => {
  const resourceClass = randomUUID();
  const found = async (traits: Variables): Promise<readonly (string | null)[]> => {
    const document = `query ($filter: NodeFilter) { nodes(filter: $filter) { totalCount nodes { name } } }`;
    const { nodes } = await ask<{ nodes: { totalCount: number; nodes: { name: string | null }[] } }>(
      service,
      document,
      {
        filter: { resourceClass: { eq: resourceClass }, traits },
      },
    );
    expect(nodes.totalCount).toBe(nodes.nodes.length);
    return nodes.nodes.map(({ name }) => name);
  };

  beforeAll(async () => {
    await aNode(['CUSTOM_A', 'CUSTOM_B'], { resourceClass, name: 'both' });
    await aNode(['CUSTOM_A'], { resourceClass, name: 'only-a' });
    await aNode([], { resourceClass, name: 'none' });
  });

  it.each<[Variables, readonly string[]]>([
    [{ all: ['CUSTOM_A', 'CUSTOM_B', 'CUSTOM_A'] }, ['both']],
    [{ all: [] }, ['both', 'only-a', 'none']],
    [{ any: ['CUSTOM_A', 'CUSTOM_Z'] }, ['both', 'only-a']],
    [{ any: [] }, []],
    [{ none: ['CUSTOM_B'] }, ['only-a', 'none']],
    [{ all: ['CUSTOM_A'], none: ['CUSTOM_B'] }, ['only-a']],
  ])('%j', async (traits, names) => {
    expect(await found(traits)).toEqual(names);
  });

  it('are told of in nodeEvents when they come to fit', async () => {
    const nodeId = await aNode([], { resourceClass: 'another' });
    const stream = subscribe<{ kind: string; node: { id: string } | null }>(
      service,
      `subscription ($id: ID!) { nodeEvents(filter: { id: { eq: $id }, traits: { all: ["CUSTOM_NOW"] } }) { kind node { id } } }`,
      { id: nodeId },
    );
    try {
      await stream.until(({ kind }) => kind === 'CAUGHT_UP');
      await accepted(service, 'addNodeTraits', { nodeId, traits: ['CUSTOM_NOW'] });
      expect((await stream.until(({ kind }) => kind === 'UPDATE')).node).toEqual({ id: nodeId });
    } finally {
      await stream.close();
    }
  });
});
