/** Where a VIF may go, as far as that can be said when it is asked for. */
import type { NodeTx } from '../../conductor/node-transaction.ts';
import {
  placeOf,
  rankPlaces,
  takenByTenants,
  whyNoPlace,
  whyPlaceUnusable,
  type PortChoice,
  type VifPlace,
} from '../../domain/port-choice.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { DriverPort } from '../../drivers/interfaces/common.ts';
import type { NetworkInterface } from '../../drivers/interfaces/network.ts';
import type { PortFacts } from '../port/port-facts.ts';

interface NamedPlace {
  readonly portId?: string | null;
  readonly portGroupId?: string | null;
}

/** What the caller named; null when the job is to choose. */
export function namedPlace({ portId, portGroupId }: NamedPlace): VifPlace | null {
  if (typeof portId === 'string') return { kind: 'port', id: portId };
  return typeof portGroupId === 'string' ? { kind: 'port-group', id: portGroupId } : null;
}

/**
 * Refuses what cannot come true: a place that is not there or not free, and more attachments than there are places.
 * From where the VIF can be reached only its network service knows, whom the job asks.
 */
export function checkPlace(node: NodeTx, facts: PortFacts, network: NetworkInterface, named: VifPlace | null): void {
  const { ports, portGroups, vifs } = facts;
  const taken = takenByTenants(vifs);
  const choice: PortChoice<DriverPort> = {
    ports,
    portGroups,
    taken,
    physicalNetworks: [],
    whyUnfit: (port) => network.whyPortUnfit?.(port) ?? null,
  };
  const refuse = (reason: string, path?: readonly string[]): never => {
    throw new ProblemError({ code: 'NO_FREE_PORT', nodeId: node.nodeId, reason, ...(path && { path }) });
  };
  if (named !== null) {
    const [type, field, all] =
      named.kind === 'port' ? ['port', 'portId', ports] : ['port group', 'portGroupId', portGroups];
    const path = ['input', field];
    if (!all.some(({ id }) => id === named.id)) {
      throw new ProblemError({ code: 'NOT_FOUND', type, id: named.id, path });
    }
    const reason = whyPlaceUnusable(choice, named);
    if (reason !== null) refuse(reason, path);
  }
  const free = rankPlaces(choice);
  // Those that were accepted before have a right to what is left.
  const waiting = vifs.filter((vif) => placeOf(vif) === null && vif.state !== 'ERROR').length;
  const left = named === null ? free : rankPlaces({ ...choice, taken: new Set([...taken, named.id]) });
  if (left.length >= waiting + (named === null ? 1 : 0)) return;
  if (waiting === 0) refuse(whyNoPlace(choice));
  refuse(`${waiting} VIFs that were asked for before wait for a place, and ${free.length} are free`);
}
