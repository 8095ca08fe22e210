import { expect, it } from 'vitest';
import { POWER_TARGET_ENDS_IN, POWER_TARGETS } from '../../src/domain/power.ts';
import type { PowerInterface } from '../../src/drivers/interfaces/power.ts';
import { aCallContext, aCallThatLosesTheNode, aCancelledCall, aPowerContext } from './builders.ts';
import { itKeepsTheCommonContract, type NodeBuilder } from './common.ts';

/** Needs a machine that obeys, and may be turned on and off. */
export function itKeepsThePowerContract(power: PowerInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(power, aNode);

  it('offers each target once', () => {
    expect(new Set(power.targets).size).toBe(power.targets.length);
  });

  // From each state in which the machine can be brought by an order.
  const starts = power.targets.filter((target) => target === 'ON' || target === 'OFF');
  for (const start of starts) {
    for (const target of power.targets) {
      it(`ends ${target} in ${POWER_TARGET_ENDS_IN[target]}, from ${start}, and reports it`, async () => {
        const node = aNode();
        await power.set(node, start, aPowerContext());
        expect(await power.set(node, target, aPowerContext())).toBe(POWER_TARGET_ENDS_IN[target]);
        expect(await power.get(node, aCallContext())).toBe(POWER_TARGET_ENDS_IN[target]);
      });
    }
  }

  for (const target of starts) {
    it(`stays in ${target} when told twice`, async () => {
      const node = aNode();
      await power.set(node, target, aPowerContext());
      expect(await power.set(node, target, aPowerContext())).toBe(POWER_TARGET_ENDS_IN[target]);
    });

    it(`leaves the machine alone when ${target} was cancelled before it began`, async () => {
      const node = aNode();
      const other = target === 'ON' ? 'OFF' : 'ON';
      await power.set(node, other, aPowerContext());
      const { ctx, reason } = aCancelledCall();
      await expect(power.set(node, target, ctx)).rejects.toBe(reason);
      expect(await power.get(node, aCallContext())).toBe(other);
    });

    // The first command may be a look at the machine, the second is then the order.
    it.each([0, 1])(`sends no ${target} when the node is lost after %i commands`, async (after) => {
      const node = aNode();
      const other = target === 'ON' ? 'OFF' : 'ON';
      await power.set(node, other, aPowerContext());
      const { ctx, reason } = aCallThatLosesTheNode(after);
      await expect(power.set(node, target, ctx)).rejects.toBe(reason);
      expect(await power.get(node, aCallContext())).toBe(other);
    });
  }

  it.runIf(starts.length > 0)('does not even look at a machine that is no longer ours', async () => {
    const { ctx, reason } = aCallThatLosesTheNode();
    await expect(power.get(aNode(), ctx)).rejects.toBe(reason);
  });

  for (const target of POWER_TARGETS.filter((other) => !power.targets.includes(other))) {
    it(`does nothing and says so when asked for ${target}, which it does not offer`, async () => {
      const node = aNode();
      const before = await power.get(node, aCallContext());
      await expect(power.set(node, target, aPowerContext())).rejects.toMatchObject({
        problem: { code: 'UNSUPPORTED' },
      });
      expect(await power.get(node, aCallContext())).toBe(before);
    });
  }

  it('names the same BMC every time', () => {
    expect(power.bmcAddress?.(aNode())).toBe(power.bmcAddress?.(aNode()));
  });
}
