/** What the boot interfaces of this folder get from the settings, and from the rest of the house. */
import type { DhcpOptions } from './dhcp.ts';

/** Part of what `images/` offers: a file, wherever it comes from. */
export interface Source {
  readonly size: number;
  /** Another one for other contents. */
  readonly etag: string;
  read(into: Uint8Array, position: number, length: number, signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

export interface SourceReader {
  open(source: string, signal: AbortSignal): Promise<Source>;
  /** Is it there? @throws {ProblemError} SOURCE_… */
  check(source: string, signal: AbortSignal): Promise<void>;
}

/** What a ramdisk starts from: http, https or file. */
export interface KernelPair {
  readonly kernel: string;
  readonly ramdisk: string;
}

/** For nodes that name none themselves. */
export interface PairSettings {
  /** By `cpu_arch`. */
  readonly byArch: ReadonlyMap<string, KernelPair>;
  readonly other: KernelPair | null;
}

export interface NetbootOptions {
  readonly deploy: PairSettings;
  /** Null where rescue has none of its own: then `deploy` counts. */
  readonly rescue: PairSettings;
  /** Added to every command line, unless a node says otherwise. */
  readonly kernelAppendParams: string;
  /** Null in processes that fetch nothing, and in tests: then nothing is looked at beforehand. */
  readonly sources: SourceReader | null;
  /** What a TFTP server gives out; empty: there is none, and `pxe` cannot be used. */
  readonly tftpRoot: string;
  readonly dhcp: DhcpOptions;
}

const NONE: PairSettings = { byArch: new Map(), other: null };

export const DEFAULT_NETBOOT_OPTIONS: NetbootOptions = {
  deploy: NONE,
  rescue: NONE,
  kernelAppendParams: 'nofb vga=normal', // as the reference
  sources: null,
  tftpRoot: '',
  dhcp: {
    provider: 'none',
    hostsFolder: '',
    optionsFolder: '',
    publicUrl: () => '',
    tftpServer: '',
    bootFiles: {
      pxe: { bios: 'pxelinux.0', uefi: 'bootx64.efi' },
      ipxe: { bios: 'undionly.kpxe', uefi: 'snponly.efi' },
    },
  },
};
