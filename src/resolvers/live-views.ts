import { fleetSummary } from '../services/read/fleet.ts';
import { fleetSummaryStream } from '../services/stream/fleet-summary.ts';
import { nodesLive } from '../services/stream/nodes-live.ts';
import { nodeColumns } from './columns.ts';
import type { Resolvers } from './generated.ts';
import { Stream } from './stream.ts';

export const liveViewResolvers: Resolvers = {
  Query: { fleetSummary: (_root, args, { services, viewer }) => fleetSummary(services, viewer, args) },
  Subscription: {
    nodesLive: {
      subscribe: (_root, args, { services, viewer }, info) =>
        new Stream('nodesLive', nodesLive(services, viewer, nodeColumns(info, 'node-inside'), args)),
    },
    fleetSummary: {
      subscribe: (_root, args, { services, viewer }) =>
        new Stream('fleetSummary', fleetSummaryStream(services, viewer, args)),
    },
  },
  NodeLiveEvent: {
    event: ({ entry }) => entry,
    type: ({ entry }) => entry?.event.type ?? null,
  },
};
