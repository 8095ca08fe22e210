import type { ServiceContext } from '../services/context.ts';
import { linesBetween, type StepLineRow } from '../services/read/step-lines.ts';
import { jobEvents } from '../services/stream/job-events.ts';
import { jobGroupEvents } from '../services/stream/job-group-events.ts';
import { logEvents, nodeEvents } from '../services/stream/node-events.ts';
import type { LogEntry } from '../events/tail.ts';
import { nodeColumns } from './columns.ts';
import type { Resolvers } from './generated.ts';
import { Stream } from './stream.ts';

const STATE_CHANGES: ReadonlySet<string> = new Set(['provisionState', 'powerState']);

/** Which lines an event tells of is in its changes; what they say is with the step. */
async function newLines(services: ServiceContext, entry: LogEntry | null): Promise<readonly StepLineRow[]> {
  if (entry?.event.type !== 'JOB_STEP_LOG') return [];
  const [numbers, step] = entry.event.changes;
  return linesBetween(services, String(step?.after), { after: Number(numbers?.before), upTo: Number(numbers?.after) });
}

export const subscriptionResolvers: Resolvers = {
  Subscription: {
    nodeEvents: {
      subscribe: (_root, args, { services, viewer }, info) =>
        new Stream('nodeEvents', nodeEvents(services, viewer, nodeColumns(info, 'node-inside'), args)),
    },
    events: {
      subscribe: (_root, args, { services, viewer }, info) =>
        new Stream('events', logEvents(services, viewer, nodeColumns(info, 'node-inside'), args)),
    },
    jobEvents: {
      subscribe: async (_root, args, { services, viewer }) =>
        new Stream('jobEvents', await jobEvents(services, viewer, args)),
    },
    jobGroupEvents: {
      subscribe: async (_root, args, { services, viewer }) =>
        new Stream('jobGroupEvents', await jobGroupEvents(services, viewer, args)),
    },
  },
  NodeEvent: {
    event: ({ entry }) => entry,
    type: ({ entry }) => entry?.event.type ?? null,
    job: ({ entry }, _args, { loaders }) => (entry?.event.jobId ? loaders.job.load(entry.event.jobId) : null),
    change: ({ entry }) => entry?.event.changes.find(({ field }) => STATE_CHANGES.has(field)) ?? null,
  },
  LogEvent: {
    event: ({ entry }) => entry,
    type: ({ entry }) => entry?.event.type ?? null,
    job: ({ entry }, _args, { loaders }) => (entry?.event.jobId ? loaders.job.load(entry.event.jobId) : null),
  },
  JobEvent: {
    lines: ({ entry }, _args, { services }) => newLines(services, entry),
    event: ({ entry }) => entry,
    type: ({ entry }) => entry?.event.type ?? null,
  },
  JobGroupEvent: {
    event: ({ entry }) => entry,
    type: ({ entry }) => entry?.event.type ?? null,
  },
};
