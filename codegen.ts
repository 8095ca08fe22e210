import type { CodegenConfig } from '@graphql-codegen/cli';

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
        mappers: Object.fromEntries(
          // prettier-ignore
          [
            'Node', 'NodeConnection', 'NodeEdge', 'NodeLock', 'Port', 'PortConnection', 'PortEdge', 'PortGroup', 'PortGroupConnection', 'PortGroupEdge',
            'VifAttachment', 'VifAttachmentConnection', 'VifAttachmentEdge', 'Job', 'JobStep', 'JobConnection', 'JobEdge',
            'JobGroup', 'JobGroupCounts', 'JobGroupConnection', 'JobGroupEdge', 'JobGroupItem', 'JobGroupItemConnection', 'JobGroupItemEdge',
            'Conductor', 'ConductorConnection', 'ConductorEdge', 'Driver', 'Event', 'EventConnection', 'EventEdge', 'Change',
            'NodeEvent', 'JobEvent', 'JobGroupEvent', 'Viewer', 'UserError',
            'NotFoundError', 'InvalidInputError', 'AlreadyExistsError', 'UnknownDriverError', 'UnsupportedError',
            'IllegalStateError', 'NotAllowedError', 'NodeLockedError', 'StaleVersionError', 'IdempotencyMismatchError', 'UnexpectedCountError',
            'VifError', 'DriverError', 'StepError', 'JobCancelledError', 'LockBrokenError', 'StopReport',
            ...['CreateNode', 'UpdateNode', 'DeleteNode', 'ManageNode', 'ProvideNode', 'DeployNode', 'UndeployNode', 'AdoptNode', 'AbortNode',
              'SetNodePower', 'SetNodeMaintenance', 'CreatePort', 'UpdatePort', 'DeletePort', 'CreatePortGroup', 'UpdatePortGroup', 'DeletePortGroup',
              'AttachVif', 'DetachVif', 'ReconcileVifs',
              'CancelJob', 'BreakNodeLock', 'DrainConductor', 'ManageNodes', 'ProvideNodes', 'DeployNodes', 'UndeployNodes', 'SetNodesPower', 'RetryFailed',
              'CancelJobGroup'].map((mutation) => `${mutation}Payload`),
          ].map((type) => [type, `./models.ts#${type}Model`]),
        ),
        strictScalars: true, // a scalar without a line here is an error, not an `any`
        scalars: {
          ID: 'string',
          DateTime: 'string',
          JSONObject: 'Record<string, unknown>',
          MacAddress: 'string',
          Cursor: 'string',
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
