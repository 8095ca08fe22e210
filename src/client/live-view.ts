/**
 * The nodes that fit a filter, kept up to date in memory by `nodesLive`: for a page that shows them.
 *
 * A snapshot is gathered aside and takes the place of what is shown when all of it is there, so that a list is never
 * seen half empty: not at a GAP, and not when the connection breaks in the middle of it.
 */
import type { Connection } from './connection.ts';
import { IronqlError } from './errors.ts';
import type { StreamKind } from './generated.ts';
import { Published, type Freshness, type View, type ViewOptions } from './view.ts';

/** What a document of a live view must select; `node` as it is to be shown. */
export interface LiveItem<Node> {
  readonly kind: StreamKind;
  readonly nodeId: string | null;
  readonly node: Node | null;
}

export interface LiveViewOptions<Node> extends ViewOptions {
  /** The order; nodes that are equal in it are ordered by their ids. Absent: as they came in. */
  readonly compare?: (a: Node, b: Node) => number;
}

export interface LiveViewState<Node> extends Freshness {
  readonly nodes: readonly Node[];
  readonly byId: ReadonlyMap<string, Node>;
}

export type LiveView<Node> = View<LiveViewState<Node>>;

export function openLiveView<Node>(
  connection: Connection,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  options: LiveViewOptions<Node>,
  onClose: () => void,
): LiveView<Node> {
  const { compare } = options;
  let shown = new Map<string, Node>();
  /** A snapshot of which not all has come. */
  let coming: Map<string, Node> | null = null;
  const view = new Published<LiveViewState<Node>>(read, options);
  const stop = connection.run<Readonly<Record<string, LiveItem<Node>>>>(
    { query, variables, resume: null },
    {
      begin(cursor) {
        if (cursor === null) coming = new Map(); // from the beginning: the snapshot, whole
      },
      next(data) {
        const [item] = Object.values(data);
        view.heard();
        if (item !== undefined && !take(item)) fail();
      },
      end,
    },
  );
  return { get: () => view.get(), subscribe: (listener) => view.subscribe(listener), close };

  /** False: the document does not select what is needed. */
  function take({ kind, nodeId, node }: LiveItem<Node>): boolean {
    const nodes = coming ?? shown;
    switch (kind) {
      case 'SNAPSHOT':
      case 'ENTER':
      case 'UPDATE':
        if (!nodeId || !node) return false;
        nodes.set(nodeId, node);
        break;
      case 'LEAVE':
        if (!nodeId) return false;
        if (!nodes.delete(nodeId)) return true;
        break;
      case 'GAP':
        coming = new Map();
        return true;
      case 'CAUGHT_UP':
        if (coming === null) return true;
        shown = coming;
        coming = null;
        break;
      case 'HEARTBEAT':
        return true;
      case undefined: // what is not selected is not there, whatever the type says
        return false;
    }
    if (coming === null) view.changed();
    return true;
  }

  function read(freshness: Freshness): LiveViewState<Node> {
    if (compare !== undefined) {
      const entries = [...shown].sort(([idA, a], [idB, b]) => compare(a, b) || (idA < idB ? -1 : 1));
      shown = new Map(entries); // the next time little is out of place, which sort() is quick at
    }
    return { ...freshness, nodes: [...shown.values()], byId: new Map(shown) };
  }

  function fail(): void {
    stop();
    end(new IronqlError('refused', 'A live view must select kind, nodeId and node.'));
  }

  function end(error: IronqlError | null): void {
    view.end(error);
    onClose();
  }

  function close(): void {
    stop();
    end(null);
  }
}
