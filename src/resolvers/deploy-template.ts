import { createDeployTemplate } from '../services/deploy-template/create.ts';
import { deleteDeployTemplate } from '../services/deploy-template/delete.ts';
import { updateDeployTemplate } from '../services/deploy-template/update.ts';
import { findDeployTemplates } from '../services/read/deploy-templates.ts';
import { deployTemplateColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';
import { toStepInterface } from './step-interface.ts';

const withDeployTemplate = {
  ...payload,
  deployTemplate: ((answer, _args, { loaders }, info) =>
    answer.objectId === null
      ? null
      : loaders.deployTemplate(deployTemplateColumns(info, 'object')).load(answer.objectId)) satisfies NonNullable<
    Resolvers['CreateDeployTemplatePayload']
  >['deployTemplate'],
};

export const deployTemplateResolvers: Resolvers = {
  Query: {
    deployTemplate: (_root, { id }, { loaders }, info) =>
      loaders.deployTemplate(deployTemplateColumns(info, 'object')).load(wellFormed(id)),
    deployTemplates: (_root, args, { services, viewer }, info) =>
      findDeployTemplates(services, viewer, deployTemplateColumns(info, 'connection'), args),
  },
  Mutation: {
    createDeployTemplate: (_root, { input }, { services, viewer }) => createDeployTemplate(services, viewer, input),
    updateDeployTemplate: (_root, { input }, { services, viewer }) => updateDeployTemplate(services, viewer, input),
    deleteDeployTemplate: (_root, { input }, { services, viewer }) => deleteDeployTemplate(services, viewer, input),
  },
  DeployTemplate: { steps: ({ steps }) => steps.list },
  DeployTemplateStep: { interface: toStepInterface },
  DeployTemplateConnection: connection,
  CreateDeployTemplatePayload: withDeployTemplate,
  UpdateDeployTemplatePayload: withDeployTemplate,
  DeleteDeployTemplatePayload: { ...payload, deletedDeployTemplateId: (answer) => answer.objectId },
};
