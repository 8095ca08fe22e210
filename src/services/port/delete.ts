import { whyPortDeletionRefused } from '../../domain/port-rules.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { readPortFacts, ruleNode, vifsOn } from './port-facts.ts';
import { nodeOfPort, readPort } from './port-row.ts';

export interface DeletePortInput {
  readonly portId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/**
 * A port that holds a VIF stays, unless the node is in maintenance. Then the records of its VIFs go with it, and what
 * the network service made for them is left behind.
 */
export function deletePort(ctx: ServiceContext, viewer: Viewer, input: DeletePortInput): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfPort(ctx, input.portId);
  return mutateNode(ctx, viewer, { mutation: 'deletePort', input, nodeId }, async (node) => {
    const port = await readPort(ctx, node, input.portId);
    checkVersion('port', port, input.expectedVersion);
    const vifs = vifsOn(await readPortFacts(node), port.id);
    const vifIds = vifs.map(({ vifId }) => vifId);
    const problem = whyPortDeletionRefused(await ruleNode(ctx, node), vifIds);
    if (problem !== null) throw new ProblemError(problem);
    await node.tx.query('DELETE FROM ports WHERE id = ?', [port.id]);
    for (const { id } of vifs) node.emit('VIF_DETACHED', [{ field: 'vifAttachment', before: id, after: null }]);
    node.emit('PORT_DELETED', [
      { field: 'port', before: port.id, after: null },
      { field: 'port.address', before: port.address, after: null },
    ]);
    return { objectId: port.id };
  });
}
