/** docs/verbs.md: a section for each verb. Where it leads and which steps it has are the tables'; the rest is said here. */
import { jobTypes } from '../../src/conductor/jobs/index.ts';
import {
  isLegalVerb,
  nextState,
  PROVISION_STATES,
  PROVISION_TABLE,
  PROVISION_VERBS,
  type ProvisionState,
  type ProvisionVerb,
} from '../../src/domain/provision-states.ts';
import { code, madeFrom, table } from './markdown.ts';

interface VerbText {
  /** What it does, for whoever asks for it. */
  readonly does: string;
  /** What is refused, beside a state from which it does not lead on. */
  readonly refused: string;
  /** What can fail. */
  readonly goesWrong: string;
  /** How one gets out of there. */
  readonly wayOut: string;
}

/** A verb that is missing is a compile error. */
const VERBS: Readonly<Record<ProvisionVerb, VerbText>> = {
  manage: {
    does: 'Proves that the BMC answers and takes the machine under management. From `AVAILABLE` and from failed states it only takes the node back: nothing is asked of the machine.',
    refused: 'Nothing else.',
    goesWrong:
      'The address or the credentials in `driverInfo` are wrong, the BMC is away, or a verify step of the driver fails.',
    wayOut:
      'The node is in `ENROLL` again. Read `lastError`, correct `driverInfo` with `updateNode`, and manage it again.',
  },
  provide: {
    does: 'Cleans the machine, unless automated cleaning is off, and offers it to schedulers and allocations.',
    refused: 'A retired node.',
    goesWrong:
      'The ramdisk does not come up, or an erasing step fails. If a step had begun, the node is in maintenance with the fault `clean failure`: nobody may get a machine that is half erased.',
    wayOut: 'From `CLEAN_FAILED`: mend the machine, end maintenance, `manageNode`, then `provideNode`.',
  },
  inspect: {
    does: 'Finds out what the machine is made of, keeps the inventory, sets `properties`, and adds ports for network interfaces that have none.',
    refused: 'A driver whose `inspect` slot is empty.',
    goesWrong:
      'The machine does not report in time, a hardware address belongs to another node, or an inspection rule fails it.',
    wayOut: '`INSPECT_FAILED` leads to another `inspectNode`, or back by `manageNode`.',
  },
  clean: {
    does: 'Runs the clean steps that you list, in your order, and goes back to `MANAGEABLE`. `hold` pauses until `unholdNode`.',
    refused: 'Steps that the driver does not offer, wrong arguments, and a node in maintenance.',
    goesWrong:
      'A step fails, or the ramdisk does not come up. If a step had begun, the node is in maintenance with the fault `clean failure`.',
    wayOut: 'From `CLEAN_FAILED`: mend the machine, end maintenance, `manageNode`.',
  },
  adopt: {
    does: 'Takes a machine that already runs a workload. The machine itself is not touched.',
    refused: 'An instance id that another node has.',
    goesWrong:
      'The settings do not suit power, boot or deploy, or the driver cannot take the machine over. The power state is unknown then.',
    wayOut: 'Correct what `lastError` names, then `adoptNode` again; or go back by `manageNode`.',
  },
  deploy: {
    does: 'Puts an image on the machine and boots it, connected to its VIFs. Steps of your own take their place by priority; a config drive tells the instance who it is.',
    refused:
      'A node in maintenance; settings or steps that do not suit the driver; on an allocated node, another instance id than its allocation.',
    goesWrong: 'The ramdisk, the image, a network, or a step. What the flow took, it gives back.',
    wayOut: 'From `DEPLOY_FAILED`: `deployNode` again, `rebuildNode`, or `undeployNode`, which cleans the machine.',
  },
  rebuild: {
    does: 'Deploys again in place: the same instance, its VIFs kept.',
    refused: 'A protected node, and one in maintenance.',
    goesWrong: 'As for deploying. The old contents of the disk are gone once the image step has begun.',
    wayOut: 'From `DEPLOY_FAILED`: `rebuildNode` or `deployNode` again, or `undeployNode`.',
  },
  undeploy: {
    does: 'Ends the instance: turns the machine off, detaches its VIFs, ends its allocation, cleans the machine, and offers it again.',
    refused: 'A protected node.',
    goesWrong:
      'The machine cannot be turned off: `ERROR`. Cleaning fails: `CLEAN_FAILED`. A network service that is away stops nothing: what it keeps is a VIF attachment in `ERROR`.',
    wayOut:
      'From `ERROR`: `undeployNode` again once the machine obeys. From `CLEAN_FAILED`: `manageNode`, then `provideNode`.',
  },
  rescue: {
    does: 'Boots the rescue ramdisk beside the instance, whose disk is left as it is; the user `rescue` logs in with the password that you gave, which is kept nowhere.',
    refused: 'A node in maintenance, a driver whose `rescue` slot is empty, a blank password.',
    goesWrong:
      'The ramdisk does not report, or a network cannot be joined. When giving back fails as well, the node is in maintenance with the fault `rescue abort failure`.',
    wayOut: 'From `RESCUE_FAILED`: `rescueNode` again, `unrescueNode` back to the instance, or `undeployNode`.',
  },
  unrescue: {
    does: 'Removes the rescue ramdisk and boots the instance again, on its own networks.',
    refused: 'A node in maintenance.',
    goesWrong: 'The machine does not obey, or a tenant network cannot be connected.',
    wayOut: 'From `UNRESCUE_FAILED`: `unrescueNode` or `rescueNode` again, or `undeployNode`.',
  },
  service: {
    does: 'Runs the service steps that you list on a machine in use. It is taken from its tenant only when a step needs the ramdisk, and given back at the end.',
    refused: 'Steps that the driver does not offer, wrong arguments, and a node in maintenance.',
    goesWrong: 'A step fails. If one had begun, the node is in maintenance with the fault `service failure`.',
    wayOut:
      'From `SERVICE_FAILED`: `serviceNode` with another list, `abortNode` back to the instance once maintenance is over, `rescueNode`, or `undeployNode`.',
  },
  abort: {
    does: 'Stops the flow that is going on. A step that may not be interrupted ends first; `stop` in the answer says which, and until when. What the flow took, it gives back.',
    refused: 'A node on which no flow has begun.',
    goesWrong: 'Giving back may fail as any step; it is logged, and the node still gets its state.',
    wayOut:
      'The state is that of a failure: see the verb that was aborted. `lastError` and the job say that it was aborted, by whom and why. A service that is aborted ends in `ACTIVE`.',
  },
  unhold: {
    does: 'Lets a flow go on that pauses at a `hold` step.',
    refused: 'A node that does not hold.',
    goesWrong: 'What may go wrong in the flow that goes on.',
    wayOut: 'As for that flow. A flow that holds for days is told of as `NODE_OVERDUE`, and still waits.',
  },
};

export function verbsPage(): string {
  return `${madeFrom('src/domain/provision-states.ts', 'src/conductor/jobs/')}

# Verbs

What can be asked of a node in its life cycle: ${PROVISION_VERBS.length} verbs, each a mutation. \`Node.availableActions\` says which of
them are possible now, and why the others are not; [states.md](states.md) has the states and all transitions.

Each verb is checked against the state in which the node's queue will leave it, so verbs may be sent one right after the other, and
is checked again when its turn comes. Its steps, how far each is, what it says and how long it will take are in \`Job.steps\`. Every
flow that has begun can be stopped by [abort](#abort).

${PROVISION_VERBS.map(section).join('\n\n')}
`;
}

function section(verb: ProvisionVerb): string {
  const { does, refused, goesWrong, wayOut } = VERBS[verb];
  const edges = PROVISION_STATES.filter((from) => isLegalVerb(from, verb)).map((from) => [
    code(from),
    code(nextState(from, verb) ?? from),
    failureOf(nextState(from, verb) ?? from),
  ]);
  return `## ${verb}

${does}

${table(['From', 'Enters', 'Where a failure leads'], edges)}

${stepsOf(verb)}

- **Refused:** ${refused}
- **What can go wrong:** ${goesWrong}
- **How to get out:** ${wayOut}`;
}

function failureOf(state: ProvisionState): string {
  const to = PROVISION_TABLE[state].on.fail;
  return to === undefined ? 'it is there at once' : code(to);
}

/** Those of the engine; some of them run only where they are needed. */
function stepsOf(verb: ProvisionVerb): string {
  const type = [...jobTypes.values()].find(({ begins }) => begins === verb);
  if (type === undefined) return 'It has no steps of its own.';
  const steps = Object.entries(type.steps).map(([name, { description }]) => `- ${code(name)}: ${description}`);
  return `Steps of the service, each where it is needed; the driver's take their place among them:\n\n${steps.join('\n')}`;
}
