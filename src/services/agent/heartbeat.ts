import type { EntityManager } from 'typeorm';
import { agentCalled } from '../../conductor/agent-called.ts';
import { inNodeTransaction, type NodeTx } from '../../conductor/node-transaction.ts';
import { AgentRefusal, heartbeatEffect, notFound, type AgentStatus } from '../../domain/agent.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { ProvisionState } from '../../domain/provision-states.ts';
import { affectedRows } from '../../entities/transaction.ts';
import type { ServiceContext } from '../context.ts';
import { ACTOR } from './agent-row.ts';
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
 * without a lock first, so that a flood of wrong ones holds nobody up. What is written names it again, because the engine may
 * have begun another ramdisk in between.
 * @throws {AgentRefusal} NOT_FOUND, TOKEN, CALLBACK, CERTIFICATE
 */
export async function recordHeartbeat(
  { db, bell }: ServiceContext,
  nodeId: string,
  heartbeat: Heartbeat,
): Promise<HeartbeatOutcome> {
  const caller = check(await readCaller(db.manager, nodeId), heartbeat);
  if (heartbeatEffect(caller.provisionState) === 'IGNORED') return 'IGNORED';
  try {
    const { result } = await inNodeTransaction({ db, bell, nodeId, actor: ACTOR }, async (node) => {
      // Of several first calls at once one is the first: behind the lock it is known which.
      const isFirst = caller.heartbeatAt === null && (await readCaller(node.tx, nodeId))?.heartbeatAt === null;
      if (await write(node, heartbeat)) return follow(node, { ...caller, isFirst }, heartbeat);
      check(await readCaller(node.tx, nodeId), heartbeat);
      throw new Error(`The row of the agent of node ${nodeId} changed while the node was locked.`);
    });
    return result;
  } catch (error) {
    const isGone = error instanceof ProblemError && error.problem.code === 'NOT_FOUND'; // deleted in between
    throw isGone ? notFound() : error;
  }
}

interface Caller {
  readonly provisionState: ProvisionState;
  readonly maintenance: number;
  readonly token: string | null;
  readonly callbackUrl: string | null;
  readonly verifyCa: string | null;
  readonly heartbeatAt: string | null;
}

/** Undefined: there is no such node, or nobody expects its ramdisk. */
async function readCaller(db: Pick<EntityManager, 'query'>, nodeId: string): Promise<Caller | undefined> {
  // One row of these columns, if any.
  const [caller] = await db.query<Caller[]>(
    `SELECT n.provision_state AS provisionState, n.maintenance, a.token, a.callback_url AS callbackUrl,
            a.verify_ca AS verifyCa, a.heartbeat_at AS heartbeatAt
       FROM agents a JOIN nodes n ON n.id = a.node_id WHERE a.node_id = ?`,
    [nodeId],
  );
  return caller;
}

function check(caller: Caller | undefined, { token, callbackUrl, verifyCa }: Heartbeat): Caller {
  if (caller === undefined) throw notFound();
  if (!isSameToken(token, caller.token)) throw new AgentRefusal('TOKEN', 'Invalid or missing agent token received.');
  if (caller.callbackUrl !== null && caller.callbackUrl !== callbackUrl) {
    throw new AgentRefusal('CALLBACK', 'Detected change in ramdisk provided "callback_url".');
  }
  if (caller.verifyCa !== null && verifyCa !== null && caller.verifyCa !== verifyCa) {
    throw new AgentRefusal('CERTIFICATE', 'Detected change in ramdisk provided "agent_verify_ca".');
  }
  return caller;
}

/** False: it is not the agent that was checked any more. */
async function write({ tx, nodeId }: NodeTx, heartbeat: Heartbeat): Promise<boolean> {
  const { token, callbackUrl, version, verifyCa, status, statusMessage } = heartbeat;
  const result: unknown = await tx.query(
    `UPDATE agents SET heartbeat_at = UTC_TIMESTAMP(6), callback_url = ?, version = COALESCE(?, version),
                       verify_ca = COALESCE(verify_ca, ?), status = ?, status_message = ?
      WHERE node_id = ? AND token = ? AND (callback_url IS NULL OR callback_url <=> ?)
        AND (verify_ca IS NULL OR ? IS NULL OR verify_ca = ?)`,
    [callbackUrl, version, verifyCa, status, statusMessage, nodeId, token, callbackUrl, verifyCa, verifyCa],
  );
  return affectedRows(result) === 1;
}

async function follow(
  node: NodeTx,
  { provisionState, maintenance, isFirst }: Caller & { readonly isFirst: boolean },
  { version }: Heartbeat,
): Promise<HeartbeatOutcome> {
  if (isFirst) node.emit('NODE_AGENT_CALLED', [{ field: 'agent.version', before: null, after: version }]);
  // While it is in maintenance nothing goes on; the first call afterwards wakes what waits.
  if (heartbeatEffect(provisionState) === 'RECORDED' || maintenance === 1) return 'RECORDED';
  await agentCalled(node);
  return 'CALLED';
}
