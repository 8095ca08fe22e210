/**
 * All that a deployment takes: a service in a process of its own, a machine behind a BMC, something for its operating
 * system to call, and a watcher. What is asked of the service goes through GraphQL, as a client's does.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureRamdisk } from '../../scripts/ramdisk/build.mjs';
import { readAll } from '../support/agent/web.ts';
import { freeTcpPort } from '../support/free-port.ts';
import { accepted, enroll, settled, subscribe, type SettledJob, type Subscription } from '../support/graphql-client.ts';
import { startServe, type ServeProcess } from '../support/processes.ts';
import { startProvisioningNetwork, type ProvisioningNetwork } from '../support/provisioning-network.ts';
import { startVirtualMachine, type VirtualMachine } from '../support/virtual-machine.ts';

/** Software emulation, on a machine that may have other things to do: many times what it takes. */
export const LONGEST_MS = 480_000;

const MACHINES_PORT = 6386; // on an address that nobody else has

export interface Stage {
  readonly service: ServeProcess;
  readonly machine: VirtualMachine;
  readonly nodeId: string;
  readonly events: Subscription<WatchedEvent>;
  /** To deploy an operating system that calls home. */
  readonly instanceInfo: Readonly<Record<string, string>>;
  /** What operating systems have sent to the address in their meta data, so far. */
  readonly callsHome: readonly Readonly<Record<string, unknown>>[];
  /** The address for the meta data. */
  readonly homeUrl: string;
  /** Ends the service as a crash would, and starts it again on the same data. */
  restart(): Promise<void>;
  /** Asks for something and waits until its job has ended. */
  ask(mutation: string, input?: Readonly<Record<string, unknown>>): Promise<SettledJob>;
  /** The provision states that were seen, each once per visit. */
  states(): readonly string[];
  /** For whoever wants to know why a test failed. */
  story(): string;
  stop(): Promise<void>;
}

export interface WatchedEvent {
  readonly kind: string;
  readonly type: string | null;
  readonly at: string;
  readonly node: {
    readonly provisionState: string;
    readonly powerState: string | null;
    readonly lastError: string | null;
  } | null;
  readonly job: {
    readonly purpose: string;
    readonly state: string;
    readonly currentStep: { readonly name: string } | null;
  } | null;
  readonly change: { readonly field: string; readonly before: string | null; readonly after: string | null } | null;
}

const WATCH = `subscription ($id: ID!) { nodeEvents(filter: { id: { eq: $id } }, snapshot: true) {
  kind type at node { provisionState powerState lastError } job { purpose state currentStep { name } } change { field before after } } }`;

export interface StageOptions {
  readonly firmware: 'bios' | 'uefi';
  /** Absent: the service starts a private one. */
  readonly databaseUrl?: string;
  /** Gets what the service writes. */
  readonly onOutput?: (text: string) => void;
  /** Flags for the service. */
  readonly flags?: Readonly<Record<string, string | number>>;
  readonly interfaces?: Readonly<Record<string, string>>;
}

export async function openStage({
  firmware,
  databaseUrl,
  flags = {},
  interfaces = {},
  onOutput = () => {},
}: StageOptions): Promise<Stage> {
  const undo: (() => Promise<unknown> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const parts = await ensureRamdisk();
    const dataFolder = await mkdtemp(join(tmpdir(), 'ironql-machine-test-'));
    undo.push(() => rm(dataFolder, { recursive: true, force: true, maxRetries: 3 }));
    const port = await freeTcpPort();

    let network: ProvisioningNetwork | null = null;
    if (firmware === 'uefi') {
      network = await startProvisioningNetwork(MACHINES_PORT);
      undo.push(() => network?.stop());
    }
    // QEMU's own network has this host's loopback at 10.0.2.2.
    const host = network?.hostAddress ?? '10.0.2.2';
    const publicUrl = `http://${host}:${network === null ? port : MACHINES_PORT}`;
    const home = await startHome(network?.hostAddress ?? '127.0.0.1');
    undo.push(home.stop);

    const machine = await startVirtualMachine({
      name: 'vm1',
      mac: '52:54:00:aa:00:01',
      firmware,
      network:
        network === null
          ? { kind: 'user', bootFile: `${publicUrl}/boot.ipxe` }
          : { kind: 'tap', namespace: network.namespace, device: network.tap },
    });
    undo.push(() => machine.stop());

    const serve = (): Promise<ServeProcess> =>
      startServe({
        dataFolder,
        ...(databaseUrl === undefined ? {} : { databaseUrl }),
        onOutput,
        flags: {
          port,
          'file-url-paths': dirname(parts.image),
          'agent-heartbeat-seconds': 20,
          ...(network === null
            ? { 'public-url': publicUrl }
            : { 'machines-host': network.hostAddress, 'machines-port': MACHINES_PORT }),
          ...flags,
        },
      });
    let service = await serve();
    undo.push(async () => {
      service.signal('SIGTERM'); // in order, because a private database ends with it
      await service.ended;
    });

    const advertised =
      machine.agentPort === null ? '' : ` ipa-advertise-host=127.0.0.1 ipa-advertise-port=${machine.agentPort}`;
    const { id: nodeId } = await enroll(service, {
      name: 'vm1',
      driver: 'ipmi',
      interfaces: { boot: 'ipxe', deploy: 'direct', ...interfaces },
      driverInfo: {
        ...machine.driverInfo,
        deploy_kernel: pathToFileURL(parts.kernel).href,
        deploy_ramdisk: pathToFileURL(parts.ramdisk).href,
        kernel_append_params: `console=ttyS0 quiet${advertised}`,
      },
      properties: { root_device: { serial: 'DISK-vm1' }, capabilities: `boot_mode:${firmware}` },
      ports: [{ address: machine.mac }],
    });
    let events = subscribe<WatchedEvent>(service, WATCH, { id: nodeId });
    const seen: WatchedEvent[] = [];
    undo.push(() => events.close());
    return {
      get service() {
        return service;
      },
      machine,
      nodeId,
      get events() {
        return events;
      },
      instanceInfo: {
        image_source: pathToFileURL(parts.image).href,
        image_disk_format: 'raw',
        image_os_hash_algo: 'sha512',
        image_os_hash_value: createHash('sha512')
          .update(await readFile(parts.image))
          .digest('hex'),
      },
      callsHome: home.calls,
      homeUrl: `http://${host}:${home.port}/`,
      async restart() {
        seen.push(...events.items);
        service.signal('SIGKILL');
        await service.ended;
        await events.close();
        service = await serve();
        events = subscribe<WatchedEvent>(service, WATCH, { id: nodeId });
      },
      async ask(mutation, input = {}) {
        const { job } = await accepted(service, mutation, { nodeId, ...input });
        if (job === null) throw new Error(`${mutation} made no job`);
        return settled(service, job.id, LONGEST_MS);
      },
      states: () => statesIn([...seen, ...events.items]),
      story: () =>
        [
          `Events:\n${[...seen, ...events.items].map(inOneLine).join('\n')}`,
          `The console of the machine:\n${machine.console()}`,
          `Orders to its BMC:\n${machine.orders()}`,
          `dnsmasq:\n${network?.log() ?? ''}`,
          `The service:\n${service.output().slice(-20_000)}`,
        ].join('\n\n'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function statesIn(events: readonly WatchedEvent[]): readonly string[] {
  const states = events.flatMap(({ node }) => (node === null ? [] : [node.provisionState]));
  return states.filter((state, index) => state !== states[index - 1]);
}

export function inOneLine({ at, kind, type, node, job, change }: WatchedEvent): string {
  const changed = change === null ? '' : `${change.field}: ${change.before} → ${change.after}`;
  const step = job?.currentStep?.name ?? '';
  return [at, type ?? kind, node?.provisionState, job?.purpose, step, changed, node?.lastError]
    .filter(Boolean)
    .join('  ');
}

/** Whom a deployed operating system calls when it has come up. */
async function startHome(address: string) {
  const calls: Readonly<Record<string, unknown>>[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((text) => {
      // The operating system sends its meta data as they are.
      calls.push(JSON.parse(text) as Readonly<Record<string, unknown>>);
      response.end();
    });
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    calls,
    port: (server.address() as AddressInfo).port, // it listens on TCP
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
