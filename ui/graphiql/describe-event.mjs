/**
 * An event of `docs/operations/watch-fleet.graphql` in a few words: for the live pane here and for `npm run demo`, which
 * runs unbuilt; so this is plain JavaScript.
 */

/** @typedef {{ field: string, before: string | null, after: string | null }} Change values are JSON text */

/**
 * @typedef {object} NodeEvent
 * @property {string} cursor
 * @property {string} kind
 * @property {string | null} type
 * @property {string} at
 * @property {string | null} nodeId
 * @property {{ name: string | null, provisionState: string } | null} node
 * @property {{ id: string, purpose: string, percent: number, currentStep: { name: string } | null, error: { message: string } | null } | null} job
 * @property {{ changes: readonly Change[] } | null} event
 * @property {{ reason: string } | null} gap
 */

/**
 * @param {NodeEvent} event
 * @returns {string} as in "DEPLOYING → ACTIVE", "deploying: write_image 41 %", "lock granted"
 */
export function describeEvent({ type, job, event }) {
  const words = (type ?? '').toLowerCase().replaceAll('_', ' ');
  const [change] = event?.changes ?? [];
  const step = stepChangeIn(event);
  if (type === 'NODE_PROVISION_STATE_CHANGED' && change) return fromTo(change);
  if (type === 'NODE_POWER_STATE_CHANGED' && change) return `power ${fromTo(change)}`;
  if (job === null || !words.startsWith('job ')) return words;
  if (step !== null) return `${job.purpose}: ${step.name} ${step.state.toLowerCase()}`;
  if (type === 'JOB_PROGRESS') return `${job.purpose}: ${job.currentStep?.name ?? ''} ${job.percent} %`;
  return `${job.purpose}: ${words.slice('job '.length)}${job.error === null ? '' : `: ${job.error.message}`}`;
}

/**
 * The provision state that the event led to; null when it changed none. The event's node says where it is *now*, which
 * may be further on.
 *
 * @param {NodeEvent} event
 */
export function stateAfter({ event }) {
  const change = event?.changes.find(({ field }) => field === 'provisionState');
  return change === undefined ? null : valueOf(change.after);
}

/**
 * @param {NodeEvent['event']} event
 * @returns {{ name: string, state: string } | null} the job's step that changed, and what it is now
 */
export function stepChangeIn(event) {
  for (const { field, after } of event?.changes ?? []) {
    const [, name] = /^steps\.(.+)\.state$/.exec(field) ?? [];
    if (name !== undefined) return { name, state: valueOf(after) };
  }
  return null;
}

/** @param {Change} change */
function fromTo({ before, after }) {
  return `${valueOf(before)} → ${valueOf(after)}`;
}

/** @param {string | null} json */
function valueOf(json) {
  return json === null ? 'unknown' : String(JSON.parse(json));
}
