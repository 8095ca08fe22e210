/**
 * Only for GraphQL: the schema and the operations in docs/, by the rules of graphql-eslint. TypeScript is oxlint's.
 * A rule that is off or has exceptions says why.
 */
import graphql from '@graphql-eslint/eslint-plugin';

const { rules: schemaRules } = graphql.configs['flat/schema-recommended'];
const { rules: relayRules } = graphql.configs['flat/schema-relay'];
const { rules: operationRules } = graphql.configs['flat/operations-recommended'];

const language = {
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: 'schema.graphql', documents: 'docs/operations/*.graphql' } },
  },
  plugins: { '@graphql-eslint': graphql },
};

const [, naming] = schemaRules['@graphql-eslint/naming-convention'];
const RELAYS_NAMES = '^(fetch__[A-Z]\\w+|field_name)$';

/** Values of an object, which nobody refers to. A new type without an id is either one of them or lacks an id. */
const VALUES = [
  ...[
    'AllocationConstraintCount',
    'AllocationExplanation',
    'AllocationNearMiss',
    'AvailableStep',
    'AvailableStepArgument',
  ],
  ...['BiosSetting', 'BootDeviceSetting', 'Change', 'ConductorGroup', 'ConsoleAccess', 'DeployTemplateStep', 'Driver'],
  ...['DriverInfoField', 'DriverInterface', 'FirmwareComponent', 'Gap', 'Indicator', 'InspectionAction'],
  ...['InspectionCondition', 'InterfaceValidation', 'InventoryChange', 'JobGroupCounts', 'JobGroupItem', 'LogicalDisk'],
  ...[
    'NodeAction',
    'NodeAgent',
    'NodeConsole',
    'NodeHardware',
    'NodeInterfaces',
    'NodeLock',
    'ObservedAspect',
    'PageInfo',
  ],
  ...[
    'RunbookStep',
    'SensorReading',
    'Shard',
    'StepLine',
    'StopReport',
    'VendorMethod',
    'VendorMethodArgument',
    'Viewer',
  ],
  ...['VirtualMedia'],
  ...['FleetBucket', 'FleetBucketChange', 'FleetKey', 'FleetSummary'],
];

export default [
  {
    files: ['schema.graphql'],
    ...language,
    rules: {
      ...schemaRules,
      ...relayRules,
      // One line where it fits, a block where it does not.
      '@graphql-eslint/description-style': 'off',
      // Everything, not only types and root fields: the descriptions are the manual.
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          DirectiveDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
        },
      ],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          ...naming,
          FieldDefinition: { style: 'camelCase', ignorePattern: RELAYS_NAMES },
          InputValueDefinition: { style: 'camelCase', ignorePattern: RELAYS_NAMES },
          Argument: { style: 'camelCase', ignorePattern: RELAYS_NAMES },
        },
      ],
      '@graphql-eslint/strict-id-in-types': [
        'error',
        { exceptions: { types: VALUES, suffixes: ['Connection', 'Edge', 'Payload', 'Error', 'Event'] } },
      ],
      // A Node is a machine here, not Relay's interface; and lists that are short by nature are lists.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      // Connections inside a node and the event log go forward only; Relay's specification allows that.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // A port's portGroup, a job's jobGroup, a conductor's conductorGroup: the names of other things.
      '@graphql-eslint/no-typename-prefix': 'off',
    },
  },
  {
    files: ['docs/operations/*.graphql'],
    ...language,
    rules: operationRules,
  },
];
