/** Which properties of a row each field of the schema is made of. Fields that are not named here are no columns. */
import type { GraphQLResolveInfo } from 'graphql';
import type { DeployTemplateField } from '../services/read/deploy-templates.ts';
import type { InspectionRuleField } from '../services/read/inspection-rules.ts';
import type { RunbookField } from '../services/read/runbooks.ts';
import type { ChassisField } from '../services/read/chassis.ts';
import type { VolumeConnectorField } from '../services/read/volume-connectors.ts';
import type { VolumeTargetField } from '../services/read/volume-targets.ts';
import type { NodeField } from '../services/read/nodes.ts';
import type { PortGroupField } from '../services/read/port-groups.ts';
import type { PortField } from '../services/read/ports.ts';
import type { WebhookField } from '../services/read/webhooks.ts';
import type { VifField } from '../services/read/vif-attachments.ts';
import { selectedFields } from './selected-fields.ts';

type ColumnTable<Field extends string> = Readonly<Record<string, readonly Field[]>>;

const own = <Field extends string>(...fields: readonly Field[]): ColumnTable<Field> =>
  Object.fromEntries(fields.map((field) => [field, [field]]));

const NODE_COLUMNS: ColumnTable<NodeField> = {
  ...own<NodeField>(
    'name',
    'description',
    'driver',
    'interfaces',
    'properties',
    'extra',
    'instanceInfo',
    'instanceId',
    'instanceName',
    'networkData',
    'shard',
    'provisionState',
    'targetProvisionState',
    'provisionUpdatedAt',
    'powerState',
    'desiredPowerState',
    'disablePowerOff',
    'powerDriftPolicy',
    'maintenance',
    'maintenanceReason',
    'fault',
    'lastError',
    'resourceClass',
    'conductorGroup',
    'owner',
    'lessee',
    'automatedClean',
    'protected',
    'protectedReason',
    'retired',
    'retiredReason',
    'lastCleanedAt',
    'lastTenancyAt',
    'inspectionStartedAt',
    'inspectionFinishedAt',
    'version',
    'createdAt',
    'updatedAt',
  ),
  parentNode: ['parentNodeId'],
  console: ['consoleEnabled'],
  targetRaidConfig: ['targetRaidConfig'],
  vendorMethods: ['driver', 'interfaces'],
  validation: ['name', 'driver', 'interfaces', 'driverInfo', 'properties', 'instanceInfo', 'powerState'],
  chassis: ['chassisId'],
  driverInfo: ['driverInfo', 'driver'], // the driver says which of its fields are secret
  availableSteps: ['driver', 'interfaces'],
  availableActions: ['provisionState', 'maintenance', 'protected', 'retired', 'driver', 'interfaces'],
};

const PORT_COLUMNS: ColumnTable<PortField> = {
  ...own<PortField>(
    'address',
    'name',
    'description',
    'pxeEnabled',
    'localLinkConnection',
    'isSmartNic',
    'physicalNetwork',
    'portGroupId',
    'extra',
    'version',
    'createdAt',
    'updatedAt',
  ),
  portGroup: ['portGroupId'],
};

const PORT_GROUP_COLUMNS: ColumnTable<PortGroupField> = {
  ...own<PortGroupField>(
    'name',
    'address',
    'mode',
    'properties',
    'standalonePortsSupported',
    'physicalNetwork',
    'extra',
    'version',
    'createdAt',
    'updatedAt',
  ),
};

const VIF_COLUMNS: ColumnTable<VifField> = {
  ...own<VifField>('vifId', 'purpose', 'state', 'error', 'version', 'createdAt', 'updatedAt'),
  port: ['portId'],
  portGroup: ['portGroupId'],
};

const INSPECTION_RULE_COLUMNS: ColumnTable<InspectionRuleField> = {
  ...own<InspectionRuleField>('description', 'priority', 'isSensitive', 'version', 'createdAt', 'updatedAt'),
  conditions: ['conditions', 'isSensitive'],
  actions: ['actions', 'isSensitive'],
};

const DEPLOY_TEMPLATE_COLUMNS: ColumnTable<DeployTemplateField> = {
  ...own<DeployTemplateField>('name', 'steps', 'extra', 'version', 'createdAt', 'updatedAt'),
};

const RUNBOOK_COLUMNS: ColumnTable<RunbookField> = {
  ...own<RunbookField>(
    'name',
    'description',
    'steps',
    'traits',
    'isPublic',
    'owner',
    'disableRamdisk',
    'extra',
    'version',
    'createdAt',
    'updatedAt',
  ),
};

const CHASSIS_COLUMNS: ColumnTable<ChassisField> = {
  ...own<ChassisField>('description', 'extra', 'version', 'createdAt', 'updatedAt'),
};

const VOLUME_CONNECTOR_COLUMNS: ColumnTable<VolumeConnectorField> = {
  ...own<VolumeConnectorField>('type', 'connectorId', 'extra', 'version', 'createdAt', 'updatedAt'),
};

const VOLUME_TARGET_COLUMNS: ColumnTable<VolumeTargetField> = {
  ...own<VolumeTargetField>(
    'volumeType',
    'volumeId',
    'bootIndex',
    'properties',
    'extra',
    'version',
    'createdAt',
    'updatedAt',
  ),
};

const WEBHOOK_COLUMNS: ColumnTable<WebhookField> = {
  ...own<WebhookField>(
    'name',
    'url',
    'types',
    'nodeFilter',
    'owner',
    'batchSize',
    'state',
    'disabledReason',
    'cursor',
    'lastDeliveredAt',
    'lastError',
    'lastErrorAt',
    'consecutiveFailures',
    'failingSince',
    'nextAttemptAt',
    'previousSecretUntil',
    'version',
    'createdAt',
    'updatedAt',
  ),
  eventsBehind: ['cursor', 'types', 'owner'],
};

const OBJECT = [[]] as const;
const CONNECTION = [['nodes'], ['edges', 'node']] as const;
const PAYLOAD = [['node']] as const;

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;
type Shape = 'object' | 'connection' | 'node-inside';
const PATHS = { object: OBJECT, connection: CONNECTION, 'node-inside': PAYLOAD } as const;

/** `node-inside`: the resolver's own object has the node under `node` (payloads, stream items). */
export const nodeColumns = (info: Info, shape: Shape): readonly NodeField[] =>
  columns(NODE_COLUMNS, ['id'], selectedFields(info, PATHS[shape]));

export const portColumns = (info: Info, shape: Shape): readonly PortField[] =>
  columns(PORT_COLUMNS, ['id', 'nodeId'], selectedFields(info, PATHS[shape]));

export const portGroupColumns = (info: Info, shape: Shape): readonly PortGroupField[] =>
  columns(PORT_GROUP_COLUMNS, ['id', 'nodeId'], selectedFields(info, PATHS[shape]));

export const vifColumns = (info: Info, shape: Shape): readonly VifField[] =>
  columns(VIF_COLUMNS, ['id', 'nodeId', 'portId', 'portGroupId'], selectedFields(info, PATHS[shape]));

export const inspectionRuleColumns = (info: Info, shape: Shape): readonly InspectionRuleField[] =>
  columns(INSPECTION_RULE_COLUMNS, ['id'], selectedFields(info, PATHS[shape]));

export const deployTemplateColumns = (info: Info, shape: Shape): readonly DeployTemplateField[] =>
  columns(DEPLOY_TEMPLATE_COLUMNS, ['id'], selectedFields(info, PATHS[shape]));

export const runbookColumns = (info: Info, shape: Shape): readonly RunbookField[] =>
  columns(RUNBOOK_COLUMNS, ['id'], selectedFields(info, PATHS[shape]));

export const webhookColumns = (info: Info, shape: Shape): readonly WebhookField[] =>
  columns(WEBHOOK_COLUMNS, ['id'], selectedFields(info, PATHS[shape]));

export const chassisColumns = (info: Info, shape: Shape): readonly ChassisField[] =>
  columns(CHASSIS_COLUMNS, ['id'], selectedFields(info, PATHS[shape]));

export const volumeConnectorColumns = (info: Info, shape: Shape): readonly VolumeConnectorField[] =>
  columns(VOLUME_CONNECTOR_COLUMNS, ['id', 'nodeId'], selectedFields(info, PATHS[shape]));

export const volumeTargetColumns = (info: Info, shape: Shape): readonly VolumeTargetField[] =>
  columns(VOLUME_TARGET_COLUMNS, ['id', 'nodeId'], selectedFields(info, PATHS[shape]));

const cached = new WeakMap<ReadonlySet<string>, readonly string[]>();

function columns<Field extends string>(
  table: ColumnTable<Field>,
  always: readonly Field[],
  selected: ReadonlySet<string>,
): readonly Field[] {
  // One set belongs to one place in one document, so it always meets the same table.
  const known = cached.get(selected) as readonly Field[] | undefined;
  if (known !== undefined) return known;
  const found = [...new Set([...always, ...[...selected].flatMap((field) => table[field] ?? [])])].sort();
  cached.set(selected, found);
  return found;
}
