/** When a field of a node may not be changed, whatever its new value: states, owners and what others rely on. */
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { ProblemError } from '../../domain/problems.ts';
import { PROVISION_TABLE, type ProvisionState } from '../../domain/provision-states.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { isGiven } from '../versions.ts';
import { requireAdministrator } from '../visibility.ts';
import type { NodeRow } from './node-row.ts';
import { hasChildren, requireParent } from './parent.ts';

/** The fields of the input whose values matter here. */
interface GuardedInput {
  readonly driver?: string | null;
  readonly owner?: string | null;
  readonly parentNodeId?: string | null;
  readonly instanceId?: string | null;
  readonly automatedClean?: boolean | null;
  readonly protected?: boolean | null;
  readonly protectedReason?: string | null;
  readonly retired?: boolean | null;
  readonly retiredReason?: string | null;
}

const FOR_ADMINISTRATORS: readonly string[] = ['disablePowerOff', 'chassisId', 'shard'];
/** A job at work has read these already: they stay as they are until it is done. */
const USED_BY_JOBS: readonly string[] = [
  'driver',
  'interfaces',
  'driverInfo',
  'instanceInfo',
  'networkData',
  'conductorGroup',
];
/** Where what the machine is, and how it is driven, may still change. Source: the reference's guard fields. */
const CHANGEABLE: readonly ProvisionState[] = ['ENROLL', 'INSPECTING', 'INSPECT_WAIT', 'MANAGEABLE', 'AVAILABLE'];

/**
 * What speaks against changing these fields of the node as it is.
 * @param touched names of the fields that are given
 */
export function checkGuards(
  viewer: Viewer,
  input: GuardedInput,
  touched: readonly string[],
  row: NodeRow,
  isLocked: boolean,
): void {
  const state = row.provisionState;
  for (const field of touched.filter((one) => FOR_ADMINISTRATORS.includes(one))) {
    requireAdministrator(viewer, `changing ${field}`, field);
  }
  if (input.automatedClean === false) requireAdministrator(viewer, 'switching cleaning off', 'automatedClean');
  if (isGiven(input, 'owner') && state === 'ACTIVE') {
    requireAdministrator(viewer, 'changing the owner of a node in use', 'owner');
  }
  const inUse = touched.filter((field) => USED_BY_JOBS.includes(field));
  if (inUse.length > 0 && (isLocked || !PROVISION_TABLE[state].editable) && !row.maintenance) {
    refuse(
      `changing ${inUse.join(', ')}`,
      isLocked ? 'a job is at work on the node' : `the node is in ${state}`,
      'Wait until it is at rest, or set maintenance.',
    );
  }
  if (isGiven(input, 'driver') && input.driver !== row.driver && row.consoleEnabled) {
    refuse('changing driver', 'the console is enabled', 'Stop it with setNodeConsole first.');
  }
  const slots = touched.filter((field) => field === 'driver' || field === 'interfaces');
  if (slots.length > 0 && !CHANGEABLE.includes(state) && !row.maintenance) {
    const remedy = `It can change in ${CHANGEABLE.join(', ')}, or in maintenance.`;
    refuse(`changing ${slots.join(' and ')}`, `the node is in ${state}`, remedy);
  }
  checkInstance(input, row);
  if (isGiven(input, 'resourceClass') && row.resourceClass !== null && !CHANGEABLE.includes(state)) {
    refuse('changing resourceClass', `the node is in ${state}`, `It can change in ${CHANGEABLE.join(', ')}.`);
  }
  if (input.protected === true && state !== 'ACTIVE' && state !== 'RESCUE') {
    refuse('protecting the node', `it is in ${state}`, 'A node can be protected in ACTIVE or RESCUE.');
  }
  if (typeof input.protectedReason === 'string' && !(input.protected ?? row.protected)) {
    refuse('giving a protectedReason', 'the node is not protected', 'Set protected to true with it.');
  }
  if (input.retired === true && state === 'AVAILABLE') {
    refuse('retiring the node', 'it is AVAILABLE', 'Take it back with manageNode first.');
  }
  if (typeof input.retiredReason === 'string' && !(input.retired ?? row.retired)) {
    refuse('giving a retiredReason', 'the node is not retired', 'Set retired to true with it.');
  }
}

/** An instance is not replaced by another behind its back, and is not taken from the machine on which it runs. */
function checkInstance(input: GuardedInput, row: NodeRow): void {
  if (!isGiven(input, 'instanceId') || input.instanceId === row.instanceId || row.instanceId === null) return;
  const path = ['input', 'instanceId'];
  if (input.instanceId !== null) {
    const reason = `the node belongs to instance ${row.instanceId}`;
    throw new ProblemError({
      code: 'NOT_ALLOWED_NOW',
      action: 'giving another instanceId',
      reason,
      remedy: 'Undeploy the node, or remove it first: instanceId null.',
      path,
    });
  }
  if (CHANGEABLE.includes(row.provisionState) || row.maintenance) return;
  const remedy = `It can be removed in ${CHANGEABLE.join(', ')}, or in maintenance; undeployNode removes it as well.`;
  const reason = `the node is in ${row.provisionState}`;
  throw new ProblemError({ code: 'NOT_ALLOWED_NOW', action: 'removing instanceId', reason, remedy, path });
}

/** A family has one owner: neither a new parent nor a new owner may change that. */
export async function checkFamily(viewer: Viewer, node: NodeTx, input: GuardedInput, row: NodeRow): Promise<void> {
  const owner = isGiven(input, 'owner') ? (input.owner ?? null) : row.owner;
  const parentNodeId = isGiven(input, 'parentNodeId') ? (input.parentNodeId ?? null) : row.parentNodeId;
  const isTouched = isGiven(input, 'parentNodeId') || owner !== row.owner;
  if (isTouched && parentNodeId !== null) await requireParent(node, viewer, parentNodeId, owner);
  if (owner !== row.owner && (await hasChildren(node))) {
    refuse('changing owner', 'other nodes live in this one', 'Take them out of it first: parentNodeId null.');
  }
}

/** An allocation that belongs to a project found the node among that project's: that must stay true. */
export async function checkAllocation(node: NodeTx): Promise<void> {
  // One column, as this query names it.
  const [allocation] = await node.tx.query<{ id: string }[]>(
    'SELECT id FROM allocations WHERE node_id = ? AND owner IS NOT NULL',
    [node.nodeId],
  );
  if (allocation === undefined) return;
  const reason = `its allocation ${allocation.id} belongs to a project`;
  refuse('changing owner', reason, 'Delete the allocation first.');
}

function refuse(action: string, reason: string, remedy: string): never {
  throw new ProblemError({ code: 'NOT_ALLOWED_NOW', action, reason, remedy });
}
