/**
 * Booting over the network, for any hardware type: what fills the boot slot beside its own.
 *
 * - `ipxe`: iPXE comes by TFTP or from the network card, everything else by HTTP from this service.
 * - `http-ipxe`: firmware fetches iPXE by HTTP as well.
 * - `http`: firmware fetches GRUB by HTTP, which asks this service for its configuration.
 * - `pxe`: pxelinux or GRUB with everything by TFTP, from a folder that is filled here.
 * - `local`: the disk and nothing else.
 *
 * Booting from virtual media belongs to the driver of the BMC that has the drive (`redfish-virtual-media`): it stages an
 * image in `prepareRamdisk`, puts `request.kernelArgs` on it, and answers with CDROM as its boot device and no `netboot`.
 * Source: domain notes §5.1, §5.7.
 */
import { ProblemError } from '../../domain/problems.ts';
import type { BootInterface, Netboot, Staging } from '../interfaces/boot.ts';
import type { CallContext, DriverInfoField, DriverNode } from '../interfaces/common.ts';
import type { BootDevice, BootDeviceSetting } from '../interfaces/management.ts';
import { createDhcp, macsOf, type BootWay } from './dhcp.ts';
import { bootModeOf, instanceBoot, KERNEL_DRIVER_INFO, ramdiskArguments, ramdiskPair } from './kernel-choice.ts';
import { DEFAULT_NETBOOT_OPTIONS, type NetbootOptions } from './options.ts';
import { createTftpFolder } from './tftp-folder.ts';

export type { NetbootOptions } from './options.ts';

interface Way {
  readonly name: BootWay;
  readonly device: BootDevice;
  readonly capabilities: readonly string[];
}

// prettier-ignore
const WAYS: readonly Way[] = [
  { name: 'ipxe',      device: 'PXE',      capabilities: ['ramdisk_boot', 'ipxe_boot', 'pxe_boot'] },
  { name: 'pxe',       device: 'PXE',      capabilities: ['ramdisk_boot', 'pxe_boot'] },
  { name: 'http-ipxe', device: 'UEFIHTTP', capabilities: ['ramdisk_boot', 'ipxe_boot', 'pxe_boot'] },
  { name: 'http',      device: 'UEFIHTTP', capabilities: ['ramdisk_boot', 'pxe_boot'] },
];

const DRIVER_INFO: Readonly<Record<string, DriverInfoField>> = {
  ...KERNEL_DRIVER_INFO,
  force_persistent_boot_device: {
    description:
      'Always: every boot device is set for all boots, for a BMC that forgets one that is set for the next boot only. Never: none is.',
    default: 'Default',
  },
};

/** In the reference's order of preference. Nothing is fetched or written before one is used. */
export function createNetbootInterfaces(given: Partial<NetbootOptions> = {}): readonly BootInterface[] {
  const options = { ...DEFAULT_NETBOOT_OPTIONS, ...given };
  return [...WAYS.map((way) => createNetboot(way, options)), createLocalBoot()];
}

function createNetboot({ name, device, capabilities }: Way, options: NetbootOptions): BootInterface {
  const dhcp = createDhcp(options.dhcp);
  const folder =
    name !== 'pxe' || options.tftpRoot === '' || options.sources === null
      ? null
      : createTftpFolder(options.tftpRoot, options.sources);

  async function stage(node: DriverNode, netboot: Netboot, isPersistent: boolean, ctx: CallContext): Promise<Staging> {
    ctx.signal.throwIfAborted();
    refuseWithoutPort(node);
    if (name === 'pxe' && folder === null) throw noTftpRoot();
    // Who gave a wrong URL learns it here, not half an hour later from a machine that did not come up.
    if (folder === null)
      for (const source of [netboot.kernel, netboot.ramdisk]) await options.sources?.check(source, ctx.signal);
    ctx.assertHeld();
    await folder?.put(node, netboot, ctx);
    ctx.assertHeld();
    await dhcp.tell(node, name, bootModeOf(node));
    return { bootDevice: { device, persistent: persistence(node, isPersistent) }, netboot };
  }

  async function unstage(node: DriverNode, ctx: CallContext): Promise<void> {
    ctx.signal.throwIfAborted();
    ctx.assertHeld();
    await folder?.remove(node);
    await dhcp.forget(node);
  }

  return {
    name,
    capabilities,
    driverInfo: DRIVER_INFO,
    validate(node) {
      ramdiskPair(node, 'DEPLOY', options);
      ramdiskArguments(node, {}, options);
      persistence(node, false);
    },
    async prepareRamdisk(node, { purpose, kernelArgs }, ctx) {
      const args = ramdiskArguments(node, kernelArgs, options);
      return stage(node, { kind: 'ramdisk', ...ramdiskPair(node, purpose, options), args }, false, ctx);
    },
    cleanUpRamdisk: unstage,
    async prepareInstance(node, ctx) {
      const boot = instanceBoot(node, options);
      if (boot !== null) return stage(node, { kind: 'instance', ...boot }, true, ctx);
      await unstage(node, ctx);
      return { bootDevice: diskOf(node), netboot: null };
    },
    cleanUpInstance: unstage,
  };
}

/** For machines that have on their disk all that they ever boot. */
function createLocalBoot(): BootInterface {
  const nothing = async (_node: DriverNode, ctx: CallContext): Promise<void> => ctx.signal.throwIfAborted();
  return {
    name: 'local',
    capabilities: [],
    driverInfo: { force_persistent_boot_device: DRIVER_INFO['force_persistent_boot_device'] ?? { description: '' } },
    validate: (node) => void persistence(node, true),
    async prepareRamdisk() {
      const supported = WAYS.map((way) => way.name);
      throw new ProblemError({ code: 'UNSUPPORTED', what: 'booting a ramdisk', driver: 'local', supported });
    },
    cleanUpRamdisk: nothing,
    async prepareInstance(node, ctx) {
      await nothing(node, ctx);
      return { bootDevice: diskOf(node), netboot: null };
    },
    cleanUpInstance: nothing,
  };
}

const diskOf = (node: DriverNode): BootDeviceSetting => ({ device: 'DISK', persistent: persistence(node, true) });

/** @throws {ProblemError} DRIVER_INFO_INVALID */
function persistence({ driverInfo }: DriverNode, wanted: boolean): boolean {
  const forced = driverInfo['force_persistent_boot_device'] ?? 'Default';
  const word = typeof forced === 'string' ? forced.toLowerCase() : forced;
  if (word === 'always' || word === true) return true; // true and false: the reference's former words
  if (word === 'never') return false;
  if (word === 'default' || word === false) return wanted;
  throw new ProblemError({
    code: 'DRIVER_INFO_INVALID',
    interface: 'boot',
    field: 'force_persistent_boot_device',
    reason: 'it is none of Always, Never and Default',
  });
}

function refuseWithoutPort(node: DriverNode): void {
  if (macsOf(node).length > 0) return;
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'Booting over the network',
    reason: 'the node has no port with pxeEnabled, so nobody would know the machine when it asks',
    remedy: 'Create a port with the MAC of the network interface that it boots from.',
  });
}

const noTftpRoot = (): ProblemError =>
  new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'Booting over TFTP',
    reason: 'the setting tftpRoot is empty',
    remedy: 'Let an administrator set it to the folder of the TFTP server, or choose the boot interface ipxe.',
  });
