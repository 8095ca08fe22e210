/** States of the world that a test needs and that the API would take long, or refuse, to bring about. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { v7 as newId } from 'uuid';
import { PROVISION_TABLE, type ProvisionState } from '../../src/domain/provision-states.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A service's database, behind its back. */
export interface TestRows {
  query<T extends Row = Row>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** A digest of everything a mutation may write; equal before and after what must change nothing. */
  fingerprint(): Promise<string>;
  /** How many rows each of these tables has. */
  counts(): Promise<Readonly<Record<string, number>>>;
  /** Sets columns of a node as nothing but a job would; `name_like_this`. */
  setNode(nodeId: string, columns: Row): Promise<void>;
  putInState(nodeId: string, state: ProvisionState): Promise<void>;
  /** That many nodes like this one, without its name, ports and history. */
  cloneNode(nodeId: string, count: number): Promise<string[]>;
  addVif(nodeId: string, portId: string | null, vifId: string, state?: string): Promise<void>;
  close(): Promise<void>;
}

/** What changes by itself, while nobody asks for anything. */
const BY_ITSELF: readonly string[] = ['conductors', 'event_log_state', 'schema_migrations'];

export async function openRows(databaseUrl: string): Promise<TestRows> {
  const connection: Connection = await createConnection({ uri: databaseUrl, dateStrings: true, timezone: 'Z' });
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  const query = async <T extends Row = Row>(sql: string, params: readonly unknown[] = []): Promise<T[]> => {
    const [rows] = await connection.query<RowDataPacket[]>(sql, [...params]);
    return rows as unknown as T[]; // columns as the caller's SQL names them
  };
  const tables = async (): Promise<readonly string[]> => {
    const found = await query<{ name: string }>(
      'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME',
    );
    return found.flatMap(({ name }) => (BY_ITSELF.includes(name) ? [] : name));
  };
  const setNode = async (nodeId: string, columns: Row): Promise<void> => {
    await query('UPDATE nodes SET ? WHERE id = ?', [columns, nodeId]);
  };
  return {
    query,
    fingerprint: async () => JSON.stringify(await query(`CHECKSUM TABLE ${(await tables()).join(', ')}`)),
    async counts() {
      const columns = (await tables()).map((table) => `(SELECT COUNT(*) FROM ${table}) AS ${table}`);
      const [row] = await query<Readonly<Record<string, number>>>(`SELECT ${columns.join(', ')}`);
      return row ?? {};
    },
    setNode,
    putInState: (nodeId, state) =>
      setNode(nodeId, { provision_state: state, target_provision_state: PROVISION_TABLE[state].target }),
    async cloneNode(nodeId, count) {
      const own = new Set(['id', 'name', 'instance_id']);
      const columns = (
        await query<{ name: string }>(
          `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'nodes'`,
        )
      ).flatMap(({ name }) => (own.has(name) ? [] : name));
      const ids = Array.from({ length: count }, () => newId());
      await query(
        `INSERT INTO nodes (id, ${columns.join(', ')}) SELECT ids.id, ${columns.map((name) => `n.${name}`).join(', ')}
           FROM (${ids.map(() => 'SELECT ? AS id').join(' UNION ALL ')}) ids JOIN nodes n ON n.id = ?`,
        [...ids, nodeId],
      );
      await query(
        `INSERT INTO node_locks (node_id, epoch, event_sequence) SELECT id, 0, 0 FROM nodes WHERE id IN (?)`,
        [ids],
      );
      return ids;
    },
    async addVif(nodeId, portId, vifId, state = 'ATTACHED') {
      await query(
        `INSERT INTO vif_attachments (id, node_id, port_id, vif_id, purpose, state, version, created_at, updated_at)
         VALUES (?, ?, ?, ?, 'TENANT', ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
        [newId(), nodeId, portId, vifId, state],
      );
    },
    close: () => connection.end(),
  };
}

let macs = 0;

/** A hardware address that no other call of this process gave. */
export function newMac(): string {
  macs += 1;
  const octets = [macs >> 16, macs >> 8, macs].map((number) => (number & 0xff).toString(16).padStart(2, '0'));
  return ['52', '54', '00', ...octets].join(':');
}

/** An object of so many levels: 1 is `{}`. */
export function nested(levels: number): Row {
  let value: Row = {};
  for (let level = 1; level < levels; level += 1) value = { a: value };
  return value;
}
