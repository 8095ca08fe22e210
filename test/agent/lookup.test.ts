/** How a ramdisk finds out what is spoken here, and who it is. */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVISION_STATES, type ProvisionState } from '../../src/domain/provision-states.ts';
import { askAsAgent, lookUpAsAgent, nodeThatExpects, tokenOf } from '../support/agent-requests.ts';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let rows: TestRows;
beforeAll(async () => {
  service = await startTestService({ config: { role: 'api', publicUrl: 'http://192.0.2.1:6385/' } });
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

const NOT_FOUND = 'Resource could not be found.';

describe('GET /', () => {
  it('tells agents the version from which on they use tokens and certificates', async () => {
    const { status, json } = await askAsAgent(service, '/', { version: null });
    expect(status).toBe(200);
    expect(json?.default_version).toMatchObject({ id: 'v1', version: '1.84', min_version: '1.1' });
    expect(json?.default_version).toMatchObject({ links: [{ rel: 'self', href: 'http://192.0.2.1:6385/v1/' }] });
  });

  it('leads browsers on to GraphiQL', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const response = await fetch(service.url, { redirect: 'manual', headers });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/graphiql/']);
  });

  it('lists the routes at /v1/ as at /v1', async () => {
    const [one, other] = [await askAsAgent(service, '/v1/'), await askAsAgent(service, '/v1')];
    expect(one.json).toMatchObject({ id: 'v1', lookup: [{ href: 'http://192.0.2.1:6385/v1/lookup' }] });
    expect(other.text).toBe(one.text);
  });
});

describe('the API version', () => {
  it.each([
    [null, 404],
    ['1.1', 404],
    ['1.21', 404],
    ['1.22', 200],
    ['1.62', 200],
    ['1.84', 200],
    ['latest', 200],
    ['1.85', 406],
    ['1.0', 406],
    ['2.0', 406],
    ['1', 406],
    ['1.62; DROP', 406],
  ])('%s is answered %i at a lookup', async (version, status) => {
    const { mac } = await nodeThatExpects(service, rows);
    const answer = await lookUpAsAgent(service, [mac], { version });
    expect(answer.status, answer.text).toBe(status);
    expect(answer.headers.get('x-openstack-ironic-api-maximum-version')).toBe(status === 406 ? null : '1.84');
  });
});

describe('GET /v1/lookup', () => {
  it('tells a ramdisk that is expected its node, its token and how to behave', async () => {
    const { id, mac } = await nodeThatExpects(service, rows);
    const { status, json } = await lookUpAsAgent(service, [newMac(), mac.toUpperCase().replaceAll(':', '-')]);
    expect(status).toBe(200);
    expect(json?.node).toMatchObject({ uuid: id, properties: {}, instance_info: {}, driver_internal_info: {} });
    expect(json?.config).toMatchObject({
      heartbeat_timeout: 300,
      agent_token: expect.stringMatching(/^[\w-]{43}$/) as string,
      agent_token_required: true,
      agent_md5_checksum_enable: false,
      permitted_image_formats: ['raw', 'gpt', 'qcow2', 'iso'],
      agent_skip_bmc_detect: false,
      tls_min_version: '1.3',
      agent_containers: { allow_arbitrary_containers: false, runner: 'podman' },
      metrics: { backend: 'noop' },
      metrics_statsd: { statsd_host: 'localhost', statsd_port: 8125 },
    });
  });

  it('tells it what the settings say of MD5 sums and of TLS', async () => {
    const config = { role: 'api', allowMd5Checksums: true, agentTlsMinVersion: '1.2' } as const;
    const lenient = await startTestService({ config, databaseUrl: service.databaseUrl });
    try {
      const { mac } = await nodeThatExpects(service, rows);
      const { json } = await lookUpAsAgent(lenient, [mac]);
      expect(json?.config).toMatchObject({ agent_md5_checksum_enable: true, tls_min_version: '1.2' });
    } finally {
      await lenient.stop();
    }
  });

  it('tells the token once, and asterisks ever after', async () => {
    const node = await nodeThatExpects(service, rows);
    const token = await tokenOf(service, node);
    for (const again of [await lookUpAsAgent(service, [node.mac]), await lookUpAsAgent(service, [node.mac])]) {
      expect([again.status, again.json?.config?.agent_token]).toEqual([200, '******']);
      expect(again.text).not.toContain(token);
    }
  });

  it('tells it to exactly one of many that ask at once', async () => {
    const { mac } = await nodeThatExpects(service, rows);
    const answers = await Promise.all(Array.from({ length: 12 }, () => lookUpAsAgent(service, [mac])));
    const tokens = answers.map(({ json }) => json?.config?.agent_token);
    expect(tokens.filter((token) => token !== '******')).toHaveLength(1);
  });

  it('makes none for agents that are too old to take one', async () => {
    const node = await nodeThatExpects(service, rows);
    const { json } = await lookUpAsAgent(service, [node.mac], { version: '1.61' });
    expect(json?.config?.agent_token).toBeNull();
    expect(await tokenOf(service, node)).toHaveLength(43);
  });

  it('believes node_uuid before the addresses', async () => {
    const [one, other] = [await nodeThatExpects(service, rows), await nodeThatExpects(service, rows)];
    const { json } = await lookUpAsAgent(service, [one.mac], { nodeId: other.id.toUpperCase() });
    expect(json?.node?.uuid).toBe(other.id);
    expect((await lookUpAsAgent(service, [], { nodeId: one.id })).json?.node?.uuid).toBe(one.id);
  });

  it('hides the secrets of the instance', async () => {
    const secrets = {
      image_source: 'https://someone:hunter2@images.test/os.img?signature=hunter2',
      configdrive: 'hunter2',
      rescue_password: 'hunter2',
      deep: { list: ['https://images.test/?token=hunter2'], api_key: 'hunter2' },
      root_gb: 20,
    };
    const { id, mac } = await nodeThatExpects(service, rows);
    await rows.setNode(id, { instance_info: JSON.stringify(secrets) });
    const { text, json } = await lookUpAsAgent(service, [mac]);
    expect(text).not.toContain('hunter2');
    const shown = { root_gb: 20, image_source: 'https://******@images.test/os.img' };
    expect(json?.node?.['instance_info']).toMatchObject(shown);
  });

  it.each(PROVISION_STATES)('in %s answers a ramdisk that nobody expects as one that nobody knows', async (state) => {
    const { id, mac } = await nodeThatExpects(service, rows, state);
    await rows.query('DELETE FROM agents WHERE node_id = ?', [id]);
    const unknown = await lookUpAsAgent(service, [newMac()]);
    const known = await lookUpAsAgent(service, [mac]);
    expect([known.status, known.text]).toEqual([404, unknown.text]);
    expect(await rows.query('SELECT node_id FROM agents WHERE node_id = ?', [id])).toEqual([]);
  });

  it.each<ProvisionState>(['ACTIVE', 'RESCUE', 'DELETING', 'DEPLOY_FAILED', 'AVAILABLE', 'ENROLL', 'SERVICE_HOLD'])(
    'in %s answers nobody, expected or not',
    async (state) => {
      const { mac } = await nodeThatExpects(service, rows, state);
      expect((await lookUpAsAgent(service, [mac])).fault).toBe(NOT_FOUND);
    },
  );

  it('answers 404 to addresses of several nodes, and to ids of none', async () => {
    const [one, other] = [await nodeThatExpects(service, rows), await nodeThatExpects(service, rows)];
    for (const answer of [
      await lookUpAsAgent(service, [one.mac, other.mac]),
      await lookUpAsAgent(service, [one.mac], { nodeId: newId() }),
    ]) {
      expect([answer.status, answer.fault]).toEqual([404, NOT_FOUND]);
    }
    const [agent] = await rows.query('SELECT token FROM agents WHERE node_id = ?', [one.id]);
    expect(agent).toEqual({ token: null });
  });

  it('drops what is no address, and answers 400 when nothing is left', async () => {
    const { mac } = await nodeThatExpects(service, rows);
    expect((await lookUpAsAgent(service, ['nonsense', '00:00', mac, "' OR 1=1 --"])).status).toBe(200);
    expect((await lookUpAsAgent(service, ['nonsense'])).status).toBe(400);
    expect((await askAsAgent(service, '/v1/lookup')).status).toBe(400);
    expect((await lookUpAsAgent(service, [mac], { nodeId: 'not-a-uuid' })).status).toBe(400);
    expect((await lookUpAsAgent(service, Array.from({ length: 257 }, newMac))).status).toBe(400);
  });
});

/** Another service on the same nodes, with other settings. */
async function withService(config: object, work: (other: TestService) => Promise<void>): Promise<void> {
  const other = await startTestService({ databaseUrl: service.databaseUrl, config: { role: 'api', ...config } });
  try {
    await work(other);
  } finally {
    await other.stop();
  }
}

describe('with the fast track', () => {
  it('a ramdisk that nobody expects is expected from its lookup on; a node may say otherwise', async () => {
    const [mac, slow] = [newMac(), newMac()];
    const { id } = await enroll(service, { ports: [{ address: mac }] });
    await enroll(service, { ports: [{ address: slow }], driverInfo: { fast_track: false } });
    expect((await lookUpAsAgent(service, [mac])).status).toBe(404);
    await withService({ fastTrack: true }, async (quick) => {
      expect((await lookUpAsAgent(quick, [mac])).json?.config?.agent_token).toHaveLength(43);
      expect(await rows.query('SELECT node_id FROM agents WHERE node_id = ?', [id])).toHaveLength(1);
      expect((await lookUpAsAgent(quick, [slow])).status).toBe(404);
    });
  });
});

describe('with the endpoints switched off', () => {
  it('all are answered 403, whoever asks', async () => {
    const { id, mac } = await nodeThatExpects(service, rows);
    await withService({ agentEndpoints: false }, async (off) => {
      const asked = [
        lookUpAsAgent(off, [mac]),
        askAsAgent(off, `/v1/heartbeat/${id}`, { method: 'POST', body: '{}' }),
        askAsAgent(off, '/v1/continue_inspection', { method: 'POST', body: '{}' }),
      ];
      expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([403, 403, 403]);
      expect((await askAsAgent(off, '/')).status).toBe(200);
    });
  });
});
