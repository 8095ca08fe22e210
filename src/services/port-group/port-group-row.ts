import type { NodeTx } from '../../conductor/node-transaction.ts';
import { isUuid } from '../../domain/ids.ts';
import { parseMacAddress } from '../../domain/mac-address.ts';
import { ProblemError, type Problem } from '../../domain/problems.ts';
import type { JsonObject } from '../../entities/json.ts';
import { PortGroupEntity } from '../../entities/port-group.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { malformedId } from '../mutation.ts';
import type { PortGroupRow } from '../read/port-groups.ts';

export interface PortGroupValues {
  readonly name?: string | null;
  readonly address?: string | null;
  readonly mode?: string | null;
  readonly properties?: JsonObject | null;
  readonly standalonePortsSupported?: boolean | null;
  readonly physicalNetwork?: string | null;
  readonly extra?: JsonObject | null;
}

/** `active-backup`, `802.3ad`, `4`: a word, because it ends in files of the operating system. */
const MODE = /^[A-Za-z0-9._-]{1,64}$/;

export function checkPortGroup(checker: Checker, { address, mode, physicalNetwork, ...group }: PortGroupValues): void {
  checker.name('name', group.name);
  if (typeof address === 'string' && parseMacAddress(address) === null) {
    const reason = `"${address.slice(0, 64)}" is not a MAC address.`;
    checker.invalid('address', reason, 'Write six octets, for example 52:54:00:aa:00:01.');
  }
  if (typeof mode === 'string' && !MODE.test(mode)) {
    const reason = `"${mode.slice(0, 64)}" cannot be a bonding mode.`;
    checker.invalid('mode', reason, 'Use the word that the operating system has for it: active-backup, 802.3ad.');
  }
  if (typeof physicalNetwork === 'string' && (physicalNetwork === '' || physicalNetwork.length > 64)) {
    const reason = 'A physical network has 1 to 64 characters.';
    checker.invalid('physicalNetwork', reason, 'Shorten it, or leave it out.');
  }
  checker.json('properties', group.properties);
  checker.json('extra', group.extra);
}

/** Unique keys of the table → what to answer when another group has the value. */
export const duplicatesOf = ({ name, address }: PortGroupValues): Readonly<Record<string, Problem>> => ({
  port_groups_name: { code: 'ALREADY_EXISTS', type: 'port group', path: ['input', 'name'], value: name ?? '' },
  port_groups_address: {
    code: 'ALREADY_EXISTS',
    type: 'port group',
    path: ['input', 'address'],
    value: parseMacAddress(address ?? '') ?? '',
  },
});

/**
 * The node whose port group it is: port groups are protected by their node's lock row.
 * @throws {ProblemError} INVALID_INPUT, NOT_FOUND
 */
export async function nodeOfPortGroup(ctx: ServiceContext, id: string): Promise<string> {
  if (!isUuid(id)) throw malformedId('portGroupId', id);
  const [group] = await ctx.select(ctx.db.manager, PortGroupEntity, ['nodeId'], { where: 't.id = ?', params: [id] });
  if (group === undefined) throw notFound(id);
  return group.nodeId;
}

const FIELDS = [
  'id',
  'nodeId',
  'name',
  'address',
  'mode',
  'properties',
  'standalonePortsSupported',
  'physicalNetwork',
  'extra',
  'version',
  'createdAt',
  'updatedAt',
] as const;

export async function readPortGroup(ctx: ServiceContext, node: NodeTx, id: string): Promise<PortGroupRow> {
  const where = { where: 't.id = ? AND t.node_id = ?', params: [id, node.nodeId] };
  const [group] = await ctx.select(node.tx, PortGroupEntity, FIELDS, where);
  if (group === undefined) throw notFound(id);
  return group;
}

const notFound = (id: string): ProblemError =>
  new ProblemError({ code: 'NOT_FOUND', type: 'port group', id, path: ['input', 'portGroupId'] });
