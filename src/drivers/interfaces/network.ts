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

/**
 * Connects a machine's ports to networks. Which VIF sits on which port is recorded by the engine; an implementation
 * only makes it so. Every method states an end: calling it twice is the same as once, and "already gone" is success.
 * Source: the reference's NetworkInterface (domain notes §2.7).
 */
export interface NetworkInterface extends DriverInterface {
  attachVif(node: DriverNode, vif: Vif, ctx: CallContext): Promise<void>;
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

  addNetwork(node: DriverNode, purpose: NetworkPurpose, ctx: CallContext): Promise<void>;
  removeNetwork(node: DriverNode, purpose: NetworkPurpose, ctx: CallContext): Promise<void>;

  /** Connects all attached VIFs, at the end of a deploy. */
  configureTenant(node: DriverNode, ctx: CallContext): Promise<void>;
  /** Cuts all of them off, before another network is added or the node is torn down. */
  unconfigureTenant(node: DriverNode, ctx: CallContext): Promise<void>;
}
