/** How what an inspection found becomes rows and events, inside the transaction that ends its step. */
import { v7 as newId } from 'uuid';
import type { JsonObject } from '../entities/json.ts';
import { affectedRows } from '../entities/transaction.ts';
import type { Finding, JsonPatch, PortWish } from './job-type.ts';
import type { NodeTx } from './node-transaction.ts';

type Inspected = Extract<Finding, { readonly kind: 'inspected' }>;

export async function writeInspected(node: NodeTx, finding: Inspected): Promise<void> {
  const number = await insertInventory(node, finding);
  await updateNode(node, finding);
  await writeTraits(node, finding.traits);
  for (const port of finding.ports) await (port.isNew ? insertPort(node, port) : updatePort(node, port));
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
async function updateNode(node: NodeTx, { properties, extra, fields }: Inspected): Promise<void> {
  // One row of two columns: the lock row that is held cannot be without its node.
  const [row] = await node.tx.query<{ properties: JsonObject; extra: JsonObject }[]>(
    'SELECT properties, extra FROM nodes WHERE id = ?',
    [node.nodeId],
  );
  const columns = Object.keys(fields);
  await node.tx.query(
    `UPDATE nodes SET properties = ?, extra = ?, ${columns.map((column) => `${column} = ?, `).join('')}
                      inspection_finished_at = UTC_TIMESTAMP(6), version = version + 1, updated_at = UTC_TIMESTAMP(6)
      WHERE id = ?`,
    [
      JSON.stringify(patched(row?.properties ?? {}, properties)),
      JSON.stringify(patched(row?.extra ?? {}, extra)),
      ...Object.values(fields),
      node.nodeId,
    ],
  );
}

function patched(now: JsonObject, { set, gone }: JsonPatch): JsonObject {
  return Object.fromEntries(Object.entries({ ...now, ...set }).filter(([name]) => !gone.includes(name)));
}

async function writeTraits({ tx, nodeId, emit }: NodeTx, { added, gone }: Inspected['traits']): Promise<void> {
  if (added.length + gone.length === 0) return;
  if (gone.length > 0) await tx.query('DELETE FROM node_traits WHERE node_id = ? AND trait IN (?)', [nodeId, gone]);
  if (added.length > 0) {
    await tx.query(`INSERT IGNORE INTO node_traits (node_id, trait) VALUES ${added.map(() => '(?, ?)').join(', ')}`, [
      ...added.flatMap((trait) => [nodeId, trait]),
    ]);
  }
  emit('NODE_UPDATED', [{ field: 'traits', before: gone, after: added }]);
}

/**
 * Only where no port has the MAC. That none of another node has it was found out before; whoever took it in the moment in
 * between was first, and keeps it: the next inspection says so.
 */
async function insertPort(node: NodeTx, port: PortWish): Promise<void> {
  const id = newId();
  const result: unknown = await node.tx.query(
    `INSERT IGNORE INTO ports (id, node_id, address, pxe_enabled, physical_network, description, local_link_connection,
                               is_smart_nic, extra, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, '{}', 0, ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [id, node.nodeId, port.address, ...valuesOf(port)],
  );
  if (affectedRows(result) === 0) return;
  node.emit('PORT_CREATED', [
    { field: 'port', before: null, after: id },
    { field: 'port.address', before: null, after: port.address },
  ]);
}

/** As a rule wants it. One that is gone by now stays gone. */
async function updatePort(node: NodeTx, port: PortWish): Promise<void> {
  // One column, as this query names it.
  const [row] = await node.tx.query<{ id: string }[]>('SELECT id FROM ports WHERE node_id = ? AND address = ?', [
    node.nodeId,
    port.address,
  ]);
  if (row === undefined) return;
  await node.tx.query(
    `UPDATE ports SET pxe_enabled = ?, physical_network = ?, description = ?, extra = ?, version = version + 1,
                      updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [...valuesOf(port), row.id],
  );
  node.emit('PORT_UPDATED', [{ field: 'port', before: row.id, after: row.id }]);
}

const valuesOf = ({ pxeEnabled, physicalNetwork, description, extra }: PortWish): readonly unknown[] => [
  pxeEnabled ? 1 : 0,
  physicalNetwork,
  description,
  JSON.stringify(extra),
];
