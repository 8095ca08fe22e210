import { isSettled, MAX_LINES_PER_STEP, PRIORITY_CLASS, type PriorityClass } from '../domain/job.ts';
import { cancelJob } from '../services/job/cancel.ts';
import { checkStepLines } from '../services/read/step-lines.ts';
import { findJobs, type JobRow, type StepRow } from '../services/read/jobs.ts';
import { nodeColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { RepeatMode, Resolvers } from './generated.ts';
import type { Loaders } from './loaders.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';

export const jobResolvers: Resolvers = {
  Query: {
    job: (_root, { id }, { loaders }) => loaders.job.load(wellFormed(id)),
    jobs: (_root, args, { services, viewer }) => findJobs(services, viewer, args),
  },
  Mutation: {
    cancelJob: (_root, { input }, { services, viewer }) => cancelJob(services, viewer, input),
  },
  Job: {
    node: (job, _args, { loaders }, info) =>
      job.nodeId === null ? null : loaders.node(nodeColumns(info, 'object')).load(job.nodeId),
    isSettled: (job) => isSettled(job.state),
    priorityClass: (job) => priorityClassOf(job.priority),
    arguments: (job) => job.args,
    conductor: (job, _args, { loaders }) =>
      job.claimedBy === null || job.state !== 'RUNNING' ? null : loaders.conductor.load(job.claimedBy),
    epoch: (job) => (job.state === 'RUNNING' ? job.epoch : null),
    queuePosition: async (job, _args, { loaders }) => (await loaders.queuePlace.load(job.id))?.position ?? null,
    waitReason: async (job, _args, { loaders }) => (await loaders.queuePlace.load(job.id))?.waitReason ?? null,
    async blockedBy(job, _args, { loaders }) {
      const place = await loaders.queuePlace.load(job.id);
      return place?.blockedByJobId ? loaders.job.load(place.blockedByJobId) : null;
    },
    estimatedStartAt: async (job, _args, { loaders }) =>
      job.state === 'QUEUED' ? ((await loaders.waitEstimate.load(job.id))?.startAt ?? null) : null,
    async jobGroup(job, _args, { loaders }) {
      const group = await loaders.jobGroupOfJob.load(job.id);
      return group === null ? null : loaders.jobGroup.load(group.jobGroupId);
    },
    waitUntil: (job) => (job.state === 'WAITING' ? job.waitUntil : null),
    steps: (job, _args, { loaders }) => loaders.stepsOfJob.load(job.id),
    currentStep: async (job, _args, { loaders }) =>
      (await loaders.stepsOfJob.load(job.id)).find(({ state }) => state === 'RUNNING' || state === 'WAITING') ?? null,
    etaSeconds: async (job, _args, { loaders }) => etaOf(job, await loaders.stepsOfJob.load(job.id), loaders),
    percent: async (job, _args, { loaders }) => percentOf(job, await loaders.stepsOfJob.load(job.id)),
  },
  // The words of `repeat` are lower case in the drivers' contract and capitals in the schema.
  JobStep: {
    repeat: (step) => step.repeat.toUpperCase() as RepeatMode,
    timeoutSeconds: (step) => step.timeoutMs / 1_000,
    elapsedSeconds: async (step, _args, { loaders }) =>
      (await loaders.stepEstimate.load(step.id))?.elapsedSeconds ?? null,
    etaSeconds: async (step, _args, { loaders }) => (await loaders.stepEstimate.load(step.id))?.etaSeconds ?? null,
    lines(step, { last, after }, { loaders }) {
      const args = { last, after };
      checkStepLines(args);
      return loaders.linesOfStep(args).load(step.id);
    },
    droppedLines: (step) => Math.max(0, step.lineCount - MAX_LINES_PER_STEP),
  },
  StopReport: {
    step: (stop, _args, { loaders }) => (stop.stepId === null ? null : loaders.step.load(stop.stepId)),
  },
  JobConnection: connection,
  CancelJobPayload: payload,
};

function priorityClassOf(priority: number): PriorityClass {
  // The keys of the table, which TypeScript forgets.
  const classes = Object.entries(PRIORITY_CLASS) as [PriorityClass, number][];
  return classes.find(([, value]) => value === priority)?.[0] ?? 'USER';
}

/** What is left of all its steps; null when any of them is of a kind that nobody has seen end well. */
async function etaOf(job: JobRow, steps: readonly StepRow[], loaders: Loaders): Promise<number | null> {
  const left = steps.filter(({ state }) => state === 'PLANNED' || state === 'RUNNING' || state === 'WAITING');
  if (isSettled(job.state) || steps.length === 0) return null;
  const etas = (await loaders.stepEstimate.loadMany(left.map(({ id }) => id))).map((estimate) =>
    estimate === null || estimate instanceof Error ? null : estimate.etaSeconds,
  );
  return etas.reduce<number | null>((sum, eta) => (sum === null || eta === null ? null : sum + eta), 0);
}

function percentOf(job: JobRow, steps: readonly StepRow[]): number {
  if (job.state === 'SUCCEEDED') return 100;
  if (steps.length === 0) return 0;
  const done = steps.reduce((sum, { state, percent }) => sum + (state === 'DONE' ? 100 : percent), 0);
  return Math.floor(done / steps.length);
}
