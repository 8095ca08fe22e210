import { jobEvents } from '../services/stream/job-events.ts';
import { jobGroupEvents } from '../services/stream/job-group-events.ts';
import { nodeEvents } from '../services/stream/node-events.ts';
import { nodeColumns } from './columns.ts';
import type { Resolvers } from './generated.ts';
import { untilReturned } from './until-returned.ts';

const STATE_CHANGES: ReadonlySet<string> = new Set(['provisionState', 'powerState']);

export const subscriptionResolvers: Resolvers = {
  Subscription: {
    nodeEvents: {
      subscribe: (_root, args, { services, viewer }, info) =>
        untilReturned('nodeEvents', (signal) =>
          Promise.resolve(nodeEvents(services, viewer, nodeColumns(info, 'node-inside'), args, signal)),
        ),
    },
    jobEvents: {
      subscribe: (_root, args, { services, viewer }) =>
        untilReturned('jobEvents', (signal) => jobEvents(services, viewer, args, signal)),
    },
    jobGroupEvents: {
      subscribe: (_root, args, { services, viewer }) =>
        untilReturned('jobGroupEvents', (signal) => jobGroupEvents(services, viewer, args, signal)),
    },
  },
  NodeEvent: {
    event: ({ entry }) => entry,
    type: ({ entry }) => entry?.event.type ?? null,
    job: ({ entry }, _args, { loaders }) => (entry?.event.jobId ? loaders.job.load(entry.event.jobId) : null),
    change: ({ entry }) => entry?.event.changes.find(({ field }) => STATE_CHANGES.has(field)) ?? null,
    gap: ({ gapReason }) => (gapReason === null ? null : { reason: gapReason }),
  },
  JobEvent: {
    event: ({ entry }) => entry,
    type: ({ entry }) => entry?.event.type ?? null,
    gap: ({ gapReason }) => (gapReason === null ? null : { reason: gapReason }),
  },
  JobGroupEvent: {
    event: ({ entry }) => entry,
    type: ({ entry }) => entry?.event.type ?? null,
    gap: ({ gapReason }) => (gapReason === null ? null : { reason: gapReason }),
  },
};
