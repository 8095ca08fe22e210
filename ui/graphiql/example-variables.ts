/**
 * Puts the example values into the variables pane.
 *
 * They change when a node is enrolled. Each tab then gets the new ones once: the open tab at once, any other when it
 * is next opened. What a person types afterwards stays.
 */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useSyncExternalStore } from 'react';
import { exampleValues, fillVariables, type ExampleValues } from './examples.ts';

/** Shared by all windows: a second one can watch the node that the first one enrolled. */
const VALUES_KEY = 'ironql:example-values';
/** Of this window alone, and it survives a reload. */
const SHOWN_KEY = 'ironql:example-values-shown';

/** Renders nothing; it lives inside GraphiQL because only there the editors can be reached. */
export function ExampleVariables(): null {
  const { tabId, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabId: state.tabs[state.activeTabIndex]?.id,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  const { updateActiveTabValues } = useGraphiQLActions();
  const stored = useSyncExternalStore(onValuesChanged, storedValues);
  useEffect(() => {
    if (tabId === undefined || queryEditor === undefined || variableEditor === undefined) return;
    if (stored === null || shownIn(tabId) === stored) return;
    const variables = fillVariables(queryEditor.getValue(), variableEditor.getValue(), parseValues(stored));
    if (variables !== null) {
      variableEditor.setValue(variables);
      // The editor tells its tab a moment later, too late for somebody who leaves the tab at once.
      updateActiveTabValues({ variables });
    }
    markShown(tabId, stored);
  }, [tabId, queryEditor, variableEditor, stored, updateActiveTabValues]);
  return null;
}

/** To be called once, before anything is shown. */
export function prepareExampleValues(): void {
  if (storedValues() === null) storeValues('');
}

/** Looks whether an answer is that of `createNode`, and if so makes its node the one of the example tabs. */
export function rememberEnrolledNode(answer: unknown): void {
  const nodeId = enrolledNodeId(answer);
  if (nodeId !== null) storeValues(nodeId);
}

function enrolledNodeId(answer: unknown): string | null {
  // Any shape can come from a server; each step below allows for its absence.
  const { data } = answer as { data?: { createNode?: { node?: { id?: unknown } | null } | null } | null };
  const id = data?.createNode?.node?.id;
  return typeof id === 'string' ? id : null;
}

const CHANGED = 'ironql:example-values-changed';

function onValuesChanged(notify: () => void): () => void {
  // `storage` tells of the other windows, our own event of this one.
  window.addEventListener('storage', notify);
  window.addEventListener(CHANGED, notify);
  return () => {
    window.removeEventListener('storage', notify);
    window.removeEventListener(CHANGED, notify);
  };
}

function storedValues(): string | null {
  return localStorage.getItem(VALUES_KEY);
}

function storeValues(nodeId: string): void {
  const text = JSON.stringify(exampleValues({ nodeId }, crypto.getRandomValues(new Uint8Array(4))));
  localStorage.setItem(VALUES_KEY, text);
  window.dispatchEvent(new Event(CHANGED));
}

function parseValues(text: string): ExampleValues {
  // Written by storeValues only.
  return JSON.parse(text) as ExampleValues;
}

function shownIn(tabId: string): string | undefined {
  return readShown()[tabId];
}

function markShown(tabId: string, values: string): void {
  sessionStorage.setItem(SHOWN_KEY, JSON.stringify({ ...readShown(), [tabId]: values }));
}

function readShown(): Readonly<Record<string, string>> {
  // Written by markShown only.
  return JSON.parse(sessionStorage.getItem(SHOWN_KEY) ?? '{}') as Record<string, string>;
}
