/**
 * Simulated machines as nodes of a service, with all that they boot and are given: enrolled, plugged in, ready to be
 * deployed by the agent. For tests in this process, and for `npm run simulate` beside a service that runs already.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGpt, ESP_TYPE } from '../support/agent/partitions.ts';
import { createSimulatedMachine } from '../support/agent/simulated-body.ts';
import {
  startAgentFleet,
  type AgentFleetOptions,
  type FleetMachine,
  type FleetMachineOptions,
} from '../support/agent-fleet.ts';
import { enroll, type Endpoint } from '../support/graphql-client.ts';

export interface SimulatedFleet {
  /** A node in ENROLL whose machine is plugged in. */
  enroll(name: string, options?: Partial<Omit<FleetMachineOptions, 'nodeId'>>): Promise<FleetMachine>;
  /** To deploy an image that takes next to no time. */
  readonly instanceInfo: Readonly<Record<string, string>>;
  /** Files that machines and the service fetch; a test may add some. */
  readonly files: Map<string, Buffer>;
  readonly filesUrl: string;
  stop(): Promise<void>;
}

export interface SimulatedFleetOptions extends AgentFleetOptions {
  /** Makes addresses that no other fleet has: two hexadecimal digits. */
  readonly addressPart?: string;
}

export async function startSimulatedFleet(
  service: Endpoint,
  { addressPart = '5e', ...options }: SimulatedFleetOptions,
): Promise<SimulatedFleet> {
  const image = await tinyImage();
  const files = new Map([
    ['/kernel', Buffer.from('a kernel')],
    ['/ramdisk', Buffer.from('a ramdisk')],
    ['/image.raw', image],
  ]);
  const origin = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200, { 'content-length': file?.length ?? 0 });
    response.end(request.method === 'HEAD' ? undefined : file);
  });
  origin.listen(0, '127.0.0.1');
  await once(origin, 'listening');
  const filesUrl = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`; // it listens on TCP
  const fleet = startAgentFleet(options);
  let count = 0;
  return {
    files,
    filesUrl,
    instanceInfo: {
      image_source: `${filesUrl}/image.raw`,
      image_disk_format: 'raw',
      image_os_hash_algo: 'sha256',
      image_os_hash_value: createHash('sha256').update(image).digest('hex'),
    },
    async enroll(name, machine = {}) {
      const macs = machine.macs ?? [addressOf(addressPart, count)];
      count += 1;
      const { id: nodeId } = await enroll(service, {
        name,
        driver: 'fake-hardware',
        interfaces: { boot: 'ipxe', deploy: 'direct', inspect: 'agent', rescue: 'agent' },
        driverInfo: { deploy_kernel: `${filesUrl}/kernel`, deploy_ramdisk: `${filesUrl}/ramdisk` },
        ports: macs.map((address) => ({ address })),
      });
      return fleet.add({ ...machine, nodeId, macs });
    },
    async stop() {
      fleet.stop();
      origin.closeAllConnections();
      origin.close();
      await once(origin, 'close');
    },
  };
}

/** 02: locally administered, so nobody's real card has it. */
function addressOf(part: string, index: number): string {
  const number = index.toString(16).padStart(8, '0');
  return ['02', part, ...(number.match(/../g) ?? [])].join(':');
}

/** Four megabytes with an EFI system partition and another one, both empty. */
async function tinyImage(): Promise<Buffer> {
  const size = 4 * 2 ** 20;
  const [disk] = createSimulatedMachine({ macs: [], disks: [{ name: 'image', size }] }).disks;
  if (disk === undefined) throw new Error('There is no disk');
  await createGpt(disk.device, [
    { name: 'efi', sizeMib: 1, type: ESP_TYPE },
    { name: 'root', sizeMib: 1 },
  ]);
  return disk.device.read(0, size);
}
