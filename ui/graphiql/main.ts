/**
 * GraphiQL as IronQL serves it: everything comes from the service itself, so that it works in a network without a way
 * out and under a policy without inline scripts.
 *
 * The example tabs are the files `docs/operations/NN-….graphql`, the same that the tests run against the service.
 */
// First: it says where the editors' workers are, before anything creates an editor.
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { useGraphiQL } from '@graphiql/react';
import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createClient } from 'graphql-ws';
import { createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { createResume } from '../../src/client/resume.ts';
import { ExampleVariables, prepareExampleValues, rememberEnrolledNode } from './example-variables.ts';
import { createLiveEventsPlugin } from './live-events.ts';

const GRAPHQL_PATH = '/graphql';

const EXAMPLES = import.meta.glob<string>('../../docs/operations/[0-9]*.graphql', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** For the editor of the variables pane, which would underline any value of a scalar that it does not know. */
const SCALARS = {
  Cursor: { type: 'string' },
  DateTime: { type: 'string' },
  JSONObject: { type: 'object' },
  MacAddress: { type: 'string' },
} as const;

function start(container: Element): void {
  prepareExampleValues();
  const socket = createSocketClient();
  const liveEvents = createLiveEventsPlugin(socket.client);
  const page = createElement(
    GraphiQL,
    {
      fetcher: createFetcher(socket),
      plugins: [liveEvents, explorerPlugin({ showAttribution: false }), HISTORY_PLUGIN],
      // Open on the first visit; afterwards GraphiQL remembers what the person chose.
      ...(isFirstVisit() ? { visiblePlugin: liveEvents } : {}),
      defaultTabs: exampleTabs(),
      defaultEditorToolsVisibility: 'variables',
      customScalarSchemas: SCALARS,
      inputValueDeprecation: true,
      schemaDescription: true,
      shouldPersistHeaders: false,
    },
    createElement(GraphiQL.Logo, null, createElement('span', { className: 'ironql-logo' }, 'IronQL')),
    createElement(ExampleVariables),
    createElement(WrapLongLines),
  );
  createRoot(container).render(page);
}

/** Subscriptions go over one WebSocket, opened when the first of them starts and closed with the last. */
interface Socket {
  readonly client: ReturnType<typeof createClient>;
  /** What the headers pane says; the next connection presents it, as a browser can set no header on a WebSocket. */
  headers: Readonly<Record<string, unknown>>;
}

function createSocketClient(): Socket {
  const resume = createResume();
  const socket: Socket = {
    client: createClient({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${GRAPHQL_PATH}`,
      lazy: true,
      // A service that restarts comes back; a page that gave up meanwhile would look alive and be deaf.
      retryAttempts: Infinity,
      shouldRetry: () => true,
      // A stream goes on where it stood, so nothing is missed meanwhile.
      connectionParams: () => ({ ...socket.headers, ...resume.params() }),
      on: { message: (message) => resume.onMessage(message) },
    }),
    headers: {},
  };
  return socket;
}

function createFetcher(socket: Socket): Fetcher {
  const send = createGraphiQLFetcher({
    url: GRAPHQL_PATH,
    wsClient: socket.client,
    // The service never answers in parts; one answer is also what rememberEnrolledNode can read.
    enableIncrementalDelivery: false,
  });
  return async (params, options) => {
    socket.headers = options?.headers ?? {};
    const answer = await send(params, options);
    rememberEnrolledNode(answer);
    return answer;
  };
}

function exampleTabs(): { query: string }[] {
  const paths = Object.keys(EXAMPLES).sort();
  return paths.map((path) => ({ query: EXAMPLES[path] ?? '' }));
}

/** The examples explain themselves in comments, which a narrow editor would cut off. */
function WrapLongLines(): null {
  const editor = useGraphiQL((state) => state.queryEditor);
  useEffect(() => editor?.updateOptions({ wordWrap: 'on', wrappingIndent: 'indent' }), [editor]);
  return null;
}

function isFirstVisit(): boolean {
  return localStorage.getItem('graphiql:visiblePlugin') === null;
}

const container = document.getElementById('graphiql');
if (container === null) throw new Error('index.html has no element with the id "graphiql".');
start(container);
