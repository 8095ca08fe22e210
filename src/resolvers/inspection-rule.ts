import { createInspectionRule } from '../services/inspection-rule/create.ts';
import { deleteInspectionRule } from '../services/inspection-rule/delete.ts';
import { updateInspectionRule } from '../services/inspection-rule/update.ts';
import { findInspectionRules } from '../services/read/inspection-rules.ts';
import { inspectionRuleColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';

const withInspectionRule = {
  ...payload,
  inspectionRule: ((answer, _args, { loaders }, info) =>
    answer.objectId === null
      ? null
      : loaders.inspectionRule(inspectionRuleColumns(info, 'object')).load(answer.objectId)) satisfies NonNullable<
    Resolvers['CreateInspectionRulePayload']
  >['inspectionRule'],
};

export const inspectionRuleResolvers: Resolvers = {
  Query: {
    inspectionRule: (_root, { id }, { loaders }, info) =>
      loaders.inspectionRule(inspectionRuleColumns(info, 'object')).load(wellFormed(id)),
    inspectionRules: (_root, args, { services, viewer }, info) =>
      findInspectionRules(services, viewer, inspectionRuleColumns(info, 'connection'), args),
  },
  Mutation: {
    createInspectionRule: (_root, { input }, { services, viewer }) => createInspectionRule(services, viewer, input),
    updateInspectionRule: (_root, { input }, { services, viewer }) => updateInspectionRule(services, viewer, input),
    deleteInspectionRule: (_root, { input }, { services, viewer }) => deleteInspectionRule(services, viewer, input),
  },
  InspectionRule: {
    conditions: ({ isSensitive, conditions }) => (isSensitive ? null : conditions.list),
    actions: ({ isSensitive, actions }) => (isSensitive ? null : actions.list),
  },
  InspectionRuleConnection: connection,
  CreateInspectionRulePayload: withInspectionRule,
  UpdateInspectionRulePayload: withInspectionRule,
  DeleteInspectionRulePayload: { ...payload, deletedInspectionRuleId: (answer) => answer.objectId },
};
