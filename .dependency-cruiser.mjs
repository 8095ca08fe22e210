/**
 * Who may import whom. This list is the architecture; `npm run check` fails when it is broken.
 * A room may import its own files, npm packages, and the rooms named here.
 */
const LAYERS = {
  domain: [],
  egress: ['domain'],
  images: ['domain'],
  entities: ['domain'],
  drivers: ['domain'],
  events: ['domain', 'entities'],
  conductor: ['domain', 'entities', 'drivers', 'events'],
  services: ['domain', 'entities', 'conductor', 'events', 'drivers/hardware-type', 'drivers/interfaces'],
  resolvers: ['domain', 'entities', 'services', 'events'],
  agent: ['domain', 'services', 'events'],
  webhooks: ['domain', 'entities', 'conductor/node-transaction', 'services', 'events'],
  boot: ['domain', 'entities', 'images'],
  api: ['domain', 'resolvers', 'agent', 'boot', 'events'],
  'database-server': ['domain'],
  client: [],
};

const ROOMS = [...Object.keys(LAYERS), 'cli'];
const DRIVER_FOLDERS = '^src/drivers/(redfish|ipmi|fake|noop|neutron|netboot|agent)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(LAYERS).map(([room, allowed]) => layer(room, allowed)),
    {
      name: 'every-folder-is-a-room',
      comment: 'A new folder under src needs a line in LAYERS, and a place in the picture of who imports whom.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${ROOMS.join('|')})/` },
      to: {},
    },
    {
      name: 'nobody-imports-the-composition-root',
      comment: 'app.ts knows every room so that no room has to. Commands and main.ts use it; nothing else does.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main\\.ts$|app\\.ts$|cli/)' },
      to: { path: '^src/(app|main)\\.ts$|^src/cli/' },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'config-is-passed-not-imported',
      comment: 'The settings are read once and handed on; a room takes the values that it needs as arguments.',
      severity: 'error',
      from: { path: `^src/(${Object.keys(LAYERS).join('|')})/` },
      to: { path: '^src/config(\\.ts$|/)' },
    },
    {
      name: 'config-imports-only-words',
      severity: 'error',
      from: { path: '^src/config(\\.ts$|/)' },
      to: { path: '^src/', pathNot: '^src/(domain/|config(\\.ts$|/))' },
    },
    {
      name: 'only-the-driver-list-knows-the-drivers',
      comment: 'Which hardware exists is one list, drivers/index.ts. A driver does not know its neighbours.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/drivers/index\\.ts$', DRIVER_FOLDERS] },
      to: { path: DRIVER_FOLDERS },
    },
    {
      name: 'drivers-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/drivers/([^/]+)/', pathNot: '^src/drivers/interfaces/' },
      to: { path: DRIVER_FOLDERS, pathNot: '^src/drivers/($1|noop)/' }, // noop is what a driver names for an empty slot
    },
    {
      name: 'only-app-knows-the-driver-list',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app\\.ts$' },
      to: { path: '^src/drivers/index\\.ts$' },
    },
    {
      name: 'client-runs-anywhere',
      comment: 'The client library is taken into pages and programs: nothing of Node, and one package.',
      severity: 'error',
      from: { path: '^src/client/' },
      to: { pathNot: ['^src/client/', '^node_modules/graphql-ws/'] },
    },
    {
      name: 'no-cycles',
      comment: 'Types included: two files that need each other to be understood are one file, or miss a third.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-import-of-nothing',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'service-does-not-import-tests-or-tools',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts|ui)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // imports of types are imports: a layer is broken by them just as well
    parser: 'swc', // TypeScript 7 has no interface for programs; without this nothing is read and all is well
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

function layer(room, allowed) {
  const own = allowed.map((target) => (target.includes('/') ? `${target}(/|\\.)` : `${target}/`));
  return {
    name: `layer-${room}`,
    comment: allowed.length === 0 ? `${room} imports no other room.` : `${room} may import ${allowed.join(', ')}.`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: { path: '^src/', pathNot: `^src/(${[`${room}/`, ...own].join('|')})` },
  };
}
