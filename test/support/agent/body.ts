/**
 * What an agent runs on: the machine as its ramdisk sees it. There are two: a simulated one in memory, and the real one
 * under Linux. The agent itself is the same on both.
 */

export interface Body {
  /** Where the agent's own API listens. Port 9999 in a ramdisk; any free one where many agents share an address. */
  readonly listenOn: { readonly host: string; readonly port: number };
  inventory(): Promise<Inventory>;
  openDisk(name: string): Promise<BlockDevice>;
  /** Room for an image that cannot go straight to the disk; gone when it is closed. */
  scratch(sizeBytes: number): Promise<BlockDevice>;
  /** All that is on the disk, or what leads to it (partition tables and the like). */
  erase(diskName: string, what: 'everything' | 'metadata'): Promise<void>;
  setRescuePassword(password: string, isHashed: boolean): Promise<void>;
  /** Takes the network interfaces down. */
  lockDown(): Promise<void>;
  sync(): Promise<void>;
  /** The agent is dead soon after. */
  powerOff(): void;
  reboot(): void;
  /** Name → contents. */
  logs(): Promise<Readonly<Record<string, Buffer>>>;
  log(line: string): void;
}

export interface BlockDevice {
  readonly sizeBytes: number;
  read(offset: number, length: number): Promise<Buffer>;
  write(offset: number, data: Buffer): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** In the words of the protocol (domain notes §6.10), because it goes out as it is. */
export interface Inventory {
  readonly interfaces: readonly NetworkCard[];
  readonly cpu: Readonly<Record<string, unknown>>;
  readonly disks: readonly DiskFacts[];
  readonly memory: { readonly total: number; readonly physical_mb: number };
  readonly bmc_address: string;
  readonly bmc_v6address: string;
  readonly system_vendor: Readonly<Record<string, unknown>>;
  readonly boot: { readonly current_boot_mode: 'uefi' | 'bios'; readonly pxe_interface: string | null };
  readonly hostname: string;
}

export interface NetworkCard {
  readonly name: string;
  readonly mac_address: string;
  readonly ipv4_address: string | null;
  readonly ipv6_address: string | null;
  readonly has_carrier: boolean;
  readonly lldp: null;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly client_id: null;
  readonly biosdevname: null;
  readonly speed_mbps: number | null;
  readonly pci_address: string | null;
  readonly driver: string | null;
}

export interface DiskFacts {
  readonly name: string;
  readonly model: string;
  /** In bytes. */
  readonly size: number;
  readonly rotational: boolean;
  readonly wwn: string | null;
  readonly wwn_with_extension: string | null;
  readonly wwn_vendor_extension: string | null;
  readonly serial: string | null;
  readonly vendor: string | null;
  readonly hctl: string | null;
  readonly by_path: string | null;
  readonly logical_sectors: number;
  readonly physical_sectors: number;
  readonly tran: string | null;
}
