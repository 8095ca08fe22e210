/* oxlint-disable vitest/no-conditional-tests -- a suite tries what an implementation offers */
import { expect, it } from 'vitest';
import { BOOT_DEVICES, type ManagementInterface } from '../../src/drivers/interfaces/management.ts';
import { aCallContext, aCallThatLosesTheNode, aCancelledCall } from './builders.ts';
import { itKeepsTheCommonContract, type NodeBuilder } from './common.ts';

export interface ManagementExpectations {
  /** Devices that the machine at hand does not know, though the implementation does. */
  readonly unknownDevices?: readonly string[];
  /** False for a machine that forgets whether a device was set for good. */
  readonly remembersPersistence?: boolean;
}

/** Tries every method that is there, on a machine that may be set up freely. */
export function itKeepsTheManagementContract(
  management: ManagementInterface,
  aNode: NodeBuilder,
  { unknownDevices = [], remembersPersistence = true }: ManagementExpectations = {},
): void {
  itKeepsTheCommonContract(management, aNode);
  const { setBootDevice, getBootDevice, setBootMode, getBootMode, setSecureBoot, getSecureBoot } = management;
  const { getSensors, getMacAddresses, detectVendor, attachVirtualMedia, detachVirtualMedia, getVirtualMedia } =
    management;

  it('offers boot devices exactly when they can be set', () => {
    expect(setBootDevice !== undefined).toBe(management.bootDevices.length > 0);
    expect(BOOT_DEVICES).toEqual(expect.arrayContaining([...management.bootDevices]));
  });

  it('offers boot modes exactly when they can be set', () => {
    expect(setBootMode !== undefined).toBe(management.bootModes.length > 0);
  });

  if (setBootDevice && getBootDevice) {
    for (const device of management.bootDevices.filter((name) => !unknownDevices.includes(name))) {
      it.each([true, false])(`reads ${device} back after setting it twice (persistent: %s)`, async (persistent) => {
        const node = aNode();
        await setBootDevice(node, { device, persistent }, aCallContext());
        await setBootDevice(node, { device, persistent }, aCallContext());
        expect(await getBootDevice(node, aCallContext())).toMatchObject(
          remembersPersistence ? { device, persistent } : { device },
        );
      });
    }

    it.each([
      ['it was cancelled before it began', aCancelledCall],
      ['the node is no longer ours', aCallThatLosesTheNode],
    ])('sets nothing when %s', async (_when, aCall) => {
      const node = aNode();
      const { ctx, reason } = aCall();
      await setBootDevice(node, { device: 'PXE', persistent: false }, aCallContext());
      await expect(setBootDevice(node, { device: 'DISK', persistent: false }, ctx)).rejects.toBe(reason);
      expect(await getBootDevice(node, aCallContext())).toMatchObject({ device: 'PXE' });
    });
  }

  if (setBootMode && getBootMode) {
    it.each([...management.bootModes])('reads boot mode %s back', async (mode) => {
      const node = aNode();
      await setBootMode(node, mode, aCallContext());
      expect(await getBootMode(node, aCallContext())).toBe(mode);
    });
  }

  if (setSecureBoot && getSecureBoot) {
    it.each([true, false])('reads secure boot %s back', async (enabled) => {
      const node = aNode();
      await setSecureBoot(node, enabled, aCallContext());
      expect(await getSecureBoot(node, aCallContext())).toBe(enabled);
    });
  }

  if (getSensors) {
    it('gives every sensor an id and a category, and a unit to every number', async () => {
      const sensors = await getSensors(aNode(), aCallContext());
      expect(sensors.filter(({ id, category }) => id === '' || category === '')).toEqual([]);
      expect(sensors.filter(({ value, unit }) => value !== null && unit === null)).toEqual([]);
    });
  }

  if (detectVendor) {
    it('names the vendor in lower case, or not at all', async () => {
      const vendor = await detectVendor(aNode(), aCallContext());
      expect(vendor).toBe(vendor?.toLowerCase() ?? null);
    });
  }

  if (getMacAddresses) {
    it('writes MACs in lower case with colons', async () => {
      for (const mac of await getMacAddresses(aNode(), aCallContext())) {
        expect(mac).toMatch(/^[\da-f]{2}(:[\da-f]{2}){5}$/);
      }
    });
  }

  if (attachVirtualMedia && detachVirtualMedia && getVirtualMedia) {
    it('shows what is in the drives, and finds emptying an empty drive no fault', async () => {
      const node = aNode();
      const imageUrl = 'http://images.invalid/one.iso';
      await attachVirtualMedia(node, 'CDROM', imageUrl, aCallContext());
      expect(await getVirtualMedia(node, aCallContext())).toContainEqual({ type: 'CDROM', imageUrl });
      await detachVirtualMedia(node, [], aCallContext());
      await detachVirtualMedia(node, ['CDROM'], aCallContext());
      const filled = (await getVirtualMedia(node, aCallContext())).filter((media) => media.imageUrl !== null);
      expect(filled).toEqual([]);
    });
  }
}
