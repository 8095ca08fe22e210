import { expect, it } from 'vitest';
import type { BootInterface } from '../../src/drivers/interfaces/boot.ts';
import { aCallContext, twice } from './builders.ts';
import { itKeepsTheCommonContract, type NodeBuilder } from './common.ts';

export function itKeepsTheBootContract(boot: BootInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(boot, aNode);
  const params = { 'ipa-api-url': 'http://api.invalid' };

  it('prepares the ramdisk and cleans up after it, twice over', async () => {
    await expect(twice(() => boot.prepareRamdisk(aNode(), params, aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => boot.cleanUpRamdisk(aNode(), aCallContext()))).resolves.toBeUndefined();
  });

  it('prepares the instance and cleans up after it, twice over', async () => {
    await expect(twice(() => boot.prepareInstance(aNode(), aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => boot.cleanUpInstance(aNode(), aCallContext()))).resolves.toBeUndefined();
  });
}
