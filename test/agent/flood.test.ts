/** Strangers who ask as fast as they can, or send what nobody can read: the service goes on for everybody else, and says nothing. */
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aReport,
  askAsAgent,
  callAsAgent,
  expectAgent,
  lookUpAsAgent,
  nodeThatExpects,
  reportAsAgent,
} from '../support/agent-requests.ts';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { ask, enroll } from '../support/graphql-client.ts';
import { recordingLog } from '../support/recording-log.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let rows: TestRows;
const { log, text: logged } = recordingLog();
beforeAll(async () => {
  service = await startTestService({ config: { role: 'api', agentRequestsPerSecond: 1, databasePoolSize: 8 }, log });
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

/** Of one burst: what they had under way when the last of it was taken, their address owes. */
const FLOODERS = 20;
/** Each at least so often: whatever the machine is able to, this is more than an address may. */
const TIMES = 20;
/** `agentRequestsPerSecond` for 20 seconds. */
const BURST = 20;

interface Flooded {
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly seconds: number;
}

/** Goes on until somebody else was heard in the midst of it. */
async function flood(
  request: () => Promise<{ readonly status: number }>,
  others: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Flooded> {
  const begun = performance.now();
  const statuses = new Map<number, number>();
  let wereHeard = false;
  const flooder = async (): Promise<void> => {
    for (let time = 0; time < TIMES || !wereHeard; time += 1) {
      const { status } = await request();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const flooders = Array.from({ length: FLOODERS }, flooder);
  await Promise.all([...flooders, others().finally(() => (wereHeard = true))]);
  return { statuses, seconds: (performance.now() - begun) / 1_000 };
}

const askGraphql = (): Promise<object> => ask(service, '{ nodes(first: 5) { nodes { id } } }');

describe('a flood', () => {
  it('of lookups is cut off at its address, and GraphQL and agents with a token are answered all the while', async () => {
    const agent = await nodeThatExpects(service, rows);
    await expectAgent(rows, agent.id, { token: 'the-token' });
    const { statuses, seconds } = await flood(
      () => lookUpAsAgent(service, [newMac()]),
      async () => {
        expect((await callAsAgent(service, agent.id, { agent_token: 'the-token' })).status).toBe(202);
        await askGraphql();
      },
    );
    expect(new Set(statuses.keys())).toEqual(new Set([404, 429]));
    expect(statuses.get(404)).toBeLessThanOrEqual(BURST + seconds + 1);
    const several = await Promise.all(Array.from({ length: 60 }, () => lookUpAsAgent(service, [newMac()])));
    expect(several.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
    expect(
      logged()
        .split('\n')
        .filter((line) => line.includes('"kind":"TOO_MANY"')),
    ).toHaveLength(1);
  });

  it('of heartbeats with wrong tokens takes no lock and is cut off as well', async () => {
    const { id } = await nodeThatExpects(service, rows);
    await expectAgent(rows, id, { token: 'the-token' });
    const wrong = { agent_token: 'x'.repeat(43) };
    const { statuses, seconds } = await flood(() => callAsAgent(service, id, wrong), askGraphql);
    // Paid for when it is refused: those that were on their way by then are beyond it.
    expect(statuses.get(400)).toBeLessThanOrEqual(BURST + FLOODERS + seconds + 1);
    expect(new Set(statuses.keys())).toEqual(new Set([400, 429]));
    expect(await rows.query('SELECT has_called FROM agents WHERE node_id = ?', [id])).toEqual([{ has_called: 0 }]);
  });

  it('of reports is answered 503: agents ask again after that, and not after 429', async () => {
    const { statuses } = await flood(() => reportAsAgent(service, aReport([newMac()])));
    expect([...statuses.keys()].filter((status) => status !== 404)).toEqual([503]);
  });

  it('is counted', async () => {
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toMatch(/ironql_agent_requests_total\{route="lookup",outcome="too_many"\} \d+/);
    expect(metrics).toMatch(/ironql_agent_requests_total\{route="heartbeat",outcome="ok"\} 1/);
    expect(metrics).toMatch(/ironql_agent_request_duration_seconds_count\{route="heartbeat"\} \d+/);
  });
});

describe('whatever is sent', () => {
  /** One with limits that nothing here reaches. */
  let patient: TestService;
  beforeAll(async () => {
    const config = { role: 'api', agentRequestsPerSecond: 10_000 } as const;
    patient = await startTestService({ databaseUrl: service.databaseUrl, config, log });
  });
  afterAll(() => patient?.stop());

  const FIELDS = [
    'callback_url',
    'agent_token',
    'agent_version',
    'agent_verify_ca',
    'agent_status',
    'agent_status_message',
  ];
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '',
      '\u0000',
      '__proto__',
      'https://127.0.0.1:9999',
      "' OR 1=1; --",
      '../../etc/passwd',
      'x'.repeat(70_000),
    ),
  );

  it('as a heartbeat is answered 4xx, and changes nothing', async () => {
    const { id } = await nodeThatExpects(patient, rows);
    const key = fc.oneof(
      fc.constantFrom(...FIELDS),
      fc.constantFrom('__proto__', 'constructor', 'toString', ''),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(key, anything),
        fc.constantFrom('1.22', '1.68', '1.84'),
        async (fields, version) => {
          const body = JSON.stringify(fields);
          const answer = await askAsAgent(patient, `/v1/heartbeat/${id}`, { method: 'POST', body, version });
          expect([answer.status, typeof answer.fault], body).toEqual([400, 'string']);
          expect(answer.text).not.toMatch(/node_modules|at .*:\d+:\d+|SELECT|UPDATE/);
        },
      ),
      { numRuns: 150 },
    );
    const [row] = await rows.query('SELECT * FROM agents WHERE node_id = ?', [id]);
    expect(row).toMatchObject({ token: null, callback_url: null, heartbeat_at: null, has_called: 0 });
  });

  it('as a report is answered 4xx, or kept where it is expected', async () => {
    const { mac } = await nodeThatExpects(patient, rows, 'INSPECT_WAIT');
    const nic = fc.oneof(
      fc.constant({ mac_address: mac }),
      fc.dictionary(fc.constantFrom('mac_address', 'name', '__proto__'), anything),
    );
    const inventory = fc.oneof(
      anything,
      fc.record(
        { interfaces: fc.oneof(anything, fc.array(nic, { maxLength: 3 })), bmc_address: anything },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({ inventory, error: fc.option(anything), x: anything }, { requiredKeys: [] }),
        async (report) => {
          const { status } = await reportAsAgent(patient, report);
          expect([202, 400, 404]).toContain(status);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('as a lookup is answered 4xx', async () => {
    await enroll(patient);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), async (written, isId) => {
        const query = new URLSearchParams({ [isId ? 'node_uuid' : 'addresses']: written });
        expect([400, 404]).toContain((await askAsAgent(patient, `/v1/lookup?${query.toString()}`)).status);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a body that ends early', 'POST /v1/continue_inspection HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"inv'],
    ['a length that is none', 'POST /v1/heartbeat/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1e9\r\n\r\n{}'],
    ['a length of 1 TB', 'POST /v1/continue_inspection HTTP/1.1\r\nHost: x\r\nContent-Length: 1099511627776\r\n\r\n{}'],
    ['a path that is no URL', 'GET /v1/\u0000lookup HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('as %s leaves the service whole', async (_what, text) => {
    const socket = connect(Number(new URL(patient.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.end(text);
    socket.resume();
    await once(socket, 'close');
    expect((await askAsAgent(patient, '/v1/')).status).toBe(200);
  });

  it('no request was a bug', () => {
    expect(
      logged()
        .split('\n')
        .filter((line) => line.includes('"level":50')),
    ).toEqual([]);
  });
});
