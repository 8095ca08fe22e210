/* oxlint-disable vitest/no-conditional-tests -- a suite tries what an implementation offers */
/** Suites of the slots that a machine may do without: they try what is there. */
import { expect, it } from 'vitest';
import { whyUnusable } from '../../src/domain/inventory.ts';
import type { BiosInterface } from '../../src/drivers/interfaces/bios.ts';
import type { ConsoleInterface } from '../../src/drivers/interfaces/console.ts';
import type { FirmwareInterface } from '../../src/drivers/interfaces/firmware.ts';
import type { InspectInterface } from '../../src/drivers/interfaces/inspect.ts';
import type { RaidInterface } from '../../src/drivers/interfaces/raid.ts';
import type { RescueInterface } from '../../src/drivers/interfaces/rescue.ts';
import type { StorageInterface } from '../../src/drivers/interfaces/storage.ts';
import type { VendorInterface } from '../../src/drivers/interfaces/vendor.ts';
import { aCallContext, twice } from './builders.ts';
import { itKeepsTheCommonContract, type NodeBuilder } from './common.ts';

export function itKeepsTheInspectContract({ inspect, ...rest }: InspectInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(rest, aNode);
  if (!inspect) return;

  it('finds the same each time it is asked, with a MAC for each interface', async () => {
    const outcome = await inspect(aNode(), aCallContext());
    expect(['done', 'wait']).toContain(outcome.kind);
    const first = await rest.collect?.(aNode(), aCallContext());
    expect(whyUnusable(first?.inventory ?? {})).toBeNull();
    expect(await rest.collect?.(aNode(), aCallContext())).toEqual(first);
  });

  it('finds aborting an inspection that is not going on no fault', async () => {
    await expect(twice(async () => rest.abort?.(aNode(), aCallContext()))).resolves.toBeUndefined();
  });
}

export function itKeepsTheBiosContract(bios: BiosInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(bios, aNode);
  const { readSettings, applySettings, factoryReset } = bios;
  if (!readSettings) return;

  it('reads settings, each name once', async () => {
    const names = (await readSettings(aNode(), aCallContext())).map((setting) => setting.name);
    expect(new Set(names).size).toBe(names.length);
  });

  if (applySettings) {
    it('refuses a setting that the BIOS lacks, and changes nothing', async () => {
      const before = await readSettings(aNode(), aCallContext());
      const unknown = applySettings(aNode(), [{ name: 'no_such_setting', value: '1' }], aCallContext());
      await expect(unknown).rejects.toMatchObject({ problem: { code: 'STEP_FAILED' } });
      expect(await readSettings(aNode(), aCallContext())).toEqual(before);
    });
  }

  if (factoryReset) {
    it('goes back to the settings of the factory, twice over', async () => {
      await factoryReset(aNode(), aCallContext());
      const once = await readSettings(aNode(), aCallContext());
      await factoryReset(aNode(), aCallContext());
      expect(await readSettings(aNode(), aCallContext())).toEqual(once);
    });
  }
}

export function itKeepsTheRaidContract(raid: RaidInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(raid, aNode);
  const { readConfiguration, createConfiguration, deleteConfiguration } = raid;
  if (!readConfiguration || !createConfiguration || !deleteConfiguration) return;

  it('creates logical disks and deletes them, the second time too', async () => {
    await deleteConfiguration(aNode(), aCallContext());
    const disk = { raidLevel: '1', sizeGib: 100 } as const;
    await createConfiguration(aNode(), { logicalDisks: [disk] }, aCallContext());
    expect((await readConfiguration(aNode(), aCallContext())).logicalDisks).toMatchObject([disk]);
    await deleteConfiguration(aNode(), aCallContext());
    await deleteConfiguration(aNode(), aCallContext());
    expect((await readConfiguration(aNode(), aCallContext())).logicalDisks).toEqual([]);
  });
}

export function itKeepsTheConsoleContract(console: ConsoleInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(console, aNode);
  const { start, stop, access } = console;
  if (!start || !stop || !access) return;

  it('answers the same console when started twice, and none after it was stopped twice', async () => {
    const first = await start(aNode(), aCallContext());
    expect(await start(aNode(), aCallContext())).toEqual(first);
    expect(await access(aNode(), aCallContext())).toEqual(first);
    await stop(aNode(), aCallContext());
    await stop(aNode(), aCallContext());
    expect(await access(aNode(), aCallContext())).toBeNull();
  });
}

export function itKeepsTheRescueContract(rescue: RescueInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(rescue, aNode);

  it('lets somebody into what it boots', () => {
    expect(rescue.rescue === undefined).toBe(rescue.finalize === undefined);
  });

  it('rescues and cleans up twice over', async () => {
    const request = { passwordHash: '$5$not-a-real-hash' };
    await twice(async () => rescue.rescue?.(aNode(), aCallContext()));
    await expect(twice(async () => rescue.finalize?.(aNode(), request, aCallContext()))).resolves.toBeUndefined();
    await expect(twice(async () => rescue.cleanUp?.(aNode(), aCallContext()))).resolves.toBeUndefined();
  });
}

export function itKeepsTheStorageContract(storage: StorageInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(storage, aNode);

  it('attaches and detaches volumes twice over', async () => {
    await expect(twice(async () => storage.attachVolumes?.(aNode(), aCallContext()))).resolves.toBeUndefined();
    await expect(twice(async () => storage.detachVolumes?.(aNode(), aCallContext()))).resolves.toBeUndefined();
  });
}

export function itKeepsTheVendorContract(vendor: VendorInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(vendor, aNode);

  it('describes its methods and gives each a name of its own', () => {
    for (const method of vendor.methods) expect(method.description, method.name).not.toBe('');
    expect(new Set(vendor.methods.map((method) => method.name)).size).toBe(vendor.methods.length);
  });
}

export function itKeepsTheFirmwareContract(firmware: FirmwareInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(firmware, aNode);

  it('names each component once', async () => {
    const names = (await firmware.readComponents?.(aNode(), aCallContext()))?.map(({ component }) => component) ?? [];
    expect(new Set(names).size).toBe(names.length);
  });
}
