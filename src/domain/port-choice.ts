/**
 * Which port or port group a VIF is attached to. Pure: who asks says what there is, what is taken and what the VIF can
 * reach. Source: the reference's order (domain notes 4.2).
 */
import { ProblemError } from './problems.ts';

/** Where a VIF is, or may go. */
export type VifPlace =
  { readonly kind: 'port'; readonly id: string } | { readonly kind: 'port-group'; readonly id: string };

export interface ChoicePort {
  readonly id: string;
  readonly pxeEnabled: boolean;
  readonly physicalNetwork: string | null;
  readonly portGroupId: string | null;
}

export interface ChoiceGroup {
  readonly id: string;
  readonly physicalNetwork: string | null;
  readonly standalonePortsSupported: boolean;
}

export interface PortChoice<P extends ChoicePort = ChoicePort> {
  /** The node's, oldest first, as ids sort. */
  readonly ports: readonly P[];
  readonly portGroups: readonly ChoiceGroup[];
  /** Ids of the ports and port groups that hold a tenant's VIF. */
  readonly taken: ReadonlySet<string>;
  /** Physical networks that the VIF can be reached from; empty: any. */
  readonly physicalNetworks: readonly string[];
  /** Why the node's network slot cannot use a port, in words that end a sentence; null when it can. */
  whyUnfit(port: P): string | null;
}

/** For choosing among places that were found to suit before: only whether they are free is asked. */
export const ANY_NETWORK = { physicalNetworks: [], whyUnfit: () => null } as const;

/** Where a recorded VIF is; null while nothing is chosen for it. */
export function placeOf({ portId, portGroupId }: Omit<RecordedVif, 'purpose'>): VifPlace | null {
  if (portId !== null) return { kind: 'port', id: portId };
  return portGroupId === null ? null : { kind: 'port-group', id: portGroupId };
}

/** Ids of the ports and port groups that hold a tenant's VIF; those of other purposes stand beside them. */
export function takenByTenants(vifs: readonly RecordedVif[]): ReadonlySet<string> {
  const tenants = vifs.filter(({ purpose }) => purpose === 'TENANT');
  return new Set(tenants.flatMap((vif) => placeOf(vif)?.id ?? []));
}

interface RecordedVif {
  readonly purpose: string;
  readonly portId: string | null;
  readonly portGroupId: string | null;
}

/**
 * Everything that could take the VIF, best first: plugged into one of its physical networks, then a port group, then
 * one that boots over the network, then the oldest. Members of a group that can be used are no candidates themselves.
 * @throws {ProblemError} PORT_GROUP_INCONSISTENT when members of a group are plugged into different networks
 */
export function rankPlaces<P extends ChoicePort>(choice: PortChoice<P>): readonly VifPlace[] {
  const groups = choice.portGroups.filter((group) => whyGroupUnusable(choice, group) === null);
  const usable = new Set(groups.map(({ id }) => id));
  const ports = choice.ports.filter(
    (port) => (port.portGroupId === null || !usable.has(port.portGroupId)) && whyPortUnusable(choice, port) === null,
  );
  const matches = (network: string | null): boolean => network !== null && choice.physicalNetworks.includes(network);
  const ranked = [
    ...groups.map((group) => {
      const isMatch = matches(networkOf(choice, group));
      return { place: { kind: 'port-group', id: group.id } as const, rank: [isMatch, true, true] };
    }),
    ...ports.map((port) => {
      const isMatch = matches(port.physicalNetwork);
      return { place: { kind: 'port', id: port.id } as const, rank: [isMatch, false, port.pxeEnabled] };
    }),
  ];
  return ranked.toSorted((a, b) => compareRanks(a.rank, b.rank)).map(({ place }) => place); // a stable sort: oldest first
}

/**
 * Why the VIF cannot go to this very place, in words that end a sentence; null when it can. A member of a port group
 * can be named, when the group lets its ports be used alone, though it is not what would be chosen.
 */
export function whyPlaceUnusable<P extends ChoicePort>(choice: PortChoice<P>, place: VifPlace): string | null {
  if (place.kind === 'port') {
    const port = choice.ports.find(({ id }) => id === place.id);
    return port === undefined ? 'this port is gone' : whyPortUnusable(choice, port);
  }
  const group = choice.portGroups.find(({ id }) => id === place.id);
  return group === undefined ? 'this port group is gone' : whyGroupUnusable(choice, group);
}

/** Why {@link rankPlaces} found nothing, in words that end a sentence. */
export function whyNoPlace<P extends ChoicePort>(choice: PortChoice<P>): string {
  const { ports, taken } = choice;
  if (ports.length === 0) return 'it has no ports';
  const free = ports.filter(({ id, portGroupId }) => !taken.has(id) && !taken.has(portGroupId ?? ''));
  const [first] = free;
  if (first === undefined) return `each of its ${ports.length} ports has a VIF already`;
  return `of ${free.length} free ports none can take it, the first because ${whyPortUnusable(choice, first) ?? 'of its port group'}`;
}

function whyPortUnusable<P extends ChoicePort>(choice: PortChoice<P>, port: P): string | null {
  if (choice.taken.has(port.id)) return 'this port has a VIF already';
  const group = choice.portGroups.find(({ id }) => id === port.portGroupId);
  if (group !== undefined) {
    if (choice.taken.has(group.id)) return 'its port group has a VIF already';
    if (!group.standalonePortsSupported) return 'the ports of its port group cannot be used alone';
  }
  return whyIneligible(choice, port);
}

function whyGroupUnusable<P extends ChoicePort>(choice: PortChoice<P>, group: ChoiceGroup): string | null {
  const members = membersOf(choice, group);
  if (choice.taken.has(group.id)) return 'this port group has a VIF already';
  if (members.length === 0) return 'this port group has no ports';
  if (members.some(({ id }) => choice.taken.has(id))) return 'a port of this port group has a VIF already';
  const reasons = members.map((port) => whyIneligible(choice, port));
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}

/** What the port itself has against it, whatever else is attached. */
function whyIneligible<P extends ChoicePort>({ physicalNetworks, whyUnfit }: PortChoice<P>, port: P): string | null {
  const { physicalNetwork } = port;
  // A port whose network nobody has said may be plugged into the right one; it loses against those that are known to be.
  if (physicalNetworks.length > 0 && physicalNetwork !== null && !physicalNetworks.includes(physicalNetwork)) {
    return `it is plugged into ${physicalNetwork}, and the VIF is on ${physicalNetworks.join(', ')}`;
  }
  return whyUnfit(port);
}

function networkOf<P extends ChoicePort>(choice: PortChoice<P>, group: ChoiceGroup): string | null {
  const networks = [...new Set(membersOf(choice, group).map(({ physicalNetwork }) => physicalNetwork))];
  if (networks.length > 1) {
    throw new ProblemError({ code: 'PORT_GROUP_INCONSISTENT', portGroupId: group.id, physicalNetworks: networks });
  }
  return group.physicalNetwork ?? networks[0] ?? null;
}

function membersOf<P extends ChoicePort>({ ports }: PortChoice<P>, group: ChoiceGroup): readonly P[] {
  return ports.filter(({ portGroupId }) => portGroupId === group.id);
}

/** True before false, the first difference decides. */
function compareRanks(a: readonly boolean[], b: readonly boolean[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index === -1 ? 0 : a[index] === true ? -1 : 1;
}
