/**
 * The other side of the list's ratio: the same three statements and the same answer, by nothing but node:http, mysql2
 * and JSON.stringify. What it costs is the floor; what the service costs above it is the price of everything else.
 */
import { createServer } from 'node:http';
import { createPool } from 'mysql2/promise';

/** @typedef {import('mysql2/promise').RowDataPacket} Row */

const pool = createPool({ uri: process.env['DATABASE_URL'] ?? '', connectionLimit: 16, dateStrings: true });

const server = createServer((request, response) => {
  request
    .on('data', () => {})
    .on('end', () => {
      list().then(
        (answer) => response.setHeader('content-type', 'application/json').end(answer),
        (/** @type {unknown} */ error) => response.writeHead(500).end(String(error)),
      );
    });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stderr.write(`listening on http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`);
});
process.on('SIGTERM', () => process.exit(0));

async function list() {
  const nodes = await rows(
    `SELECT id, name, provision_state AS provisionState, power_state AS powerState, maintenance,
            resource_class AS resourceClass FROM nodes ORDER BY id LIMIT 100`,
    [],
  );
  const ids = nodes.map((node) => node['id']);
  const [ports, vifs] = await Promise.all([
    rows('SELECT id, node_id, address, pxe_enabled FROM ports WHERE node_id IN (?) ORDER BY node_id, id', [ids]),
    rows('SELECT id, node_id, vif_id, state FROM vif_attachments WHERE node_id IN (?) ORDER BY node_id, id', [ids]),
  ]);
  const portsOf = group(ports, (port) => ({
    id: port['id'],
    address: port['address'],
    pxeEnabled: port['pxe_enabled'] === 1,
  }));
  const vifsOf = group(vifs, (vif) => ({ id: vif['id'], vifId: vif['vif_id'], state: vif['state'] }));
  return JSON.stringify({
    data: {
      nodes: {
        nodes: nodes.map((node) => ({
          ...node,
          maintenance: node['maintenance'] === 1,
          ports: { nodes: portsOf.get(node['id']) ?? [] },
          vifAttachments: { nodes: vifsOf.get(node['id']) ?? [] },
        })),
      },
    },
  });
}

/**
 * @param {string} sql
 * @param {unknown[]} params
 */
async function rows(sql, params) {
  const [found] = await pool.query(sql, params);
  return /** @type {Row[]} */ (found);
}

/**
 * @param {Row[]} children
 * @param {(row: Row) => object} shape
 */
function group(children, shape) {
  /** @type {Map<unknown, object[]>} */
  const groups = new Map();
  for (const row of children) {
    const known = groups.get(row['node_id']);
    if (known) known.push(shape(row));
    else groups.set(row['node_id'], [shape(row)]);
  }
  return groups;
}
