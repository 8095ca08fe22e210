import { parseMacAddress } from '../../domain/mac-address.ts';
import { whyPortChangeRefused } from '../../domain/port-rules.ts';
import { ProblemsError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { JsonObject } from '../../entities/json.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import type { PortRow } from '../read/ports.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import { asProblem, checkLink, checkPort } from './new-port.ts';
import { readPortFacts, ruleGroup, ruleNode, rulePort } from './port-facts.ts';
import { nodeOfPort, readPort } from './port-row.ts';

export interface UpdatePortInput {
  readonly portId: string;
  readonly expectedVersion?: number | null;
  readonly address?: string | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly pxeEnabled?: boolean | null;
  readonly localLinkConnection?: JsonObject | null;
  readonly isSmartNic?: boolean | null;
  readonly physicalNetwork?: string | null;
  readonly portGroupId?: string | null;
  readonly extra?: JsonObject | null;
  readonly idempotencyKey?: string | null;
}

const COLUMNS = {
  address: 'address',
  name: 'name',
  description: 'description',
  pxeEnabled: 'pxe_enabled',
  localLinkConnection: 'local_link_connection',
  isSmartNic: 'is_smart_nic',
  physicalNetwork: 'physical_network',
  portGroupId: 'port_group_id',
  extra: 'extra',
} as const;
type Field = keyof typeof COLUMNS;

const NOT_NULL: readonly Field[] = ['address', 'pxeEnabled', 'localLinkConnection', 'isSmartNic', 'extra'];

/**
 * Changes fields of a port, as far as `domain/port-rules.ts` allows. Takes effect at once, in the database: where a
 * VIF's own address follows that of its port, the network slot brings it over when it next binds the VIF.
 */
export function updatePort(ctx: ServiceContext, viewer: Viewer, input: UpdatePortInput): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfPort(ctx, input.portId);
  return mutateNode(ctx, viewer, { mutation: 'updatePort', input, nodeId }, async (node) => {
    checkValues(input);
    const port = await readPort(ctx, node, input.portId);
    checkVersion('port', port, input.expectedVersion);
    const wanted = typeof input.address === 'string' ? { ...input, address: parseMacAddress(input.address) } : input;
    const changed = differing<Field>(Object.keys(COLUMNS) as Field[], port, wanted);
    if (changed.length === 0) return { objectId: port.id };

    const after: PortRow = { ...port, ...Object.fromEntries(changed.map((field) => [field, wanted[field]])) };
    checkLinkOf(after, changed);
    const facts = await readPortFacts(node);
    const group = ruleGroup(facts, after.portGroupId, port.id);
    const change = { node: await ruleNode(ctx, node), changed, after: rulePort(facts, after), group };
    const problems = whyPortChangeRefused(change);
    if (problems.length > 0) throw new ProblemsError(problems);

    try {
      await node.tx.query(
        `UPDATE ports SET ${changed.map((field) => `${COLUMNS[field]} = ?`).join(', ')}, version = version + 1,
                          updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
        [...changed.map((field) => toColumn(after[field])), port.id],
      );
    } catch (error) {
      throw asProblem(error, after.address, after.name ?? '');
    }
    node.emit('PORT_UPDATED', [
      { field: 'port', before: port.id, after: port.id },
      ...changesOf('port', changed, port, after),
    ]);
    return { objectId: port.id };
  });
}

function checkValues(input: UpdatePortInput): void {
  const checker = createChecker();
  requireVersionFor(checker, input, ['localLinkConnection', 'extra']);
  const { address, ...rest } = input;
  checkPort(checker, { ...rest, ...(typeof address === 'string' ? { address } : {}) });
  checker.id('portGroupId', input.portGroupId);
  checkNotNull(checker, input, NOT_NULL);
  checker.done();
}

function checkLinkOf({ localLinkConnection, isSmartNic }: PortRow, changed: readonly Field[]): void {
  if (!changed.includes('localLinkConnection') && !changed.includes('isSmartNic')) return;
  const checker = createChecker();
  checkLink(checker, localLinkConnection, isSmartNic);
  checker.done();
}
