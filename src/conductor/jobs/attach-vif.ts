import {
  placeOf,
  rankPlaces,
  takenByTenants,
  whyNoPlace,
  whyPlaceUnusable,
  type PortChoice,
} from '../../domain/port-choice.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { DriverPort } from '../../drivers/interfaces/common.ts';
import {
  found,
  NOTHING_FOUND,
  ownStep,
  type JobType,
  type JobVif,
  type StepContext,
  type StepHandler,
} from '../job-type.ts';
import { reachIn, requirePlace, VIF_TIMEOUT_MS, vifInput, vifOf } from './vif-steps.ts';

/**
 * Only the network service knows from where a VIF can be reached, and a request does not wait for it: so the port is
 * chosen here. A row that has its place, named by the caller or chosen before a crash, keeps it; it is only asked
 * whether the VIF can be reached there.
 */
const choosePort: StepHandler = {
  description: 'Choose the port or port group',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: VIF_TIMEOUT_MS,
  async run(ctx) {
    const { vifAttachmentId, vifId } = vifInput(ctx.input);
    const vifs = await ctx.vifs();
    const row = vifs.find(({ id }) => id === vifAttachmentId);
    if (row === undefined) return NOTHING_FOUND; // the step that binds it says that it is gone
    const others = vifs.filter((vif) => vif !== row);
    const choice = await choiceFor(ctx, vifId, others);
    const place = placeOf(row);
    const refuse = (reason: string): ProblemError => {
      const path = ['input', place?.kind === 'port-group' ? 'portGroupId' : 'portId'];
      return new ProblemError({ code: 'NO_FREE_PORT', nodeId: ctx.node.id, reason, path });
    };
    if (place !== null) {
      const reason = whyPlaceUnusable(choice, place);
      if (reason !== null) throw refuse(reason);
      return NOTHING_FOUND;
    }
    const candidates = rankPlaces(choice);
    if (candidates.length === 0) throw refuse(whyNoPlace(choice));
    return found({ kind: 'vif-placed', vifAttachmentId, candidates });
  },
};

async function choiceFor(ctx: StepContext, vifId: string, others: readonly JobVif[]): Promise<PortChoice<DriverPort>> {
  const network = ctx.driver('network');
  const { ports, portGroups } = ctx.node;
  return {
    ports,
    portGroups,
    taken: takenByTenants(others),
    physicalNetworks: (await network.physicalNetworksOf?.(ctx.node, vifId, ctx)) ?? [],
    whyUnfit: (port) => network.whyPortUnfit?.(port) ?? null,
  };
}

const bind: StepHandler = {
  description: 'Bind the VIF to its port or port group',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: VIF_TIMEOUT_MS,
  async run(ctx) {
    const vif = await vifOf(ctx);
    requirePlace(vif, ctx.node.id);
    await ctx.driver('network').attachVif(ctx.node, vif, reachIn(ctx.node.provisionState), ctx);
    return found({ kind: 'vif-attached', vifAttachmentId: vifInput(ctx.input).vifAttachmentId });
  },
  /** An answer may have been lost, so what failed may be bound all the same. */
  async undo(ctx) {
    await ctx.driver('network').detachVif(ctx.node, await vifOf(ctx), ctx);
  },
};

const steps = { choose_port: choosePort, bind };

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
  plan: () => [ownStep(steps, 'choose_port'), ownStep(steps, 'bind')],
  steps,
  // Nothing was bound when it never ran: then there is nothing to remember, unless an earlier attempt may have bound it.
  abandoned(input, reason, hasRun) {
    const { vifAttachmentId, before } = vifInput(input);
    const isClean = !hasRun && before === null;
    return [
      isClean ? { kind: 'vif-detached', vifAttachmentId } : { kind: 'vif-error', vifAttachmentId, error: reason },
    ];
  },
};
