/** User errors: a problem as the type of the schema that fits its code. */
import type { Problem, ProblemCode } from '../domain/problems.ts';
import { describeProblem } from '../domain/problems.ts';
import type { NodeVerb, Resolvers, ResolversTypes } from './generated.ts';

type ErrorTypeName = Extract<keyof ResolversTypes, `${string}Error`>;

/** Code → type. The compiler wants every code here. */
export const TYPE_OF: Readonly<Record<ProblemCode, Exclude<ErrorTypeName, 'UserError'>>> = {
  NOT_FOUND: 'NotFoundError',
  INVALID_INPUT: 'InvalidInputError',
  ALREADY_EXISTS: 'AlreadyExistsError',
  UNKNOWN_DRIVER: 'UnknownDriverError',
  UNSUPPORTED: 'UnsupportedError',
  ILLEGAL_STATE: 'IllegalStateError',
  NOT_ALLOWED_NOW: 'NotAllowedError',
  NODE_LOCKED: 'NodeLockedError',
  STALE_VERSION: 'StaleVersionError',
  IDEMPOTENCY_MISMATCH: 'IdempotencyMismatchError',
  UNEXPECTED_COUNT: 'UnexpectedCountError',
  VIF_ALREADY_ATTACHED: 'VifError',
  VIF_NOT_ATTACHED: 'VifError',
  NO_FREE_PORT: 'VifError',
  PORT_GROUP_INCONSISTENT: 'VifError',
  DRIVER_INFO_INVALID: 'DriverError',
  INSTANCE_INFO_INVALID: 'InvalidInputError',
  CONFIG_DRIVE_UNUSABLE: 'InvalidInputError',
  AGENT_UNREACHABLE: 'DriverError',
  AGENT_REFUSED: 'DriverError',
  AGENT_TIMEOUT: 'DriverError',
  AGENT_RESTARTED: 'DriverError',
  AGENT_SILENT: 'DriverError',
  AGENT_GAVE_UP: 'DriverError',
  BMC_UNREACHABLE: 'DriverError',
  BMC_REFUSED: 'DriverError',
  BMC_TIMEOUT: 'DriverError',
  NETWORK_UNREACHABLE: 'DriverError',
  NETWORK_REFUSED: 'DriverError',
  NETWORK_TIMEOUT: 'DriverError',
  SOURCE_REFUSED: 'DriverError',
  SOURCE_UNREACHABLE: 'DriverError',
  SOURCE_TIMEOUT: 'DriverError',
  SOURCE_BROKEN: 'DriverError',
  IMAGE_CACHE_FULL: 'DriverError',
  POWER_STATE_NOT_REACHED: 'DriverError',
  STEP_FAILED: 'StepError',
  STEP_TIMEOUT: 'StepError',
  STEP_INTERRUPTED: 'StepError',
  STEP_CRASHES: 'StepError',
  JOB_CANCELLED: 'JobCancelledError',
  LOCK_BROKEN: 'LockBrokenError',
};

const common = {
  message: (problem: Problem) => describeProblem(problem).message,
  remedy: (problem: Problem) => describeProblem(problem).remedy,
  path: (problem: Problem) => describeProblem(problem).path,
};

/** The schema writes verbs in capitals, like all its enums. */
// Each verb of the table is a NodeVerb of the schema; a test compares the two lists.
export const toNodeVerb = (verb: string): NodeVerb => verb.toUpperCase() as NodeVerb;

export const errorResolvers: Resolvers = {
  UserError: { __resolveType: (problem) => TYPE_OF[problem.code] },
  NotFoundError: common,
  InvalidInputError: common,
  AlreadyExistsError: common,
  UnknownDriverError: common,
  UnsupportedError: common,
  IllegalStateError: {
    ...common,
    verb: (problem) => toNodeVerb(problem.verb),
    legalVerbs: (problem) => problem.legal.map(toNodeVerb),
  },
  NotAllowedError: common,
  NodeLockedError: {
    ...common,
    holder: (problem, _args, { loaders }) =>
      problem.holderJobId === null ? null : loaders.job.load(problem.holderJobId),
  },
  StaleVersionError: common,
  IdempotencyMismatchError: {
    ...common,
    originalJob: (problem, _args, { loaders }) =>
      problem.originalJobId === null ? null : loaders.job.load(problem.originalJobId),
  },
  UnexpectedCountError: common,
  VifError: { ...common, vifId: (problem) => ('vifId' in problem ? problem.vifId : null) },
  DriverError: { ...common, address: (problem) => ('address' in problem ? problem.address : null) },
  StepError: common,
  JobCancelledError: common,
  LockBrokenError: common,
};
