import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from '../node/node-row.ts';
import { checkVersion } from '../versions.ts';
import { nodeOfPort, readPort, vifsOnPort } from './port-row.ts';

export interface DeletePortInput {
  readonly portId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** A port that holds a VIF stays, unless the node is in maintenance (reference, 4.6). */
export function deletePort(ctx: ServiceContext, viewer: Viewer, input: DeletePortInput): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfPort(ctx, input.portId);
  return mutateNode(ctx, viewer, { mutation: 'deletePort', input, nodeId }, async (node) => {
    const port = await readPort(ctx, node, input.portId);
    checkVersion('port', port, input.expectedVersion);
    const vifs = await vifsOnPort(node, port.id);
    if (vifs.length > 0 && !(await readNode(ctx, node)).maintenance) {
      throw new ProblemError({
        code: 'NOT_ALLOWED_NOW',
        action: 'deleting the port',
        reason: `it holds VIF ${vifs.join(', ')}`,
        remedy: 'Detach it first, or set maintenance on the node.',
      });
    }
    await node.tx.query('DELETE FROM ports WHERE id = ?', [port.id]);
    node.emit('PORT_DELETED', [
      { field: 'port', before: port.id, after: null },
      { field: 'port.address', before: port.address, after: null },
    ]);
    return { objectId: port.id };
  });
}
