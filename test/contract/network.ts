import { expect, it } from 'vitest';
import { NETWORK_PURPOSES, type NetworkInterface } from '../../src/drivers/interfaces/network.ts';
import {
  aCallContext,
  aCallThatLosesTheNode,
  aCancelledCall,
  aDriverPort,
  aDriverPortGroup,
  twice,
} from './builders.ts';
import { itKeepsTheCommonContract, type NodeBuilder } from './common.ts';

const vif = { vifId: 'test-vif', port: aDriverPort(), portGroup: null };
const port = aDriverPort({ portGroupId: aDriverPortGroup().id });
const portGroup = aDriverPortGroup({ portIds: [port.id] });

export function itKeepsTheNetworkContract(network: NetworkInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(network, aNode);

  it('attaches and detaches a VIF twice over', async () => {
    await expect(twice(() => network.attachVif(aNode(), vif, aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => network.detachVif(aNode(), vif, aCallContext()))).resolves.toBeUndefined();
  });

  it('attaches and detaches a VIF on a port group twice over', async () => {
    const node = { ...aNode(), ports: [port], portGroups: [portGroup] };
    const onGroup = { vifId: 'test-vif', port: null, portGroup };
    await expect(twice(() => network.attachVif(node, onGroup, aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => network.detachVif(node, onGroup, aCallContext()))).resolves.toBeUndefined();
  });

  it('finds detaching a VIF that never was here no fault', async () => {
    const neverSeen = { vifId: 'never-seen', port: null, portGroup: null };
    await expect(network.detachVif(aNode(), neverSeen, aCallContext())).resolves.toBeUndefined();
  });

  it.each([...NETWORK_PURPOSES])('adds and removes the network for %s twice over', async (purpose) => {
    await expect(twice(() => network.addNetwork(aNode(), purpose, aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => network.removeNetwork(aNode(), purpose, aCallContext()))).resolves.toBeUndefined();
  });

  it('connects and cuts off the tenant twice over', async () => {
    await network.attachVif(aNode(), vif, aCallContext());
    await expect(twice(() => network.configureTenant(aNode(), aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => network.unconfigureTenant(aNode(), aCallContext()))).resolves.toBeUndefined();
    await network.detachVif(aNode(), vif, aCallContext());
  });

  it.each([
    ['cancellation', aCancelledCall],
    ['loss of the node', aCallThatLosesTheNode],
  ])('fails with the reason of the %s, if it fails at all', async (_what, aCall) => {
    const { ctx, reason } = aCall();
    const outcome = await network.attachVif(aNode(), vif, ctx).catch((error: unknown) => error);
    expect([undefined, reason]).toContain(outcome);
  });
}
