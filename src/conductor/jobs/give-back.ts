import type { StepContext } from '../job-type.ts';

/**
 * Gives back what a step took, part by part: one that fails does not keep the others, or a ramdisk that cannot be
 * removed would leave the machine in the provisioning network. Then rejects with the first failure.
 */
export async function giveBackAll(
  { signal }: Pick<StepContext, 'signal'>,
  parts: readonly (() => Promise<void>)[],
): Promise<void> {
  const failures: unknown[] = [];
  for (const part of parts) {
    signal.throwIfAborted();
    try {
      await part();
    } catch (error) {
      failures.push(error);
    }
  }
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}
