import { v7 as newId } from 'uuid';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkVolumeConnector, duplicatesOf, type VolumeConnectorValues } from './volume-connector-row.ts';

export interface CreateVolumeConnectorInput extends VolumeConnectorValues {
  readonly nodeId: string;
  readonly type: string;
  readonly connectorId: string;
  readonly idempotencyKey?: string | null;
}

/** In any state of the node, and without waiting for its lock. */
export function createVolumeConnector(
  ctx: ServiceContext,
  viewer: Viewer,
  input: CreateVolumeConnectorInput,
): Promise<Answer> {
  const call = { mutation: 'createVolumeConnector', input, nodeId: input.nodeId, duplicates: duplicatesOf(input) };
  return mutateNode(ctx, viewer, call, async (node) => {
    const checker = createChecker();
    checkVolumeConnector(checker, input);
    checker.done();
    const id = newId();
    await node.tx.query(
      `INSERT INTO volume_connectors (id, node_id, type, connector_id, extra, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [id, node.nodeId, input.type, input.connectorId, JSON.stringify(input.extra ?? {})],
    );
    node.emit('VOLUME_CONNECTOR_CREATED', [{ field: 'volumeConnector', before: null, after: id }]);
    return { objectId: id };
  });
}
