import type { CallContext, DriverInterface, DriverNode, DriverPort, DriverPortGroup } from './common.ts';

export const NETWORK_PURPOSES = ['CLEANING', 'PROVISIONING', 'RESCUING', 'INSPECTION', 'SERVICING'] as const;
/** What a network of the operator's is for; the tenants' networks come by VIF. */
export type NetworkPurpose = (typeof NETWORK_PURPOSES)[number];

export interface Vif {
  /** The id of the network's end, as the network service knows it. */
  readonly vifId: string;
  /** Where to attach it; null for one that is on a port group, or no longer on any port. */
  readonly port: DriverPort | null;
  /** Where to attach it; null for one that is on a single port, or no longer on any. Never both. */
  readonly portGroup: DriverPortGroup | null;
}

/** A VIF that the network made for a purpose of ours, and the port it is for. */
export interface MadeVif {
  readonly vifId: string;
  readonly port: DriverPort;
}

/** What the engine has recorded of a node's VIFs, for calls that concern several. */
export interface RecordedVifs {
  /** The tenants' that are in place. */
  readonly tenant: readonly Vif[];
  /** Those made for the purpose at hand; one that a lost conductor made may be missing. */
  readonly made: readonly Vif[];
}

/**
 * How far an attachment goes:
 * - CONNECT: the tenant has the machine; traffic flows once the call has resolved.
 * - RESERVE: the network only learns which node will have the VIF; {@link NetworkInterface.configureTenant} connects.
 */
export type VifReach = 'CONNECT' | 'RESERVE';

/** A VIF as the network service has it. */
export interface HeldVif {
  readonly vifId: string;
  /** TENANT: somebody else made it, and we bound it. */
  readonly purpose: NetworkPurpose | 'TENANT';
  /** The node it is bound to or reserved for; null: none. Not ours when it is no node's id. */
  readonly nodeId: string | null;
  /** Lower case with colons; null where the service tells none. */
  readonly address: string | null;
  /** True when it is bound for real, not only reserved. */
  readonly isConnected: boolean;
}

/**
 * Connects a machine's ports to networks. Which VIF sits on which port is recorded by the engine; an implementation
 * only makes it so. Every method states an end: calling it twice is the same as once, and "already gone" is success.
 * Source: the reference's NetworkInterface (domain notes §2.7).
 * @throws {ProblemError} NETWORK_UNREACHABLE, NETWORK_TIMEOUT, NETWORK_REFUSED, from every method that asks a service
 */
export interface NetworkInterface extends DriverInterface {
  attachVif(node: DriverNode, vif: Vif, reach: VifReach, ctx: CallContext): Promise<void>;
  /**
   * Lets go of a VIF, and of nothing else: one that is bound to another node by now is left alone. May be called while
   * another job works on the node (design §4), so it must not touch what was made for a purpose.
   */
  detachVif(node: DriverNode, vif: Vif, ctx: CallContext): Promise<void>;

  /**
   * Physical networks from which the VIF can be reached: it is attached to a port that is plugged into one of them, or
   * whose network nobody has said. Empty: to any. Absent where the network service knows no such thing.
   */
  physicalNetworksOf?(node: DriverNode, vifId: string, ctx: CallContext): Promise<readonly string[]>;
  /**
   * Why this implementation could not attach a VIF to the port, in words that end a sentence; null when it could.
   * Quick, asks nobody: it is called for all ports when one is chosen, and again when a user names one.
   */
  whyPortUnfit?(port: DriverPort): string | null;

  /** Connects the network for a purpose and answers what was made for it; what an earlier call made is gone. */
  addNetwork(
    node: DriverNode,
    purpose: NetworkPurpose,
    vifs: RecordedVifs,
    ctx: CallContext,
  ): Promise<readonly MadeVif[]>;
  /** Removes everything that was made for the purpose on this node, recorded or not. */
  removeNetwork(node: DriverNode, purpose: NetworkPurpose, vifs: RecordedVifs, ctx: CallContext): Promise<void>;

  /** Connects all attached VIFs, at the end of a deploy. */
  configureTenant(node: DriverNode, vifs: readonly Vif[], ctx: CallContext): Promise<void>;
  /** Cuts all of them off, before another network is added or the node is torn down. They stay reserved. */
  unconfigureTenant(node: DriverNode, vifs: readonly Vif[], ctx: CallContext): Promise<void>;

  /**
   * What the network service has for a node, and how the given VIFs stand there; one that is missing in the answer is
   * gone. Absent where nothing is kept outside our own records.
   */
  held?(node: DriverNode, vifIds: readonly string[], ctx: CallContext): Promise<readonly HeldVif[]>;
  /** What it has for all nodes, also for those that do not exist any more; as many pages as there are. */
  heldByAll?(ctx: CallContext): AsyncIterable<readonly HeldVif[]>;
}
