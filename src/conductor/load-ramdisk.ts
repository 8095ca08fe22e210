/** What a step gets to know of the ramdisk on its node: the agent that called, what it reported, and what it may fetch. */
import type { EntityManager } from 'typeorm';
import type { AgentAccess, InspectionReport } from '../drivers/interfaces/common.ts';
import type { JsonObject } from '../entities/json.ts';

type Querier = Pick<EntityManager, 'query'>;

/** Null: none has called since the ramdisk was last expected. */
export async function loadAgent(db: Querier, nodeId: string): Promise<AgentAccess | null> {
  type Row = Omit<AgentAccess, 'lastHeartbeatAt'> & { readonly heartbeatAt: string };
  // One row of these columns, if any: an agent that has called has a token and an address.
  const [row] = await db.query<Row[]>(
    `SELECT callback_url AS url, token, verify_ca AS verifyCa, version, step_versions AS stepVersions,
            heartbeat_at AS heartbeatAt
       FROM agents WHERE node_id = ? AND callback_url IS NOT NULL AND token IS NOT NULL AND heartbeat_at IS NOT NULL`,
    [nodeId],
  );
  if (row === undefined) return null;
  const { heartbeatAt, ...access } = row;
  return { ...access, lastHeartbeatAt: new Date(`${heartbeatAt.replace(' ', 'T')}Z`) };
}

/** Why the ramdisk gave up, in its own words; null: it did not. Source: `agent_status` of heartbeats, domain notes §6.4. */
export async function whyAgentGaveUp(db: Querier, nodeId: string): Promise<string | null> {
  // One column, as this query names it.
  const [row] = await db.query<{ message: string | null }[]>(
    `SELECT status_message AS message FROM agents WHERE node_id = ? AND status = 'error'`,
    [nodeId],
  );
  return row === undefined ? null : (row.message ?? 'it gives no reason');
}

/** Where the agent is that was waited for; null: none has ever called. */
export async function agentAddress(db: Querier, nodeId: string): Promise<string | null> {
  // One column, as this query names it.
  const [row] = await db.query<{ url: string | null }[]>('SELECT callback_url AS url FROM agents WHERE node_id = ?', [
    nodeId,
  ]);
  return row?.url ?? null;
}

export async function loadInspectionReport(db: Querier, nodeId: string): Promise<InspectionReport | null> {
  // One column, as this query names it; what stands in it was checked before it was written.
  const [row] = await db.query<{ report: JsonObject }[]>('SELECT report FROM inspection_reports WHERE node_id = ?', [
    nodeId,
  ]);
  return row === undefined ? null : (row.report as unknown as InspectionReport);
}

/** Null: no file of this name is staged for the node. */
export async function loadFilePath(db: Querier, nodeId: string, name: string): Promise<string | null> {
  // One row of these columns, if any.
  const [row] = await db.query<{ secret: string; files: Readonly<Record<string, string>> }[]>(
    'SELECT secret, files FROM node_boots WHERE node_id = ?',
    [nodeId],
  );
  if (row === undefined || !Object.hasOwn(row.files, name)) return null;
  return `/boot/${row.secret}/${encodeURIComponent(name)}`;
}
