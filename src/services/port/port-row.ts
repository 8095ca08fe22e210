import { isUuid } from '../../domain/ids.ts';
import { ProblemError } from '../../domain/problems.ts';
import { PortEntity } from '../../entities/port.ts';
import type { ServiceContext } from '../context.ts';
import { malformedId } from '../mutation.ts';
import type { PortRow } from '../read/ports.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';

const FIELDS = [
  'id',
  'nodeId',
  'portGroupId',
  'address',
  'name',
  'description',
  'pxeEnabled',
  'localLinkConnection',
  'isSmartNic',
  'physicalNetwork',
  'extra',
  'version',
  'createdAt',
  'updatedAt',
] as const;

/**
 * The node whose port it is: ports are protected by their node's lock row.
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND
 */
export async function nodeOfPort(ctx: ServiceContext, portId: string): Promise<string> {
  if (!isUuid(portId)) throw malformedId('portId', portId);
  const [port] = await ctx.select(ctx.db.manager, PortEntity, ['nodeId'], { where: 't.id = ?', params: [portId] });
  if (port === undefined) throw notFound(portId);
  return port.nodeId;
}

export async function readPort(ctx: ServiceContext, node: NodeTx, portId: string): Promise<PortRow> {
  const [port] = await ctx.select(node.tx, PortEntity, FIELDS, {
    where: 't.id = ? AND t.node_id = ?',
    params: [portId, node.nodeId],
  });
  if (port === undefined) throw notFound(portId);
  return port;
}

const notFound = (id: string): ProblemError =>
  new ProblemError({ code: 'NOT_FOUND', type: 'port', id, path: ['input', 'portId'] });
