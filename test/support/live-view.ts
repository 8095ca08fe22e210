/** A subscriber's own copy of a live view, kept as the documentation says. */
import { subscribe, type Endpoint, type Subscription, type Variables } from './graphql-client.ts';

export interface LiveItem {
  readonly cursor: string;
  readonly kind: 'SNAPSHOT' | 'ENTER' | 'UPDATE' | 'LEAVE' | 'CAUGHT_UP' | 'GAP' | 'HEARTBEAT';
  readonly type: string | null;
  readonly nodeId: string | null;
  readonly node: LiveNode | null;
  readonly event: { readonly id: string } | null;
  readonly skipped: number;
}

export interface LiveNode {
  readonly id: string;
  readonly name: string | null;
  readonly version: number;
}

export const NODES_LIVE = `subscription ($filter: NodeFilter, $orderBy: [NodeOrder!], $after: Cursor, $conflateMs: Int) {
  nodesLive(filter: $filter, orderBy: $orderBy, after: $after, conflateMs: $conflateMs) {
    cursor kind type nodeId node { id name version } event { id } skipped } }`;

export interface LiveView {
  readonly stream: Subscription<LiveItem>;
  /** What the subscriber has now. */
  nodes(): ReadonlyMap<string, LiveNode>;
}

/** @param held what the subscriber kept from before the connection broke */
export function liveView(
  service: Endpoint,
  variables: Variables,
  held: ReadonlyMap<string, LiveNode> = new Map(),
): LiveView {
  const stream = subscribe<LiveItem>(service, NODES_LIVE, variables);
  return { stream, nodes: () => keep(held, stream.items) };
}

/** What a client has after these items. */
export function keep(held: ReadonlyMap<string, LiveNode>, items: readonly LiveItem[]): ReadonlyMap<string, LiveNode> {
  const nodes = new Map(held);
  for (const { kind, node, nodeId } of items) {
    if (kind === 'GAP') nodes.clear();
    else if (kind === 'LEAVE') nodes.delete(nodeId ?? '');
    else if (node !== null) nodes.set(node.id, node);
  }
  return nodes;
}
