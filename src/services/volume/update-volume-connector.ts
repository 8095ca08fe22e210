import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import {
  checkVolumeConnector,
  duplicatesOf,
  nodeOfVolumeConnector,
  readVolumeConnector,
  type VolumeConnectorValues,
} from './volume-connector-row.ts';
import { requireOff } from './volume-rules.ts';

export interface UpdateVolumeConnectorInput extends VolumeConnectorValues {
  readonly volumeConnectorId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

const COLUMNS = { type: 'type', connectorId: 'connector_id', extra: 'extra' } as const;
type Field = keyof typeof COLUMNS;
const FIELDS = Object.keys(COLUMNS) as Field[]; // the table's own keys

/** Only while the machine is off: what it uses does not change under it. */
export function updateVolumeConnector(
  ctx: ServiceContext,
  viewer: Viewer,
  input: UpdateVolumeConnectorInput,
): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfVolumeConnector(ctx, input.volumeConnectorId);
  const call = { mutation: 'updateVolumeConnector', input, nodeId, duplicates: duplicatesOf(input) };
  return mutateNode(ctx, viewer, call, async (node) => {
    const checker = createChecker();
    requireVersionFor(checker, input, ['extra']);
    checkVolumeConnector(checker, input);
    checkNotNull(checker, input, FIELDS);
    checker.done();
    const row = await readVolumeConnector(ctx, node, input.volumeConnectorId);
    checkVersion('volume connector', row, input.expectedVersion);
    const changed = differing<Field>(FIELDS, row, input);
    if (changed.length === 0) return { objectId: row.id };
    await requireOff(node, 'changing the volume connector');
    await node.tx.query(
      `UPDATE volume_connectors SET ${changed.map((field) => `${COLUMNS[field]} = ?`).join(', ')}, version = version + 1,
                          updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...changed.map((field) => toColumn(input[field])), row.id],
    );
    node.emit('VOLUME_CONNECTOR_UPDATED', [
      { field: 'volumeConnector', before: row.id, after: row.id },
      ...changesOf('volumeConnector', changed, row, input),
    ]);
    return { objectId: row.id };
  });
}
