import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { startReceiver, type ReceivedEvent, type Receiver } from '../support/webhook-receiver.ts';

let service: TestService;
let rows: TestRows;
let receiver: Receiver;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api', egressAllow: '127.0.0.1', webhookRetryMs: 10 } });
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await rows.query('DELETE FROM webhooks');
  await receiver.stop();
});

const newName = (): string => `hook-${randomUUID()}`;
async function aWebhook(input: Variables = {}): Promise<{ readonly id: string; readonly secret: string }> {
  const made = await accepted(service, 'createWebhook', { name: newName(), url: receiver.url, ...input });
  return { id: made.webhook?.id ?? '', secret: made.secret ?? '' };
}
async function read<T>(id: string, fields: string): Promise<T> {
  const { webhook } = await ask<{ webhook: T }>(service, `query ($id: ID!) { webhook(id: $id) { ${fields} } }`, { id });
  return webhook;
}
const describeNode = (nodeId: string, description: string): Promise<unknown> =>
  accepted(service, 'updateNode', { nodeId, description });
const about = (nodeId: string) => (event: ReceivedEvent) => event.subject === nodeId;
const types = (events: readonly ReceivedEvent[]): readonly string[] => events.map(({ type }) => type);

describe('a message', () => {
  it('is a CloudEvent with the event, its node and a cursor, signed as Standard Webhooks has it', async () => {
    const { secret } = await aWebhook({ types: ['NODE_CREATED'] });
    receiver.expectSecret(secret);
    const { id } = await enroll(service, { name: 'told-of' });
    const event = await receiver.waitForAccepted(about(id), 'the event');
    expect(event).toMatchObject({
      specversion: '1.0',
      source: '/ironql',
      type: 'io.ironql.node.created',
      subject: id,
      datacontenttype: 'application/json',
      sequence: '0000000000000001',
      partitionkey: id,
      data: {
        event: { id: event.id, type: 'NODE_CREATED', nodeId: id, nodeSequence: 1, actor: 'system-admin' },
        node: { id, name: 'told-of', provisionState: 'ENROLL' },
      },
    });
    expect(event.data?.event.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(receiver.deliveries[0]?.body).toContain(`"time":"${event.data?.event.at}"`);
    const [delivery] = receiver.deliveries;
    expect(delivery?.id).toBe(`event-${event.id}`);
    expect(delivery?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(delivery?.body).not.toContain('driverInfo');
  });

  it('has a cursor from which a subscription goes on behind it', async () => {
    await aWebhook({ types: ['NODE_CREATED', 'NODE_UPDATED'] });
    const { id } = await enroll(service);
    await describeNode(id, 'next');
    const { data } = await receiver.waitForAccepted(({ type }) => type === 'io.ironql.node.created', 'the first');
    const { events } = await ask<{ events: { nodes: readonly { type: string }[] } }>(
      service,
      'query ($after: Cursor, $id: ID) { events(after: $after, filter: { nodeId: $id }) { nodes { type } } }',
      { after: data?.cursor, id },
    );
    expect(events.nodes.map(({ type }) => type)).toEqual(['NODE_UPDATED']);
  });
});

describe('delivery', () => {
  it('follows the log: every event once, in the order of each node, while the cursor moves along', async () => {
    const { id } = await aWebhook();
    const nodes = await Promise.all(Array.from({ length: 5 }, () => enroll(service)));
    await Promise.all(
      nodes.map(async (node) => {
        for (let turn = 1; turn <= 8; turn += 1) await describeNode(node.id, `turn ${turn}`);
      }),
    );
    const log = await rows.query<{ id: number; nodeId: string }>(
      'SELECT id, node_id AS nodeId FROM events WHERE node_id IS NOT NULL',
    );
    const ofNodes = log.filter(({ nodeId }) => nodes.some((node) => node.id === nodeId));
    await waitFor(() => receiver.accepted().length >= ofNodes.length + 1, 'all events');
    const received = receiver.accepted();
    expect(new Set(received.map((event) => event.id)).size).toBe(received.length);
    for (const node of nodes) {
      const sequences = received.filter(about(node.id)).map(({ data }) => data?.event.nodeSequence);
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
      expect(sequences).toHaveLength(log.filter(({ nodeId }) => nodeId === node.id).length);
    }
    expect(receiver.atOnce()).toBe(1);
    await waitFor(
      async () => (await read<{ eventsBehind: number }>(id, 'eventsBehind')).eventsBehind === 0,
      'its cursor',
    );
    expect(await read(id, 'state consecutiveFailures lastError')).toEqual({
      state: 'ACTIVE',
      consecutiveFailures: 0,
      lastError: null,
    });
  });

  it('takes lists where the webhook wants them, and no more in one than it said', async () => {
    const before = await ask<{ events: { pageInfo: { endCursor: string } } }>(
      service,
      'query { events(first: 500) { pageInfo { endCursor } } }',
    );
    const { id: nodeId } = await enroll(service);
    for (let turn = 1; turn <= 9; turn += 1) await describeNode(nodeId, `turn ${turn}`);
    const { secret } = await aWebhook({
      batchSize: 4,
      after: before.events.pageInfo.endCursor,
      types: ['NODE_UPDATED'],
    });
    receiver.expectSecret(secret);
    await waitFor(() => receiver.accepted().filter(about(nodeId)).length === 9, 'all events');
    expect(receiver.deliveries.map(({ events }) => events.length)).toEqual([4, 4, 1]);
    const [first, , last] = receiver.deliveries;
    expect(first?.headers['content-type']).toBe('application/cloudevents-batch+json; charset=utf-8');
    expect(first?.id).toContain(`event-${first?.events[0]?.id}-to-event-${first?.events[3]?.id}`);
    expect(last?.id).toBe(`event-${last?.events[0]?.id}`);
  });

  it('gives two lists with the same ends two ids when one has more in between', async () => {
    const { id: nodeId } = await enroll(service);
    const { cursor: after } = await accepted(service, 'updateNode', { nodeId, description: 'begin behind this' });
    await describeNode(nodeId, 'one end');
    await accepted(service, 'setNodeMaintenance', { nodeId, maintenance: true });
    await describeNode(nodeId, 'other end');
    await aWebhook({ batchSize: 9, after, types: ['NODE_UPDATED'] });
    await waitFor(() => receiver.deliveries.length === 1, 'the list without what is in between');
    await aWebhook({ batchSize: 9, after, types: ['NODE_UPDATED', 'NODE_MAINTENANCE_CHANGED'] });
    await waitFor(() => receiver.deliveries.length === 2, 'the list with it');
    const [less, more] = receiver.deliveries;
    expect([less, more].map((one) => one?.events.length)).toEqual([2, 3]);
    expect(more?.events[0]?.id).toBe(less?.events[0]?.id);
    expect(more?.events.at(-1)?.id).toBe(less?.events.at(-1)?.id);
    expect(more?.id).not.toBe(less?.id);
  });

  it('begins where it is told to, and goes back when it is told to', async () => {
    const { id: nodeId } = await enroll(service);
    const { id, secret } = await aWebhook({ types: ['NODE_CREATED', 'NODE_UPDATED'] });
    receiver.expectSecret(secret);
    await describeNode(nodeId, 'later');
    const { data } = await receiver.waitForAccepted(about(nodeId), 'what came later');
    expect(types(receiver.accepted().filter(about(nodeId)))).toEqual(['io.ironql.node.updated']);

    const page = await ask<{ events: { nodes: readonly { cursor: string }[] } }>(
      service,
      'query ($id: ID) { events(filter: { nodeId: $id }) { nodes { cursor } } }',
      { id: nodeId },
    );
    await accepted(service, 'updateWebhook', { webhookId: id, after: page.events.nodes[0]?.cursor });
    await waitFor(() => receiver.accepted().filter(about(nodeId)).length === 2, 'it again');
    const again = receiver.accepted().filter(about(nodeId));
    expect(again.map((event) => event.id)).toEqual([data?.event.id, data?.event.id]);
  });

  it('is paused and goes on: what happened meanwhile comes then', async () => {
    const { id } = await aWebhook({ types: ['NODE_CREATED'], enabled: false });
    const { id: nodeId } = await enroll(service);
    const other = await aWebhook({
      types: ['NODE_CREATED'],
      after: (await read<{ cursor: string }>(id, 'cursor')).cursor,
    });
    await receiver.waitForAccepted(about(nodeId), 'the event, for the other');
    await accepted(service, 'updateWebhook', { webhookId: other.id, enabled: false });
    expect(receiver.accepted().filter(about(nodeId))).toHaveLength(1);
    expect(await read(id, 'state eventsBehind')).toEqual({ state: 'PAUSED', eventsBehind: 1 });
    await accepted(service, 'updateWebhook', { webhookId: id, enabled: true });
    await waitFor(
      () => receiver.accepted().filter(about(nodeId)).length === 2,
      'the event, for the one that was paused',
    );
  });

  it('says that events are lost when the log no longer reaches back, and goes on from there', async () => {
    const { id } = await aWebhook({ enabled: false });
    const { cursor } = await read<{ cursor: string }>(id, 'cursor');
    await enroll(service);
    const [{ last } = { last: 0 }] = await rows.query<{ last: number }>('SELECT MAX(id) AS last FROM events');
    await rows.query('UPDATE event_log_state SET purged_through = ?', [last]);
    await rows.query('DELETE FROM events WHERE id <= ?', [last]);
    await accepted(service, 'updateWebhook', { webhookId: id, enabled: true });
    const gap = await receiver.waitForAccepted(({ type }) => type === 'io.ironql.log.gap', 'the gap');
    expect(gap.data).toMatchObject({
      from: cursor,
      to: expect.any(String),
      reason: expect.stringContaining('no longer'),
    });
    const { id: nodeId } = await enroll(service);
    await receiver.waitForAccepted(about(nodeId), 'what comes after');
    expect(receiver.accepted()[0]?.type).toBe('io.ironql.log.gap');
  });
});

describe('what a webhook is told of', () => {
  it('is its kinds and its nodes, as they are then', async () => {
    const { id } = await aWebhook({ types: ['NODE_UPDATED'], nodeFilter: { resourceClass: { eq: 'gold' } } });
    const [gold, lead] = [await enroll(service, { resourceClass: 'gold' }), await enroll(service)];
    await describeNode(lead.id, 'not told');
    await describeNode(gold.id, 'told');
    await receiver.waitForAccepted(about(gold.id), 'the gold one');
    const stored = await read<{ nodeFilter: object; types: object }>(id, 'nodeFilter types');
    expect(stored).toEqual({ nodeFilter: { resourceClass: { eq: 'gold' } }, types: ['NODE_UPDATED'] });

    const change = { types: ['NODE_MAINTENANCE_CHANGED'], nodeFilter: null, expectedVersion: 1 };
    await accepted(service, 'updateWebhook', { webhookId: id, ...change });
    await describeNode(gold.id, 'not told any more');
    await accepted(service, 'setNodeMaintenance', { nodeId: lead.id, maintenance: true });
    await receiver.waitForAccepted(about(lead.id), 'the change of the other kind');
    expect(types(receiver.accepted())).toEqual(['io.ironql.node.updated', 'io.ironql.node.maintenance_changed']);
  });

  it('is for the installation also what belongs to no node, and that a node is gone', async () => {
    await aWebhook({ types: ['NODE_DELETED', 'CHASSIS_CREATED'] });
    const { id } = await enroll(service);
    await accepted(service, 'deleteNode', { nodeId: id });
    await accepted(service, 'createChassis', {});
    await receiver.waitForAccepted(({ type }) => type === 'io.ironql.chassis.created', 'the chassis');
    const [gone] = receiver.accepted();
    expect(gone).toMatchObject({ type: 'io.ironql.node.deleted', subject: id, data: { node: null } });
  });

  it('is for the installation also what happened to a node that is gone by then', async () => {
    const { cursor: after } = await accepted(service, 'createChassis', {});
    const { id } = await enroll(service);
    await describeNode(id, 'soon gone');
    await accepted(service, 'deleteNode', { nodeId: id });
    await aWebhook({ after });
    await receiver.waitForAccepted(({ type }) => type === 'io.ironql.node.deleted', 'the last of it');
    const told = receiver.accepted().filter(about(id));
    expect(types(told)).toEqual(['created', 'updated', 'deleted'].map((what) => `io.ironql.node.${what}`));
    expect(told.map(({ data }) => data?.node)).toEqual([null, null, null]);
  });

  it("is for a project what is its own, until it is another's: that it has left, and nothing after", async () => {
    await aWebhook({ owner: 'p1' });
    const [mine, foreign] = [await enroll(service, { owner: 'p1' }), await enroll(service, { owner: 'p2' })];
    await receiver.waitForAccepted(about(mine.id), 'its own');
    await accepted(service, 'createChassis', {});
    await accepted(service, 'updateNode', { nodeId: mine.id, owner: 'p2' });
    await describeNode(mine.id, 'theirs');
    await accepted(service, 'updateNode', { nodeId: foreign.id, owner: 'p1' });
    await receiver.waitForAccepted(about(foreign.id), 'what became its own');
    const seen = receiver.accepted();
    expect(new Set(seen.map(({ subject }) => subject))).toEqual(new Set([mine.id, foreign.id]));
    const [, left, ...later] = seen.filter(about(mine.id));
    expect(left).toMatchObject({
      type: 'io.ironql.node.updated',
      data: { node: null, event: { changes: [{ field: 'owner', before: 'p1', after: null }] } },
    });
    expect(later).toEqual([]);
    expect(receiver.deliveries.some(({ body }) => body.includes('theirs'))).toBe(false);
  });

  it('is looked at again before each attempt: a node that has gone to others meanwhile is not told of', async () => {
    receiver.answer(503);
    await aWebhook({ owner: 'p1', types: ['NODE_CREATED'] });
    const leaving = await enroll(service, { owner: 'p1' });
    await waitFor(() => receiver.deliveries.length > 0, 'a first attempt');
    await accepted(service, 'updateNode', { nodeId: leaving.id, owner: 'p2' });
    const staying = await enroll(service, { owner: 'p1' });
    await waitFor(() => receiver.deliveries.some(({ events }) => events.some(about(staying.id))), 'the next one');
    receiver.answer(204);
    await receiver.waitForAccepted(about(staying.id), 'the next one, accepted');
    expect(receiver.accepted().filter(about(leaving.id))).toEqual([]);
  });
});

describe('secrets', () => {
  it('change over without a message that the receiver cannot read', async () => {
    const { id, secret } = await aWebhook({ types: ['NODE_CREATED'] });
    receiver.expectSecret(secret);
    const rotated = await accepted(service, 'rotateWebhookSecret', { webhookId: id });
    const first = await enroll(service);
    await receiver.waitForAccepted(about(first.id), 'one that the former secret opens');
    receiver.expectSecret(rotated.secret ?? '');
    const second = await enroll(service);
    await receiver.waitForAccepted(about(second.id), 'one that the new secret opens');
    expect(
      receiver.deliveries.every(({ headers }) => String(headers['webhook-signature']).split(' ').length === 2),
    ).toBe(true);

    await accepted(service, 'rotateWebhookSecret', { webhookId: id, overlapSeconds: 0, secret });
    receiver.expectSecret(secret);
    const third = await enroll(service);
    await receiver.waitForAccepted(about(third.id), 'one with a single signature');
    expect(receiver.deliveries.at(-1)?.headers['webhook-signature']).toMatch(/^v1,\S+$/);
  });
});

describe('pingWebhook', () => {
  it('sends what tells of nothing, ahead of the log', async () => {
    receiver.answer(({ events }) => (events[0]?.type === 'io.ironql.webhook.ping' ? 204 : 503));
    const { id } = await aWebhook();
    await enroll(service);
    await waitFor(() => receiver.deliveries.length > 0, 'something that fails');
    await accepted(service, 'pingWebhook', { webhookId: id });
    const ping = await receiver.waitForAccepted(({ type }) => type === 'io.ironql.webhook.ping', 'the ping');
    expect(ping.id).toMatch(/^ping-/);
    await waitFor(
      async () =>
        (await read<{ deadLetters: { totalCount: number } }>(id, 'deadLetters { totalCount }')).deadLetters
          .totalCount === 0,
      'nothing to be left of it',
    );
  });
});
