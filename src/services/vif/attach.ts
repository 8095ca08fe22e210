import { v7 as newId } from 'uuid';
import { attachVif as attachVifJob } from '../../conductor/jobs/attach-vif.ts';
import type { VifJobInput } from '../../conductor/jobs/vif-steps.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { enqueue } from '../../conductor/queue.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from '../node/node-row.ts';
import type { VerbInput } from '../node/node-work.ts';
import { findVif } from './vif-row.ts';

export interface AttachVifInput extends VerbInput {
  readonly vifId: string;
  readonly portId?: string | null;
}

/**
 * Records the attachment as ATTACHING and accepts the job that binds it. The row comes first, so two callers cannot
 * both get the port; it turns ATTACHED only once the network has it. One in ERROR may be attached again.
 */
export function attachVif(ctx: ServiceContext, viewer: Viewer, input: AttachVifInput): Promise<Answer> {
  const taken: Problem = { code: 'VIF_ALREADY_ATTACHED', vifId: input.vifId, nodeId: input.nodeId };
  const duplicates = { vif_attachments_vif: taken };
  return mutateNode(ctx, viewer, { mutation: 'attachVif', input, nodeId: input.nodeId, duplicates }, async (node) => {
    checkInput(input);
    const { conductorGroup } = await readNode(ctx, node);
    const earlier = await findVif(node.tx, input.vifId);
    if (earlier !== null && (earlier.nodeId !== node.nodeId || earlier.state !== 'ERROR')) {
      throw new ProblemError({ ...taken, nodeId: earlier.nodeId });
    }
    if (earlier !== null) await node.tx.query('DELETE FROM vif_attachments WHERE id = ?', [earlier.id]);
    const portId = await choosePort(node, input.portId ?? null);
    const id = newId();
    await node.tx.query(
      `INSERT INTO vif_attachments (id, node_id, port_id, vif_id, purpose, state, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, 'TENANT', 'ATTACHING', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [id, node.nodeId, portId, input.vifId],
    );
    node.emit('VIF_ATTACHING', [{ field: 'vifAttachment', before: null, after: id }]);
    const args: VifJobInput = { vifAttachmentId: id, vifId: input.vifId };
    const { onLocked } = input;
    const job = { type: attachVifJob, input: { ...args }, requestedBy: viewer.actor, conductorGroup, onLocked };
    return { objectId: id, jobId: await enqueue(node, job) };
  });
}

export function checkInput(input: { readonly vifId: string; readonly portId?: string | null }): void {
  const checker = createChecker();
  if (input.vifId === '') checker.invalid('vifId', 'vifId is empty.', "Give the VIF's id in its network service.");
  checker.text('vifId', input.vifId, 255);
  checker.id('portId', input.portId);
  checker.done();
}

interface FreePort {
  readonly id: string;
  readonly isTaken: number;
}

/** The wanted port, or the best free one: those that boot over the network first, then the oldest. */
async function choosePort(node: NodeTx, wanted: string | null): Promise<string> {
  // Columns as this query names them.
  const ports = await node.tx.query<FreePort[]>(
    `SELECT p.id, EXISTS (SELECT 1 FROM vif_attachments v WHERE v.port_id = p.id AND v.purpose = 'TENANT') AS isTaken
       FROM ports p WHERE p.node_id = ? ORDER BY p.pxe_enabled DESC, p.id`,
    [node.nodeId],
  );
  if (wanted !== null) {
    const port = ports.find(({ id }) => id === wanted);
    if (port === undefined)
      throw new ProblemError({ code: 'NOT_FOUND', type: 'port', id: wanted, path: ['input', 'portId'] });
    if (port.isTaken === 1)
      throw new ProblemError({ code: 'NO_FREE_PORT', nodeId: node.nodeId, reason: 'this port has a VIF already' });
    return port.id;
  }
  const free = ports.find(({ isTaken }) => isTaken === 0);
  if (free !== undefined) return free.id;
  const reason = ports.length === 0 ? 'it has no ports' : `each of its ${ports.length} ports has a VIF already`;
  throw new ProblemError({ code: 'NO_FREE_PORT', nodeId: node.nodeId, reason });
}
