import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeOldRows } from '../../src/conductor/periodic/purge-old-rows.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { historyOfNode } from '../../src/services/read/node-history.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, perform, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openServices, type TestServices } from '../support/services.ts';

let service: TestService;
let rows: TestRows;
let services: TestServices;

beforeAll(async () => {
  service = await startTestService();
  rows = await openRows(service.databaseUrl);
  services = await openServices(service);
});
afterAll(async () => {
  await services?.close();
  await rows?.close();
  await service?.stop();
});

interface Entry {
  readonly severity: string;
  readonly eventType: string;
  readonly text: string;
  readonly actor: string;
  readonly jobId: string | null;
  readonly provisionState: string;
  readonly targetProvisionState: string | null;
}

async function history(nodeId: string): Promise<readonly Entry[]> {
  const document = `query ($id: ID!) { node(id: $id) { history { nodes {
    severity eventType text actor jobId provisionState targetProvisionState } } } }`;
  return (await ask<{ node: { history: { nodes: Entry[] } } }>(service, document, { id: nodeId })).node.history.nodes;
}

/** As if written so many days ago. */
async function addEntry(nodeId: string, days: number): Promise<void> {
  await rows.query(
    `INSERT INTO node_history (id, node_id, at, severity, event_type, text, actor, provision_state)
     VALUES (?, ?, UTC_TIMESTAMP(6) - INTERVAL ? DAY, 'INFO', 'old', ?, 'a', 'ENROLL')`,
    [newId(), nodeId, days, `${days} days`],
  );
}

const RETENTION = { eventDays: 3_650, idempotencyDays: 3_650, jobDays: 30, historyDays: 90, deadLetterDays: 30 };

describe('the history of a node', () => {
  it('tells of each flow when it began, with its steps, and how it ended, newest first', async () => {
    const { id: nodeId } = await enroll(service, { driverInfo: { fake_clean: true } });
    const { job } = await perform(service, 'manageNode', { nodeId });
    const about = { eventType: 'node.manage', actor: 'system-admin', jobId: job?.id };
    expect(await history(nodeId)).toEqual([
      { ...about, severity: 'INFO', text: 'Done.', provisionState: 'MANAGEABLE', targetProvisionState: null },
      {
        ...about,
        severity: 'INFO',
        text: expect.stringMatching(/^Began: \w/),
        provisionState: 'VERIFYING',
        targetProvisionState: 'MANAGEABLE',
      },
    ]);
  });

  it('keeps an error after the next success has taken it from lastError', async () => {
    const { id: nodeId } = await enroll(service, { driverInfo: { fake_failures: { 'power.get': 'always' } } });
    const { job } = await accepted(service, 'manageNode', { nodeId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED' });
    const document = 'query ($id: ID!) { node(id: $id) { lastError } }';
    const { node } = await ask<{ node: { lastError: string } }>(service, document, { id: nodeId });
    await accepted(service, 'updateNode', { nodeId, driverInfo: {}, expectedVersion: null });
    await perform(service, 'manageNode', { nodeId });
    expect(await ask(service, document, { id: nodeId })).toEqual({ node: { lastError: null } });
    const errors = (await history(nodeId)).filter(({ severity }) => severity === 'ERROR');
    expect(errors).toMatchObject([{ text: node.lastError, eventType: 'node.manage', jobId: job?.id }]);
  });

  it("is the owner's to see, and not that of who has the node for a time", async () => {
    const { id: nodeId } = await enroll(service, { owner: 'owners', lessee: 'lessees' });
    await addEntry(nodeId, 1);
    const seenBy = async (project: string): Promise<number> => {
      const viewer: Viewer = { actor: project, scope: { kind: 'projects', projects: [project] } };
      return (await historyOfNode(services.ctx, viewer, nodeId, {})).rows.length;
    };
    expect([await seenBy('owners'), await seenBy('lessees'), await seenBy('others')]).toEqual([1, 0, 0]);
  });

  it('is kept for so many days and so many entries, and goes with its node', async () => {
    const { id: nodeId } = await enroll(service);
    for (const days of [91, 89]) await addEntry(nodeId, days);
    await purgeOldRows(services.ctx, RETENTION);
    expect((await history(nodeId)).map(({ text }) => text)).toEqual(['89 days']);
    for (let entry = 0; entry < 305; entry += 1) await addEntry(nodeId, 1);
    await purgeOldRows(services.ctx, RETENTION);
    const left = await rows.query<{ text: string }>('SELECT text FROM node_history WHERE node_id = ?', [nodeId]);
    expect([left.length, new Set(left.map(({ text }) => text))]).toEqual([300, new Set(['1 days'])]);
    await accepted(service, 'deleteNode', { nodeId });
    expect(await rows.query('SELECT id FROM node_history WHERE node_id = ?', [nodeId])).toEqual([]);
  });
});

describe('jobs that ended long ago', () => {
  const age = (jobId: string | undefined, days: number): Promise<unknown> =>
    rows.query('UPDATE jobs SET finished_at = finished_at - INTERVAL ? DAY WHERE id = ?', [days, jobId]);
  const left = (table: string, column: string, id: string | undefined): Promise<unknown[]> =>
    rows.query(`SELECT ${column} FROM ${table} WHERE ${column} = ?`, [id]);

  it('go with their steps; the others stay', async () => {
    const jobIds: (string | undefined)[] = [];
    for (const days of [31, 29]) {
      const { id: nodeId } = await enroll(service);
      const { job } = await perform(service, 'manageNode', { nodeId });
      await age(job?.id, days);
      jobIds.push(job?.id);
    }
    await purgeOldRows(services.ctx, RETENTION);
    const [old, recent] = jobIds;
    expect([await left('jobs', 'id', old), await left('job_steps', 'job_id', old)]).toEqual([[], []]);
    expect(await left('jobs', 'id', recent)).toHaveLength(1);
  });

  it('stay with their group until the last of it may go', async () => {
    const nodeIds = [(await enroll(service)).id, (await enroll(service)).id];
    const document = `mutation ($input: ManageNodesInput!) { manageNodes(input: $input) { jobGroup { id } errors { code } } }`;
    const { manageNodes } = await ask<{ manageNodes: { jobGroup: { id: string } } }>(service, document, {
      input: { nodeIds },
    });
    const groupId = manageNodes.jobGroup.id;
    const jobs = await rows.query<{ id: string }>('SELECT id FROM jobs WHERE node_id IN (?)', [nodeIds]);
    for (const { id } of jobs) await settled(service, id);
    await rows.query('UPDATE job_groups SET created_at = created_at - INTERVAL 40 DAY WHERE id = ?', [groupId]);
    const [first, second] = jobs;
    await age(first?.id, 31);
    await purgeOldRows(services.ctx, RETENTION);
    expect(await left('job_group_items', 'job_group_id', groupId)).toHaveLength(2);
    await age(second?.id, 31);
    await purgeOldRows(services.ctx, RETENTION);
    expect([await left('job_groups', 'id', groupId), await left('jobs', 'id', first?.id)]).toEqual([[], []]);
  });
});
