import { parseMacAddress } from '../../domain/mac-address.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { ProvisionState } from '../../domain/provision-states.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { JsonObject } from '../../entities/json.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode, type NodeRow } from '../node/node-row.ts';
import { checkVersion, isGiven, requireVersionFor } from '../versions.ts';
import { asProblem, checkPort } from './new-port.ts';
import { nodeOfPort, readPort } from './port-row.ts';

export interface UpdatePortInput {
  readonly portId: string;
  readonly expectedVersion?: number | null;
  readonly address?: string | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly pxeEnabled?: boolean | null;
  readonly localLinkConnection?: JsonObject | null;
  readonly physicalNetwork?: string | null;
  readonly extra?: JsonObject | null;
  readonly idempotencyKey?: string | null;
}

const COLUMNS = {
  address: 'address',
  name: 'name',
  description: 'description',
  pxeEnabled: 'pxe_enabled',
  localLinkConnection: 'local_link_connection',
  physicalNetwork: 'physical_network',
  extra: 'extra',
} as const;
type Field = keyof typeof COLUMNS;

const NOT_NULL: readonly Field[] = ['address', 'pxeEnabled', 'localLinkConnection', 'extra'];
/** How the port is wired may change only here, or in maintenance. Source: the reference's rules for ports (4.6). */
const WIRING: readonly Field[] = ['pxeEnabled', 'localLinkConnection', 'physicalNetwork'];
const WIRING_STATES: readonly ProvisionState[] = ['ENROLL', 'INSPECT_WAIT', 'MANAGEABLE'];

export function updatePort(ctx: ServiceContext, viewer: Viewer, input: UpdatePortInput): Promise<Answer> {
  const nodeId = (): Promise<string> => nodeOfPort(ctx, input.portId);
  return mutateNode(ctx, viewer, { mutation: 'updatePort', input, nodeId }, async (node) => {
    checkValues(input);
    const port = await readPort(ctx, node, input.portId);
    checkVersion('port', port, input.expectedVersion);
    checkGuards(input, await readNode(ctx, node));
    const given = (Object.keys(COLUMNS) as Field[]).filter((field) => isGiven(input, field));
    if (given.length === 0) return { objectId: port.id };
    try {
      await node.tx.query(
        `UPDATE ports SET ${given.map((field) => `${COLUMNS[field]} = ?`).join(', ')}, version = version + 1,
                          updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
        [...given.map((field) => columnValue(field, input)), port.id],
      );
    } catch (error) {
      throw asProblem(error, input.address ?? '', input.name ?? '');
    }
    node.emit('PORT_UPDATED', [
      { field: 'port', before: port.id, after: port.id },
      ...given.map((field) => ({ field: `port.${field}`, before: null, after: null })),
    ]);
    return { objectId: port.id };
  });
}

function checkValues(input: UpdatePortInput): void {
  const checker = createChecker();
  requireVersionFor(checker, input, ['localLinkConnection', 'extra']);
  const { address, ...rest } = input;
  checkPort(checker, { ...rest, ...(typeof address === 'string' ? { address } : {}) });
  for (const field of NOT_NULL) {
    if (isGiven(input, field) && input[field] === null) {
      checker.invalid(field, `${field} cannot be null.`, 'Leave it out to keep what is there.');
    }
  }
  checker.done();
}

function checkGuards(input: UpdatePortInput, node: NodeRow): void {
  if (node.maintenance) return;
  const wiring = WIRING.filter((field) => isGiven(input, field));
  if (wiring.length > 0 && !WIRING_STATES.includes(node.provisionState)) {
    refuse(
      `changing ${wiring.join(', ')}`,
      `the node is in ${node.provisionState}`,
      `It can change in ${WIRING_STATES.join(', ')}, or in maintenance.`,
    );
  }
  if (isGiven(input, 'address') && (node.instanceId !== null || node.provisionState === 'ACTIVE')) {
    refuse('changing address', 'an instance is on the node', 'Undeploy it first, or set maintenance.');
  }
}

function refuse(action: string, reason: string, remedy: string): never {
  throw new ProblemError({ code: 'NOT_ALLOWED_NOW', action, reason, remedy });
}

function columnValue(field: Field, input: UpdatePortInput): unknown {
  const value = input[field];
  if (field === 'address' && typeof value === 'string') return parseMacAddress(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
