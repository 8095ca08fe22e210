import { whyPortGroupDeletionRefused } from '../../domain/port-rules.ts';
import { ProblemsError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readPortFacts, vifsOn } from '../port/port-facts.ts';
import { checkVersion } from '../versions.ts';
import { nodeOfPortGroup, readPortGroup } from './port-group-row.ts';

export interface DeletePortGroupInput {
  readonly portGroupId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** A port group goes when it has no ports and holds no VIF, also in maintenance: both can be taken out of it. */
export function deletePortGroup(ctx: ServiceContext, viewer: Viewer, input: DeletePortGroupInput): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfPortGroup(ctx, input.portGroupId);
  return mutateNode(ctx, viewer, { mutation: 'deletePortGroup', input, nodeId }, async (node) => {
    const { id, version } = await readPortGroup(ctx, node, input.portGroupId);
    checkVersion('port group', { id, version }, input.expectedVersion);
    const facts = await readPortFacts(node);
    const members = facts.ports.filter(({ portGroupId }) => portGroupId === id);
    const vifIds = vifsOn(facts, id).map(({ vifId }) => vifId);
    const problems = whyPortGroupDeletionRefused(members.length, vifIds);
    if (problems.length > 0) throw new ProblemsError(problems);
    await node.tx.query('DELETE FROM port_groups WHERE id = ?', [id]);
    node.emit('PORT_GROUP_DELETED', [{ field: 'portGroup', before: id, after: null }]);
    return { objectId: id };
  });
}
