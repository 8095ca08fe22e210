/** Machines that are turned on and off in their files, as the fake driver does it, and what then runs on them. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PowerTarget } from '../../src/domain/power.ts';
import { createFakeHardware } from '../../src/drivers/fake/index.ts';
import { createFileStore } from '../../src/drivers/fake/machine.ts';
import { aCallContext, aDriverNode, aPowerContext } from '../contract/builders.ts';
import {
  startAgentFleet,
  type AgentFleet,
  type FleetMachine,
  type FleetMachineOptions,
} from '../support/agent-fleet.ts';
import { createGpt } from '../support/agent/partitions.ts';
import { waitFor } from '../support/wait.ts';
import { command, NODE_ID, startStubService, type StubService } from './stub-service.ts';

const MAC = '52:54:00:00:00:01';
const node = aDriverNode({ id: NODE_ID });

let service: StubService;
let stateDir: string;
let fleet: AgentFleet;

beforeEach(async () => {
  service = await startStubService();
  stateDir = mkdtempSync(join(tmpdir(), 'ironql-fleet-test-'));
  fleet = startAgentFleet({ stateDir, serviceUrl: service.url });
  service.files.set('/boot.ipxe', Buffer.from(ENTRY_SCRIPT));
  stage(true);
});
afterEach(async () => {
  fleet.stop();
  await service.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

/** Asks for each network interface what to boot, as scripts do that are the same for all machines. */
const ENTRY_SCRIPT = `#!ipxe
set index:int32 0
:next
isset \${net\${index}/mac} || goto none
chain --autofree boot/ipxe/\${net\${index}/mac:hexhyp} && exit 0 ||
inc index
goto next
:none
exit 1
`;

function stage(isRamdisk: boolean): void {
  const script = isRamdisk
    ? `#!ipxe\nimgfree\nkernel ../secret/kernel ipa-api-url=${service.url} BOOTIF=${MAC} || goto failed\ninitrd ../secret/ramdisk || goto failed\nboot\n:failed\npoweroff\n`
    : '#!ipxe\niseq ${platform} pcbios && sanboot --drive 0x80 ||\nexit 0\n';
  service.files.set('/boot/ipxe/52-54-00-00-00-01', Buffer.from(script));
  service.files.set('/boot/secret/kernel', Buffer.from('kernel'));
  service.files.set('/boot/secret/ramdisk', Buffer.from('ramdisk'));
}

/** Its second interface is the one that the service knows. */
function plugIn(options: Partial<FleetMachineOptions> = {}): FleetMachine {
  return fleet.add({ nodeId: NODE_ID, macs: ['52:54:00:00:00:99', MAC], ...options });
}

/** The driver of the service, which may be in another process: the machine's file is all they share. */
const driver = () => createFakeHardware({ stateDir }).interfaces;
const power = (target: PowerTarget) => driver().power?.[0]?.set(node, target, aPowerContext());
const bootFrom = (device: 'PXE' | 'DISK', persistent = false) =>
  driver().management?.[0]?.setBootDevice?.(node, { device, persistent }, aCallContext());

const beats = (count: number) => waitFor(() => service.beats.length >= count && service.beats, `${count} heartbeats`);

describe('a fleet', () => {
  it('boots a machine that is turned on into the ramdisk that its script names, with its arguments', async () => {
    const machine = plugIn();
    await power('ON');
    const [beat] = await beats(1);
    expect(machine.boots).toEqual([{ kind: 'ramdisk', commandLine: `ipa-api-url=${service.url} BOOTIF=${MAC}` }]);
    expect(beat?.agent_verify_ca).toContain('BEGIN CERTIFICATE');
    expect(machine.agent()?.nodeId()).toBe(NODE_ID);
  });

  it('kills what runs on a machine that is turned off', async () => {
    const machine = plugIn();
    await power('ON');
    await beats(1);
    const agent = machine.agent();
    await power('OFF');
    await waitFor(() => agent?.phase() === 'killed', 'the agent to be dead');
    expect(machine.agent()).toBeNull();
  });

  it('starts a machine anew that is reset, with an empty list of commands and another certificate', async () => {
    plugIn();
    await bootFrom('PXE', true);
    await power('ON');
    const [first] = await beats(1);
    await power('REBOOT');
    const [, second] = await beats(2);
    expect(second?.agent_verify_ca).not.toBe(first?.agent_verify_ca);
  });

  it('takes a boot device that is not persistent for one start, then the disk', async () => {
    const machine = plugIn();
    await bootFrom('PXE');
    await power('ON');
    await beats(1);
    await power('REBOOT');
    await waitFor(() => machine.boots.length === 2, 'the second start');
    expect(machine.boots[1]).toEqual({ kind: 'nothing' });
    const [disk] = machine.hardware.disks;
    if (disk !== undefined) await createGpt(disk.device, [{ name: 'root', sizeMib: 1 }]);
    await power('REBOOT');
    await waitFor(() => machine.boots.length === 3, 'the third start');
    expect(machine.boots[2]).toEqual({ kind: 'instance' });
  });

  it('goes on to the disk when nothing is staged, or the files cannot be had', async () => {
    const machine = plugIn();
    stage(false);
    await bootFrom('PXE', true);
    await power('ON');
    await waitFor(() => machine.boots.length === 1, 'the start');
    expect(machine.boots).toEqual([{ kind: 'nothing' }]);
    stage(true);
    service.files.delete('/boot/secret/ramdisk');
    await power('REBOOT');
    await waitFor(() => machine.boots.length === 2, 'the second start');
    expect(machine.boots[1]).toEqual({ kind: 'nothing' });
  });

  it('is off in its file when its agent has turned it off', async () => {
    const machine = plugIn();
    await power('ON');
    const [beat] = await beats(1);
    if (beat !== undefined) await command(beat, 'standby.power_off', {}, false);
    const store = createFileStore(stateDir, () => new Date());
    await waitFor(() => store.read(node).power === 'OFF', 'the machine to be off');
    expect(machine.agent()).toBeNull();
  });

  it('falls over once in the step of which a test wants it', async () => {
    const machine = plugIn({ faults: { rebootsIn: 'erase_devices' } });
    await bootFrom('PXE', true);
    await power('ON');
    const erase = {
      step: { interface: 'deploy', step: 'erase_devices' },
      node: {},
      ports: [],
      clean_version: null,
    };
    const [first] = await beats(1);
    if (first !== undefined) await command(first, 'clean.execute_clean_step', erase, false);
    await waitFor(() => machine.boots.length === 2, 'the second start');
    const [, second] = await beats(2);
    const answer = second === undefined ? null : await command(second, 'clean.execute_clean_step', erase);
    expect(answer?.body.command_status).toBe('SUCCEEDED');
  });

  it('keeps what an image brought when many machines keep no more than its beginning', async () => {
    const machine = plugIn({ keptBytes: 2 ** 20 });
    const image = Buffer.alloc(3 * 2 ** 20, 7);
    image.writeUInt32LE(1, 454); // one partition, in an MBR
    image.writeUInt32LE(100, 458);
    image.writeUInt16LE(0xaa55, 510);
    service.files.set('/image', image);
    await power('ON');
    const [beat] = await beats(1);
    const args = {
      image_info: {
        id: 'image',
        urls: [`${service.url}/image`],
        disk_format: 'raw',
        stream_raw_images: true,
        checksum: createHash('sha256').update(image).digest('hex'),
      },
    };
    const step = { interface: 'deploy', step: 'write_image', args };
    const params = { node: {}, ports: [], step, deploy_version: null };
    const answer = beat === undefined ? null : await command(beat, 'deploy.execute_deploy_step', params);
    expect(answer?.body.command_error).toBeNull();
    expect(machine.hardware.disks[0]?.writtenBytes).toBe(image.length);
  });
});
