/** Nodes with two ports each, every fourth with a VIF, written straight into the database: a large fleet in seconds. */
import { v7 as newId } from 'uuid';
import type { RowDataPacket } from 'mysql2/promise';
import { insertMany, withConnection } from './database.ts';
import type { Service } from './service.ts';

const MOMENT = '2026-01-01 00:00:00.000000';

export async function insertFleet({ databaseUrl, gql }: Service, size: number): Promise<void> {
  // One node made by the service shows what it writes into the columns that a client does not give.
  const { createNode } = await gql<{ createNode: { node: { id: string } } }>(
    `mutation { createNode(input: { driver: "fake-hardware" }) { node { id } errors { message } } }`,
  );
  await withConnection(databaseUrl, async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT interfaces FROM nodes WHERE id = ?', [
      createNode.node.id,
    ]);
    const interfaces = JSON.stringify(rows[0]?.['interfaces']);
    await gql(`mutation ($id: ID!) { deleteNode(input: { nodeId: $id }) { errors { message } } }`, {
      id: createNode.node.id,
    });

    const nodes = Array.from({ length: size }, (_, index) => ({ id: newId(), index }));
    const ports = nodes.flatMap((node) => [0, 1].map((slot) => ({ id: newId(), node, slot })));
    const vifs = ports.filter(({ node, slot }) => node.index % 4 === 0 && slot === 0);
    await connection.beginTransaction();
    await insertMany(
      connection,
      'nodes',
      `id, name, driver, interfaces, driver_info, properties, extra, instance_info, provision_state, power_state,
       provision_updated_at, maintenance, resource_class, conductor_group, protected, retired, version, created_at, updated_at`,
      nodes.map(({ id, index }) => [
        ...[id, `node-${String(index).padStart(5, '0')}`, 'fake-hardware', interfaces, '{}', PROPERTIES, '{}', '{}'],
        ...['AVAILABLE', index % 2 === 0 ? 'OFF' : 'ON', MOMENT, 0, 'baremetal', '', 0, 0, 1, MOMENT, MOMENT],
      ]),
    );
    await insertMany(
      connection,
      'node_locks',
      'node_id, epoch, event_sequence',
      nodes.map(({ id }) => [id, 0, 0]),
    );
    await insertMany(
      connection,
      'ports',
      'id, node_id, address, pxe_enabled, local_link_connection, extra, version, created_at, updated_at',
      ports.map(({ id, node, slot }) => [
        ...[id, node.id, addressOf(node.index, slot), slot === 0 ? 1 : 0, '{}', '{}', 1, MOMENT, MOMENT],
      ]),
    );
    await insertMany(
      connection,
      'vif_attachments',
      'id, node_id, port_id, vif_id, purpose, state, version, created_at, updated_at',
      vifs.map(({ id, node }) => [newId(), node.id, id, newId(), 'TENANT', 'ATTACHED', 1, MOMENT, MOMENT]),
    );
    await connection.commit();
    await connection.query('ANALYZE TABLE nodes, ports, vif_attachments');
  });
}

const PROPERTIES = JSON.stringify({ cpus: 64, memory_mb: 524_288, local_gb: 960, cpu_arch: 'x86_64' });

function addressOf(node: number, slot: number): string {
  const digits = (node * 2 + slot).toString(16).padStart(10, '0');
  return `02:${(digits.match(/../g) ?? []).join(':')}`;
}
