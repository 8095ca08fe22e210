/** Read your write: what one process did is asked of another, which may have read the log less far. */
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { createConnection, type Connection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePosition } from '../../src/domain/cursor.ts';
import { ask, enroll, gql, type GraphqlAnswer } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const STAMP = 4_711;

let here: TestService;
let there: TestService;
/** It gives up at once. */
let impatient: TestService;
let rows: Connection;
let id: string;

beforeAll(async () => {
  here = await startTestService();
  const { databaseUrl } = here;
  there = await startTestService({ databaseUrl, config: { role: 'api' } });
  impatient = await startTestService({ databaseUrl, config: { role: 'api', atLeastTimeoutMs: 50 } });
  rows = await createConnection(databaseUrl);
  ({ id } = await enroll(here, { name: 'before' }));
});
afterAll(async () => {
  await rows?.end();
  await Promise.all([impatient?.stop(), there?.stop()]);
  await here?.stop();
});

describe('a query with atLeast', () => {
  it('has what another process has just done, and has read the log so far, without waiting for its poll', async () => {
    const query = `query ($id: ID!, $cursor: Cursor) {
      node(id: $id, atLeast: $cursor) { name }
      nodes(atLeast: $cursor) { nodes { name } }
      events(first: 500, filter: { nodeId: $id }, atLeast: $cursor) { nodes { id } }
    }`;
    for (let turn = 1; turn <= 10; turn += 1) {
      const name = `turn-${turn}`;
      const cursor = await rename(name);
      const answer = await ask<{ node: object; nodes: object; events: { nodes: { id: string }[] } }>(there, query, {
        id,
        cursor,
      });
      expect(answer).toMatchObject({ node: { name }, nodes: { nodes: [{ name }] } });
      expect(await positionOf(there)).toBeGreaterThanOrEqual(Number(answer.events.nodes.at(-1)?.id));
    }
  });

  it('waits for what it cannot see yet, and wakes nobody else', async () => {
    const held = await holdBack('held back');
    const query = 'query ($id: ID!, $cursor: Cursor) { node(id: $id, atLeast: $cursor) { name } }';
    let answer: GraphqlAnswer<object> | null = null;
    const asked = gql(there, query, { id, cursor: held.cursor }).then((given) => (answer = given));
    // What does not ask for it is answered meanwhile: the service is not held up.
    for (let turn = 1; turn <= 20; turn += 1) await ask(there, 'query ($id: ID!) { node(id: $id) { name } }', { id });
    expect(answer).toBeNull();
    await held.commit();
    expect(await asked).toMatchObject({ data: { node: { name: 'held back' } }, errors: [] });
  });

  it('shows it also where another field of the operation has read the same before', async () => {
    const query = `query ($id: ID!, $cursor: Cursor) {
      early: node(id: $id) { name ports { totalCount } }
      late: node(id: $id, atLeast: $cursor) { name ports { totalCount } }
    }`;
    // From the second time on the document is compiled.
    for (const name of ['first', 'second', 'third', 'fourth']) {
      const before = await nameOf();
      const held = await holdBack(name);
      const asked = ask(there, query, { id, cursor: held.cursor });
      for (let turn = 1; turn <= 20; turn += 1) await ask(there, '{ viewer { actor } }');
      await held.commit();
      expect(await asked).toMatchObject({ early: { name: before }, late: { name } });
    }
  });

  it('says after a while that it has not come so far, beside what it could answer', async () => {
    const held = await holdBack('too late');
    const query = `query ($id: ID!, $cursor: Cursor) { node(id: $id, atLeast: $cursor) { name } viewer { actor } }`;
    for (let turn = 1; turn <= 3; turn += 1) {
      const { data, errors, status } = await gql(impatient, query, { id, cursor: held.cursor });
      expect(status).toBe(200);
      expect(data).toMatchObject({ node: null, viewer: {} });
      expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'NOT_CAUGHT_UP', argument: 'atLeast' } }]);
    }
    await held.rollBack();
  });

  it('is not held up by a number that was rolled back', async () => {
    const lost = await holdBack('lost');
    await lost.rollBack();
    const cursor = await rename('after-it');
    const query = 'query ($id: ID!, $cursor: Cursor) { node(id: $id, atLeast: $cursor) { name } }';
    expect(await ask(impatient, query, { id, cursor })).toMatchObject({ node: { name: 'after-it' } });
  });

  it.each([
    ['nonsense', () => 'nonsense'],
    ['the cursor of a page', cursorOfPage],
    ['a cursor of another log', cursorOfAnotherLog],
  ])('refuses %s', async (_what, cursor) => {
    const query = 'query ($cursor: Cursor) { node(id: "x", atLeast: $cursor) { id } }';
    const { errors } = await gql(there, query, { cursor: await cursor() });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'atLeast' } }]);
  });

  it('may be any that reads the database', () => {
    const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
    const without = Object.values(schema.getQueryType()?.getFields() ?? {})
      .filter(({ args }) => !args.some(({ name }) => name === 'atLeast'))
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('fetch__')); // only Relay's compiler asks those, and by the id alone
    expect(without).toEqual(['viewer', 'drivers', 'driver']);
  });
});

/** At one process; the cursor that it answers. */
async function rename(name: string): Promise<string> {
  const { updateNode } = await ask<{ updateNode: { cursor: string } }>(
    here,
    'mutation ($id: ID!, $name: String!) { updateNode(input: { nodeId: $id, name: $name }) { cursor errors { message } } }',
    { id, name },
  );
  return updateNode.cursor;
}

async function nameOf(): Promise<unknown> {
  const [found] = await rows.query('SELECT name FROM nodes WHERE id = ?', [id]);
  return Array.isArray(found) && found[0] !== undefined && 'name' in found[0] ? found[0]['name'] : null;
}

/** What a server that is behind looks like: the cursor is known, and what it covers is not to be seen yet. */
async function holdBack(name: string) {
  await waitFor(async () => (await positionOf(there)) > 0, 'a position');
  const writer = await createConnection(here.databaseUrl);
  await writer.beginTransaction();
  await writer.query('UPDATE nodes SET name = ? WHERE id = ?', [name, id]);
  const [{ insertId }] = await writer.query<ResultSetHeader>(
    `INSERT INTO events (type, actor, changes, stamp, created_at)
     VALUES ('NODE_UPDATED', 'test', '{"list": []}', ?, UTC_TIMESTAMP(6))`,
    [STAMP],
  );
  return {
    cursor: encodePosition({ settled: insertId, gaps: [], last: insertId, anchor: { id: insertId, stamp: STAMP } }),
    async commit() {
      await writer.commit();
      await writer.end();
    },
    async rollBack() {
      await writer.rollback();
      await writer.end();
    },
  };
}

/** How far a process has read. */
async function positionOf({ url }: TestService): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^ironql_event_log_position (\d+)$/m.exec(text)?.[1]);
}

async function cursorOfPage(): Promise<string> {
  const { nodes } = await ask<{ nodes: { pageInfo: { endCursor: string } } }>(
    there,
    '{ nodes { pageInfo { endCursor } } }',
  );
  return nodes.pageInfo.endCursor;
}

async function cursorOfAnotherLog(): Promise<string> {
  // One that was read long ago, and not a number that was rolled back.
  const [found] = await rows.query<RowDataPacket[]>('SELECT MIN(id) AS id FROM events');
  const first = Number(found[0]?.['id']);
  return encodePosition({ settled: first, gaps: [], last: first, anchor: { id: first, stamp: 1 } });
}
