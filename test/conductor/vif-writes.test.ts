/** What steps find of VIFs, written when ports have come or gone since the step looked. */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/conductor/job-type.ts';
import { writeFindings } from '../../src/conductor/writes.ts';
import type { VifPlace } from '../../src/domain/port-choice.ts';
import { newMac } from '../support/builders.ts';
import { startEngine, type Engine } from './harness.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

const NOW = 'UTC_TIMESTAMP(6)';

async function addPort(nodeId: string, portGroupId: string | null = null): Promise<string> {
  const id = newId();
  await engine.db.query(
    `INSERT INTO ports (id, node_id, port_group_id, address, pxe_enabled, local_link_connection, extra, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, 1, '{}', '{}', 1, ${NOW}, ${NOW})`,
    [id, nodeId, portGroupId, newMac()],
  );
  return id;
}

async function addGroup(nodeId: string): Promise<string> {
  const id = newId();
  await engine.db.query(
    `INSERT INTO port_groups (id, node_id, mode, properties, standalone_ports_supported, extra, version, created_at, updated_at)
     VALUES (?, ?, 'active-backup', '{}', 1, '{}', 1, ${NOW}, ${NOW})`,
    [id, nodeId],
  );
  return id;
}

async function addVif(nodeId: string, portId: string | null = null): Promise<string> {
  const id = newId();
  await engine.db.query(
    `INSERT INTO vif_attachments (id, node_id, port_id, vif_id, purpose, state, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, 'TENANT', 'ATTACHING', 1, ${NOW}, ${NOW})`,
    [id, nodeId, portId, `vif-${id}`],
  );
  return id;
}

const write = (nodeId: string, ...findings: readonly Finding[]): Promise<void> =>
  engine.inNode(nodeId, (node) => writeFindings(node, findings));

const port = (id: string): VifPlace => ({ kind: 'port', id });
const group = (id: string): VifPlace => ({ kind: 'port-group', id });

async function place(nodeId: string, vifAttachmentId: string, ...candidates: readonly VifPlace[]): Promise<unknown> {
  await write(nodeId, { kind: 'vif-placed', vifAttachmentId, candidates });
  // One row, columns as this query names them.
  const [row] = await engine.db.query<{ portId: string | null; groupId: string | null }[]>(
    'SELECT port_id AS portId, port_group_id AS groupId FROM vif_attachments WHERE id = ?',
    [vifAttachmentId],
  );
  return row && (row.portId ?? row.groupId);
}

const countOf = async (nodeId: string, type: string): Promise<number> => {
  const rows: unknown[] = await engine.db.query('SELECT id FROM events WHERE node_id = ? AND type = ?', [nodeId, type]);
  return rows.length;
};

describe('vif-placed', () => {
  it('takes the first candidate, and says so once', async () => {
    const nodeId = await engine.addNode();
    const [a, b] = [await addPort(nodeId), await addPort(nodeId)];
    const vif = await addVif(nodeId);
    expect(await place(nodeId, vif, port(b), port(a))).toBe(b);
    expect(await place(nodeId, vif, port(a))).toBe(b);
    expect(await countOf(nodeId, 'VIF_PLACED')).toBe(1);
  });

  it('passes over what was taken or deleted since', async () => {
    const nodeId = await engine.addNode();
    const bond = await addGroup(nodeId);
    const [member, taken, free] = [await addPort(nodeId, bond), await addPort(nodeId), await addPort(nodeId)];
    await addVif(nodeId, member);
    await addVif(nodeId, taken);
    const vif = await addVif(nodeId);
    expect(await place(nodeId, vif, group(bond), port(taken), port(newId()), port(free))).toBe(free);
  });

  it('takes a port group whole', async () => {
    const nodeId = await engine.addNode();
    const bond = await addGroup(nodeId);
    const member = await addPort(nodeId, bond);
    const [first, second] = [await addVif(nodeId), await addVif(nodeId)];
    expect(await place(nodeId, first, group(bond))).toBe(bond);
    expect(await place(nodeId, second, group(bond), port(member))).toBeNull();
  });

  it('leaves the record without a place when none is left, and says nothing', async () => {
    const nodeId = await engine.addNode();
    const taken = await addPort(nodeId);
    await addVif(nodeId, taken);
    expect(await place(nodeId, await addVif(nodeId), port(taken))).toBeNull();
    expect(await place(nodeId, newId(), port(taken))).toBeUndefined();
    expect(await countOf(nodeId, 'VIF_PLACED')).toBe(0);
  });
});

it('a network that was joined is recorded on the ports that are still there', async () => {
  const nodeId = await engine.addNode();
  const kept = await addPort(nodeId);
  const vifs = [
    { vifId: `kept-${nodeId}`, portId: kept },
    { vifId: `gone-${nodeId}`, portId: newId() },
  ];
  await write(nodeId, { kind: 'network-joined', purpose: 'CLEANING', vifs });
  expect(await engine.db.query('SELECT vif_id, port_id FROM vif_attachments WHERE node_id = ?', [nodeId])).toEqual([
    { vif_id: `kept-${nodeId}`, port_id: kept },
  ]);
  expect(await countOf(nodeId, 'VIF_ATTACHED')).toBe(1);
});
