/** What works by the agent in a ramdisk, against the simulated agent: every command goes over a real connection. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Egress } from '../../src/domain/egress.ts';
import { createAgentInterfaces, type AgentOptions } from '../../src/drivers/agent/index.ts';
import { createLogFolder } from '../../src/drivers/agent/log-folder.ts';
import type {
  AgentAccess,
  CallContext,
  DriverNode,
  DriverStep,
  StepOutcome,
} from '../../src/drivers/interfaces/common.ts';
import type { DeployInterface, RamdiskStep } from '../../src/drivers/interfaces/deploy.ts';
import { aCallContext, aDriverNode } from '../contract/builders.ts';
import { itKeepsTheDeployContract } from '../contract/deploy.ts';
import { itKeepsTheInspectContract, itKeepsTheRaidContract, itKeepsTheRescueContract } from '../contract/optional.ts';
import type { AgentFaults } from '../support/agent/faults.ts';
import { findConfigDrive } from '../support/agent/image.ts';
import { readPartitions } from '../support/agent/partitions.ts';
import { startOriginServer } from '../support/origin-server.ts';
import { whyNoIsoProgram } from '../support/iso-program.ts';
import { aDiskImage, startRamdisk, type Ramdisk } from '../support/ramdisk.ts';
import { waitFor } from '../support/wait.ts';

const why = whyNoIsoProgram();
const origin = await startOriginServer();
const image = await aDiskImage();
const sha256 = createHash('sha256').update(image).digest('hex');
origin.on('/images/tenant.img', (_request, response) => response.end(image));
const folder = mkdtempSync(join(tmpdir(), 'ironql-deploy-logs-'));
afterAll(async () => {
  await origin.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The real one refuses loopback; its own tests try it. */
const egress: Pick<Egress, 'read'> = {
  read: async (url, { signal }) => new Uint8Array(await (await fetch(url, { signal })).arrayBuffer()),
};
const OPTIONS: Partial<AgentOptions> = {
  egress: egress as Egress, // nothing asks for more than `read`
  retryPausesMs: [10, 20],
  pollMs: 10,
  busyMs: 2_000,
  keepLog: createLogFolder(folder),
};

function slotsWith(more: Partial<AgentOptions> = {}): ReturnType<typeof createAgentInterfaces> {
  return createAgentInterfaces({ ...OPTIONS, ...more });
}
function deployCalled(name: string, more: Partial<AgentOptions> = {}): DeployInterface {
  const found = slotsWith(more).deploy.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no deploy interface ${name}.`);
  return found;
}
function stepOf(deploy: Pick<DeployInterface, 'steps' | 'name'>, name: string): DriverStep {
  const found = deploy.steps?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${deploy.name} has no step ${name}.`);
  return found;
}

const direct = deployCalled('direct');
const instanceInfo = {
  image_source: `${origin.url}/images/tenant.img`,
  image_checksum: sha256,
  image_disk_format: 'raw',
};
const aNode = (what: Partial<DriverNode> = {}): DriverNode => aDriverNode({ instanceInfo, ...what });
const problem = (what: object): object => expect.objectContaining({ problem: expect.objectContaining(what) });

let ramdisk: Ramdisk;
let lines: string[];
beforeEach(async () => {
  await boots();
});
afterEach(() => ramdisk.stop());

async function boots(faults: AgentFaults = {}): Promise<void> {
  ramdisk?.stop();
  lines = [];
  ramdisk = await startRamdisk(faults);
}

/** Of a step whose ramdisk is up. */
function aStepContext(what: Partial<CallContext> = {}): CallContext {
  return aCallContext({
    agent: async () => ramdisk.access,
    configDrive: async () => null,
    line: (text) => void lines.push(text),
    ...what,
  });
}

/** As the engine does it: each time the agent might have called. */
async function carryOut(
  step: Pick<DriverStep, 'run' | 'afterSignal'>,
  node: DriverNode,
  { args = {}, ctx = aStepContext() }: { args?: Record<string, unknown>; ctx?: CallContext } = {},
): Promise<void> {
  let outcome: StepOutcome = await step.run(node, args, ctx);
  await waitFor(async () => {
    if (outcome.kind === 'wait') outcome = (await step.afterSignal?.(node, args, ctx)) ?? { kind: 'done' };
    return outcome.kind === 'done';
  }, 'the end of the step');
}

const commandNames = (): readonly string[] => ramdisk.commands().map(({ command_name: name }) => name);
const diskOf = (): Ramdisk['machine']['disks'][number] => {
  const [disk] = ramdisk.machine.disks;
  if (disk === undefined) throw new Error('The machine has no disk.');
  return disk;
};

describe.each(['direct', 'custom-agent', 'ramdisk', 'autodetect'])('deploy interface %s', (name) => {
  const booted = { kernel: 'http://images.invalid/k', ramdisk: 'http://images.invalid/r' };
  itKeepsTheDeployContract(deployCalled(name), () => aNode(name === 'ramdisk' ? { instanceInfo: booted } : {}));
});
describe('inspect interface agent', () => {
  const inventory = { interfaces: [{ name: 'eth0', mac_address: '52:54:00:00:00:01' }] };
  const [agent] = slotsWith().inspect;
  if (agent === undefined) throw new Error('There is no inspect interface.');
  const reports = { inspectionReport: async () => ({ inventory, pluginData: { root_disk: {} }, error: null }) };
  itKeepsTheInspectContract(
    { ...agent, collect: async (node, ctx) => (await agent.collect?.(node, { ...ctx, ...reports })) ?? never() },
    aNode,
  );

  it('fails of what kept the ramdisk from looking', async () => {
    const report = { inventory, pluginData: {}, error: 'The collector default failed' };
    const failing = agent.collect?.(aNode(), aCallContext({ inspectionReport: async () => report }));
    await expect(failing).rejects.toThrow(/The collector default failed/);
    await expect(agent.collect?.(aNode(), aCallContext())).rejects.toThrow(/has reported nothing/);
  });
});
const never = (): never => {
  throw new Error('It collects nothing.');
};
describe('raid interface agent', () => {
  const [raid] = slotsWith().raid;
  if (raid === undefined) throw new Error('There is no raid interface.');
  itKeepsTheRaidContract(raid, aNode);
});
describe('rescue interface agent', () => {
  const [rescue] = slotsWith().rescue;
  if (rescue === undefined) throw new Error('There is no rescue interface.');
  itKeepsTheRescueContract(
    {
      ...rescue,
      async finalize(node, request) {
        await boots(); // an agent that has let somebody in hears nothing any more
        await rescue.finalize?.(node, request, aStepContext());
      },
    },
    aNode,
  );

  it('gives the agent the hash of the password', async () => {
    await rescue.finalize?.(aNode(), { passwordHash: '$5$salt$hash' }, aStepContext());
    expect(ramdisk.machine.rescuePassword).toBe('$5$salt$hash');
  });

  it('fails when no agent is there', async () => {
    const nobody = rescue.finalize?.(
      aNode(),
      { passwordHash: '$5$salt$hash' },
      aCallContext({ agent: async () => null }),
    );
    await expect(nobody).rejects.toThrow(problem({ code: 'AGENT_UNREACHABLE' }));
  });
});

describe('a deployment by the agent', () => {
  it('has its steps where the reference has them', () => {
    const ranks = (name: string): unknown => deployCalled(name).steps?.map((step) => [step.name, step.priority]);
    const common = [
      ['prepare_instance_boot', 60],
      ['tear_down_agent', 40],
    ];
    expect(ranks('direct')).toEqual([['write_image', 80], ...common]);
    expect(ranks('autodetect')).toEqual([['write_image', 80], ...common]);
    expect(ranks('custom-agent')).toEqual(common);
    expect(ranks('ramdisk')).toBeUndefined();
  });

  it('writes the image, tells the firmware, and has the agent turn the machine off', async () => {
    await carryOut(stepOf(direct, 'write_image'), aNode());
    expect(await diskOf().device.read(3 * 2 ** 20, 16)).toEqual(image.subarray(3 * 2 ** 20, 3 * 2 ** 20 + 16));
    await carryOut(stepOf(direct, 'prepare_instance_boot'), aNode());
    await carryOut(stepOf(direct, 'tear_down_agent'), aNode());
    await waitFor(() => ramdisk.isOff, 'the machine to be off');
    expect(commandNames()).toEqual([
      'execute_deploy_step',
      'get_partition_uuids',
      'install_bootloader',
      'sync',
      'power_off',
    ]);
  });

  it('leaves the firmware alone when BIOS boots a whole disk', async () => {
    const node = aNode({ properties: { capabilities: 'boot_mode:bios' } });
    await carryOut(stepOf(direct, 'write_image'), node);
    await carryOut(stepOf(direct, 'prepare_instance_boot'), node);
    expect(commandNames()).toEqual(['execute_deploy_step', 'get_partition_uuids']);
  });

  it('makes the partitions for an image of one', async () => {
    const node = aNode({ instanceInfo: { ...instanceInfo, image_type: 'partition', root_gb: 10, swap_mb: 512 } });
    await carryOut(stepOf(direct, 'write_image'), node);
    const table = await readPartitions(diskOf().device);
    expect(table?.partitions.map(({ size }) => size / 2 ** 20)).toEqual(expect.arrayContaining([10_240, 512]));
  });

  it.skipIf(why !== null)(`writes the config drive beside it${why === null ? '' : ` — ${why}`}`, async () => {
    const contents = { metaData: { role: 'web' }, userData: '#cloud-config', networkData: { links: [] } };
    await carryOut(stepOf(direct, 'write_image'), aNode(), {
      ctx: aStepContext({ configDrive: async () => ({ contents }) }),
    });
    const partition = await findConfigDrive(diskOf().device);
    const drive = await diskOf().device.read(partition?.offset ?? 0, 2 ** 20);
    for (const text of ['"role":"web"', '#cloud-config', '"links":[]', '"hostname":"test-node"']) {
      expect(drive.includes(text), text).toBe(true);
    }
    expect(lines.join()).not.toContain('cloud-config');
  });

  it('gets an image from us, by the checksum that stands in a file of many', async () => {
    const name = 'from-us.img';
    origin.on('/from-us/image', (_request, response) => response.end(image));
    origin.on(`/sums/SHA256SUMS`, (_request, response) =>
      response.end(`# sums\n${'0'.repeat(64)}  other.img\n${sha256} *${name}\n`),
    );
    const node = aNode({
      instanceInfo: {
        image_source: `file:///srv/images/${name}`,
        image_checksum: `${origin.url}/sums/SHA256SUMS`,
        image_disk_format: 'raw',
      },
    });
    expect(await direct.prepare(node, aStepContext())).toEqual({ image: `file:///srv/images/${name}` });
    const ctx = aStepContext({ fileUrl: async (file) => `${origin.url}/from-us/${file}` });
    await carryOut(stepOf(direct, 'write_image'), node, { ctx });
    expect(origin.requests.some(({ line }) => line === 'GET /from-us/image')).toBe(true);
  });

  it('fails before the machine is touched when the file of sums does not have the image', async () => {
    origin.on('/sums/none', (_request, response) => response.end(`${sha256}  other.img\n${sha256}  another.img\n`));
    const node = aNode({
      instanceInfo: { image_source: 'file:///srv/tenant.img', image_checksum: `${origin.url}/sums/none` },
    });
    const refused = direct.prepare(node, aStepContext());
    await expect(refused).rejects.toThrow(problem({ code: 'INSTANCE_INFO_INVALID', field: 'image_checksum' }));
  });

  it('serves nothing when the machine fetches the image where it is', async () => {
    expect(await direct.prepare(aNode(), aStepContext())).toEqual({});
    const local = deployCalled('direct', { downloadSource: 'local' });
    expect(await local.prepare(aNode(), aStepContext())).toEqual({ image: instanceInfo.image_source });
    const asked = aNode({ instanceInfo: { ...instanceInfo, image_download_source: 'local' } });
    expect(await direct.prepare(asked, aStepContext())).toEqual({ image: instanceInfo.image_source });
  });

  it('fails with the reason of the agent, and keeps the logs of its ramdisk', async () => {
    const node = aNode({ instanceInfo: { ...instanceInfo, image_checksum: 'f'.repeat(64) } });
    const failing = carryOut(stepOf(direct, 'write_image'), node);
    await expect(failing).rejects.toThrow(problem({ code: 'AGENT_REFUSED', command: 'write_image' }));
    await expect(failing).rejects.toThrow(/checksum/i);
    const kept = readdirSync(folder).filter((name) => name.startsWith(node.id));
    expect(kept).toHaveLength(1);
    expect(lines.some((line) => line.includes(kept[0] ?? 'none'))).toBe(true);
  });

  it('keeps no logs where the settings say never', async () => {
    const node = aNode({ id: 'a0000000-0000-4000-8000-00000000000f' });
    const quiet = deployCalled('direct', { deployLogs: 'never' });
    await boots({ failingSteps: { write_image: 'The disk is on fire.' } });
    await expect(carryOut(stepOf(quiet, 'write_image'), node)).rejects.toThrow(/on fire/);
    expect(commandNames()).toEqual(['execute_deploy_step']);
    const always = deployCalled('direct', { deployLogs: 'always' });
    await carryOut(stepOf(always, 'tear_down_agent'), node);
    expect(readdirSync(folder).filter((name) => name.startsWith(node.id))).toHaveLength(1);
  });

  it('leaves a machine on that has to stay on, and its agent deaf', async () => {
    await carryOut(stepOf(direct, 'tear_down_agent'), aNode({ disablePowerOff: true }));
    await waitFor(() => ramdisk.machine.isLockedDown, 'the agent to be locked down');
    expect(ramdisk.isOff).toBe(false);
    expect(commandNames()).toEqual(['sync', 'lockdown']);
  });

  it('is over when the agent is gone that was to turn the machine off', async () => {
    const ctx = aStepContext();
    await ctx.agent?.();
    ramdisk.stop();
    await expect(stepOf(direct, 'tear_down_agent').run(aNode(), {}, ctx)).resolves.toEqual({ kind: 'done' });
  });
});

describe('autodetect', () => {
  const autodetect = deployCalled('autodetect');
  const inMemory = aNode({ instanceInfo: { kernel: 'http://images.invalid/k', ramdisk: 'http://images.invalid/r' } });

  it('boots what is a kernel and a ramdisk, and writes everything else', async () => {
    expect(autodetect.deploysWithoutRamdisk?.(inMemory)).toBe(true);
    expect(autodetect.deploysWithoutRamdisk?.(aNode())).toBe(false);
    expect(await autodetect.prepare(inMemory, aStepContext())).toEqual({});
  });

  it('has nothing to write for an instance in memory', async () => {
    for (const step of autodetect.steps ?? []) {
      expect(await step.run(inMemory, {}, aStepContext({ agent: async () => null }))).toEqual({ kind: 'done' });
    }
    expect(ramdisk.commands()).toEqual([]);
  });

  it('judges an instance by what it is', () => {
    expect(() => autodetect.validateInstance?.(inMemory)).not.toThrow();
    expect(() => autodetect.validateInstance?.(aNode({ instanceInfo: {} }))).toThrow(
      problem({ code: 'INSTANCE_INFO_INVALID', field: 'image_source' }),
    );
  });
});

describe('a step in the ramdisk', () => {
  const erase = (deploy = direct): RamdiskStep => {
    const step = deploy.ramdisk?.inRamdisk({ interface: 'deploy', name: 'erase_devices', flow: 'CLEAN' });
    if (step === undefined) throw new Error('It does not work in a ramdisk.');
    return step;
  };
  const withVersions = (stepVersions: AgentAccess['stepVersions']): CallContext =>
    aStepContext({ agent: async () => ({ ...ramdisk.access, stepVersions }) });

  it('is among those that the agent announces, with what it says of them', async () => {
    const announced = await direct.ramdisk?.announcedSteps(aNode(), 'CLEAN', aStepContext());
    expect(announced?.versions).toEqual({ generic_hardware_manager: '1.2' });
    expect(announced?.steps).toContainEqual(
      expect.objectContaining({ interface: 'deploy', name: 'erase_devices', priority: 10, rebootRequested: false }),
    );
  });

  it('is waited for until the agent says that it is over, and leaves evidence', async () => {
    await boots({ slowSteps: { erase_devices: 200 } });
    const step = erase();
    const ctx = withVersions({ generic_hardware_manager: '1.2' });
    const wait = { kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: 1_800_000 };
    expect(await step.run(aNode(), {}, ctx)).toEqual(wait);
    expect(await step.afterSignal(aNode(), {}, ctx)).toEqual(wait);
    await waitFor(async () => (await step.afterSignal(aNode(), {}, ctx)).kind === 'done', 'the end of the step');
    const evidence = await step.evidence?.(aNode(), {}, ctx);
    expect(evidence).toContainEqual(expect.objectContaining({ method: expect.stringContaining('11.4.0') as string }));
  });

  it('is not over when another one is', async () => {
    await boots({ wrongEchoOf: 'erase_devices' });
    const step = erase();
    await step.run(aNode(), {}, aStepContext());
    await waitFor(() => ramdisk.commands().at(-1)?.command_status === 'SUCCEEDED', 'the end of the command');
    expect(await step.afterSignal(aNode(), {}, aStepContext())).toMatchObject({ kind: 'wait' });
  });

  it('is not over because an earlier one of its name is', async () => {
    const step = erase();
    await carryOut(step, aNode(), { ctx: aStepContext({ stepId: 'an-earlier-one' }) });
    expect(await step.probe(aNode(), {}, aStepContext({ stepId: 'this-one' }))).toBe(false);
    expect(await step.afterSignal(aNode(), {}, aStepContext({ stepId: 'this-one' }))).toMatchObject({ kind: 'wait' });
    expect(await step.probe(aNode(), {}, aStepContext({ stepId: 'an-earlier-one' }))).toBe(true);
  });

  it('was begun, for whoever takes over, while it runs', async () => {
    await boots({ slowSteps: { erase_devices: 60_000 } });
    const step = erase();
    expect(await step.probe(aNode(), {}, aStepContext())).toBe(false);
    await step.run(aNode(), {}, aStepContext());
    expect(await step.probe(aNode(), {}, aStepContext())).toBe(true);
  });

  it('fails when the machine was restarted in the middle of it', async () => {
    await boots({ rebootsIn: 'erase_devices' });
    const step = erase();
    await step.run(aNode(), {}, aStepContext());
    await waitFor(() => ramdisk.commands().length === 0, 'the machine to come up anew');
    const judged = step.afterSignal(aNode(), {}, aStepContext());
    await expect(judged).rejects.toThrow(problem({ code: 'AGENT_RESTARTED', command: 'erase_devices' }));
  });

  it('is sent again when the agent has other hardware managers by then', async () => {
    await carryOut(erase(), aNode(), { ctx: withVersions({ generic_hardware_manager: '1.0' }) });
    expect(commandNames()).toEqual(['execute_clean_step', 'get_clean_steps', 'execute_clean_step']);
  });

  it('is given up when they are others each time', async () => {
    await boots({ versionMismatches: 10 });
    await expect(carryOut(erase(), aNode())).rejects.toThrow(/another version each time/);
  });

  it('waits for an agent that is busy, for a while', async () => {
    await boots({ busyCommands: 3 });
    await carryOut(erase(), aNode());
    await boots({ busyCommands: 1_000 });
    const given = erase(deployCalled('direct', { busyMs: 50 })).run(aNode(), {}, aStepContext());
    await expect(given).rejects.toThrow(/busy/);
  });

  it('learns nothing of how the BMC is spoken with', async () => {
    const seen: unknown[] = [];
    const deploy = deployCalled('direct', {
      mask: (driverInfo) => {
        seen.push(driverInfo);
        return { ...driverInfo, ipmi_password: '******' };
      },
    });
    const node = aNode({ driverInfo: { ipmi_password: 'secret' } });
    await carryOut(erase(deploy), node);
    expect(seen).toContainEqual(node.driverInfo);
  });
});

describe.skipIf(why !== null)(`a config drive that is finished already${why === null ? '' : ` — ${why}`}`, () => {
  it('goes to the agent as it came', async () => {
    const url = `${origin.url}/drive`;
    const { base64 } = await finishedDrive();
    origin.on('/drive', (_request, response) => response.end(base64));
    await carryOut(stepOf(direct, 'write_image'), aNode(), {
      ctx: aStepContext({ configDrive: async () => ({ url }) }),
    });
    expect(await findConfigDrive(diskOf().device)).not.toBeNull();
  });

  async function finishedDrive(): Promise<{ base64: string }> {
    const { configDriveFor } = await import('../../src/drivers/agent/config-drive.ts');
    const base64 = await configDriveFor(aNode(), { contents: { userData: 'x' } }, new AbortController().signal);
    expect(gunzipSync(Buffer.from(base64 ?? '', 'base64')).toString('latin1', 32_769, 32_774)).toBe('CD001');
    return { base64: base64 ?? '' };
  }
});
