/**
 * The ways in which a running job is stopped from outside, and what its present step is told.
 *
 * - cancel: somebody asked. A step that may be stopped gets its signal now; another one ends first.
 * - hand-over: this process stops. Every step gets its signal; the job goes on elsewhere.
 * - lost: the lease or the lock is gone. Nothing may be sent to the hardware or written any more.
 */
export type StopReason =
  | { readonly kind: 'cancel'; readonly reason: string }
  | { readonly kind: 'hand-over' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'timeout'; readonly afterMs: number };

/** What a step's signal is aborted with. */
export class StopError extends Error {
  readonly stop: StopReason;

  constructor(stop: StopReason) {
    super(`The step was stopped: ${stop.kind}.`);
    this.name = 'AbortError'; // what node's own timers and child processes reject with as well
    this.stop = stop;
  }
}

export interface JobControl {
  stop(reason: StopReason): void;
  /** The step at work may end first; the job is handed over before its next one. */
  handOverAtNextStep(): void;
  /** The strongest reason so far to stop: lost, then hand-over, then cancel. */
  readonly pending: StopReason | null;
  /** A step did not end although it was told to, and was left behind: it may still be at work. */
  readonly isDeaf: boolean;
  /** Runs one step under a signal that fires on a stop that concerns it, or after `timeoutMs`. */
  guard<T>(
    step: { readonly abortable: boolean; readonly timeoutMs: number },
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

/** A step that does not react to its signal is given up after this long; what it still does is fenced off. */
const GRACE_MS = 5_000;

const STRENGTH: Readonly<Record<StopReason['kind'], number>> = { timeout: 0, cancel: 1, 'hand-over': 2, lost: 3 };

export function createJobControl(): JobControl {
  let pending: StopReason | null = null;
  let isDeaf = false;
  let current: { readonly abortable: boolean; readonly controller: AbortController } | null = null;

  const tell = (reason: StopReason): void => {
    if (current === null || current.controller.signal.aborted) return;
    if (reason.kind === 'cancel' && !current.abortable) return;
    current.controller.abort(new StopError(reason));
  };

  const note = (reason: StopReason): void => {
    if (pending === null || STRENGTH[reason.kind] > STRENGTH[pending.kind]) pending = reason;
  };

  return {
    get pending() {
      return pending;
    },
    get isDeaf() {
      return isDeaf;
    },
    stop(reason) {
      note(reason);
      tell(reason);
    },
    handOverAtNextStep() {
      note({ kind: 'hand-over' });
    },
    async guard({ abortable, timeoutMs }, run) {
      const controller = new AbortController();
      current = { abortable, controller };
      const timer = setTimeout(() => tell({ kind: 'timeout', afterMs: timeoutMs }), timeoutMs);
      if (pending !== null && pending.kind !== 'hand-over') tell(pending);
      try {
        return await unlessDeaf(run(controller.signal), controller.signal, () => {
          isDeaf = true;
        });
      } finally {
        clearTimeout(timer);
        current = null;
        // Whatever a call has left behind that has not ended yet sends nothing more: its step's right ends here.
        controller.abort(new StopError({ kind: 'lost' }));
      }
    },
  };
}

/** The step's own end, or its signal's reason when it has not ended a while after the signal. */
function unlessDeaf<T>(running: Promise<T>, signal: AbortSignal, onDeaf: () => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      grace = setTimeout(() => {
        onDeaf();
        reject(signal.reason);
      }, GRACE_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    running.then(resolve, reject).finally(() => {
      clearTimeout(grace);
      signal.removeEventListener('abort', onAbort);
    });
  });
}
