import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { nodeOfVolumeConnector, readVolumeConnector } from './volume-connector-row.ts';
import { requireOffOrAtRest } from './volume-rules.ts';

export interface DeleteVolumeConnectorInput {
  readonly volumeConnectorId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

export function deleteVolumeConnector(
  ctx: ServiceContext,
  viewer: Viewer,
  input: DeleteVolumeConnectorInput,
): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfVolumeConnector(ctx, input.volumeConnectorId);
  return mutateNode(ctx, viewer, { mutation: 'deleteVolumeConnector', input, nodeId }, async (node) => {
    const row = await readVolumeConnector(ctx, node, input.volumeConnectorId);
    checkVersion('volume connector', row, input.expectedVersion);
    await requireOffOrAtRest(node, 'deleting the volume connector');
    await node.tx.query('DELETE FROM volume_connectors WHERE id = ?', [row.id]);
    node.emit('VOLUME_CONNECTOR_DELETED', [{ field: 'volumeConnector', before: row.id, after: null }]);
    return { objectId: row.id };
  });
}
