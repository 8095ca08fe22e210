/** Who held each node, by the event log. */
import { eventsByNode, type Check, type LoggedEvent, type Violation } from './history.ts';

interface Holder {
  readonly jobId: string | null;
  readonly actor: string;
  readonly epoch: number;
}

export const oneHolder: Check = {
  name: 'at most one holder, epochs strictly increasing',
  promise: 'P1',
  run({ events }) {
    const grants = events.filter(({ type }) => type === 'LOCK_GRANTED').length;
    const breaks = events.filter(({ type }) => type === 'LOCK_BROKEN').length;
    return {
      counted: `${grants} grants, ${breaks} broken`,
      violations: [...eventsByNode(events)].flatMap(([nodeId, own]) => violationsOf(nodeId, own)),
    };
  },
};

function violationsOf(nodeId: string, events: readonly LoggedEvent[]): Violation[] {
  const violations: Violation[] = [];
  let holder: Holder | null = null;
  let epoch = 0;
  const report = (event: LoggedEvent, what: string): void => {
    violations.push({ nodeId, at: event.at, what: `${nameOf(event)}: ${what}` });
  };
  for (const event of events) {
    if (event.type === 'LOCK_GRANTED') {
      const granted = epochOf(event);
      if (holder !== null) report(event, `the lock is held by job ${holder.jobId} under epoch ${holder.epoch}`);
      if (granted <= epoch) report(event, `epoch ${granted} comes after epoch ${epoch}`);
      epoch = Math.max(epoch, granted);
      holder = { jobId: event.jobId, actor: event.actor, epoch: granted };
    } else if (event.type === 'LOCK_RELEASED' || event.type === 'LOCK_BROKEN') {
      const why = holder === null ? 'nobody holds the lock' : whyNotTheirs(event, holder);
      if (why !== null) report(event, why);
      if (event.type === 'LOCK_BROKEN') epoch += 1; // a grant after it is larger by two
      holder = null;
    }
  }
  return violations;
}

function whyNotTheirs({ type, jobId, actor }: LoggedEvent, holder: Holder): string | null {
  if (holder.jobId !== jobId) return `the lock is held by job ${holder.jobId}`;
  if (type === 'LOCK_BROKEN' || holder.actor === actor) return null; // anybody may break it
  return `job ${holder.jobId} holds the lock at ${holder.actor}, and ${actor} gave it back`;
}

/** One that lost its lease, and whose work has ended, says so itself: then it is stopped. */
const LETS_GO: ReadonlySet<string> = new Set(['CONDUCTOR_LOST', 'CONDUCTOR_STOPPED']);

/** Whoever takes over from a lost conductor waits: what that one sent last may still be on its way. */
export const marginIsWaitedOut: Check = {
  name: 'take-over waits the safety margin out',
  promise: 'P2',
  run({ events, safetyMarginMs }) {
    const lostAt = new Map<string, number>(
      events.flatMap(({ type, changes, at }) =>
        LETS_GO.has(type) ? changes.map(({ after }) => [`conductor:${String(after)}`, at] as const) : [],
      ),
    );
    let waits = 0;
    const violations: Violation[] = [];
    for (const [nodeId, own] of eventsByNode(events)) {
      let heldBy = '';
      let lost: { readonly actor: string; readonly at: number } | null = null;
      for (const event of own) {
        if (event.type === 'LOCK_BROKEN') {
          // A conductor breaks a lock of its own where a claim got lost on its way back: nobody works under that one. And
          // an administrator may break one whose holder is lost only later.
          const at = event.actor === heldBy ? undefined : lostAt.get(heldBy);
          lost = at === undefined || at > event.at ? null : { actor: heldBy, at };
        }
        if (event.type !== 'LOCK_GRANTED') continue;
        heldBy = event.actor;
        if (lost === null) continue;
        waits += 1;
        const afterMs = event.at - lost.at;
        if (afterMs < safetyMarginMs) {
          const what = `${nameOf(event)}: ${afterMs.toFixed(1)} ms after ${lost.actor} was declared lost; the margin is ${safetyMarginMs} ms`;
          violations.push({ nodeId, at: event.at, what });
        }
        lost = null;
      }
    }
    return { counted: `${waits} take-overs of a held node`, violations };
  },
};

const nameOf = ({ type, sequence, jobId, actor }: LoggedEvent): string =>
  `${type} #${sequence} of job ${jobId} by ${actor}`;

const epochOf = ({ changes }: LoggedEvent): number =>
  Number(changes.find(({ field }) => field === 'lock.epoch')?.after ?? Number.NaN);
