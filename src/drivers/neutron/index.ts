/**
 * Networks by OpenStack Neutron: what fills the network slot of any hardware type.
 *
 * - `neutron`: each purpose has a network of its own; a machine is in one of them, or in its tenants', never in two.
 * - `flat`: one network for all. Ports are made for cleaning and inspection only; for the rest the tenants' VIFs are
 *   bound as they are.
 * Source: domain notes, provisioning §4.5.
 */
import { ProblemError } from '../../domain/problems.ts';
import { DONE, type DriverInfoField, type DriverNode, type DriverStep } from '../interfaces/common.ts';
import type { NetworkInterface, NetworkPurpose, Vif } from '../interfaces/network.ts';
import { cutOff, giveVif, letGo } from './bindings.ts';
import { createNeutronClient, notConfigured, type NeutronClient, type NeutronClientOptions } from './client.ts';
import { heldByAll, heldByNode } from './held.ts';
import { physicalNetworksOf } from './physical-networks.ts';
import {
  addPorts,
  findNetwork,
  networkNameOf,
  noNetworkNamed,
  removePorts,
  type PurposeOptions,
} from './purpose-ports.ts';

export interface NeutronOptions extends NeutronClientOptions, PurposeOptions {}

export const DEFAULT_NEUTRON_OPTIONS: NeutronOptions = {
  url: '',
  tokenFile: '',
  timeoutMs: 30_000,
  networks: { CLEANING: '', PROVISIONING: '', RESCUING: '', INSPECTION: '', SERVICING: '' },
  addAllPorts: false,
  failOnBindingFailure: true,
  bindTimeoutMs: 60_000,
};

const network = (what: string): DriverInfoField => ({
  description: `Name or id of the network for ${what}; without it, that of the settings.`,
});
const DRIVER_INFO: Readonly<Record<string, DriverInfoField>> = {
  cleaning_network: network('cleaning'),
  provisioning_network: network('provisioning'),
  rescuing_network: network('rescuing'),
  inspection_network: network('inspection'),
  servicing_network: network('servicing'),
  fail_on_binding_failure: {
    description: 'Is a VIF that Neutron cannot bind a failure? Without it, as the settings say.',
  },
};

/** The network slot's implementations that ask Neutron, `flat` and `neutron`. Nothing is asked before they are used. */
export function createNeutronNetworks(given: Partial<NeutronOptions> = {}): readonly NetworkInterface[] {
  const options = { ...DEFAULT_NEUTRON_OPTIONS, ...given };
  const client = createNeutronClient(options);
  // One function for both: whoever lists all of ours sees that it is the same service.
  const listAll: NonNullable<NetworkInterface['heldByAll']> = (call) => heldByAll(client, call);
  return [createFlat(client, options), createNeutron(client, options)].map((one) => ({ ...one, heldByAll: listAll }));
}

function createNeutron(client: NeutronClient, options: NeutronOptions): NetworkInterface {
  const needed: readonly NetworkPurpose[] = ['CLEANING', 'PROVISIONING'];
  return {
    ...common(client, options, needed),
    name: 'neutron',
    whyPortUnfit: ({ localLinkConnection }) =>
      Object.keys(localLinkConnection).length === 0
        ? 'it has no localLinkConnection, so nobody knows its switch'
        : null,
    addNetwork: (node, purpose, _vifs, ctx) => addPorts(client, node, purpose, options, ctx),
    removeNetwork: (node, purpose, { made }, ctx) => removePorts(client, node, purpose, idsOf(made), ctx),
  };
}

/** Purposes for which `flat` makes ports; for the others the machine is in its tenants' network already. */
const FLAT_MAKES: ReadonlySet<NetworkPurpose> = new Set(['CLEANING', 'INSPECTION']);

function createFlat(client: NeutronClient, options: NeutronOptions): NetworkInterface {
  const shared = common(client, options, ['CLEANING']);
  return {
    ...shared,
    name: 'flat',
    async addNetwork(node, purpose, { tenant }, ctx) {
      if (FLAT_MAKES.has(purpose)) return addPorts(client, node, purpose, options, ctx);
      await shared.configureTenant(node, tenant, ctx);
      return [];
    },
    async removeNetwork(node, purpose, { tenant, made }, ctx) {
      if (FLAT_MAKES.has(purpose)) return removePorts(client, node, purpose, idsOf(made), ctx);
      return shared.unconfigureTenant(node, tenant, ctx);
    },
  };
}

type Common = Omit<NetworkInterface, 'name' | 'addNetwork' | 'removeNetwork' | 'whyPortUnfit'>;

function common(client: NeutronClient, options: NeutronOptions, needed: readonly NetworkPurpose[]): Common {
  return {
    driverInfo: DRIVER_INFO,
    validate(node) {
      if (options.url === '') throw new ProblemError(notConfigured());
      for (const purpose of needed) {
        if (networkNameOf(node, purpose, options) === null) throw new ProblemError(noNetworkNamed(purpose));
      }
    },
    steps: [findNetworksStep(client, options, needed)],
    attachVif: (node, vif, reach, ctx) => giveVif(client, node, vif, reach, options, ctx),
    detachVif: (node, vif, call) => letGo(client, node, vif, call),
    async configureTenant(node, vifs, ctx) {
      if (vifs.length === 0) throw new ProblemError(noVifs(node));
      for (const vif of vifs) await giveVif(client, node, vif, 'CONNECT', options, ctx);
    },
    async unconfigureTenant(node, vifs, call) {
      for (const vif of vifs) await cutOff(client, node, vif.vifId, call);
    },
    physicalNetworksOf: (_node, vifId, call) => physicalNetworksOf(client, vifId, call),
    held: (node, vifIds, call) => heldByNode(client, node, vifIds, call),
  };
}

/** A name that was mistyped is found when the node is enrolled, not in the middle of its first cleaning. */
function findNetworksStep(
  client: NeutronClient,
  options: NeutronOptions,
  needed: readonly NetworkPurpose[],
): DriverStep {
  return {
    name: 'find_networks',
    flow: 'VERIFY',
    priority: 10,
    description: 'Ask Neutron for the networks that the node needs',
    abortable: true,
    requiresRamdisk: false,
    repeat: 'idempotent',
    async run(node, _args, call) {
      for (const purpose of needed) await findNetwork(client, node, purpose, options, call);
      return DONE;
    },
  };
}

const idsOf = (vifs: readonly Vif[]): readonly string[] => vifs.map(({ vifId }) => vifId);

const noVifs = ({ id }: DriverNode): ProblemError['problem'] => ({
  code: 'NOT_ALLOWED_NOW',
  action: `connecting node ${id} to its tenant`,
  reason: 'no VIF is attached to it',
  remedy: 'Attach one with attachVif, then run the verb again.',
});
