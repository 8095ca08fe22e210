import { detachVif as detachVifJob } from '../../conductor/jobs/detach-vif.ts';
import type { VifJobInput } from '../../conductor/jobs/vif-steps.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { enqueue } from '../../conductor/queue.ts';
import type { LockMode } from '../../domain/job.ts';
import { ProblemError } from '../../domain/problems.ts';
import { PROVISION_TABLE, type ProvisionState } from '../../domain/provision-states.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from '../node/node-row.ts';
import type { VerbInput } from '../node/node-work.ts';
import { checkInput } from './attach.ts';
import { findVif, type VifRow } from './vif-row.ts';

export interface DetachVifInput extends VerbInput {
  readonly vifId: string;
}

/** Accepts the job that unbinds the VIF; its record goes only after that. Asking again while it is at it gives the same job. */
export function detachVif(ctx: ServiceContext, viewer: Viewer, input: DetachVifInput): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'detachVif', input, nodeId: input.nodeId }, async (node) => {
    checkInput(input);
    const { provisionState, conductorGroup } = await readNode(ctx, node);
    const vif = await findVif(node.tx, input.vifId);
    if (vif === null || vif.nodeId !== node.nodeId) {
      throw new ProblemError({ code: 'VIF_NOT_ATTACHED', vifId: input.vifId, nodeId: node.nodeId });
    }
    const atIt = vif.state === 'DETACHING' ? await unsettledDetach(node, vif.id) : null;
    if (atIt !== null) return { objectId: vif.id, jobId: atIt };

    const lockMode = lockModeFor(provisionState, vif);
    const args: VifJobInput = { vifAttachmentId: vif.id, vifId: input.vifId, before: vif.state };
    const { onLocked } = input;
    const job = {
      type: detachVifJob,
      input: { ...args },
      requestedBy: viewer.actor,
      conductorGroup,
      onLocked,
      lockMode,
    };
    const jobId = await enqueue(node, job);
    await node.tx.query(
      `UPDATE vif_attachments SET state = 'DETACHING', version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [vif.id],
    );
    node.emit('VIF_DETACHING', [{ field: 'vifAttachment', before: vif.id, after: vif.id }], jobId);
    return { objectId: vif.id, jobId };
  });
}

/**
 * SHARED never waits, even while cleaning holds the node for an hour (design §4); it is for machines that no tenant
 * uses. One that is still being attached is detached behind the job that attaches it, or that job would bind it again.
 */
function lockModeFor(state: ProvisionState, vif: VifRow): LockMode {
  return PROVISION_TABLE[state].inUse || vif.state === 'ATTACHING' ? 'EXCLUSIVE' : 'SHARED';
}

async function unsettledDetach(node: NodeTx, vifAttachmentId: string): Promise<string | null> {
  // Columns as this query names them; a node has few unsettled jobs.
  const jobs = await node.tx.query<{ id: string; args: Partial<VifJobInput> }[]>(
    `SELECT id, args FROM jobs WHERE node_id = ? AND type = ? AND state IN ('QUEUED', 'RUNNING', 'WAITING')`,
    [node.nodeId, detachVifJob.name],
  );
  return jobs.find(({ args }) => args.vifAttachmentId === vifAttachmentId)?.id ?? null;
}
