import { randomUUID } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/domain/viewer.ts';
import { createAllocation } from '../../src/services/allocation/create.ts';
import { deleteAllocation } from '../../src/services/allocation/delete.ts';
import { explainAllocation } from '../../src/services/allocation/explain.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import { allocationsWhere, findAllocations } from '../../src/services/read/allocations.ts';
import { openRows, type Row, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, mutate, perform, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openServices, type TestServices } from '../support/services.ts';
import { waitFor } from '../support/wait.ts';

/** No conductor: what the request does not do, nobody does. */
let service: TestService;
let rows: TestRows;
let template: string;
/** For viewers that HTTP does not know. */
let services: TestServices;
let ctx: ServiceContext;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
  ({ id: template } = await enroll(service));
  services = await openServices(service);
  ({ ctx } = services);
});
afterAll(async () => {
  await services?.close();
  await rows?.close();
  await service?.stop();
});

/** Nodes that an allocation of this class may have. */
async function freeNodes(count: number, resourceClass: string, columns: Row = {}): Promise<string[]> {
  const ids = await rows.cloneNode(template, count);
  const free = { provision_state: 'AVAILABLE', power_state: 'OFF', resource_class: resourceClass, ...columns };
  for (const id of ids) await rows.setNode(id, free);
  return ids;
}

async function freeNode(resourceClass: string, columns: Row = {}): Promise<string> {
  const [id] = await freeNodes(1, resourceClass, columns);
  return id ?? '';
}

const addTrait = (nodeId: string, trait: string): Promise<unknown> =>
  rows.query('INSERT INTO node_traits (node_id, trait) VALUES (?, ?)', [nodeId, trait]);

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly nodeId: string | null;
  readonly owner: string | null;
  readonly lastError: string | null;
  readonly version: number;
  readonly candidateNodes: readonly string[];
  readonly explanation: {
    readonly summary: string;
    readonly considered: number;
    readonly constraints: readonly { readonly constraint: string; readonly wanted: string; readonly left: number }[];
    readonly nearestMisses: readonly { readonly nodeId: string; readonly failed: readonly string[] }[];
  } | null;
}

const EXPLANATION =
  'summary considered constraints { constraint wanted left } nearestMisses { nodeId node { id } failed }';
const FIELDS = `id state nodeId owner lastError version candidateNodes explanation { ${EXPLANATION} }`;

const read = async (id: string): Promise<Seen | null> =>
  (await ask<{ allocation: Seen | null }>(service, `query ($id: ID!) { allocation(id: $id) { ${FIELDS} } }`, { id }))
    .allocation;

/** Asks for one, and reads what became of it. */
async function allocated(input: Variables, on: TestService = service): Promise<Seen> {
  const { allocation } = await accepted(on, 'createAllocation', input);
  const seen = await read(allocation?.id ?? '');
  if (seen === null) throw new Error('There is no allocation.');
  return seen;
}

const aClass = (): string => `class-${randomUUID()}`;

describe('an allocation', () => {
  it('gets the one node that fits, whose instance it becomes, in the answer to the request', async () => {
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass, { instance_info: '{"kept":1}' });
    await addTrait(nodeId, 'CUSTOM_GPU');
    const { id } = await allocated({ resourceClass, traits: ['CUSTOM_GPU'], name: 'web-1' });
    const data = await ask(
      service,
      `query ($id: ID!) { allocationByName(name: "web-1") { id state node { id instanceId instanceInfo version } explanation { summary } }
         node(id: $id) { allocation { id name } } }`,
      { id: nodeId },
    );
    expect(data).toEqual({
      allocationByName: {
        id,
        state: 'ACTIVE',
        node: { id: nodeId, instanceId: id, instanceInfo: { kept: 1, traits: ['CUSTOM_GPU'] }, version: 2 },
        explanation: null,
      },
      node: { allocation: { id, name: 'web-1' } },
    });
  });

  it('tells the log of itself and of the node', async () => {
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass);
    const { id } = await allocated({ resourceClass });
    await accepted(service, 'updateAllocation', { allocationId: id, name: `n-${randomUUID()}x` });
    await accepted(service, 'deleteAllocation', { allocationId: id });
    const events = await rows.query<{ type: string; nodeId: string | null }>(
      `SELECT type, node_id AS nodeId FROM events WHERE JSON_SEARCH(changes, 'one', ?) IS NOT NULL OR node_id = ? ORDER BY id`,
      [id, nodeId],
    );
    expect(events).toEqual([
      { type: 'ALLOCATION_CREATED', nodeId: null },
      { type: 'NODE_UPDATED', nodeId },
      { type: 'ALLOCATION_ACTIVE', nodeId },
      { type: 'ALLOCATION_UPDATED', nodeId: null },
      { type: 'ALLOCATION_DELETED', nodeId },
      { type: 'NODE_UPDATED', nodeId },
    ]);
  });

  it('prefers its namesake', async () => {
    const resourceClass = aClass();
    const nodes = await freeNodes(8, resourceClass);
    const name = `namesake-${randomUUID()}x`;
    await rows.setNode(nodes[5] ?? '', { name });
    expect(await allocated({ resourceClass, name })).toMatchObject({ state: 'ACTIVE', nodeId: nodes[5] });
  });

  it('spreads over the nodes that fit', async () => {
    const resourceClass = aClass();
    const nodes = await freeNodes(12, resourceClass);
    const first = await allocated({ resourceClass });
    const second = await allocated({ resourceClass });
    const third = await allocated({ resourceClass });
    // One in 1,320 runs would take the three oldest in their order although it chooses at random.
    expect([first, second, third].map(({ nodeId }) => nodeId)).not.toEqual(nodes.slice(0, 3));
  });

  it.each<[string, Row | (() => Row), string]>([
    ['is of another class', { resource_class: 'another' }, 'RESOURCE_CLASS'],
    ['is not AVAILABLE', { provision_state: 'MANAGEABLE' }, 'AVAILABLE'],
    ['has an instance', { instance_id: newId() }, 'NO_INSTANCE'],
    ['has a BMC that never answered', { power_state: null }, 'POWER_KNOWN'],
    ['is in maintenance', { maintenance: 1 }, 'NOT_IN_MAINTENANCE'],
    ['is retired', { retired: 1 }, 'NOT_RETIRED'],
    ['lives in another', () => ({ parent_node_id: template }), 'NOT_A_CHILD'],
  ])('does not get a node that %s, and says so', async (_what, columns, constraint) => {
    const owner = randomUUID();
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass, { owner, ...(typeof columns === 'function' ? columns() : columns) });
    const { state, lastError, explanation } = await allocated({ resourceClass, owner });
    expect(state).toBe('ERROR');
    expect(explanation).toMatchObject({
      considered: 1,
      nearestMisses: [{ nodeId, node: { id: nodeId }, failed: [constraint] }],
    });
    expect(explanation?.constraints.find(({ left }) => left === 0)?.constraint).toBe(constraint);
    expect(lastError).toBe(`No node fits: ${explanation?.summary}.`);
  });

  it('wants all traits, and says which nodes come nearest', async () => {
    const owner = randomUUID();
    const resourceClass = aClass();
    const nodes = await freeNodes(3, resourceClass, { owner });
    for (const id of nodes) await addTrait(id, 'CUSTOM_GPU');
    await addTrait(nodes[0] ?? '', 'HW_CPU_X86_VMX');
    await rows.setNode(nodes[0] ?? '', { maintenance: 1, retired: 1 });
    const traits = ['CUSTOM_GPU', 'HW_CPU_X86_VMX'];
    const { explanation } = await allocated({ resourceClass, owner, traits });
    expect(explanation?.summary).toBe(
      `nodes: 3 → RESOURCE_CLASS ${resourceClass}: 3 → AVAILABLE: 3 → NO_INSTANCE: 3 → POWER_KNOWN: 3 → ` +
        'NOT_IN_MAINTENANCE: 2 → NOT_RETIRED: 2 → NOT_A_CHILD: 2 → TRAITS CUSTOM_GPU, HW_CPU_X86_VMX: 0 → IDLE: 0',
    );
    expect(explanation?.nearestMisses.map(({ nodeId, failed }) => [nodeId, failed])).toEqual([
      [nodes[1], ['TRAITS']],
      [nodes[2], ['TRAITS']],
      [nodes[0], ['NOT_IN_MAINTENANCE', 'NOT_RETIRED']],
    ]);
    await addTrait(nodes[2] ?? '', 'HW_CPU_X86_VMX');
    expect(await allocated({ resourceClass, owner, traits })).toMatchObject({ state: 'ACTIVE', nodeId: nodes[2] });
  });

  it('takes only candidates, given by id or by name', async () => {
    const resourceClass = aClass();
    const [byId, byName] = (await freeNodes(4, resourceClass)) as [string, string]; // four were made
    await rows.setNode(byName, { name: `candidate-${byName}` });
    const input = { resourceClass, candidateNodes: [byId.toUpperCase(), `candidate-${byName}`] };
    const taken = [await allocated(input), await allocated(input)].map(({ nodeId }) => nodeId);
    expect(new Set(taken)).toEqual(new Set([byId, byName]));
    const { candidateNodes, explanation } = await allocated(input);
    expect(candidateNodes).toEqual([byId, byName]);
    expect(explanation?.constraints[0]).toEqual({ constraint: 'CANDIDATE', wanted: 'one of 2', left: 2 });
  });

  it('takes what its owner owns or leases', async () => {
    const owner = randomUUID();
    const resourceClass = aClass();
    await freeNode(resourceClass);
    const own = await freeNode(resourceClass, { owner });
    const leased = await freeNode(resourceClass, { lessee: owner });
    const taken = [await allocated({ resourceClass, owner }), await allocated({ resourceClass, owner })];
    expect(new Set(taken.map(({ nodeId }) => nodeId))).toEqual(new Set([own, leased]));
    expect(await allocated({ resourceClass, owner })).toMatchObject({ state: 'ERROR', explanation: { considered: 2 } });
  });

  it('keeps its node from changing owners when it has an owner itself', async () => {
    const owner = randomUUID();
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass, { owner });
    const { id } = await allocated({ resourceClass, owner });
    const { errors } = await mutate(service, 'updateNode', { nodeId, owner: 'other' });
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', message: expect.stringContaining(id) }]);
    await accepted(service, 'deleteAllocation', { allocationId: id });
    await accepted(service, 'updateNode', { nodeId, owner: 'other' });
  });

  it('is explained without being asked for', async () => {
    const resourceClass = aClass();
    await freeNodes(2, resourceClass);
    const written = await rows.fingerprint();
    const { explainAllocation: explained } = await ask<{ explainAllocation: Seen['explanation'] }>(
      service,
      `query ($input: ExplainAllocationInput!) { explainAllocation(input: $input) { ${EXPLANATION} } }`,
      { input: { resourceClass } },
    );
    expect(explained?.constraints.at(-1)).toEqual({ constraint: 'IDLE', wanted: '', left: 2 });
    expect(await rows.fingerprint()).toBe(written);
  });
});

describe('many allocations at once', () => {
  it('share fewer nodes: as many are ACTIVE as there are nodes, none twice, and the others say why', async () => {
    const resourceClass = aClass();
    const nodes = await freeNodes(7, resourceClass);
    const all = await Promise.all(Array.from({ length: 20 }, () => allocated({ resourceClass })));
    const active = all.filter(({ state }) => state === 'ACTIVE');
    expect(active).toHaveLength(nodes.length);
    expect(new Set(active.map(({ nodeId }) => nodeId))).toEqual(new Set(nodes));
    const failed = all.filter(({ state }) => state === 'ERROR');
    expect(failed).toHaveLength(13);
    for (const { explanation } of failed) expect(explanation?.nearestMisses[0]?.failed).toContain('NO_INSTANCE');
    for (const { id, nodeId } of active) {
      expect(await rows.query('SELECT instance_id AS id FROM nodes WHERE id = ?', [nodeId])).toEqual([{ id }]);
    }
  });

  it('of all that are deleted while they look, none leaves a node behind', async () => {
    const resourceClass = aClass();
    const nodes = await freeNodes(5, resourceClass);
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const { id } = await allocated({ resourceClass });
        await accepted(service, 'deleteAllocation', { allocationId: id });
      }),
    );
    expect(await rows.query('SELECT id FROM nodes WHERE id IN (?) AND instance_id IS NOT NULL', [nodes])).toEqual([]);
    expect(await rows.query('SELECT id FROM allocations WHERE resource_class = ?', [resourceClass])).toEqual([]);
  });
});

describe('deleting an allocation that is just getting its node', () => {
  /** Stands in for the process that claims: what that has begun is committed in the middle of the other call. */
  let claimer: TestRows;
  beforeAll(async () => {
    claimer = await openRows(service.databaseUrl);
  });
  afterAll(() => claimer?.close());

  const anAllocation = async (): Promise<string> => {
    const { id } = await allocated({ resourceClass: aClass() });
    await rows.query(`UPDATE allocations SET state = 'ALLOCATING' WHERE id = ?`, [id]);
    return id;
  };
  const isWaitingForRow = async (): Promise<boolean> => {
    const waiting = `SELECT id FROM information_schema.PROCESSLIST
                      WHERE db = DATABASE() AND info LIKE '%FROM \`allocations\`%FOR UPDATE' AND id <> CONNECTION_ID()`;
    return (await rows.query(waiting)).length > 0;
  };

  it('frees that node as well', async () => {
    const id = await anAllocation();
    const nodeId = await freeNode(aClass());
    await claimer.query('START TRANSACTION');
    await claimer.query(`UPDATE allocations SET state = 'ACTIVE', node_id = ? WHERE id = ?`, [nodeId, id]);
    await claimer.setNode(nodeId, { instance_id: id });
    const deleted = accepted(service, 'deleteAllocation', { allocationId: id });
    await waitFor(isWaitingForRow, 'the delete to meet the claim');
    await claimer.query('COMMIT');
    expect(await deleted).toMatchObject({ deletedAllocationId: id });
    expect(await rows.query('SELECT instance_id AS id FROM nodes WHERE id = ?', [nodeId])).toEqual([{ id: null }]);
  });
});

describe('a node on which a job is at work, or for which one waits', () => {
  it('is passed over for one that is free', async () => {
    const resourceClass = aClass();
    const [busy, free] = (await freeNodes(2, resourceClass)) as [string, string]; // two were made
    await accepted(service, 'setNodePower', { nodeId: busy, target: 'ON' });
    expect(await allocated({ resourceClass })).toMatchObject({ state: 'ACTIVE', nodeId: free });
    expect(await allocated({ resourceClass })).toMatchObject({ state: 'ALLOCATING', nodeId: null });
  });

  it('is waited for by a conductor, and taken when the job is done', async () => {
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass);
    const { job } = await accepted(service, 'setNodePower', { nodeId, target: 'ON' });
    const waiting = await allocated({ resourceClass });
    expect(waiting.state).toBe('ALLOCATING');
    expect(waiting.explanation?.nearestMisses[0]).toMatchObject({ nodeId, failed: ['IDLE'] });
    await accepted(service, 'cancelJob', { jobId: job?.id });
    const conductor = await startTestService({ databaseUrl: service.databaseUrl, config: { role: 'conductor' } });
    try {
      const done = await waitFor(async () => {
        const seen = await read(waiting.id);
        return seen?.state !== 'ALLOCATING' && seen;
      }, 'the allocation to get its node');
      expect(done).toMatchObject({ state: 'ACTIVE', nodeId, explanation: null });
    } finally {
      await conductor.stop();
    }
  });

  it('is not waited for forever', async () => {
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass);
    await accepted(service, 'setNodePower', { nodeId, target: 'ON' });
    // Nobody takes the job: its group has no conductor.
    await rows.query(`UPDATE jobs SET conductor_group = 'elsewhere' WHERE node_id = ?`, [nodeId]);
    const waiting = await allocated({ resourceClass });
    await rows.query('UPDATE allocations SET tries = 9 WHERE id = ?', [waiting.id]);
    const conductor = await startTestService({ databaseUrl: service.databaseUrl, config: { role: 'conductor' } });
    try {
      const done = await waitFor(async () => {
        const seen = await read(waiting.id);
        return seen?.state === 'ERROR' && seen;
      }, 'the allocation to give up');
      expect(done.lastError).toMatch(/^Every node that fits was busy: .* → IDLE: 0\.$/);
    } finally {
      await conductor.stop();
    }
  });
});

it('an allocation whose process died after it was accepted is finished by a conductor', async () => {
  const resourceClass = aClass();
  const nodeId = await freeNode(resourceClass);
  const id = newId();
  await rows.query(
    `INSERT INTO allocations (id, state, resource_class, wanted, extra, requested_by, tries, next_try_at, version, created_at, updated_at)
     VALUES (?, 'ALLOCATING', ?, '{"traits":[],"candidateNodes":[]}', '{}', 'x', 1, UTC_TIMESTAMP(6), 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [id, resourceClass],
  );
  const conductor = await startTestService({ databaseUrl: service.databaseUrl, config: { role: 'conductor' } });
  try {
    const done = await waitFor(async () => {
      const seen = await read(id);
      return seen?.state !== 'ALLOCATING' && seen;
    }, 'the allocation to be looked at');
    expect(done).toMatchObject({ state: 'ACTIVE', nodeId });
  } finally {
    await conductor.stop();
  }
});

describe('the end of an allocation', () => {
  it('frees its node, which the next one may get', async () => {
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass);
    const { id } = await allocated({ resourceClass });
    const { deletedAllocationId } = await accepted(service, 'deleteAllocation', { allocationId: id });
    expect(deletedAllocationId).toBe(id);
    expect(await read(id)).toBeNull();
    expect(await allocated({ resourceClass })).toMatchObject({ state: 'ACTIVE', nodeId });
  });

  it.each([
    ['DEPLOYING', 0, 'its node is in DEPLOYING'],
    ['DEPLOYING', 1, 'its node is in DEPLOYING'],
    ['ACTIVE', 0, 'an instance is on its node'],
    ['RESCUE', 0, 'an instance is on its node'],
  ] as const)('is refused while the node is in %s (maintenance: %i)', async (state, maintenance, reason) => {
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass);
    const { id } = await allocated({ resourceClass });
    await rows.putInState(nodeId, state);
    await rows.setNode(nodeId, { maintenance });
    const { errors } = await mutate(service, 'deleteAllocation', { allocationId: id });
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', message: expect.stringContaining(reason) }]);
    expect(await read(id)).toMatchObject({ state: 'ACTIVE', nodeId });
  });

  it('may be forced by maintenance while the node is ACTIVE', async () => {
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass);
    const { id } = await allocated({ resourceClass });
    await rows.putInState(nodeId, 'ACTIVE');
    await rows.setNode(nodeId, { maintenance: 1 });
    await accepted(service, 'deleteAllocation', { allocationId: id });
    expect(await read(id)).toBeNull();
  });

  it('waits for the jobs of its node', async () => {
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass);
    const { id } = await allocated({ resourceClass });
    await accepted(service, 'setNodePower', { nodeId, target: 'ON' });
    const { errors } = await mutate(service, 'deleteAllocation', { allocationId: id });
    expect(errors).toMatchObject([{ code: 'NODE_LOCKED', queueLength: 1 }]);
  });

  it('comes with the end of its node', async () => {
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass);
    const { id } = await allocated({ resourceClass });
    const { errors } = await mutate(service, 'deleteNode', { nodeId });
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    await accepted(service, 'setNodeMaintenance', { nodeId, maintenance: true });
    await accepted(service, 'deleteNode', { nodeId });
    expect(await read(id)).toBeNull();
    expect(
      await rows.query(`SELECT type FROM events WHERE node_id = ? AND type = 'ALLOCATION_DELETED'`, [nodeId]),
    ).toHaveLength(1);
  });
});

describe('deploying an allocated node', () => {
  let conducted: TestService;
  beforeAll(async () => {
    conducted = await startTestService();
  });
  afterAll(() => conducted?.stop());

  it('keeps its instance and traits, and undeploying it ends the allocation', async () => {
    const resourceClass = aClass();
    const { id: nodeId } = await enroll(conducted, { resourceClass });
    await perform(conducted, 'manageNode', { nodeId });
    await perform(conducted, 'provideNode', { nodeId });
    const { allocation } = await accepted(conducted, 'createAllocation', { resourceClass });
    const id = allocation?.id;
    const other = await accepted(conducted, 'deployNode', { nodeId, instanceId: newId() });
    const refused = await waitFor(async () => {
      const { job } = await ask<{ job: { state: string; error: Row | null } }>(
        conducted,
        'query ($id: ID!) { job(id: $id) { state error { code path } } }',
        { id: other.job?.id },
      );
      return job.state === 'FAILED' && job.error;
    }, 'the other instance to be refused');
    expect(refused).toMatchObject({ code: 'NOT_ALLOWED_NOW', path: ['input', 'instanceId'] });

    await perform(conducted, 'deployNode', { nodeId, instanceInfo: { image_source: 'x' } });
    const node = 'query ($id: ID!) { node(id: $id) { provisionState instanceId instanceInfo allocation { id } } }';
    expect(await ask(conducted, node, { id: nodeId })).toEqual({
      node: {
        provisionState: 'ACTIVE',
        instanceId: id,
        instanceInfo: { traits: [], image_source: 'x' },
        allocation: { id },
      },
    });
    await perform(conducted, 'undeployNode', { nodeId });
    expect(await ask(conducted, node, { id: nodeId })).toEqual({
      node: { provisionState: 'AVAILABLE', instanceId: null, instanceInfo: {}, allocation: null },
    });
    const gone = await ask(conducted, 'query ($id: ID!) { allocation(id: $id) { id } }', { id });
    expect(gone).toEqual({ allocation: null });
  });
});

describe('an instance that is there already', () => {
  it('gets its allocation under its own id, with the class of its node', async () => {
    const instanceId = newId();
    const resourceClass = aClass();
    const nodeId = await freeNode(resourceClass, { provision_state: 'ACTIVE', instance_id: instanceId });
    expect(await allocated({ nodeId })).toMatchObject({ id: instanceId, state: 'ACTIVE', nodeId });
    const { errors } = await mutate(service, 'createAllocation', { nodeId });
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['input', 'nodeId'] }]);
  });

  it('that has no id yet gets one', async () => {
    const nodeId = await freeNode(aClass(), { provision_state: 'ACTIVE' });
    const { id } = await allocated({ nodeId });
    expect(await rows.query('SELECT instance_id AS id FROM nodes WHERE id = ?', [nodeId])).toEqual([{ id }]);
  });

  it.each<[string, Row, Variables, string]>([
    ['is not ACTIVE', { provision_state: 'AVAILABLE' }, {}, 'it is in AVAILABLE'],
    ['is of another class', {}, { resourceClass: 'other' }, 'its resource class is'],
    ['lacks a trait', {}, { traits: ['CUSTOM_GPU'] }, 'it lacks CUSTOM_GPU'],
    ["is not the owner's", {}, { owner: 'p1' }, 'neither owns nor leases'],
  ])('is refused on a node that %s', async (_what, columns, input, reason) => {
    const nodeId = await freeNode(aClass(), { provision_state: 'ACTIVE', ...columns });
    const { errors } = await mutate(service, 'createAllocation', { nodeId, ...input });
    expect(errors).toMatchObject([
      { code: 'NOT_ALLOWED_NOW', path: ['input', 'nodeId'], message: expect.stringContaining(reason) },
    ]);
  });
});

describe('bad input', () => {
  it.each<[string, string, Variables, readonly string[], string]>([
    ['no class', 'createAllocation', {}, ['input', 'resourceClass'], 'INVALID_INPUT'],
    ['an empty class', 'createAllocation', { resourceClass: '' }, ['input', 'resourceClass'], 'INVALID_INPUT'],
    [
      'a long class',
      'createAllocation',
      { resourceClass: 'x'.repeat(81) },
      ['input', 'resourceClass'],
      'INVALID_INPUT',
    ],
    [
      'a name that is none',
      'createAllocation',
      { resourceClass: 'x', name: 'a b' },
      ['input', 'name'],
      'INVALID_INPUT',
    ],
    [
      'a trait that is none',
      'createAllocation',
      { resourceClass: 'x', traits: ['gpu'] },
      ['input', 'traits', '0'],
      'INVALID_INPUT',
    ],
    [
      '51 traits',
      'createAllocation',
      { resourceClass: 'x', traits: Array(51).fill('CUSTOM_A') },
      ['input', 'traits'],
      'INVALID_INPUT',
    ],
    [
      'an unknown candidate',
      'createAllocation',
      { resourceClass: 'x', candidateNodes: ['nobody'] },
      ['input', 'candidateNodes', '0'],
      'NOT_FOUND',
    ],
    [
      '501 candidates',
      'createAllocation',
      { resourceClass: 'x', candidateNodes: Array(501).fill('x') },
      ['input', 'candidateNodes'],
      'INVALID_INPUT',
    ],
    ['no such node', 'createAllocation', { nodeId: randomUUID() }, ['input', 'nodeId'], 'NOT_FOUND'],
    ['no such allocation', 'deleteAllocation', { allocationId: randomUUID() }, ['input', 'allocationId'], 'NOT_FOUND'],
    ['an id that is none', 'deleteAllocation', { allocationId: 'x' }, ['input', 'allocationId'], 'INVALID_INPUT'],
    ['no such allocation', 'updateAllocation', { allocationId: randomUUID() }, ['input', 'allocationId'], 'NOT_FOUND'],
  ])('%s: %s is refused with the field', async (_what, mutation, input, path, code) => {
    const written = await rows.fingerprint();
    const { errors } = await mutate(service, mutation, input);
    expect(errors).toMatchObject([{ code, path }]);
    expect(await rows.fingerprint()).toBe(written);
  });

  it('a name that another has is refused, when it is made and when it is changed', async () => {
    const name = `taken-${randomUUID()}x`;
    await allocated({ resourceClass: aClass(), name });
    const { id } = await allocated({ resourceClass: aClass() });
    const taken = [{ code: 'ALREADY_EXISTS', path: ['input', 'name'], value: name }];
    expect(await mutate(service, 'createAllocation', { resourceClass: 'x', name })).toMatchObject({ errors: taken });
    expect(await mutate(service, 'updateAllocation', { allocationId: id, name })).toMatchObject({ errors: taken });
  });

  it('a stale version changes and deletes nothing', async () => {
    const { id, version } = await allocated({ resourceClass: aClass() });
    const stale = { allocationId: id, expectedVersion: version - 1 };
    expect(await mutate(service, 'updateAllocation', { ...stale, extra: {} })).toMatchObject({
      errors: [{ code: 'STALE_VERSION' }],
    });
    expect(await mutate(service, 'deleteAllocation', stale)).toMatchObject({ errors: [{ code: 'STALE_VERSION' }] });
    expect(await read(id)).toMatchObject({ version });
  });
});

it('lists by state, class and owner, a page at a time', async () => {
  const owner = randomUUID();
  const resourceClass = aClass();
  await freeNode(resourceClass, { owner });
  const made = [await allocated({ resourceClass, owner }), await allocated({ resourceClass, owner })];
  const list = async (filter: Variables): Promise<readonly string[]> => {
    const { allocations } = await ask<{ allocations: { nodes: { id: string }[]; totalCount: number } }>(
      service,
      'query ($filter: AllocationFilter) { allocations(first: 1, filter: $filter) { totalCount nodes { id } } }',
      { filter },
    );
    return [...allocations.nodes.map(({ id }) => id), String(allocations.totalCount)];
  };
  expect(await list({ owner: { eq: owner } })).toEqual([made[0]?.id, '2']);
  expect(await list({ resourceClass: { eq: resourceClass }, states: ['ERROR'] })).toEqual([made[1]?.id, '1']);
  expect(await list({ nodeId: { eq: made[0]?.nodeId } })).toEqual([made[0]?.id, '1']);
});

describe('a project', () => {
  const project = (name: string): Viewer => ({ actor: name, scope: { kind: 'projects', projects: [name] } });

  it('allocates for itself, on its own nodes, and for nobody else', async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    const resourceClass = aClass();
    await freeNode(resourceClass, { owner: theirs });
    const nodeId = await freeNode(resourceClass, { owner: mine });
    const viewer = project(mine);
    const made = await createAllocation(ctx, viewer, { resourceClass });
    const [row] = await allocationsWhere(ctx, viewer, 'id', [made.objectId ?? '']);
    expect(row).toMatchObject({ owner: mine, state: 'ACTIVE', nodeId });
    const foreign = await createAllocation(ctx, viewer, { resourceClass, owner: theirs });
    expect(foreign.problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['input', 'owner'] }]);
  });

  it('hears nothing of allocations and nodes of others', async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    const resourceClass = aClass();
    const other = await freeNode(resourceClass, { owner: theirs });
    const { objectId } = await createAllocation(ctx, project(theirs), { resourceClass });
    expect(await allocationsWhere(ctx, project(mine), 'id', [objectId ?? ''])).toEqual([]);
    expect(await findAllocations(ctx, project(mine), {})).toMatchObject({ rows: [] });
    const { problems } = await deleteAllocation(ctx, project(mine), { allocationId: objectId ?? '' });
    expect(problems).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await explainAllocation(ctx, project(mine), { resourceClass })).toMatchObject({
      considered: 0,
      nearestMisses: [],
    });
    const candidate = await createAllocation(ctx, project(mine), { resourceClass, candidateNodes: [other] });
    expect(candidate.problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'candidateNodes', '0'] }]);
  });
});
