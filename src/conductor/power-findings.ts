/**
 * What a reading without a job makes of a node: rows and events, in one transaction of the node.
 *
 * The reading took no lock, so what it says counts only if nobody was at work on the node from before it until now: the
 * lock is free, its epoch is the one that the reader saw, and no job is queued. Otherwise the job's word stands.
 */
import { POWER_FAULT, type PowerDriftPolicy, type PowerState } from '../domain/power.ts';
import { whyNotOff } from '../domain/power-rules.ts';
import { ProblemError } from '../domain/problems.ts';
import type { ProvisionState } from '../domain/provision-states.ts';
import { conductorActor, type LiveContext } from './context.ts';
import type { JobNode, Observation } from './job-type.ts';
import { enforcePower, type EnforcePowerInput } from './jobs/enforce-power.ts';
import { inNodeTransaction, type NodeTx } from './node-transaction.ts';
import type { Turn, TurnResult } from './power-turns.ts';
import { enqueue } from './queue.ts';
import { setLastError, writeFindings } from './writes.ts';

/** A machine that a turn may read, as it was before. */
export interface Readable {
  readonly turn: Turn;
  readonly node: JobNode;
  /** Of the node's lock: another one at the end means that a job came in between. */
  readonly epoch: number;
  /** It is in maintenance because it could not be read, or kept, before. */
  readonly isRecovery: boolean;
}

/** Not known yet, adopted in vain, or about to be told by the ramdisk: not the sync's to look at. */
const NOT_READ: readonly ProvisionState[] = ['ENROLL', 'ADOPT_FAILED', 'DEPLOY_WAIT', 'CLEAN_WAIT'];

interface Facts {
  readonly provisionState: ProvisionState;
  readonly maintenance: boolean;
  readonly fault: string | null;
  readonly hasJobs: boolean;
  readonly isLocked: boolean;
  readonly epoch: number;
  readonly observed: PowerState | null;
  readonly desired: PowerState | null;
  readonly policy: PowerDriftPolicy | null;
  readonly conductorGroup: string;
}

/** The node as it stands, if its power may be read now; null when that is not for this turn. */
export async function factsForReading(
  db: Pick<NodeTx['tx'], 'query'>,
  nodeId: string,
): Promise<(Facts & { readonly isRecovery: boolean }) | null> {
  type Row = Omit<Facts, 'maintenance' | 'hasJobs' | 'isLocked'> & {
    readonly maintenance: number;
    readonly hasJobs: number;
    readonly holder: string | null;
  };
  // Columns as this query names them.
  const [row] = await db.query<Row[]>(
    `SELECT n.provision_state AS provisionState, n.maintenance, n.fault, n.power_state AS observed,
            n.desired_power_state AS desired, n.power_drift_policy AS policy, n.conductor_group AS conductorGroup,
            l.epoch, l.holder_job_id AS holder,
            EXISTS (SELECT 1 FROM jobs j WHERE j.node_id = n.id AND j.state IN ('QUEUED', 'RUNNING', 'WAITING')) AS hasJobs
       FROM nodes n JOIN node_locks l ON l.node_id = n.id WHERE n.id = ?`,
    [nodeId],
  );
  if (row === undefined) return null;
  const { holder, ...rest } = row;
  const facts = { ...rest, maintenance: row.maintenance === 1, hasJobs: row.hasJobs === 1, isLocked: holder !== null };
  const isRecovery = facts.maintenance && facts.fault === POWER_FAULT;
  if (facts.isLocked || facts.hasJobs || NOT_READ.includes(facts.provisionState)) return null;
  // Whoever set maintenance by hand wants the machine left alone.
  return facts.maintenance && !isRecovery ? null : { ...facts, isRecovery };
}

const SKIPPED = (turn: Turn): TurnResult => ({ ...turn, end: 'skipped' });

/**
 * The machine has answered. Null: its driver has no way to know.
 * @param seen what else was looked at while one was there
 */
export function recordReading(
  ctx: LiveContext,
  readable: Readable,
  observed: PowerState | null,
  seen: readonly Observation[] = [],
): Promise<TurnResult> {
  return inReadNode(ctx, readable, async (node, facts) => {
    await writeFindings(node, [{ kind: 'hardware', observed: seen }]);
    const calm: TurnResult = { end: 'calm', failures: 0, told: null };
    if (observed === null && !readable.isRecovery) return calm;
    if (readable.isRecovery) await endMaintenance(node);
    const isNews = readable.isRecovery || facts.observed !== observed;
    await writeFindings(node, [{ kind: 'power', observed }]);
    if (observed === null || facts.desired === null || facts.desired === observed) {
      return isNews ? { ...calm, end: 'news' } : calm;
    }
    return handleDrift(ctx, node, { ...readable, observed, desired: facts.desired, facts });
  });
}

/** It could not be read. When that has happened too often in a row the node is taken out of automation. */
export async function recordFailure(ctx: LiveContext, readable: Readable, problem: ProblemError): Promise<TurnResult> {
  const { turn, isRecovery } = readable;
  const failures = turn.failures + 1;
  if (isRecovery) return { ...turn, end: 'given-up' };
  if (failures <= ctx.settings.powerSyncRetries) return { ...turn, end: 'failed', failures };
  return inReadNode(ctx, readable, async (node) => {
    await writeFindings(node, [{ kind: 'power', observed: null }]);
    await startMaintenance(node, `The power could not be read ${failures} times in a row: ${problem.message}`);
    return { end: 'given-up', failures: 0, told: null };
  });
}

async function inReadNode(
  ctx: LiveContext,
  { turn, epoch, isRecovery }: Readable,
  work: (node: NodeTx, facts: Facts) => Promise<TurnResult>,
): Promise<TurnResult> {
  const { db, bell, conductorId } = ctx;
  const actor = conductorActor(conductorId);
  try {
    const options = { db, bell, nodeId: turn.nodeId, actor };
    const { result } = await inNodeTransaction(options, async (node) => {
      const facts = await factsForReading(node.tx, node.nodeId);
      if (facts === null || facts.epoch !== epoch || facts.isRecovery !== isRecovery) return SKIPPED(turn);
      return work(node, facts);
    });
    return result;
  } catch (error) {
    if (isGone(error)) return SKIPPED(turn);
    throw error;
  }
}

const isGone = (error: unknown): boolean => error instanceof ProblemError && error.problem.code === 'NOT_FOUND';

interface Drift extends Readable {
  readonly observed: PowerState;
  readonly desired: PowerState;
  readonly facts: Facts;
}

async function handleDrift(ctx: LiveContext, node: NodeTx, drift: Drift): Promise<TurnResult> {
  const { turn, observed, desired, facts } = drift;
  const policy = policyFor(facts.policy ?? ctx.settings.powerDriftPolicy, drift);
  if (turn.told !== observed) {
    node.emit('NODE_POWER_DRIFT', [
      { field: 'powerState', before: desired, after: observed },
      { field: 'powerDriftPolicy', before: null, after: policy },
    ]);
  }
  switch (policy) {
    case 'ADOPT':
      await writeFindings(node, [{ kind: 'power', observed, desired: observed }]);
      return { end: 'news', failures: 0, told: null };
    case 'REPORT':
      return { end: turn.told === observed ? 'calm' : 'news', failures: 0, told: observed };
    case 'ENFORCE':
      return enforce(ctx, node, drift);
  }
}

/** What cannot, or must not, be brought about is only told of. */
function policyFor(wanted: PowerDriftPolicy, { node, desired }: Drift): PowerDriftPolicy {
  if (wanted !== 'ENFORCE') return wanted;
  const power = node.hardware.interfaces.power.find(({ name }) => name === node.interfaces.power);
  const canDo = power?.targets.includes(desired) === true && whyNotOff(desired, node) === null;
  return canDo ? 'ENFORCE' : 'REPORT';
}

async function enforce(ctx: LiveContext, node: NodeTx, { turn, observed, desired, facts }: Drift): Promise<TurnResult> {
  const failures = turn.failures + 1;
  if (failures > ctx.settings.powerSyncRetries) {
    // It will not obey: what it is becomes what is wanted, or it would go on like this as soon as maintenance ends.
    await writeFindings(node, [{ kind: 'power', observed, desired: observed }]);
    await startMaintenance(
      node,
      `The machine was brought back to ${desired} ${turn.failures} times and is ${observed} again.`,
    );
    return { end: 'given-up', failures: 0, told: null };
  }
  const input: EnforcePowerInput = { target: desired };
  const requestedBy = conductorActor(ctx.conductorId);
  const { conductorGroup } = facts;
  await enqueue(node, { type: enforcePower, input: { ...input }, requestedBy, conductorGroup, onLocked: 'QUEUE' });
  return { end: 'news', failures, told: observed };
}

async function startMaintenance(node: NodeTx, reason: string): Promise<void> {
  await node.tx.query(
    `UPDATE nodes SET maintenance = 1, maintenance_reason = ?, fault = ?, version = version + 1, updated_at = UTC_TIMESTAMP(6)
      WHERE id = ?`,
    [reason.slice(0, 4096), POWER_FAULT, node.nodeId],
  );
  node.emit('NODE_MAINTENANCE_CHANGED', [
    { field: 'maintenance', before: false, after: true },
    { field: 'fault', before: null, after: POWER_FAULT },
  ]);
  await setLastError(node, reason, { eventType: 'node.power' });
}

async function endMaintenance(node: NodeTx): Promise<void> {
  await node.tx.query(
    `UPDATE nodes SET maintenance = 0, maintenance_reason = NULL, fault = NULL, version = version + 1,
                      updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [node.nodeId],
  );
  node.emit('NODE_MAINTENANCE_CHANGED', [
    { field: 'maintenance', before: true, after: false },
    { field: 'fault', before: POWER_FAULT, after: null },
  ]);
  await setLastError(node, null);
}
