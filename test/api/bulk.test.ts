import { randomUUID } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRIORITY_CLASS } from '../../src/domain/job.ts';
import { bulk, group, readGroup } from '../support/bulk.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, type UserError, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

type State = Parameters<TestRows['putInState']>[1];

/** No conductor: what is queued stays queued, and states stay as they are put. */
let service: TestService;
let rows: TestRows;
let template: string;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  rows = await openRows(service.databaseUrl);
  template = (await enroll(service)).id;
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

async function nodesIn(state: State, count: number, columns: Variables = {}): Promise<string[]> {
  const ids = await rows.cloneNode(template, count);
  for (const id of ids) {
    await rows.putInState(id, state);
    if (Object.keys(columns).length > 0) await rows.setNode(id, columns);
  }
  return ids;
}

const oneIn = async (state: State, columns: Variables = {}): Promise<string> =>
  (await nodesIn(state, 1, columns))[0] ?? '';

interface JobRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly node_id: string;
  readonly type: string;
  readonly ready: number;
  readonly queue_number: number;
}
const jobsOf = (nodeIds: readonly string[]): Promise<JobRow[]> =>
  rows.query<JobRow>('SELECT * FROM jobs WHERE node_id IN (?) ORDER BY id', [nodeIds]);

/** Each bulk mutation, on nodes where it is legal, and the job that it makes. */
const MUTATIONS: readonly (readonly [string, State, Variables, string, Variables])[] = [
  ['manageNodes', 'ENROLL', {}, 'node.manage', {}],
  ['provideNodes', 'MANAGEABLE', {}, 'node.provide', {}],
  [
    'deployNodes',
    'AVAILABLE',
    { instanceInfo: { image_source: 'x' } },
    'node.deploy',
    { instanceInfo: { image_source: 'x' } },
  ],
  ['undeployNodes', 'ACTIVE', {}, 'node.undeploy', {}],
  [
    'setNodesPower',
    'ENROLL',
    { target: 'OFF', timeoutSeconds: 7 },
    'node.set-power',
    { target: 'OFF', timeoutMs: 7_000 },
  ],
];

describe('a bulk mutation', () => {
  it.each(MUTATIONS)(
    'makes a job for each node, in the order of the input (%s)',
    async (mutation, state, more, type, args) => {
      const nodeIds = (await nodesIn(state, 3)).toReversed();
      const { jobGroup, errors, cursor, replayed } = await bulk(service, mutation, { nodeIds, ...more });
      expect({ errors, replayed }).toEqual({ errors: [], replayed: false });
      expect(cursor).not.toBeNull();
      expect(jobGroup).toMatchObject({ mutation, total: 3, isSettled: false, percent: 0, retryOf: null });
      expect(jobGroup?.counts).toEqual({
        queued: 3,
        running: 0,
        waiting: 0,
        succeeded: 0,
        failed: 0,
        cancelled: 0,
        refused: 0,
      });
      const items = jobGroup?.items.nodes ?? [];
      expect(items.map(({ position, nodeId }) => [position, nodeId])).toEqual(nodeIds.map((id, index) => [index, id]));
      expect(items).toMatchObject(
        nodeIds.map(() => ({ state: 'QUEUED', error: null, job: { type, arguments: args } })),
      );
      const jobs = await jobsOf(nodeIds);
      expect(new Set(jobs.map(({ id }) => id))).toEqual(new Set(items.map(({ job }) => job?.id)));
      expect(jobs.every(({ ready, priority }) => ready === 1 && priority === PRIORITY_CLASS.USER)).toBe(true);
      const events = await rows.query(
        'SELECT type, node_sequence, job_id FROM events WHERE node_id IN (?) ORDER BY id',
        [nodeIds],
      );
      expect(events).toEqual(items.map(({ job }) => ({ type: 'JOB_QUEUED', node_sequence: 1, job_id: job?.id })));
    },
  );

  it('gives every deployment an instance of its own', async () => {
    const { items } = await group(service, 'deployNodes', { nodeIds: await nodesIn('AVAILABLE', 3) });
    expect(new Set(items.nodes.map(({ job }) => job?.arguments['instanceId'])).size).toBe(3);
  });

  it('queues behind what each node has, and makes only the first of each ready', async () => {
    const [idle, busy] = await nodesIn('ENROLL', 2);
    const first = await accepted(service, 'setNodePower', { nodeId: busy, target: 'ON' });
    const { items } = await group(service, 'manageNodes', { nodeIds: [idle, busy] });
    const [ofIdle, ofBusy] = items.nodes.map(({ job }) => job?.id);
    const jobs = await jobsOf([idle ?? '', busy ?? '']);
    expect(new Set(jobs.flatMap(({ id, ready }) => (ready === 1 ? id : [])))).toEqual(new Set([first.job?.id, ofIdle]));
    expect(jobs.find(({ id }) => id === ofBusy)).toMatchObject({ ready: 0, queue_number: 2 });
  });

  it('starts on a node whose lock was just broken no earlier than that node may be taken', async () => {
    const [quiet, other] = await nodesIn('ENROLL', 2);
    await rows.query('UPDATE node_locks SET free_from = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE node_id = ?', [quiet]);
    await group(service, 'manageNodes', { nodeIds: [quiet, other] });
    const jobs = await rows.query(
      `SELECT j.node_id AS nodeId, j.ready, j.run_after >= COALESCE(l.free_from, j.run_after) AS waits,
              j.run_after > UTC_TIMESTAMP(6) AS later
         FROM jobs j JOIN node_locks l ON l.node_id = j.node_id WHERE j.node_id IN (?) ORDER BY j.node_id`,
      [[quiet, other]],
    );
    expect(jobs).toEqual([
      { nodeId: quiet, ready: 1, waits: 1, later: 1 },
      { nodeId: other, ready: 1, waits: 1, later: 0 },
    ]);
  });

  it('is checked against where the queue will leave each node', async () => {
    const nodeIds = await nodesIn('ENROLL', 2);
    await group(service, 'manageNodes', { nodeIds });
    await group(service, 'provideNodes', { nodeIds });
    const { counts } = await group(service, 'deployNodes', { nodeIds });
    expect(counts).toMatchObject({ queued: 2, refused: 0 });
    const again = await group(service, 'deployNodes', { nodeIds });
    expect(again.items.nodes.map(({ error }) => error)).toMatchObject([
      { code: 'ILLEGAL_STATE', state: 'ACTIVE', isProjected: true },
      { code: 'ILLEGAL_STATE', state: 'ACTIVE', isProjected: true },
    ]);
  });
});

describe('nodes that refuse', () => {
  /** One that accepts, and one of each kind that does not. */
  async function mixed(): Promise<{
    readonly nodeIds: string[];
    readonly refusals: readonly (Partial<UserError> | null)[];
  }> {
    const nodeIds = [
      await oneIn('AVAILABLE'),
      await oneIn('ENROLL'),
      newId(),
      await oneIn('AVAILABLE', { maintenance: 1 }),
      await oneIn('AVAILABLE'),
    ];
    const at = (position: number) => ['input', 'nodeIds', String(position)];
    const refusals = [
      null,
      { __typename: 'IllegalStateError', code: 'ILLEGAL_STATE', state: 'ENROLL', path: at(1) },
      { __typename: 'NotFoundError', code: 'NOT_FOUND', path: at(2) },
      { __typename: 'NotAllowedError', code: 'NOT_ALLOWED_NOW', path: at(3) },
      null,
    ];
    return { nodeIds, refusals };
  }

  it('become items with their typed error, while the others are accepted (CONTINUE)', async () => {
    const { nodeIds, refusals } = await mixed();
    const { jobGroup, errors } = await bulk(service, 'deployNodes', { nodeIds });
    expect(errors).toEqual([]);
    expect(jobGroup).toMatchObject({ total: 5, counts: { queued: 2, refused: 3 }, percent: 60 });
    for (const [position, refusal] of refusals.entries()) {
      expect(jobGroup?.items.nodes[position]).toMatchObject({
        nodeId: nodeIds[position],
        state: refusal === null ? 'QUEUED' : 'REFUSED',
        error: refusal,
      });
    }
    expect(new Set((await jobsOf(nodeIds)).map((job) => job.node_id))).toEqual(new Set([nodeIds[0], nodeIds[4]]));
  });

  it('refuse all, each named, and nothing is changed (ABORT)', async () => {
    const { nodeIds, refusals } = await mixed();
    const before = await rows.fingerprint();
    const { jobGroup, cursor, errors } = await bulk(service, 'deployNodes', {
      nodeIds,
      onError: 'ABORT',
      idempotencyKey: randomUUID(),
    });
    expect({ jobGroup, cursor }).toEqual({ jobGroup: null, cursor: null });
    expect(errors).toMatchObject(refusals.filter((refusal) => refusal !== null));
    expect(await rows.fingerprint()).toBe(before);
  });

  it('are listed up to 100 (ABORT)', async () => {
    const { errors } = await bulk(service, 'deployNodes', {
      nodeIds: await rows.cloneNode(template, 101),
      onError: 'ABORT',
    });
    expect(errors).toHaveLength(100);
    expect(errors.at(-1)).toMatchObject({ code: 'ILLEGAL_STATE', path: ['input', 'nodeIds', '99'] });
  });

  it('are accepted all together when none refuses (ABORT)', async () => {
    const { counts } = await group(service, 'deployNodes', {
      nodeIds: await nodesIn('AVAILABLE', 2),
      onError: 'ABORT',
    });
    expect(counts).toMatchObject({ queued: 2, refused: 0 });
  });

  it('may be all of them: the group then is settled from the start', async () => {
    const input = { nodeIds: [newId(), newId()], idempotencyKey: randomUUID() };
    const first = await bulk(service, 'manageNodes', input);
    expect(first.jobGroup).toMatchObject({ total: 2, isSettled: true, percent: 100, counts: { refused: 2 } });
    const again = await bulk(service, 'manageNodes', input);
    expect(again).toMatchObject({ replayed: true, jobGroup: { id: first.jobGroup?.id } });
  });

  it('name the job that holds them with onLocked: FAIL', async () => {
    const [idle, queued, held] = await nodesIn('ENROLL', 3);
    await accepted(service, 'setNodePower', { nodeId: queued, target: 'ON' });
    const holder = await accepted(service, 'setNodePower', { nodeId: held, target: 'ON' });
    await rows.query(
      `UPDATE node_locks SET holder_job_id = ?, holder_conductor_id = ?, purpose = 'testing', since = UTC_TIMESTAMP(6)
        WHERE node_id = ?`,
      [holder.job?.id, newId(), held],
    );
    await rows.query(`UPDATE jobs SET state = 'RUNNING', ready = 0 WHERE id = ?`, [holder.job?.id]);
    const { items } = await group(service, 'manageNodes', { nodeIds: [idle, queued, held], onLocked: 'FAIL' });
    expect(items.nodes.map(({ state, error }) => ({ state, error }))).toMatchObject([
      { state: 'QUEUED', error: null },
      { state: 'REFUSED', error: { code: 'NODE_LOCKED', holder: null, queueLength: 1 } },
      { state: 'REFUSED', error: { code: 'NODE_LOCKED', holder: { id: holder.job?.id }, queueLength: 0 } },
    ]);
  });

  it('are told by their driver what power they can have', async () => {
    const { id: manual } = await enroll(service, { driver: 'manual-management' });
    const nodeIds = [await oneIn('ENROLL'), manual];
    const { items } = await group(service, 'setNodesPower', { nodeIds, target: 'SOFT_REBOOT' });
    expect(items.nodes).toMatchObject([
      { state: 'QUEUED' },
      { state: 'REFUSED', error: { __typename: 'UnsupportedError', path: ['input', 'nodeIds', '1'] } },
    ]);
  });
});

describe('nodes that are found by a filter', () => {
  it('are as many as was expected', async () => {
    const resourceClass = randomUUID();
    const nodeIds = await nodesIn('AVAILABLE', 4, { resource_class: resourceClass });
    await nodesIn('ENROLL', 1, { resource_class: resourceClass });
    const filter = { resourceClass: { eq: resourceClass }, provisionState: { eq: 'AVAILABLE' } };
    const { items } = await group(service, 'deployNodes', { filter, expectedCount: 4 });
    expect(items.nodes.map(({ nodeId }) => nodeId)).toEqual(nodeIds.toSorted());
  });

  it.each([3, 5])('are left alone when %i were expected and 4 fit', async (expectedCount) => {
    const resourceClass = randomUUID();
    await nodesIn('AVAILABLE', 4, { resource_class: resourceClass });
    const before = await rows.fingerprint();
    const filter = { resourceClass: { eq: resourceClass } };
    const { jobGroup, errors } = await bulk(service, 'deployNodes', {
      filter,
      expectedCount,
      idempotencyKey: randomUUID(),
    });
    expect(jobGroup).toBeNull();
    expect(errors).toMatchObject([
      {
        __typename: 'UnexpectedCountError',
        path: ['input', 'expectedCount'],
        expected: expectedCount,
        actual: 4,
        limit: 1000,
      },
    ]);
    expect(await rows.fingerprint()).toBe(before);
  });

  it('may not be more than 1,000', async () => {
    const ids = await rows.cloneNode(template, 1_001);
    const resourceClass = randomUUID();
    await rows.query('UPDATE nodes SET resource_class = ? WHERE id IN (?)', [resourceClass, ids]);
    const before = await rows.fingerprint();
    const filter = { resourceClass: { eq: resourceClass } };
    const { errors } = await bulk(service, 'manageNodes', { filter, expectedCount: 1_001 });
    expect(errors).toMatchObject([{ code: 'UNEXPECTED_COUNT', expected: 1_001, actual: 1_001, limit: 1_000 }]);
    expect(errors[0]?.message).toContain('at most 1000');
    expect(await rows.fingerprint()).toBe(before);
  });

  it('that refuse are named by their ids (ABORT)', async () => {
    const resourceClass = randomUUID();
    const [nodeId] = await nodesIn('ENROLL', 1, { resource_class: resourceClass });
    const filter = { resourceClass: { eq: resourceClass } };
    const { errors } = await bulk(service, 'deployNodes', { filter, expectedCount: 1, onError: 'ABORT' });
    expect(errors).toMatchObject([{ code: 'ILLEGAL_STATE', path: ['input', 'filter', nodeId] }]);
  });
});

describe('bad input is a typed error that names field and remedy, and nothing is written', () => {
  const id = newId();
  // prettier-ignore
  const CASES: readonly (readonly [what: string, mutation: string, input: Variables, path: readonly string[]])[] = [
    ['no ids', 'manageNodes', { nodeIds: [] }, ['nodeIds']],
    ['1,001 ids', 'manageNodes', { nodeIds: Array.from({ length: 1_001 }, () => newId()) }, ['nodeIds']],
    ['an id that comes twice', 'manageNodes', { nodeIds: [id, newId(), id] }, ['nodeIds', '2']],
    ['an id that comes twice in other letters', 'manageNodes', { nodeIds: [id, id.toUpperCase()] }, ['nodeIds', '1']],
    ['what is no id', 'manageNodes', { nodeIds: [newId(), 'rack-7'] }, ['nodeIds', '1']],
    ['ids and a filter', 'manageNodes', { nodeIds: [newId()], filter: {}, expectedCount: 1 }, ['filter']],
    ['neither ids nor a filter', 'manageNodes', {}, ['nodeIds']],
    ['a filter without expectedCount', 'manageNodes', { filter: {} }, ['expectedCount']],
    ['ids with expectedCount', 'manageNodes', { nodeIds: [newId()], expectedCount: 1 }, ['expectedCount']],
    ['expecting none', 'manageNodes', { filter: {}, expectedCount: 0 }, ['expectedCount']],
    ['a filter that is none', 'manageNodes', { filter: { updatedAt: { between: [] } }, expectedCount: 1 }, ['filter', 'updatedAt']],
    ['an instanceInfo of 65,537 characters', 'deployNodes', { nodeIds: [newId()], instanceInfo: { a: 'x'.repeat(65_537 - 8) } }, ['instanceInfo']],
    ['a timeout of an hour and a second', 'setNodesPower', { nodeIds: [newId()], target: 'ON', timeoutSeconds: 3_601 }, ['timeoutSeconds']],
    ['an empty key', 'manageNodes', { nodeIds: [newId()], idempotencyKey: '' }, ['idempotencyKey']],
    ['a group that is no id', 'retryFailed', { jobGroupId: 'group-7' }, ['jobGroupId']],
    ['a group that is no id', 'cancelJobGroup', { jobGroupId: 'group-7' }, ['jobGroupId']],
    ['a reason of 1,025 characters', 'cancelJobGroup', { jobGroupId: newId(), reason: 'x'.repeat(1_025) }, ['reason']],
  ];
  it.each(CASES)('%s (%s)', async (_what, mutation, input, path) => {
    const before = await rows.fingerprint();
    const { jobGroup, cursor, errors } = await bulk(service, mutation, { idempotencyKey: randomUUID(), ...input });
    expect({ jobGroup, cursor }).toEqual({ jobGroup: null, cursor: null });
    expect(errors).toMatchObject([
      { __typename: 'InvalidInputError', code: 'INVALID_INPUT', path: ['input', ...path] },
    ]);
    expect(errors[0]?.remedy).toMatch(/\S/);
    expect(await rows.fingerprint()).toBe(before);
  });

  it.each(['retryFailed', 'cancelJobGroup'])('a group that does not exist (%s)', async (mutation) => {
    const { errors } = await bulk(service, mutation, { jobGroupId: newId() });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'jobGroupId'] }]);
  });

  it('tells of everything at once, up to 100', async () => {
    const nodeIds = Array.from({ length: 1_000 }, (_, index) => `rack-${index}`);
    const { errors } = await bulk(service, 'setNodesPower', { nodeIds, target: 'ON' });
    expect(errors).toHaveLength(100);
    const both = await bulk(service, 'setNodesPower', { nodeIds: ['rack-7'], target: 'ON', timeoutSeconds: 0 });
    expect(both.errors.map(({ path }) => path?.join('.'))).toEqual(['input.nodeIds.0', 'input.timeoutSeconds']);
  });
});

describe('the same key', () => {
  it('gives the same group again and makes no second one, even when it comes eight times at once', async () => {
    const nodeIds = await nodesIn('ENROLL', 3);
    const input = { nodeIds, idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => bulk(service, 'manageNodes', input)));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ jobGroup }) => jobGroup?.id)).size).toBe(1);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await jobsOf(nodeIds)).toHaveLength(3);
    const later = await bulk(service, 'manageNodes', { ...input, onError: 'CONTINUE' });
    expect(later).toMatchObject({ replayed: true, jobGroup: { id: answers[0]?.jobGroup?.id } });
    expect(later.cursor).not.toBeNull();
  });

  it('is refused with other nodes', async () => {
    const idempotencyKey = randomUUID();
    await group(service, 'manageNodes', { nodeIds: await nodesIn('ENROLL', 1), idempotencyKey });
    const before = await rows.fingerprint();
    const { errors } = await bulk(service, 'manageNodes', {
      nodeIds: [newId()],
      idempotencyKey,
    });
    expect(errors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
    expect(await rows.fingerprint()).toBe(before);
  });

  it('repeats a group found by a filter although its nodes fit no more', async () => {
    const resourceClass = randomUUID();
    const ids = await nodesIn('AVAILABLE', 2, { resource_class: resourceClass });
    const input = { filter: { resourceClass: { eq: resourceClass } }, expectedCount: 2, idempotencyKey: randomUUID() };
    const first = await group(service, 'deployNodes', input);
    await rows.query('UPDATE nodes SET resource_class = NULL WHERE id IN (?)', [ids]);
    expect(await bulk(service, 'deployNodes', input)).toMatchObject({ replayed: true, jobGroup: { id: first.id } });
  });
});

describe('cancelJobGroup', () => {
  it('ends what never ran, tells what runs, and lets the next of each node come', async () => {
    const [waiting, first, running] = await nodesIn('ENROLL', 3);
    await accepted(service, 'setNodePower', { nodeId: waiting, target: 'ON' });
    const made = await group(service, 'manageNodes', { nodeIds: [waiting, first, running] });
    const [ofWaiting, ofFirst, ofRunning] = made.items.nodes.map(({ job }) => job?.id ?? '');
    const after = await accepted(service, 'setNodePower', { nodeId: first, target: 'ON' });
    await rows.query(`UPDATE jobs SET state = 'RUNNING', ready = 0, attempt = 1 WHERE id = ?`, [ofRunning]);

    const cancelled = await group(service, 'cancelJobGroup', { jobGroupId: made.id, reason: 'wrong rack' });
    expect(cancelled).toMatchObject({ id: made.id, isSettled: false, counts: { cancelled: 2, running: 1 } });
    const jobs = new Map((await jobsOf([waiting ?? '', first ?? '', running ?? ''])).map((job) => [job.id, job]));
    for (const id of [ofWaiting, ofFirst]) {
      expect(jobs.get(id ?? '')).toMatchObject({ state: 'CANCELLED', ready: 0 });
    }
    expect(jobs.get(ofRunning ?? '')).toMatchObject({ state: 'RUNNING', cancel_reason: 'wrong rack' });
    expect(jobs.get(after.job?.id ?? '')).toMatchObject({ state: 'QUEUED', ready: 1 });
    const events = await rows.query<{ type: string; job_id: string }>(
      `SELECT type, job_id FROM events WHERE job_id IN (?) AND type <> 'JOB_QUEUED' ORDER BY type`,
      [[ofWaiting, ofFirst, ofRunning]],
    );
    expect(events.map(({ type }) => type)).toEqual(['JOB_CANCELLED', 'JOB_CANCELLED', 'JOB_CANCEL_REQUESTED']);
    const items = (await readGroup(service, made.id)).items.nodes;
    expect(items[0]?.error).toMatchObject({ code: 'JOB_CANCELLED', message: expect.stringContaining('wrong rack') });
  });

  it('sends what waits for a signal to the head of its queue, to give back what it took', async () => {
    const nodeIds = await nodesIn('ENROLL', 1);
    const made = await group(service, 'manageNodes', { nodeIds });
    const jobId = made.items.nodes[0]?.job?.id;
    await rows.query(`UPDATE jobs SET state = 'WAITING', ready = 0, attempt = 1 WHERE id = ?`, [jobId]);
    expect(await group(service, 'cancelJobGroup', { jobGroupId: made.id })).toMatchObject({ isSettled: false });
    expect(await jobsOf(nodeIds)).toMatchObject([
      {
        id: jobId,
        state: 'QUEUED',
        ready: 1,
        priority: PRIORITY_CLASS.ABORT,
        cancel_reason: 'cancelled by system-admin',
      },
    ]);
  });

  it('changes nothing of a group that is settled', async () => {
    const made = await group(service, 'manageNodes', { nodeIds: [newId()] });
    const before = await rows.fingerprint();
    const { errors, jobGroup } = await bulk(service, 'cancelJobGroup', { jobGroupId: made.id });
    expect({ errors, id: jobGroup?.id }).toEqual({ errors: [], id: made.id });
    expect(await rows.fingerprint()).toBe(before);
  });
});

describe('retryFailed', () => {
  it('asks again for what failed, was cancelled or was refused, with the same arguments', async () => {
    const nodeIds = await nodesIn('ENROLL', 4);
    await rows.putInState(nodeIds[0] ?? '', 'AVAILABLE'); // the others are refused
    await rows.putInState(nodeIds[3] ?? '', 'AVAILABLE');
    const first = await group(service, 'deployNodes', { nodeIds, instanceInfo: { image_source: 'x' } });
    expect(first.counts).toMatchObject({ queued: 2, refused: 2 });
    await accepted(service, 'cancelJob', { jobId: first.items.nodes[3]?.job?.id });
    await rows.putInState(nodeIds[1] ?? '', 'AVAILABLE'); // mended

    const input = { jobGroupId: first.id, idempotencyKey: randomUUID() };
    const again = await group(service, 'retryFailed', input);
    expect(again).toMatchObject({
      mutation: 'deployNodes',
      total: 3,
      retryOf: { id: first.id },
      counts: { queued: 2, refused: 1 },
    });
    expect(again.items.nodes).toMatchObject([
      {
        nodeId: nodeIds[1],
        state: 'QUEUED',
        job: { type: 'node.deploy', arguments: { instanceInfo: { image_source: 'x' } } },
      },
      {
        nodeId: nodeIds[2],
        state: 'REFUSED',
        error: { code: 'ILLEGAL_STATE', path: ['input', 'jobGroupId', nodeIds[2]] },
      },
      { nodeId: nodeIds[3], state: 'QUEUED' },
    ]);
    expect(await bulk(service, 'retryFailed', input)).toMatchObject({ replayed: true, jobGroup: { id: again.id } });
  });

  it('is refused where nothing failed', async () => {
    const { id } = await group(service, 'manageNodes', { nodeIds: await nodesIn('ENROLL', 1) });
    const before = await rows.fingerprint();
    const { errors } = await bulk(service, 'retryFailed', { jobGroupId: id, idempotencyKey: randomUUID() });
    expect(errors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
    expect(await rows.fingerprint()).toBe(before);
  });
});

describe('reading groups', () => {
  it('pages through the items, and finds those in a state', async () => {
    const nodeIds = [...(await nodesIn('ENROLL', 3)), newId(), newId()];
    const { id } = await group(service, 'manageNodes', { nodeIds });
    const page = `query ($id: ID!, $after: Cursor, $states: [JobGroupItemState!]) {
      jobGroup(id: $id) { items(first: 2, after: $after, states: $states) {
        totalCount nodes { nodeId node { id } } pageInfo { hasNextPage endCursor } } } }`;
    interface Answer {
      readonly jobGroup: {
        readonly items: {
          readonly totalCount: number;
          readonly nodes: readonly { readonly nodeId: string; readonly node: { readonly id: string } | null }[];
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
        };
      };
    }
    const seen: string[] = [];
    let after: string | null = null;
    for (let isMore = true; isMore;) {
      const answer: Answer = await ask<Answer>(service, page, { id, after });
      const { items } = answer.jobGroup;
      expect(items.totalCount).toBe(5);
      seen.push(...items.nodes.map(({ nodeId }) => nodeId));
      ({ hasNextPage: isMore, endCursor: after } = items.pageInfo);
    }
    expect(seen).toEqual(nodeIds);
    const refused = await ask<Answer>(service, page, { id, states: ['REFUSED'] });
    expect(refused.jobGroup.items).toMatchObject({
      totalCount: 2,
      nodes: nodeIds.slice(3).map((nodeId) => ({ nodeId, node: null })),
    });
  });

  it('leads from a job to its group, and from a group to its jobs', async () => {
    const { id, items } = await group(service, 'manageNodes', { nodeIds: await nodesIn('ENROLL', 1) });
    const document = 'query ($id: ID!) { job(id: $id) { jobGroup { id } } }';
    expect(await ask(service, document, { id: items.nodes[0]?.job?.id })).toEqual({ job: { jobGroup: { id } } });
    const alone = await accepted(service, 'manageNode', { nodeId: await oneIn('ENROLL') });
    expect(await ask(service, document, { id: alone.job?.id })).toEqual({ job: { jobGroup: null } });
    const listed = await ask<{ jobGroups: { nodes: readonly { id: string }[] } }>(
      service,
      `{ jobGroups(first: 1, filter: { mutation: { eq: "manageNodes" } }) { totalCount nodes { id } } }`,
    );
    expect(listed.jobGroups.nodes).toEqual([{ id }]);
  });
});
