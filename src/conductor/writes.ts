/** How what a job found becomes rows and events. Every function writes inside a node transaction, fenced by its caller. */
import { ANY_NETWORK, placeOf, takenByTenants, whyPlaceUnusable, type VifPlace } from '../domain/port-choice.ts';
import type { ProvisionEvent, ProvisionState } from '../domain/provision-states.ts';
import { nextState, PROVISION_TABLE } from '../domain/provision-states.ts';
import type { Problem } from '../domain/problems.ts';
import type { PowerState } from '../domain/power.ts';
import { affectedRows } from '../entities/transaction.ts';
import { v7 as newId } from 'uuid';
import type { NetworkPurpose } from '../drivers/interfaces/network.ts';
import { endAllocation } from './allocation/record.ts';
import { writeInspected } from './inspection-findings.ts';
import type { Finding, JobNode } from './job-type.ts';
import { writeHardware } from './hardware-writes.ts';
import type { JsonObject } from '../entities/json.ts';
import { writeHistory, type HistoryEntry } from './history.ts';
import { loadPorts, loadVifs, type JobRow, type StepRow } from './load-job.ts';
import type { NodeTx } from './node-transaction.ts';
import { expectRamdisk, forgetRamdisk, writeStaged, writeStepVersions } from './ramdisk-findings.ts';
import { writeLines } from './step-lines.ts';

/**
 * Walks one edge of the provision table. The caller has asked the table before; a missing edge is a bug.
 * @param endsIn where the job that walks it will leave the node: not where the table says, when it cleans by hand
 */
export async function moveNode(
  node: NodeTx,
  from: ProvisionState,
  event: ProvisionEvent,
  endsIn: ProvisionState | null,
): Promise<ProvisionState> {
  const to = nextState(from, event);
  if (to === null) throw new Error(`There is no edge ${event} from ${from}.`);
  const { kind, target, inUse } = PROVISION_TABLE[to];
  await node.tx.query(
    `UPDATE nodes SET provision_state = ?, target_provision_state = ?, provision_updated_at = UTC_TIMESTAMP(6),
                      last_tenancy_at = IF(?, UTC_TIMESTAMP(6), last_tenancy_at), version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [to, kind === 'STABLE' ? null : (endsIn ?? target), inUse || PROVISION_TABLE[from].inUse ? 1 : 0, node.nodeId],
  );
  node.emit('NODE_PROVISION_STATE_CHANGED', [{ field: 'provisionState', before: from, after: to }]);
  return to;
}

/**
 * Records that a step starts, before it acts. The first time it also walks the edge that the step enters; returns
 * where the node then stands.
 */
export async function writeStepStart(
  node: NodeTx,
  job: Pick<JobRow, 'id'>,
  step: StepRow,
  { provisionState, endsIn }: { readonly provisionState: ProvisionState; readonly endsIn: ProvisionState | null },
): Promise<ProvisionState> {
  await node.tx.query(
    `UPDATE job_steps SET state = 'RUNNING', attempt = attempt + 1, percent = 0, started_at = UTC_TIMESTAMP(6), error = NULL
      WHERE id = ?`,
    [step.id],
  );
  await node.tx.query(
    `UPDATE jobs SET next_step = ?, interruptions = IF(?, 0, interruptions),
                     deadline_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, overdue_since = NULL,
                     version = version + 1, commits = commits + 1 WHERE id = ?`,
    [step.position, step.attempt === 0 ? 1 : 0, step.timeoutMs * 1_000, job.id],
  );
  node.emit('JOB_STEP_CHANGED', [{ field: `steps.${step.name}.state`, before: step.state, after: 'RUNNING' }], job.id);
  if (step.enters === null || step.attempt > 0) return provisionState;
  return moveNode(node, provisionState, step.enters, endsIn);
}

export async function writeStepEnd(
  node: NodeTx,
  job: Pick<JobRow, 'id'>,
  step: StepRow,
  end: { readonly state: 'DONE' } | { readonly state: 'FAILED'; readonly problem: Problem },
): Promise<void> {
  await node.tx.query(
    `UPDATE job_steps SET state = ?, percent = IF(? = 'DONE', 100, percent), error = ?, finished_at = UTC_TIMESTAMP(6)
      WHERE id = ?`,
    [end.state, end.state, end.state === 'FAILED' ? JSON.stringify(end.problem) : null, step.id],
  );
  node.emit('JOB_STEP_CHANGED', [{ field: `steps.${step.name}.state`, before: 'RUNNING', after: end.state }], job.id);
}

/** @param about whose error it is; what is not said is the writer's own */
export async function setLastError(
  node: NodeTx,
  lastError: string | null,
  about: Partial<Pick<HistoryEntry, 'eventType' | 'actor' | 'jobId'>> = {},
): Promise<void> {
  await node.tx.query(
    `UPDATE nodes SET last_error = ?, version = version + 1, updated_at = UTC_TIMESTAMP(6)
      WHERE id = ? AND NOT (last_error <=> ?)`,
    [lastError?.slice(0, 4096) ?? null, node.nodeId, lastError],
  );
  if (lastError === null) return;
  const { eventType = 'node', actor = node.actor, jobId = null } = about;
  await writeHistory(node, { severity: 'ERROR', eventType, text: lastError, actor, jobId });
}

export async function writeFindings(node: NodeTx, findings: readonly Finding[]): Promise<void> {
  for (const finding of findings) await writeFinding(node, finding);
}

/** The node as its job knows it, once this was found: what the rows will say. */
export function withFindings(known: JobNode, findings: readonly Finding[]): JobNode {
  return findings.reduce<JobNode>((node, finding) => {
    if (finding.kind === 'power') {
      return { ...node, powerState: finding.observed, desiredPowerState: finding.desired ?? node.desiredPowerState };
    }
    if (finding.kind === 'instance') {
      const { instanceId, instanceInfo = node.instanceInfo } = finding;
      return { ...node, instanceId, instanceInfo };
    }
    return node;
  }, known);
}

async function writeFinding(node: NodeTx, finding: Finding): Promise<void> {
  switch (finding.kind) {
    case 'power':
      return writePower(node, finding.observed, finding.desired);
    case 'hardware':
      return writeHardware(node, finding.observed);
    case 'console':
      await updateNode(node, 'console_enabled = ?', [finding.isEnabled ? 1 : 0]);
      node.emit('NODE_UPDATED', [{ field: 'console.isEnabled', before: null, after: finding.isEnabled }]);
      return;
    case 'result':
      await node.tx.query('UPDATE jobs SET result = ? WHERE id = ?', [JSON.stringify(finding.result), finding.jobId]);
      return;
    case 'step-lines':
      return writeLines(node, finding.step, finding.said);
    case 'cleaned':
      await updateNode(node, 'last_cleaned_at = UTC_TIMESTAMP(6)', []);
      return;
    case 'inspection-started':
      await updateNode(node, 'inspection_started_at = UTC_TIMESTAMP(6), inspection_finished_at = NULL', []);
      return;
    case 'inspected':
      return writeInspected(node, finding);
    case 'cleaning-evidence':
      return writeEvidence(node, finding);
    case 'fault':
      await updateNode(node, 'maintenance = 1, maintenance_reason = ?, fault = ?', [
        finding.reason.slice(0, 1024),
        finding.fault,
      ]);
      node.emit('NODE_MAINTENANCE_CHANGED', [
        { field: 'maintenance', before: null, after: true },
        { field: 'fault', before: null, after: finding.fault },
      ]);
      return;
    case 'instance':
      return writeInstance(node, finding.instanceId, finding.instanceInfo);
    case 'vif-placed':
      return placeVif(node, finding.vifAttachmentId, finding.candidates);
    case 'vif-attached':
      return writeVif(node, finding.vifAttachmentId, 'ATTACHED', null);
    case 'vif-error':
      return writeVif(node, finding.vifAttachmentId, 'ERROR', finding.error);
    case 'vif-detached':
      return deleteVif(node, finding.vifAttachmentId);
    case 'vif-compared':
      node.emit(finding.isRepaired ? 'VIF_RECONCILED' : 'VIF_DRIFT', [
        { field: 'vifId', before: null, after: finding.vifId },
        { field: 'difference', before: null, after: finding.difference },
        { field: 'what', before: null, after: finding.what },
      ]);
      return;
    case 'network-joined':
      for (const id of await vifsFor(node, finding.purpose)) await deleteVif(node, id);
      for (const { vifId, portId } of finding.vifs) await insertVif(node, finding.purpose, vifId, portId);
      return;
    case 'staged':
      return writeStaged(node, finding);
    case 'ramdisk-expected':
      return expectRamdisk(node);
    case 'ramdisk-gone':
      return forgetRamdisk(node);
    case 'step-versions':
      return writeStepVersions(node, finding.versions);
    case 'network-left':
      for (const id of await vifsFor(node, finding.purpose)) await deleteVif(node, id);
      return;
    case 'network-left-behind':
      for (const id of await vifsFor(node, finding.purpose)) await writeVif(node, id, 'ERROR', finding.error);
      return;
  }
}

/** Kept for good: the events of it are purged some day. */
async function writeEvidence(
  node: NodeTx,
  { step, erased, error }: Extract<Finding, { readonly kind: 'cleaning-evidence' }>,
): Promise<void> {
  if (erased.length === 0) return;
  const result = error === null ? 'DONE' : 'FAILED';
  await node.tx.query(
    `INSERT INTO cleaning_evidence (id, node_id, job_id, step, what, method, result, error, at)
     VALUES ${erased.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))').join(', ')}`,
    erased.flatMap(({ what, method }) => [
      newId(),
      node.nodeId,
      node.lock.holderJobId,
      step,
      what.slice(0, 255),
      method.slice(0, 255),
      result,
      error?.slice(0, 1024) ?? null,
    ]),
  );
  node.emit(
    'NODE_CLEANING_EVIDENCE',
    erased.map(({ what, method }) => ({
      field: 'cleaningEvidence',
      before: null,
      after: { step, what, method, result },
    })),
  );
}

/** Does the record say that the machine was cleaned after its last tenant had it? (design, P8) */
export async function isCleanedSinceTenancy({ tx, nodeId }: NodeTx): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT e.id FROM nodes n JOIN cleaning_evidence e ON e.node_id = n.id AND e.result = 'DONE'
      WHERE n.id = ? AND n.last_cleaned_at IS NOT NULL AND (n.last_tenancy_at IS NULL OR e.at > n.last_tenancy_at) LIMIT 1`,
    [nodeId],
  );
  return rows.length > 0;
}

/** An instance that goes takes its name and its allocation along. */
async function writeInstance(
  node: NodeTx,
  instanceId: string | null,
  instanceInfo: JsonObject | undefined,
): Promise<void> {
  const name = instanceId === null ? ', instance_name = NULL' : '';
  if (instanceInfo === undefined) await updateNode(node, `instance_id = ?${name}`, [instanceId]);
  else await updateNode(node, `instance_id = ?, instance_info = ?${name}`, [instanceId, JSON.stringify(instanceInfo)]);
  node.emit('NODE_UPDATED', [{ field: 'instanceId', before: null, after: instanceId }]);
  if (instanceId === null) await endAllocation(node);
}

async function writePower(node: NodeTx, observed: PowerState | null, desired: PowerState | undefined): Promise<void> {
  // Columns as this query names them.
  const rows = await node.tx.query<{ observed: PowerState | null; desired: PowerState | null }[]>(
    'SELECT power_state AS observed, desired_power_state AS desired FROM nodes WHERE id = ?',
    [node.nodeId],
  );
  const before = rows[0];
  if (before === undefined) return;
  const after = { observed, desired: desired ?? before.desired };
  if (before.observed === after.observed && before.desired === after.desired) return;
  await updateNode(node, 'power_state = ?, desired_power_state = ?', [after.observed, after.desired]);
  if (before.observed !== after.observed) {
    node.emit('NODE_POWER_STATE_CHANGED', [{ field: 'powerState', before: before.observed, after: after.observed }]);
  }
}

async function updateNode(node: NodeTx, assignments: string, params: readonly unknown[]): Promise<void> {
  await node.tx.query(
    `UPDATE nodes SET ${assignments}, version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [...params, node.nodeId],
  );
}

async function writeVif(node: NodeTx, id: string, state: 'ATTACHED' | 'ERROR', error: string | null): Promise<void> {
  const result: unknown = await node.tx.query(
    `UPDATE vif_attachments SET state = ?, error = ?, version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [state, error?.slice(0, 4096) ?? null, id],
  );
  if (affectedRows(result) === 0) return; // gone under us: the tear-down tolerates that (design §4)
  node.emit(state === 'ATTACHED' ? 'VIF_ATTACHED' : 'VIF_ERROR', [
    { field: 'vifAttachment', before: null, after: id },
    ...(error === null ? [] : [{ field: 'error', before: null, after: error }]),
  ]);
}

/** A port may be deleted while a job is at work: then there is nothing to record it on, and the reconciler finds it. */
async function insertVif(node: NodeTx, purpose: NetworkPurpose, vifId: string, portId: string): Promise<void> {
  const id = newId();
  const result: unknown = await node.tx.query(
    `INSERT INTO vif_attachments (id, node_id, port_id, vif_id, purpose, state, version, created_at, updated_at)
     SELECT ?, node_id, id, ?, ?, 'ATTACHED', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM ports WHERE id = ? AND node_id = ?`,
    [id, vifId, purpose, portId, node.nodeId],
  );
  if (affectedRows(result) === 0) return;
  node.emit('VIF_ATTACHED', [{ field: 'vifAttachment', before: null, after: id }]);
}

async function vifsFor(node: NodeTx, purpose: NetworkPurpose): Promise<readonly string[]> {
  // One column, as this query names it.
  const rows = await node.tx.query<{ id: string }[]>(
    'SELECT id FROM vif_attachments WHERE node_id = ? AND purpose = ? ORDER BY id',
    [node.nodeId, purpose],
  );
  return rows.map(({ id }) => id);
}

/**
 * Takes the best place that is left. The job holds the node, but requests that name a port do not ask for that, and
 * ports come and go: who is free is only sure here, behind the node's lock row. When none is left the row stays without
 * a place, and the step that binds it says so.
 */
async function placeVif(node: NodeTx, id: string, candidates: readonly VifPlace[]): Promise<void> {
  const vifs = await loadVifs(node.tx, node.nodeId);
  const row = vifs.find((vif) => vif.id === id);
  if (row === undefined || placeOf(row) !== null) return; // gone under us, or placed before
  const choice = { ...(await loadPorts(node.tx, node.nodeId)), taken: takenByTenants(vifs), ...ANY_NETWORK };
  const place = candidates.find((candidate) => whyPlaceUnusable(choice, candidate) === null);
  if (place === undefined) return;
  const column = place.kind === 'port' ? 'port_id' : 'port_group_id';
  await node.tx.query(
    `UPDATE vif_attachments SET ${column} = ?, version = version + 1, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [place.id, id],
  );
  node.emit('VIF_PLACED', [
    { field: 'vifAttachment', before: id, after: id },
    { field: place.kind === 'port' ? 'port' : 'portGroup', before: null, after: place.id },
  ]);
}

async function deleteVif(node: NodeTx, id: string): Promise<void> {
  const result: unknown = await node.tx.query('DELETE FROM vif_attachments WHERE id = ?', [id]);
  if (affectedRows(result) > 0) node.emit('VIF_DETACHED', [{ field: 'vifAttachment', before: id, after: null }]);
}
