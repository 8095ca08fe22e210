import { found, NOTHING_FOUND, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { VIF_TIMEOUT_MS, vifInput, vifOn } from './vif-steps.ts';

const unbind: StepHandler = {
  description: 'Unbind the VIF, then remove its record',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: VIF_TIMEOUT_MS,
  async run(ctx) {
    const { vifAttachmentId } = vifInput(ctx.input);
    // A tear-down was faster, and the VIF may have been attached anew since: it is not this job's any more.
    const row = (await ctx.vifs()).find(({ id }) => id === vifAttachmentId);
    if (row === undefined) return NOTHING_FOUND;
    await ctx.driver('network').detachVif(ctx.node, vifOn(ctx.node, row), ctx);
    return found({ kind: 'vif-detached', vifAttachmentId });
  },
};

const steps = { unbind };

/**
 * The record goes only after the network has let go; if it does not, the record stays in ERROR and can be detached
 * again. SHARED unless a tenant uses the machine: the service decides by the node's state (design §4).
 */
export const detachVif: JobType = {
  name: 'node.detach-vif',
  purpose: 'detaching a VIF',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: null,
  endsIn: null,
  runsBetween: true,
  usesBmc: false,
  limit: null,
  plan: () => [ownStep(steps, 'unbind')],
  steps,
  // One that never ran has touched nothing; any other may be half-way, and the reconciler finishes what is in ERROR.
  abandoned(input, reason, hasRun) {
    const { vifAttachmentId, before } = vifInput(input);
    const isInPlace = !hasRun && before === 'ATTACHED';
    return [
      isInPlace ? { kind: 'vif-attached', vifAttachmentId } : { kind: 'vif-error', vifAttachmentId, error: reason },
    ];
  },
};
