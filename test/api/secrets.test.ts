import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRows, type TestRows } from '../support/builders.ts';
import {
  accepted,
  ask,
  enroll,
  gql,
  mutationDocument,
  settled,
  subscribe,
  type Subscription,
  type Variables,
} from '../support/graphql-client.ts';
import { recordingLog } from '../support/recording-log.ts';
import { startTestService, type TestService } from '../support/service.ts';

const MASK = '******';
/** Nothing else in the world says this. */
const SECRET = 'hunter2-marker-7f3a';
const SECRETS = [SECRET, `${SECRET}-kg`, `${SECRET}-undeclared`, `${SECRET}-nested`, `${SECRET}-new`];

let service: TestService;
let rows: TestRows;
const recorded = recordingLog();
/** Every answer and every item that anybody got. */
const seen: string[] = [];
let stream: Subscription<unknown>;

beforeAll(async () => {
  service = await startTestService({ log: recorded.log });
  rows = await openRows(service.databaseUrl);
  stream = subscribe(service, `subscription { nodeEvents(snapshot: true) { ${ITEM} } }`);
  await stream.until((item) => (item as { kind: string }).kind === 'CAUGHT_UP');
});
afterAll(async () => {
  await stream?.close();
  await rows?.close();
  await service?.stop();
});

const NODE = 'id driverInfo properties extra instanceInfo lastError fault interfaces { power }';
const JOB = 'id type arguments error { message remedy path } steps { name message error { message } }';
const EVENT = 'type actor changes { field before after }';
const ITEM = `kind cursor type event { ${EVENT} } node { ${NODE} } job { ${JOB} }`;

const WITH_SECRETS = {
  ipmi_address: '127.0.0.1',
  ipmi_port: 1, // nobody listens: the BMC cannot be reached
  ipmi_username: 'admin',
  ipmi_password: SECRETS[0],
  ipmi_hex_kg_key: SECRETS[1],
  bmc_passwd: SECRETS[2],
  vendor: { options: [{ api_token: SECRETS[3] }] },
};
const SHOWN = {
  ...WITH_SECRETS,
  ipmi_password: MASK,
  ipmi_hex_kg_key: MASK,
  bmc_passwd: MASK,
  vendor: { options: [{ api_token: MASK }] },
};

it('a secret is stored, and shown as a mask to everybody, the one who sent it included', async () => {
  const { createNode } = await asked<{ createNode: { node: { id: string; driverInfo: unknown } } }>(
    `mutation ($input: CreateNodeInput!) { createNode(input: $input) { node { ${NODE} } job { id } errors { message } } }`,
    { input: { driver: 'ipmi', driverInfo: WITH_SECRETS, idempotencyKey: 'secret-1' } },
  );
  expect(createNode.node.driverInfo).toEqual(SHOWN);
  const { nodes, node } = await asked<{ nodes: { nodes: { driverInfo: unknown }[] }; node: { driverInfo: unknown } }>(
    `query ($id: ID!) { nodes { nodes { ${NODE} } } node(id: $id) { ${NODE} } }`,
    { id: createNode.node.id },
  );
  expect([nodes.nodes[0]?.driverInfo, node.driverInfo]).toEqual([SHOWN, SHOWN]);
  expect(await stored(createNode.node.id)).toEqual(WITH_SECRETS);
});

it('a mask that is sent back keeps the secret that is stored; another value replaces it', async () => {
  const { id } = await enroll(service, { driver: 'ipmi', driverInfo: WITH_SECRETS });
  const change = async (driverInfo: Variables): Promise<void> => {
    await accepted(service, 'updateNode', { nodeId: id, expectedVersion: null, driverInfo });
  };
  await change({ ...SHOWN, vendor: WITH_SECRETS.vendor, ipmi_address: '127.0.0.2' });
  expect(await stored(id)).toEqual({ ...WITH_SECRETS, ipmi_address: '127.0.0.2' });
  await change({ ipmi_address: '127.0.0.2', ipmi_password: SECRETS[4] });
  expect(await stored(id)).toEqual({ ipmi_address: '127.0.0.2', ipmi_password: SECRETS[4] });
  await change({ ipmi_address: '127.0.0.2', ipmi_password: MASK });
  expect(await stored(id)).toMatchObject({ ipmi_password: SECRETS[4] });
});

it('a mask inside a nested value keeps the secret too', async () => {
  const { id } = await enroll(service, { driver: 'ipmi', driverInfo: WITH_SECRETS });
  await accepted(service, 'updateNode', { nodeId: id, expectedVersion: null, driverInfo: SHOWN });
  expect(await stored(id)).toEqual(WITH_SECRETS);
});

it('changing the driver masks by the fields of the new one', async () => {
  const { id } = await enroll(service, { driver: 'ipmi', driverInfo: WITH_SECRETS });
  await accepted(service, 'updateNode', { nodeId: id, driver: 'fake-hardware' });
  const { node } = await asked<{ node: { driverInfo: Record<string, unknown> } }>(
    `query ($id: ID!) { node(id: $id) { ${NODE} } }`,
    { id },
  );
  expect(node.driverInfo['ipmi_password']).toBe(MASK);
});

it('no secret is in any answer, item, event, job, step, key or line of the log', async () => {
  const { id } = await enroll(service, { driver: 'ipmi', driverInfo: WITH_SECRETS });
  // A job that carries the secret to a BMC and fails.
  const { job } = await accepted(service, 'manageNode', { nodeId: id, idempotencyKey: 'secret-2' });
  const jobId = job?.id ?? '';
  const follow = subscribe(
    service,
    `subscription ($id: ID!) { jobEvents(jobId: $id) { kind event { ${EVENT} } job { ${JOB} } } }`,
    {
      id: jobId,
    },
  );
  expect(await settled(service, jobId, 60_000)).toMatchObject({ state: 'FAILED' });
  await follow.ended;
  expect(follow.items.length).toBeGreaterThan(2);

  // Inputs that are refused, each in its own way, with the secret in them.
  const refused = { driver: 'ipmi', driverInfo: WITH_SECRETS };
  for (const input of [
    { ...refused, name: 'no good' },
    { ...refused, driver: 'nope' },
    { ...refused, idempotencyKey: 'secret-1', name: 'another-body' },
    { ...refused, noSuchField: true },
    { ...refused, ports: [{ address: 1 }] },
    { ...refused, driverInfo: [SECRET] },
    { ...refused, driverInfo: SECRET },
  ]) {
    const { text, errors, data } = await gql<Record<string, { errors: unknown[] }>>(
      service,
      mutationDocument('createNode'),
      { input },
    );
    seen.push(text);
    expect([...errors, ...(data?.['createNode']?.errors ?? [])]).not.toEqual([]);
  }
  const viaSocket = subscribe(service, mutationDocument('createNode'), { input: { ...refused, noSuchField: true } });
  await viaSocket.ended;
  expect(viaSocket.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  seen.push(JSON.stringify([viaSocket.errors, viaSocket.items, follow.items]));

  await asked(
    `{ jobs { nodes { ${JOB} } } events(first: 500) { nodes { ${EVENT} node { ${NODE} } } } nodes { nodes { ${NODE} jobs { nodes { ${JOB} } } } } }`,
  );
  await stream.until((item) => JSON.stringify(item).includes('JOB_FAILED'));

  const tables = await everythingStored();
  const places = { answers: seen.join(), items: JSON.stringify(stream.items), tables, log: recorded.text() };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(500);
    for (const secret of SECRETS) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
  }
  await Promise.all([follow.close(), viaSocket.close()]);
});

async function asked<T>(document: string, variables: Variables = {}): Promise<T> {
  const data = await ask<T>(service, document, variables);
  seen.push(JSON.stringify(data));
  return data;
}

async function stored(nodeId: string): Promise<unknown> {
  const [row] = await rows.query('SELECT driver_info FROM nodes WHERE id = ?', [nodeId]);
  const value = row?.['driver_info'];
  return typeof value === 'string' ? JSON.parse(value) : value;
}

/** All tables as text, without the one column that holds secrets. */
async function everythingStored(): Promise<string> {
  const tables = await rows.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  );
  expect(tables.length).toBeGreaterThan(8);
  const contents = await Promise.all(tables.map(({ name }) => rows.query(`SELECT * FROM \`${name}\``)));
  return JSON.stringify(contents.map((table) => table.map(({ driver_info: _, ...rest }) => rest)));
}
