import { createRunbook } from '../services/runbook/create.ts';
import { deleteRunbook } from '../services/runbook/delete.ts';
import { updateRunbook } from '../services/runbook/update.ts';
import { findRunbooks } from '../services/read/runbooks.ts';
import { runbookColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';
import { toStepInterface } from './step-interface.ts';

const withRunbook = {
  ...payload,
  runbook: ((answer, _args, { loaders }, info) =>
    answer.objectId === null
      ? null
      : loaders.runbook(runbookColumns(info, 'object')).load(answer.objectId)) satisfies NonNullable<
    Resolvers['CreateRunbookPayload']
  >['runbook'],
};

export const runbookResolvers: Resolvers = {
  Query: {
    runbook: (_root, { id }, { loaders }, info) => loaders.runbook(runbookColumns(info, 'object')).load(wellFormed(id)),
    runbooks: (_root, args, { services, viewer }, info) =>
      findRunbooks(services, viewer, runbookColumns(info, 'connection'), args),
  },
  Mutation: {
    createRunbook: (_root, { input }, { services, viewer }) => createRunbook(services, viewer, input),
    updateRunbook: (_root, { input }, { services, viewer }) => updateRunbook(services, viewer, input),
    deleteRunbook: (_root, { input }, { services, viewer }) => deleteRunbook(services, viewer, input),
  },
  Runbook: { steps: ({ steps }) => steps.list, traits: ({ traits }) => traits.list },
  RunbookStep: { interface: toStepInterface },
  RunbookConnection: connection,
  CreateRunbookPayload: withRunbook,
  UpdateRunbookPayload: withRunbook,
  DeleteRunbookPayload: { ...payload, deletedRunbookId: (answer) => answer.objectId },
};
