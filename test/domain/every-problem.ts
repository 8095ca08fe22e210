import type { Problem, ProblemCode } from '../../src/domain/problems.ts';

type ProblemOf = { readonly [Code in ProblemCode]: Extract<Problem, { code: Code }> };

/** One of each code: a code that is added to the union and not here is a compile error. */
const BY_CODE: ProblemOf = {
  NOT_FOUND: { code: 'NOT_FOUND', type: 'node', id: 'this-id' },
  INVALID_INPUT: { code: 'INVALID_INPUT', path: ['input', 'name'], reason: 'Too long.', remedy: 'Make it shorter.' },
  ALREADY_EXISTS: { code: 'ALREADY_EXISTS', type: 'node', path: ['input', 'name'], value: 'this-name' },
  UNKNOWN_DRIVER: { code: 'UNKNOWN_DRIVER', driver: 'this-driver', known: ['fake-hardware'] },
  UNSUPPORTED: { code: 'UNSUPPORTED', what: 'power target SOFT_OFF', driver: 'this-driver', supported: ['OFF'] },
  ILLEGAL_STATE: { code: 'ILLEGAL_STATE', verb: 'deploy', state: 'ENROLL', legal: ['manage'], isProjected: false },
  NOT_ALLOWED_NOW: { code: 'NOT_ALLOWED_NOW', action: 'deploy', reason: 'this reason', remedy: 'This remedy.' },
  NODE_LOCKED: {
    code: 'NODE_LOCKED',
    nodeId: 'this-id',
    holderJobId: null,
    purpose: 'this purpose',
    since: null,
    queueLength: 1,
  },
  STALE_VERSION: { code: 'STALE_VERSION', type: 'node', id: 'this-id', expected: 1, actual: 2 },
  IDEMPOTENCY_MISMATCH: { code: 'IDEMPOTENCY_MISMATCH', mutation: 'deployNode', originalJobId: null },
  UNEXPECTED_COUNT: { code: 'UNEXPECTED_COUNT', expected: 2, actual: 3, limit: 1000 },
  VIF_ALREADY_ATTACHED: { code: 'VIF_ALREADY_ATTACHED', vifId: 'this-vif', nodeId: 'this-id' },
  VIF_NOT_ATTACHED: { code: 'VIF_NOT_ATTACHED', vifId: 'this-vif', nodeId: 'this-id' },
  NO_FREE_PORT: { code: 'NO_FREE_PORT', nodeId: 'this-id', reason: 'this reason' },
  PORT_GROUP_INCONSISTENT: { code: 'PORT_GROUP_INCONSISTENT', portGroupId: 'this-id', physicalNetworks: ['a', null] },
  DRIVER_INFO_INVALID: { code: 'DRIVER_INFO_INVALID', interface: 'power', field: 'this_field', reason: 'this reason' },
  INSTANCE_INFO_INVALID: {
    code: 'INSTANCE_INFO_INVALID',
    field: 'this_field',
    reason: 'this reason',
    remedy: 'This remedy.',
  },
  CONFIG_DRIVE_UNUSABLE: { code: 'CONFIG_DRIVE_UNUSABLE', reason: 'this reason', remedy: 'This remedy.' },
  AGENT_UNREACHABLE: { code: 'AGENT_UNREACHABLE', address: '192.0.2.1', reason: 'this reason' },
  AGENT_REFUSED: { code: 'AGENT_REFUSED', address: '192.0.2.1', command: 'this command', reason: 'this reason' },
  AGENT_TIMEOUT: { code: 'AGENT_TIMEOUT', address: '192.0.2.1', command: 'this command', afterMs: 7 },
  AGENT_RESTARTED: { code: 'AGENT_RESTARTED', address: '192.0.2.1', command: 'this command' },
  BMC_UNREACHABLE: { code: 'BMC_UNREACHABLE', address: '192.0.2.1', reason: 'this reason' },
  BMC_REFUSED: { code: 'BMC_REFUSED', address: '192.0.2.1', command: 'this command', reason: 'this reason' },
  BMC_TIMEOUT: { code: 'BMC_TIMEOUT', address: '192.0.2.1', command: 'this command', afterMs: 7 },
  NETWORK_UNREACHABLE: { code: 'NETWORK_UNREACHABLE', address: '192.0.2.1', reason: 'this reason' },
  NETWORK_REFUSED: { code: 'NETWORK_REFUSED', address: '192.0.2.1', request: 'this request', reason: 'this reason' },
  NETWORK_TIMEOUT: { code: 'NETWORK_TIMEOUT', address: '192.0.2.1', request: 'this request', afterMs: 7 },
  POWER_STATE_NOT_REACHED: { code: 'POWER_STATE_NOT_REACHED', wanted: 'ON', observed: 'OFF', afterMs: 7 },
  STEP_FAILED: { code: 'STEP_FAILED', step: 'this_step', reason: 'this reason' },
  STEP_TIMEOUT: { code: 'STEP_TIMEOUT', step: 'this_step', afterMs: 7 },
  STEP_INTERRUPTED: { code: 'STEP_INTERRUPTED', step: 'this_step' },
  STEP_CRASHES: { code: 'STEP_CRASHES', step: 'this_step', times: 7 },
  JOB_CANCELLED: { code: 'JOB_CANCELLED', reason: 'this reason' },
  LOCK_BROKEN: { code: 'LOCK_BROKEN', by: 'this-user', reason: 'this reason' },
};

export const EVERY_PROBLEM: readonly Problem[] = Object.values(BY_CODE);
