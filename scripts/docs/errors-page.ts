/** docs/errors.md: every code, what it means, and what each of the people concerned does about it. */
import { describeProblem, type Problem, type ProblemCode } from '../../src/domain/problems.ts';
import { TYPE_OF } from '../../src/resolvers/errors.ts';
import { code, madeFrom, table } from './markdown.ts';
import { enumDescriptions } from './schema-text.ts';
import { TOP_LEVEL } from './top-level-codes.ts';

/** Where a problem is met: in a payload's `errors`, in `Job.error`, or in `errors` at the top of an answer. */
type Place = 'payload' | 'job' | 'top';

interface Row<C extends ProblemCode> {
  /** For the sample of message and remedy. */
  readonly sample: Extract<Problem, { readonly code: C }>;
  readonly places: readonly Place[];
  readonly user: string;
  readonly operator: string;
  readonly service: string;
}

const NODE = '019aa4c1-5a10-7c3e-9f52-2b6c0d3e4f50';
const JOB = '019aa4c2-77d1-7b0a-8e11-90aa12c3d4e5';
const PORT_GROUP = '019aa4c3-0c42-7d11-b6a8-4f0e9d2c7a31';
const BMC = '192.0.2.17:623';
const AGENT = '192.0.2.44:9999';
const NEUTRON = '192.0.2.80:9696';
const IMAGE = 'https://images.example/debian-13.raw';

const NOTHING_CHANGED = 'Nothing was changed, and nothing is logged.';
const FLOW_FAILS =
  'Gives back what the earlier steps took, moves the node to the failed state of its flow, frees the lock and logs the step at `warn`. Nothing is tried again by itself.';

/** A code that is missing here is a compile error. */
const ERRORS: { readonly [C in ProblemCode]: Row<C> } = {
  NOT_FOUND: {
    sample: { code: 'NOT_FOUND', type: 'node', id: NODE, path: ['input', 'nodeId'] },
    places: ['payload', 'top'],
    user: 'Check the id. Queries by id answer `null` instead; only mutations and `jobEvents` give this error.',
    operator:
      'If it was there before: `events(filter: { nodeId: …, types: [NODE_DELETED] })` says who removed it and when.',
    service: NOTHING_CHANGED,
  },
  INVALID_INPUT: {
    sample: {
      code: 'INVALID_INPUT',
      path: ['input', 'ports', '0', 'address'],
      reason: '"52:54:00:aa:00" is not a MAC address.',
      remedy: 'Write six octets, for example 52:54:00:aa:00:01.',
    },
    places: ['payload', 'top'],
    user: 'Correct the value at `path`. All values of one input that are wrong are told at once. In queries and subscriptions the same problem has the code `BAD_USER_INPUT` and the place in `extensions.argument`.',
    operator: 'Nothing.',
    service: NOTHING_CHANGED,
  },
  ALREADY_EXISTS: {
    sample: { code: 'ALREADY_EXISTS', type: 'port', path: ['input', 'address'], value: '52:54:00:aa:00:01' },
    places: ['payload', 'job'],
    user: 'Names, hardware addresses and instance ids are unique over all nodes. Take another value, or find the one that has it: `nodeByName`, or `ports(filter: { address: { eq: … } })`.',
    operator: 'Two machines with the same hardware address are usually one machine that was enrolled twice.',
    service:
      'Nothing was changed. An `instanceId` is compared when the job gets its turn, so there it is the job that fails; the node stays where it was.',
  },
  UNKNOWN_DRIVER: {
    sample: { code: 'UNKNOWN_DRIVER', driver: 'impi', known: ['fake-hardware', 'ipmi', 'manual-management'] },
    places: ['payload', 'job'],
    user: 'Use one of `drivers`.',
    operator:
      'In a job: this release no longer has the driver of a node that is enrolled. Give the node another driver with `updateNode`, or run a release that has it.',
    service: 'Nothing was changed. A job fails before its first step.',
  },
  UNSUPPORTED: {
    sample: { code: 'UNSUPPORTED', what: 'the raid interface "redfish"', driver: 'ipmi', supported: ['no-raid'] },
    places: ['payload', 'job'],
    user: 'Use one of `supported`, or give the slot another implementation (`interfaces`); `driver(name: …) { interfaces }` lists them.',
    operator: 'In a job: the node names an implementation that this release does not have.',
    service: 'Nothing was changed. What a driver cannot do is refused before a job is queued, where that can be known.',
  },
  ILLEGAL_STATE: {
    sample: {
      code: 'ILLEGAL_STATE',
      verb: 'deploy',
      state: 'MANAGEABLE',
      legal: ['provide', 'inspect', 'clean', 'adopt'],
      isProjected: false,
    },
    places: ['payload', 'job'],
    user: 'Ask for one of `legalVerbs`; [states.md](states.md) has the whole table. With `isProjected` the state is the one in which the queued jobs will leave the node: look at `jobQueue`.',
    operator: 'Nothing.',
    service:
      'Checks a verb when it is asked for and again when its turn comes, because a job before it may have failed. Then the job fails, and the node stays where it is.',
  },
  NOT_ALLOWED_NOW: {
    sample: {
      code: 'NOT_ALLOWED_NOW',
      action: 'deploy',
      reason: 'the node is in maintenance',
      remedy: 'End maintenance with setNodeMaintenance first.',
    },
    places: ['payload', 'job'],
    user: 'Follow `remedy`: it depends on what forbids it (maintenance, protection, retirement, a job at work, an instance, a port in use).',
    operator:
      'In a job of `node.provide` or `node.undeploy`: the driver has no step that cleans. See [when-things-go-wrong.md](when-things-go-wrong.md#clean_failed).',
    service: NOTHING_CHANGED,
  },
  NODE_LOCKED: {
    sample: {
      code: 'NODE_LOCKED',
      nodeId: NODE,
      holderJobId: JOB,
      purpose: 'cleaning',
      since: '2026-11-23T06:04:01.123456Z',
      queueLength: 1,
    },
    places: ['payload'],
    user: 'Leave out `onLocked: FAIL`, and the job waits for its turn. `deleteNode` cannot wait: cancel the jobs of `jobQueue` or let them end.',
    operator: '`holder` is the job that has the node; `cancelJob` stops it.',
    service: 'Nothing was changed. Nobody meets this error who did not ask for it, except in `deleteNode`.',
  },
  STALE_VERSION: {
    sample: { code: 'STALE_VERSION', type: 'node', id: NODE, expected: 4, actual: 6 },
    places: ['payload'],
    user: 'Read the object again, look at what changed, and repeat with its `version`.',
    operator: '`events(filter: { nodeId: … })` says who changed it.',
    service: NOTHING_CHANGED,
  },
  IDEMPOTENCY_MISMATCH: {
    sample: { code: 'IDEMPOTENCY_MISMATCH', mutation: 'deployNode', originalJobId: JOB },
    places: ['payload'],
    user: 'Use a new key for a new request. `originalJob` is what the first call started.',
    operator: 'A client that builds its keys from too little; tell its owner.',
    service: 'Nothing was changed. Keys are kept for `idempotencyDays`, per user and mutation.',
  },
  UNEXPECTED_COUNT: {
    sample: { code: 'UNEXPECTED_COUNT', expected: 40, actual: 41, limit: 1_000 },
    places: ['payload'],
    user: 'The filter of a bulk mutation matched another number of nodes than you expected, or more than one call takes. `actual` is how many it matches: look at them with `nodes`, then correct the filter or `expectedCount`.',
    operator: 'Nothing.',
    service: NOTHING_CHANGED,
  },
  VIF_ALREADY_ATTACHED: {
    sample: { code: 'VIF_ALREADY_ATTACHED', vifId: 'vif-0001', nodeId: NODE },
    places: ['payload'],
    user: 'Detach it from the node that the message names. One that is in `ERROR` on this very node may be attached again as it is.',
    operator: 'Nothing.',
    service: NOTHING_CHANGED,
  },
  VIF_NOT_ATTACHED: {
    sample: { code: 'VIF_NOT_ATTACHED', vifId: 'vif-0001', nodeId: NODE },
    places: ['payload'],
    user: 'If it was to be gone, it is. Otherwise look where it is: `vifAttachments(filter: { vifId: { eq: … } })`.',
    operator: 'Nothing.',
    service: NOTHING_CHANGED,
  },
  NO_FREE_PORT: {
    sample: { code: 'NO_FREE_PORT', nodeId: NODE, reason: 'each of its 2 ports has a VIF already' },
    places: ['payload', 'job'],
    user: 'Detach another VIF, or let an operator add a port.',
    operator:
      'A port is missing, was removed, or is plugged in elsewhere: `createPort`, or `physicalNetwork` of what is there. [ports-and-vifs.md](ports-and-vifs.md) says which port a VIF gets.',
    service:
      'Nothing was changed. In a job (the VIF can be reached from no free port, or its port was removed meanwhile) the attachment is left in `ERROR` with the reason.',
  },
  PORT_GROUP_INCONSISTENT: {
    sample: { code: 'PORT_GROUP_INCONSISTENT', portGroupId: PORT_GROUP, physicalNetworks: ['rack-1', 'rack-2'] },
    places: ['payload', 'job'],
    user: 'Attach the VIF to a port that is in no group (`portId`), or tell the operator.',
    operator: 'Set `physicalNetwork` on the group with `updatePortGroup`, or take the odd port out with `updatePort`.',
    service:
      'Chooses no port while it does not know where a group is plugged in. Changes that would bring this about are refused, so somebody wrote it by another way.',
  },
  DRIVER_INFO_INVALID: {
    sample: { code: 'DRIVER_INFO_INVALID', interface: 'power', field: 'ipmi_address', reason: 'it is missing' },
    places: ['job'],
    user: 'Tell the operator.',
    operator:
      'Correct the field with `updateNode` and ask for the verb again. `driver(name: …) { driverInfoFields }` describes each.',
    service:
      '`createNode` takes settings as they are; they are checked by the first step of `node.manage` and of `node.deploy`. The node is back in `ENROLL`, or in `DEPLOY_FAILED`.',
  },
  INSTANCE_INFO_INVALID: {
    sample: {
      code: 'INSTANCE_INFO_INVALID',
      field: 'image_checksum',
      reason: 'it is missing',
      remedy: 'Give image_os_hash_algo and image_os_hash_value, or image_checksum.',
    },
    places: ['payload', 'job'],
    user: 'Correct the field at `path` and deploy again. [images.md](images.md) says what each kind of image needs.',
    operator:
      'When the field is `root_device`, it may be that of the node: `properties.root_device`, see `updateNode`.',
    service:
      'Refused before a job is queued, where it can be known then, and nothing was changed. In a job: before the machine is touched.',
  },
  CONFIG_DRIVE_UNUSABLE: {
    sample: {
      code: 'CONFIG_DRIVE_UNUSABLE',
      reason: 'it is no gzipped ISO 9660 image',
      remedy: 'Send the image gzipped, then in base64; or send contents and have it made.',
    },
    places: ['job'],
    user: 'Do what the remedy says and deploy again.',
    operator:
      'When the reason names a program: install the package `xorriso` or `genisoimage` on the conductors, which make drives with it.',
    service: `Before the machine is touched. ${FLOW_FAILS}`,
  },
  AGENT_UNREACHABLE: {
    sample: { code: 'AGENT_UNREACHABLE', address: AGENT, reason: 'ECONNREFUSED' },
    places: ['job'],
    user: 'Tell the operator.',
    operator:
      'Look at the console of the machine: does the ramdisk run, has its agent an address that the conductor can reach? A certificate that is not the one it announced is refused as well.',
    service: `What never reached the agent was sent three times. ${FLOW_FAILS}`,
  },
  AGENT_REFUSED: {
    sample: {
      code: 'AGENT_REFUSED',
      address: AGENT,
      command: 'write_image',
      reason: 'Image failed to verify against checksum',
    },
    places: ['job'],
    user: "The reason is the agent's own. A checksum that does not fit, an image that cannot be fetched and root device hints that fit no disk are mended in `instanceInfo`; for the rest tell the operator.",
    operator:
      'The logs of the ramdisk are in the folder `deploy-logs` of the data folder, unless `deployLogs` is `never`.',
    service: FLOW_FAILS,
  },
  AGENT_TIMEOUT: {
    sample: { code: 'AGENT_TIMEOUT', address: AGENT, command: 'get_deploy_steps', afterMs: 60_000 },
    places: ['job'],
    user: 'Tell the operator.',
    operator: 'Look at the console of the machine. A disk that hangs makes its agent hang as well.',
    service: `The agent's own list of commands was asked whether it had taken the command all the same. ${FLOW_FAILS}`,
  },
  AGENT_RESTARTED: {
    sample: { code: 'AGENT_RESTARTED', address: AGENT, command: 'write_image' },
    places: ['job'],
    user: 'Tell the operator; then deploy or clean again.',
    operator:
      'The agent that called is a fresh one: the machine was reset from outside, or crashed. Its console and the log of its BMC tell which.',
    service: FLOW_FAILS,
  },
  AGENT_SILENT: {
    sample: { code: 'AGENT_SILENT', step: 'boot_ramdisk', address: null },
    places: ['job'],
    user: 'Tell the operator; then run the verb again.',
    operator:
      'The console of the machine tells how far it came: firmware, boot loader, kernel, ramdisk, its network. A machine that is slow needs a longer `deployCallbackSeconds` or its like.',
    service: `The machine is turned off, and its agent is not listened to when it calls later. ${FLOW_FAILS}`,
  },
  AGENT_GAVE_UP: {
    sample: { code: 'AGENT_GAVE_UP', step: 'boot_ramdisk', reason: 'no disk was found' },
    places: ['job'],
    user: 'Tell the operator; then run the verb again.',
    operator: 'The reason is in the words of the ramdisk. The console of the machine tells more.',
    service: FLOW_FAILS,
  },
  BMC_UNREACHABLE: {
    sample: { code: 'BMC_UNREACHABLE', address: BMC, reason: 'no answer' },
    places: ['job'],
    user: 'Tell the operator.',
    operator:
      'Is the BMC powered, is its network reachable from the conductor, are address, user and password in `driverInfo` right? See [when-things-go-wrong.md](when-things-go-wrong.md#the-bmc-does-not-answer).',
    service: FLOW_FAILS,
  },
  BMC_REFUSED: {
    sample: { code: 'BMC_REFUSED', address: BMC, command: 'chassis power on', reason: 'insufficient privilege level' },
    places: ['job'],
    user: 'Tell the operator.',
    operator:
      "Look at the BMC's own log, and at the rights of its user. `fake-hardware` gives this code for failures that `fake_failures` asks for.",
    service: FLOW_FAILS,
  },
  BMC_TIMEOUT: {
    sample: { code: 'BMC_TIMEOUT', address: BMC, command: 'chassis power status', afterMs: 60_000 },
    places: ['job'],
    user: 'Tell the operator.',
    operator: 'A BMC that answers nothing is best reset: from its own web page, or by taking its power away.',
    service: FLOW_FAILS,
  },
  NETWORK_UNREACHABLE: {
    sample: { code: 'NETWORK_UNREACHABLE', address: NEUTRON, reason: 'ECONNREFUSED' },
    places: ['job'],
    user: 'Tell the operator. A VIF that was to be detached is in `ERROR`; detach it again, or leave it to the reconciler.',
    operator:
      'Does Neutron run, is it reachable from the conductors, is `neutronUrl` right? The address `(none)` means that the setting is empty. See [ports-and-vifs.md](ports-and-vifs.md).',
    service: `What may be asked again was asked three times. ${FLOW_FAILS} A tear-down goes on without the network service: what could not be detached stays in \`ERROR\`.`,
  },
  NETWORK_REFUSED: {
    sample: {
      code: 'NETWORK_REFUSED',
      address: NEUTRON,
      request: 'PUT port 3f0c3a52-8d5c-4c52-8f2e-6a7a3c1de0b1',
      reason: 'Unable to complete operation for network public. The mac address 52:54:00:aa:00:01 is in use (409)',
    },
    places: ['job'],
    user: 'Check the VIF in the network service: does it exist, is it bound to another machine? For the rest tell the operator.',
    operator:
      'The reason is in its own words. 401 and 403: the token in `neutronTokenFile` has run out, or its user is no administrator of networks. "Cannot be bound": check `localLinkConnection` of the port and the switch driver.',
    service: `${FLOW_FAILS} A tear-down goes on: what could not be detached stays in \`ERROR\`.`,
  },
  NETWORK_TIMEOUT: {
    sample: { code: 'NETWORK_TIMEOUT', address: NEUTRON, request: 'POST /ports', afterMs: 30_000 },
    places: ['job'],
    user: 'Tell the operator.',
    operator:
      'Neutron is overloaded or hangs, or a port that was bound does not become ACTIVE within `neutronBindTimeoutMs`. The limit of a request is `neutronTimeoutMs`.',
    service: `What may be asked again was asked three times; a port that may have been made all the same is found by its owner. ${FLOW_FAILS}`,
  },
  SOURCE_REFUSED: {
    sample: {
      code: 'SOURCE_REFUSED',
      url: 'http://metadata.example/latest/user-data',
      reason: 'it is at 169.254.169.254, a link-local address, where clouds keep their metadata',
    },
    places: ['job'],
    user: 'Name a source that this service may use.',
    operator:
      'If the source is meant: `egressAllow` for an address, `fileUrlPaths` for a file. Somebody who tries one address after the other is looking for what only this service can reach. See [network-boot.md](network-boot.md).',
    service: `Nothing was sent to that address. ${FLOW_FAILS}`,
  },
  SOURCE_UNREACHABLE: {
    sample: { code: 'SOURCE_UNREACHABLE', url: IMAGE, reason: 'ECONNREFUSED' },
    places: ['job'],
    user: 'Check the URL.',
    operator: 'Does its server run, does its name resolve where the service runs, is a firewall in between?',
    service: `A machine that asks for a cached copy still gets it, with a \`warn\` in the log. ${FLOW_FAILS}`,
  },
  SOURCE_TIMEOUT: {
    sample: { code: 'SOURCE_TIMEOUT', url: IMAGE, afterMs: 3_600_000 },
    places: ['job'],
    user: 'Try again; tell the operator if it happens again.',
    operator: 'The limits are `sourceIdleMs` without a byte and `sourceTimeoutMs` for all of it.',
    service: `What was fetched so far is thrown away. ${FLOW_FAILS}`,
  },
  SOURCE_BROKEN: {
    sample: { code: 'SOURCE_BROKEN', url: IMAGE, reason: 'it answered 404' },
    places: ['job'],
    user: 'Fetch the URL by hand. 404: it is wrong, or the image is gone.',
    operator: 'Breaking off, or another length than announced: look at the image server and at proxies before it.',
    service: `A machine that was being served sees its transfer break, never a short file that looks whole. ${FLOW_FAILS}`,
  },
  IMAGE_CACHE_FULL: {
    sample: {
      code: 'IMAGE_CACHE_FULL',
      url: IMAGE,
      reason: 'it has 32212254720 bytes, and the cache holds 21474836480',
    },
    places: ['job'],
    user: 'Tell the operator.',
    operator:
      '`imageCacheMib` is the limit, `dataFolder` is where the cache lies. What a machine is being served at the moment is never thrown out, so many large images at once need a larger cache.',
    service: `What was not being read was thrown out first, oldest use first. ${FLOW_FAILS}`,
  },
  POWER_STATE_NOT_REACHED: {
    sample: { code: 'POWER_STATE_NOT_REACHED', wanted: 'OFF', observed: 'ON', afterMs: 600_000 },
    places: ['job'],
    user: 'After `SOFT_OFF` or `SOFT_REBOOT`: the operating system did not obey; use `OFF` or `REBOOT`. A larger `timeoutSeconds` helps a machine that is only slow.',
    operator: 'Look at the console of the machine.',
    service: FLOW_FAILS,
  },
  STEP_FAILED: {
    sample: { code: 'STEP_FAILED', step: 'write_image', reason: 'no space left on the disk' },
    places: ['job'],
    user: 'Read the reason; ask for the verb again when it is mended.',
    operator:
      '`job(id: …) { steps { name interface state error { message } } }` shows the step. "This release does not know the step" means that the job was planned by another release.',
    service: `${FLOW_FAILS} When what the step threw was no problem of the machine it is a bug, and the log has it at \`error\`.`,
  },
  STEP_TIMEOUT: {
    sample: { code: 'STEP_TIMEOUT', step: 'erase_devices_metadata', afterMs: 3_600_000 },
    places: ['job'],
    user: 'Tell the operator.',
    operator: "Look at the machine. A driver's steps have `driverStepTimeoutMs`; raise it where machines need longer.",
    service: 'Fires the signal of the step, and gives it up 5 s later if it does not react; then as for `STEP_FAILED`.',
  },
  STEP_INTERRUPTED: {
    sample: { code: 'STEP_INTERRUPTED', step: 'flash_firmware' },
    places: ['job'],
    user: 'Tell the operator.',
    operator:
      'Look at the machine before anything else is done with it: nobody knows whether the step took effect. Then ask for the verb again.',
    service:
      'Only for steps that declare `repeat: manual`. All others are run again, or asked first, when their conductor is lost in the middle.',
  },
  STEP_CRASHES: {
    sample: { code: 'STEP_CRASHES', step: 'write_image', times: 10 },
    places: ['job'],
    user: 'Tell the operator.',
    operator:
      'Something in the step takes its conductor down each time, or the conductors died for another reason while it was at work. Their logs end with it; look at their memory too. `events(filter: { types: [CONDUCTOR_LOST] })` tells when.',
    service:
      'Runs an interrupted step again when its conductor is lost, but not for ever: a step that has cost ten conductors, one after the other, fails like any other. A conductor that hands its job over in order does not count.',
  },
  JOB_CANCELLED: {
    sample: { code: 'JOB_CANCELLED', reason: 'cancelled by system-admin' },
    places: ['job'],
    user: 'Ask for the verb again if that was not meant.',
    operator: 'The event `JOB_CANCEL_REQUESTED` says who asked and why.',
    service:
      'Stops a step that may be stopped, lets another one end, gives back what was taken. The node goes by `abort`, or by `fail` where the table has no `abort`.',
  },
  LOCK_BROKEN: {
    sample: { code: 'LOCK_BROKEN', by: 'system-admin', reason: 'the BMC hangs' },
    places: ['job'],
    user: 'Ask the administrator who is named; look at the machine, then run the verb again or undeploy.',
    operator:
      'You took the node away with `breakNodeLock`; the event `LOCK_BROKEN` keeps who and why. A job that was at work gives back what it took before it fails; one that was giving back already ended at once, so look whether the machine is still in the provisioning or cleaning network.',
    service:
      'Makes the epoch one larger, so that the old holder can write nothing more, tells it to stop, and gives the node to nobody before it has stopped or its lease would have run out. The node goes by `fail`.',
  },
};

const PLACES: Readonly<Record<Place, string>> = {
  payload: "a payload's `errors`",
  job: '`Job.error`',
  top: '`errors` at the top of an answer',
};

export function errorsPage(): string {
  const meanings = enumDescriptions('UserErrorCode');
  const codes = Object.keys(ERRORS) as ProblemCode[]; // the table's own keys
  const differing = [...new Set([...codes, ...meanings.keys()])].filter(
    (name) => !meanings.has(name) || !(name in ERRORS),
  );
  if (differing.length > 0) throw new Error(`schema.graphql and problems.ts differ: ${differing.join(', ')}.`);

  return `${madeFrom('src/domain/problems.ts', 'schema.graphql')}

# Errors

What a user can cause and mend is **data**: a \`UserError\` in the payload's \`errors\`, or in \`Job.error\` when the job that was
accepted failed later. It has a \`code\` for programs, a \`message\` and a \`remedy\` for people, and a \`path\` where one value of
the input is to blame. A mutation whose \`errors\` is not empty has changed nothing. A failed job's error is in
\`Node.lastError\` as well.

What is wrong with the request itself, or with the service, stands in \`errors\` at the top of the answer, with a code in
\`extensions.code\`: see [the second table](#codes-at-the-top-of-an-answer).

## Codes of user errors

${table(
  ['Code', 'Type', 'Meaning', 'Met in'],
  codes.map((name) => [
    `[${name}](#${name.toLowerCase()})`,
    code(TYPE_OF[name]),
    meanings.get(name) ?? '',
    ERRORS[name].places.map((place) => PLACES[place]).join(', '),
  ]),
)}

${codes.map((name) => section(name, meanings.get(name) ?? '')).join('\n\n')}

## Codes at the top of an answer

The HTTP status is the one that is sent when nothing could be answered. Problems of single fields of a query leave the
status at 200, and the other fields are answered. "200 or 400": a client whose \`Accept\` names
\`application/graphql-response+json\` gets 400; any other gets 200, as GraphQL over HTTP asks of a server that answers
\`application/json\`.

${table(
  ['Code', 'Status', 'Means', 'The user', 'The operator', 'The service'],
  Object.entries(TOP_LEVEL).map(([name, row]) => [
    code(name),
    row.status,
    row.means,
    row.user,
    row.operator,
    row.service,
  ]),
)}
`;
}

function section(name: ProblemCode, meaning: string): string {
  const { sample, user, operator, service } = ERRORS[name];
  const { message, remedy } = describeProblem(sample);
  return `### ${name}

${meaning} Type ${code(TYPE_OF[name])}. For example:

> ${message} ${remedy}

- **The user:** ${user}
- **The operator:** ${operator}
- **The service:** ${service}`;
}
