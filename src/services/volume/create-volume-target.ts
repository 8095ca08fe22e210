import { v7 as newId } from 'uuid';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVolumeTarget, duplicatesOf, type VolumeTargetValues } from './volume-target-row.ts';

export interface CreateVolumeTargetInput extends VolumeTargetValues {
  readonly nodeId: string;
  readonly volumeType: string;
  readonly volumeId: string;
  readonly bootIndex: number;
  readonly idempotencyKey?: string | null;
}

/** In any state of the node, and without waiting for its lock. */
export function createVolumeTarget(
  ctx: ServiceContext,
  viewer: Viewer,
  input: CreateVolumeTargetInput,
): Promise<Answer> {
  const call = { mutation: 'createVolumeTarget', input, nodeId: input.nodeId, duplicates: duplicatesOf(input) };
  return mutateNode(ctx, viewer, call, async (node) => {
    const checker = createChecker();
    checkVolumeTarget(checker, input);
    checker.done();
    const id = newId();
    await node.tx.query(
      `INSERT INTO volume_targets (id, node_id, volume_type, volume_id, boot_index, properties, extra, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [
        id,
        node.nodeId,
        input.volumeType,
        input.volumeId,
        input.bootIndex,
        JSON.stringify(input.properties ?? {}),
        JSON.stringify(input.extra ?? {}),
      ],
    );
    node.emit('VOLUME_TARGET_CREATED', [{ field: 'volumeTarget', before: null, after: id }]);
    return { objectId: id };
  });
}
