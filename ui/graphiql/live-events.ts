/**
 * A pane beside the tabs that shows what happens to all nodes, one line per event, newest first.
 *
 * GraphiQL's own response pane shows one item at a time, and its stream ends when its tab is left. This pane goes on
 * while one tab after the other is played.
 */
import { Button, type GraphiQLPlugin } from '@graphiql/react';
import type { Client } from 'graphql-ws';
import { createElement, useEffect, useState, type ReactNode } from 'react';
import { describeEvent, stateAfter, type NodeEvent } from './describe-event.mjs';
import WATCH_FLEET from '../../docs/operations/watch-fleet.graphql?raw';

/** More than a screen holds, few enough to render at each event. */
const KEPT_LINES = 200;

export function createLiveEventsPlugin(client: Client): GraphiQLPlugin {
  return {
    title: 'Live events',
    icon: PulseIcon,
    content: () => createElement(LiveEvents, { client }),
  };
}

function LiveEvents({ client }: { readonly client: Client }): ReactNode {
  const [events, setEvents] = useState<readonly NodeEvent[]>([]);
  useEffect(() => {
    return client.subscribe<{ nodeEvents: NodeEvent }>(
      { query: WATCH_FLEET },
      {
        next({ data }) {
          if (!data) return;
          const event = data.nodeEvents;
          if (event.kind === 'UPDATE') setEvents((before) => [event, ...before].slice(0, KEPT_LINES));
        },
        // The client connects again by itself and goes on where it stood. What is left is a refusal, which the tabs show too.
        error: () => undefined,
        complete: () => undefined,
      },
    );
  }, [client]);
  return createElement(
    'section',
    { className: 'ironql-live', 'aria-label': 'Live events' },
    createElement(
      'header',
      null,
      createElement('div', { className: 'graphiql-doc-explorer-title' }, 'Live events'),
      createElement(Button, { type: 'button', onClick: () => setEvents([]) }, 'Clear'),
    ),
    events.length === 0
      ? createElement('p', null, 'What happens to the nodes appears here. Play the first tab.')
      : createElement('ol', null, ...events.map(renderEvent)),
  );
}

function renderEvent(event: NodeEvent): ReactNode {
  const state = stateAfter(event) ?? event.node?.provisionState ?? 'gone';
  return createElement(
    'li',
    { key: event.cursor, title: event.at },
    createElement('time', null, event.at.slice('2026-11-23T'.length, '2026-11-23T06:04:01'.length)),
    createElement('b', null, event.node?.name ?? event.nodeId ?? ''),
    createElement('i', { className: `ironql-state ${state.toLowerCase()}` }, state),
    createElement('span', null, describeEvent(event)),
  );
}

function PulseIcon(): ReactNode {
  return createElement(
    'svg',
    { height: '1em', viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 },
    createElement('title', null, 'live events icon'),
    createElement('path', { d: 'M1 8h3l2-5 4 10 2-5h3', strokeLinejoin: 'round', strokeLinecap: 'round' }),
  );
}
