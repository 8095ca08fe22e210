/** What a job can be, and in which order jobs of one node run. Source: design §4. */

export const JOB_STATES = ['QUEUED', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const SETTLED_JOB_STATES: readonly JobState[] = ['SUCCEEDED', 'FAILED', 'CANCELLED'];
export const isSettled = (state: JobState): boolean => SETTLED_JOB_STATES.includes(state);

export const STEP_STATES = ['PLANNED', 'RUNNING', 'WAITING', 'DONE', 'FAILED', 'SKIPPED'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** EXCLUSIVE takes the node's lock; SHARED takes nothing and never waits for it. */
export const LOCK_MODES = ['EXCLUSIVE', 'SHARED'] as const;
export type LockMode = (typeof LOCK_MODES)[number];

/**
 * Smaller runs first; first come first served within a class. RESUME is work that was interrupted or got its
 * signal: it goes on before anything new starts on its node.
 */
export const PRIORITY_CLASS = { ABORT: 0, RESUME: 10, USER: 20, BACKGROUND: 30 } as const;
export type PriorityClass = keyof typeof PRIORITY_CLASS;

/**
 * What to do with a step whose worker died in the middle of it.
 * - idempotent: run it again; the end is the same.
 * - probe: look whether the effect is already there, run it again only if not.
 * - manual: nobody can know; stop the job and say so.
 */
export const REPEAT_MODES = ['idempotent', 'probe', 'manual'] as const;
export type RepeatMode = (typeof REPEAT_MODES)[number];

/** What is limited for each conductor group: many machines at once are hard on networks, image servers and disks. */
export const LIMIT_CLASSES = ['DEPLOY', 'CLEAN'] as const;
export type LimitClass = (typeof LIMIT_CLASSES)[number];

export const WAIT_REASONS = [
  'LOCK',
  'TURN',
  'NO_CONDUCTOR',
  'RUN_AFTER',
  'SIGNAL',
  'HOLD',
  'CONCURRENCY_LIMIT',
  'BMC_BUDGET',
] as const;
/** Why a job is not running: see `schema.graphql`, enum JobWaitReason. */
export type WaitReason = (typeof WAIT_REASONS)[number];

/** What a WAITING job waits for. JOBS: those that its arguments name under `after`, until all of them have ended. */
export const SIGNALS = ['AGENT_HEARTBEAT', 'BMC_TASK', 'TIMER', 'UNHOLD', 'JOBS'] as const;
export type Signal = (typeof SIGNALS)[number];

/**
 * What stopping a job did.
 * - ENDED: it is over.
 * - GIVES_BACK_FIRST: it goes to the head of its node's queue, gives back what it took, and ends.
 * - STOPS_NOW: its step was told to stop; then it gives back and ends.
 * - STOPS_AFTER_STEP: its step cannot be interrupted and ends first.
 */
export const STOP_EFFECTS = ['ENDED', 'GIVES_BACK_FIRST', 'STOPS_NOW', 'STOPS_AFTER_STEP'] as const;
export type StopEffect = (typeof STOP_EFFECTS)[number];

/** Answer of whatever stops a job: what it did, and how long the rest may take at most. */
export interface StopReport {
  readonly effect: StopEffect;
  /** The step that was told, or that ends first. */
  readonly stepId: string | null;
  /** When that is over at the latest, as the database writes moments; null when it is over, or nobody can say. */
  readonly until: string | null;
}

/** Of what a step says, the latest so many lines are kept, each cut to this length. */
export const MAX_LINES_PER_STEP = 500;
export const MAX_LINE_LENGTH = 1_024;
