import { setPower, type SetPowerInput } from '../../conductor/jobs/set-power.ts';
import { enqueue } from '../../conductor/queue.ts';
import type { PowerTarget } from '../../domain/power.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { implementationOf } from '../../drivers/hardware-type.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { hardwareTypeOf } from '../driver-of.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from './node-row.ts';
import type { VerbInput } from './run-verb.ts';

export interface SetNodePowerInput extends VerbInput {
  readonly target: PowerTarget;
  readonly timeoutSeconds?: number | null;
}

const MAX_TIMEOUT_SECONDS = 3_600;

/** Accepts a job that brings the machine to a power state, if its driver can do that at all. */
export function setNodePower(ctx: ServiceContext, viewer: Viewer, input: SetNodePowerInput): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'setNodePower', input, nodeId: input.nodeId }, async (node) => {
    checkTimeout(input.timeoutSeconds);
    const row = await readNode(ctx, node);
    const { targets } = implementationOf(hardwareTypeOf(ctx, row.driver), row.interfaces, 'power');
    if (!targets.includes(input.target)) {
      throw new ProblemError({
        code: 'UNSUPPORTED',
        what: `power target ${input.target}`,
        driver: row.driver,
        supported: targets,
        path: ['input', 'target'],
      });
    }
    const timeoutMs = typeof input.timeoutSeconds === 'number' ? input.timeoutSeconds * 1_000 : null;
    const args: SetPowerInput = { target: input.target, timeoutMs };
    const { conductorGroup } = row;
    const { onLocked } = input;
    const job = { type: setPower, input: { ...args }, requestedBy: viewer.actor, conductorGroup, onLocked };
    return { objectId: node.nodeId, jobId: await enqueue(node, job) };
  });
}

function checkTimeout(timeoutSeconds: number | null | undefined): void {
  if (timeoutSeconds === null || timeoutSeconds === undefined) return;
  const checker = createChecker();
  if (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
    checker.invalid('timeoutSeconds', `${timeoutSeconds} s is out of range.`, `Use 1 to ${MAX_TIMEOUT_SECONDS}.`);
  }
  checker.done();
}
