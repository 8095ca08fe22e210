import { found, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { requirePlace, VIF_TIMEOUT_MS, vifInput, vifOf } from './vif-steps.ts';

const bind: StepHandler = {
  description: 'Bind the VIF to the port',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: VIF_TIMEOUT_MS,
  async run(ctx) {
    const vif = await vifOf(ctx);
    requirePlace(vif, ctx.node.id);
    const reach = ctx.node.provisionState === 'ACTIVE' ? 'CONNECT' : 'RESERVE';
    await ctx.driver('network').attachVif(ctx.node, vif, reach, ctx);
    return found({ kind: 'vif-attached', vifAttachmentId: vifInput(ctx.input).vifAttachmentId });
  },
  /** An answer may have been lost, so what failed may be bound all the same. */
  async undo(ctx) {
    await ctx.driver('network').detachVif(ctx.node, await vifOf(ctx), ctx);
  },
};

const steps = { bind };

/** The row is ATTACHING before the job exists; it is ATTACHED only after the network has said so. */
export const attachVif: JobType = {
  name: 'node.attach-vif',
  purpose: 'attaching a VIF',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: null,
  endsIn: null,
  runsBetween: true,
  usesBmc: false,
  limit: null,
  plan: () => [ownStep(steps, 'bind')],
  steps,
  // Nothing was bound when it never ran: then there is nothing to remember either.
  abandoned(input, reason, hasRun) {
    const { vifAttachmentId } = vifInput(input);
    return [hasRun ? { kind: 'vif-error', vifAttachmentId, error: reason } : { kind: 'vif-detached', vifAttachmentId }];
  },
};
