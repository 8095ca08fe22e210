import { v7 as newId } from 'uuid';
import type { HistorySeverity } from '../entities/node-history.ts';
import type { NodeTx } from './node-transaction.ts';

export interface HistoryEntry {
  readonly severity: HistorySeverity;
  /** The job type whose flow it is about; of errors without one, what found them. */
  readonly eventType: string;
  readonly text: string;
  readonly actor: string;
  readonly jobId: string | null;
}

const MAX_TEXT = 4_096;

/** Writes down what became of the node, in its transaction: with the states in which it then is. */
export async function writeHistory(
  node: NodeTx,
  { severity, eventType, text, actor, jobId }: HistoryEntry,
): Promise<void> {
  await node.tx.query(
    `INSERT INTO node_history (id, node_id, at, severity, event_type, text, actor, job_id, provision_state, target_provision_state)
     SELECT ?, id, UTC_TIMESTAMP(6), ?, ?, ?, ?, ?, provision_state, target_provision_state FROM nodes WHERE id = ?`,
    [newId(), severity, eventType, text.slice(0, MAX_TEXT), actor, jobId, node.nodeId],
  );
}
