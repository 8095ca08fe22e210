import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import {
  accepted,
  ask,
  enroll,
  gql,
  mutate,
  settled,
  type NodeRef,
  type Variables,
} from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { commandsOf, readMachine, writeMachine } from '../conductor/machine.ts';

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

interface Family {
  readonly parent: NodeRef;
  readonly children: readonly NodeRef[];
}

/** A machine with others in it, all of them in one power state. */
async function aFamily(
  power: 'ON' | 'OFF',
  ofChildren: readonly Variables[],
  ofParent: Variables = {},
): Promise<Family> {
  const parent = await enroll(service, ofParent);
  const children: NodeRef[] = [];
  for (const child of ofChildren) children.push(await enroll(service, { parentNodeId: parent.id, ...child }));
  for (const { id } of [parent, ...children]) {
    await rows.setNode(id, { power_state: power, desired_power_state: power });
    writeMachine(service.dataFolder, id, { power });
  }
  return { parent, children };
}

const powerOf = ({ id }: NodeRef): string => readMachine(service.dataFolder, id).power;
const jobsOf = ({ id }: NodeRef): Promise<{ id: string; state: string }[]> =>
  rows.query('SELECT id, state FROM jobs WHERE node_id = ? ORDER BY id', [id]);

async function switchTo(node: NodeRef | undefined, target: string, more: Variables = {}): Promise<string> {
  const { job } = await accepted(service, 'setNodePower', { nodeId: node?.id, target, ...more });
  return job?.id ?? '';
}

describe('turning a parent off', () => {
  it('turns its children off first', async () => {
    const { parent, children } = await aFamily('ON', [{}, { driverInfo: { fake_delays: { 'power.set': 300 } } }]);
    const job = await settled(service, await switchTo(parent, 'OFF'));
    expect(job).toMatchObject({ state: 'SUCCEEDED', error: null });
    expect([parent, ...children].map(powerOf)).toEqual(['OFF', 'OFF', 'OFF']);
    const ends = await rows.query<{ nodeId: string }>(
      `SELECT s.started_at, j.node_id AS nodeId FROM job_steps s JOIN jobs j ON j.id = s.job_id
        WHERE s.name = 'set_power' AND j.node_id IN (?) ORDER BY s.finished_at`,
      [[parent.id, ...children.map(({ id }) => id)]],
    );
    expect(ends.at(-1)?.nodeId).toBe(parent.id);
  });

  it('fails when a child does not go off, names it, and leaves the parent as it is', async () => {
    const { parent, children } = await aFamily('ON', [{ driverInfo: { fake_failures: { 'power.set': 'always' } } }]);
    const { state, error } = await settled(service, await switchTo(parent, 'OFF'));
    expect({ state, code: error?.code }).toEqual({ state: 'FAILED', code: 'STEP_FAILED' });
    expect(error?.message).toContain(children[0]?.id);
    expect(powerOf(parent)).toBe('ON');
    expect(commandsOf(service.dataFolder, parent.id).filter(({ op }) => op === 'power.set')).toEqual([]);
  });

  it('leaves a child alone that has a power supply of its own, and one that is off already', async () => {
    const { parent, children } = await aFamily('ON', [{ driverInfo: { has_dedicated_power_supply: true } }, {}]);
    const [dedicated, off] = children;
    await rows.setNode(off?.id ?? '', { power_state: 'OFF', desired_power_state: 'OFF' });
    await settled(service, await switchTo(parent, 'OFF'));
    expect(powerOf(parent)).toBe('OFF');
    expect(dedicated && powerOf(dedicated)).toBe('ON');
    for (const child of children) expect(await jobsOf(child)).toEqual([]);
  });

  it('is refused when a child must stay on', async () => {
    const { parent, children } = await aFamily('ON', [{ disablePowerOff: true }]);
    const { errors } = await mutate(service, 'setNodePower', { nodeId: parent.id, target: 'OFF' });
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    expect(errors[0]?.message).toContain(children[0]?.id);
    expect(await jobsOf(parent)).toEqual([]);
  });

  it('softly is between it and its operating system', async () => {
    const { parent, children } = await aFamily('ON', [{}]);
    await settled(service, await switchTo(parent, 'SOFT_OFF'));
    expect(children.map(powerOf)).toEqual(['ON']);
  });

  it('gives the parent back while it waits, and can be cancelled', async () => {
    const { parent } = await aFamily('ON', [{ driverInfo: { fake_hangs: { 'power.set': 'always' } } }]);
    const jobId = await switchTo(parent, 'OFF');
    const read = (): Promise<{ job: { state: string; waitReason: string | null }; node: { lock: object | null } }> =>
      ask(
        service,
        'query ($job: ID!, $node: ID!) { job(id: $job) { state waitReason } node(id: $node) { lock { epoch } } }',
        {
          job: jobId,
          node: parent.id,
        },
      );
    await waitFor(async () => (await read()).job.state === 'WAITING', 'the parent to wait');
    expect(await read()).toMatchObject({ job: { waitReason: 'SIGNAL' }, node: { lock: null } });
    await accepted(service, 'cancelJob', { jobId });
    expect((await settled(service, jobId)).state).toBe('CANCELLED');
    expect(powerOf(parent)).toBe('ON');
  });

  it('of many nodes at once is refused for those that have children', async () => {
    const { parent, children } = await aFamily('ON', [{}]);
    const { setNodesPower } = await ask<{
      setNodesPower: { jobGroup: { items: { nodes: { node: { id: string }; error: { code: string } | null }[] } } };
    }>(
      service,
      `mutation ($input: SetNodesPowerInput!) { setNodesPower(input: $input) {
         jobGroup { items { nodes { node { id } error { code } } } } } }`,
      { input: { nodeIds: [parent.id, children[0]?.id], target: 'OFF' } },
    );
    const items = setNodesPower.jobGroup.items.nodes;
    expect(Object.fromEntries(items.map((item) => [item.node.id, item.error?.code ?? null]))).toEqual({
      [parent.id]: 'NOT_ALLOWED_NOW',
      [children[0]?.id ?? '']: null,
    });
  });
});

describe('turning a child on', () => {
  it.each(['ON', 'REBOOT'])('turns its parent on first (%s)', async (target) => {
    const { parent, children } = await aFamily('OFF', [{}]);
    const [child] = children;
    expect(await settled(service, await switchTo(child, target))).toMatchObject({ state: 'SUCCEEDED' });
    expect([parent, ...children].map(powerOf)).toEqual(['ON', 'ON']);
  });

  it('asks for the parent to be on also when it is on, but is about to go off', async () => {
    const { parent, children } = await aFamily('ON', [{ driverInfo: {} }], {
      driverInfo: { fake_delays: { 'power.set': 400 } },
    });
    const off = await switchTo(parent, 'SOFT_OFF');
    expect(await settled(service, await switchTo(children[0], 'ON'))).toMatchObject({ state: 'SUCCEEDED' });
    await settled(service, off);
    expect([parent, ...children].map(powerOf)).toEqual(['ON', 'ON']);
  });

  it('leaves the parent alone that is on, and that of a child with a power supply of its own', async () => {
    const on = await aFamily('ON', [{}]);
    await settled(service, await switchTo(on.children[0], 'ON'));
    expect(await jobsOf(on.parent)).toEqual([]);
    const dedicated = await aFamily('OFF', [{ driverInfo: { has_dedicated_power_supply: 'true' } }]);
    await settled(service, await switchTo(dedicated.children[0], 'ON'));
    expect(powerOf(dedicated.parent)).toBe('OFF');
  });

  it('fails when the parent does not come on, and names it', async () => {
    const { parent, children } = await aFamily('OFF', [{}], {
      driverInfo: { fake_failures: { 'power.set': 'always' } },
    });
    const { state, error } = await settled(service, await switchTo(children[0], 'ON'));
    expect(state).toBe('FAILED');
    expect(error?.message).toContain(parent.id);
    expect(children.map(powerOf)).toEqual(['OFF']);
  });

  it('with onLocked FAIL is refused when the parent is busy', async () => {
    const { parent, children } = await aFamily('OFF', [{}], { driverInfo: { fake_hangs: { 'power.set': 'always' } } });
    await switchTo(parent, 'ON');
    const input = { nodeId: children[0]?.id, target: 'ON', onLocked: 'FAIL' };
    const { errors } = await mutate(service, 'setNodePower', input);
    expect(errors).toMatchObject([{ __typename: 'NodeLockedError' }]);
    expect(await jobsOf(children[0] as NodeRef)).toEqual([]); // the family has one
  });
});

describe('requests that cross', () => {
  it('all end, and leave no child on in a parent that is off', async () => {
    const { parent, children } = await aFamily('ON', [{}, {}, {}]);
    const all = [parent, ...children];
    const requests = Array.from({ length: 24 }, (_, index) =>
      switchTo(all[index % all.length], index % 3 === 0 ? 'OFF' : 'ON'),
    );
    for (const jobId of await Promise.all(requests)) expect((await settled(service, jobId)).state).toBe('SUCCEEDED');
    const unsettled = await waitFor(async () => {
      const open = await rows.query(
        `SELECT id FROM jobs WHERE state IN ('QUEUED', 'RUNNING', 'WAITING') AND node_id IN (?)`,
        [all.map(({ id }) => id)],
      );
      return open.length === 0 && open;
    }, 'every job of the family to end');
    expect(unsettled).toEqual([]);
    const isImpossible = powerOf(parent) === 'OFF' && children.some((child) => powerOf(child) === 'ON');
    expect(isImpossible).toBe(false);
  });

  it('have one effect under one key', async () => {
    const { parent, children } = await aFamily('ON', [{}]);
    const input = { nodeId: parent.id, target: 'OFF', idempotencyKey: `key-of-${parent.id}` };
    const first = await accepted(service, 'setNodePower', input);
    const again = await accepted(service, 'setNodePower', input);
    expect(again).toMatchObject({ replayed: true, job: { id: first.job?.id }, node: { id: parent.id } });
    expect(again.cursor).not.toBeNull();
    for (const node of [parent, ...children]) expect(await jobsOf(node)).toHaveLength(1);
  });
});

describe('parentNodeId', () => {
  const refusal = async (input: Variables): Promise<unknown> => {
    const { errors } = await mutate(service, 'nodeId' in input ? 'updateNode' : 'createNode', input);
    return errors.map(({ code, path }) => [code, path?.join('.')]);
  };

  it('must name another node that one may see, with the same owner, that lives in none itself', async () => {
    const { parent, children } = await aFamily('OFF', [{}]);
    const driver = 'fake-hardware';
    const at = (code: string): unknown => [[code, 'input.parentNodeId']];
    const ports = [{ address: newMac() }];
    expect(await refusal({ driver, ports, parentNodeId: crypto.randomUUID() })).toEqual(at('NOT_FOUND'));
    expect(await refusal({ driver, ports, parentNodeId: 'no id' })).toEqual(at('NOT_FOUND'));
    expect(await refusal({ driver, parentNodeId: parent.id, owner: 'somebody' })).toEqual(at('INVALID_INPUT'));
    expect(await refusal({ driver, parentNodeId: children[0]?.id })).toEqual(at('INVALID_INPUT'));
    const other = await enroll(service);
    expect(await refusal({ nodeId: other.id, parentNodeId: other.id })).toEqual(at('INVALID_INPUT'));
    expect(await refusal({ nodeId: parent.id, parentNodeId: other.id })).toEqual(at('INVALID_INPUT'));
  });

  it('is shown both ways, filters lists, and can be taken away', async () => {
    const { parent, children } = await aFamily('OFF', [{}, {}]);
    const document = `query ($id: ID!) {
      node(id: $id) { parentNode { id } children(first: 2) { totalCount nodes { id parentNode { id } } } }
      living: nodes(filter: { parentNodeId: { eq: $id } }) { totalCount }
      own: nodes(filter: { parentNodeId: { isNull: true }, id: { eq: $id } }) { totalCount } }`;
    expect(await ask(service, document, { id: parent.id })).toEqual({
      node: {
        parentNode: null,
        children: { totalCount: 2, nodes: children.map(({ id }) => ({ id, parentNode: { id: parent.id } })) },
      },
      living: { totalCount: 2 },
      own: { totalCount: 1 },
    });
    await accepted(service, 'updateNode', { nodeId: children[0]?.id, parentNodeId: null });
    expect(await ask(service, document, { id: parent.id })).toMatchObject({ living: { totalCount: 1 } });
  });

  it('pages through the machines that live in one, so that going there and back has its cost', async () => {
    const { parent, children } = await aFamily('OFF', [{}, {}, {}]);
    const document = `query ($id: ID!, $after: Cursor) {
      node(id: $id) { children(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } }`;
    interface Page {
      readonly nodes: readonly { readonly id: string }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    }
    const read = async (after: string | null): Promise<Page> =>
      (await ask<{ node: { children: Page } }>(service, document, { id: parent.id, after })).node.children;
    const first = await read(null);
    const second = await read(first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(children.map(({ id }) => id));
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);

    let selection = 'id';
    for (let times = 0; times < 3; times += 1)
      selection = `children(first: 500) { nodes { parentNode { ${selection} } } }`;
    const { errors } = await gql(service, `query ($id: ID!) { node(id: $id) { ${selection} } }`, { id: parent.id });
    expect(errors[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
  });

  it('keeps a parent from being deleted, and a family from having two owners', async () => {
    const { parent, children } = await aFamily('OFF', [{}]);
    const deleted = await mutate(service, 'deleteNode', { nodeId: parent.id });
    expect(deleted.errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    expect((await mutate(service, 'updateNode', { nodeId: parent.id, owner: 'other' })).errors).toHaveLength(1);
    expect((await mutate(service, 'updateNode', { nodeId: children[0]?.id, owner: 'other' })).errors).toHaveLength(1);
    await accepted(service, 'deleteNode', { nodeId: children[0]?.id });
    await accepted(service, 'deleteNode', { nodeId: parent.id });
  });
});
