import { ProblemError } from '../../domain/problems.ts';
import { isTenantConnected, type ProvisionState } from '../../domain/provision-states.ts';
import type { DriverNode } from '../../drivers/interfaces/common.ts';
import type { Vif, VifReach } from '../../drivers/interfaces/network.ts';
import type { VifAttachmentState } from '../../entities/vif-attachment.ts';
import type { JobVif, StepContext } from '../job-type.ts';

/** What the service writes into the jobs that attach and detach; nothing else makes such jobs. */
export interface VifJobInput {
  readonly vifAttachmentId: string;
  readonly vifId: string;
  /** How the attachment stood when the job was asked for; null: there was none. */
  readonly before: VifAttachmentState | null;
}

export const VIF_TIMEOUT_MS = 120_000;

// The service wrote it as VifJobInput.
export const vifInput = (input: unknown): VifJobInput => input as VifJobInput;

/** The job's VIF where its row says that it is; on no port when the row is gone. */
export async function vifOf(ctx: StepContext): Promise<Vif> {
  const { vifAttachmentId, vifId } = vifInput(ctx.input);
  const row = (await ctx.vifs()).find(({ id }) => id === vifAttachmentId);
  return vifOn(ctx.node, row ?? { vifId, portId: null, portGroupId: null });
}

/** A recorded VIF as the node's network slot gets to see it. */
export function vifOn(
  node: DriverNode,
  { vifId, portId, portGroupId }: Pick<JobVif, 'vifId' | 'portId' | 'portGroupId'>,
): Vif {
  return {
    vifId,
    port: node.ports.find(({ id }) => id === portId) ?? null,
    portGroup: node.portGroups.find(({ id }) => id === portGroupId) ?? null,
  };
}

export const reachIn = (state: ProvisionState): VifReach => (isTenantConnected(state) ? 'CONNECT' : 'RESERVE');

export function requirePlace({ port, portGroup }: Vif, nodeId: string): void {
  if (port !== null || portGroup !== null) return;
  throw new ProblemError({ code: 'NO_FREE_PORT', nodeId, reason: 'what it was to be attached to is gone or taken' });
}

/**
 * Makes a record true again: connected on a machine in use, else reserved for it. A detach that came in between looked
 * before this bound: what nobody records any more is let go of again.
 */
export async function bindAgain(ctx: StepContext, row: JobVif): Promise<void> {
  const network = ctx.driver('network');
  const vif = vifOn(ctx.node, row);
  await network.attachVif(ctx.node, vif, reachIn(ctx.node.provisionState), ctx);
  const now = (await ctx.vifs()).find(({ id }) => id === row.id);
  if (now?.state !== 'ATTACHED') await network.detachVif(ctx.node, vif, ctx);
}
