import { createHash } from 'node:crypto';
import { getOperationAST, Kind, visit, type DocumentNode, type ValueNode } from 'graphql';
import type { Viewer } from '../../domain/viewer.ts';

/** Where a subscriber begins differs from one to the next; what it is told from there on does not depend on it. */
const WHERE_TO_BEGIN: ReadonlySet<string> = new Set(['after', 'snapshot']);

export interface SharedOperation {
  /** Identifies the text of the document. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
}

/** The same for all to whom the very same may be sent: same document, same variables, same rights. */
export function shareKey({ hash, document, operationName, variables, viewer }: SharedOperation): string {
  const leftOut = variablesOfBeginning(document, operationName);
  const told = Object.entries(variables).filter(([name]) => !leftOut.has(name));
  const scope = viewer.scope.kind === 'all' ? null : [viewer.actor, [...viewer.scope.projects].sort()];
  const text = JSON.stringify([hash, operationName, sorted(Object.fromEntries(told)), scope]);
  return createHash('sha256').update(text).digest('base64');
}

const known = new WeakMap<DocumentNode, Map<string | null, ReadonlySet<string>>>();

/** Variables that the document uses for nothing but to say where to begin. */
function variablesOfBeginning(document: DocumentNode, operationName: string | null): ReadonlySet<string> {
  const ofDocument = known.get(document) ?? new Map<string | null, ReadonlySet<string>>();
  known.set(document, ofDocument);
  const before = ofDocument.get(operationName);
  if (before !== undefined) return before;

  const [field] = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  const values =
    field?.kind === Kind.FIELD ? (field.arguments ?? []).filter(({ name }) => WHERE_TO_BEGIN.has(name.value)) : [];
  const atBeginning = new Set<ValueNode>(values.map(({ value }) => value));
  const found = new Set<string>();
  const elsewhere = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable(variable) {
      (atBeginning.has(variable) ? found : elsewhere).add(variable.name.value);
    },
  });
  const names = new Set([...found].filter((name) => !elsewhere.has(name)));
  ofDocument.set(operationName, names);
  return names;
}

/** With keys in one order: clients write the same variables in any. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
