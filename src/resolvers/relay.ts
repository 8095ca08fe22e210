import {
  chassisColumns,
  deployTemplateColumns,
  inspectionRuleColumns,
  nodeColumns,
  portColumns,
  portGroupColumns,
  runbookColumns,
  volumeConnectorColumns,
  volumeTargetColumns,
  webhookColumns,
} from './columns.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';

/**
 * One field for each type that is marked `@fetchable`: Relay's compiler writes refetch and pagination queries with them.
 * Relay's own way, an interface of the name Node, is closed to us: here a Node is a machine.
 */
// prettier-ignore
export const relayResolvers: Resolvers = {
  Query: {
    fetch__Node: (_root, { id }, { loaders }, info) => loaders.node(nodeColumns(info, 'object')).load(wellFormed(id)),
    fetch__InspectionRule: (_root, { id }, { loaders }, info) => loaders.inspectionRule(inspectionRuleColumns(info, 'object')).load(wellFormed(id)),
    fetch__Port: (_root, { id }, { loaders }, info) => loaders.port(portColumns(info, 'object')).load(wellFormed(id)),
    fetch__PortGroup: (_root, { id }, { loaders }, info) => loaders.portGroup(portGroupColumns(info, 'object')).load(wellFormed(id)),
    fetch__Allocation: (_root, { id }, { loaders }) => loaders.allocation.load(wellFormed(id)),
    fetch__DeployTemplate: (_root, { id }, { loaders }, info) => loaders.deployTemplate(deployTemplateColumns(info, 'object')).load(wellFormed(id)),
    fetch__Runbook: (_root, { id }, { loaders }, info) => loaders.runbook(runbookColumns(info, 'object')).load(wellFormed(id)),
    fetch__Webhook: (_root, { id }, { loaders }, info) => loaders.webhook(webhookColumns(info, 'object')).load(wellFormed(id)),
    fetch__Chassis: (_root, { id }, { loaders }, info) => loaders.chassis(chassisColumns(info, 'object')).load(wellFormed(id)),
    fetch__VolumeConnector: (_root, { id }, { loaders }, info) => loaders.volumeConnector(volumeConnectorColumns(info, 'object')).load(wellFormed(id)),
    fetch__VolumeTarget: (_root, { id }, { loaders }, info) => loaders.volumeTarget(volumeTargetColumns(info, 'object')).load(wellFormed(id)),
    fetch__Job: (_root, { id }, { loaders }) => loaders.job.load(wellFormed(id)),
    fetch__JobGroup: (_root, { id }, { loaders }) => loaders.jobGroup.load(wellFormed(id)),
  },
};
