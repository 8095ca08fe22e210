import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, type Variables } from '../support/graphql-client.ts';
import { recordingLog } from '../support/recording-log.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import {
  startReceiver,
  type Answer,
  type Delivery,
  type ReceivedEvent,
  type Receiver,
} from '../support/webhook-receiver.ts';

const CONFIG = {
  role: 'api',
  egressAllow: '127.0.0.1',
  webhookTimeoutMs: 5_000, // a message whose answer is late comes once more, and a busy machine is late
  webhookRetryMs: 10,
  webhookRetryMaxMs: 50,
  webhookAttempts: 4,
} as const;

let service: TestService;
let rows: TestRows;
let receiver: Receiver;
/** The process that all tests share, as webhooks name it. */
let shared: string;
const logged = recordingLog();

beforeAll(async () => {
  service = await startTestService({ config: CONFIG, log: logged.log });
  rows = await openRows(service.databaseUrl);
  shared = await holderOf((await aWebhook({ url: 'http://127.0.0.1:1/' })).id);
  await rows.query('DELETE FROM webhooks');
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

const KIND = { types: ['NODE_CREATED'] };
async function aWebhook({ url = receiver.url, ...input }: Variables = {}): Promise<{ id: string; secret: string }> {
  const name = `hook-${randomUUID()}`;
  const made = await accepted(service, 'createWebhook', { name, url, ...KIND, ...input });
  return { id: made.webhook?.id ?? '', secret: made.secret ?? '' };
}
async function read<T>(id: string, fields: string, from: TestService = service): Promise<T> {
  const { webhook } = await ask<{ webhook: T }>(from, `query ($id: ID!) { webhook(id: $id) { ${fields} } }`, { id });
  return webhook;
}
interface Letters {
  readonly deadLetters: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly id: string;
      readonly messageId: string;
      readonly nodeId: string | null;
      readonly attempts: number;
      readonly lastStatus: number | null;
      readonly lastError: string | null;
    }[];
  };
}
const LETTERS = 'deadLetters { totalCount nodes { id messageId nodeId attempts lastStatus lastError } }';
const lettersOf = async (id: string): Promise<Letters['deadLetters']> => (await read<Letters>(id, LETTERS)).deadLetters;
const about = (nodeId: string) => (event: ReceivedEvent) => event.subject === nodeId;
const isAbout = (nodeId: string, { events }: Delivery): boolean => events.some(about(nodeId));
/** What its holder has said for itself is not waited for: the lease runs out now. */
const expireLease = (id: string): Promise<unknown> =>
  rows.query('UPDATE webhooks SET lease_until = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?', [id]);

describe('a receiver that fails', () => {
  it.each<[string, Answer]>([
    ['answers 500', 500],
    ['answers 404', 404],
    ['redirects', [302, { location: 'http://127.0.0.1:1/' }]],
    ['does not answer', 'hang'],
    ['breaks the connection', 'reset'],
  ])('and %s is asked again, with the same id, until it accepts; then comes the next', async (_what, failure) => {
    receiver.answer(({ id }) =>
      receiver.deliveries.filter((delivery) => delivery.id === id).length < 3 ? failure : 200,
    );
    const { id } = await aWebhook();
    const [first, second] = [await enroll(service), await enroll(service)];
    await receiver.waitForAccepted(about(second.id), 'the second');
    const of = (node: { id: string }): readonly string[] =>
      receiver.deliveries.filter((delivery) => isAbout(node.id, delivery)).map((delivery) => delivery.id);
    expect(of(first)).toHaveLength(3);
    expect(new Set(of(first)).size).toBe(1);
    expect(receiver.accepted().map(({ subject }) => subject)).toEqual([first.id, second.id]);
    await waitFor(async () => (await read<{ state: string }>(id, 'state')).state === 'ACTIVE', 'it to be well again');
    expect(await read(id, 'consecutiveFailures failingSince nextAttemptAt lastError')).toEqual({
      consecutiveFailures: 0,
      failingSince: null,
      nextAttemptAt: null,
      lastError: expect.stringMatching(/answered \d+|ECONNRESET|5000 ms/),
    });
  });

  it('is left in peace for as long as it asks', async () => {
    receiver.answer([503, { 'retry-after': '30' }]);
    const { id } = await aWebhook();
    await enroll(service);
    type Times = { state: string; nextAttemptAt: string; lastErrorAt: string };
    const times = await waitFor(async () => {
      const found = await read<Times>(id, 'state nextAttemptAt lastErrorAt');
      return found.state === 'RETRYING' && found;
    }, 'it to be retried');
    expect(Date.parse(times.nextAttemptAt) - Date.parse(times.lastErrorAt)).toBeGreaterThanOrEqual(30_000);
    receiver.answer(204);
    await accepted(service, 'updateWebhook', { webhookId: id, enabled: true }); // the operator knows better
    await waitFor(() => receiver.accepted().length === 1, 'the message');
  });

  it('for good makes a dead letter of the message, and the next one has its turn', async () => {
    const poison = await enrollLater();
    receiver.answer((delivery) => (isAbout(poison.id, delivery) ? 422 : 204));
    const { id } = await aWebhook({ after: poison.before });
    const fine = await enroll(service);
    await receiver.waitForAccepted(about(fine.id), 'the next one');
    expect(await lettersOf(id)).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          messageId: receiver.deliveries[0]?.id,
          nodeId: poison.id,
          attempts: 4,
          lastStatus: 422,
          lastError: 'The receiver answered 422.',
        },
      ],
    });
    expect(receiver.deliveries.filter((delivery) => isAbout(poison.id, delivery))).toHaveLength(4);

    const [letter] = (await lettersOf(id)).nodes;
    await accepted(service, 'redeliverDeadLetters', { webhookId: id, deadLetterIds: [letter?.id] });
    await waitFor(async () => (await lettersOf(id)).nodes[0]?.attempts === 5, 'one more attempt');
    receiver.answer(204);
    await accepted(service, 'redeliverDeadLetters', { webhookId: id });
    await receiver.waitForAccepted(about(poison.id), 'it at last');
    await waitFor(async () => (await lettersOf(id)).totalCount === 0, 'nothing to be left of it');
    const { text } = await metrics();
    expect(text).toMatch(/ironql_webhook_requests_total\{outcome="dead"\} [1-9]/);
    expect(text).toMatch(/ironql_webhook_dead_letters 0/);
  });

  it('and says 410 is asked no more until somebody says so', async () => {
    receiver.answer(410);
    const { id } = await aWebhook();
    const { id: nodeId } = await enroll(service);
    await waitFor(async () => (await read<{ state: string }>(id, 'state')).state === 'DISABLED', 'it to be disabled');
    expect(await read(id, 'disabledReason')).toEqual({ disabledReason: expect.stringContaining('410') });
    const log = await rows.query<{ type: string }>('SELECT type FROM events WHERE changes LIKE ?', [`%${id}%`]);
    expect(log.map(({ type }) => type)).toEqual(['WEBHOOK_CREATED', 'WEBHOOK_DISABLED']);
    expect(receiver.deliveries).toHaveLength(1);
    receiver.answer(204);
    await accepted(service, 'updateWebhook', { webhookId: id, enabled: true });
    await receiver.waitForAccepted(about(nodeId), 'the message that was refused');
    expect(await read(id, 'state disabledReason')).toEqual({ state: 'ACTIVE', disabledReason: null });
  });

  it('for days is given up', async () => {
    receiver.answer([503, { 'retry-after': '3600' }]);
    const { id } = await aWebhook();
    await enroll(service);
    await waitFor(async () => (await read<{ state: string }>(id, 'state')).state === 'RETRYING', 'a failure');
    await rows.query(
      `UPDATE webhooks SET failing_since = UTC_TIMESTAMP(6) - INTERVAL 73 HOUR, next_attempt_at = NULL,
              holder = NULL, lease_until = NULL, epoch = epoch + 1 WHERE id = ?`,
      [id],
    );
    await waitFor(async () => (await read<{ state: string }>(id, 'state')).state === 'DISABLED', 'it to be disabled');
    expect(await read(id, 'disabledReason')).toEqual({ disabledReason: 'No request has succeeded for 72 hours.' });
  });

  it('and hangs does not hold up others', async () => {
    const slow = await startReceiver();
    try {
      slow.answer('hang');
      await aWebhook({ url: slow.url });
      await aWebhook();
      const nodes = [await enroll(service), await enroll(service), await enroll(service)];
      for (const { id } of nodes) await receiver.waitForAccepted(about(id), 'it, at the one that is well');
      expect(new Set(slow.deliveries.map(({ id }) => id)).size).toBe(1);
    } finally {
      await slow.stop();
    }
  });
});

describe('a message that was accepted and not written down', () => {
  it('because the process died comes again under the same id', async () => {
    const dying = await startTestService({ config: CONFIG, databaseUrl: service.databaseUrl });
    const { id } = await aWebhook({ enabled: false });
    await takenBy(dying, id);
    let crashed: Promise<void> | undefined;
    receiver.answer(async () => {
      await (crashed ??= dying.crash());
      return 204;
    });
    const { id: nodeId } = await enroll(service);
    await receiver.waitForAccepted(about(nodeId), 'it, before the end');
    await expireLease(id);
    await waitFor(() => receiver.accepted().filter(about(nodeId)).length >= 2, 'it again, from another process');
    expect(new Set(receiver.deliveries.map((delivery) => delivery.id)).size).toBe(1);
    await dying.stop();
  });

  it('because the database was lost at that moment comes again under the same id', async () => {
    const { id } = await aWebhook();
    const holding = await openRows(service.databaseUrl);
    try {
      receiver.answer(async () => {
        if (receiver.deliveries.length > 1) return 204;
        await holding.query('BEGIN');
        await holding.query('SELECT id FROM webhooks WHERE id = ? FOR UPDATE', [id]);
        return 204;
      });
      const { id: nodeId } = await enroll(service);
      await receiver.waitForAccepted(about(nodeId), 'it, the first time');
      const writing = `SELECT ID AS id FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE 'UPDATE webhooks SET state%'`;
      const [found] = await waitFor(async () => {
        const at = await rows.query<{ id: number }>(writing);
        return at.length > 0 && at;
      }, 'the cursor to be written');
      const before = receiver.accepted().filter(about(nodeId)).length;
      await rows.query(`KILL ${found?.id}`);
      await holding.query('ROLLBACK');
      await waitFor(() => receiver.accepted().filter(about(nodeId)).length > before, 'it again');
      expect(new Set(receiver.deliveries.map((delivery) => delivery.id)).size).toBe(1);
      await waitFor(
        async () => (await read<{ eventsBehind: number }>(id, 'eventsBehind')).eventsBehind === 0,
        'its cursor',
      );
    } finally {
      await holding.close();
    }
  });
});

describe('two processes', () => {
  it('never deliver the same webhook at once', async () => {
    const other = await startTestService({ config: CONFIG, databaseUrl: service.databaseUrl });
    try {
      const { id } = await aWebhook();
      const nodes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => enroll(index % 2 === 0 ? service : other)),
      );
      for (const node of nodes) await receiver.waitForAccepted(about(node.id), 'each');
      expect(receiver.atOnce()).toBe(1);
      expect(receiver.deliveries).toHaveLength(20);
      expect(await rows.query('SELECT epoch FROM webhooks WHERE id = ?', [id])).toEqual([{ epoch: 1 }]);
    } finally {
      await other.stop();
    }
  });

  it('one that has lost the lease moves nothing', async () => {
    const stale = await startTestService({
      config: { ...CONFIG, webhookTimeoutMs: 60_000 },
      databaseUrl: service.databaseUrl,
    });
    try {
      const { id } = await aWebhook({ enabled: false });
      await takenBy(stale, id);
      let release = (): void => {};
      const held = new Promise<void>((done) => (release = done));
      receiver.answer(async () => {
        if (receiver.deliveries.length === 1) await held;
        return 204;
      });
      const first = await enroll(service);
      await waitFor(() => receiver.deliveries.length === 1, 'the stale one to deliver');
      await expireLease(id);
      const second = await enroll(service);
      await receiver.waitForAccepted(about(second.id), 'the other one to take over');
      const cursor = (await read<{ cursor: string }>(id, 'cursor')).cursor;
      release();
      await waitFor(() => receiver.accepted().filter(about(first.id)).length >= 2, 'the stale one to be answered');
      const third = await enroll(service);
      await receiver.waitForAccepted(about(third.id), 'the next');
      await waitFor(async () => (await read<{ cursor: string }>(id, 'cursor')).cursor !== cursor, 'the cursor to move');
      expect(receiver.accepted().filter(about(second.id))).toHaveLength(1);
      expect(receiver.accepted().filter(about(third.id))).toHaveLength(1);
    } finally {
      await stale.stop();
    }
  });

  it('one that stops hands over at once', async () => {
    const leaving = await startTestService({ config: CONFIG, databaseUrl: service.databaseUrl });
    const { id } = await aWebhook({ enabled: false });
    await takenBy(leaving, id);
    const holder = await holderOf(id);
    await leaving.stop();
    const [webhook] = await rows.query<{ holder: string | null }>('SELECT holder FROM webhooks WHERE id = ?', [id]);
    expect(webhook?.holder).not.toBe(holder); // given back, or taken already: nobody waits for the lease
    const { id: nodeId } = await enroll(service);
    await receiver.waitForAccepted(about(nodeId), 'the other one to go on');
    expect(receiver.deliveries).toHaveLength(1);
  });
});

describe('a webhook', () => {
  it('goes on when its connections to the database were cut', async () => {
    await aWebhook();
    const first = await enroll(service);
    await receiver.waitForAccepted(about(first.id), 'one before');
    const others = await rows.query<{ id: number }>(
      'SELECT ID AS id FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()',
    );
    for (const { id } of others) await rows.query(`KILL ${id}`).catch(() => {}); // one may have gone by itself
    const second = await waitFor(() => enroll(service).catch(() => null), 'the service to be back');
    await receiver.waitForAccepted(about(second.id), 'one after');
    expect(receiver.accepted()[0]?.subject).toBe(first.id);
  });

  it('that is thousands of events behind is told of all of them', async () => {
    const { id } = await aWebhook({ types: ['CHASSIS_UPDATED'], batchSize: 100, enabled: false });
    const event = `('CHASSIS_UPDATED', 'a-test', '{"list":[]}', UTC_TIMESTAMP(6))`;
    for (let turn = 0; turn < 3; turn += 1) {
      const list = Array.from({ length: 1_000 }, () => event).join(', ');
      await rows.query(`INSERT INTO events (type, actor, changes, created_at) VALUES ${list}`);
    }
    expect(await read(id, 'eventsBehind')).toEqual({ eventsBehind: 3_000 });
    await accepted(service, 'updateWebhook', { webhookId: id, enabled: true });
    await waitFor(() => receiver.accepted().length === 3_000, 'all');
    const ids = receiver.accepted().map((received) => Number(received.id));
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
  });

  it('that is deleted while it is delivered for is told nothing more', async () => {
    receiver.answer([503, { 'retry-after': '1' }]);
    const { id } = await aWebhook();
    const first = await enroll(service);
    await waitFor(async () => (await read<{ state: string }>(id, 'state')).state === 'RETRYING', 'an attempt');
    await accepted(service, 'deleteWebhook', { webhookId: id });
    // Asked to wait as long, but later: when it is told, the first would have tried again.
    await aWebhook();
    const second = await enroll(service);
    await waitFor(() => receiver.deliveries.some((delivery) => isAbout(second.id, delivery)), 'an attempt of another');
    receiver.answer(204);
    await receiver.waitForAccepted(about(second.id), 'what another one is told');
    expect(receiver.deliveries.filter((delivery) => isAbout(first.id, delivery))).toHaveLength(1);
    expect(logged.text()).not.toContain('webhook delivery failed');
  });

  it('whose URL may no longer be asked sends nothing, and says why', async () => {
    const strict = await startTestService({ config: { ...CONFIG, egressAllow: '' }, databaseUrl: service.databaseUrl });
    try {
      const { id } = await aWebhook({ enabled: false });
      await takenBy(strict, id);
      await enroll(service);
      const error = await waitFor(
        async () => (await read<{ lastError: string | null }>(id, 'lastError')).lastError,
        'it to be refused',
      );
      expect(error).toContain('127.0.0.1');
      expect(receiver.deliveries).toEqual([]);
    } finally {
      await strict.stop();
    }
  });

  it('gives its secrets away nowhere', async () => {
    const { host, pathname } = new URL(receiver.url);
    receiver.answer(500);
    const { id, secret } = await aWebhook({ url: `http://user:hidden-word@${host}${pathname}?token=hidden-token` });
    await enroll(service);
    await waitFor(async () => (await lettersOf(id)).totalCount === 1, 'it to fail for good');
    expect(receiver.deliveries[0]?.headers.authorization).toBe(`Basic ${btoa('user:hidden-word')}`);
    const rotated = await accepted(service, 'rotateWebhookSecret', { webhookId: id });
    expect(await read(id, 'url')).toEqual({ url: receiver.url });
    const seen = [
      logged.text(),
      JSON.stringify(await read(id, `name url lastError disabledReason ${LETTERS}`)),
      JSON.stringify(await rows.query('SELECT * FROM events')),
      JSON.stringify(await rows.query('SELECT * FROM idempotency_keys')),
      JSON.stringify(await rows.query('SELECT * FROM webhook_letters')),
      receiver.deliveries.map(({ body }) => body).join(''),
    ].join('\n');
    for (const hidden of [secret, rotated.secret ?? '', 'hidden-word', 'hidden-token'])
      expect(seen).not.toContain(hidden);
  });
});

/** A node, and where the log stood before it. */
async function enrollLater(): Promise<{ readonly id: string; readonly before: string }> {
  const probe = await aWebhook({ enabled: false });
  const { cursor } = await read<{ cursor: string }>(probe.id, 'cursor');
  const { id } = await enroll(service);
  return { id, before: cursor };
}

/** Makes that very process deliver for it, and not the one that all tests share. */
async function takenBy(other: TestService, id: string): Promise<void> {
  // Who is told by the mutation looks first; should the other one be faster, again.
  await waitFor(async () => {
    await accepted(other, 'updateWebhook', { webhookId: id, enabled: false });
    await accepted(other, 'updateWebhook', { webhookId: id, enabled: true });
    return (await holderOf(id)) !== shared;
  }, 'the right one to take it');
}

function holderOf(id: string): Promise<string> {
  return waitFor(async () => {
    const [row] = await rows.query<{ holder: string | null }>('SELECT holder FROM webhooks WHERE id = ?', [id]);
    return row?.holder;
  }, 'somebody to take it');
}

async function metrics(): Promise<{ readonly text: string }> {
  const response = await fetch(`${service.url}/metrics`);
  return { text: await response.text() };
}
