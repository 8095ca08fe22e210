/** What an agent's call is checked for, what of it is written down, and whom it wakes. */
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StepResult } from '../../src/conductor/job-type.ts';
import { PROVISION_STATES, type ProvisionState } from '../../src/domain/provision-states.ts';
import { startEngine, type Engine } from '../conductor/harness.ts';
import { DONE_RESULT, gate, scriptedJob } from '../conductor/scripted-job.ts';
import {
  askAsAgent,
  CALLBACK_URL,
  callAsAgent,
  CERTIFICATES,
  expectAgent,
  nodeThatExpects,
  tokenOf,
  type ExpectingNode,
} from '../support/agent-requests.ts';
import { openRows, type Row, type TestRows } from '../support/builders.ts';
import { accepted, ask } from '../support/graphql-client.ts';
import { recordingLog } from '../support/recording-log.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const flow = scriptedJob('test.flow', ['boot', 'after']);
const WAIT: StepResult = { outcome: { kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: 60_000 }, findings: [] };

let engine: Engine;
let service: TestService;
let rows: TestRows;
const { log, text: logged } = recordingLog();
beforeAll(async () => {
  engine = await startEngine([flow.type]);
  service = await startTestService({ databaseUrl: engine.databaseUrl, config: { role: 'api' }, log });
  rows = await openRows(engine.databaseUrl);
});
afterEach(() => engine.stopConductors());
afterAll(async () => {
  await rows?.close();
  await service?.stop();
  await engine?.stop();
});

interface Called extends ExpectingNode {
  readonly token: string;
}

/** A node whose agent has its token and has not called yet. */
async function nodeWithToken(state?: ProvisionState): Promise<Called> {
  const node = await nodeThatExpects(service, rows, state);
  const token = `token-of-${node.id}`;
  await expectAgent(rows, node.id, { token });
  return { ...node, token };
}

const agentRow = async (nodeId: string): Promise<Row | undefined> =>
  (await rows.query('SELECT * FROM agents WHERE node_id = ?', [nodeId]))[0];

describe('POST /v1/heartbeat/{id}', () => {
  it('answers 202 with an empty body, and writes down where the agent is and when it called', async () => {
    const node = await nodeThatExpects(service, rows);
    const token = await tokenOf(service, node);
    const [before] = await rows.query<{ now: string }>('SELECT CAST(UTC_TIMESTAMP(6) AS CHAR) AS now');
    const { status, text } = await callAsAgent(service, node.id, {
      agent_token: token,
      agent_verify_ca: CERTIFICATES[0],
    });
    expect([status, text]).toEqual([202, '']);
    const row = await agentRow(node.id);
    expect(row).toMatchObject({ callback_url: CALLBACK_URL, version: '11.4.0', status: null, token, has_called: 1 });
    expect(row?.['verify_ca']).toBe(CERTIFICATES[0]);
    const during = 'SELECT heartbeat_at BETWEEN ? AND UTC_TIMESTAMP(6) AS isDuring FROM agents WHERE node_id = ?';
    expect(await rows.query(during, [before?.now, node.id])).toEqual([{ isDuring: 1 }]);
  });

  it('is told in the log once for each ramdisk', async () => {
    const { id, token } = await nodeWithToken();
    const first = Array.from({ length: 4 }, () => callAsAgent(service, id, { agent_token: token }));
    await Promise.all(first);
    await callAsAgent(service, id, { agent_token: token });
    const events = await rows.query(
      `SELECT actor, changes FROM events WHERE node_id = ? AND type = 'NODE_AGENT_CALLED'`,
      [id],
    );
    expect(events).toMatchObject([{ actor: 'ramdisk-agent' }]);
  });

  it('is shown on the node, without its token', async () => {
    const { id, token } = await nodeWithToken();
    const query = `query ($id: ID!) { node(id: $id) { agent { url version lastHeartbeatAt status statusMessage } } }`;
    expect(await ask(service, query, { id })).toEqual({
      node: { agent: { url: null, version: null, lastHeartbeatAt: null, status: null, statusMessage: null } },
    });
    await callAsAgent(
      service,
      id,
      { agent_token: token, agent_status: 'error', agent_status_message: 'no disk' },
      '1.72',
    );
    const answer = await ask(service, query, { id });
    expect(answer).toMatchObject({
      node: { agent: { url: CALLBACK_URL, version: '11.4.0', status: 'ERROR', statusMessage: 'no disk' } },
    });
    expect(JSON.stringify(answer)).not.toContain(token);
    await rows.query('DELETE FROM agents WHERE node_id = ?', [id]);
    expect(await ask(service, query, { id })).toEqual({ node: { agent: null } });
  });
});

describe('a heartbeat is refused', () => {
  const TOKEN = Symbol('the right token');
  /** What → fields, version, status and the words. */
  type Case = readonly [string, Readonly<Record<string, unknown>>, string | null, number, RegExp];
  const ok = { agent_token: TOKEN };
  // prettier-ignore
  const CASES: readonly Case[] = [
    ['without a callback_url',                    { ...ok, callback_url: undefined },                     '1.68', 400, /"callback_url" is missing/],
    ['with a callback_url that is a number',      { ...ok, callback_url: 1 },                             '1.68', 400, /must be a text/],
    ['with a callback_url that is a list',        { ...ok, callback_url: [CALLBACK_URL] },                '1.68', 400, /must be a text/],
    ['with a callback_url of another address',    { ...ok, callback_url: 'https://192.0.2.66:9999' },     '1.68', 400, /not the address that the request came from/],
    ['with a callback_url of another scheme',     { ...ok, callback_url: 'ftp://127.0.0.1:9999' },        '1.68', 400, /must be http or https/],
    ['with a callback_url that has a user',       { ...ok, callback_url: 'https://u:p@127.0.0.1:9999' },  '1.68', 400, /must be http or https/],
    ['with a callback_url that has a path',       { ...ok, callback_url: 'https://127.0.0.1:9999/x' },    '1.68', 400, /must be http or https/],
    ['with plain http',                           { ...ok, callback_url: 'http://127.0.0.1:9999' },       '1.68', 400, /must be https/],
    ['with a callback_url of 300 characters',     { ...ok, callback_url: `https://${'1'.repeat(300)}` },  '1.68', 400, /longer than 255/],
    ['without a token',                           {},                                                     '1.68', 400, /token is required/],
    ['with null for a token',                     { agent_token: null },                                  '1.68', 400, /token is required/],
    ['with a wrong token',                        { agent_token: 'x'.repeat(43) },                        '1.68', 400, /Invalid or missing agent token/],
    ['with an empty token',                       { agent_token: '' },                                    '1.68', 400, /Invalid or missing agent token/],
    ['with the mask for a token',                 { agent_token: '******' },                              '1.68', 400, /Invalid or missing agent token/],
    ['with a token that is no text',              { agent_token: { $ne: null } },                         '1.68', 400, /must be a text/],
    ['with a token of a kilobyte',                { agent_token: 'x'.repeat(1_024) },                     '1.68', 400, /longer than 255/],
    ['with a status that is none',                { ...ok, agent_status: 'ready' },                       '1.72', 400, /Valid states are start,end,error/],
    ['without a version or a status',             { ...ok, agent_version: undefined },                    '1.72', 400, /"agent_version" is missing/],
    ['with a version that is no text',            { ...ok, agent_version: 11 },                           '1.68', 400, /must be a text/],
    ['with a NUL in a version',                   { ...ok, agent_version: '11\u0000' },                   '1.68', 400, /no such text/],
    ['with a certificate that is none',           { ...ok, agent_verify_ca: 'trust me' },                 '1.68', 400, /no certificate/],
    ['with a path for a certificate',             { ...ok, agent_verify_ca: '/etc/ssl/ca.pem' },          '1.68', 400, /no certificate/],
    ['with a certificate that is false',          { ...ok, agent_verify_ca: false },                      '1.68', 400, /no certificate/],
    ['with a status message that is an object',   { ...ok, agent_status: 'end', agent_status_message: {} }, '1.72', 400, /must be a text/],
    ['with a certificate below 1.68',             { ...ok, agent_verify_ca: CERTIFICATES[0] },            '1.67', 400, /"agent_verify_ca" not recognised/],
    ['with a status below 1.72',                  { ...ok, agent_status: 'start' },                       '1.71', 400, /"agent_status" not recognised/],
    ['with a status message below 1.72',          { ...ok, agent_status_message: 'x' },                   '1.71', 400, /"agent_status_message" not recognised/],
    ['with a token below 1.62',                   ok,                                                     '1.61', 400, /"agent_token" not recognised/],
    ['with a version below 1.36',                 {},                                                     '1.35', 400, /"agent_version" not recognised/],
    ['below 1.22',                                ok,                                                     '1.21', 404, /version 1.22 or newer/],
    ['of no version',                             ok,                                                     null,   404, /version 1.22 or newer/],
    ['of a version that is none',                 ok,                                                     'nine', 406, /must be 1.1 to 1.84/],
  ];

  it.each(CASES)('%s', async (_what, fields, version, status, words) => {
    const { id, token } = await nodeWithToken();
    const body = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, value === TOKEN ? token : value]),
    );
    const answer = await callAsAgent(service, id, body, version);
    expect([answer.status, answer.fault]).toEqual([status, expect.stringMatching(words)]);
    expect(await agentRow(id)).toMatchObject({ callback_url: null, heartbeat_at: null, has_called: 0, status: null });
    expect(answer.text).not.toContain(token);
  });

  it('with another callback_url than before, or with none', async () => {
    const { id, token } = await nodeWithToken();
    await callAsAgent(service, id, { agent_token: token });
    for (const callback_url of ['https://127.0.0.1:9998', '']) {
      const { status, fault } = await callAsAgent(service, id, { agent_token: token, callback_url });
      expect([status, fault]).toEqual([400, 'Detected change in ramdisk provided "callback_url".']);
    }
    expect(await agentRow(id)).toMatchObject({ callback_url: CALLBACK_URL });
  });

  it('with another certificate than before; one that says none keeps the first', async () => {
    const { id, token } = await nodeWithToken();
    for (const ca of [CERTIFICATES[0], undefined, `\n${CERTIFICATES[0]}\n`]) {
      expect((await callAsAgent(service, id, { agent_token: token, agent_verify_ca: ca })).status).toBe(202);
    }
    const { status, fault } = await callAsAgent(service, id, { agent_token: token, agent_verify_ca: CERTIFICATES[1] });
    expect([status, fault]).toEqual([400, 'Detected change in ramdisk provided "agent_verify_ca".']);
    expect((await agentRow(id))?.['verify_ca']).toBe(CERTIFICATES[0]);
  });

  it('by one word where the node is unknown and where nobody expects its ramdisk', async () => {
    const { id, token } = await nodeWithToken();
    await rows.query('DELETE FROM agents WHERE node_id = ?', [id]);
    const [known, unknown] = [
      await callAsAgent(service, id, { agent_token: token }),
      await callAsAgent(service, newId(), { agent_token: token }),
    ];
    expect([known.status, known.text]).toEqual([404, unknown.text]);
  });

  it.each(['nonsense', '..%2f..%2fetc', 'a-name', `${newId()}x`, '%00', '%'])(
    'of a node that is named %s',
    async (name) => {
      expect((await callAsAgent(service, name, { agent_token: 'x' })).status).toBe(400);
    },
  );

  it('of an earlier ramdisk: its token is worth nothing to the next', async () => {
    const { id, token } = await nodeWithToken();
    await callAsAgent(service, id, { agent_token: token });
    await expectAgent(rows, id);
    expect((await callAsAgent(service, id, { agent_token: token })).status).toBe(400);
    expect((await callAsAgent(service, id, { agent_token: '' })).status).toBe(400);
    expect(await agentRow(id)).toMatchObject({ token: null, heartbeat_at: null });
  });

  it("and stands in the log once for each kind and address, without anybody's token", async () => {
    const { id, token } = await nodeWithToken();
    for (let call = 0; call < 3; call += 1) await callAsAgent(service, id, { agent_token: `wrong-${token}` });
    const lines = logged()
      .split('\n')
      .filter((line) => line.includes('"kind":"TOKEN"'));
    expect(lines.length).toBe(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, address: '127.0.0.1', route: 'heartbeat' });
    expect(logged()).not.toContain('token-of-');
  });
});

describe("by the node's state, a heartbeat", () => {
  const calls = new Set([
    'DEPLOYING',
    'DEPLOY_WAIT',
    'CLEANING',
    'CLEAN_WAIT',
    'RESCUING',
    'RESCUE_WAIT',
    'SERVICING',
    'SERVICE_WAIT',
  ]);
  const recorded = new Set([
    'DEPLOY_HOLD',
    'CLEAN_HOLD',
    'SERVICE_HOLD',
    'INSPECTING',
    'INSPECT_WAIT',
    'ENROLL',
    'MANAGEABLE',
    'AVAILABLE',
  ]);

  it.each(PROVISION_STATES)('is answered 202 in %s, and only where a flow waits is it a signal', async (state) => {
    const { id, token } = await nodeWithToken(state);
    expect((await callAsAgent(service, id, { agent_token: token })).status).toBe(202);
    const row = await agentRow(id);
    expect([row?.['has_called'], row?.['heartbeat_at'] !== null]).toEqual([
      calls.has(state) ? 1 : 0,
      calls.has(state) || recorded.has(state),
    ]);
  });
});

/** A node of which a job waits for its agent. */
async function waitingJob(): Promise<Called & { readonly jobId: string }> {
  const node = await nodeWithToken('DEPLOY_WAIT');
  const run = (step: string): Promise<StepResult> => Promise.resolve(step === 'boot' ? WAIT : DONE_RESULT);
  const jobId = await engine.queue(node.id, flow.type, flow.script({ run }));
  await engine.start();
  await waitFor(async () => (await engine.job(jobId)).state === 'WAITING', 'the job to wait');
  return { ...node, jobId };
}

describe('a job that waits for the agent', () => {
  it('is woken by its heartbeat', async () => {
    const { id, token, jobId } = await waitingJob();
    expect((await callAsAgent(service, id, { agent_token: token })).status).toBe(202);
    await waitFor(async () => (await engine.job(jobId)).state === 'SUCCEEDED', 'the job to go on');
  });

  it('fails with the words of an agent that says it cannot go on', async () => {
    const { id, token, jobId } = await waitingJob();
    const fields = { agent_token: token, agent_status: 'error', agent_status_message: 'no disk is large enough' };
    expect((await callAsAgent(service, id, fields, '1.72')).status).toBe(202);
    await waitFor(async () => (await engine.job(jobId)).state === 'FAILED', 'the job to fail');
    expect((await engine.job(jobId)).error).toEqual({
      code: 'AGENT_GAVE_UP',
      step: 'boot',
      reason: 'no disk is large enough',
    });
  });

  it('is not woken by a wrong token', async () => {
    const { id, jobId } = await waitingJob();
    expect((await callAsAgent(service, id, { agent_token: 'x'.repeat(43) })).status).toBe(400);
    expect((await engine.job(jobId)).state).toBe('WAITING');
  });

  it('waits on while the node is in maintenance, and goes on at the first call afterwards', async () => {
    const { id, token, jobId } = await waitingJob();
    await accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: true });
    expect((await callAsAgent(service, id, { agent_token: token })).status).toBe(202);
    expect(await agentRow(id)).toMatchObject({ callback_url: CALLBACK_URL, has_called: 0 });
    expect((await engine.job(jobId)).state).toBe('WAITING');
    await accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: false });
    await callAsAgent(service, id, { agent_token: token });
    await waitFor(async () => (await engine.job(jobId)).state === 'SUCCEEDED', 'the job to go on');
  });

  it('is called also while another job holds the node: nobody is told to come again', async () => {
    const { id, token } = await nodeWithToken('DEPLOYING');
    const [holds, mayGo] = [gate(), gate()];
    const run = async (step: string): Promise<StepResult> => {
      if (step !== 'boot') return DONE_RESULT;
      holds.open();
      await mayGo.opened;
      return WAIT;
    };
    const jobId = await engine.queue(id, flow.type, flow.script({ run }));
    await engine.start();
    await holds.opened;
    expect((await callAsAgent(service, id, { agent_token: token })).status).toBe(202);
    mayGo.open();
    await waitFor(async () => (await engine.job(jobId)).state === 'SUCCEEDED', 'the job to find that it was called');
  });
});

describe('what a script says of its work', () => {
  it('is kept on one line, cut, and without the token', async () => {
    const { id, token } = await nodeWithToken();
    const message = `curl failed\n\u0000 with ${token} ${'x'.repeat(2_000)}`;
    const fields = {
      agent_token: token,
      callback_url: '',
      agent_version: undefined,
      agent_status: 'error',
      agent_status_message: message,
    };
    expect((await callAsAgent(service, id, fields, '1.72')).status).toBe(202);
    const row = await agentRow(id);
    expect(row).toMatchObject({ status: 'error', callback_url: null, version: null });
    expect(row?.['status_message']).toMatch(/^curl failed {1,2}with \*{6} x+$/);
    expect(String(row?.['status_message']).length).toBe(1_024);
  });
});

describe('the other ways in', () => {
  it.each([
    ['GET', '/v1/heartbeat/x', 405],
    ['PUT', '/v1/heartbeat/x', 405],
    ['POST', '/v1/lookup', 405],
    ['DELETE', '/v1/lookup', 405],
    ['GET', '/v1/nodes', 404],
    ['POST', '/v1/heartbeat', 404],
    ['POST', '/v1/heartbeat/a/b', 404],
  ])('%s %s is answered %i', async (method, path, status) => {
    const answer = await askAsAgent(service, path, { method, ...(method === 'GET' ? {} : { body: '{}' }) });
    expect([answer.status, typeof answer.fault]).toEqual([status, 'string']);
  });
});
