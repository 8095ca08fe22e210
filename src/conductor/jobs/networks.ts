/** Joining and leaving the networks that the operator keeps for a purpose, and what is written down about it. */
import { ProblemError } from '../../domain/problems.ts';
import type { NetworkPurpose, RecordedVifs, Vif } from '../../drivers/interfaces/network.ts';
import type { Finding, JobVif, StepContext, RecordingContext } from '../job-type.ts';
import { vifOn } from './vif-steps.ts';

/** The finding is to be returned: it is what makes the VIFs known to everybody else. */
export async function joinNetwork(ctx: StepContext, purpose: NetworkPurpose): Promise<Finding> {
  const recorded = recordedFor(ctx, await ctx.vifs(), purpose);
  const made = await ctx.driver('network').addNetwork(ctx.node, purpose, recorded, ctx);
  return { kind: 'network-joined', purpose, vifs: made.map(({ vifId, port }) => ({ vifId, portId: port.id })) };
}

export async function leaveNetwork(ctx: StepContext, purpose: NetworkPurpose): Promise<Finding> {
  const recorded = recordedFor(ctx, await ctx.vifs(), purpose);
  await ctx.driver('network').removeNetwork(ctx.node, purpose, recorded, ctx);
  return { kind: 'network-left', purpose };
}

/** As {@link leaveNetwork}, for an undo: what could not be removed stays on record, in ERROR, for the reconciler. */
export async function giveBackNetwork(ctx: RecordingContext, purpose: NetworkPurpose): Promise<void> {
  try {
    ctx.found(await leaveNetwork(ctx, purpose));
  } catch (error) {
    if (error instanceof ProblemError) ctx.found({ kind: 'network-left-behind', purpose, error: error.message });
    throw error;
  }
}

/** The tenants' VIFs that are in place; one that is on its way in or out is nobody's to connect. */
async function tenantVifs(ctx: StepContext): Promise<readonly Vif[]> {
  return inPlace(ctx, await ctx.vifs());
}

/** The tenants' VIFs are cut off, and stay reserved. */
export async function leaveTenantNetworks(ctx: StepContext): Promise<void> {
  await ctx.driver('network').unconfigureTenant(ctx.node, await tenantVifs(ctx), ctx);
}

export async function joinTenantNetworks(ctx: StepContext): Promise<void> {
  await ctx.driver('network').configureTenant(ctx.node, await tenantVifs(ctx), ctx);
}

/** The network service did not do it. Nothing else is wrong with the machine. */
export function isNetworkProblem(error: unknown): error is ProblemError {
  if (!(error instanceof ProblemError)) return false;
  const { code } = error.problem;
  return code === 'NETWORK_UNREACHABLE' || code === 'NETWORK_REFUSED' || code === 'NETWORK_TIMEOUT';
}

function recordedFor(ctx: StepContext, vifs: readonly JobVif[], purpose: NetworkPurpose): RecordedVifs {
  const made = vifs.filter((vif) => vif.purpose === purpose).map((vif) => vifOn(ctx.node, vif));
  return { tenant: inPlace(ctx, vifs), made };
}

const inPlace = ({ node }: StepContext, vifs: readonly JobVif[]): readonly Vif[] =>
  vifs.filter(({ purpose, state }) => purpose === 'TENANT' && state === 'ATTACHED').map((vif) => vifOn(node, vif));
