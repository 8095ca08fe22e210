/** When volumes of a node may change: a machine that runs may be using them. Source: the reference's volume rules. */
import type { NodeTx } from '../../conductor/node-transaction.ts';
import type { PowerState } from '../../domain/power.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { ProvisionState } from '../../domain/provision-states.ts';

/** Where nothing runs on the machine that the service has put there. */
const AT_REST: readonly ProvisionState[] = ['ENROLL', 'MANAGEABLE', 'ADOPT_FAILED'];

/** @throws {ProblemError} NOT_ALLOWED_NOW */
export async function requireOff(node: NodeTx, action: string): Promise<void> {
  if ((await stateOf(node)).power === 'OFF') return;
  refuse(action, 'the machine is not known to be off', 'Turn it off with setNodePower first.');
}

/** @throws {ProblemError} NOT_ALLOWED_NOW */
export async function requireOffOrAtRest(node: NodeTx, action: string): Promise<void> {
  const { power, state } = await stateOf(node);
  if (power === 'OFF' || AT_REST.includes(state)) return;
  const remedy = `Turn it off with setNodePower first; in ${AT_REST.join(', ')} it may be on.`;
  refuse(action, `the node is in ${state} and the machine not known to be off`, remedy);
}

async function stateOf({
  tx,
  nodeId,
}: NodeTx): Promise<{ readonly power: PowerState | null; readonly state: ProvisionState }> {
  // Columns as this query names them; the lock row that the caller holds cannot be without its node.
  const [row] = await tx.query<{ power: PowerState | null; state: ProvisionState }[]>(
    'SELECT power_state AS power, provision_state AS state FROM nodes WHERE id = ?',
    [nodeId],
  );
  return row ?? { power: null, state: 'ENROLL' };
}

function refuse(action: string, reason: string, remedy: string): never {
  throw new ProblemError({ code: 'NOT_ALLOWED_NOW', action, reason, remedy });
}
