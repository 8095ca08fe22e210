/** The event log itself: complete per node, and telling only of what can be. */
import { transitions, type ProvisionState } from '../../src/domain/provision-states.ts';
import { eventsByNode, type Check, type LoggedEvent, type NodeAtRest, type Violation } from './history.ts';

export const logHasNoHoles: Check = {
  name: 'the log of each node has no hole',
  promise: 'P5',
  run({ events, nodes }) {
    const byNode = eventsByNode(events);
    const violations = nodes.flatMap(({ nodeId, lock }): Violation[] => {
      const own = byNode.get(nodeId) ?? [];
      const hole = own.findIndex(({ sequence }, index) => sequence !== index + 1);
      if (hole >= 0) {
        const { sequence = null, at = null } = own[hole] ?? {};
        return [{ nodeId, at, what: `event #${sequence} stands where #${hole + 1} should` }];
      }
      if (own.length === lock.eventSequence) return [];
      return [{ nodeId, at: null, what: `the log ends with #${own.length}, the node counted ${lock.eventSequence}` }];
    });
    return { counted: `${events.length} events of ${byNode.size} nodes`, violations };
  },
};

const EDGES: ReadonlySet<string> = new Set(transitions().map(({ from, to }) => `${from} → ${to}`));

export const statesFollowTheTable: Check = {
  name: 'provision states follow the table',
  promise: 'P7',
  run({ events, nodes }) {
    const byNode = eventsByNode(events.filter(({ type }) => type === 'NODE_PROVISION_STATE_CHANGED'));
    const moves = [...byNode.values()].reduce((sum, own) => sum + own.length, 0);
    return {
      counted: `${moves} moves`,
      violations: nodes.flatMap((node) => violationsOf(node, byNode.get(node.nodeId) ?? [])),
    };
  },
};

function violationsOf({ nodeId, provisionState }: NodeAtRest, moves: readonly LoggedEvent[]): Violation[] {
  const violations: Violation[] = [];
  let state: ProvisionState = 'ENROLL';
  for (const { changes, at, sequence } of moves) {
    const change = changes.find(({ field }) => field === 'provisionState');
    // The log's words are the table's; a wrong one is no edge.
    const [before, after] = [change?.before, change?.after] as [ProvisionState, ProvisionState];
    if (before !== state)
      violations.push({ nodeId, at, what: `#${sequence} leaves ${before}, but the node was ${state}` });
    if (!EDGES.has(`${before} → ${after}`)) {
      violations.push({ nodeId, at, what: `#${sequence}: the table has no edge from ${before} to ${after}` });
    }
    state = after;
  }
  if (state !== provisionState) {
    violations.push({ nodeId, at: null, what: `the log leaves the node ${state}, its row says ${provisionState}` });
  }
  return violations;
}
