/**
 * What a machine's firmware is told by DHCP: what to fetch, and from where. Files for dnsmasq, which reads them when they
 * change (`dhcp-hostsdir`, `dhcp-optsdir`). Source: domain notes §5.4.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../../domain/problems.ts';
import type { DriverNode } from '../interfaces/common.ts';
import { writeFileWhole } from './write-file.ts';

export interface DhcpOptions {
  /** `none`: the operator's DHCP server is set up once, for all machines. */
  readonly provider: 'none' | 'dnsmasq';
  readonly hostsFolder: string;
  readonly optionsFolder: string;
  /** Where machines reach this service, without a slash at its end. */
  readonly publicUrl: () => string;
  /** Empty: the host of `publicUrl`. */
  readonly tftpServer: string;
  /** What firmware of each mode fetches first. */
  readonly bootFiles: Readonly<Record<'pxe' | 'ipxe', Readonly<Record<'bios' | 'uefi', string>>>>;
}

/** How a machine gets its boot loader, and which. */
export type BootWay = 'pxe' | 'ipxe' | 'http' | 'http-ipxe';

export interface Dhcp {
  tell(node: DriverNode, way: BootWay, mode: 'bios' | 'uefi'): Promise<void>;
  /** Machines of the node are not answered any more. */
  forget(node: DriverNode): Promise<void>;
}

export function createDhcp(options: DhcpOptions): Dhcp {
  if (options.provider === 'none') return { tell: async () => {}, forget: async () => {} };
  const hostFile = (mac: string): string => join(options.hostsFolder, `ironql-${mac.replaceAll(':', '-')}.conf`);
  const optionFile = (node: DriverNode): string => join(options.optionsFolder, `ironql-${node.id}.conf`);
  return {
    async tell(node, way, mode) {
      refuseWithoutFolders(options);
      const tag = tagOf(node);
      await writeFileWhole(
        optionFile(node),
        optionsFor(way, mode, options)
          .map(([on, option, value]) => `${[`tag:${tag}`, ...on].join(',')},${option},${value}\n`)
          .join(''),
      );
      for (const mac of macsOf(node)) await writeFileWhole(hostFile(mac), `${mac},set:${tag},set:ironql\n`);
    },
    async forget(node) {
      refuseWithoutFolders(options);
      // A file that is removed says nothing to dnsmasq; one that changes is read.
      for (const mac of macsOf(node)) await writeFileWhole(hostFile(mac), `${mac},ignore\n`);
      await rm(optionFile(node), { force: true });
    },
  };
}

type Option = readonly [on: readonly string[], option: number, value: string];

const BOOT_FILE = 67;
const TFTP_NAME = 66;
const TFTP_ADDRESS = 150;
const VENDOR_CLASS = 60; // firmware that boots by HTTP takes no offer without it

function optionsFor(way: BootWay, mode: 'bios' | 'uefi', options: DhcpOptions): readonly Option[] {
  const { publicUrl, bootFiles } = options;
  const loaderUrl = (file: string): string => `${publicUrl()}/boot/loader/${file}`;
  const script: Option = [['tag:ipxe'], BOOT_FILE, `${publicUrl()}/boot.ipxe`];
  const server = options.tftpServer === '' ? hostOf(publicUrl()) : options.tftpServer;
  const tftp: readonly Option[] = [
    [[], TFTP_NAME, server],
    [[], TFTP_ADDRESS, server],
  ];
  switch (way) {
    case 'pxe':
      return [[[], BOOT_FILE, bootFiles.pxe[mode]], ...tftp];
    case 'ipxe':
      return [[['tag:!ipxe'], BOOT_FILE, bootFiles.ipxe[mode]], script, ...tftp];
    case 'http':
      return [
        [[], BOOT_FILE, loaderUrl(bootFiles.pxe.uefi)],
        [[], VENDOR_CLASS, 'HTTPClient'],
      ];
    case 'http-ipxe':
      return [
        [['tag:!ipxe'], BOOT_FILE, loaderUrl(bootFiles.ipxe.uefi)],
        [['tag:!ipxe'], VENDOR_CLASS, 'HTTPClient'],
        script,
      ];
  }
}

/** dnsmasq's tags are words; a node's id is one without its hyphens. */
const tagOf = ({ id }: DriverNode): string => `n${id.replaceAll('-', '')}`;
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : '');

/** Its form was checked when the port was made; a path is no place to rely on that. */
export const macsOf = ({ ports }: DriverNode): readonly string[] =>
  ports
    .filter(({ pxeEnabled, address }) => pxeEnabled && /^(?:[\da-f]{2}:){5}[\da-f]{2}$/.test(address))
    .map(({ address }) => address);

function refuseWithoutFolders({ hostsFolder, optionsFolder }: DhcpOptions): void {
  if (hostsFolder !== '' && optionsFolder !== '') return;
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'Booting over the network',
    reason: 'dhcpProvider is dnsmasq, and dhcpHostsFolder or dhcpOptionsFolder is empty',
    remedy: 'Let an administrator set them to what dnsmasq has as dhcp-hostsdir and dhcp-optsdir.',
  });
}
