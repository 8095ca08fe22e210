import { expect, it } from 'vitest';
import type { BootInterface } from '../../src/drivers/interfaces/boot.ts';
import { aCallContext, twice } from './builders.ts';
import { itKeepsTheCommonContract, type NodeBuilder } from './common.ts';

export function itKeepsTheBootContract(boot: BootInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(boot, aNode);
  const request = { purpose: 'DEPLOY', kernelArgs: { 'ipa-api-url': 'http://api.invalid' } } as const;

  it('prepares the ramdisk and cleans up after it, twice over', async () => {
    const first = await boot.prepareRamdisk(aNode(), request, aCallContext());
    await expect(boot.prepareRamdisk(aNode(), request, aCallContext())).resolves.toEqual(first);
    await expect(twice(() => boot.cleanUpRamdisk(aNode(), aCallContext()))).resolves.toBeUndefined();
  });

  it('prepares the instance and cleans up after it, twice over', async () => {
    const first = await boot.prepareInstance(aNode(), aCallContext());
    await expect(boot.prepareInstance(aNode(), aCallContext())).resolves.toEqual(first);
    await expect(twice(() => boot.cleanUpInstance(aNode(), aCallContext()))).resolves.toBeUndefined();
  });
}
