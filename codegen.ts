import { readFileSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';

/** What has a model of its own in `models.ts`. */
const MODELS = [
  'Node',
  'NodeConnection',
  'NodeEdge',
  'NodeLock',
  'NodeInventory',
  'NodeInventoryConnection',
  'NodeInventoryEdge',
  'InventoryChange',
  'InspectionRule',
  'InspectionRuleConnection',
  'InspectionRuleEdge',
  'Port',
  'PortConnection',
  'PortEdge',
  'PortGroup',
  'PortGroupConnection',
  'PortGroupEdge',
  'VifAttachment',
  'VifAttachmentConnection',
  'VifAttachmentEdge',
  'DeployTemplate',
  'DeployTemplateConnection',
  'DeployTemplateEdge',
  'DeployTemplateStep',
  'Allocation',
  'AllocationConnection',
  'AllocationEdge',
  'AllocationExplanation',
  'AllocationNearMiss',
  'Job',
  'JobStep',
  'StepLine',
  'JobConnection',
  'JobEdge',
  'JobGroup',
  'JobGroupCounts',
  'JobGroupConnection',
  'JobGroupEdge',
  'JobGroupItem',
  'JobGroupItemConnection',
  'JobGroupItemEdge',
  'Conductor',
  'ConductorConnection',
  'ConductorEdge',
  'Driver',
  'AvailableStep',
  'CleaningEvidence',
  'CleaningEvidenceConnection',
  'CleaningEvidenceEdge',
  'NodeHardware',
  'NodeConsole',
  'Indicator',
  'LogicalDisk',
  'VendorMethod',
  'Event',
  'EventConnection',
  'EventEdge',
  'Change',
  'NodeEvent',
  'JobEvent',
  'JobGroupEvent',
  'Viewer',
  'UserError',
  'NotFoundError',
  'InvalidInputError',
  'AlreadyExistsError',
  'UnknownDriverError',
  'UnsupportedError',
  'IllegalStateError',
  'NotAllowedError',
  'NodeLockedError',
  'StaleVersionError',
  'IdempotencyMismatchError',
  'UnexpectedCountError',
  'VifError',
  'DriverError',
  'StepError',
  'JobCancelledError',
  'LockBrokenError',
  'StopReport',
];

/** All mutations answer with the same. */
const payloads = (): string[] =>
  [...readFileSync('schema.graphql', 'utf8').matchAll(/^type (\w+Payload)\b/gm)].flatMap(([, name]) => name ?? []);

/** `npm run generate`: the types of schema.graphql for the resolvers. The output is committed; the check compares. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  // Files import each other by the name they have; the compiler rewrites it.
  importExtension: '.ts',
  generates: {
    'src/resolvers/generated.ts': {
      plugins: [
        { add: { content: '// Made from schema.graphql by "npm run generate". Do not edit.' } },
        'typescript',
        'typescript-resolvers',
      ],
      config: {
        contextType: './context.ts#RequestContext',
        // What a resolver returns for a type, where that is not the type itself: './path.ts#Name'.
        mappers: Object.fromEntries([
          ...MODELS.map((type) => [type, `./models.ts#${type}Model`]),
          ...payloads().map((type) => [type, './models.ts#PayloadModel']),
        ]),
        strictScalars: true, // a scalar without a line here is an error, not an `any`
        scalars: {
          ID: 'string',
          DateTime: 'string',
          JSONObject: 'Record<string, unknown>',
          MacAddress: 'string',
          Cursor: 'string',
          Secret: 'string',
          Duration: 'string',
        },
        avoidOptionals: { defaultValue: true }, // graphql-js fills defaults in: resolvers always see a value
        enumsAsTypes: true,
        useTypeImports: true,
        immutableTypes: true,
        makeResolverTypeCallable: false,
        // An error object without its __typename could not be told from the others that implement UserError.
        resolversNonOptionalTypename: { interfaceImplementingType: true, unionMember: true },
      },
    },
  },
};

export default config;
