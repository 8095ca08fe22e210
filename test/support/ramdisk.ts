/** A ramdisk that is up, as a driver meets it: its agent has called back and waits for commands. */
import type { AgentAccess } from '../../src/drivers/interfaces/common.ts';
import { startAgentApi } from './agent/api.ts';
import { selfSigned } from './agent/certificate.ts';
import { createCommands, type CommandResult } from './agent/commands.ts';
import { faultsLeft, type AgentFaults } from './agent/faults.ts';
import { createGpt, ESP_TYPE } from './agent/partitions.ts';
import { createSimulatedMachine, type SimulatedMachine, type SimulatedMachineOptions } from './agent/simulated-body.ts';
import { createWeb } from './agent/web.ts';

export interface Ramdisk {
  readonly access: AgentAccess;
  readonly machine: SimulatedMachine;
  /** What its agent has been told since it came up, oldest first. */
  commands(): readonly CommandResult[];
  /** Comes up anew, at the same address: what it was told is forgotten. */
  reboot(): void;
  readonly isOff: boolean;
  stop(): void;
}

const TOKEN = 't'.repeat(43);
const MIB = 2 ** 20;

export async function startRamdisk(
  faults: AgentFaults = {},
  options: Partial<SimulatedMachineOptions> = {},
): Promise<Ramdisk> {
  let isOff = false;
  let isLockedDown = false;
  const machine = createSimulatedMachine({
    macs: ['52:54:00:00:00:01'],
    onPowerOff: () => (isOff = true),
    onReboot: () => setImmediate(() => reboot()),
    ...options,
  });
  const certificate = selfSigned(['127.0.0.1']);
  const left = faultsLeft(faults);
  const web = createWeb({ isInsecure: false });
  const power = new AbortController();
  const boot = (): ReturnType<typeof createCommands> =>
    createCommands({
      body: machine,
      faults,
      left,
      writer: { body: machine, web, signal: power.signal, retryMs: 20 },
      commandEnded: () => {},
      lockDown: () => (isLockedDown = true),
      goSilent: () => (isLockedDown = true),
    });
  let commands = boot();
  const reboot = (): void => {
    commands = boot();
  };
  const api = await startAgentApi({
    host: '127.0.0.1',
    port: 0,
    certificate,
    tlsMinVersion: 'TLSv1.3',
    commands: {
      list: () => commands.list(),
      find: (id) => commands.find(id),
      execute: (name, params) => commands.execute(name, params),
      ended: (id) => commands.ended(id),
    },
    version: '11.4.0',
    token: () => TOKEN,
    isSilent: () => isOff || isLockedDown,
  });
  return {
    access: {
      url: `https://127.0.0.1:${api.port}`,
      token: TOKEN,
      verifyCa: certificate.cert,
      version: '11.4.0',
      lastHeartbeatAt: new Date(),
      stepVersions: null,
    },
    machine,
    commands: () => commands.list(),
    reboot,
    get isOff() {
      return isOff;
    },
    stop() {
      power.abort(new Error('The test is over.'));
      api.stop();
      web.close();
    },
  };
}

/** A small raw disk image with an EFI system partition and a root. */
export async function aDiskImage(): Promise<Buffer> {
  const size = 8 * MIB;
  const [disk] = createSimulatedMachine({ macs: [], disks: [{ name: 'image', size }] }).disks;
  if (disk === undefined) throw new Error('There is no disk.');
  await createGpt(disk.device, [
    { name: 'efi', sizeMib: 1, type: ESP_TYPE },
    { name: 'root', sizeMib: 2 },
  ]);
  await disk.device.write(3 * MIB, Buffer.from('the tenant’s operating system'));
  return disk.device.read(0, size);
}
