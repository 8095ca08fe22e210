import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/domain/viewer.ts';
import { createDeployTemplate } from '../../src/services/deploy-template/create.ts';
import { deployTemplatesById, findDeployTemplates } from '../../src/services/read/deploy-templates.ts';
import { nested, openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, mutate, type Variables } from '../support/graphql-client.ts';
import { eventsOf, refusals } from '../support/own-objects.ts';
import { openServices, type TestServices } from '../support/services.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

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

const newName = (): string => `CUSTOM_${randomUUID().replaceAll('-', '_').toUpperCase()}`;
const STEP = { interface: 'BIOS' as const, step: 'apply_configuration', args: { settings: [] }, priority: 150 };

async function aTemplate(input: Variables = {}): Promise<string> {
  const { deployTemplate } = await accepted(service, 'createDeployTemplate', {
    name: newName(),
    steps: [STEP],
    ...input,
  });
  return deployTemplate?.id ?? '';
}

const FIELDS = 'id name steps { interface step args priority } extra version';

async function read(id: string): Promise<Variables | null> {
  const document = `query ($id: ID!) { deployTemplate(id: $id) { ${FIELDS} } }`;
  return (await ask<{ deployTemplate: Variables | null }>(service, document, { id })).deployTemplate;
}

/** Of which templates the log tells, behind a cursor, that they were created. */
async function createdAfter(cursor: string | null): Promise<readonly (string | null)[]> {
  const document = `query ($after: Cursor) {
    events(after: $after, filter: { types: [DEPLOY_TEMPLATE_CREATED] }) { nodes { changes { after } } } }`;
  interface Answer {
    events: { nodes: { changes: { after: string }[] }[] };
  }
  const { events } = await ask<Answer>(service, document, { after: cursor });
  return events.nodes.map(({ changes }) => JSON.parse(changes[0]?.after ?? 'null') as string | null); // ids are texts
}

const refused = (mutation: string, input: Variables): Promise<readonly string[]> =>
  refusals(service, rows, mutation, input);

describe('createDeployTemplate', () => {
  it('writes down what was asked for, tells of it, and gives a cursor from which that is behind one', async () => {
    const name = newName();
    const input = { name, steps: [STEP, { interface: 'RAID', step: 'delete_configuration', priority: 0 }] };
    const { deployTemplate, cursor } = await accepted(service, 'createDeployTemplate', input);
    const id = deployTemplate?.id ?? '';
    expect(await read(id)).toEqual({
      id,
      name,
      steps: [STEP, { interface: 'RAID', step: 'delete_configuration', args: {}, priority: 0 }],
      extra: {},
      version: 1,
    });
    expect(await eventsOf(rows, 'DEPLOY_TEMPLATE', id)).toEqual([
      ['DEPLOY_TEMPLATE_CREATED', `deployTemplate: null → ${id}`, `deployTemplate.name: null → ${name}`],
    ]);
    expect(await createdAfter(cursor)).not.toContain(id);
  });

  it('answers a repeated call with a cursor that is behind its event as well', async () => {
    const input = { name: newName(), steps: [STEP], idempotencyKey: randomUUID() };
    await accepted(service, 'createDeployTemplate', input);
    const { cursor, deployTemplate } = await accepted(service, 'createDeployTemplate', input);
    const next = await aTemplate();
    const created = await createdAfter(cursor);
    expect([created.includes(deployTemplate?.id ?? ''), created.includes(next)]).toEqual([false, true]);
  });

  it.each(['HW_CPU_X86_VMX', 'STORAGE_DISK_SSD', 'CUSTOM_A'])('takes %s, which a trait may be called', async (name) => {
    expect(await read(await aTemplate({ name }))).toMatchObject({ name });
  });

  it.each<[string, Variables, readonly string[]]>([
    ['a name in small letters', { name: 'custom_gold' }, ['INVALID_INPUT input.name']],
    ['a name of no namespace', { name: 'GOLD' }, ['INVALID_INPUT input.name']],
    ['a name of nothing but a namespace', { name: 'CUSTOM_' }, ['INVALID_INPUT input.name']],
    ['a name that is too long', { name: `CUSTOM_${'A'.repeat(249)}` }, ['INVALID_INPUT input.name']],
    ['no steps', { steps: [] }, ['INVALID_INPUT input.steps']],
    [
      'too many steps',
      { steps: Array.from({ length: 101 }, (_, number) => ({ ...STEP, step: `s${number}` })) },
      ['INVALID_INPUT input.steps'],
    ],
    ['a step without a name', { steps: [{ ...STEP, step: '' }] }, ['INVALID_INPUT input.steps.0.step']],
    ['a negative priority', { steps: [{ ...STEP, priority: -1 }] }, ['INVALID_INPUT input.steps.0.priority']],
    ['a step twice', { steps: [STEP, { ...STEP, priority: 10 }] }, ['INVALID_INPUT input.steps.1']],
    [
      'arguments that are nested too deep',
      { steps: [{ ...STEP, args: nested(30) }] },
      ['INVALID_INPUT input.steps.0.args'],
    ],
    ['extra that is nested too deep', { extra: nested(30) }, ['INVALID_INPUT input.extra']],
  ])('refuses %s, and writes nothing', async (_what, input, problems) => {
    expect(await refused('createDeployTemplate', { name: newName(), steps: [STEP], ...input })).toEqual(problems);
  });

  it('gives a name once, also when it is asked for eight times at once', async () => {
    const input = { name: newName(), steps: [STEP] };
    const answers = await Promise.all(Array.from({ length: 8 }, () => mutate(service, 'createDeployTemplate', input)));
    const codes = answers.flatMap(({ errors }) => errors.map(({ code, path }) => `${code} ${path?.join('.')}`));
    expect(codes).toEqual(Array.from({ length: 7 }, () => 'ALREADY_EXISTS input.name'));
  });
});

describe('updateDeployTemplate', () => {
  it('replaces what is given, leaves the rest, and tells what changed', async () => {
    const [id, name] = [await aTemplate({ extra: { a: 1 } }), newName()];
    const before = await read(id);
    const steps = [{ interface: 'DEPLOY', step: 'erase_devices', args: {}, priority: 20 }];
    await accepted(service, 'updateDeployTemplate', { deployTemplateId: id, expectedVersion: 1, name, steps });
    expect(await read(id)).toEqual({ ...before, name, steps, version: 2 });
    expect((await eventsOf(rows, 'DEPLOY_TEMPLATE_UPDATED', id))[0]).toEqual([
      'DEPLOY_TEMPLATE_UPDATED',
      `deployTemplate: ${id} → ${id}`,
      `deployTemplate.name: ${String(before?.['name'])} → ${name}`,
      'deployTemplate.steps: null → null',
    ]);
  });

  it('changes nothing when nothing is new', async () => {
    const id = await aTemplate();
    await accepted(service, 'updateDeployTemplate', { deployTemplateId: id, expectedVersion: null, steps: [STEP] });
    expect(await read(id)).toMatchObject({ version: 1 });
  });

  it('refuses what would overwrite what somebody else wrote', async () => {
    const id = await aTemplate();
    const update = (input: Variables): Promise<readonly string[]> =>
      refused('updateDeployTemplate', { deployTemplateId: id, ...input });
    expect(await update({ steps: [STEP] })).toEqual(['INVALID_INPUT input.expectedVersion']);
    expect(await update({ steps: [STEP], expectedVersion: 7 })).toEqual(['STALE_VERSION input.expectedVersion']);
    expect(await update({ name: null })).toEqual(['INVALID_INPUT input.name']);
  });

  it('lets one of two win who change the same version at once', async () => {
    const id = await aTemplate();
    const holder = await openRows(service.databaseUrl);
    try {
      await holder.query('START TRANSACTION');
      await holder.query('SELECT id FROM deploy_templates WHERE id = ? FOR UPDATE', [id]);
      const answers = [10, 20].map((priority) =>
        mutate(service, 'updateDeployTemplate', {
          deployTemplateId: id,
          expectedVersion: 1,
          steps: [{ ...STEP, priority }],
        }),
      );
      const waiting = `SELECT ID FROM information_schema.PROCESSLIST
        WHERE DB = DATABASE() AND INFO LIKE '%deploy_templates%' AND ID <> CONNECTION_ID()`;
      await waitFor(async () => (await rows.query(waiting)).length === 2, 'both to wait for the row');
      await holder.query('ROLLBACK');
      const codes = (await Promise.all(answers)).flatMap(({ errors }) => errors.map(({ code }) => code));
      expect(codes).toEqual(['STALE_VERSION']);
    } finally {
      await holder.query('ROLLBACK');
      await holder.close();
    }
    expect(await read(id)).toMatchObject({ version: 2 });
  });

  it('refuses the name of another, and an id that is none', async () => {
    const name = newName();
    await aTemplate({ name });
    const id = await aTemplate();
    expect(await refused('updateDeployTemplate', { deployTemplateId: id, name })).toEqual([
      'ALREADY_EXISTS input.name',
    ]);
    const nowhere = { deployTemplateId: randomUUID(), name: newName() };
    expect(await refused('updateDeployTemplate', nowhere)).toEqual(['NOT_FOUND input.deployTemplateId']);
    expect(await refused('updateDeployTemplate', { deployTemplateId: 'x', name })).toEqual([
      'INVALID_INPUT input.deployTemplateId',
    ]);
  });
});

describe('deleteDeployTemplate', () => {
  it('removes it once, unless it has changed', async () => {
    const id = await aTemplate();
    const stale = { deployTemplateId: id, expectedVersion: 2 };
    expect(await refused('deleteDeployTemplate', stale)).toEqual(['STALE_VERSION input.expectedVersion']);
    const { deletedDeployTemplateId } = await accepted(service, 'deleteDeployTemplate', { deployTemplateId: id });
    expect([deletedDeployTemplateId, await read(id)]).toEqual([id, null]);
    expect(await refused('deleteDeployTemplate', { deployTemplateId: id })).toEqual([
      'NOT_FOUND input.deployTemplateId',
    ]);
  });
});

describe('deployTemplates', () => {
  it('come in pages, by name', async () => {
    const names = [newName(), newName(), newName()];
    for (const name of names) await aTemplate({ name });
    const document = `query ($names: [String!], $after: Cursor) {
      deployTemplates(first: 2, after: $after, filter: { name: { in: $names } }) {
        totalCount nodes { name } pageInfo { hasNextPage endCursor } } }`;
    interface Answer {
      deployTemplates: { totalCount: number; nodes: { name: string }[]; pageInfo: { endCursor: string } };
    }
    const { deployTemplates: page } = await ask<Answer>(service, document, { names });
    const { deployTemplates: rest } = await ask<Answer>(service, document, { names, after: page.pageInfo.endCursor });
    expect([...page.nodes, ...rest.nodes].map(({ name }) => name)).toEqual(names);
    expect([page.totalCount, rest.pageInfo]).toMatchObject([3, { hasNextPage: false }]);
  });
});

describe('a viewer of a project', () => {
  const tenant: Viewer = { actor: 'tenant', scope: { kind: 'projects', projects: ['p1'] } };

  it('sees no deploy template, and may write none down', async () => {
    const id = await aTemplate();
    const { ctx } = services;
    expect(await deployTemplatesById(ctx, tenant, ['id'], [id])).toEqual([]);
    expect((await findDeployTemplates(ctx, tenant, ['id'], {})).rows).toEqual([]);
    const { problems } = await createDeployTemplate(ctx, tenant, { name: newName(), steps: [STEP] });
    expect(problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
  });
});
