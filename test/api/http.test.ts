import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { enroll, readNode, subscribe } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.stop());

const VIEWER = JSON.stringify({ query: '{ viewer { actor } }' });

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function send(path: string, init: RequestInit & { duplex?: 'half' } = {}): Promise<Answer> {
  const response = await fetch(`${service.url}${path}`, { redirect: 'manual', ...init });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const post = (
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Answer> => send('/graphql', { method: 'POST', headers, body });

/** fetch tidies paths up before it sends them; an attacker does not. */
async function sendAsIs(path: string, method = 'GET'): Promise<{ status: number; text: string }> {
  const asked = request({ port: new URL(service.url).port, path, method }).end();
  const [response] = (await once(asked, 'response')) as [AsyncIterable<Buffer> & { statusCode?: number }]; // of node:http
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

describe('POST /graphql', () => {
  it('answers JSON that nobody may store', async () => {
    const { status, text, headers } = await post(VIEWER);
    expect([status, JSON.parse(text)]).toMatchObject([200, { data: { viewer: {} } }]);
    expect(headers.get('content-type')).toContain('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('takes null where a key may be left out, as many clients send it', async () => {
    const { status } = await post(
      JSON.stringify({ query: '{ viewer { actor } }', variables: null, operationName: null, extensions: null }),
    );
    expect(status).toBe(200);
  });

  it.each([
    ['a body that is no JSON', '{"query": '],
    ['an empty body', ''],
    ['a body without a query', '{}'],
    ['a list of operations', `[${VIEWER}]`],
    ['a text', '"{ viewer { actor } }"'],
    ['a number', '1'],
    ['null', 'null'],
    ['a query that is no text', '{"query": {"a": 1}}'],
    ['variables that are no object', '{"query": "{ viewer { actor } }", "variables": "x"}'],
    ['variables that are a list', '{"query": "{ viewer { actor } }", "variables": [1]}'],
    ['an operation that is not in the document', '{"query": "{ viewer { actor } }", "operationName": "Other"}'],
    ['several operations and no name', '{"query": "query A { viewer { actor } } query B { viewer { actor } }"}'],
    ['a subscription', '{"query": "subscription { nodeEvents { kind } }"}'],
  ])('answers 400 to %s', async (_what, body) => {
    const { status, text } = await post(body);
    expect(status, text).toBe(400);
    expect(text).not.toContain('INTERNAL_SERVER_ERROR');
    expect(text).not.toMatch(/node_modules|at .*\(.*:\d+:\d+\)/);
  });

  it('answers 413 to a body over 1 MiB, also one that says nothing of its length', async () => {
    const body = JSON.stringify({ query: '{ viewer { actor } }', variables: { a: 'x'.repeat(1024 * 1024) } });
    expect(await post(body)).toMatchObject({ status: 413 });
    const stream = new Blob([body]).stream();
    const answer = await send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    });
    expect(answer.status).toBe(413);
    expect((await post(VIEWER)).status).toBe(200);
  });

  it('refuses what a form of another site could send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status, text } = await post(VIEWER, { 'content-type': type });
      expect(status, type).toBe(400);
      expect(text).not.toContain('"data"');
    }
  });
});

describe('GET /graphql', () => {
  const get = (query: string, headers: Record<string, string> = {}): Promise<Answer> =>
    send(`/graphql?query=${encodeURIComponent(query)}`, { headers });

  it('is refused without a header that only programs can set', async () => {
    expect((await get('{ viewer { actor } }')).status).toBe(400);
    expect((await get('{ viewer { actor } }', { 'apollo-require-preflight': '1' })).status).toBe(200);
  });

  it('changes nothing: mutations are refused', async () => {
    const { id } = await enroll(service, { name: 'stays' });
    const { status } = await get(`mutation { deleteNode(input: { nodeId: "${id}" }) { deletedNodeId } }`, {
      'apollo-require-preflight': '1',
    });
    expect(status).toBe(405);
    expect(await readNode(service, id)).toMatchObject({ id });
  });
});

it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s /graphql is refused', async (method) => {
  const { status } = await send('/graphql', { method, headers: { 'apollo-require-preflight': '1' } });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
});

describe('other paths', () => {
  it.each([
    '/nothing',
    '/graphql/',
    '/GRAPHQL',
    '/graphqlx',
    '/constructor',
    '/__proto__',
    '/graphiql/nothing.js',
    '//graphql',
  ])('answers 404 to %s', async (path) => {
    expect((await sendAsIs(path)).status).toBe(404);
  });

  it.each([
    '/graphiql/../../package.json',
    '/graphiql/..%2f..%2fpackage.json',
    '/graphiql/%2e%2e/%2e%2e/package.json',
    '/graphiql/..%5c..%5cpackage.json',
    '/graphiql/%2fetc%2fpasswd',
    '/graphiql//etc/passwd',
    '/graphiql/assets/..%2f..%2f..%2fpackage.json',
    '/graphiql/index.html%00.js',
    '/graphiql/%',
  ])('serves no file outside of GraphiQL: %s', async (path) => {
    const { status, text } = await sendAsIs(path);
    expect(status).toBe(404);
    expect(text).not.toMatch(/"dependencies"|root:/);
  });

  it.each(['http://elsewhere/graphql', '*', 'http://[', 'javascript:alert(1)', '/%'])(
    'survives a request for %s',
    async (target) => {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
      socket.on('error', () => {});
      socket.end(
        `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      );
      socket.resume();
      await once(socket, 'close');
      expect((await post(VIEWER)).status).toBe(200);
    },
  );

  it('leads browsers to GraphiQL from /', async () => {
    const { status, headers } = await send('/', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([status, headers.get('location')]).toEqual([302, '/graphiql/']);
  });
});

describe('for operators', () => {
  it('/livez and /readyz say ok', async () => {
    for (const path of ['/livez', '/readyz']) {
      expect(await send(path)).toMatchObject({ status: 200, text: 'ok\n' });
    }
  });

  it('/readyz says why not when the database is away, and /livez goes on', async () => {
    const other = await startTestService({ config: { role: 'api' } });
    const { createConnection } = await import('mysql2/promise');
    try {
      const admin = await createConnection(other.databaseUrl);
      const [sessions] = await admin.query(
        'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
      );
      await admin.query(`DROP DATABASE \`${new URL(other.databaseUrl).pathname.slice(1)}\``);
      for (const { id } of sessions as { id: number }[]) await admin.query(`KILL ${id}`).catch(() => {});
      await admin.end();
      const ready = await fetch(`${other.url}/readyz`);
      expect([ready.status, await ready.text()]).toEqual([503, 'the database is away\n']);
      expect((await fetch(`${other.url}/livez`)).status).toBe(200);
      expect((await fetch(`${other.url}/metrics`)).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  it('/metrics tells what the service does, in the words of Prometheus', async () => {
    const stream = subscribe<{ kind: string }>(service, 'subscription { nodeEvents(snapshot: true) { kind } }');
    await stream.until(({ kind }) => kind === 'CAUGHT_UP');
    const { text, headers } = await send('/metrics');
    await stream.close();
    expect(headers.get('content-type')).toContain('text/plain');
    const value = (name: string): number => {
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
      return line === undefined ? Number.NaN : Number(line.split(' ').at(-1));
    };
    expect(value('ironql_http_requests_total{status="200"}')).toBeGreaterThan(0);
    expect(value('ironql_http_requests_total{status="400"}')).toBeGreaterThan(0);
    expect(value('ironql_subscriptions{field="nodeEvents"}')).toBe(1);
    expect(value('ironql_subscription_items_total{field="nodeEvents"}')).toBeGreaterThan(1);
    expect(value('ironql_websocket_connections')).toBe(1);
    expect(value('ironql_conductors_alive')).toBe(1);
    expect(value('ironql_nodes{provision_state="ENROLL"}')).toBe(1);
    expect(value('ironql_node_locks_held')).toBe(0);
    expect(value('ironql_conductor_running_jobs')).toBe(0);
    expect(value('ironql_event_log_position')).toBeGreaterThan(0);
    expect(text).toMatch(/^ironql_http_request_duration_seconds_bucket\{le="0.001"\} \d+$/m);
    expect(text).toMatch(/^process_cpu_user_seconds_total /m);
  });
});

describe('a WebSocket', () => {
  const url = (): string => `${service.url.replace('http', 'ws')}/graphql`;
  /** The status with which the handshake was answered; 101 when it opened. */
  const handshake = (
    address: string,
    origin?: string,
    protocols: string[] = ['graphql-transport-ws'],
  ): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(address, protocols, origin === undefined ? {} : { origin });
      socket.on('error', () => {});
      socket.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        socket.terminate();
      });
      socket.once('open', () => {
        resolve(101);
        socket.close();
      });
    });

  it('opens for programs and for pages of its own origin', async () => {
    expect(await handshake(url())).toBe(101);
    expect(await handshake(url(), service.url)).toBe(101);
  });

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'garbage'])(
    'is refused to a page of %s',
    async (origin) => {
      expect(await handshake(url(), origin)).toBe(403);
    },
  );

  it('is refused on another path', async () => {
    expect(await handshake(`${url()}/other`)).toBe(404);
    expect(await handshake(url().replace('/graphql', '/metrics'))).toBe(404);
  });

  it('is closed when it does not speak the protocol, or says too much at once', async () => {
    const closes = async (message: string): Promise<number> => {
      const socket = new WebSocket(url(), 'graphql-transport-ws');
      socket.on('error', () => {});
      await once(socket, 'open');
      socket.send(message);
      const [code] = (await once(socket, 'close')) as [number]; // of ws
      return code;
    };
    expect(await closes('no json')).toBe(4400);
    expect(await closes('{"type": "subscribe", "id": "1", "payload": {"query": "{ viewer { actor } }"}}')).toBe(4401);
    expect(await closes(JSON.stringify({ type: 'connection_init', payload: { a: 'x'.repeat(70_000) } }))).toBe(1009);
  });

  it('carries at most 100 operations at once', async () => {
    const socket = new WebSocket(url(), 'graphql-transport-ws');
    const errors: string[] = [];
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; id?: string };
      if (message.type === 'error') errors.push(message.id ?? '');
    });
    await once(socket, 'open');
    socket.send('{"type": "connection_init"}');
    await once(socket, 'message');
    for (let id = 1; id <= 101; id += 1) {
      socket.send(
        JSON.stringify({
          id: String(id),
          type: 'subscribe',
          payload: { query: 'subscription { nodeEvents { kind } }' },
        }),
      );
    }
    socket.send('{"type": "ping"}');
    while (!errors.includes('101')) await once(socket, 'message');
    expect(errors).toEqual(['101']);
    socket.close();
    await once(socket, 'close');
  });
});
