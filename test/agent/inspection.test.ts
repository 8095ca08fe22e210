/** What a ramdisk found in its machine comes to the inspection that waits for it, and to nobody else; unknown machines. */
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StepResult } from '../../src/conductor/job-type.ts';
import type { ProvisionState } from '../../src/domain/provision-states.ts';
import { startEngine, type Engine } from '../conductor/harness.ts';
import { DONE_RESULT, scriptedJob } from '../conductor/scripted-job.ts';
import { aReport, askAsAgent, nodeThatExpects, reportAsAgent, tokenOf } from '../support/agent-requests.ts';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { ask, enroll, perform } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const flow = scriptedJob('test.inspection', ['boot', 'collect']);
const WAIT: StepResult = { outcome: { kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: 60_000 }, findings: [] };

let engine: Engine;
let service: TestService;
let discovering: TestService;
let rows: TestRows;
beforeAll(async () => {
  engine = await startEngine([flow.type]);
  const { databaseUrl } = engine;
  service = await startTestService({ databaseUrl, config: { role: 'api' } });
  const discovery = { discovery: true, discoveryDriver: 'fake-hardware' };
  discovering = await startTestService({ databaseUrl, config: { role: 'api', ...discovery } });
  rows = await openRows(databaseUrl);
});
afterEach(() => engine.stopConductors());
afterAll(async () => {
  await rows?.close();
  await discovering?.stop();
  await service?.stop();
  await engine?.stop();
});

const inspected = (state: ProvisionState = 'INSPECT_WAIT'): ReturnType<typeof nodeThatExpects> =>
  nodeThatExpects(service, rows, state);

interface Kept {
  readonly inventory: object;
  readonly pluginData: object;
  readonly error: string | null;
}

async function keptOf(nodeId: string): Promise<Kept | undefined> {
  const found = await rows.query<{ report: Kept }>('SELECT report FROM inspection_reports WHERE node_id = ?', [nodeId]);
  return found[0]?.report;
}

describe('POST /v1/continue_inspection', () => {
  it('keeps what was found, without the logs, and answers older agents with the id alone', async () => {
    const { id, mac } = await inspected();
    const answer = await reportAsAgent(service, aReport([newMac(), mac], {}, { pci_devices: [1], error: 'no LLDP' }));
    expect([answer.status, answer.json]).toEqual([202, { uuid: id }]);
    const kept = await keptOf(id);
    expect(kept).toMatchObject({ inventory: { cpu: { count: 4 } }, error: 'no LLDP' });
    expect(kept?.pluginData).toEqual({ root_disk: { name: '/dev/vda', size: 21_474_836_480 }, pci_devices: [1] });
  });

  it('answers newer agents as a lookup does, with the token if it was not told yet', async () => {
    const node = await inspected();
    const options = { version: '1.84', query: `?node_uuid=${node.id}` };
    const first = await reportAsAgent(service, aReport([newMac()]), options);
    expect(first.json).toMatchObject({ node: { uuid: node.id }, config: { heartbeat_timeout: 300 } });
    expect(first.json?.config?.agent_token).toHaveLength(43);
    const second = await reportAsAgent(service, aReport([newMac()]), options);
    expect(second.json?.config?.agent_token).toBe('******');
  });

  it('keeps the later of two', async () => {
    const { id, mac } = await inspected();
    await reportAsAgent(service, aReport([mac], { cpu: { count: 1 } }));
    await reportAsAgent(service, aReport([mac], { cpu: { count: 2 } }));
    expect(await keptOf(id)).toMatchObject({ inventory: { cpu: { count: 2 } } });
  });

  it('leaves the token to the lookup that follows', async () => {
    const node = await inspected();
    await reportAsAgent(service, aReport([node.mac]));
    expect(await tokenOf(service, node)).toHaveLength(43);
  });

  it.each([
    ['an address of version 4', '192.0.2.9:623', { bmc_address: '192.0.2.9' }],
    ['an address of version 6', '[2001:db8::9]:623', { bmc_address: '0.0.0.0', bmc_v6address: '2001:db8::9' }],
  ])('knows a node without ports by its BMC: %s', async (_what, bmc, inventory) => {
    const { id } = await inspected();
    await rows.setNode(id, { bmc });
    expect((await reportAsAgent(service, aReport([newMac()], inventory))).json).toEqual({ uuid: id });
    await rows.setNode(id, { bmc: null });
  });

  it('wakes the job that waits for it, as no heartbeat does', async () => {
    const { id, mac } = await inspected('INSPECTING');
    const run = (step: string): Promise<StepResult> => Promise.resolve(step === 'boot' ? WAIT : DONE_RESULT);
    const jobId = await engine.queue(id, flow.type, flow.script({ run }));
    await engine.start();
    await waitFor(async () => (await engine.job(jobId)).state === 'WAITING', 'the job to wait');
    expect((await reportAsAgent(service, aReport([mac]))).status).toBe(202);
    await waitFor(async () => (await engine.job(jobId)).state === 'SUCCEEDED', 'the job to go on');
  });

  it('mends what is half a character, and keeps a NUL and names of the language', async () => {
    const { id, mac } = await inspected();
    const text = JSON.stringify(aReport([mac])).replace(
      '"cpu"',
      String.raw`"serial":"a\ud800b\\ud800","nul":"\u0000","__proto__":{"polluted":1},"constructor":2,"cpu"`,
    );
    expect((await reportAsAgent(service, text)).status).toBe(202);
    const kept = await keptOf(id);
    expect(kept?.inventory).toMatchObject({ serial: 'a\ufffdb\\ud800', nul: '\u0000', constructor: 2 });
    expect(Object.hasOwn(kept?.inventory ?? {}, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a report is refused', () => {
  it.each<ProvisionState>([
    'DEPLOY_WAIT',
    'CLEAN_WAIT',
    'MANAGEABLE',
    'AVAILABLE',
    'ACTIVE',
    'ENROLL',
    'INSPECT_FAILED',
  ])('as from an unknown machine while the node is in %s', async (state) => {
    const { id, mac } = await inspected(state);
    const [known, unknown] = [
      await reportAsAgent(service, aReport([mac])),
      await reportAsAgent(service, aReport([newMac()])),
    ];
    expect([known.status, known.text]).toEqual([404, unknown.text]);
    expect(await keptOf(id)).toBeUndefined();
  });

  it('where nobody expects a ramdisk, and where the machine could be two', async () => {
    const [one, other, unexpected] = [await inspected(), await inspected(), await inspected()];
    await rows.query('DELETE FROM agents WHERE node_id = ?', [unexpected.id]);
    for (const macs of [[one.mac, other.mac], [unexpected.mac]]) {
      expect((await reportAsAgent(service, aReport(macs))).status).toBe(404);
    }
    expect(
      (await reportAsAgent(service, aReport([one.mac]), { version: '1.84', query: `?node_uuid=${newId()}` })).status,
    ).toBe(404);
  });

  const nics = (interfaces: unknown): object => ({ inventory: { interfaces } });
  // prettier-ignore
  const CASES: readonly (readonly [what: string, report: unknown, status: number, words: RegExp])[] = [
    ['without an inventory',                {},                                             400, /"inventory" must be an object/],
    ['with a list for an inventory',        { inventory: [] },                              400, /"inventory" must be an object/],
    ['with null for an inventory',          { inventory: null },                            400, /"inventory" must be an object/],
    ['without interfaces',                  { inventory: {} },                              400, /at least one/],
    ['with no interface',                   nics([]),                                       400, /at least one/],
    ['with a text for interfaces',          nics('eth0'),                                   400, /at least one/],
    ['with an interface that is null',      nics([null]),                                   400, /no mac_address at 0/],
    ['with an interface without an address', nics([{ mac_address: newMac() }, {}]),         400, /no mac_address at 1/],
    ['with a number for an address',        nics([{ mac_address: 12 }]),                    400, /no mac_address at 0/],
    ['with nothing to know it by',          nics([{ mac_address: 'none' }]),                400, /No lookup information/],
    ['with 1,025 interfaces',               nics(Array.from({ length: 1_025 }, () => ({ mac_address: newMac() }))), 400, /more than 1024/],
    ['with an object for an error',         { ...aReport([newMac()]), error: {} },          400, /"error" must be/],
    ['with a number for a BMC',             aReport([newMac()], { bmc_address: 9 }),        400, /bmc_address" must be/],
    ['that is a list',                      [],                                             400, /must be a JSON object/],
    ['that is a text',                      '"x"',                                          400, /must be a JSON object/],
    ['that is null',                        'null',                                         400, /must be a JSON object/],
    ['that is empty',                       '',                                             400, /not valid JSON/],
    ['that is no JSON',                     '{"inventory": ',                               400, /not valid JSON/],
    ['of 100,000 levels',                   `{"inventory": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400, /deeper than 24/],
    ['of 5 MiB without its logs',           aReport([newMac()], { big: 'x'.repeat(5 * 1024 * 1024) }), 413, /logs left out/],
    ['of 17 MiB',                           aReport([newMac()], {}, { logs: 'x'.repeat(17 * 1024 * 1024) }), 413, /larger than 16777216 bytes/],
  ];
  it.each(CASES)('%s', async (_what, report, status, words) => {
    const answer = await reportAsAgent(service, report);
    expect([answer.status, answer.fault]).toEqual([status, expect.stringMatching(words)]);
  });

  it.each([
    ['1.2', '', 404],
    ['1.83', '', 404],
    ['1.85', '', 406],
    [null, `?node_uuid=${newId()}`, 404],
    ['1.84', '?node_uuid=nonsense', 400],
  ])('of version %s with the query %j: %i', async (version, query, status) => {
    const { mac } = await inspected();
    expect((await reportAsAgent(service, aReport([mac]), { version, query })).status).toBe(status);
  });

  it('of 17 MiB that says nothing of its length', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(1024 * 1024));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 17) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const init = { method: 'POST', body, duplex: 'half', version: null } as const;
    expect((await askAsAgent(service, '/v1/continue_inspection', init)).status).toBe(413);
  });

  it('with logs of 15 MiB it is taken: they are not kept', async () => {
    const { id, mac } = await inspected();
    expect((await reportAsAgent(service, aReport([mac], {}, { logs: 'x'.repeat(15 * 1024 * 1024) }))).status).toBe(202);
    expect(JSON.stringify(await keptOf(id)).length).toBeLessThan(10_000);
  });
});

describe('an unknown machine', () => {
  const nodesWith = (macs: readonly string[]): Promise<{ node_id: string }[]> =>
    rows.query<{ node_id: string }>('SELECT DISTINCT node_id FROM ports WHERE address IN (?)', [macs]);

  it('is turned away unless discovery is on', async () => {
    const mac = newMac();
    expect((await reportAsAgent(service, aReport([mac]))).status).toBe(404);
    expect(await nodesWith([mac])).toEqual([]);
  });

  it('is enrolled, with its port, its properties and what was found in it; once, however often it reports', async () => {
    const [boot, other] = [newMac(), newMac()];
    const first = await reportAsAgent(discovering, aReport([boot, other]));
    expect(first.status).toBe(202);
    const again = await reportAsAgent(discovering, aReport([boot, other]), { version: '1.84' });
    expect(again.json).toMatchObject({ node: { uuid: first.json?.uuid }, config: { agent_token: null } });
    const query = `query ($id: ID!) { node(id: $id) { driver provisionState properties agent { url }
      ports { nodes { address pxeEnabled } } inventory { number pluginData } inventories { nodes { number } } } }`;
    expect(await ask(service, query, { id: first.json?.uuid })).toEqual({
      node: {
        driver: 'fake-hardware',
        provisionState: 'ENROLL',
        properties: { cpu_arch: 'x86_64', cpus: 4, memory_mb: 4096, local_gb: 19 },
        agent: null,
        ports: { nodes: [{ address: boot, pxeEnabled: true }] },
        inventory: {
          number: 1,
          pluginData: { auto_discovered: true, root_disk: { name: '/dev/vda', size: 21_474_836_480 } },
        },
        inventories: { nodes: [{ number: 1 }] },
      },
    });
  });

  it('is one node also when it reports four times at once', async () => {
    const macs = [newMac(), newMac()];
    const { id: other } = await enroll(service);
    // None finds it, and all wait to write its port; then one is the first.
    await rows.query('START TRANSACTION');
    await rows.query(
      `INSERT INTO ports (id, node_id, address, pxe_enabled, local_link_connection, extra, version, created_at, updated_at)
       VALUES (?, ?, ?, 1, '{}', '{}', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [newId(), other, macs[0]],
    );
    const reports = Array.from({ length: 4 }, () => reportAsAgent(discovering, aReport(macs)));
    const writing = `SELECT COUNT(*) AS count FROM information_schema.PROCESSLIST WHERE INFO LIKE 'INSERT INTO ports%' AND DB = DATABASE()`;
    await waitFor(async () => (await rows.query<{ count: number }>(writing))[0]?.count === 4, 'all to write');
    await rows.query('ROLLBACK');
    const answers = await Promise.all(reports);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set(answers.map(({ json }) => json?.uuid)).size).toBe(1);
    expect(await nodesWith(macs)).toHaveLength(1);
  });

  it('that boots from no interface gets a port for each, so that it is known the next time', async () => {
    const macs = [newMac(), newMac()];
    const nics = { interfaces: macs.map((mac_address) => ({ mac_address })), boot: {} };
    const [one, two] = [
      await reportAsAgent(discovering, aReport(macs, nics)),
      await reportAsAgent(discovering, aReport(macs, nics)),
    ];
    expect([one.status, two.json?.uuid]).toEqual([202, one.json?.uuid]);
  });

  it('has a driver that there is, or the service does not start', async () => {
    const config = { role: 'api', discovery: true, discoveryDriver: 'fake-hardwear' } as const;
    const start = startTestService({ databaseUrl: engine.databaseUrl, config });
    await expect(start).rejects.toThrow('discoveryDriver is "fake-hardwear"; it must be one of ');
  });

  it('is nobody new any more once somebody has taken it on', async () => {
    const mac = newMac();
    const { json } = await reportAsAgent(discovering, aReport([mac]));
    await engine.start();
    await perform(service, 'manageNode', { nodeId: json?.uuid });
    expect((await reportAsAgent(discovering, aReport([mac]))).status).toBe(404);
  });

  it('is not enrolled beside the node that has its BMC, nor where it is one of several', async () => {
    const { id } = await enroll(service);
    await rows.setNode(id, { bmc: '192.0.2.77:623' });
    const mac = newMac();
    expect((await reportAsAgent(discovering, aReport([mac], { bmc_address: '192.0.2.77' }))).status).toBe(404);
    expect(await nodesWith([mac])).toEqual([]);
  });

  it('of a known node that was not discovered is none', async () => {
    const mac = newMac();
    await enroll(service, { ports: [{ address: mac }] });
    expect((await reportAsAgent(discovering, aReport([mac]))).status).toBe(404);
  });
});
