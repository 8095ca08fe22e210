import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { nodeOfVolumeTarget, readVolumeTarget } from './volume-target-row.ts';
import { requireOffOrAtRest } from './volume-rules.ts';

export interface DeleteVolumeTargetInput {
  readonly volumeTargetId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

export function deleteVolumeTarget(
  ctx: ServiceContext,
  viewer: Viewer,
  input: DeleteVolumeTargetInput,
): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfVolumeTarget(ctx, input.volumeTargetId);
  return mutateNode(ctx, viewer, { mutation: 'deleteVolumeTarget', input, nodeId }, async (node) => {
    const row = await readVolumeTarget(ctx, node, input.volumeTargetId);
    checkVersion('volume target', row, input.expectedVersion);
    await requireOffOrAtRest(node, 'deleting the volume target');
    await node.tx.query('DELETE FROM volume_targets WHERE id = ?', [row.id]);
    node.emit('VOLUME_TARGET_DELETED', [{ field: 'volumeTarget', before: row.id, after: null }]);
    return { objectId: row.id };
  });
}
