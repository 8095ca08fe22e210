/**
 * What is recorded of a node's VIFs against what the network service has, both ways. Pure: `jobs/reconcile-vifs.ts`
 * repairs what this finds, under the lock; `periodic/reconcile-vifs.ts` only looks for nodes that are worth it.
 */
import { isTenantConnected, PROVISION_TABLE, type ProvisionState } from '../domain/provision-states.ts';
import type { VifDifferenceKind } from '../domain/vif-difference.ts';
import type { HeldVif } from '../drivers/interfaces/network.ts';
import type { JobVif } from './job-type.ts';

export interface ComparedNode {
  readonly id: string;
  readonly provisionState: ProvisionState;
  /** Ports and port groups. */
  readonly places: readonly { readonly id: string; readonly address: string | null }[];
}

type UnknownKind = Extract<VifDifferenceKind, 'UNKNOWN_MADE' | 'UNKNOWN_BOUND'>;
type RowKind = Exclude<VifDifferenceKind, UnknownKind>;

export type VifDifference =
  { readonly kind: UnknownKind; readonly held: HeldVif } | { readonly kind: RowKind; readonly row: JobVif };

/**
 * @param held null: the network keeps nothing outside our records
 */
export function compareVifs(
  node: ComparedNode,
  rows: readonly JobVif[],
  held: readonly HeldVif[] | null,
): readonly VifDifference[] {
  const ofRows = rows.flatMap((row) => {
    const kind = row.isBusy ? null : whatIsWrong(node, row, held);
    return kind === null ? [] : [{ kind, row }];
  });
  const known = new Set(rows.map(({ vifId }) => vifId));
  const unknown = (held ?? []).filter(({ vifId, nodeId }) => nodeId === node.id && !known.has(vifId));
  return [
    ...ofRows,
    ...unknown.flatMap((one): VifDifference[] => {
      if (one.purpose === 'TENANT') return [{ kind: 'UNKNOWN_BOUND', held: one }];
      return isUnderWay(node.provisionState) ? [] : [{ kind: 'UNKNOWN_MADE', held: one }];
    }),
  ];
}

/** Ports for a purpose belong to a flow; between two flows there must be none. */
const isUnderWay = (state: ProvisionState): boolean => {
  const { kind } = PROVISION_TABLE[state];
  return kind === 'WORKING' || kind === 'WAITING' || kind === 'HOLD';
};

function whatIsWrong(node: ComparedNode, row: JobVif, held: readonly HeldVif[] | null): RowKind | null {
  if (row.purpose !== 'TENANT') return isUnderWay(node.provisionState) ? null : 'STALE';
  if (row.state !== 'ATTACHED') return 'UNFINISHED';
  if (held === null) return null;
  const there = held.find(({ vifId }) => vifId === row.vifId);
  if (there === undefined) return 'GONE';
  if (there.nodeId !== null && there.nodeId !== node.id) return 'IN_OTHER_HANDS';
  if (there.nodeId === null || (isTenantConnected(node.provisionState) && !there.isConnected)) return 'NOT_BOUND';
  const place = node.places.find(({ id }) => id === (row.portId ?? row.portGroupId));
  const isElsewhere = place?.address !== undefined && place.address !== null && place.address !== there.address;
  return isElsewhere && there.address !== null ? 'OTHER_ADDRESS' : null;
}
