import type { DriverNode } from '../interfaces/common.ts';
import type { BootDevice, BootDeviceSetting, BootMode, ManagementInterface } from '../interfaces/management.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Ipmitool } from './ipmitool.ts';
import { parseBootParameters, parseSensors, parseVendor } from './parse.ts';
import { hostAndPort, IPMI_DRIVER_INFO, parseIpmiSettings } from './settings.ts';

interface DeviceCode {
  /** For `chassis bootdev`. */
  readonly word: string;
  /** The boot flags' third data byte (IPMI 2.0, table 28-14). */
  readonly byte: string;
}

const DEVICES: Readonly<Partial<Record<BootDevice, DeviceCode>>> = {
  PXE: { word: 'pxe', byte: '0x04' },
  DISK: { word: 'disk', byte: '0x08' },
  CDROM: { word: 'cdrom', byte: '0x14' },
  BIOS: { word: 'bios', byte: '0x18' },
  SAFE: { word: 'safe', byte: '0x0c' },
};

// Supermicro's UEFI takes the plain disk selector for a legacy disk; this one is "default disk, UEFI".
const SUPERMICRO_UEFI_DISK = '0x24';

/** Boot flags: valid 0x80, for all boots 0x40, UEFI 0x20. */
const UEFI_ONCE = '0xa0';
const UEFI_PERSISTENT = '0xe0';

/** Tells the BMC not to forget the boot device after 60 seconds (boot option 3, bit 3). */
const DISABLE_BOOT_TIMEOUT = ['raw', '0x00', '0x08', '0x03', '0x08'];

export function createIpmiManagement(ipmitool: Ipmitool): ManagementInterface {
  return {
    name: 'ipmitool',
    driverInfo: IPMI_DRIVER_INFO,
    validate: (node) => void parseIpmiSettings('management', node),

    // The keys of a table lose their type.
    bootDevices: Object.keys(DEVICES) as BootDevice[],
    async setBootDevice(node, setting, ctx) {
      const settings = parseIpmiSettings('management', node);
      const words = bootDeviceWords(node, setting);
      if (words === null) throw unknownDevice(setting.device, hostAndPort(settings));
      if (settings.disableBootTimeout) await ipmitool(settings, DISABLE_BOOT_TIMEOUT, ctx);
      await ipmitool(settings, words, ctx);
    },
    async getBootDevice(node, ctx) {
      const settings = parseIpmiSettings('management', node);
      return parseBootParameters(await ipmitool(settings, ['chassis', 'bootparam', 'get', '5'], ctx));
    },

    // IPMI has no command to change the mode; a boot device is set in the mode that the node is in.
    bootModes: [],

    async getSensors(node, ctx) {
      return parseSensors(await ipmitool(parseIpmiSettings('management', node), ['sdr', '-v'], ctx));
    },
    async injectNmi(node, ctx) {
      await ipmitool(parseIpmiSettings('management', node), ['power', 'diag'], ctx);
    },
    async detectVendor(node, ctx) {
      return parseVendor(await ipmitool(parseIpmiSettings('management', node), ['mc', 'info'], ctx));
    },
  };
}

/** The words for ipmitool, or null for a device that IPMI cannot name. Exported for its test. */
export function bootDeviceWords(node: DriverNode, { device, persistent }: BootDeviceSetting): readonly string[] | null {
  const code = DEVICES[device];
  if (code === undefined) return null;
  if (bootModeOf(node) === 'BIOS') {
    return ['chassis', 'bootdev', code.word, ...(persistent ? ['options=persistent'] : [])];
  }
  // Raw, because ipmitool's own `options=efiboot` is ignored by some BMCs.
  const byte = device === 'DISK' && isSupermicro(node) ? SUPERMICRO_UEFI_DISK : code.byte;
  return ['raw', '0x00', '0x08', '0x05', persistent ? UEFI_PERSISTENT : UEFI_ONCE, byte, '0x00', '0x00', '0x00'];
}

/** The instance's wish counts before the node's habit; UEFI when nobody says, as in the reference. */
function bootModeOf({ instanceInfo, properties }: DriverNode): BootMode {
  const mode = bootModeIn(instanceInfo['capabilities']) ?? bootModeIn(properties['capabilities']);
  return mode?.toLowerCase() === 'bios' ? 'BIOS' : 'UEFI';
}

/** Capabilities are written `boot_mode:bios,other:x`, or as an object. */
function bootModeIn(capabilities: unknown): string | null {
  if (typeof capabilities === 'string') return /(?:^|,)\s*boot_mode:(\w+)/.exec(capabilities)?.[1] ?? null;
  if (typeof capabilities !== 'object' || capabilities === null || !('boot_mode' in capabilities)) return null;
  return typeof capabilities.boot_mode === 'string' ? capabilities.boot_mode : null;
}

function isSupermicro({ properties }: DriverNode): boolean {
  const vendor = properties['vendor'];
  return typeof vendor === 'string' && vendor.toLowerCase().includes('supermicro');
}

function unknownDevice(device: BootDevice, address: string): ProblemError {
  return new ProblemError({
    code: 'BMC_REFUSED',
    address,
    command: `boot device ${device}`,
    reason: 'IPMI has no word for this device',
  });
}
