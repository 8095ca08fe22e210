/** docs/states.md: the provision table as pictures and tables. */
import {
  isLegalVerb,
  PROVISION_STATES,
  PROVISION_TABLE,
  PROVISION_VERBS,
  transitions,
  type ProvisionEvent,
  type ProvisionState,
  type ProvisionVerb,
  type StateKind,
} from '../../src/domain/provision-states.ts';
import { code, madeFrom, mermaid, table } from './markdown.ts';
import { enumDescriptions, fieldNames } from './schema-text.ts';

/** How the page is divided: one picture for each group. A state that is missing is a compile error. */
const GROUP_OF = {
  ENROLL: 'enrolment',
  VERIFYING: 'enrolment',
  MANAGEABLE: 'rest',
  AVAILABLE: 'rest',
  ACTIVE: 'rest',
  DEPLOYING: 'deployment',
  DEPLOY_WAIT: 'deployment',
  DEPLOY_FAILED: 'deployment',
  DEPLOY_HOLD: 'deployment',
  DELETING: 'tear-down',
  ERROR: 'tear-down',
  CLEANING: 'cleaning',
  CLEAN_WAIT: 'cleaning',
  CLEAN_FAILED: 'cleaning',
  CLEAN_HOLD: 'cleaning',
  INSPECTING: 'inspection',
  INSPECT_WAIT: 'inspection',
  INSPECT_FAILED: 'inspection',
  ADOPTING: 'adoption',
  ADOPT_FAILED: 'adoption',
  RESCUE: 'rescue',
  RESCUING: 'rescue',
  RESCUE_WAIT: 'rescue',
  RESCUE_FAILED: 'rescue',
  UNRESCUING: 'rescue',
  UNRESCUE_FAILED: 'rescue',
  SERVICING: 'service',
  SERVICE_WAIT: 'service',
  SERVICE_FAILED: 'service',
  SERVICE_HOLD: 'service',
} as const satisfies Record<ProvisionState, string>;
type Group = (typeof GROUP_OF)[ProvisionState];

const GROUPS: Readonly<Record<Group, string>> = {
  enrolment: 'Enrolment',
  rest: 'At rest',
  deployment: 'Deployment',
  'tear-down': 'Tear-down',
  cleaning: 'Cleaning',
  inspection: 'Inspection',
  adoption: 'Adoption',
  rescue: 'Rescue',
  service: 'Service',
};

const KINDS: Readonly<Record<StateKind, string>> = {
  STABLE: 'left only on request',
  WORKING: 'a job is at work and moves the node on',
  WAITING: 'a job waits for a signal: the ramdisk, the BMC, a timer',
  HOLD: 'a step asked to pause until somebody says unhold',
  FAILED: 'a flow stopped; the events are the ways out',
};

/** Readable on a light page and on a dark one. */
const COLOURS: Readonly<Record<StateKind, string>> = {
  STABLE: 'fill:#d3f2dc,color:#10331c,stroke:#2f7d4a',
  WORKING: 'fill:#d6e6fb,color:#10263f,stroke:#3468a8',
  WAITING: 'fill:#cdf0f0,color:#0b3536,stroke:#1f8083',
  HOLD: 'fill:#fbeecb,color:#402f06,stroke:#a37b15',
  FAILED: 'fill:#fadbd8,color:#4a1410,stroke:#b03a2e',
};

const MEANING = enumDescriptions('ProvisionState');
const MUTATIONS = fieldNames('Mutation');

export function statesPage(): string {
  const edges = transitions();
  const groups = Object.keys(GROUPS) as Group[]; // the table's own keys
  return `${madeFrom('src/domain/provision-states.ts', 'schema.graphql')}

# Provision states

A node is in one of ${PROVISION_STATES.length} states, and ${edges.length} transitions lead from one to another. Both are one table,
\`src/domain/provision-states.ts\`; the API, \`Node.availableActions\`, the engine, the tests and this page ask it.

A **verb** is asked for by a user and is a mutation: ${PROVISION_VERBS.map(mutationOf).map(code).join(', ')}.
What each does, and what to do when it fails, is in [verbs.md](verbs.md). Everything else, such as
${code('done')}, ${code('fail')} or ${code('wait')}, is reported by the engine while it works.

${table(
  ['Kind', 'Means'],
  Object.entries(KINDS).map(([kind, meaning]) => [kind, meaning]),
)}

And of each state the table says:

- **Heads for**: \`targetProvisionState\` while the node is in it.
- **In use**: a tenant uses the machine, or is about to. Detaching a VIF then takes the node's lock; elsewhere it never waits.
- **Deletable**: \`deleteNode\` is possible. In maintenance it is possible everywhere, unless the node is protected.
- **Editable**: \`driver\`, \`interfaces\`, \`driverInfo\`, \`instanceInfo\` and \`conductorGroup\` may be changed while no job
  holds the node. In maintenance they may be changed everywhere. The other fields do not depend on this column.
- **Reference's word**: what OpenStack Ironic calls it.

## The whole

Each box is a group of states; the boxes that stand alone are the three states in which a node rests.

${mermaid(overview())}

${groups.map(section).join('\n\n')}

## All transitions

Aborting works on every flow that has begun, also where the table has no ${code('abort')}: from such a state the flow ends by
${code('fail')} ([decision 0009](decisions/0009-abort-without-an-edge.md)).

${table(
  ['From', 'Event', 'By', 'To'],
  edges.map(({ from, event, to }) => [code(from), code(event), by(from, event), code(to)]),
)}
`;
}

function section(group: Group): string {
  const states = PROVISION_STATES.filter((state) => GROUP_OF[state] === group);
  return `## ${GROUPS[group]}

${mermaid(picture(states))}

${table(
  ['State', 'Kind', 'Meaning', 'Heads for', 'In use', 'Deletable', 'Editable', "Reference's word", 'Events'],
  states.map((state) => {
    const row = PROVISION_TABLE[state];
    return [
      code(state),
      row.kind,
      MEANING.get(state) ?? '',
      row.target === null ? '–' : code(row.target),
      yesNo(row.inUse),
      yesNo(row.deletable),
      yesNo(row.editable),
      row.reference,
      Object.entries(row.on)
        .map(([event, to]) => `${event} → ${code(to)}`)
        .join('<br>'),
    ];
  }),
)}`;
}

/** The states of a group with all their transitions; where one leads out of the group its end stands without colour. */
function picture(states: readonly ProvisionState[]): string[] {
  const edges = transitions().filter(({ from }) => states.includes(from));
  const arrows = new Map<string, ProvisionEvent[]>();
  for (const { from, event, to } of edges) {
    const key = `${from} --> ${to}`;
    arrows.set(key, [...(arrows.get(key) ?? []), event]);
  }
  const kinds = Object.keys(KINDS) as StateKind[]; // the table's own keys
  return [
    'stateDiagram-v2',
    '  direction LR',
    ...[...arrows].map(([ends, events]) => `  ${ends}: ${events.join(', ')}`),
    ...kinds.flatMap((kind) => {
      const members = states.filter((state) => PROVISION_TABLE[state].kind === kind);
      if (members.length === 0) return [];
      const name = kind.toLowerCase();
      return [`  classDef ${name} ${COLOURS[kind]}`, `  class ${members.join(',')} ${name}`];
    }),
  ];
}

/** Groups as boxes, the transitions between two of them as one arrow. */
function overview(): string[] {
  const boxOf = (state: ProvisionState): string => (GROUP_OF[state] === 'rest' ? state : GROUP_OF[state]);
  const arrows = new Map<string, Set<ProvisionEvent>>();
  for (const { from, event, to } of transitions()) {
    const [start, end] = [boxOf(from), boxOf(to)];
    if (start === end) continue;
    const key = `${start} ${end}`;
    arrows.set(key, (arrows.get(key) ?? new Set()).add(event));
  }
  const boxes = [...new Set(PROVISION_STATES.map(boxOf))];
  const isRest = (box: string): boolean => !(box in GROUPS);
  return [
    'flowchart LR',
    ...boxes.map((box) => (isRest(box) ? `  ${box}([${box}])` : `  ${box}[${GROUPS[box as Group]}]`)), // a box is a state or a group
    ...[...arrows].map(([key, events]) => {
      const [start, end] = key.split(' ');
      return `  ${start} -- "${[...events].join(', ')}" --> ${end}`;
    }),
    `  classDef rest ${COLOURS.STABLE}`,
    `  class ${boxes.filter(isRest).join(',')} rest`,
  ];
}

function by(from: ProvisionState, event: ProvisionEvent): string {
  const verb = PROVISION_VERBS.find((known) => known === event);
  if (verb === undefined || !isLegalVerb(from, verb)) return 'engine';
  return MUTATIONS.has(mutationOf(verb)) ? `user: ${code(mutationOf(verb))}` : 'user: no mutation yet';
}

const mutationOf = (verb: ProvisionVerb): string => `${verb}Node`;
const yesNo = (value: boolean): string => (value ? 'yes' : '–');
