import type { ConfigDrive, DriverNode, DriverStep } from '../interfaces/common.ts';
import { NO_FILES, type DeployInterface } from '../interfaces/deploy.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

export function createFakeDeploy(simulation: Simulation): DeployInterface {
  const { act, actOrWait } = simulation;
  const nothingChanges = () => ({});
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('deploy', node),
    async prepare(node, ctx) {
      await act(node, 'deploy.prepare', ctx, nothingChanges);
      return NO_FILES;
    },
    async takeOver(node, ctx) {
      await act(node, 'deploy.takeOver', ctx, nothingChanges);
    },
    async tearDown(node, ctx) {
      await act(node, 'deploy.tearDown', ctx, nothingChanges);
    },
    async cleanUp(node, ctx) {
      await act(node, 'deploy.cleanUp', ctx, () => ({ ramdisk: null }));
    },
    prepareCleaning: (node, ctx) => actOrWait(node, 'deploy.prepareCleaning', ctx, nothingChanges),
    async tearDownCleaning(node, ctx) {
      await act(node, 'deploy.tearDownCleaning', ctx, nothingChanges);
    },
    prepareService: (node, ctx) => actOrWait(node, 'deploy.prepareService', ctx, nothingChanges),
    async tearDownService(node, ctx) {
      await act(node, 'deploy.tearDownService', ctx, nothingChanges);
    },
    steps: [...deploySteps(simulation), ...cleanSteps(simulation), burnIn(simulation)],
  };
}

function deploySteps({ actOrWait, peek, say }: Simulation): readonly DriverStep[] {
  const inDeploy = { flow: 'DEPLOY', abortable: true, requiresRamdisk: false, repeat: 'idempotent' } as const;
  return [
    {
      ...inDeploy,
      name: 'write_image',
      priority: 80,
      description: 'Writes the image on the disk.',
      async run(node, _args, ctx) {
        const configDrive = formOf((await ctx.configDrive?.()) ?? null);
        say(node, 'deploy.write_image', ctx, `The image is ${imageOf(node)}.`);
        return actOrWait(node, 'deploy.write_image', ctx, () => ({ image: imageOf(node), configDrive }));
      },
    },
    {
      ...inDeploy,
      name: 'prepare_instance_boot',
      priority: 60,
      description: 'Makes the machine boot from its disk.',
      repeat: 'probe',
      run: (node, _args, ctx) =>
        actOrWait(node, 'deploy.prepare_instance_boot', ctx, () => ({
          bootDevice: { device: 'DISK', persistent: true },
        })),
      probe: async (node) => {
        const { device, persistent } = peek(node).bootDevice;
        return device === 'DISK' && persistent;
      },
    },
    {
      ...inDeploy,
      name: 'tear_down_agent',
      priority: 40,
      description: 'Ends the ramdisk.',
      run: (node, _args, ctx) => actOrWait(node, 'deploy.tear_down_agent', ctx, () => ({ ramdisk: null })),
    },
  ];
}

function cleanSteps({ actOrWait }: Simulation): readonly DriverStep[] {
  const inClean = { flow: 'CLEAN', requiresRamdisk: true, repeat: 'idempotent' } as const;
  return [
    {
      ...inClean,
      name: 'erase_devices_metadata',
      priority: 10,
      description: 'Erases the partition tables, so that nothing on the disk can be found again.',
      abortable: true,
      run: (node, _args, ctx) => actOrWait(node, 'deploy.erase_devices_metadata', ctx, () => ({ image: null })),
      evidence: () => Promise.resolve([{ what: 'disk 0', method: 'partition tables' }]),
    },
    {
      ...inClean,
      name: 'erase_devices',
      priority: 0,
      description: 'Erases the disks whole; on request only.',
      abortable: true,
      run: (node, _args, ctx) => actOrWait(node, 'deploy.erase_devices', ctx, () => ({ image: null })),
      evidence: () => Promise.resolve([{ what: 'disk 0', method: 'overwriting' }]),
    },
  ];
}

/** Something that the ramdisk does to a machine in use. */
const burnIn = ({ actOrWait }: Simulation): DriverStep => ({
  name: 'burnin_cpu',
  flow: 'SERVICE',
  priority: 0,
  description: 'Keeps the processors busy to see whether they stand it.',
  abortable: true,
  requiresRamdisk: true,
  repeat: 'idempotent',
  run: (node, _args, ctx) => actOrWait(node, 'deploy.burnin_cpu', ctx, () => ({})),
});

function formOf(drive: ConfigDrive | null): string | null {
  const [form] = Object.entries(drive ?? {}).find(([, value]) => value !== null) ?? [];
  return form ?? null;
}

/** What the tenant asked for, in the reference's words; the simulation does not care whether it exists. */
function imageOf(node: DriverNode): string {
  const image = node.instanceInfo['image_source'];
  return typeof image === 'string' ? image : 'no name';
}
