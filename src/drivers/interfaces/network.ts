import type { CallContext, DriverInterface, DriverNode, DriverPort } from './common.ts';

export const NETWORK_PURPOSES = ['CLEANING', 'PROVISIONING', 'RESCUING', 'INSPECTION', 'SERVICING'] as const;
/** What a network of the operator's is for; the tenants' networks come by VIF. */
export type NetworkPurpose = (typeof NETWORK_PURPOSES)[number];

export interface Vif {
  /** The id of the network's end, as the network service knows it. */
  readonly vifId: string;
  /** Where to attach it; null for one that is no longer on any port. */
  readonly port: DriverPort | null;
}

/**
 * Connects a machine's ports to networks. Which VIF sits on which port is recorded by the engine; an implementation
 * only makes it so. Every method states an end: calling it twice is the same as once, and "already gone" is success.
 * Source: the reference's NetworkInterface (domain notes §2.7).
 */
export interface NetworkInterface extends DriverInterface {
  attachVif(node: DriverNode, vif: Vif, ctx: CallContext): Promise<void>;
  detachVif(node: DriverNode, vif: Vif, ctx: CallContext): Promise<void>;

  addNetwork(node: DriverNode, purpose: NetworkPurpose, ctx: CallContext): Promise<void>;
  removeNetwork(node: DriverNode, purpose: NetworkPurpose, ctx: CallContext): Promise<void>;

  /** Connects all attached VIFs, at the end of a deploy. */
  configureTenant(node: DriverNode, ctx: CallContext): Promise<void>;
  /** Cuts all of them off, before another network is added or the node is torn down. */
  unconfigureTenant(node: DriverNode, ctx: CallContext): Promise<void>;
}
