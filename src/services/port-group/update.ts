import type { NodeTx } from '../../conductor/node-transaction.ts';
import { parseMacAddress } from '../../domain/mac-address.ts';
import { whyPortGroupChangeRefused } from '../../domain/port-rules.ts';
import { ProblemsError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import type { PortGroupRow } from '../read/port-groups.ts';
import { readPortFacts, ruleNode, rulePort, type PortFacts } from '../port/port-facts.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import {
  checkPortGroup,
  duplicatesOf,
  nodeOfPortGroup,
  readPortGroup,
  type PortGroupValues,
} from './port-group-row.ts';

export interface UpdatePortGroupInput extends PortGroupValues {
  readonly portGroupId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

const COLUMNS = {
  name: 'name',
  address: 'address',
  mode: 'mode',
  properties: 'properties',
  standalonePortsSupported: 'standalone_ports_supported',
  physicalNetwork: 'physical_network',
  extra: 'extra',
} as const;
type Field = keyof typeof COLUMNS;

const NOT_NULL: readonly Field[] = ['mode', 'properties', 'standalonePortsSupported', 'extra'];

/**
 * Changes fields of a port group, as far as `domain/port-rules.ts` allows; its physical network is changed on all its
 * ports with it. It stays on its node. Takes effect at once, in the database: where a VIF's own address follows that of
 * its port group, the network slot brings it over when it next binds the VIF.
 */
export function updatePortGroup(ctx: ServiceContext, viewer: Viewer, input: UpdatePortGroupInput): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfPortGroup(ctx, input.portGroupId);
  const call = { mutation: 'updatePortGroup', input, nodeId, duplicates: duplicatesOf(input) };
  return mutateNode(ctx, viewer, call, async (node) => {
    checkValues(input);
    const group = await readPortGroup(ctx, node, input.portGroupId);
    checkVersion('port group', group, input.expectedVersion);
    const wanted = typeof input.address === 'string' ? { ...input, address: parseMacAddress(input.address) } : input;
    const facts = await readPortFacts(node);
    const members = facts.ports.filter(({ portGroupId }) => portGroupId === group.id);
    // A member that is plugged in elsewhere is set right, also when the group itself has that network already.
    const odd = [group, ...members].find(({ physicalNetwork }) => physicalNetwork !== wanted.physicalNetwork) ?? group;
    const now = { ...group, physicalNetwork: odd.physicalNetwork };
    const changed = differing<Field>(Object.keys(COLUMNS) as Field[], now, wanted);
    const after: PortGroupRow = { ...group, ...Object.fromEntries(changed.map((field) => [field, wanted[field]])) };
    const rules = { ...after, members: members.map((port) => rulePort(facts, port)) };
    const problems = whyPortGroupChangeRefused({ node: await ruleNode(ctx, node), changed, after: rules });
    if (problems.length > 0) throw new ProblemsError(problems);

    if (changed.length > 0) {
      await node.tx.query(
        `UPDATE port_groups SET ${changed.map((field) => `${COLUMNS[field]} = ?`).join(', ')}, version = version + 1,
                                updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
        [...changed.map((field) => toColumn(after[field])), group.id],
      );
      node.emit('PORT_GROUP_UPDATED', [
        { field: 'portGroup', before: group.id, after: group.id },
        ...changesOf('portGroup', changed, group, after),
      ]);
    }
    if (changed.includes('physicalNetwork')) await plugIn(node, members, after.physicalNetwork);
    return { objectId: group.id };
  });
}

function checkValues(input: UpdatePortGroupInput): void {
  const checker = createChecker();
  requireVersionFor(checker, input, ['properties', 'extra']);
  checkPortGroup(checker, input);
  checkNotNull(checker, input, NOT_NULL);
  checker.done();
}

/** All members are plugged in where their group is; each that was not says so. */
async function plugIn(node: NodeTx, members: PortFacts['ports'], physicalNetwork: string | null): Promise<void> {
  for (const { id, physicalNetwork: before } of members) {
    if (before === physicalNetwork) continue;
    await node.tx.query(
      'UPDATE ports SET physical_network = ?, version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?',
      [physicalNetwork, id],
    );
    node.emit('PORT_UPDATED', [
      { field: 'port', before: id, after: id },
      { field: 'port.physicalNetwork', before, after: physicalNetwork },
    ]);
  }
}
