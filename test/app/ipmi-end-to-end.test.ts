/** A machine behind a real BMC simulator, from enrolling to power, as a client sees it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, enroll, gql, perform, readNode, settled } from '../support/graphql-client.ts';
import { IPMI_PASSWORD, IPMI_USER, startIpmiSim, whyNoIpmiSim, type IpmiSim } from '../support/ipmi-sim.ts';
import { startTestService, type TestService } from '../support/service.ts';

const missing = whyNoIpmiSim();

describe.skipIf(missing !== null)(`a machine with IPMI${missing === null ? '' : ` (${missing})`}`, () => {
  let sim: IpmiSim;
  let service: TestService;
  let nodeId: string;
  beforeAll(async () => {
    [sim, service] = await Promise.all([startIpmiSim(), startTestService()]);
    nodeId = (await enroll(service, { driver: 'ipmi', driverInfo: sim.driverInfo })).id;
  });
  afterAll(async () => {
    await Promise.all([service.stop(), sim.stop()]);
  });

  it('is proved reachable by manageNode, which reads its power', async () => {
    sim.put('power', '1');
    await perform(service, 'manageNode', { nodeId });
    expect(await readNode(service, nodeId)).toMatchObject({ provisionState: 'MANAGEABLE', powerState: 'ON' });
    expect(sim.takeOrders().filter((order) => order.startsWith('power'))).toEqual([]);
  });

  it.each([
    ['OFF', 'OFF', 'off'],
    ['ON', 'ON', 'on'],
    ['REBOOT', 'ON', 'on'],
    ['OFF', 'OFF', 'off'],
  ])('reaches %s, and the BMC says the same as the API', async (target, powerState, words) => {
    await perform(service, 'setNodePower', { nodeId, target });
    expect(await readNode(service, nodeId)).toMatchObject({ powerState });
    expect(await chassisPower(sim)).toBe(`Chassis Power is ${words}`);
  });

  it('is told what to boot from, and its sensors are read while nobody has it', async () => {
    await perform(service, 'setNodeBootDevice', { nodeId, device: 'CDROM' });
    await perform(service, 'refreshNodeHardware', { nodeId, aspects: ['SENSORS', 'BOOT_DEVICE', 'VENDOR', 'BIOS'] });
    const { data } = await gql<{ node: { hardware: { sensors: { id: string }[] } } }>(
      service,
      'query ($id: ID!) { node(id: $id) { hardware { bootDevice { device } vendor biosSettings { name } sensors { id value } } } }',
      { id: nodeId },
    );
    expect(data?.node.hardware).toMatchObject({ bootDevice: { device: 'CDROM' }, biosSettings: null });
    expect(data?.node.hardware.sensors.length).toBeGreaterThan(0);
  });

  it('has its password neither in an answer, nor in an event, nor in a job', async () => {
    const { text } = await gql(
      service,
      `{ nodes { nodes { driverInfo jobs { nodes { arguments error { message } steps { message } } } } }
         events(first: 500) { nodes { changes { field before after } } } }`,
    );
    expect(text).toContain('"ipmi_address"');
    expect(text).not.toContain(IPMI_PASSWORD);
  });

  it('says why when the BMC does not take the password', async () => {
    const driverInfo = { ...sim.driverInfo, ipmi_password: 'not-the-password' };
    await perform(service, 'updateNode', { nodeId, expectedVersion: null, driverInfo });
    const { job } = await accepted(service, 'setNodePower', { nodeId, target: 'ON' });
    const { state, error } = await settled(service, job?.id ?? '');
    expect(state).toBe('FAILED');
    expect(error?.code).toMatch(/^BMC_/);
    expect(error?.message).not.toContain('not-the-password');
    expect(sim.read('power')).toBe('0');
  });
});

async function chassisPower({ port }: IpmiSim): Promise<string> {
  const login = [
    '-I',
    'lanplus',
    '-H',
    '127.0.0.1',
    '-p',
    String(port),
    '-U',
    IPMI_USER,
    '-P',
    IPMI_PASSWORD,
    '-C',
    '3',
  ];
  const { stdout } = await promisify(execFile)('ipmitool', [...login, 'chassis', 'power', 'status']);
  return stdout.trim();
}
