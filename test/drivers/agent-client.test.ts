/** How the agent in a ramdisk is spoken with, against one that can be slow, busy, false and mortal. */
import { afterEach, describe, expect, it } from 'vitest';
import { createAgentClient, DEFAULT_CLIENT_OPTIONS, type AgentClientOptions } from '../../src/drivers/agent/client.ts';
import { aCallContext, aCallThatLosesTheNode, aCancelledCall } from '../contract/builders.ts';
import { selfSigned } from '../support/agent/certificate.ts';
import { startAgentServer, TOKEN, type AgentServer, type AgentServerOptions } from '../support/agent-server.ts';

const servers: AgentServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function anAgent(options: AgentServerOptions = {}): Promise<AgentServer> {
  const server = await startAgentServer(options);
  servers.push(server);
  return server;
}

const clientWith = (options: Partial<AgentClientOptions> = {}): ReturnType<typeof createAgentClient> =>
  createAgentClient({
    ...DEFAULT_CLIENT_OPTIONS,
    commandTimeoutMs: 400,
    retryPausesMs: [10, 20],
    pollMs: 10,
    busyMs: 100,
    ...options,
  });
const client = clientWith();
const ctx = aCallContext();

const asking = { name: 'deploy.get_deploy_steps', params: { node: {}, ports: [] } };
const beginning = { name: 'deploy.execute_deploy_step', params: { step: {} } };
const linesOf = ({ requests }: AgentServer): readonly string[] => requests.map(({ line }) => line);
const problem = (what: object): object => expect.objectContaining({ problem: expect.objectContaining(what) });

describe('a command', () => {
  it('goes to the path with a slash at its end, with the token and whether to wait', async () => {
    const agent = await anAgent();
    await client.ask(agent.access, asking, ctx);
    await client.commands(agent.access, ctx);
    expect(linesOf(agent)).toEqual(['POST deploy.get_deploy_steps', 'GET /v1/commands/']);
    const [post, get] = agent.requests;
    expect(post?.params).toEqual(asking.params);
    expect([post?.query.get('wait'), get?.query.get('wait')]).toEqual(['true', null]);
    expect([post?.query.get('agent_token'), get?.query.get('agent_token')]).toEqual([TOKEN, TOKEN]);
  });

  it('is not sent by who has lost the node, nor after the job was cancelled', async () => {
    const agent = await anAgent();
    const lost = aCallThatLosesTheNode();
    await expect(client.ask(agent.access, asking, lost.ctx)).rejects.toBe(lost.reason);
    const cancelled = aCancelledCall();
    await expect(client.begin(agent.access, beginning, cancelled.ctx)).rejects.toBe(cancelled.reason);
    expect(agent.requests).toEqual([]);
  });

  it('stops waiting for its answer when the job is cancelled', async () => {
    const agent = await anAgent();
    agent.fault('POST', { kind: 'hang' });
    const stop = new AbortController();
    const asked = clientWith({ commandTimeoutMs: 60_000 }).ask(
      agent.access,
      asking,
      aCallContext({ signal: stop.signal }),
    );
    const reason = new Error('cancelled');
    setTimeout(() => stop.abort(reason), 50);
    await expect(asked).rejects.toBe(reason);
  });
});

describe('the connection to an agent', () => {
  it('is made with the certificate that the agent announced, and no other', async () => {
    const agent = await anAgent();
    await expect(client.commands(agent.access, ctx)).resolves.toEqual([]);
    for (const verifyCa of [selfSigned(['127.0.0.1']).cert, null]) {
      const access = { ...agent.access, verifyCa };
      await expect(client.commands(access, ctx)).rejects.toThrow(problem({ code: 'AGENT_UNREACHABLE' }));
    }
    expect(agent.requests).toHaveLength(1);
  });

  it('is refused to a certificate for another address', async () => {
    const agent = await anAgent({ certificate: selfSigned(['127.0.0.2']) });
    const refused = client.commands(agent.access, ctx);
    await expect(refused).rejects.toThrow(/ERR_TLS_CERT_ALTNAME_INVALID/);
    expect(agent.requests).toEqual([]);
  });

  it('is not made in an older TLS than the settings allow', async () => {
    const agent = await anAgent({ tls: { maxVersion: 'TLSv1.2' } });
    await expect(client.commands(agent.access, ctx)).rejects.toThrow(problem({ code: 'AGENT_UNREACHABLE' }));
    const older = clientWith({ minTlsVersion: 'TLSv1.2' });
    await expect(older.commands(agent.access, ctx)).resolves.toEqual([]);
  });

  it('is not made in clear, unless the settings allow it', async () => {
    const agent = await anAgent({ certificate: null });
    await expect(client.commands(agent.access, ctx)).rejects.toThrow(problem({ code: 'AGENT_UNREACHABLE' }));
    expect(agent.requests).toEqual([]);
    await expect(clientWith({ allowHttp: true }).commands(agent.access, ctx)).resolves.toEqual([]);
  });

  it('leads nowhere else', async () => {
    const [agent, other] = [await anAgent(), await anAgent()];
    const headers = { location: `${other.access.url}/v1/commands/` };
    agent.fault('GET', { kind: 'answer', status: 302, body: '', headers });
    await expect(client.commands(agent.access, ctx)).rejects.toThrow(problem({ code: 'AGENT_REFUSED' }));
    expect(other.requests).toEqual([]);
  });
});

describe('an agent that does not answer', () => {
  it('is asked three times where that does no harm', async () => {
    const agent = await anAgent();
    agent.fault('GET', { kind: 'drop' }, { kind: 'drop' });
    agent.fault('POST', { kind: 'drop' }, { kind: 'lose-answer' });
    await expect(client.commands(agent.access, ctx)).resolves.toEqual([]);
    await expect(client.ask(agent.access, asking, ctx)).resolves.toMatchObject({ name: 'get_deploy_steps' });
    expect(agent.requests).toHaveLength(6);
  });

  it('is unreachable after the third time', async () => {
    const agent = await anAgent();
    agent.fault('GET', { kind: 'drop' }, { kind: 'drop' }, { kind: 'drop' });
    await expect(client.commands(agent.access, ctx)).rejects.toThrow(problem({ code: 'AGENT_UNREACHABLE' }));
    await agent.stop();
    servers.splice(0);
    const gone = client.begin(agent.access, beginning, ctx);
    await expect(gone).rejects.toThrow(problem({ code: 'AGENT_UNREACHABLE', reason: 'ECONNREFUSED' }));
  });

  it('has run out of time', async () => {
    const agent = await anAgent();
    agent.fault('POST', { kind: 'hang' });
    const slow = client.ask(agent.access, asking, ctx);
    await expect(slow).rejects.toThrow(problem({ code: 'AGENT_TIMEOUT', command: 'get_deploy_steps', afterMs: 400 }));
  });

  it.each(['lose-answer', 'take-and-hang'] as const)('has begun what its list says (%s)', async (kind) => {
    const agent = await anAgent();
    agent.commands.push({ ...DONE_BEFORE });
    agent.fault('POST', { kind });
    const begun = await client.begin(agent.access, beginning, ctx);
    expect(begun).toMatchObject({ name: 'execute_deploy_step', status: 'RUNNING', id: agent.commands[1]?.id });
    expect(agent.commands).toHaveLength(2);
  });

  it('is told again what it has not begun', async () => {
    const agent = await anAgent();
    agent.fault('POST', { kind: 'drop' });
    expect(await client.begin(agent.access, beginning, ctx)).toMatchObject({ id: agent.commands[0]?.id });
    expect(agent.commands).toHaveLength(1);
  });

  it('has not begun what was there before', async () => {
    const agent = await anAgent();
    agent.commands.push({ ...DONE_BEFORE });
    agent.fault('POST', { kind: 'hang' });
    await expect(client.begin(agent.access, beginning, ctx)).rejects.toThrow(problem({ code: 'AGENT_TIMEOUT' }));
  });
});

const DONE_BEFORE = {
  id: 'an-earlier-step',
  command_name: 'execute_deploy_step',
  command_status: 'SUCCEEDED',
  command_error: null,
  command_result: {},
};

describe('an agent that is busy', () => {
  it.each([
    ['409', 409, 'Agent is busy: executing command erase_devices'],
    ['as older ones say it', 500, 'Command execution failed: agent is busy'],
  ])('begins nothing (%s)', async (_how, status, faultstring) => {
    const agent = await anAgent();
    agent.fault('POST', { kind: 'answer', status, body: JSON.stringify({ faultcode: 'Client', faultstring }) });
    await expect(client.begin(agent.access, beginning, ctx)).resolves.toBeNull();
  });

  it('is asked again until it has time, and not for ever', async () => {
    const agent = await anAgent();
    const busy = { faultcode: 'Client', faultstring: 'Agent is busy: executing command collect_system_logs' };
    const fault = { kind: 'answer', status: 409, body: JSON.stringify(busy) } as const;
    const order = { name: 'clean.get_clean_steps', params: {} };
    agent.fault('POST', fault);
    agent.fault('POST', fault);
    await expect(client.ask(agent.access, order, ctx)).resolves.toMatchObject({ name: 'get_clean_steps' });
    for (let times = 0; times < 30; times += 1) agent.fault('POST', fault);
    await expect(client.ask(agent.access, order, ctx)).rejects.toThrow(problem({ code: 'AGENT_REFUSED' }));
  });

  it('is not even sent what its list says it has no time for', async () => {
    const agent = await anAgent();
    agent.commands.push({ ...DONE_BEFORE, command_status: 'RUNNING' });
    await expect(client.begin(agent.access, beginning, ctx)).resolves.toBeNull();
    expect(linesOf(agent)).toEqual(['GET /v1/commands/']);
  });
});

describe('what an agent answers', () => {
  it.each([
    ['no JSON', '<html>', /no JSON/],
    ['another kind of JSON', '[]', /no list of commands/],
    ['a list of other things', '{"commands":[{"id":7}]}', /no id, no name/],
    [
      'a status that nobody knows',
      '{"commands":[{"id":"a","command_name":"b","command_status":"SLEEPING"}]}',
      /a status that nobody knows/,
    ],
    ['more than it may', `{"commands":[${' '.repeat(2 ** 20)}]}`, /longer than 1048576 bytes/],
  ])('is refused when it is %s', async (_what, body, reason) => {
    const agent = await anAgent();
    agent.fault('GET', { kind: 'answer', status: 200, body });
    await expect(client.commands(agent.access, ctx)).rejects.toThrow(reason);
  });

  it('is told in its own words, cut, and never with the token', async () => {
    const agent = await anAgent();
    const faultstring = `401 Unauthorized: Token invalid. ${'x'.repeat(5_000)}`;
    agent.fault('POST', { kind: 'answer', status: 401, body: JSON.stringify({ faultstring }) });
    const error: unknown = await client.ask(agent.access, asking, ctx).catch((caught: unknown) => caught);
    expect(error).toEqual(problem({ code: 'AGENT_REFUSED', command: 'get_deploy_steps' }));
    const text = JSON.stringify(error) + String(error);
    expect(text).toContain('Token invalid');
    expect(text).not.toContain(TOKEN);
    expect(text.length).toBeLessThan(2_000);
  });

  it('is a failure when the command failed, with message and details', async () => {
    const agent = await anAgent();
    const failed = {
      ...DONE_BEFORE,
      command_status: 'FAILED',
      command_error: { type: 'CleaningError', code: 500, message: 'Clean step failed', details: 'No such\n  disk.' },
    };
    agent.fault('POST', { kind: 'answer', status: 200, body: JSON.stringify(failed) });
    const refused = client.ask(agent.access, asking, ctx);
    await expect(refused).rejects.toThrow(problem({ reason: 'Clean step failed: No such disk' }));
  });
});
