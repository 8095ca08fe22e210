import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/domain/viewer.ts';
import { findRunbooks } from '../../src/services/read/runbooks.ts';
import { createRunbook } from '../../src/services/runbook/create.ts';
import { deleteRunbook } from '../../src/services/runbook/delete.ts';
import { updateRunbook } from '../../src/services/runbook/update.ts';
import { nested, openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, type Variables } from '../support/graphql-client.ts';
import { eventsOf, refusals } from '../support/own-objects.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openServices, type TestServices } from '../support/services.ts';

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

const newName = (): string => `runbook-${randomUUID()}`;
const STEP = { interface: 'DEPLOY' as const, step: 'erase_devices', args: {}, order: 10 };

async function aRunbook(input: Variables = {}): Promise<string> {
  const { runbook } = await accepted(service, 'createRunbook', { name: newName(), steps: [STEP], ...input });
  return runbook?.id ?? '';
}

const FIELDS =
  'id name description steps { interface step args order } traits isPublic owner disableRamdisk extra version';

async function read(id: string): Promise<Variables | null> {
  const document = `query ($id: ID!) { runbook(id: $id) { ${FIELDS} } }`;
  return (await ask<{ runbook: Variables | null }>(service, document, { id })).runbook;
}

const refused = (mutation: string, input: Variables): Promise<readonly string[]> =>
  refusals(service, rows, mutation, input);

describe('createRunbook', () => {
  it('writes down what was asked for, in the order in which it will run, and tells of it', async () => {
    const name = newName();
    const steps = [
      { step: 'reboot', order: 30 },
      STEP,
      { interface: 'BIOS', step: 'factory_reset', order: 20 },
      { ...STEP, order: 20 },
    ];
    const id = await aRunbook({ name, steps, traits: ['CUSTOM_B', 'CUSTOM_A', 'CUSTOM_B'], description: 'for people' });
    expect(await read(id)).toEqual({
      id,
      name,
      description: 'for people',
      steps: [
        STEP,
        { interface: 'BIOS', step: 'factory_reset', args: {}, order: 20 },
        { ...STEP, order: 20 },
        { interface: null, step: 'reboot', args: {}, order: 30 },
      ],
      traits: ['CUSTOM_A', 'CUSTOM_B'],
      isPublic: false,
      owner: null,
      disableRamdisk: false,
      extra: {},
      version: 1,
    });
    expect(await eventsOf(rows, 'RUNBOOK', id)).toEqual([
      ['RUNBOOK_CREATED', `runbook: null → ${id}`, `runbook.name: null → ${name}`],
    ]);
  });

  it.each<[string, Variables, readonly string[]]>([
    ['a name that is none', { name: 'a b' }, ['INVALID_INPUT input.name']],
    ['no steps', { steps: [] }, ['INVALID_INPUT input.steps']],
    ['a negative order', { steps: [STEP, { ...STEP, order: -1 }] }, ['INVALID_INPUT input.steps.1.order']],
    ['arguments nested too deep', { steps: [{ ...STEP, args: nested(30) }] }, ['INVALID_INPUT input.steps.0.args']],
    ['what is no trait', { traits: ['gold'] }, ['INVALID_INPUT input.traits.0']],
    ['a public one with an owner', { isPublic: true, owner: 'p1' }, ['INVALID_INPUT input.owner']],
    ['a long description', { description: 'x'.repeat(256) }, ['INVALID_INPUT input.description']],
  ])('refuses %s, and writes nothing', async (_what, input, problems) => {
    expect(await refused('createRunbook', { name: newName(), steps: [STEP], ...input })).toEqual(problems);
  });

  it('gives a name once', async () => {
    const name = newName();
    await aRunbook({ name });
    expect(await refused('createRunbook', { name, steps: [STEP] })).toEqual(['ALREADY_EXISTS input.name']);
  });
});

describe('updateRunbook', () => {
  it('replaces what is given and leaves the rest', async () => {
    const id = await aRunbook({ traits: ['CUSTOM_A'], owner: 'p1' });
    const before = await read(id);
    await accepted(service, 'updateRunbook', { runbookId: id, expectedVersion: 1, traits: [], description: 'new' });
    expect(await read(id)).toEqual({ ...before, traits: [], description: 'new', version: 2 });
  });

  it('takes a runbook that becomes public from its owner, and gives it one only when it is public no more', async () => {
    const id = await aRunbook({ owner: 'p1' });
    await accepted(service, 'updateRunbook', { runbookId: id, isPublic: true });
    expect(await read(id)).toMatchObject({ isPublic: true, owner: null, version: 2 });
    expect(await refused('updateRunbook', { runbookId: id, owner: 'p1' })).toEqual(['INVALID_INPUT input.owner']);
    await accepted(service, 'updateRunbook', { runbookId: id, owner: 'p1', isPublic: false });
    expect(await read(id)).toMatchObject({ isPublic: false, owner: 'p1', version: 3 });
  });

  it('refuses what would overwrite what somebody else wrote, and what is not there', async () => {
    const id = await aRunbook();
    const update = (input: Variables): Promise<readonly string[]> =>
      refused('updateRunbook', { runbookId: id, ...input });
    expect(await update({ steps: [STEP] })).toEqual(['INVALID_INPUT input.expectedVersion']);
    expect(await update({ steps: [STEP], expectedVersion: 4 })).toEqual(['STALE_VERSION input.expectedVersion']);
    expect(await update({ runbookId: randomUUID(), name: 'x' })).toEqual(['NOT_FOUND input.runbookId']);
  });
});

describe('deleteRunbook', () => {
  it('removes it once, unless it has changed', async () => {
    const id = await aRunbook();
    const stale = { runbookId: id, expectedVersion: 2 };
    expect(await refused('deleteRunbook', stale)).toEqual(['STALE_VERSION input.expectedVersion']);
    await accepted(service, 'deleteRunbook', { runbookId: id });
    expect(await refused('deleteRunbook', { runbookId: id })).toEqual(['NOT_FOUND input.runbookId']);
  });
});

describe('a viewer of a project', () => {
  const tenant: Viewer = { actor: 'tenant', scope: { kind: 'projects', projects: ['p1'] } };
  const INPUT = { steps: [STEP], isPublic: false, disableRamdisk: false };

  it('sees what is public and what is its own', async () => {
    const [own, open, others, nobodys] = [
      await aRunbook({ owner: 'p1' }),
      await aRunbook({ isPublic: true }),
      await aRunbook({ owner: 'p2' }),
      await aRunbook(),
    ];
    const filter = { id: { in: [own, open, others, nobodys] } };
    const { rows: found, count } = await findRunbooks(services.ctx, tenant, ['id'], { filter });
    expect(found.map(({ id }) => id)).toEqual([own, open]);
    expect(await count()).toBe(2);
  });

  it('writes for its project, for no other, and for nobody else', async () => {
    const { ctx } = services;
    const made = await createRunbook(ctx, tenant, { ...INPUT, name: newName() });
    expect(await read(made.objectId ?? '')).toMatchObject({ owner: 'p1' });
    const foreign = await createRunbook(ctx, tenant, { ...INPUT, name: newName(), owner: 'p2' });
    const open = await createRunbook(ctx, tenant, { ...INPUT, name: newName(), isPublic: true });
    const given = await updateRunbook(ctx, tenant, { runbookId: made.objectId ?? '', owner: 'p2' });
    for (const { problems } of [foreign, open, given]) expect(problems).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
  });

  it('cannot change what it may only use, nor find what it may not see', async () => {
    const [open, others] = [await aRunbook({ isPublic: true }), await aRunbook({ owner: 'p2' })];
    for (const [runbookId, code] of [
      [open, 'NOT_ALLOWED_NOW'],
      [others, 'NOT_FOUND'],
    ] as const) {
      const renamed = await updateRunbook(services.ctx, tenant, { runbookId, name: newName() });
      const deleted = await deleteRunbook(services.ctx, tenant, { runbookId });
      expect([...renamed.problems, ...deleted.problems]).toMatchObject([{ code }, { code }]);
    }
  });
});
