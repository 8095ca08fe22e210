import { v7 as newId } from 'uuid';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import { whyNewPortRefused } from '../../domain/port-rules.ts';
import { ProblemError, ProblemsError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { checkNewPort, insertPort, type NewPort } from './new-port.ts';
import { readPortFacts, ruleGroup } from './port-facts.ts';

export interface CreatePortInput extends NewPort {
  readonly nodeId: string;
  readonly portGroupId?: string | null;
  readonly idempotencyKey?: string | null;
}

/** Adds a port, in any state of its node and without waiting for its lock, as in the reference. */
export function createPort(ctx: ServiceContext, viewer: Viewer, input: CreatePortInput): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation: 'createPort', input, nodeId: input.nodeId }, async (node) => {
    const checker = createChecker();
    checkNewPort(checker, input);
    checker.id('portGroupId', input.portGroupId);
    checker.done();
    await checkRoom(node);
    const portId = newId();
    await checkMembership(node, portId, input);
    await insertPort(node, portId, input);
    return { objectId: portId };
  });
}

/** Counts by what the port gets and not by what was written: absent, pxeEnabled is true (reference, Q11). */
async function checkMembership(node: NodeTx, portId: string, input: CreatePortInput): Promise<void> {
  const { portGroupId = null, pxeEnabled, physicalNetwork = null } = input;
  const group = ruleGroup(await readPortFacts(node), portGroupId, portId);
  const problems = whyNewPortRefused({ pxeEnabled: pxeEnabled ?? true, physicalNetwork, holdsVif: false }, group);
  if (problems.length > 0) throw new ProblemsError(problems);
}

/** Bounds what one page of nodes with their ports can cost. */
const MAX_PORTS_PER_NODE = 256;

async function checkRoom(node: NodeTx): Promise<void> {
  const ports: unknown[] = await node.tx.query('SELECT id FROM ports WHERE node_id = ?', [node.nodeId]);
  if (ports.length < MAX_PORTS_PER_NODE) return;
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'adding a port',
    reason: `the node has ${ports.length} already`,
    remedy: `A node holds at most ${MAX_PORTS_PER_NODE} ports; delete one first.`,
  });
}
