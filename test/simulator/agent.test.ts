/** The simulated agent against a stub of the service: does it speak as the ironic-python-agent does? */
import { createHash, randomBytes } from 'node:crypto';
import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QUICK_TIMING, startAgent, type Agent, type AgentSetup } from '../support/agent/agent.ts';
import { findConfigDrive } from '../support/agent/image.ts';
import { createGpt, ESP_TYPE, readPartitions } from '../support/agent/partitions.ts';
import { createSimulatedMachine, type SimulatedMachineOptions } from '../support/agent/simulated-body.ts';
import { waitFor } from '../support/wait.ts';
import { ask, command, NODE_ID, startStubService, TOKEN, type Beat, type StubService } from './stub-service.ts';

const MIB = 2 ** 20;
const MACS = ['52:54:00:00:00:01', '52:54:00:00:00:02'];
const PORTS = [{ address: MACS[0] }];

let service: StubService;
const agents: Agent[] = [];

beforeEach(async () => {
  service = await startStubService();
});
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.kill();
  await service.stop();
});

interface Booted {
  readonly agent: Agent;
  readonly machine: ReturnType<typeof createSimulatedMachine>;
  /** The next heartbeat that was not yet seen. */
  nextBeat(): Promise<Beat>;
}

function boot(setup: Partial<AgentSetup> = {}, options: Partial<SimulatedMachineOptions> = {}): Booted {
  const machine = createSimulatedMachine({ macs: MACS, ...options });
  const kernelArgs = `console=ttyS0 ipa-api-url=${service.url}/ BOOTIF=${MACS[0]} initrd=ramdisk`;
  const agent = startAgent({ body: machine, kernelArgs, timing: QUICK_TIMING, ...setup });
  agents.push(agent);
  let seen = 0;
  return {
    agent,
    machine,
    async nextBeat() {
      const beat = await waitFor(() => service.beats[seen], 'a heartbeat');
      seen += 1;
      return beat;
    },
  };
}

describe('an agent that comes up', () => {
  it('asks for its version, looks itself up by all its MACs and sends a heartbeat at once', async () => {
    const { agent, nextBeat } = boot();
    const beat = await nextBeat();
    expect(service.lookups[0]?.query.get('addresses')).toBe(MACS.join(','));
    expect(service.lookups[0]?.version).toBe('1.62');
    expect(beat).toMatchObject({ agent_token: TOKEN, agent_version: '11.4.0' });
    expect(beat.callback_url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(agent.nodeId()).toBe(NODE_ID);
  });

  it('goes on asking when it is unknown, or somebody is at work on its node', async () => {
    service.lookupAnswers.push(409, 409, 409, 404, 404, 404, 404, 404);
    const { nextBeat } = boot();
    await nextBeat();
    expect(service.lookups).toHaveLength(9);
  });

  it('stops dead when its token was given to another agent', async () => {
    service.config = { ...service.config, agent_token: '******' };
    const { agent } = boot();
    await agent.ended;
    expect(agent.phase()).toBe('locked down');
    expect(service.beats).toEqual([]);
  });

  it('uses the token that came with its kernel arguments', async () => {
    service.config = { ...service.config, agent_token: '******' };
    const own = 'p'.repeat(43);
    const { nextBeat } = boot({ kernelArgs: `ipa-api-url=${service.url} ipa-agent-token=${own}` });
    expect((await nextBeat()).agent_token).toBe(own);
  });

  it('gives up when nobody knows it for too long', async () => {
    service.lookupAnswers.push(...Array.from({ length: 100 }, () => 404));
    const { agent } = boot({ kernelArgs: `ipa-api-url=${service.url} ipa-lookup-timeout=1` });
    await agent.ended;
    expect(agent.phase()).toBe('locked down');
  });

  it('posts what is in the machine first, when it is told where to', async () => {
    const callback = `${service.url}/v1/continue_inspection`;
    const { nextBeat } = boot({
      kernelArgs: `ipa-api-url=${service.url} ipa-inspection-callback-url=${callback}`,
    });
    await nextBeat();
    expect(service.reports).toHaveLength(1);
    expect(service.reports[0]?.inventory.interfaces).toHaveLength(2);
    expect(service.reports[0]).toMatchObject({ boot_interface: MACS[0], error: null });
  });

  it('tries again soon after a heartbeat that was not taken', async () => {
    service.beatAnswers.push(409, 400);
    const { agent, nextBeat } = boot();
    const [first, , third] = [await nextBeat(), await nextBeat(), await nextBeat()];
    expect(third).toEqual(first);
    expect(agent.heartbeats.map(({ status }) => status).slice(0, 2)).toEqual([409, 400]);
  });
});

describe('the API of an agent', () => {
  it('is for who has the token', async () => {
    const beat = await boot().nextBeat();
    expect((await ask(beat, '/', { token: null })).status).toBe(200);
    expect((await ask(beat, '/v1/status', { token: null })).status).toBe(200);
    const refused = await ask(beat, '/v1/commands/', { token: `${TOKEN}x` });
    expect(refused).toEqual({
      status: 401,
      body: { faultcode: 'Client', faultstring: '401 Unauthorized: Token invalid.' },
    });
  });

  it('has a certificate for its address and no other', async () => {
    const beat = await boot().nextBeat();
    const elsewhere = beat.callback_url.replace('127.0.0.1', '127.0.0.2');
    await expect(ask({ ...beat, callback_url: elsewhere }, '/')).rejects.toThrow(/ECONNREFUSED|altnames/);
    await expect(ask({ ...beat, agent_verify_ca: '' }, '/')).rejects.toThrow('self-signed certificate');
  });

  it('refuses what it does not know', async () => {
    const beat = await boot().nextBeat();
    expect((await command(beat, 'iscsi.start')).status).toBe(404);
    expect((await command(beat, 'deploy.no_such')).status).toBe(400);
    expect((await command(beat, 'nonsense')).status).toBe(400);
    expect((await ask(beat, '/v1/commands/', { body: { name: 'standby.sync' } })).status).toBe(400);
    expect((await ask(beat, '/v1/commands/')).body).toEqual({ commands: [] });
  });

  it('does one command at a time and keeps the list of them', async () => {
    const { nextBeat } = boot({ faults: { slowSteps: { burnin_cpu: 300 } } });
    const beat = await nextBeat();
    await command(beat, 'clean.get_clean_steps', { node: {}, ports: [] });
    const step = { interface: 'deploy', step: 'burnin_cpu', priority: 0 };
    const started = await command(
      beat,
      'clean.execute_clean_step',
      { node: {}, ports: [], step, clean_version: null },
      false,
    );
    expect(started.body).toMatchObject({ command_name: 'execute_clean_step', command_status: 'RUNNING' });
    const busy = await command(beat, 'standby.sync');
    expect(busy.status).toBe(409);
    expect(busy.body.faultstring).toContain('Agent is busy: executing command execute_clean_step');
    const ended = await ask(beat, `/v1/commands/${started.body.id}?wait=true`);
    expect(ended.body.command_result).toEqual({ clean_result: null, clean_step: step });
    const { commands = [] } = (await ask(beat, '/v1/commands/')).body;
    expect(commands.map((item) => item.command_name)).toEqual(['get_clean_steps', 'execute_clean_step']);
    await nextBeat(); // forced by the end of the step: the next regular one is a minute and a half away
  });

  it('fails a step whose hardware managers are not those of the list', async () => {
    const beat = await boot().nextBeat();
    const step = { interface: 'deploy', step: 'erase_devices_metadata' };
    const { body } = await command(beat, 'clean.execute_clean_step', {
      node: {},
      ports: [],
      step,
      clean_version: { generic_hardware_manager: '1.1' },
    });
    expect(body.command_status).toBe('CLEAN_VERSION_MISMATCH');
  });
});

describe('write_image', () => {
  const imageInfo = (image: Buffer, changes: Record<string, unknown> = {}): Record<string, unknown> => {
    service.files.set('/image', image);
    return {
      id: 'image',
      urls: [`${service.url}/image`],
      disk_format: 'raw',
      container_format: 'bare',
      stream_raw_images: true,
      os_hash_algo: 'sha512',
      os_hash_value: createHash('sha512').update(image).digest('hex'),
      ...changes,
    };
  };
  const write = (beat: Beat, args: Record<string, unknown>, node: Record<string, unknown> = {}) =>
    command(beat, 'deploy.execute_deploy_step', {
      node,
      ports: PORTS,
      step: { interface: 'deploy', step: 'write_image', args, priority: 80 },
      deploy_version: { generic_hardware_manager: '1.2' },
    });

  it('streams a raw image, mends the backup of its GPT and adds the config drive at the end', async () => {
    const { machine, nextBeat } = boot();
    const drive = randomBytes(100_000);
    const image = await gptImage();
    const beat = await nextBeat();
    const configdrive = gzipSync(drive).toString('base64');
    const { body } = await write(beat, { image_info: imageInfo(image), configdrive });
    expect(body.command_error).toBeNull();
    expect(body.command_result?.['deploy_step']).toMatchObject({ interface: 'deploy', step: 'write_image' });
    expect(String(body.command_result?.['deploy_result'])).toContain(
      'image (image) written to device /dev/sda root_uuid=',
    );

    const disk = machine.disks[0]?.device;
    if (disk === undefined) throw new Error('The machine has no disk');
    const partitions = (await readPartitions(disk))?.partitions ?? [];
    expect(partitions.map(({ name }) => name)).toEqual(['efi', 'root', 'config-2']);
    const found = await findConfigDrive(disk);
    expect(await disk.read(found?.offset ?? 0, drive.length)).toEqual(drive);
    expect((await disk.read(disk.sizeBytes - 512, 8)).toString('latin1')).toBe('EFI PART');
    expect((await command(beat, 'standby.get_partition_uuids')).body.command_result).toEqual({});
    const installed = await command(beat, 'image.install_bootloader', { root_uuid: null, target_boot_mode: 'uefi' });
    expect(installed.body.command_status).toBe('SUCCEEDED');
  });

  it('moves the backup of a GPT to the end of the disk when there is no config drive either', async () => {
    const { machine, nextBeat } = boot();
    await write(await nextBeat(), { image_info: imageInfo(await gptImage()) });
    const disk = machine.disks[0]?.device;
    const backup = await disk?.read(disk.sizeBytes - 512, 512);
    expect(backup?.toString('latin1', 0, 8)).toBe('EFI PART');
  });

  it('fails when the checksum is another', async () => {
    const beat = await boot().nextBeat();
    const { body } = await write(beat, { image_info: imageInfo(await gptImage(), { os_hash_value: '0'.repeat(128) }) });
    expect(body.command_error).toMatchObject({ type: 'ImageChecksumError' });
  });

  it('takes the sum from a file of sums', async () => {
    const beat = await boot().nextBeat();
    const image = await gptImage();
    const sum = createHash('sha256').update(image).digest('hex');
    service.files.set('/SHA256SUMS', Buffer.from(`# sums\n${'0'.repeat(64)}  other\n${sum} *image\n`));
    const { os_hash_algo: _algorithm, os_hash_value: _value, ...info } = imageInfo(image);
    const { body } = await write(beat, { image_info: { ...info, checksum: `${service.url}/SHA256SUMS` } });
    expect(body.command_error).toBeNull();
  });

  it('writes what is in a qcow2 image, and nothing of one that stands on another', async () => {
    const { machine, nextBeat } = boot();
    const beat = await nextBeat();
    const image = await gptImage();
    const info = { disk_format: 'qcow2', stream_raw_images: true };
    const { body } = await write(beat, { image_info: imageInfo(asQcow2(image), info) });
    expect(body.command_error).toBeNull();
    const disk = machine.disks[0]?.device;
    // Its GPT says meanwhile how large the disk is, so the first megabyte differs.
    expect((await disk?.read(MIB, image.length - 2 * MIB))?.equals(image.subarray(MIB, -MIB))).toBe(true);

    const onAnother = asQcow2(image);
    onAnother.writeBigUInt64BE(512n, 8);
    const refused = await write(beat, { image_info: imageInfo(onAnother, info) });
    expect(refused.body.command_error?.details).toContain('backing file');
    const lying = await write(beat, { image_info: imageInfo(asQcow2(image), { stream_raw_images: false }) });
    expect(lying.body.command_error?.details).toContain('said to be raw and is qcow2');
  });

  it('fails when the image does not fit, is not there, or has no partition', async () => {
    const { nextBeat } = boot({}, { disks: [{ name: '/dev/sda', size: 4 * MIB }] });
    const beat = await nextBeat();
    const image = await gptImage();
    const node = { properties: { root_device: { name: '/dev/sda' } } };
    expect((await write(beat, { image_info: imageInfo(image) }, node)).body.command_error?.details).toContain(
      'room for',
    );
    const gone = imageInfo(image, { urls: [`${service.url}/v1/gone`] });
    expect((await write(beat, { image_info: gone }, node)).body.command_error).toMatchObject({
      type: 'ImageDownloadError',
      details: expect.stringContaining('404'),
    });
    const empty = imageInfo(Buffer.alloc(MIB));
    expect((await write(beat, { image_info: empty }, node)).body.command_error?.details).toContain('no partition');
  });

  it('goes to the disk of the hints, or to the smallest that is large enough', async () => {
    const GIB = 2 ** 30;
    const disks = [
      { name: '/dev/sda', size: 2 * GIB, serial: 'A' },
      { name: '/dev/sdb', size: 20 * GIB, serial: 'B' },
      { name: '/dev/sdc', size: 10 * GIB, serial: 'C' },
    ];
    const { nextBeat, machine } = boot({}, { disks });
    const beat = await nextBeat();
    const image_info = imageInfo(await gptImage());
    const written = (): readonly string[] =>
      machine.disks.filter(({ writtenBytes }) => writtenBytes > 0).map(({ facts }) => facts.name);
    await write(beat, { image_info });
    expect(written()).toEqual(['/dev/sdc']);
    await write(beat, { image_info }, { properties: { root_device: { size: '>= 15', serial: 's!= c' } } });
    expect(written()).toEqual(['/dev/sdb', '/dev/sdc']);
    const none = await write(beat, { image_info }, { instance_info: { root_device: { wwn: '0x1' } } });
    expect(none.body.command_error).toMatchObject({ type: 'DeviceNotFound' });
  });

  it('reports another step than it was told, when a test wants that', async () => {
    const beat = await boot({ faults: { wrongEchoOf: 'write_image' } }).nextBeat();
    const { body } = await write(beat, { image_info: imageInfo(await gptImage()) });
    expect(body.command_result).toMatchObject({ deploy_step: { step: 'not_write_image' } });
  });
});

describe('the end of an agent', () => {
  it('turns the machine off after power_off was answered', async () => {
    let isOn = true;
    const { nextBeat } = boot({}, { onPowerOff: () => (isOn = false) });
    const { body } = await command(await nextBeat(), 'standby.power_off', {}, false);
    expect(body.command_name).toBe('power_off');
    await waitFor(() => !isOn, 'the machine to be off');
  });

  it('leaves a machine on that is told to ignore it', async () => {
    let isOn = true;
    const { nextBeat } = boot({ faults: { ignoresPowerOff: true } }, { onPowerOff: () => (isOn = false) });
    const { body } = await command(await nextBeat(), 'standby.power_off');
    expect(body.command_status).toBe('SUCCEEDED');
    await nextBeat(); // it is heard of again
    expect(isOn).toBe(true);
  });

  it('sets the rescue password and is not heard of again', async () => {
    const { agent, machine, nextBeat } = boot();
    const beat = await nextBeat();
    const { body } = await command(beat, 'rescue.finalize_rescue', { rescue_password: '$6$hash', hashed: true });
    expect(body).toMatchObject({ command_status: 'SUCCEEDED', command_result: null });
    await agent.ended;
    expect(machine.rescuePassword).toBe('$6$hash');
    await expect(ask(beat, '/')).rejects.toThrow('ECONNREFUSED');
  });

  it('gives its logs before', async () => {
    const beat = await boot().nextBeat();
    const { body } = await command(beat, 'log.collect_system_logs');
    const archive = gunzipSync(Buffer.from(String(body.command_result?.['system_logs']), 'base64'));
    expect(archive.toString('latin1')).toContain('its agent answers at');
  });

  it('cuts connections when the power goes', async () => {
    const { agent, nextBeat } = boot({ faults: { slowSteps: { burnin_cpu: 60_000 } } });
    const beat = await nextBeat();
    const step = { interface: 'deploy', step: 'burnin_cpu' };
    const answer = command(beat, 'clean.execute_clean_step', { node: {}, ports: [], step, clean_version: null });
    await waitFor(() => agent.commands().length > 0, 'the step to run');
    agent.kill();
    await expect(answer).rejects.toThrow('socket hang up');
  });
});

/** Eight megabytes with an EFI system partition and another one. */
async function gptImage(): Promise<Buffer> {
  const size = 8 * MIB;
  const [disk] = createSimulatedMachine({ macs: [], disks: [{ name: 'image', size }] }).disks;
  if (disk === undefined) throw new Error('There is no disk');
  await createGpt(disk.device, [
    { name: 'efi', sizeMib: 1, type: ESP_TYPE },
    { name: 'root', sizeMib: 2 },
  ]);
  await disk.device.write(3 * MIB, randomBytes(100_000));
  return disk.device.read(0, size);
}

/** Every second of its clusters is compressed; those that are empty are not there. */
function asQcow2(image: Buffer): Buffer {
  const CLUSTER = 64 * 1024;
  const header = Buffer.alloc(CLUSTER);
  const [l1, l2] = [Buffer.alloc(CLUSTER), Buffer.alloc(CLUSTER)];
  const parts = [header, l1, l2];
  header.writeUInt32BE(0x514649fb, 0);
  header.writeUInt32BE(3, 4);
  header.writeUInt32BE(16, 20); // clusters of 2^16 bytes
  header.writeBigUInt64BE(BigInt(image.length), 24);
  header.writeUInt32BE(1, 36); // entries of the first table
  header.writeBigUInt64BE(BigInt(CLUSTER), 40);
  header.writeUInt32BE(104, 100);
  l1.writeBigUInt64BE(BigInt(2 * CLUSTER) | (1n << 63n), 0);
  for (let index = 0; index * CLUSTER < image.length; index += 1) {
    const data = image.subarray(index * CLUSTER, (index + 1) * CLUSTER);
    if (data.every((byte) => byte === 0)) continue;
    const at = BigInt(parts.length * CLUSTER);
    const compressed = deflateRawSync(data);
    const isCompressed = index % 2 === 1 && compressed.length <= CLUSTER;
    const sectors = BigInt(Math.ceil(compressed.length / 512) - 1);
    parts.push(Buffer.alloc(CLUSTER, 0));
    (isCompressed ? compressed : data).copy(parts.at(-1) ?? header);
    l2.writeBigUInt64BE(isCompressed ? at | (sectors << 54n) | (1n << 62n) : at | (1n << 63n), index * 8);
  }
  return Buffer.concat(parts);
}
