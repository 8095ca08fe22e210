import type { Logger } from '../../domain/logger.ts';

export interface Loop {
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** Begins somewhere within the first interval, and varies the others by a tenth: not all processes at once. */
  readonly isJittered?: boolean;
}

/**
 * Runs `work` every `intervalMs`, never twice at once; an error is logged and the next turn comes all the same. Work that
 * takes long listens to its signal, which fires at the stop. It may answer when its next turn is to come.
 */
export function startLoop(
  name: string,
  intervalMs: number,
  log: Logger,
  work: (signal: AbortSignal) => Promise<number | undefined | void>,
  { isJittered = false }: LoopOptions = {},
): Loop {
  const controller = new AbortController();
  const varied = (ms: number): number => (isJittered ? ms * (0.9 + Math.random() / 5) : ms);
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  const schedule = (delayMs: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      turn = work(controller.signal)
        .catch((error: unknown) => {
          if (!isStopped) log.warn({ loop: name, err: error }, 'periodic work failed; trying again');
          return undefined;
        })
        .then((nextMs) => schedule(varied(nextMs ?? intervalMs)));
    }, delayMs);
    timer.unref();
  };
  schedule(isJittered ? intervalMs * Math.random() : 0);

  return {
    async stop() {
      isStopped = true;
      controller.abort();
      clearTimeout(timer);
      await turn;
    },
  };
}
