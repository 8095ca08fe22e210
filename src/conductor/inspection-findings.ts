/** How what an inspection found becomes rows and events, inside the transaction that ends its step. */
import { v7 as newId } from 'uuid';
import { formatCapabilities, parseCapabilities } from '../domain/capabilities.ts';
import type { InspectedPort } from '../domain/inventory.ts';
import type { JsonObject } from '../entities/json.ts';
import { affectedRows } from '../entities/transaction.ts';
import type { Finding } from './job-type.ts';
import type { NodeTx } from './node-transaction.ts';

type Inspected = Extract<Finding, { readonly kind: 'inspected' }>;

export async function writeInspected(node: NodeTx, finding: Inspected): Promise<void> {
  const number = await insertInventory(node, finding);
  await mergeProperties(node, finding);
  for (const port of finding.ports) await insertPort(node, port);
  node.emit('NODE_INSPECTED', [{ field: 'inventory.number', before: number === 1 ? null : number - 1, after: number }]);
}

async function insertInventory({ tx, nodeId, lock }: NodeTx, finding: Inspected): Promise<number> {
  // One row of one column. Nobody else adds one: the node's lock row is ours until the commit.
  const [row] = await tx.query<{ last: number | null }[]>(
    'SELECT MAX(number) AS last FROM node_inventories WHERE node_id = ?',
    [nodeId],
  );
  const number = (row?.last ?? 0) + 1;
  const { inventory, pluginData, keep } = finding;
  await tx.query(
    `INSERT INTO node_inventories (id, node_id, number, inventory, plugin_data, job_id, collected_at)
     VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))`,
    [newId(), nodeId, number, JSON.stringify(inventory), JSON.stringify(pluginData), lock.holderJobId],
  );
  await tx.query('DELETE FROM node_inventories WHERE node_id = ? AND number <= ?', [nodeId, number - keep]);
  return number;
}

/** Into what is there now: a user may have written other properties while the machine was looked at. */
async function mergeProperties(node: NodeTx, { properties, capabilities }: Inspected): Promise<void> {
  // One row of one column: the lock row that is held cannot be without its node.
  const [row] = await node.tx.query<{ properties: JsonObject }[]>('SELECT properties FROM nodes WHERE id = ?', [
    node.nodeId,
  ]);
  const before = row?.properties ?? {};
  const all = { ...parseCapabilities(before['capabilities']), ...capabilities };
  const after = {
    ...before,
    ...properties,
    ...(Object.keys(all).length > 0 && { capabilities: formatCapabilities(all) }),
  };
  await node.tx.query(
    `UPDATE nodes SET properties = ?, inspection_finished_at = UTC_TIMESTAMP(6), version = version + 1,
                      updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [JSON.stringify(after), node.nodeId],
  );
}

/**
 * Only where no port has the MAC. That none of another node has it was found out before; whoever took it in the moment in
 * between was first, and keeps it: the next inspection says so.
 */
async function insertPort(node: NodeTx, { address, pxeEnabled }: InspectedPort): Promise<void> {
  const id = newId();
  const result: unknown = await node.tx.query(
    `INSERT IGNORE INTO ports (id, node_id, address, pxe_enabled, local_link_connection, is_smart_nic, extra, version,
                               created_at, updated_at)
     VALUES (?, ?, ?, ?, '{}', 0, '{}', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [id, node.nodeId, address, pxeEnabled ? 1 : 0],
  );
  if (affectedRows(result) === 0) return;
  node.emit('PORT_CREATED', [
    { field: 'port', before: null, after: id },
    { field: 'port.address', before: null, after: address },
  ]);
}
