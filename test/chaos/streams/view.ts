/**
 * What a subscriber has of the nodes or of their counts, kept as docs/subscribing.md says, and what a query answers of
 * the same. As text under a name, so that the two can be compared.
 */
import { ask } from './ask.ts';

export type View = ReadonlyMap<string, string>;

export const NODE = 'id name resourceClass provisionState powerState maintenance';

/** As NODE selects it. */
export interface ShownNode {
  readonly id: string;
  readonly name: string | null;
}

export interface Bucket {
  readonly key: readonly { readonly value: string | null }[];
  readonly count: number;
}

export interface ShownItem {
  readonly kind: string;
  readonly nodeId?: string | null;
  readonly node?: ShownNode | null;
  readonly total?: number | null;
  readonly buckets?: readonly Bucket[];
  readonly changed?: readonly (Bucket & { readonly delta: number })[];
}

export interface KeptView {
  readonly view: View;
  /** Answers what is wrong with the item; null when nothing is. */
  take(item: ShownItem): string | null;
  clear(): void;
}

export const viewOfNodes = (nodes: readonly ShownNode[]): View =>
  new Map(nodes.map((node) => [node.id, JSON.stringify(node)]));

export const viewOfCounts = (buckets: readonly Bucket[]): View =>
  new Map(buckets.map(({ key, count }) => [nameOf(key), String(count)]));

const nameOf = (key: Bucket['key']): string => key.map(({ value }) => value).join(' ');

/** @param isBehind the first must not come before the second in a snapshot */
export function keepNodes(isBehind: (node: ShownNode, other: ShownNode) => boolean = () => false): KeptView {
  const view = new Map<string, string>();
  let last: ShownNode | null = null;
  return {
    view,
    take({ kind, nodeId = null, node = null }) {
      const before = last;
      last = kind === 'SNAPSHOT' ? node : null;
      if (kind === 'GAP') view.clear();
      else if (node !== null) view.set(node.id, JSON.stringify(node));
      else if (nodeId !== null) view.delete(nodeId); // it left, or is gone
      return before !== null && last !== null && isBehind(before, last)
        ? `in the snapshot ${before.name} comes before ${last.name}`
        : null;
    },
    clear() {
      view.clear();
      last = null;
    },
  };
}

/** By the differences alone: the new counts only show whether they were right. */
export function keepCounts(): KeptView {
  const view = new Map<string, string>();
  const change = ({ key, delta, count }: Bucket & { readonly delta: number }): string[] => {
    const name = nameOf(key);
    const sum = Number(view.get(name) ?? 0) + delta;
    if (sum === 0) view.delete(name);
    else view.set(name, String(sum));
    return sum === count ? [] : [`${name} is said to be ${count} now, and the differences make ${sum}`];
  };
  return {
    view,
    take({ kind, buckets = [], changed = [], total = null }) {
      if (kind === 'SNAPSHOT') view.clear();
      for (const { key, count } of buckets) view.set(nameOf(key), String(count));
      const wrong = changed.flatMap(change);
      const sum = [...view.values()].reduce((all, count) => all + Number(count), 0);
      if (total !== null && total !== sum) wrong.push(`the total is said to be ${total}, and all counts make ${sum}`);
      return wrong.length === 0 ? null : wrong.join('; ');
    },
    clear: () => view.clear(),
  };
}

const PAGE = 250;

/** As the database has them; in the order asked for. */
export async function queryNodes(url: string, variables: Readonly<Record<string, unknown>>): Promise<ShownNode[]> {
  const nodes: ShownNode[] = [];
  for (let after: string | null = null; ;) {
    const answer: NodesAnswer = await ask(
      url,
      `query ($first: Int, $after: Cursor, $filter: NodeFilter, $orderBy: [NodeOrder!]) {
        nodes(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
          nodes { ${NODE} } pageInfo { endCursor hasNextPage } } }`,
      { first: PAGE, after, filter: variables['filter'] ?? null, orderBy: variables['orderBy'] ?? null },
    );
    nodes.push(...answer.nodes.nodes);
    if (!answer.nodes.pageInfo.hasNextPage) return nodes;
    after = answer.nodes.pageInfo.endCursor;
  }
}

interface NodesAnswer {
  readonly nodes: {
    readonly nodes: readonly ShownNode[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

export async function queryCounts(url: string, variables: Readonly<Record<string, unknown>>): Promise<Bucket[]> {
  const { fleetSummary } = await ask<{ readonly fleetSummary: { readonly buckets: Bucket[] } }>(
    url,
    `query ($groupBy: [FleetDimension!]!, $filter: NodeFilter) {
      fleetSummary(groupBy: $groupBy, filter: $filter) { buckets { key { value } count } } }`,
    variables,
  );
  return fleetSummary.buckets;
}
