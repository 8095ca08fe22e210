/* oxlint-disable vitest/no-conditional-tests -- a suite tries what an implementation offers */
import { expect, it } from 'vitest';
import { NETWORK_PURPOSES, type HeldVif, type NetworkInterface } from '../../src/drivers/interfaces/network.ts';
import {
  aCallContext,
  aCallThatLosesTheNode,
  aCancelledCall,
  aDriverPort,
  aDriverPortGroup,
  twice,
} from './builders.ts';
import { itKeepsTheCommonContract, type NodeBuilder } from './common.ts';

const NOTHING = { tenant: [], made: [] };

/** @param newVif makes a VIF in the network service, where there is one; answers its id */
export function itKeepsTheNetworkContract(
  network: NetworkInterface,
  aNode: NodeBuilder,
  newVif: () => string = () => 'test-vif',
): void {
  itKeepsTheCommonContract(network, aNode);

  const aVif = () => ({ vifId: newVif(), port: aNode().ports[0] ?? aDriverPort(), portGroup: null });
  const heldOf = async (vifId: string): Promise<HeldVif | null> => {
    const held = (await network.held?.(aNode(), [vifId], aCallContext())) ?? [];
    return held.find((one) => one.vifId === vifId) ?? null;
  };

  it.each(['CONNECT', 'RESERVE'] as const)('attaches (%s) and detaches a VIF twice over', async (reach) => {
    const vif = aVif();
    await expect(twice(() => network.attachVif(aNode(), vif, reach, aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => network.detachVif(aNode(), vif, aCallContext()))).resolves.toBeUndefined();
  });

  it('attaches and detaches a VIF on a port group twice over', async () => {
    const port = { ...(aNode().ports[0] ?? aDriverPort()), portGroupId: aDriverPortGroup().id };
    const portGroup = aDriverPortGroup({ portIds: [port.id] });
    const node = { ...aNode(), ports: [port], portGroups: [portGroup] };
    const onGroup = { vifId: newVif(), port: null, portGroup };
    await expect(twice(() => network.attachVif(node, onGroup, 'CONNECT', aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => network.detachVif(node, onGroup, aCallContext()))).resolves.toBeUndefined();
  });

  it('finds detaching a VIF that never was here no fault', async () => {
    const neverSeen = { vifId: 'never-seen', port: null, portGroup: null };
    await expect(network.detachVif(aNode(), neverSeen, aCallContext())).resolves.toBeUndefined();
  });

  it.each([...NETWORK_PURPOSES])('adds and removes the network for %s twice over', async (purpose) => {
    const vif = aVif();
    await network.attachVif(aNode(), vif, 'RESERVE', aCallContext());
    const recorded = { tenant: [vif], made: [] };
    const made = await twice(() => network.addNetwork(aNode(), purpose, recorded, aCallContext()));
    const ports = aNode().ports.map(({ id }) => id);
    for (const { port } of made) expect(ports).toContain(port.id);
    const known = { ...recorded, made: made.map((one) => ({ ...one, portGroup: null })) };
    await expect(twice(() => network.removeNetwork(aNode(), purpose, known, aCallContext()))).resolves.toBeUndefined();
    await network.detachVif(aNode(), vif, aCallContext());
  });

  it('connects and cuts off the tenant twice over', async () => {
    const vif = aVif();
    await network.attachVif(aNode(), vif, 'RESERVE', aCallContext());
    await expect(twice(() => network.configureTenant(aNode(), [vif], aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => network.unconfigureTenant(aNode(), [vif], aCallContext()))).resolves.toBeUndefined();
    await network.detachVif(aNode(), vif, aCallContext());
  });

  if (network.held !== undefined) {
    it('holds a VIF for the node from its attach to its detach', async () => {
      const vif = aVif();
      await network.attachVif(aNode(), vif, 'CONNECT', aCallContext());
      expect(await heldOf(vif.vifId)).toMatchObject({ purpose: 'TENANT', nodeId: aNode().id });
      await network.detachVif(aNode(), vif, aCallContext());
      expect((await heldOf(vif.vifId))?.nodeId ?? null).toBeNull();
    });

    it.each(['CLEANING', 'INSPECTION'] as const)(
      'tells what it made for %s, also to whoever did not write it down',
      async (purpose) => {
        const made = await network.addNetwork(aNode(), purpose, NOTHING, aCallContext());
        expect(made.length).toBeGreaterThan(0);
        for (const { vifId } of made) expect(await heldOf(vifId)).toMatchObject({ purpose, nodeId: aNode().id });
        await network.removeNetwork(aNode(), purpose, NOTHING, aCallContext());
        for (const { vifId } of made) expect(await heldOf(vifId)).toBeNull();
      },
    );
  }

  it.each([
    ['cancellation', aCancelledCall],
    ['loss of the node', aCallThatLosesTheNode],
  ])('fails with the reason of the %s, if it fails at all', async (_what, aCall) => {
    const { ctx, reason } = aCall();
    const outcome = await network.attachVif(aNode(), aVif(), 'CONNECT', ctx).catch((error: unknown) => error);
    expect([undefined, reason]).toContain(outcome);
  });
}
