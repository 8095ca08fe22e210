import type { NodeTx } from '../../conductor/node-transaction.ts';
import { isUuid } from '../../domain/ids.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import type { JsonObject } from '../../entities/json.ts';
import { VolumeConnectorEntity } from '../../entities/volume-connector.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { malformedId } from '../mutation.ts';
import type { VolumeConnectorRow } from '../read/volume-connectors.ts';
import { checkWord } from './words.ts';

export interface VolumeConnectorValues {
  readonly type?: string | null;
  readonly connectorId?: string | null;
  readonly extra?: JsonObject | null;
}

export function checkVolumeConnector(checker: Checker, values: VolumeConnectorValues): void {
  checkWord(checker, 'type', values.type, 32);
  checkWord(checker, 'connectorId', values.connectorId, 255);
  checker.json('extra', values.extra);
}

export const duplicatesOf = ({ connectorId }: VolumeConnectorValues): Readonly<Record<string, Problem>> => ({
  volume_connectors_initiator: {
    code: 'ALREADY_EXISTS',
    type: 'volume connector',
    path: ['input', 'connectorId'],
    value: connectorId ?? '',
  },
});

const FIELDS = ['id', 'nodeId', 'type', 'connectorId', 'extra', 'version', 'createdAt', 'updatedAt'] as const;

/**
 * The node whose it is: what belongs to a node is protected by its lock row.
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND
 */
export async function nodeOfVolumeConnector(ctx: ServiceContext, id: string): Promise<string> {
  if (!isUuid(id)) throw malformedId('volumeConnectorId', id);
  const [row] = await ctx.select(ctx.db.manager, VolumeConnectorEntity, ['nodeId'], {
    where: 't.id = ?',
    params: [id],
  });
  if (row === undefined) throw notFound(id);
  return row.nodeId;
}

export async function readVolumeConnector(ctx: ServiceContext, node: NodeTx, id: string): Promise<VolumeConnectorRow> {
  const where = { where: 't.id = ? AND t.node_id = ?', params: [id, node.nodeId] };
  const [row] = await ctx.select(node.tx, VolumeConnectorEntity, FIELDS, where);
  if (row === undefined) throw notFound(id);
  return row;
}

const notFound = (id: string): ProblemError =>
  new ProblemError({ code: 'NOT_FOUND', type: 'volume connector', id, path: ['input', 'volumeConnectorId'] });
