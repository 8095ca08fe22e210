import type { GraphQLResolveInfo } from 'graphql';
import type { Answer } from '../services/mutation.ts';
import { nodeColumns } from './columns.ts';
import type { RequestContext } from './context.ts';

/** Fields that every payload has. Objects are read after the commit, so they show what the mutation made of them. */
export const payload = {
  job: ({ jobId }: Answer, _args: unknown, { loaders }: RequestContext) =>
    jobId === null ? null : loaders.job.load(jobId),
  errors: ({ problems }: Answer) => problems,
};

/** Payloads of mutations whose object is the node. */
export const withNode = {
  ...payload,
  node: ({ objectId }: Answer, _args: unknown, { loaders }: RequestContext, info: GraphQLResolveInfo) =>
    objectId === null ? null : loaders.node(nodeColumns(info, 'object')).load(objectId),
};

/** Payloads of bulk mutations. */
export const withJobGroup = {
  errors: payload.errors,
  jobGroup: ({ objectId }: Answer, _args: unknown, { loaders }: RequestContext) =>
    objectId === null ? null : loaders.jobGroup.load(objectId),
};
