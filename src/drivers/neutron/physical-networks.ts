import type { Call, NeutronClient } from './client.ts';

/**
 * From which physical networks a VIF can be reached: that of the segment in which its address lies; else those of its
 * network's segments; else its network's own. Empty: no restriction. Source: domain notes, provisioning §4.2.
 */
export async function physicalNetworksOf(client: NeutronClient, vifId: string, call: Call): Promise<readonly string[]> {
  const port = await client.getPort(vifId, call);
  if (port === null) return []; // the attach itself says that it is gone
  for (const subnetId of port.subnetIds) {
    const name = await client.physicalNetworkOfSubnet(subnetId, call);
    if (name !== null) return [name];
  }
  const [network] = await client.findNetworks({ id: port.networkId }, call);
  return [...new Set(network?.physicalNetworks)];
}
