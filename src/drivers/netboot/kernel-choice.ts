/** Which kernel a machine starts, with which ramdisk, and what they are told. Source: domain notes §5.3, §5.6. */
import { parseCapabilities } from '../../domain/capabilities.ts';
import { RAMDISK_ARGUMENTS, splitKernelArguments, whyNoKernelArguments } from '../../domain/kernel-arguments.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { RamdiskPurpose } from '../interfaces/boot.ts';
import type { DriverInfoField, DriverNode } from '../interfaces/common.ts';
import type { KernelPair, NetbootOptions, PairSettings } from './options.ts';

const url = (what: string): DriverInfoField => ({
  description: `URL (http, https, file) of the ${what}; both of a pair or neither. Without them, those of the settings.`,
});
export const KERNEL_DRIVER_INFO: Readonly<Record<string, DriverInfoField>> = {
  deploy_kernel: url("ramdisk's kernel for deploying, cleaning and the like"),
  deploy_ramdisk: url('ramdisk for deploying, cleaning and the like'),
  rescue_kernel: url("rescue system's kernel"),
  rescue_ramdisk: url("rescue system's ramdisk"),
  kernel_append_params: {
    description:
      'Added to the command line of ramdisks, key=value, divided by spaces; %default% stands for those of the settings.',
  },
};

/** @throws {ProblemError} DRIVER_INFO_INVALID */
export function ramdiskPair(node: DriverNode, purpose: RamdiskPurpose, options: NetbootOptions): KernelPair {
  if (purpose !== 'RESCUE') return pairOf(node, 'deploy', options.deploy) ?? missing('deploy');
  // A ramdisk that can be deployed from can rescue as well.
  return pairOf(node, 'rescue', options.rescue) ?? pairOf(node, 'deploy', options.deploy) ?? missing('rescue');
}

/** @throws {ProblemError} DRIVER_INFO_INVALID, INSTANCE_INFO_INVALID */
export function ramdiskArguments(
  node: DriverNode,
  kernelArgs: Readonly<Record<string, string>>,
  options: NetbootOptions,
): string {
  const given = Object.entries(kernelArgs).map(([key, value]) => `${key}=${value}`);
  const args = [RAMDISK_ARGUMENTS, appendParams(node, options), ...given].join(' ');
  const why = whyNoKernelArguments(args);
  // What users gave was looked at; the rest is ours and the operator's.
  if (why !== null) throw new Error(`The kernel's command line cannot be written: ${why}.`);
  return splitKernelArguments(args).join(' ');
}

/** An instance that is a kernel and a ramdisk and nothing else; null: the instance is on a disk. */
export function instanceBoot(
  node: DriverNode,
  options: NetbootOptions,
): (KernelPair & { readonly args: string }) | null {
  const { instanceInfo: info } = node;
  const { kernel, ramdisk } = info;
  if (typeof kernel !== 'string' || typeof ramdisk !== 'string') return null;
  const isRamdisk = isYes(info['ironic_ramdisk_deploy']) || typeof info['image_source'] !== 'string';
  if (!isRamdisk) return null; // the kernel and ramdisk of a partition image, which has a boot loader by now
  const own = checkedText('ramdisk_kernel_arguments', info['ramdisk_kernel_arguments'], true) ?? '';
  const args = splitKernelArguments(['root=/dev/ram0 text', appendParams(node, options), own].join(' ')).join(' ');
  return { kernel: checkedUrl('kernel', kernel, true), ramdisk: checkedUrl('ramdisk', ramdisk, true), args };
}

/** Where the instance, else the node, says which firmware it boots with; else UEFI, as the reference. */
export function bootModeOf({ instanceInfo, properties }: DriverNode): 'bios' | 'uefi' {
  const asked = instanceInfo['deploy_boot_mode'] ?? parseCapabilities(instanceInfo['capabilities'])['boot_mode'];
  return (asked ?? parseCapabilities(properties['capabilities'])['boot_mode']) === 'bios' ? 'bios' : 'uefi';
}

/** The instance's wish counts before the node's, and that before the settings. */
function appendParams({ instanceInfo, driverInfo }: DriverNode, { kernelAppendParams }: NetbootOptions): string {
  const field = 'kernel_append_params';
  const wanted = textOr(instanceInfo[field], field, true) ?? textOr(driverInfo[field], field, false);
  if (wanted === null) return kernelAppendParams;
  const isOfInstance = typeof instanceInfo[field] === 'string';
  checkArguments(field, wanted.replaceAll('%default%', ''), isOfInstance);
  return wanted.replaceAll('%default%', kernelAppendParams);
}

function pairOf({ driverInfo, properties }: DriverNode, kind: 'deploy' | 'rescue', settings: PairSettings) {
  const kernel = textOr(driverInfo[`${kind}_kernel`], `${kind}_kernel`, false);
  const ramdisk = textOr(driverInfo[`${kind}_ramdisk`], `${kind}_ramdisk`, false);
  if (kernel !== null && ramdisk !== null) {
    return {
      kernel: checkedUrl(`${kind}_kernel`, kernel, false),
      ramdisk: checkedUrl(`${kind}_ramdisk`, ramdisk, false),
    };
  }
  if (kernel !== null) throw invalid(`${kind}_ramdisk`, `it is missing, and ${kind}_kernel alone boots nothing`, false);
  if (ramdisk !== null)
    throw invalid(`${kind}_kernel`, `it is missing, and ${kind}_ramdisk alone boots nothing`, false);
  const arch = properties['cpu_arch'];
  return (typeof arch === 'string' ? settings.byArch.get(arch) : undefined) ?? settings.other;
}

const missing = (kind: 'deploy' | 'rescue'): never => {
  throw invalid(`${kind}_kernel`, `it is missing, and so is the setting ${kind}Kernel`, false);
};

function checkedUrl(field: string, text: string, ofInstance: boolean): string {
  if (!URL.canParse(text) || !['http:', 'https:', 'file:'].includes(new URL(text).protocol)) {
    throw invalid(field, 'it is not a URL of http, https or file', ofInstance);
  }
  return text;
}

function checkedText(field: string, value: unknown, ofInstance: boolean): string | null {
  const text = textOr(value, field, ofInstance);
  if (text !== null) checkArguments(field, text, ofInstance);
  return text;
}

function checkArguments(field: string, text: string, ofInstance: boolean): void {
  const why = whyNoKernelArguments(text);
  if (why !== null) throw invalid(field, why, ofInstance);
}

function textOr(value: unknown, field: string, ofInstance: boolean): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw invalid(field, 'it is not a text', ofInstance);
  return value;
}

function invalid(field: string, reason: string, ofInstance: boolean): ProblemError {
  return ofInstance
    ? new ProblemError({ code: 'INSTANCE_INFO_INVALID', field, reason, remedy: 'Correct it with updateNode.' })
    : new ProblemError({ code: 'DRIVER_INFO_INVALID', interface: 'boot', field, reason });
}

const isYes = (value: unknown): boolean => value === true || String(value).toLowerCase() === 'true';
