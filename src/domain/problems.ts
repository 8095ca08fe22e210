import type { InterfaceKind } from './interfaces.ts';
import type { ProvisionState, ProvisionVerb } from './provision-states.ts';

/**
 * What a caller can act on. Anything else that is thrown is a bug. Each code has a row in `docs/errors.md` and a
 * concrete type in `schema.graphql` that implements `UserError`.
 */
export type Problem = CodedProblem & {
  /** Where in the input, when the use case knows better than the code does: which of many nodes. */
  readonly at?: readonly string[];
};

type CodedProblem =
  | { readonly code: 'NOT_FOUND'; readonly type: string; readonly id: string; readonly path?: readonly string[] }
  | {
      readonly code: 'INVALID_INPUT';
      readonly path: readonly string[];
      readonly reason: string;
      readonly remedy: string;
    }
  | { readonly code: 'ALREADY_EXISTS'; readonly type: string; readonly path: readonly string[]; readonly value: string }
  | { readonly code: 'UNKNOWN_DRIVER'; readonly driver: string; readonly known: readonly string[] }
  | {
      readonly code: 'UNSUPPORTED';
      readonly what: string;
      readonly driver: string;
      readonly supported: readonly string[];
      readonly path?: readonly string[];
    }
  | {
      readonly code: 'ILLEGAL_STATE';
      readonly verb: ProvisionVerb;
      readonly state: ProvisionState;
      readonly legal: readonly ProvisionVerb[];
      /** True when `state` is where the jobs before this one will leave the node, not where it is now. */
      readonly isProjected: boolean;
    }
  | {
      readonly code: 'NOT_ALLOWED_NOW';
      readonly action: string;
      readonly reason: string;
      readonly remedy: string;
      readonly path?: readonly string[];
    }
  | {
      readonly code: 'NODE_LOCKED';
      readonly nodeId: string;
      readonly holderJobId: string | null;
      readonly purpose: string;
      readonly since: string | null;
      readonly queueLength: number;
    }
  | {
      readonly code: 'STALE_VERSION';
      readonly type: string;
      readonly id: string;
      readonly expected: number;
      readonly actual: number;
    }
  | { readonly code: 'IDEMPOTENCY_MISMATCH'; readonly mutation: string; readonly originalJobId: string | null }
  | { readonly code: 'UNEXPECTED_COUNT'; readonly expected: number; readonly actual: number; readonly limit: number }
  | { readonly code: 'VIF_ALREADY_ATTACHED'; readonly vifId: string; readonly nodeId: string }
  | { readonly code: 'VIF_NOT_ATTACHED'; readonly vifId: string; readonly nodeId: string }
  | {
      readonly code: 'NO_FREE_PORT';
      readonly nodeId: string;
      readonly reason: string;
      readonly path?: readonly string[];
    }
  | {
      readonly code: 'PORT_GROUP_INCONSISTENT';
      readonly portGroupId: string;
      readonly physicalNetworks: readonly (string | null)[];
    }
  | {
      readonly code: 'DRIVER_INFO_INVALID';
      readonly interface: InterfaceKind;
      readonly field: string;
      readonly reason: string;
    }
  | {
      readonly code: 'INSTANCE_INFO_INVALID';
      readonly field: string;
      readonly reason: string;
      readonly remedy: string;
    }
  | { readonly code: 'CONFIG_DRIVE_UNUSABLE'; readonly reason: string; readonly remedy: string }
  | { readonly code: 'AGENT_UNREACHABLE'; readonly address: string; readonly reason: string }
  | { readonly code: 'AGENT_REFUSED'; readonly address: string; readonly command: string; readonly reason: string }
  | { readonly code: 'AGENT_TIMEOUT'; readonly address: string; readonly command: string; readonly afterMs: number }
  | { readonly code: 'AGENT_RESTARTED'; readonly address: string; readonly command: string }
  /** `address`: null for one that has never called. */
  | { readonly code: 'AGENT_SILENT'; readonly step: string; readonly address: string | null }
  | { readonly code: 'AGENT_GAVE_UP'; readonly step: string; readonly reason: string }
  | { readonly code: 'BMC_UNREACHABLE'; readonly address: string; readonly reason: string }
  | { readonly code: 'BMC_REFUSED'; readonly address: string; readonly command: string; readonly reason: string }
  | { readonly code: 'BMC_TIMEOUT'; readonly address: string; readonly command: string; readonly afterMs: number }
  | { readonly code: 'NETWORK_UNREACHABLE'; readonly address: string; readonly reason: string }
  | { readonly code: 'NETWORK_REFUSED'; readonly address: string; readonly request: string; readonly reason: string }
  | { readonly code: 'NETWORK_TIMEOUT'; readonly address: string; readonly request: string; readonly afterMs: number }
  /** `url` as {@link shownUrl} gives it, here and below. */
  | { readonly code: 'SOURCE_REFUSED'; readonly url: string; readonly reason: string }
  | { readonly code: 'SOURCE_UNREACHABLE'; readonly url: string; readonly reason: string }
  | { readonly code: 'SOURCE_TIMEOUT'; readonly url: string; readonly afterMs: number }
  | { readonly code: 'SOURCE_BROKEN'; readonly url: string; readonly reason: string }
  | { readonly code: 'IMAGE_CACHE_FULL'; readonly url: string; readonly reason: string }
  | {
      readonly code: 'POWER_STATE_NOT_REACHED';
      readonly wanted: string;
      readonly observed: string;
      readonly afterMs: number;
    }
  | { readonly code: 'STEP_FAILED'; readonly step: string; readonly reason: string }
  | { readonly code: 'STEP_TIMEOUT'; readonly step: string; readonly afterMs: number }
  | { readonly code: 'STEP_INTERRUPTED'; readonly step: string }
  | { readonly code: 'STEP_CRASHES'; readonly step: string; readonly times: number }
  /** `leavesState`: another verb takes over, and moves the node itself. */
  | { readonly code: 'JOB_CANCELLED'; readonly reason: string; readonly leavesState?: true }
  | { readonly code: 'LOCK_BROKEN'; readonly by: string; readonly reason: string };

export type ProblemCode = Problem['code'];

/** Carries a {@link Problem} up to where it is answered or stored. Wrap the technical reason with `cause`. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(describeProblem(problem).message, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Several at once: what a validation found in one input. Never empty. */
export class ProblemsError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => describeProblem(problem).message).join(' '));
    this.name = 'ProblemsError';
    this.problems = problems;
  }
}

export interface ProblemText {
  /** What happened, in one sentence that names the thing. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Where in the input, from `input` down; null when no one field is to blame. */
  readonly path: readonly string[] | null;
}

/** The words for each problem: the API's `message` and `remedy`, the log's and a failed job's. */
export function describeProblem(problem: Problem): ProblemText {
  const text = wordsFor(problem);
  return problem.at === undefined ? text : { ...text, path: problem.at };
}

function wordsFor(problem: CodedProblem): ProblemText {
  switch (problem.code) {
    case 'NOT_FOUND':
      return {
        message: `There is no ${problem.type} ${problem.id}.`,
        remedy: `Check the id; list what you may see with the ${problem.type} queries.`,
        path: problem.path ?? null,
      };
    case 'INVALID_INPUT':
      return { message: problem.reason, remedy: problem.remedy, path: problem.path };
    case 'ALREADY_EXISTS':
      return {
        message: `Another ${problem.type} already has ${problem.path.at(-1) ?? 'this value'} ${problem.value}.`,
        remedy: 'Choose another value, or change or delete the one that has it.',
        path: problem.path,
      };
    case 'UNKNOWN_DRIVER':
      return {
        message: `No driver is called ${problem.driver}.`,
        remedy: `Use one of: ${problem.known.join(', ')}.`,
        path: ['input', 'driver'],
      };
    case 'UNSUPPORTED':
      return {
        message: `Driver ${problem.driver} does not support ${problem.what}.`,
        remedy: problem.supported.length > 0 ? `Use one of: ${problem.supported.join(', ')}.` : 'Use another driver.',
        path: problem.path ?? null,
      };
    case 'ILLEGAL_STATE':
      return {
        message: problem.isProjected
          ? `${problem.verb} is not possible: the jobs before it will leave the node in ${problem.state}.`
          : `${problem.verb} is not possible while the node is in ${problem.state}.`,
        remedy:
          problem.legal.length > 0
            ? `From ${problem.state} you can: ${problem.legal.join(', ')}.`
            : 'Wait for the job at work, or abort it.',
        path: null,
      };
    case 'NOT_ALLOWED_NOW':
      return {
        message: `${problem.action} is refused: ${problem.reason}.`,
        remedy: problem.remedy,
        path: problem.path ?? null,
      };
    case 'NODE_LOCKED':
      return {
        message: `Node ${problem.nodeId} is locked: ${problem.purpose}.`,
        remedy:
          'Wait until its jobs have ended or cancel them; with onLocked: QUEUE, where the mutation has it, your turn comes by itself.',
        path: null,
      };
    case 'STALE_VERSION':
      return {
        message: `${problem.type} ${problem.id} has version ${problem.actual}, not ${problem.expected}: somebody changed it meanwhile.`,
        remedy: 'Read it again and repeat the change on what you find.',
        path: ['input', 'expectedVersion'],
      };
    case 'IDEMPOTENCY_MISMATCH':
      return {
        message: `This idempotencyKey was already used for ${problem.mutation} with another input.`,
        remedy: 'Use a new key for a new request; repeat the same input to get the first answer again.',
        path: ['input', 'idempotencyKey'],
      };
    case 'UNEXPECTED_COUNT':
      return {
        message:
          problem.actual > problem.limit
            ? `The filter matches ${problem.actual} nodes; one call takes at most ${problem.limit}.`
            : `The filter matches ${problem.actual} nodes, not ${problem.expected}.`,
        remedy:
          problem.actual > problem.limit
            ? 'Narrow the filter and make several calls.'
            : 'Look at what it matches with the nodes query, then correct the filter or expectedCount.',
        path: ['input', 'expectedCount'],
      };
    case 'VIF_ALREADY_ATTACHED':
      return {
        message: `VIF ${problem.vifId} is already attached to node ${problem.nodeId}.`,
        remedy: 'Detach it there first.',
        path: ['input', 'vifId'],
      };
    case 'VIF_NOT_ATTACHED':
      return {
        message: `VIF ${problem.vifId} is not attached to node ${problem.nodeId}.`,
        remedy: 'List what is attached with vifAttachments.',
        path: ['input', 'vifId'],
      };
    case 'NO_FREE_PORT':
      return {
        message: `Node ${problem.nodeId} has no port for this VIF: ${problem.reason}.`,
        remedy: 'Create a port, or detach another VIF first.',
        path: problem.path ?? ['input', 'portId'],
      };
    case 'PORT_GROUP_INCONSISTENT':
      return {
        message: `Ports of port group ${problem.portGroupId} are plugged into different physical networks: ${problem.physicalNetworks.map((network) => network ?? 'unknown').join(', ')}.`,
        remedy: 'Set physicalNetwork on the port group, which sets it on all its ports, or take the odd port out.',
        path: null,
      };
    case 'DRIVER_INFO_INVALID':
      return {
        message: `driverInfo.${problem.field} does not suit the ${problem.interface} interface: ${problem.reason}.`,
        remedy: 'Correct it with updateNode, then try again.',
        path: ['input', 'driverInfo', problem.field],
      };
    case 'INSTANCE_INFO_INVALID':
      return {
        message: `instanceInfo.${problem.field} cannot be deployed: ${problem.reason}.`,
        remedy: problem.remedy,
        path: ['input', 'instanceInfo', problem.field],
      };
    case 'CONFIG_DRIVE_UNUSABLE':
      return {
        message: `The config drive cannot be used: ${problem.reason}.`,
        remedy: problem.remedy,
        path: ['input', 'configDrive'],
      };
    case 'AGENT_UNREACHABLE':
      return {
        message: `The ramdisk agent at ${problem.address} cannot be reached: ${problem.reason}.`,
        remedy: 'Look at the console of the machine, and at the network between it and the conductor; then try again.',
        path: null,
      };
    case 'AGENT_REFUSED':
      return {
        message: `The ramdisk agent at ${problem.address} failed "${problem.command}": ${problem.reason}.`,
        remedy: 'Mend what it says, then run the verb again.',
        path: null,
      };
    case 'AGENT_TIMEOUT':
      return {
        message: `The ramdisk agent at ${problem.address} did not answer "${problem.command}" within ${problem.afterMs} ms.`,
        remedy: 'Look at the console of the machine: is it overloaded, does its disk hang? Then run the verb again.',
        path: null,
      };
    case 'AGENT_RESTARTED':
      return {
        message: `The machine of the ramdisk agent at ${problem.address} was restarted in the middle of "${problem.command}".`,
        remedy: 'Find out who or what restarted it (its console, the log of its BMC), then run the verb again.',
        path: null,
      };
    case 'AGENT_SILENT': {
      const { step, address } = problem;
      return address === null
        ? {
            message: `No ramdisk agent has called in time (step ${step}).`,
            remedy:
              'Look at the console of the machine: does it boot over the network, into the ramdisk, and does that reach this service? See docs/deploying-real-hardware.md. Then run the verb again.',
            path: null,
          }
        : {
            message: `The ramdisk agent at ${address} has not called in time (step ${step}).`,
            remedy: 'Look at the console of the machine: does its ramdisk still run? Then run the verb again.',
            path: null,
          };
    }
    case 'AGENT_GAVE_UP':
      return {
        message: `The ramdisk gave up in step ${problem.step}, and says "${problem.reason}".`,
        remedy: 'Its own words say what it could not do; its console says more. Then run the verb again.',
        path: null,
      };
    case 'BMC_UNREACHABLE':
      return {
        message: `The BMC at ${problem.address} cannot be reached: ${problem.reason}.`,
        remedy: 'Check its address, network and credentials (driverInfo), then try again.',
        path: null,
      };
    case 'BMC_REFUSED':
      return {
        message: `The BMC at ${problem.address} refused "${problem.command}": ${problem.reason}.`,
        remedy: 'Check what this BMC supports and what its user may do.',
        path: null,
      };
    case 'BMC_TIMEOUT':
      return {
        message: `The BMC at ${problem.address} did not answer "${problem.command}" within ${problem.afterMs} ms.`,
        remedy: 'Check whether the BMC hangs (reset it), then try again.',
        path: null,
      };
    case 'NETWORK_UNREACHABLE':
      return {
        message: `The network service at ${problem.address} cannot be reached: ${problem.reason}.`,
        remedy: 'Check that it runs and that its address in the settings is right, then try again.',
        path: null,
      };
    case 'NETWORK_REFUSED':
      return {
        message: `The network service at ${problem.address} refused "${problem.request}": ${problem.reason}.`,
        remedy: 'Mend what it says, in the network service or in the settings, then try again.',
        path: null,
      };
    case 'NETWORK_TIMEOUT':
      return {
        message: `The network service at ${problem.address} did not answer "${problem.request}" within ${problem.afterMs} ms.`,
        remedy: 'Check whether the network service is overloaded or hangs, then try again.',
        path: null,
      };
    case 'SOURCE_REFUSED':
      return {
        message: `${problem.url} is not fetched: ${problem.reason}.`,
        remedy:
          'Name another source, or let an administrator allow this one (settings egressAllow, egressDeny, fileUrlPaths).',
        path: null,
      };
    case 'SOURCE_UNREACHABLE':
      return {
        message: `${problem.url} cannot be reached: ${problem.reason}.`,
        remedy: 'Check the URL, and that its server can be reached from where this service runs, then try again.',
        path: null,
      };
    case 'SOURCE_TIMEOUT':
      return {
        message: `${problem.url} was not there within ${problem.afterMs} ms.`,
        remedy: 'Check whether its server or the way to it is overloaded, then try again.',
        path: null,
      };
    case 'SOURCE_BROKEN':
      return {
        message: `${problem.url} gave nothing usable: ${problem.reason}.`,
        remedy: 'Fetch it by hand to see what its server answers; mend that or name another source.',
        path: null,
      };
    case 'IMAGE_CACHE_FULL':
      return {
        message: `There is no room for ${problem.url}: ${problem.reason}.`,
        remedy: 'Let an administrator enlarge the image cache (setting imageCacheMib) or its disk, then try again.',
        path: null,
      };
    case 'POWER_STATE_NOT_REACHED':
      return {
        message: `The machine did not reach power ${problem.wanted} within ${problem.afterMs} ms; it reports ${problem.observed}.`,
        remedy: 'Try again; for a soft target, use the hard one if the operating system does not obey.',
        path: null,
      };
    case 'STEP_FAILED':
      return {
        message: `Step ${problem.step} failed: ${problem.reason}.`,
        remedy: 'See the cause, mend it and run the verb again.',
        path: null,
      };
    case 'STEP_TIMEOUT':
      return {
        message: `Step ${problem.step} did not end within ${problem.afterMs} ms.`,
        remedy: 'Look at the machine and its BMC, then run the verb again.',
        path: null,
      };
    case 'STEP_INTERRUPTED':
      return {
        message: `Step ${problem.step} was interrupted and cannot tell whether it took effect.`,
        remedy: 'Look at the machine, then run the verb again or undeploy.',
        path: null,
      };
    case 'STEP_CRASHES':
      return {
        message: `Step ${problem.step} was given up: its conductor was lost in the middle of it ${problem.times} times.`,
        remedy: 'Find out what ended the conductors (their logs, their memory), then run the verb again.',
        path: null,
      };
    case 'JOB_CANCELLED':
      return {
        message: `The job was cancelled: ${problem.reason}.`,
        remedy: 'Run the verb again if that was not meant.',
        path: null,
      };
    case 'LOCK_BROKEN':
      return {
        message: `${problem.by} took the node from the job: ${problem.reason}.`,
        remedy: 'Look at the machine, then run the verb again, or undeploy.',
        path: null,
      };
  }
}
