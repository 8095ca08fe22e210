import type { NodeTx } from '../../conductor/node-transaction.ts';
import { isUuid } from '../../domain/ids.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import type { JsonObject } from '../../entities/json.ts';
import { VolumeTargetEntity } from '../../entities/volume-target.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { malformedId } from '../mutation.ts';
import type { VolumeTargetRow } from '../read/volume-targets.ts';
import { checkWord } from './words.ts';

export interface VolumeTargetValues {
  readonly volumeType?: string | null;
  readonly volumeId?: string | null;
  readonly bootIndex?: number | null;
  readonly properties?: JsonObject | null;
  readonly extra?: JsonObject | null;
}

export function checkVolumeTarget(checker: Checker, values: VolumeTargetValues): void {
  checkWord(checker, 'volumeType', values.volumeType, 64);
  checkWord(checker, 'volumeId', values.volumeId, 36);
  if (typeof values.bootIndex === 'number' && values.bootIndex < 0) {
    checker.invalid('bootIndex', `bootIndex is ${values.bootIndex}.`, 'Use 0 or more.');
  }
  checker.json('properties', values.properties);
  checker.json('extra', values.extra);
}

export const duplicatesOf = ({ bootIndex }: VolumeTargetValues): Readonly<Record<string, Problem>> => ({
  volume_targets_boot_index: {
    code: 'ALREADY_EXISTS',
    type: 'volume target',
    path: ['input', 'bootIndex'],
    value: String(bootIndex ?? ''),
  },
});

const FIELDS = [
  'id',
  'nodeId',
  'volumeType',
  'volumeId',
  'bootIndex',
  'properties',
  'extra',
  'version',
  'createdAt',
  'updatedAt',
] as const;

/**
 * The node whose it is: what belongs to a node is protected by its lock row.
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND
 */
export async function nodeOfVolumeTarget(ctx: ServiceContext, id: string): Promise<string> {
  if (!isUuid(id)) throw malformedId('volumeTargetId', id);
  const [row] = await ctx.select(ctx.db.manager, VolumeTargetEntity, ['nodeId'], { where: 't.id = ?', params: [id] });
  if (row === undefined) throw notFound(id);
  return row.nodeId;
}

export async function readVolumeTarget(ctx: ServiceContext, node: NodeTx, id: string): Promise<VolumeTargetRow> {
  const where = { where: 't.id = ? AND t.node_id = ?', params: [id, node.nodeId] };
  const [row] = await ctx.select(node.tx, VolumeTargetEntity, FIELDS, where);
  if (row === undefined) throw notFound(id);
  return row;
}

const notFound = (id: string): ProblemError =>
  new ProblemError({ code: 'NOT_FOUND', type: 'volume target', id, path: ['input', 'volumeTargetId'] });
