import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/domain/viewer.ts';
import { findWebhooks } from '../../src/services/read/webhooks.ts';
import { createWebhook, type CreateWebhookInput } from '../../src/services/webhook/create.ts';
import { deleteWebhook } from '../../src/services/webhook/delete.ts';
import { pingWebhook } from '../../src/services/webhook/ping.ts';
import { redeliverDeadLetters } from '../../src/services/webhook/redeliver.ts';
import { rotateWebhookSecret } from '../../src/services/webhook/rotate-secret.ts';
import { updateWebhook } from '../../src/services/webhook/update.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, type Variables } from '../support/graphql-client.ts';
import { eventsOf, refusals } from '../support/own-objects.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openServices, type TestServices } from '../support/services.ts';

let service: TestService;
let services: TestServices;
let rows: TestRows;
beforeAll(async () => {
  service = await startTestService({ config: { role: 'api' } });
  services = await openServices(service);
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await services?.close();
  await service?.stop();
});

const newName = (): string => `hook-${randomUUID()}`;
/** Of a network for documentation: nobody is there, and paused: nobody is asked. */
const INPUT = { url: 'http://192.0.2.1/hook', enabled: false };
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

async function aWebhook(input: Variables = {}): Promise<string> {
  const { webhook } = await accepted(service, 'createWebhook', { name: newName(), ...INPUT, ...input });
  return webhook?.id ?? '';
}
async function read(id: string, fields: string): Promise<Variables | null> {
  const document = `query ($id: ID!) { webhook(id: $id) { ${fields} } }`;
  return (await ask<{ webhook: Variables | null }>(service, document, { id })).webhook;
}
const refused = (mutation: string, input: Variables): Promise<readonly string[]> =>
  refusals(service, rows, mutation, input);

describe('createWebhook', () => {
  it('makes one that is told from now on, and tells its secret once', async () => {
    const name = newName();
    const idempotencyKey = randomUUID();
    const input = {
      name,
      ...INPUT,
      url: 'https://user:word@192.0.2.1/hook?token=x',
      types: ['NODE_CREATED'],
      idempotencyKey,
    };
    const made = await accepted(service, 'createWebhook', input);
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const again = await accepted(service, 'createWebhook', input);
    expect(again).toMatchObject({ replayed: true, secret: null, webhook: { id: made.webhook?.id } });
    const id = made.webhook?.id ?? '';
    expect(
      await read(id, 'name url types nodeFilter owner batchSize state eventsBehind lastDeliveredAt version'),
    ).toEqual({
      name,
      url: 'https://192.0.2.1/hook',
      types: ['NODE_CREATED'],
      nodeFilter: null,
      owner: null,
      batchSize: 1,
      state: 'PAUSED',
      eventsBehind: 0,
      lastDeliveredAt: null,
      version: 1,
    });
    expect(await eventsOf(rows, 'WEBHOOK', id)).toEqual([
      ['WEBHOOK_CREATED', `webhook: null → ${id}`, `webhook.name: null → ${name}`],
    ]);
  });

  it('takes a secret that is given', async () => {
    const made = await accepted(service, 'createWebhook', { name: newName(), ...INPUT, secret: SECRET });
    expect(made.secret).toBe(SECRET);
  });

  it.each<[string, Variables, string]>([
    ['this machine', { url: 'http://127.0.0.1/hook' }, 'INVALID_INPUT input.url'],
    ['a name of this machine', { url: 'http://localhost:6385/graphql' }, 'INVALID_INPUT input.url'],
    ['the metadata of a cloud', { url: 'http://169.254.169.254/latest' }, 'INVALID_INPUT input.url'],
    ['no web address', { url: 'ftp://192.0.2.1/' }, 'INVALID_INPUT input.url'],
    ['nonsense', { url: 'hook' }, 'INVALID_INPUT input.url'],
    ['a batch of none', { batchSize: 0 }, 'INVALID_INPUT input.batchSize'],
    ['a batch of 101', { batchSize: 101 }, 'INVALID_INPUT input.batchSize'],
    ['a cursor that is none', { after: 'x' }, 'INVALID_INPUT input.after'],
    ['a name with a space', { name: 'two words' }, 'INVALID_INPUT input.name'],
    ['a short secret', { secret: 'whsec_c2hvcnQ=' }, 'INVALID_INPUT input.secret'],
    [
      'a filter of 501 ids',
      { nodeFilter: { id: { in: Array.from({ length: 501 }, randomUUID) } } },
      'INVALID_INPUT input.nodeFilter',
    ],
  ])('refuses %s', async (_what, input, problem) => {
    expect(await refused('createWebhook', { name: newName(), ...INPUT, ...input })).toEqual([problem]);
  });

  it('refuses a name that is taken', async () => {
    const name = newName();
    await aWebhook({ name });
    expect(await refused('createWebhook', { name, ...INPUT })).toEqual(['ALREADY_EXISTS input.name']);
  });
});

describe('updateWebhook', () => {
  it('changes what is given, and says of a URL no more than may be shown', async () => {
    const id = await aWebhook();
    const input = {
      webhookId: id,
      url: 'http://u:hidden@192.0.2.2/?hidden',
      types: ['NODE_UPDATED'],
      expectedVersion: 1,
    };
    await accepted(service, 'updateWebhook', input);
    expect(await read(id, 'url types version')).toEqual({
      url: 'http://192.0.2.2/',
      types: ['NODE_UPDATED'],
      version: 2,
    });
    expect((await eventsOf(rows, 'WEBHOOK', id))[1]).toEqual([
      'WEBHOOK_UPDATED',
      `webhook: ${id} → ${id}`,
      'webhook.url: http://192.0.2.1/hook → http://192.0.2.2/',
      'webhook.types: null → null',
    ]);
  });

  it('changes nothing where all is as it is wanted, a filter included', async () => {
    const id = await aWebhook({ nodeFilter: { owner: { eq: 'p1' } } });
    const same = { nodeFilter: { owner: { eq: 'p1' } }, enabled: false, types: [], expectedVersion: 1 };
    await accepted(service, 'updateWebhook', { webhookId: id, ...same });
    expect(await read(id, 'version')).toEqual({ version: 1 });
  });

  it('refuses what cannot be', async () => {
    const id = await aWebhook();
    const update = (input: Variables): Promise<readonly string[]> =>
      refused('updateWebhook', { webhookId: id, ...input });
    expect(await update({ types: [] })).toEqual(['INVALID_INPUT input.expectedVersion']);
    expect(await update({ name: 'x', expectedVersion: 2 })).toEqual(['STALE_VERSION input.expectedVersion']);
    expect(await update({ name: null })).toEqual(['INVALID_INPUT input.name']);
    expect(await update({ url: 'http://[::1]/' })).toEqual(['INVALID_INPUT input.url']);
    expect(await update({ webhookId: randomUUID(), name: 'x' })).toEqual(['NOT_FOUND input.webhookId']);
  });
});

describe('what is asked of a webhook', () => {
  it('waits, while it is paused, among its dead letters', async () => {
    const id = await aWebhook();
    await accepted(service, 'pingWebhook', { webhookId: id });
    expect(await read(id, 'version deadLetters { totalCount nodes { type eventId attempts lastError } }')).toEqual({
      version: 1,
      deadLetters: {
        totalCount: 1,
        nodes: [{ type: 'io.ironql.webhook.ping', eventId: null, attempts: 0, lastError: null }],
      },
    });
    await accepted(service, 'deleteWebhook', { webhookId: id });
    expect(await rows.query('SELECT id FROM webhook_letters WHERE webhook_id = ?', [id])).toEqual([]);
  });

  it('is refused for letters that it does not have', async () => {
    const webhookId = await aWebhook();
    const redeliver = (deadLetterIds: readonly string[]): Promise<readonly string[]> =>
      refused('redeliverDeadLetters', { webhookId, deadLetterIds });
    expect(await redeliver([randomUUID()])).toEqual(['NOT_FOUND input.deadLetterIds']);
    expect(await redeliver([])).toEqual(['INVALID_INPUT input.deadLetterIds']);
    expect(await redeliver(['x'])).toEqual(['INVALID_INPUT input.deadLetterIds']);
    expect(await refused('rotateWebhookSecret', { webhookId, overlapSeconds: -1 })).toEqual([
      'INVALID_INPUT input.overlapSeconds',
    ]);
  });
});

describe('who writes for one project', () => {
  const tenant: Viewer = { actor: 'tenant', scope: { kind: 'projects', projects: ['p1'] } };
  const input = (more: Partial<CreateWebhookInput> = {}): CreateWebhookInput => ({
    name: newName(),
    ...INPUT,
    batchSize: 1,
    ...more,
  });

  it('makes its own, and none that sees more than it does', async () => {
    const { ctx } = services;
    const made = await createWebhook(ctx, tenant, input());
    expect(await read(made.objectId ?? '', 'owner')).toEqual({ owner: 'p1' });
    const foreign = await createWebhook(ctx, tenant, input({ owner: 'p2' }));
    expect(foreign.problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW', path: ['input', 'owner'] }]);
    expect(foreign.secret).toBeUndefined();
    const two: Viewer = { actor: 'two', scope: { kind: 'projects', projects: ['p1', 'p2'] } };
    expect((await createWebhook(ctx, two, input())).problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
  });

  it('finds and changes no others', async () => {
    const { ctx } = services;
    const ids = [await aWebhook({ owner: 'p1' }), await aWebhook({ owner: 'p2' }), await aWebhook()];
    const { rows: found } = await findWebhooks(ctx, tenant, ['id'], { filter: { id: { in: ids } } });
    expect(found.map(({ id }) => id)).toEqual([ids[0]]);
    for (const webhookId of ids.slice(1)) {
      for (const answer of [
        await updateWebhook(ctx, tenant, { webhookId, name: newName() }),
        await rotateWebhookSecret(ctx, tenant, { webhookId, overlapSeconds: 0 }),
        await pingWebhook(ctx, tenant, { webhookId }),
        await redeliverDeadLetters(ctx, tenant, { webhookId }),
        await deleteWebhook(ctx, tenant, { webhookId }),
      ]) {
        expect(answer.problems).toMatchObject([{ code: 'NOT_FOUND' }]);
        expect(answer.secret).toBeUndefined();
      }
    }
  });
});
