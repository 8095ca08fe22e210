import type { NodeTx } from '../../conductor/node-transaction.ts';
import { whyLinkInvalid } from '../../domain/local-link-connection.ts';
import { parseMacAddress } from '../../domain/mac-address.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { JsonObject } from '../../entities/json.ts';
import { duplicateKey } from '../../entities/transaction.ts';
import type { Checker } from '../checks.ts';

/** A port as it comes in, with its node or for one. */
export interface NewPort {
  readonly address: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly pxeEnabled?: boolean | null;
  readonly localLinkConnection?: JsonObject | null;
  readonly isSmartNic?: boolean | null;
  readonly physicalNetwork?: string | null;
  readonly extra?: JsonObject | null;
}

/** @param at where the port stands in the input, below `input` */
export function checkNewPort(checker: Checker, port: NewPort, at: readonly string[] = []): void {
  const found = checker.problems.length;
  checkPort(checker, port, at);
  const isReadable = checker.problems.length === found; // of a link that is too deep to read there is no more to say
  if (isReadable) checkLink(checker, port.localLinkConnection ?? {}, port.isSmartNic ?? false, at);
}

/** Does the link say what network services can read, and of the kind of port that it is? */
export function checkLink(checker: Checker, link: JsonObject, isSmartNic: boolean, at: readonly string[] = []): void {
  const fault = whyLinkInvalid(link, isSmartNic);
  if (fault === null) return;
  const path = [...at, 'localLinkConnection', ...(fault.key === null ? [] : [fault.key])];
  checker.invalid(path, fault.reason, fault.remedy);
}

/** @param at where the port stands in the input, below `input` */
export function checkPort(checker: Checker, port: Partial<NewPort>, at: readonly string[] = []): void {
  if (port.address !== undefined && parseMacAddress(port.address) === null) {
    checker.invalid(
      [...at, 'address'],
      `"${port.address.slice(0, 64)}" is not a MAC address.`,
      'Write six octets, for example 52:54:00:aa:00:01.',
    );
  }
  checker.name([...at, 'name'], port.name);
  const { description, physicalNetwork } = port;
  if (typeof description === 'string' && description.length > 255) {
    checker.invalid([...at, 'description'], 'The description is too long.', 'Use at most 255 characters.');
  }
  if (typeof physicalNetwork === 'string' && (physicalNetwork === '' || physicalNetwork.length > 64)) {
    checker.invalid(
      [...at, 'physicalNetwork'],
      'A physical network has 1 to 64 characters.',
      'Shorten it, or leave it out.',
    );
  }
  checker.json([...at, 'localLinkConnection'], port.localLinkConnection);
  checker.json([...at, 'extra'], port.extra);
}

/**
 * @param at where the port stands in the input, below `input`
 * @throws {ProblemError} ALREADY_EXISTS
 */
export async function insertPort(
  node: NodeTx,
  id: string,
  port: NewPort & { readonly portGroupId?: string | null },
  at: readonly string[] = [],
): Promise<void> {
  const address = parseMacAddress(port.address) ?? port.address;
  try {
    await node.tx.query(
      `INSERT INTO ports (id, node_id, address, name, description, pxe_enabled, local_link_connection, is_smart_nic, physical_network,
                          port_group_id, extra, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [
        id,
        node.nodeId,
        address,
        port.name ?? null,
        port.description ?? null,
        (port.pxeEnabled ?? true) ? 1 : 0,
        JSON.stringify(port.localLinkConnection ?? {}),
        (port.isSmartNic ?? false) ? 1 : 0,
        port.physicalNetwork ?? null,
        port.portGroupId ?? null,
        JSON.stringify(port.extra ?? {}),
      ],
    );
  } catch (error) {
    throw asProblem(error, address, port.name ?? '', at);
  }
  node.emit('PORT_CREATED', [
    { field: 'port', before: null, after: id },
    { field: 'port.address', before: null, after: address },
  ]);
}

/** Which of a port's unique values another port already has. */
export function asProblem(error: unknown, address: string, name: string, at: readonly string[] = []): unknown {
  const key = duplicateKey(error);
  const exists = (field: string, value: string): ProblemError =>
    new ProblemError({ code: 'ALREADY_EXISTS', type: 'port', path: ['input', ...at, field], value });
  if (key === 'ports_address') return exists('address', address);
  return key === 'ports_name' ? exists('name', name) : error;
}
