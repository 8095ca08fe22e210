/** The service's own steps, which may stand in any list of steps. Source: the reference's reserved steps (domain notes §6.6). */
import { found, NOTHING_FOUND, type StepHandler, type StepResult } from '../job-type.ts';
import { bringPowerTo, HARD_TIMEOUT_MS } from './power-steps.ts';

/** A power order, and the reading of what came of it. */
const POWER_STEP_TIMEOUT_MS = HARD_TIMEOUT_MS + 60_000;
/** How long a ramdisk may take to call, when nobody said for how long to wait. Source: the reference's call-back time-outs. */
const CALLBACK_TIMEOUT_MS = 30 * 60_000;

const power = (target: 'ON' | 'OFF' | 'REBOOT', description: string): StepHandler => ({
  description,
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: POWER_STEP_TIMEOUT_MS,
  run: async (ctx) => found(await bringPowerTo(ctx, target)),
});

/** The node is free meanwhile, and no worker sleeps: the reference cuts such a wait at 30 s, and may forget it (quirk Q22). */
const wait: StepHandler = {
  description: 'Wait',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 1_000,
  run({ args: { seconds } }) {
    const outcome: StepResult['outcome'] =
      typeof seconds === 'number'
        ? { kind: 'wait', for: 'TIMER', timeoutMs: seconds * 1_000 }
        : { kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: CALLBACK_TIMEOUT_MS };
    return Promise.resolve({ ...NOTHING_FOUND, outcome });
  },
};

const hold: StepHandler = {
  description: 'Pause until somebody says unhold',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 1_000,
  run: () => Promise.resolve({ ...NOTHING_FOUND, outcome: { kind: 'hold' } }),
};

export const reservedSteps = {
  power_on: power('ON', 'Turn the machine on'),
  power_off: power('OFF', 'Turn the machine off'),
  reboot: power('REBOOT', 'Restart the machine'),
  wait,
  hold,
} as const satisfies Readonly<Record<string, StepHandler>>;
