import { v7 as newId } from 'uuid';
import { attachVif as attachVifJob } from '../../conductor/jobs/attach-vif.ts';
import type { VifJobInput } from '../../conductor/jobs/vif-steps.ts';
import { enqueue } from '../../conductor/queue.ts';
import type { VifPlace } from '../../domain/port-choice.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { implementationOf } from '../../drivers/hardware-type.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { hardwareTypeOf } from '../driver-of.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from '../node/node-row.ts';
import type { VerbInput } from '../node/node-work.ts';
import { readPortFacts } from '../port/port-facts.ts';
import { checkPlace, namedPlace } from './place.ts';
import { findVif } from './vif-row.ts';

export interface AttachVifInput extends VerbInput {
  readonly vifId: string;
  readonly portId?: string | null;
  readonly portGroupId?: string | null;
}

/**
 * Records the attachment as ATTACHING and accepts the job that binds it. The row comes first, so two callers cannot
 * both get the port that they name; it turns ATTACHED only once the network has it. Without a port or port group the
 * job chooses one. An attachment in ERROR may be attached again.
 */
export function attachVif(ctx: ServiceContext, viewer: Viewer, input: AttachVifInput): Promise<Answer> {
  const taken: Problem = { code: 'VIF_ALREADY_ATTACHED', vifId: input.vifId, nodeId: input.nodeId };
  const duplicates = { vif_attachments_vif: taken };
  return mutateNode(ctx, viewer, { mutation: 'attachVif', input, nodeId: input.nodeId, duplicates }, async (node) => {
    checkInput(input);
    const { conductorGroup, driver, interfaces } = await readNode(ctx, node);
    const earlier = await findVif(node.tx, input.vifId);
    if (earlier !== null && (earlier.nodeId !== node.nodeId || earlier.state !== 'ERROR')) {
      throw new ProblemError({ ...taken, nodeId: earlier.nodeId });
    }
    if (earlier !== null) await node.tx.query('DELETE FROM vif_attachments WHERE id = ?', [earlier.id]);
    const named = namedPlace(input);
    const network = implementationOf(hardwareTypeOf(ctx, driver), interfaces, 'network');
    checkPlace(node, await readPortFacts(node), network, named);
    const id = newId();
    const at = (kind: VifPlace['kind']): string | null => (named?.kind === kind ? named.id : null);
    await node.tx.query(
      `INSERT INTO vif_attachments (id, node_id, port_id, port_group_id, vif_id, purpose, state, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, 'TENANT', 'ATTACHING', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [id, node.nodeId, at('port'), at('port-group'), input.vifId],
    );
    node.emit('VIF_ATTACHING', [{ field: 'vifAttachment', before: null, after: id }]);
    const args: VifJobInput = { vifAttachmentId: id, vifId: input.vifId, before: earlier?.state ?? null };
    const { onLocked } = input;
    const job = { type: attachVifJob, input: { ...args }, requestedBy: viewer.actor, conductorGroup, onLocked };
    return { objectId: id, jobId: await enqueue(node, job) };
  });
}

export function checkInput(input: Pick<AttachVifInput, 'vifId' | 'portId' | 'portGroupId'>): void {
  const checker = createChecker();
  if (input.vifId === '') checker.invalid('vifId', 'vifId is empty.', "Give the VIF's id in its network service.");
  checker.text('vifId', input.vifId, 255);
  checker.id('portId', input.portId);
  checker.id('portGroupId', input.portGroupId);
  if (typeof input.portId === 'string' && typeof input.portGroupId === 'string') {
    checker.invalid('portGroupId', 'portId and portGroupId were both given.', 'Give one of them, or neither.');
  }
  checker.done();
}
