/** What is asked of a node next: mostly what takes it on, now and then what gets in the way. */
import type { ProvisionState } from '../../src/domain/provision-states.ts';
import type { Random } from './random.ts';

/** A node as whoever asks believes it to be: by the stream, and by what was accepted and has not happened yet. */
export interface NodeView {
  readonly nodeId: string;
  /** VIFs that are attached here, some of them to a neighbour at other times. */
  readonly vifIds: readonly string[];
  state: ProvisionState;
  /** Where the accepted verbs will lead it. */
  projected: ProvisionState;
  readonly unsettled: Set<string>;
  /** VIFs whose attaching was accepted here, and their detaching not yet. */
  readonly attached: Set<string>;
  /** Once in a run is enough: a job whose giving back is broken as well leaves what it took to the operator. */
  wasBroken: boolean;
}

export interface Request {
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The verb that takes a node on from here, and where it leads when all goes well. */
const NEXT_VERB: Readonly<Partial<Record<ProvisionState, readonly [mutation: string, leadsTo: ProvisionState]>>> = {
  ENROLL: ['manageNode', 'MANAGEABLE'],
  MANAGEABLE: ['provideNode', 'AVAILABLE'],
  AVAILABLE: ['deployNode', 'ACTIVE'],
  ACTIVE: ['undeployNode', 'AVAILABLE'],
  DEPLOY_FAILED: ['undeployNode', 'AVAILABLE'],
  CLEAN_FAILED: ['manageNode', 'MANAGEABLE'],
  ERROR: ['undeployNode', 'AVAILABLE'],
};

/** Where an accepted mutation, of one node or of many, will lead. */
function leadsTo(mutation: string, from: ProvisionState): ProvisionState {
  const [verb, to] = NEXT_VERB[from] ?? [];
  return (mutation === verb || mutation === `${verb}s`) && to !== undefined ? to : from;
}

const POWER_TARGETS = ['ON', 'OFF', 'REBOOT', 'SOFT_OFF', 'SOFT_REBOOT'] as const;
/** More than this many unsettled jobs and others have their turn. */
const LONGEST_QUEUE = 5;

/** Shares in percent. The rest is the verb that takes the node on. */
const OTHERS: readonly {
  readonly percent: number;
  ask(node: NodeView, random: Random): Request | null;
}[] = [
  {
    percent: 12,
    ask: ({ nodeId }, random) => ({
      mutation: 'setNodePower',
      input: { nodeId, target: random.pick(POWER_TARGETS) },
    }),
  },
  { percent: 26, ask: vifRequest },
  {
    percent: 5,
    ask({ unsettled }, random) {
      const jobId = random.pick([...unsettled]);
      return jobId === undefined ? null : { mutation: 'cancelJob', input: { jobId, reason: 'chaos' } };
    },
  },
  {
    percent: 3,
    ask: ({ nodeId, unsettled }) =>
      unsettled.size === 0 ? null : { mutation: 'abortNode', input: { nodeId, reason: 'chaos' } },
  },
  {
    percent: 3,
    ask(node) {
      if (node.unsettled.size === 0 || node.wasBroken) return null;
      node.wasBroken = true;
      return { mutation: 'breakNodeLock', input: { nodeId: node.nodeId, reason: 'chaos' } };
    },
  },
];

/** For many nodes at once, where a group of them stands at the same place. */
export const BULK: ReadonlySet<string> = new Set([
  'manageNodes',
  'provideNodes',
  'deployNodes',
  'undeployNodes',
  'setNodesPower',
]);
const MOST_AT_ONCE = 8;

/** The same for this node and others that stand where it stands; null when it would be the only one. */
export function chooseBulkRequest(
  node: NodeView,
  all: readonly NodeView[],
  random: Random,
): { readonly request: Request; readonly nodes: readonly NodeView[] } | null {
  const alike = all.filter((other) => other.projected === node.projected && other.unsettled.size < LONGEST_QUEUE);
  const nodes = random.shuffled(alike).slice(0, MOST_AT_ONCE);
  const nodeIds = nodes.map(({ nodeId }) => nodeId);
  if (nodes.length < 2) return null;
  const [verb] = NEXT_VERB[node.projected] ?? [];
  if (verb === undefined || random.chance(0.3)) {
    return { nodes, request: { mutation: 'setNodesPower', input: { nodeIds, target: random.pick(POWER_TARGETS) } } };
  }
  return { nodes, request: { mutation: `${verb}s`, input: { nodeIds } } };
}

/** Null: nothing makes sense right now. */
export function chooseRequest(node: NodeView, random: Random): Request | null {
  let draw = random.next() * 100;
  for (const { percent, ask } of OTHERS) {
    draw -= percent;
    if (draw < 0) return ask(node, random);
  }
  if (node.unsettled.size >= LONGEST_QUEUE) return null;
  const [mutation] = NEXT_VERB[node.projected] ?? [];
  if (mutation === undefined) return null;
  const more = mutation === 'deployNode' ? { instanceInfo: { image_source: 'chaos-image' } } : {};
  return { mutation, input: { nodeId: node.nodeId, ...more } };
}

function vifRequest({ nodeId, vifIds, attached }: NodeView, random: Random): Request {
  const detached = vifIds.filter((vifId) => !attached.has(vifId));
  // Where all are attached, attaching one more is refused, and that is a request, too.
  const mutation = attached.size > 0 && random.chance(0.6) ? 'detachVif' : 'attachVif';
  const vifId = random.pick(mutation === 'detachVif' ? [...attached] : detached) ?? random.pick(vifIds);
  return { mutation, input: { nodeId, vifId } };
}

/** What is believed of the node once this was answered. */
export function believe(node: NodeView, { mutation, input }: Request, isAccepted: boolean): void {
  const vifId = String(input['vifId']);
  if (mutation === 'detachVif') node.attached.delete(vifId); // refused means that it is gone already
  if (!isAccepted) return;
  if (mutation === 'attachVif') node.attached.add(vifId);
  node.projected = leadsTo(mutation, node.projected);
}
