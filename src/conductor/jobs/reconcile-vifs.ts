import { PROVISION_TABLE } from '../../domain/provision-states.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Vif } from '../../drivers/interfaces/network.ts';
import {
  found,
  ownStep,
  type Finding,
  type JobType,
  type JobVif,
  type StepContext,
  type StepHandler,
} from '../job-type.ts';
import { compareVifs, type VifDifference } from '../vif-comparison.ts';
import { bindAgain, vifOn } from './vif-steps.ts';

/** Many VIFs, several requests each, to a service that may be slow. */
const TIMEOUT_MS = 10 * 60_000;

/** Of what kind the difference is, and what came of it. */
type Told = Extract<Finding, { readonly kind: 'vif-compared' }>;

const compare: StepHandler = {
  description: 'Compare what is recorded of VIFs with the network service, and mend what is safe',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: TIMEOUT_MS,
  async run(ctx) {
    const before = await ctx.vifs();
    const vifIds = before.map(({ vifId }) => vifId);
    const held = (await ctx.driver('network').held?.(ctx.node, vifIds, ctx)) ?? null;
    // Read after that: a detach, which needs no lock, may have ended meanwhile, and is neither to be undone nor told of.
    const rows = await ctx.vifs();
    const isHere = (vifId: string): boolean => rows.some((row) => row.vifId === vifId);
    const others = held?.filter(({ vifId }) => isHere(vifId) || !vifIds.includes(vifId)) ?? null;
    const places = [...ctx.node.ports, ...ctx.node.portGroups];
    const findings: Finding[] = [];
    for (const difference of compareVifs({ ...ctx.node, places }, rows, others)) {
      findings.push(...(await mendOrTell(ctx, difference)));
    }
    return found(...findings);
  },
};

/** What cannot be mended is told with the reason, and does not keep the others from being mended. */
async function mendOrTell(ctx: StepContext, difference: VifDifference): Promise<readonly Finding[]> {
  try {
    return await mend(ctx, difference);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const told = reported(difference, error.message);
    if (!('row' in difference)) return [told];
    return [{ kind: 'vif-error', vifAttachmentId: difference.row.id, error: error.message }, told];
  }
}

async function mend(ctx: StepContext, difference: VifDifference): Promise<readonly Finding[]> {
  const network = ctx.driver('network');
  const { node } = ctx;
  switch (difference.kind) {
    case 'UNKNOWN_MADE': {
      const { purpose, vifId } = difference.held;
      if (purpose === 'TENANT') return [];
      await network.removeNetwork(node, purpose, { tenant: [], made: [nowhere(vifId)] }, ctx);
      return [repaired(difference, 'it was deleted')];
    }
    case 'UNKNOWN_BOUND':
      // A tenant may be at work by way of it, whoever bound it.
      if (PROVISION_TABLE[node.provisionState].inUse) return [reported(difference, 'a tenant uses the machine')];
      await network.detachVif(node, nowhere(difference.held.vifId), ctx);
      return [repaired(difference, 'it was unbound')];
    case 'STALE': {
      const { purpose, id } = difference.row;
      if (purpose === 'TENANT') return [];
      await network.removeNetwork(node, purpose, { tenant: [], made: [vifOn(node, difference.row)] }, ctx);
      return [{ kind: 'vif-detached', vifAttachmentId: id }, repaired(difference, 'it was removed')];
    }
    case 'UNFINISHED':
      await network.detachVif(node, vifOn(node, difference.row), ctx);
      return [
        { kind: 'vif-detached', vifAttachmentId: difference.row.id },
        repaired(difference, 'it was unbound and its record removed'),
      ];
    case 'GONE':
      if (PROVISION_TABLE[node.provisionState].inUse) {
        return inError(difference, 'the network service has no such VIF any more');
      }
      return [
        { kind: 'vif-detached', vifAttachmentId: difference.row.id },
        repaired(difference, 'its record was removed'),
      ];
    case 'IN_OTHER_HANDS':
      return inError(difference, 'it is bound to another host');
    case 'NOT_BOUND':
    case 'OTHER_ADDRESS':
      await bindAgain(ctx, difference.row);
      return [repaired(difference, 'it was bound again')];
  }
}

function inError(difference: Extract<VifDifference, { row: JobVif }>, why: string): readonly Finding[] {
  return [{ kind: 'vif-error', vifAttachmentId: difference.row.id, error: why }, reported(difference, why)];
}

const nowhere = (vifId: string): Vif => ({ vifId, port: null, portGroup: null });

const vifIdOf = (difference: VifDifference): string =>
  'row' in difference ? difference.row.vifId : difference.held.vifId;

const repaired = (difference: VifDifference, what: string): Told => ({
  kind: 'vif-compared',
  vifId: vifIdOf(difference),
  difference: difference.kind,
  isRepaired: true,
  what,
});

const reported = (difference: VifDifference, what: string): Told => ({
  ...repaired(difference, what),
  isRepaired: false,
});

const steps = { compare };

/**
 * EXCLUSIVE, and never while a flow waits: so no attach and no flow is half-way while it looks, and whatever is recorded
 * for a purpose then is left over. Only detaches may come in between, and they only ever let go.
 */
export const reconcileVifs: JobType = {
  name: 'node.reconcile-vifs',
  purpose: 'comparing VIFs with the network service',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: null,
  endsIn: null,
  runsBetween: false,
  usesBmc: false,
  limit: null,
  leavesLastError: true,
  plan: () => [ownStep(steps, 'compare')],
  steps,
};

/** As the conductor asks for it by itself: behind everybody's work. */
export const reconcileVifsSometime: JobType = { ...reconcileVifs, priority: 'BACKGROUND' };
