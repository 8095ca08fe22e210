/**
 * The provision state machine, as data.
 *
 * One row per state: what kind it is, where it is heading, which event leads where, and everything else that anyone
 * asks about a state. Source: the reference system's table (30 states, 93 transitions); where the reference behaves
 * oddly the row or a comment says how ours differs. Who asks for legality (API, `availableActions`, engine, docs,
 * diagram, tests) asks this file; nobody keeps a second list.
 */

export const PROVISION_STATES = [
  'ENROLL',
  'VERIFYING',
  'MANAGEABLE',
  'AVAILABLE',
  'DEPLOYING',
  'DEPLOY_WAIT',
  'DEPLOY_FAILED',
  'DEPLOY_HOLD',
  'ACTIVE',
  'DELETING',
  'ERROR',
  'CLEANING',
  'CLEAN_WAIT',
  'CLEAN_FAILED',
  'CLEAN_HOLD',
  'INSPECTING',
  'INSPECT_WAIT',
  'INSPECT_FAILED',
  'ADOPTING',
  'ADOPT_FAILED',
  'RESCUE',
  'RESCUING',
  'RESCUE_WAIT',
  'RESCUE_FAILED',
  'UNRESCUING',
  'UNRESCUE_FAILED',
  'SERVICING',
  'SERVICE_WAIT',
  'SERVICE_FAILED',
  'SERVICE_HOLD',
] as const;
export type ProvisionState = (typeof PROVISION_STATES)[number];

/** What a user asks for. Each is one mutation. */
export const PROVISION_VERBS = [
  'manage',
  'provide',
  'inspect',
  'clean',
  'adopt',
  'deploy',
  'rebuild',
  'undeploy',
  'rescue',
  'unrescue',
  'service',
  'abort',
  'unhold',
] as const;
export type ProvisionVerb = (typeof PROVISION_VERBS)[number];

/** What the engine reports while it works. `clean` and `manage` are both a verb and an outcome in the reference. */
export type ProvisionOutcome = 'done' | 'fail' | 'wait' | 'hold' | 'resume';
export type ProvisionEvent = ProvisionVerb | ProvisionOutcome;

/**
 * - STABLE: left only on request.
 * - WORKING: a job is at work and moves the node on.
 * - WAITING: a job waits for a signal (ramdisk, timer, BMC task).
 * - HOLD: a step asked to pause until somebody says unhold.
 * - FAILED: a flow stopped; the row's events are the ways out.
 */
export type StateKind = 'STABLE' | 'WORKING' | 'WAITING' | 'HOLD' | 'FAILED';

export interface StateRow {
  readonly kind: StateKind;
  /** Where the node is heading on entry; cleaning heads for MANAGEABLE instead when it is manual. */
  readonly target: ProvisionState | null;
  /** The reference system's own word, for people who know it. */
  readonly reference: string;
  /** A tenant uses the machine, or is about to: detaching a VIF here takes the lock (design §4). */
  readonly inUse: boolean;
  /** The node may be deleted here without maintenance. */
  readonly deletable: boolean;
  /** Driver, interfaces and the like may be edited here. */
  readonly editable: boolean;
  readonly on: Readonly<Partial<Record<ProvisionEvent, ProvisionState>>>;
}

// prettier-ignore
export const PROVISION_TABLE: Readonly<Record<ProvisionState, StateRow>> = {
  ENROLL:          { kind: 'STABLE',  target: null,         reference: 'enroll',          inUse: false, deletable: true,  editable: true,  on: { manage: 'VERIFYING' } },
  VERIFYING:       { kind: 'WORKING', target: 'MANAGEABLE', reference: 'verifying',       inUse: false, deletable: false, editable: true,  on: { done: 'MANAGEABLE', fail: 'ENROLL' } },
  MANAGEABLE:      { kind: 'STABLE',  target: null,         reference: 'manageable',      inUse: false, deletable: true,  editable: true,  on: { provide: 'CLEANING', clean: 'CLEANING', inspect: 'INSPECTING', adopt: 'ADOPTING' } },
  AVAILABLE:       { kind: 'STABLE',  target: null,         reference: 'available',       inUse: false, deletable: true,  editable: true,  on: { deploy: 'DEPLOYING', manage: 'MANAGEABLE' } },

  DEPLOYING:       { kind: 'WORKING', target: 'ACTIVE',     reference: 'deploying',       inUse: true,  deletable: false, editable: false, on: { wait: 'DEPLOY_WAIT', hold: 'DEPLOY_HOLD', done: 'ACTIVE', fail: 'DEPLOY_FAILED' } },
  DEPLOY_WAIT:     { kind: 'WAITING', target: 'ACTIVE',     reference: 'wait call-back',  inUse: true,  deletable: false, editable: false, on: { resume: 'DEPLOYING', hold: 'DEPLOY_HOLD', fail: 'DEPLOY_FAILED', abort: 'DEPLOY_FAILED', undeploy: 'DELETING' } },
  // The reference runs a tear-down after an abort from hold and wipes the instance (quirk Q3); ours only fails.
  DEPLOY_HOLD:     { kind: 'HOLD',    target: 'ACTIVE',     reference: 'deploy hold',     inUse: true,  deletable: false, editable: false, on: { unhold: 'DEPLOY_WAIT', abort: 'DEPLOY_FAILED' } },
  DEPLOY_FAILED:   { kind: 'FAILED',  target: 'ACTIVE',     reference: 'deploy failed',   inUse: true,  deletable: false, editable: true,  on: { deploy: 'DEPLOYING', rebuild: 'DEPLOYING', undeploy: 'DELETING' } },

  ACTIVE:          { kind: 'STABLE',  target: null,         reference: 'active',          inUse: true,  deletable: false, editable: true,  on: { rebuild: 'DEPLOYING', undeploy: 'DELETING', rescue: 'RESCUING', service: 'SERVICING' } },
  ERROR:           { kind: 'STABLE',  target: null,         reference: 'error',           inUse: false, deletable: false, editable: true,  on: { rebuild: 'DEPLOYING', undeploy: 'DELETING' } },
  DELETING:        { kind: 'WORKING', target: 'AVAILABLE',  reference: 'deleting',        inUse: false, deletable: false, editable: false, on: { clean: 'CLEANING', fail: 'ERROR' } },

  CLEANING:        { kind: 'WORKING', target: 'AVAILABLE',  reference: 'cleaning',        inUse: false, deletable: false, editable: false, on: { done: 'AVAILABLE', manage: 'MANAGEABLE', wait: 'CLEAN_WAIT', hold: 'CLEAN_HOLD', fail: 'CLEAN_FAILED' } },
  CLEAN_WAIT:      { kind: 'WAITING', target: 'AVAILABLE',  reference: 'clean wait',      inUse: false, deletable: false, editable: false, on: { resume: 'CLEANING', hold: 'CLEAN_HOLD', fail: 'CLEAN_FAILED', abort: 'CLEAN_FAILED' } },
  CLEAN_HOLD:      { kind: 'HOLD',    target: 'AVAILABLE',  reference: 'clean hold',      inUse: false, deletable: false, editable: false, on: { unhold: 'CLEAN_WAIT', abort: 'CLEAN_FAILED' } },
  CLEAN_FAILED:    { kind: 'FAILED',  target: 'AVAILABLE',  reference: 'clean failed',    inUse: false, deletable: false, editable: true,  on: { manage: 'MANAGEABLE' } },

  INSPECTING:      { kind: 'WORKING', target: 'MANAGEABLE', reference: 'inspecting',      inUse: false, deletable: false, editable: false, on: { done: 'MANAGEABLE', wait: 'INSPECT_WAIT', fail: 'INSPECT_FAILED' } },
  INSPECT_WAIT:    { kind: 'WAITING', target: 'MANAGEABLE', reference: 'inspect wait',    inUse: false, deletable: false, editable: true,  on: { resume: 'INSPECTING', done: 'MANAGEABLE', fail: 'INSPECT_FAILED', abort: 'INSPECT_FAILED' } },
  INSPECT_FAILED:  { kind: 'FAILED',  target: 'MANAGEABLE', reference: 'inspect failed',  inUse: false, deletable: false, editable: true,  on: { manage: 'MANAGEABLE', inspect: 'INSPECTING' } },

  ADOPTING:        { kind: 'WORKING', target: 'ACTIVE',     reference: 'adopting',        inUse: true,  deletable: false, editable: false, on: { done: 'ACTIVE', fail: 'ADOPT_FAILED' } },
  ADOPT_FAILED:    { kind: 'FAILED',  target: 'ACTIVE',     reference: 'adopt failed',    inUse: false, deletable: true,  editable: true,  on: { adopt: 'ADOPTING', manage: 'MANAGEABLE' } },

  RESCUE:          { kind: 'STABLE',  target: null,         reference: 'rescue',          inUse: true,  deletable: false, editable: true,  on: { rescue: 'RESCUING', unrescue: 'UNRESCUING', undeploy: 'DELETING' } },
  RESCUING:        { kind: 'WORKING', target: 'RESCUE',     reference: 'rescuing',        inUse: true,  deletable: false, editable: false, on: { wait: 'RESCUE_WAIT', done: 'RESCUE', fail: 'RESCUE_FAILED' } },
  RESCUE_WAIT:     { kind: 'WAITING', target: 'RESCUE',     reference: 'rescue wait',     inUse: true,  deletable: false, editable: false, on: { resume: 'RESCUING', fail: 'RESCUE_FAILED', abort: 'RESCUE_FAILED', undeploy: 'DELETING' } },
  RESCUE_FAILED:   { kind: 'FAILED',  target: 'RESCUE',     reference: 'rescue failed',   inUse: true,  deletable: false, editable: true,  on: { rescue: 'RESCUING', unrescue: 'UNRESCUING', undeploy: 'DELETING' } },
  UNRESCUING:      { kind: 'WORKING', target: 'ACTIVE',     reference: 'unrescuing',      inUse: true,  deletable: false, editable: false, on: { done: 'ACTIVE', fail: 'UNRESCUE_FAILED' } },
  UNRESCUE_FAILED: { kind: 'FAILED',  target: 'ACTIVE',     reference: 'unrescue failed', inUse: true,  deletable: false, editable: true,  on: { rescue: 'RESCUING', unrescue: 'UNRESCUING', undeploy: 'DELETING' } },

  SERVICING:       { kind: 'WORKING', target: 'ACTIVE',     reference: 'servicing',       inUse: true,  deletable: false, editable: false, on: { done: 'ACTIVE', wait: 'SERVICE_WAIT', hold: 'SERVICE_HOLD', fail: 'SERVICE_FAILED' } },
  SERVICE_WAIT:    { kind: 'WAITING', target: 'ACTIVE',     reference: 'service wait',    inUse: true,  deletable: false, editable: false, on: { resume: 'SERVICING', hold: 'SERVICE_HOLD', fail: 'SERVICE_FAILED', abort: 'SERVICE_FAILED', undeploy: 'DELETING' } },
  SERVICE_HOLD:    { kind: 'HOLD',    target: 'ACTIVE',     reference: 'service hold',    inUse: true,  deletable: false, editable: true,  on: { service: 'SERVICING', unhold: 'SERVICE_WAIT', fail: 'SERVICE_FAILED', abort: 'SERVICE_FAILED' } },
  SERVICE_FAILED:  { kind: 'FAILED',  target: 'ACTIVE',     reference: 'service failed',  inUse: true,  deletable: false, editable: true,  on: { service: 'SERVICING', rescue: 'RESCUING', wait: 'SERVICE_WAIT', hold: 'SERVICE_HOLD', undeploy: 'DELETING', abort: 'ACTIVE' } },
};

/**
 * At rest with the tenant's networks connected: a VIF that is attached here is to work at once. The failed states are
 * those in which the networks were given back, or never taken.
 */
const CONNECTED: ReadonlySet<ProvisionState> = new Set(['ACTIVE', 'RESCUE', 'RESCUE_FAILED', 'UNRESCUE_FAILED']);
export const isTenantConnected = (state: ProvisionState): boolean => CONNECTED.has(state);

/** Where `event` leads from `from`, or null when that is not an edge of the table. */
export function nextState(from: ProvisionState, event: ProvisionEvent): ProvisionState | null {
  return PROVISION_TABLE[from].on[event] ?? null;
}

/** What a user may ask for in this state, in the table's order. */
export function legalVerbs(state: ProvisionState): readonly ProvisionVerb[] {
  return PROVISION_VERBS.filter((verb) => nextState(state, verb) !== null && !isOutcomeOnly(state, verb));
}

/** May a user ask for `verb` here? Not the same as "is there an edge": some edges are walked by the engine alone. */
export function isLegalVerb(state: ProvisionState, verb: ProvisionVerb): boolean {
  return nextState(state, verb) !== null && !isOutcomeOnly(state, verb);
}

/** DELETING --clean--> and CLEANING --manage--> share a verb's name, but only the engine walks them. */
function isOutcomeOnly(state: ProvisionState, verb: ProvisionVerb): boolean {
  return PROVISION_TABLE[state].kind === 'WORKING' && (verb === 'clean' || verb === 'manage');
}

/** Every edge of the table, in its order: for the diagram, the docs and the tests. */
export function transitions(): readonly { from: ProvisionState; event: ProvisionEvent; to: ProvisionState }[] {
  return PROVISION_STATES.flatMap((from) =>
    // Object.entries forgets the key type; the table's type guarantees it.
    (Object.entries(PROVISION_TABLE[from].on) as [ProvisionEvent, ProvisionState][]).map(([event, to]) => ({
      from,
      event,
      to,
    })),
  );
}
