import type { Logger } from '../../domain/logger.ts';

export interface Loop {
  stop(): Promise<void>;
}

/** Runs `work` every `intervalMs`, never twice at once; an error is logged and the next turn comes all the same. */
export function startLoop(name: string, intervalMs: number, log: Logger, work: () => Promise<void>): Loop {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  const schedule = (delayMs: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      turn = work()
        .catch((error: unknown) => {
          if (!isStopped) log.warn({ loop: name, err: error }, 'periodic work failed; trying again');
        })
        .then(() => schedule(intervalMs));
    }, delayMs);
    timer.unref();
  };
  schedule(0);

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
