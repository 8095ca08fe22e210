/**
 * What may change on ports and port groups, and when. Pure: the caller reads the facts inside the transaction that
 * changes them. Source: the reference's rules (domain notes 4.6), with two of its quirks mended: a port that is
 * created counts by the pxeEnabled that it gets (Q11), and a group that holds a VIF is not deleted (Q10).
 */
import type { Problem } from './problems.ts';
import type { ProvisionState } from './provision-states.ts';

export interface RuleNode {
  readonly provisionState: ProvisionState;
  readonly maintenance: boolean;
  readonly instanceId: string | null;
  /** A job holds the node. */
  readonly isLocked: boolean;
}

export interface RulePort {
  readonly pxeEnabled: boolean;
  readonly physicalNetwork: string | null;
  readonly holdsVif: boolean;
}

export interface RuleGroup {
  readonly standalonePortsSupported: boolean;
  readonly physicalNetwork: string | null;
  /** Those that are in it already. */
  readonly members: readonly RulePort[];
}

export interface PortChange {
  readonly node: RuleNode;
  /** Fields that will differ, by their names in the input. */
  readonly changed: readonly string[];
  /** The port as it will be. */
  readonly after: RulePort;
  /** The group that it will be in, without itself. */
  readonly group: RuleGroup | null;
}

export interface PortGroupChange {
  readonly node: RuleNode;
  readonly changed: readonly string[];
  /** As it will be. */
  readonly after: RuleGroup;
}

/** How things are wired: what a job, and the network service behind it, has acted upon. */
const WIRING = [
  'portGroupId',
  'pxeEnabled',
  'localLinkConnection',
  'isSmartNic',
  'physicalNetwork',
  'standalonePortsSupported',
];
/** In these nothing has been made of the wiring yet. */
const WIRING_STATES: readonly ProvisionState[] = ['ENROLL', 'INSPECT_WAIT', 'MANAGEABLE'];

interface NodeRule {
  /** The fields that it is about; null: all. */
  readonly fields: readonly string[] | null;
  readonly evenInMaintenance: boolean;
  refuses(node: RuleNode): boolean;
  reason(node: RuleNode): string;
  readonly remedy: string;
}

/** When the node forbids a change of the fields. The first that does is told. */
const NODE_RULES: readonly NodeRule[] = [
  {
    fields: null,
    evenInMaintenance: true, // inspection is about to write the same rows
    refuses: ({ provisionState }) => provisionState === 'INSPECTING',
    reason: () => 'the node is in INSPECTING',
    remedy: 'Wait until the inspection waits or is over, or abort it.',
  },
  {
    fields: WIRING,
    evenInMaintenance: false,
    refuses: ({ provisionState }) => !WIRING_STATES.includes(provisionState),
    reason: ({ provisionState }) => `the node is in ${provisionState}`,
    remedy: `It can change in ${WIRING_STATES.join(', ')}, or in maintenance.`,
  },
  {
    fields: ['address'],
    evenInMaintenance: false,
    refuses: ({ provisionState, instanceId }) => instanceId !== null || provisionState === 'ACTIVE',
    reason: () => 'an instance is on the node',
    remedy: 'Undeploy it first, or set maintenance.',
  },
  {
    fields: [...WIRING, 'address'],
    evenInMaintenance: false,
    refuses: ({ isLocked }) => isLocked, // it has read what would change
    reason: () => 'a job is at work on the node',
    remedy: 'Wait until the job has ended, or set maintenance.',
  },
];

/** Everything that forbids changing a port; empty when it may. */
export function whyPortChangeRefused(change: PortChange): readonly Problem[] {
  const { changed, group } = change;
  return [
    ...whyNodeForbids(change.node, changed),
    ...(changed.includes('portGroupId') || group === null ? [] : whyMemberKeepsNetwork(changed)),
    ...whyMembershipRefused(change, changed.includes('portGroupId')),
  ];
}

/** Everything that forbids a new port in its group; empty when it may come. The node's state does not matter to it. */
export function whyNewPortRefused(after: RulePort, group: RuleGroup | null): readonly Problem[] {
  return whyMembershipRefused({ after, group, changed: ['portGroupId', 'pxeEnabled'] }, true);
}

/** Everything that forbids changing a port group; empty when it may. */
export function whyPortGroupChangeRefused({ node, changed, after }: PortGroupChange): readonly Problem[] {
  const problems = whyNodeForbids(node, changed);
  if (!changed.includes('standalonePortsSupported') || after.standalonePortsSupported) return problems;
  const path = ['input', 'standalonePortsSupported'];
  const alone = after.members.filter(({ pxeEnabled, holdsVif }) => pxeEnabled || holdsVif).length;
  if (alone === 0) return problems;
  const reason = `${alone} of its ports boot over the network by themselves or hold a VIF`;
  return [
    ...problems,
    notNow('standalonePortsSupported', reason, 'Set pxeEnabled to false on its ports, and detach their VIFs.', path),
  ];
}

/** A port that holds a VIF goes only in maintenance; then what the network service made for it is left behind. */
export function whyPortDeletionRefused(node: RuleNode, vifIds: readonly string[]): Problem | null {
  if (vifIds.length === 0 || node.maintenance) return null;
  return {
    code: 'NOT_ALLOWED_NOW',
    action: 'deleting the port',
    reason: `it holds VIF ${vifIds.join(', ')}`,
    remedy: 'Detach it first, or set maintenance on the node.',
    path: ['input', 'portId'],
  };
}

/** A group goes when it is empty and holds no VIF, in maintenance or not. */
export function whyPortGroupDeletionRefused(memberCount: number, vifIds: readonly string[]): readonly Problem[] {
  const refuse = (reason: string, remedy: string): Problem => ({
    code: 'NOT_ALLOWED_NOW',
    action: 'deleting the port group',
    reason,
    remedy,
    path: ['input', 'portGroupId'],
  });
  return [
    ...(memberCount > 0
      ? [refuse(`it has ${memberCount} ports`, 'Take them out with updatePort (portGroupId: null), or delete them.')]
      : []),
    ...(vifIds.length > 0 ? [refuse(`it holds VIF ${vifIds.join(', ')}`, 'Detach it first.')] : []),
  ];
}

function whyNodeForbids(node: RuleNode, changed: readonly string[]): Problem[] {
  for (const { fields, evenInMaintenance, refuses, reason, remedy } of NODE_RULES) {
    const touched = fields === null ? changed : changed.filter((field) => fields.includes(field));
    const [first] = touched;
    if (first === undefined || (node.maintenance && !evenInMaintenance) || !refuses(node)) continue;
    return [notNow(touched.join(', '), reason(node), remedy, ['input', first])];
  }
  return [];
}

/** All ports of a group are plugged in where the group is: said once, on the group. */
function whyMemberKeepsNetwork(changed: readonly string[]): Problem[] {
  if (!changed.includes('physicalNetwork')) return [];
  return [
    {
      code: 'INVALID_INPUT',
      path: ['input', 'physicalNetwork'],
      reason: 'The port is a member of a port group, and all members are plugged into the same physical network.',
      remedy: 'Change it with updatePortGroup, which changes it on all members, or take the port out of its group.',
    },
  ];
}

function whyMembershipRefused(
  { after, group, changed }: Pick<PortChange, 'after' | 'group' | 'changed'>,
  isJoining: boolean,
): Problem[] {
  if (group === null) return [];
  const problems: Problem[] = [];
  if (!group.standalonePortsSupported && after.pxeEnabled && (isJoining || changed.includes('pxeEnabled'))) {
    const reason = 'its port group does not let ports be used alone, and booting over the network needs that';
    problems.push(notNow('pxeEnabled', reason, 'Set pxeEnabled to false with it.', ['input', 'pxeEnabled']));
  }
  if (!group.standalonePortsSupported && after.holdsVif && isJoining) {
    const reason = 'the port holds a VIF, and the port group does not let ports be used alone';
    problems.push(notNow('portGroupId', reason, 'Detach the VIF first.', ['input', 'portGroupId']));
  }
  const network = networkOf(group);
  if (isJoining && network !== undefined && network !== after.physicalNetwork) {
    const reason = `the port group is plugged into ${network ?? 'no network that is known'}, the port into ${after.physicalNetwork ?? 'none that is known'}`;
    const remedy = `Set physicalNetwork to ${network ?? 'null'} with it.`;
    problems.push(notNow('portGroupId', reason, remedy, ['input', 'physicalNetwork']));
  }
  return problems;
}

/** Where a port that joins must be plugged in; undefined: anywhere, it is the first and the group does not say. */
function networkOf({ physicalNetwork, members }: RuleGroup): string | null | undefined {
  return physicalNetwork ?? members[0]?.physicalNetwork;
}

const notNow = (what: string, reason: string, remedy: string, path: readonly string[]): Problem => ({
  code: 'NOT_ALLOWED_NOW',
  action: `changing ${what}`,
  reason,
  remedy,
  path,
});
