import type { NodeTx } from '../../conductor/node-transaction.ts';
import type { JobType } from '../../conductor/job-type.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { ProvisionState } from '../../domain/provision-states.ts';
import type { GuardFacts } from '../../domain/verb-guards.ts';
import { NodeEntity } from '../../entities/node.ts';
import type { ServiceContext } from '../context.ts';

/** What use cases look at before they change a node: everything but its large free-form values. */
const FIELDS = [
  'id',
  'driver',
  'interfaces',
  'driverInfo',
  'instanceId',
  'provisionState',
  'targetProvisionState',
  'maintenance',
  'protected',
  'retired',
  'resourceClass',
  'conductorGroup',
  'version',
] as const;

export type NodeRow = Pick<NodeEntity, (typeof FIELDS)[number]>;

/** The node, inside a transaction that has locked it. */
export async function readNode(ctx: ServiceContext, node: NodeTx): Promise<NodeRow> {
  const [row] = await ctx.select(node.tx, NodeEntity, FIELDS, { where: 't.id = ?', params: [node.nodeId] });
  if (row === undefined) throw new ProblemError({ code: 'NOT_FOUND', type: 'node', id: node.nodeId });
  return row;
}

/** What a verb's legality depends on, with the queue's end looked up. */
export async function guardFacts(ctx: ServiceContext, node: NodeTx, row: NodeRow): Promise<GuardFacts> {
  // One column, in the order in which the jobs will run.
  const queued = await node.tx.query<{ type: string }[]>(
    `SELECT type FROM jobs WHERE node_id = ? AND state IN ('QUEUED', 'RUNNING', 'WAITING')
      ORDER BY state = 'QUEUED', priority, queue_number`,
    [node.nodeId],
  );
  return {
    ...row,
    projectedState: projectedState(
      row.provisionState,
      queued.map(({ type }) => type),
      ctx.jobTypes,
    ),
  };
}

/** Where a node will stand when its unsettled jobs, given in their order, have all gone well. */
export function projectedState(
  now: ProvisionState,
  unsettled: readonly string[],
  jobTypes: ReadonlyMap<string, JobType>,
): ProvisionState {
  return unsettled.reduce<ProvisionState>((state, type) => jobTypes.get(type)?.endsIn ?? state, now);
}
