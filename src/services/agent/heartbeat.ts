import { agentCalled } from '../../conductor/agent-called.ts';
import { inNodeTransaction, type NodeTx } from '../../conductor/node-transaction.ts';
import { AgentRefusal, heartbeatEffect, notFound, type AgentStatus } from '../../domain/agent.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { ServiceContext } from '../context.ts';
import { ACTOR, readAgentRow, type AgentRow } from './agent-row.ts';
import { isSameToken } from './token.ts';

export interface Heartbeat {
  /** Null: it takes no commands. Checked already by `whyCallbackRefused`. */
  readonly callbackUrl: string | null;
  readonly token: string;
  readonly version: string | null;
  /** Certificate that it serves, PEM. */
  readonly verifyCa: string | null;
  readonly status: AgentStatus | null;
  readonly statusMessage: string | null;
}

/** CALLED: a job may go on. RECORDED: that it lives was written down. IGNORED: in this state nobody wants to know. */
export type HeartbeatOutcome = 'CALLED' | 'RECORDED' | 'IGNORED';

/**
 * Records that an agent lives, and wakes the job that waits for it, whoever holds the node's lock: nothing is dropped, and nobody
 * is told to come again.
 *
 * The token is checked before anything else of the node is compared: whoever has none learns nothing from the answer. It is checked
 * without a lock first, so that a flood of wrong ones holds nobody up, and again in the transaction: the engine may have
 * begun another ramdisk in between.
 * @throws {AgentRefusal} NOT_FOUND, TOKEN, CALLBACK, CERTIFICATE
 */
export async function recordHeartbeat(
  ctx: ServiceContext,
  nodeId: string,
  heartbeat: Heartbeat,
): Promise<HeartbeatOutcome> {
  check(await readAgentRow(ctx.db.manager, nodeId), heartbeat);
  const { db, bell } = ctx;
  try {
    const { result } = await inNodeTransaction({ db, bell, nodeId, actor: ACTOR }, async (node) => {
      const row = check(await readAgentRow(node.tx, nodeId), heartbeat);
      return record(node, row, heartbeat);
    });
    return result;
  } catch (error) {
    const isGone = error instanceof ProblemError && error.problem.code === 'NOT_FOUND'; // deleted in between
    throw isGone ? notFound() : error;
  }
}

function check(row: AgentRow | null, { token, callbackUrl, verifyCa }: Heartbeat): AgentRow {
  if (row === null || row.isExpected === 0) throw notFound();
  if (!isSameToken(token, row.token)) throw new AgentRefusal('TOKEN', 'Invalid or missing agent token received.');
  if (row.callbackUrl !== null && row.callbackUrl !== callbackUrl) {
    throw new AgentRefusal('CALLBACK', 'Detected change in ramdisk provided "callback_url".');
  }
  if (row.verifyCa !== null && verifyCa !== null && row.verifyCa !== verifyCa) {
    throw new AgentRefusal('CERTIFICATE', 'Detected change in ramdisk provided "agent_verify_ca".');
  }
  return row;
}

async function record(node: NodeTx, row: AgentRow, heartbeat: Heartbeat): Promise<HeartbeatOutcome> {
  const effect = heartbeatEffect(row.provisionState);
  if (effect === 'IGNORED') return 'IGNORED';
  const { callbackUrl, version, verifyCa, status, statusMessage } = heartbeat;
  await node.tx.query(
    `UPDATE agents SET heartbeat_at = UTC_TIMESTAMP(6), callback_url = COALESCE(callback_url, ?), version = COALESCE(?, version),
                       verify_ca = COALESCE(verify_ca, ?), status = ?, status_message = ?
      WHERE node_id = ?`,
    [callbackUrl, version, verifyCa, status, statusMessage, node.nodeId],
  );
  if (row.heartbeatAt === null) {
    node.emit('NODE_AGENT_CALLED', [{ field: 'agent.version', before: null, after: version }]);
  }
  // While it is in maintenance nothing goes on; the first call afterwards wakes what waits.
  if (effect === 'RECORDED' || row.maintenance === 1) return 'RECORDED';
  await agentCalled(node);
  return 'CALLED';
}
