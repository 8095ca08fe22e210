import { found, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { VIF_TIMEOUT_MS, vifInput, vifOf } from './vif-steps.ts';

const unbind: StepHandler = {
  description: 'Unbind the VIF, then remove its record',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: VIF_TIMEOUT_MS,
  async run(ctx) {
    await ctx.driver('network').detachVif(ctx.node, await vifOf(ctx), ctx);
    return found({ kind: 'vif-detached', vifAttachmentId: vifInput(ctx.input).vifAttachmentId });
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
  abandoned: (input, reason) => [
    { kind: 'vif-error', vifAttachmentId: vifInput(input).vifAttachmentId, error: reason },
  ],
};
