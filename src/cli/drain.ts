/** `ironql drain`: asks the conductors of this machine, or one by its id, to hand over their work, and waits until they have. */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { drainProgress, requestDrain, type DrainingConductor } from '../conductor/drain-request.ts';
import { connectDatabase } from '../entities/connect.ts';

const LOOK_EVERY_MS = 200;

export interface DrainOptions {
  readonly databaseUrl: string;
  /** Null: all that run on this machine. */
  readonly conductorId: string | null;
  readonly say: (line: string) => void;
}

/** Answers false when there was none to drain. Waits as long as it takes: who is tired of it ends the command, not the drain. */
export async function drain({ databaseUrl, conductorId, say }: DrainOptions): Promise<boolean> {
  const db = await connectDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    const asked = await requestDrain(db, conductorId === null ? { host: hostname() } : { conductorId });
    if (asked.length === 0) {
      say(conductorId === null ? `No conductor runs on ${hostname()}.` : `No conductor ${conductorId} is alive.`);
      return false;
    }
    let said = '';
    for (;;) {
      const conductors = await drainProgress(db, asked);
      const line = conductors.map(describe).join('; ');
      if (line !== said) say(line);
      said = line;
      if (conductors.every(({ state }) => state === 'STOPPED' || state === 'DEAD')) return true;
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    await db.destroy();
  }
}

function describe({ id, pid, state, runningJobs }: DrainingConductor): string {
  const who = `conductor ${id} (process ${pid})`;
  switch (state) {
    case 'STOPPED':
      return `${who} has handed over its work and ended`;
    case 'DEAD':
      return `${who} died; its jobs are taken over`;
    case 'ALIVE':
    case 'DRAINING':
      return `${who} has ${runningJobs} jobs at work`;
  }
}
