/** Bulk mutations beside conductors, other callers and dying processes. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/domain/viewer.ts';
import { MAX_TRANSACTION_MS } from '../../src/entities/transaction.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import { manageNodes, setNodesPower } from '../../src/services/job-group/bulk-mutations.ts';
import { cancelJobGroup } from '../../src/services/job-group/cancel.ts';
import { retryFailed } from '../../src/services/job-group/retry-failed.ts';
import type { Answer } from '../../src/services/mutation.ts';
import { setNodePower } from '../../src/services/node/set-power.ts';
import { findJobGroups, jobGroupsById } from '../../src/services/read/job-groups.ts';
import { bulk, group, readGroup, settledGroup } from '../support/bulk.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { accepted, ask, enroll, settled, subscribe } from '../support/graphql-client.ts';
import { killServices, startServe } from '../support/processes.ts';
import { watchStatements } from '../support/statements.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openServices, type TestServices } from '../support/services.ts';
import { waitFor } from '../support/wait.ts';

const MANY = 1_000;
const BULK = { onLocked: 'QUEUE', onError: 'CONTINUE' } as const;

let api: TestService;
let rows: TestRows;
let template: string;
/** What a use case works with, on the same database and without a server before it. */
let ctx: ServiceContext;
let services: TestServices;

beforeAll(async () => {
  api = await startTestService({ config: { role: 'api' } });
  rows = await openRows(api.databaseUrl);
  template = (await enroll(api)).id;
  services = await openServices(api);
  ({ ctx } = services);
});
afterAll(async () => {
  await services?.close();
  await rows?.close();
  await api?.stop();
});

const total = async (sql: string, params: readonly unknown[]): Promise<number> =>
  (await rows.query<{ total: number }>(sql, params))[0]?.total ?? -1;

describe(`${MANY} nodes at once`, () => {
  it('are accepted in one short transaction, and are all ready', async () => {
    const nodeIds = await rows.cloneNode(template, MANY);
    await rows.query(`UPDATE nodes SET provision_state = 'AVAILABLE' WHERE id IN (?)`, [nodeIds]);
    const tookMs = await cpuTimeOf(async () => {
      const { counts, total: all } = await group(api, 'deployNodes', { nodeIds, instanceInfo: { image_source: 'x' } });
      expect({ all, queued: counts['queued'] }).toEqual({ all: MANY, queued: MANY });
    });
    expect(await total('SELECT COUNT(*) AS total FROM jobs WHERE node_id IN (?) AND ready = 1', [nodeIds])).toBe(MANY);
    expect(tookMs).toBeLessThan(MAX_TRANSACTION_MS / 2);
  });

  it('are cancelled in one short transaction as well', async () => {
    const nodeIds = await rows.cloneNode(template, MANY);
    const { id } = await group(api, 'manageNodes', { nodeIds });
    const tookMs = await cpuTimeOf(async () => {
      const { counts } = await group(api, 'cancelJobGroup', { jobGroupId: id });
      expect(counts).toMatchObject({ cancelled: MANY });
    });
    expect(tookMs).toBeLessThan(MAX_TRANSACTION_MS / 2);
    expect(await total('SELECT COUNT(*) AS total FROM jobs WHERE node_id IN (?) AND ready = 1', [nodeIds])).toBe(0);
  });

  it('take a number of statements that does not grow with the nodes', async () => {
    const statements = async (nodeIds: readonly string[]): Promise<number> => {
      const watched = watchStatements(ctx.db);
      await manageNodes(ctx, ADMIN, { ...BULK, nodeIds });
      return watched.stop().sent.length;
    };
    const few = await statements(await rows.cloneNode(template, 2));
    const many = await statements(await rows.cloneNode(template, MANY));
    expect(many).toBeLessThanOrEqual(few + 2); // rows are locked 500 at a time
    expect(many).toBeLessThanOrEqual(16);
  });
});

describe('what a client may send', () => {
  it('is a thousand ids, in variables or written into the document', async () => {
    const nodeIds = Array.from({ length: MANY }, () => newId());
    expect((await group(api, 'manageNodes', { nodeIds })).counts).toMatchObject({ refused: MANY });
    const list = JSON.stringify(nodeIds);
    const { manageNodes: answer } = await ask<{ manageNodes: { jobGroup: unknown } }>(
      api,
      `mutation { manageNodes(input: { nodeIds: ${list} }) { jobGroup { total } } }`,
    );
    expect(answer.jobGroup).toEqual({ total: MANY });
  });
});

describe('a node that changes between the filter and its lock', () => {
  it('refuses the call instead of slipping through, and nothing is changed', async () => {
    const resourceClass = randomUUID();
    const [stays, leaves] = (await rows.cloneNode(template, 2)) as [string, string]; // two were made
    for (const id of [stays, leaves]) await rows.setNode(id, { resource_class: resourceClass });
    const other = await openRows(api.databaseUrl);
    try {
      await other.query('START TRANSACTION');
      await other.query('SELECT epoch FROM node_locks WHERE node_id = ? FOR UPDATE', [leaves]);
      const filter = { resourceClass: { eq: resourceClass } };
      const answer = bulk(api, 'manageNodes', { filter, expectedCount: 2 });
      const waiting = `SELECT COUNT(*) AS total FROM information_schema.PROCESSLIST
        WHERE DB = DATABASE() AND INFO LIKE 'SELECT node_id AS nodeId, epoch%' AND ID <> CONNECTION_ID()`;
      await waitFor(async () => (await total(waiting, [])) === 1, 'the call to wait for the lock');
      await other.setNode(leaves, { resource_class: 'another' });
      await other.query('COMMIT');
      expect((await answer).errors).toMatchObject([{ code: 'UNEXPECTED_COUNT', expected: 2, actual: 1 }]);
    } finally {
      await other.close();
    }
    expect(await total('SELECT COUNT(*) AS total FROM jobs WHERE node_id IN (?)', [[stays, leaves]])).toBe(0);
  });
});

describe('bulk mutations that overlap, and single ones among them', () => {
  it('lose nothing, escape no deadlock, and keep each queue in the order of acceptance', async () => {
    const nodeIds = await rows.cloneNode(template, 20);
    const asked = { onLocked: 'QUEUE', target: 'ON' } as const;
    const setAll = (ids: readonly string[]): Promise<Answer> =>
      setNodesPower(ctx, ADMIN, { ...asked, onError: 'CONTINUE', nodeIds: ids });
    const watched = watchStatements(ctx.db);
    const answers = await Promise.all([
      ...Array.from({ length: 3 }, () => setAll(nodeIds.slice(0, 15))),
      ...Array.from({ length: 3 }, () => setAll(nodeIds.slice(5).toReversed())),
      ...nodeIds.map((nodeId) => setNodePower(ctx, ADMIN, { ...asked, nodeId })),
    ]);
    expect(watched.stop().failed).toEqual([]);
    expect(answers.flatMap(({ problems }) => problems)).toEqual([]);

    const expected = nodeIds.map((_, index) => 1 + (index < 15 ? 3 : 0) + (index >= 5 ? 3 : 0));
    for (const [index, nodeId] of nodeIds.entries()) {
      const jobs = await rows.query<{ id: string; ready: number; number: number }>(
        'SELECT id, ready, queue_number AS number FROM jobs WHERE node_id = ? ORDER BY queue_number',
        [nodeId],
      );
      const events = await rows.query<{ job_id: string }>(
        'SELECT job_id FROM events WHERE node_id = ? ORDER BY node_sequence',
        [nodeId],
      );
      expect(jobs).toHaveLength(expected[index] ?? -1);
      expect(jobs.map(({ number }) => number)).toEqual(jobs.map((_, place) => place + 1));
      expect(jobs.map(({ id }) => id)).toEqual(events.map(({ job_id }) => job_id));
      expect(jobs.map(({ ready }) => ready)).toEqual(jobs.map((_, place) => (place === 0 ? 1 : 0)));
    }
  });
});

describe('an API process that is killed in the middle', () => {
  afterEach(() => killServices());

  it('has accepted nothing', async () => {
    const nodeIds = await rows.cloneNode(template, 50);
    const idempotencyKey = randomUUID();
    const dataFolder = mkdtempSync(join(tmpdir(), 'ironql-bulk-'));
    const blocker = await openRows(api.databaseUrl);
    try {
      const dying = await startServe({ dataFolder, databaseUrl: api.databaseUrl, flags: { role: 'api' } });
      // Its last write but the events: by then all jobs, items and the group are written.
      await blocker.query('START TRANSACTION');
      await blocker.query(
        `INSERT INTO idempotency_keys (actor, mutation, idempotency_key, input_hash, result, created_at)
         VALUES ('system-admin', 'manageNodes', ?, '', '{}', UTC_TIMESTAMP(6))`,
        [idempotencyKey],
      );
      const answer = bulk(dying, 'manageNodes', { nodeIds, idempotencyKey }).catch((error: unknown) => error);
      const waiting = `SELECT COUNT(*) AS total FROM information_schema.PROCESSLIST
        WHERE DB = DATABASE() AND INFO LIKE 'INSERT INTO idempotency_keys%' AND ID <> CONNECTION_ID()`;
      await waitFor(async () => (await total(waiting, [])) === 1, 'the call to be about to commit');
      dying.signal('SIGKILL');
      await dying.ended;
      expect(await answer).toBeInstanceOf(Error);
      await blocker.query('ROLLBACK');
    } finally {
      await blocker.close();
      rmSync(dataFolder, { recursive: true, force: true });
    }
    const tables = ['jobs', 'job_group_items', 'events'];
    const left = async (): Promise<number[]> =>
      Promise.all(
        tables.map((table) => total(`SELECT COUNT(*) AS total FROM ${table} WHERE node_id IN (?)`, [nodeIds])),
      );
    expect(await left()).toEqual([0, 0, 0]);
    // The nodes are free at once, and the key as well: the very same call is accepted now.
    const again = await bulk(api, 'manageNodes', { nodeIds, idempotencyKey });
    expect(again).toMatchObject({ replayed: false, jobGroup: { counts: { queued: 50 } } });
    expect(await left()).toEqual([50, 50, 50]);
  });
});

describe('a viewer who may not see everything', () => {
  const tenant: Viewer = { actor: 'tenant', scope: { kind: 'projects', projects: ['p1'] } };
  it('cannot tell a node of others from one that does not exist, and does not hold it up', async () => {
    const [own, others] = (await rows.cloneNode(template, 2)) as [string, string]; // two were made
    await rows.setNode(own, { owner: 'p1' });
    const missing = newId();
    const holder = await openRows(api.databaseUrl);
    try {
      // Who waited for the lock of the node would tell by it that there is one.
      await holder.query('START TRANSACTION');
      await holder.query('SELECT epoch FROM node_locks WHERE node_id = ? FOR UPDATE', [others]);
      const answer = await manageNodes(ctx, tenant, { ...BULK, nodeIds: [own, others, missing] });
      expect(answer.problems).toEqual([]);
      const items = await rows.query<{ nodeId: string; error: unknown }>(
        'SELECT node_id AS nodeId, error FROM job_group_items WHERE job_group_id = ? ORDER BY position',
        [answer.objectId],
      );
      const refusal = (position: number, id: string): object => ({
        code: 'NOT_FOUND',
        type: 'node',
        id,
        at: ['input', 'nodeIds', String(position)],
      });
      expect(items.map(({ nodeId, error }) => [nodeId, parsed(error)])).toEqual([
        [own, null],
        [others, refusal(1, others)],
        [missing, refusal(2, missing)],
      ]);
    } finally {
      await holder.query('ROLLBACK');
      await holder.close();
    }
  });

  it('finds none of them by a filter', async () => {
    const resourceClass = randomUUID();
    const [own, others] = (await rows.cloneNode(template, 2)) as [string, string]; // two were made
    for (const id of [own, others]) await rows.setNode(id, { resource_class: resourceClass });
    await rows.setNode(own, { owner: 'p1' });
    const filter = { resourceClass: { eq: resourceClass } };
    const tooMany = await manageNodes(ctx, tenant, { ...BULK, filter, expectedCount: 2 });
    expect(tooMany.problems).toMatchObject([{ code: 'UNEXPECTED_COUNT', actual: 1 }]);
    const answer = await manageNodes(ctx, tenant, { ...BULK, filter, expectedCount: 1 });
    expect(answer.problems).toEqual([]);
  });

  it('sees, cancels and repeats no group of somebody else', async () => {
    const { id } = await group(api, 'manageNodes', { nodeIds: await rows.cloneNode(template, 1) });
    expect(await jobGroupsById(ctx, tenant, [id])).toEqual([]);
    const listed = await findJobGroups(ctx, tenant, {});
    expect(listed.rows.every(({ requestedBy }) => requestedBy === 'tenant')).toBe(true);
    for (const mutation of [cancelJobGroup, retryFailed]) {
      const { problems } = await mutation(ctx, tenant, { jobGroupId: id });
      expect(problems).toMatchObject([{ code: 'NOT_FOUND', type: 'job group' }]);
    }
  });
});

describe('a group that conductors work on', () => {
  it('is settled when its last job is, and its stream ends then', async () => {
    const service = await startTestService();
    const own = await openRows(service.databaseUrl);
    try {
      const { id: good } = await enroll(service);
      const nodeIds = [good, ...(await own.cloneNode(good, 5)), newId()];
      const { jobGroup, cursor } = await bulk(service, 'manageNodes', { nodeIds });
      const id = jobGroup?.id ?? '';
      interface Item {
        readonly kind: string;
        readonly cursor: string;
        readonly type: string | null;
        readonly job: { readonly id: string } | null;
        readonly jobGroup: { readonly percent: number };
      }
      const document = `subscription ($id: ID!, $after: Cursor) { jobGroupEvents(jobGroupId: $id, after: $after) {
        kind cursor type job { id } jobGroup { percent } } }`;
      const live = subscribe<Item>(service, document, { id });
      await live.ended;
      expect(live.errors).toEqual([]);
      expect(await readGroup(service, id)).toMatchObject({
        isSettled: true,
        percent: 100,
        counts: { succeeded: 6, refused: 1 },
      });
      expect(live.items[0]).toMatchObject({ kind: 'SNAPSHOT' });
      expect(live.items.at(-1)?.jobGroup.percent).toBe(100);

      // From the answer's cursor, long after: every job's end, once, and the end of the stream.
      const late = subscribe<Item>(service, document, { id, after: cursor });
      await late.ended;
      const ended = late.items.filter(({ type }) => type === 'JOB_SUCCEEDED').map(({ job }) => job?.id);
      expect(new Set(ended)).toEqual(new Set(jobGroup?.items.nodes.flatMap(({ job }) => job?.id ?? [])));
      expect(ended).toHaveLength(6);

      // From its middle: only what is left of it.
      const middle = late.items.find(({ type }) => type === 'JOB_SUCCEEDED')?.cursor;
      const rest = subscribe<Item>(service, document, { id, after: middle });
      await rest.ended;
      expect(rest.items.filter(({ type }) => type === 'JOB_SUCCEEDED')).toHaveLength(5);
      await Promise.all([live, late, rest].map((stream) => stream.close()));
    } finally {
      await own.close();
      await service.stop();
    }
  });

  it('is repeated by retryFailed where the machines failed', async () => {
    const service = await startTestService();
    const own = await openRows(service.databaseUrl);
    try {
      const { id: good } = await enroll(service);
      const { id: bad } = await enroll(service, { driverInfo: { fake_failures: { 'power.get': 'always' } } });
      const first = await group(service, 'manageNodes', { nodeIds: [good, bad] });
      expect(await settledGroup(service, first.id)).toMatchObject({ counts: { succeeded: 1, failed: 1 } });
      await accepted(service, 'updateNode', { nodeId: bad, driverInfo: {}, expectedVersion: null });
      const again = await group(service, 'retryFailed', { jobGroupId: first.id });
      expect(again.items.nodes.map(({ nodeId }) => nodeId)).toEqual([bad]);
      await settled(service, again.items.nodes[0]?.job?.id ?? '');
      expect(await settledGroup(service, again.id)).toMatchObject({ counts: { succeeded: 1 } });
    } finally {
      await own.close();
      await service.stop();
    }
  });
});

const ADMIN: Viewer = { actor: 'admin', scope: { kind: 'all' } };

/** MariaDB gives a JSON column as text, MySQL as a value. */
const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);
