/**
 * What runs on simulated machines: firmware that boots as it is told, ramdisk agents, instances.
 *
 * The fake driver keeps its machines in files. A fleet watches them, as electricity would: a machine that is turned on
 * starts, from the network or from its disk; one that is turned off is dead at once; one that turns itself off is off in
 * its file. It needs nothing of the service but what real machines need of it: its boot scripts, its files and its
 * endpoints for agents. So it works as well beside a service in another process.
 */
import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFileStore, type Machine } from '../../src/drivers/fake/machine.ts';
import { QUICK_TIMING, startAgent, type Agent, type AgentTiming } from './agent/agent.ts';
import { selfSigned, type Certificate } from './agent/certificate.ts';
import { faultsLeft, type AgentFaults } from './agent/faults.ts';
import { bootIpxe } from './agent/ipxe.ts';
import { readPartitions } from './agent/partitions.ts';
import { createSimulatedMachine, type SimulatedMachine, type SimulatedMachineOptions } from './agent/simulated-body.ts';
import { createWeb } from './agent/web.ts';
import { aDriverNode } from '../contract/builders.ts';

export interface AgentFleet {
  /** Plugs a machine in: its node's driver is fake-hardware. */
  add(options: FleetMachineOptions): FleetMachine;
  /** Cuts the power of all. */
  stop(): void;
}

export interface FleetMachineOptions extends Omit<SimulatedMachineOptions, 'onPowerOff' | 'onReboot'> {
  readonly nodeId: string;
  readonly faults?: AgentFaults;
}

export interface FleetMachine {
  readonly nodeId: string;
  readonly hardware: SimulatedMachine;
  /** Of the ramdisk that runs on it now. */
  agent(): Agent | null;
  /** What each start led to, so far. */
  readonly boots: readonly Boot[];
}

export type Boot =
  | { readonly kind: 'ramdisk'; readonly commandLine: string }
  /** The operating system on its disk. */
  | { readonly kind: 'instance' }
  /** Neither the network nor the disk had anything. */
  | { readonly kind: 'nothing' };

export interface AgentFleetOptions {
  /** Where the fake driver keeps its machines: `fake-machines` in the service's data folder. */
  readonly stateDir: string;
  /** Where machines reach the service: `http://127.0.0.1:6385`. */
  readonly serviceUrl: string;
  readonly timing?: Partial<AgentTiming>;
  /** All agents have the same certificate. For a thousand of them; making one takes a millisecond. */
  readonly isCertificateShared?: boolean;
  /** From the power to the firmware's first word; a real server takes minutes. */
  readonly firmwareMs?: number;
}

export function startAgentFleet({
  stateDir,
  serviceUrl,
  timing = QUICK_TIMING,
  isCertificateShared = false,
  firmwareMs = 0,
}: AgentFleetOptions): AgentFleet {
  const store = createFileStore(stateDir, () => new Date());
  const machines = new Map<string, { look(): void; cut(): void }>();
  const certificate = isCertificateShared ? selfSigned(['127.0.0.1']) : null;
  const watcher = watch(stateDir, (_event, name) => machines.get(name?.replace(/\.json$/, '') ?? '')?.look());
  watcher.unref();
  return {
    add(options) {
      const machine = plugIn(options, { store, serviceUrl, timing, certificate, firmwareMs });
      machines.set(options.nodeId, machine);
      machine.look();
      return machine.machine;
    },
    stop() {
      watcher.close();
      for (const machine of machines.values()) machine.cut();
    },
  };
}

interface Site {
  readonly store: ReturnType<typeof createFileStore>;
  readonly serviceUrl: string;
  readonly timing: Partial<AgentTiming>;
  readonly certificate: Certificate | null;
  readonly firmwareMs: number;
}

function plugIn(
  { nodeId, faults = {}, ...described }: FleetMachineOptions,
  { store, serviceUrl, timing, certificate, firmwareMs }: Site,
): { machine: FleetMachine; look(): void; cut(): void } {
  const node = aDriverNode({ id: nodeId });
  const left = faultsLeft(faults); // across its boots
  const boots: Boot[] = [];
  let seen: Pick<Machine, 'power' | 'starts'> = { power: 'OFF', starts: store.read(node).starts };
  let power: AbortController | null = null;
  let agent: Agent | null = null;

  const hardware = createSimulatedMachine({
    ...described,
    onPowerOff: () => turn({ power: 'OFF' }),
    onReboot: () => turn({ starts: store.read(node).starts + 1 }),
  });

  function turn(change: Partial<Machine>): void {
    store.update(node, () => change);
    look();
  }

  function look(): void {
    const now = store.read(node);
    if (now.power === seen.power && now.starts === seen.starts) return;
    seen = { power: now.power, starts: now.starts };
    cut();
    if (now.power === 'ON') start(now);
  }

  function cut(): void {
    power?.abort();
    power = null;
    agent?.kill();
    agent = null;
  }

  function start({ bootDevice, bootMode }: Machine): void {
    const controller = new AbortController();
    power = controller;
    // A device that is not persistent is for one start, whatever comes of it.
    if (!bootDevice.persistent && bootDevice.device !== 'DISK')
      store.update(node, () => ({ bootDevice: { device: 'DISK', persistent: false } }));
    const isNetwork = bootDevice.device === 'PXE' || bootDevice.device === 'UEFIHTTP';
    boot(isNetwork, bootMode === 'UEFI' ? 'efi' : 'pcbios', controller.signal).then(
      (what) => boots.push(what),
      (error: unknown) => hardware.log(`The start was broken off: ${String(error)}`),
    );
  }

  async function boot(isNetwork: boolean, platform: 'efi' | 'pcbios', signal: AbortSignal): Promise<Boot> {
    await sleep(firmwareMs, undefined, { signal });
    const fromNetwork = isNetwork ? await bootFromNetwork(platform, signal) : null;
    signal.throwIfAborted();
    if (fromNetwork !== null) {
      agent = startAgent({
        body: hardware,
        kernelArgs: fromNetwork,
        timing,
        faults,
        left,
        ...(certificate === null ? {} : { certificate }),
      });
      return { kind: 'ramdisk', commandLine: fromNetwork };
    }
    const [disk] = hardware.disks;
    const table = disk === undefined ? null : await readPartitions(disk.device);
    return { kind: table === null ? 'nothing' : 'instance' };
  }

  /** Null: it goes on to the disk. */
  async function bootFromNetwork(platform: 'efi' | 'pcbios', signal: AbortSignal): Promise<string | null> {
    const web = createWeb({ isInsecure: false });
    try {
      const result = await bootIpxe(
        {
          macs: hardware.macs,
          platform,
          signal,
          sleep: (seconds) => sleep(seconds * 1_000, undefined, { signal }),
          async fetch(url) {
            const incoming = await web.open(url, { signal });
            const chunks: Buffer[] = [];
            // A stream of bytes gives buffers.
            for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
            hardware.log(`iPXE: ${url}: ${incoming.statusCode}`);
            if (incoming.statusCode !== 200) throw new Error(`${url}: ${incoming.statusCode}`);
            return Buffer.concat(chunks);
          },
        },
        `${serviceUrl}/boot.ipxe`,
      );
      return result.kind === 'kernel' ? result.commandLine : null;
    } finally {
      web.close();
    }
  }

  return { machine: { nodeId, hardware, agent: () => agent, boots }, look, cut };
}
