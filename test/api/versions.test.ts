import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, mutate, readNode } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let rows: TestRows;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

/** Mutations with expectedVersion, on an object that is made anew: the input, and what changes it meanwhile. */
const KINDS = {
  updateNode: async () => {
    const { id } = await enroll(service);
    return {
      input: { nodeId: id, description: 'mine' },
      meanwhile: () => accepted(service, 'updateNode', { nodeId: id, description: 'theirs' }),
    };
  },
  deleteNode: async () => {
    const { id } = await enroll(service);
    return {
      input: { nodeId: id },
      meanwhile: () => accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: true }),
    };
  },
  updatePort: async () => {
    const portId = await aPort();
    return {
      input: { portId, description: 'mine' },
      meanwhile: () => accepted(service, 'updatePort', { portId, description: 'theirs' }),
    };
  },
  deletePort: async () => {
    const portId = await aPort();
    return { input: { portId }, meanwhile: () => accepted(service, 'updatePort', { portId, description: 'theirs' }) };
  },
  updatePortGroup: async () => {
    const portGroupId = await aPortGroup();
    return {
      input: { portGroupId, mode: '802.3ad' },
      meanwhile: () => accepted(service, 'updatePortGroup', { portGroupId, mode: 'balance-rr' }),
    };
  },
  deletePortGroup: async () => {
    const portGroupId = await aPortGroup();
    const meanwhile = { portGroupId, mode: 'balance-rr' };
    return { input: { portGroupId }, meanwhile: () => accepted(service, 'updatePortGroup', meanwhile) };
  },
} as const;

describe.each(Object.entries(KINDS))('%s with expectedVersion', (mutation, make) => {
  it('is refused when somebody changed the object meanwhile, and says what it is now', async () => {
    const { input, meanwhile } = await make();
    await meanwhile();
    const before = await rows.fingerprint();
    const { errors, cursor } = await mutate(service, mutation, { ...input, expectedVersion: 1 });
    expect(errors).toMatchObject([
      {
        __typename: 'StaleVersionError',
        code: 'STALE_VERSION',
        expected: 1,
        actual: 2,
        path: ['input', 'expectedVersion'],
      },
    ]);
    expect(errors[0]?.remedy).toMatch(/\S/);
    expect(cursor).toBeNull();
    expect(await rows.fingerprint()).toBe(before);
    expect((await mutate(service, mutation, { ...input, expectedVersion: 2 })).errors).toEqual([]);
  });

  it('is accepted with the version that is there, and with null whatever is there', async () => {
    const first = await make();
    expect((await mutate(service, mutation, { ...first.input, expectedVersion: 1 })).errors).toEqual([]);
    const second = await make();
    await second.meanwhile();
    expect((await mutate(service, mutation, { ...second.input, expectedVersion: null })).errors).toEqual([]);
  });

  it('lets exactly one of eight through that come at once with the same version', async () => {
    const { input } = await make();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => mutate(service, mutation, { ...input, expectedVersion: 1 })),
    );
    const codes = answers.flatMap(({ errors }) => errors.map(({ code }) => code));
    const isDeletion = mutation.startsWith('delete');
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(codes).toEqual(Array.from({ length: 7 }, () => (isDeletion ? 'NOT_FOUND' : 'STALE_VERSION')));
  });
});

it('each change counts the version up by one, and reading does not', async () => {
  const { id, version } = await enroll(service);
  expect(version).toBe(1);
  for (let change = 2; change <= 4; change += 1) {
    const { node } = await accepted(service, 'updateNode', {
      nodeId: id,
      extra: { change },
      expectedVersion: change - 1,
    });
    expect(node?.version).toBe(change);
  }
  expect((await readNode(service, id))?.version).toBe(4);
});

it('an update that names no field changes nothing', async () => {
  const { id } = await enroll(service);
  const before = await rows.fingerprint();
  const { node, errors } = await mutate(service, 'updateNode', { nodeId: id });
  expect(errors).toEqual([]);
  expect(node?.version).toBe(1);
  expect(await rows.fingerprint()).toBe(before);
});

it('absent fields stay, null clears', async () => {
  const { id } = await enroll(service, { name: 'kept', description: 'cleared', owner: 'kept', extra: { kept: true } });
  await accepted(service, 'updateNode', { nodeId: id, description: null, lessee: 'new' });
  const { node } = await ask<{ node: unknown }>(
    service,
    'query ($id: ID!) { node(id: $id) { name description owner lessee extra } }',
    { id },
  );
  expect(node).toEqual({ name: 'kept', description: null, owner: 'kept', lessee: 'new', extra: { kept: true } });
});

it('concurrent changes of different fields without a version all take effect', async () => {
  const { id } = await enroll(service);
  await Promise.all([
    accepted(service, 'updateNode', { nodeId: id, description: 'd' }),
    accepted(service, 'updateNode', { nodeId: id, owner: 'o' }),
    accepted(service, 'updateNode', { nodeId: id, lessee: 'l' }),
    accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: true }),
  ]);
  const [row] = await rows.query('SELECT description, owner, lessee, maintenance, version FROM nodes WHERE id = ?', [
    id,
  ]);
  expect(row).toEqual({ description: 'd', owner: 'o', lessee: 'l', maintenance: 1, version: 5 });
});

async function aPort(): Promise<string> {
  const { id } = await enroll(service);
  const { port } = await accepted(service, 'createPort', { nodeId: id, address: newMac() });
  return port?.id ?? '';
}

async function aPortGroup(): Promise<string> {
  const { id } = await enroll(service);
  const { portGroup } = await accepted(service, 'createPortGroup', { nodeId: id });
  return portGroup?.id ?? '';
}
