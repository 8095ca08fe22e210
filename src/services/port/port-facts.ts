/** What the rules of `domain/port-rules.ts` look at, read inside the transaction that changes it. */
import { loadPorts, loadVifs } from '../../conductor/load-job.ts';
import type { JobVif } from '../../conductor/job-type.ts';
import type { NodeTx } from '../../conductor/node-transaction.ts';
import type { RuleGroup, RuleNode, RulePort } from '../../domain/port-rules.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { DriverPort, DriverPortGroup } from '../../drivers/interfaces/common.ts';
import type { ServiceContext } from '../context.ts';
import { readNode } from '../node/node-row.ts';

export interface PortFacts {
  readonly ports: readonly DriverPort[];
  readonly portGroups: readonly DriverPortGroup[];
  readonly vifs: readonly JobVif[];
}

export async function readPortFacts(node: NodeTx): Promise<PortFacts> {
  return { ...(await loadPorts(node.tx, node.nodeId)), vifs: await loadVifs(node.tx, node.nodeId) };
}

export async function ruleNode(ctx: ServiceContext, node: NodeTx): Promise<RuleNode> {
  return { ...(await readNode(ctx, node)), isLocked: node.lock.holderJobId !== null };
}

/** Recorded on the port or port group, for whatever purpose. */
export const vifsOn = ({ vifs }: PortFacts, id: string): readonly JobVif[] =>
  vifs.filter(({ portId, portGroupId }) => portId === id || portGroupId === id);

export function rulePort(facts: PortFacts, port: Pick<DriverPort, 'id' | 'pxeEnabled' | 'physicalNetwork'>): RulePort {
  return { ...port, holdsVif: vifsOn(facts, port.id).length > 0 };
}

/**
 * A port group with its ports, of which one is left out: the one that changes, or is new and not there yet.
 * @throws {ProblemError} NOT_FOUND, when the node has no such group
 */
export function ruleGroup(facts: PortFacts, id: string | null, withoutPortId: string): RuleGroup | null {
  if (id === null) return null;
  const group = facts.portGroups.find((one) => one.id === id);
  if (group === undefined) {
    throw new ProblemError({ code: 'NOT_FOUND', type: 'port group', id, path: ['input', 'portGroupId'] });
  }
  const members = facts.ports.filter((port) => port.portGroupId === id && port.id !== withoutPortId);
  return { ...group, members: members.map((port) => rulePort(facts, port)) };
}
