import type { EntityManager } from 'typeorm';
import type { VifAttachmentState } from '../../entities/vif-attachment.ts';

export interface VifRow {
  readonly id: string;
  readonly nodeId: string;
  readonly state: VifAttachmentState;
}

/** A tenant's VIF, wherever it is attached. */
export async function findVif(tx: EntityManager, vifId: string): Promise<VifRow | null> {
  // Columns as this query names them.
  const rows = await tx.query<VifRow[]>(
    `SELECT id, node_id AS nodeId, state FROM vif_attachments WHERE vif_id = ? AND purpose = 'TENANT'`,
    [vifId],
  );
  return rows[0] ?? null;
}
