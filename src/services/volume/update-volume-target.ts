import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import {
  checkVolumeTarget,
  duplicatesOf,
  nodeOfVolumeTarget,
  readVolumeTarget,
  type VolumeTargetValues,
} from './volume-target-row.ts';
import { requireOff } from './volume-rules.ts';

export interface UpdateVolumeTargetInput extends VolumeTargetValues {
  readonly volumeTargetId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

const COLUMNS = {
  volumeType: 'volume_type',
  volumeId: 'volume_id',
  bootIndex: 'boot_index',
  properties: 'properties',
  extra: 'extra',
} as const;
type Field = keyof typeof COLUMNS;
const FIELDS = Object.keys(COLUMNS) as Field[]; // the table's own keys

/** Only while the machine is off: what it uses does not change under it. */
export function updateVolumeTarget(
  ctx: ServiceContext,
  viewer: Viewer,
  input: UpdateVolumeTargetInput,
): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfVolumeTarget(ctx, input.volumeTargetId);
  const call = { mutation: 'updateVolumeTarget', input, nodeId, duplicates: duplicatesOf(input) };
  return mutateNode(ctx, viewer, call, async (node) => {
    const checker = createChecker();
    requireVersionFor(checker, input, ['properties', 'extra']);
    checkVolumeTarget(checker, input);
    checkNotNull(checker, input, FIELDS);
    checker.done();
    const row = await readVolumeTarget(ctx, node, input.volumeTargetId);
    checkVersion('volume target', row, input.expectedVersion);
    const changed = differing<Field>(FIELDS, row, input);
    if (changed.length === 0) return { objectId: row.id };
    await requireOff(node, 'changing the volume target');
    await node.tx.query(
      `UPDATE volume_targets SET ${changed.map((field) => `${COLUMNS[field]} = ?`).join(', ')}, version = version + 1,
                          updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...changed.map((field) => toColumn(input[field])), row.id],
    );
    node.emit('VOLUME_TARGET_UPDATED', [
      { field: 'volumeTarget', before: row.id, after: row.id },
      ...changesOf('volumeTarget', changed, row, input),
    ]);
    return { objectId: row.id };
  });
}
