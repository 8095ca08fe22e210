/**
 * Which fields of an object a query asks for, so that only their columns are read. Answers are kept with the query's
 * syntax tree: the document store hands out the same tree for the same text, so the second request costs a look-up.
 */
import {
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** Where the object is, below the resolver's own field. Answers are kept by its identity: pass constants. */
export type Paths = readonly (readonly string[])[];

const known = new WeakMap<FieldNode, Map<Paths, ReadonlySet<string>>>();

/**
 * Names of the fields selected under any of the paths below the resolver's own field: `[['nodes'], ['edges', 'node']]`
 * for a connection, `[[]]` for the object itself. Fields under @skip and @include count as selected.
 */
export function selectedFields(info: Info, paths: Paths): ReadonlySet<string> {
  const [node] = info.fieldNodes;
  if (node === undefined) return new Set();
  let ofNode = known.get(node);
  if (ofNode === undefined) known.set(node, (ofNode = new Map()));
  let fields = ofNode.get(paths);
  if (fields === undefined || info.fieldNodes.length > 1) {
    fields = collect(info, paths);
    ofNode.set(paths, fields);
  }
  return fields;
}

function collect(info: Info, paths: Paths): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { selectionSet } of info.fieldNodes) {
    for (const path of paths) walk(selectionSet, path, info.fragments, names);
  }
  return names;
}

function walk(
  selectionSet: SelectionSetNode | undefined,
  path: readonly string[],
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  names: Set<string>,
): void {
  for (const selection of selectionSet?.selections ?? []) {
    if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, path, fragments, names);
    else if (selection.kind === Kind.FRAGMENT_SPREAD)
      walk(fragments[selection.name.value]?.selectionSet, path, fragments, names);
    else if (path.length === 0) names.add(selection.name.value);
    else if (selection.name.value === path[0]) walk(selection.selectionSet, path.slice(1), fragments, names);
  }
}
