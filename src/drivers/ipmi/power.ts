import { POWER_TARGETS, type PowerState, type PowerTarget } from '../../domain/power.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { CallContext } from '../interfaces/common.ts';
import type { PowerInterface } from '../interfaces/power.ts';
import { sleep } from '../sleep.ts';
import type { Ipmitool } from './ipmitool.ts';
import { parsePowerStatus } from './parse.ts';
import { hostAndPort, IPMI_DRIVER_INFO, parseIpmiSettings, type IpmiSettings } from './settings.ts';

/** An order, and the state the BMC must report before the next one. */
interface Move {
  readonly order: 'on' | 'off' | 'soft';
  readonly until: PowerState;
}

/**
 * Each target as orders that state an end, so that it may be begun again after a crash. A reboot is off and on, not
 * `power cycle`: BMCs refuse that for a machine that is off, and nobody could tell whether it had happened.
 */
const MOVES: Readonly<Record<PowerTarget, readonly Move[]>> = {
  ON: [{ order: 'on', until: 'ON' }],
  OFF: [{ order: 'off', until: 'OFF' }],
  SOFT_OFF: [{ order: 'soft', until: 'OFF' }],
  REBOOT: [
    { order: 'off', until: 'OFF' },
    { order: 'on', until: 'ON' },
  ],
  SOFT_REBOOT: [
    { order: 'soft', until: 'OFF' },
    { order: 'on', until: 'ON' },
  ],
};

export interface IpmiPowerOptions {
  /** Between two looks at a machine that is on its way, in milliseconds. */
  readonly pollIntervalMs: number;
}

export function createIpmiPower(ipmitool: Ipmitool, { pollIntervalMs }: IpmiPowerOptions): PowerInterface {
  async function read(settings: IpmiSettings, ctx: CallContext): Promise<PowerState> {
    const words = ['power', 'status'];
    const stdout = await ipmitool(settings, words, ctx);
    const state = parsePowerStatus(stdout);
    if (state !== null) return state;
    const reason = `it answered "${stdout.trim().slice(0, 100)}"`;
    throw new ProblemError({
      code: 'BMC_REFUSED',
      address: hostAndPort(settings),
      command: words.join(' '),
      reason,
    });
  }

  /** An order that the BMC leaves unanswered, as one does that is busy carrying it out, counts as given: the machine shows. */
  async function give(settings: IpmiSettings, order: Move['order'], journey: Journey): Promise<void> {
    try {
      await ipmitool(settings, ['power', order], journey.ctx);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'BMC_TIMEOUT') throw error;
      journey.silence = error;
    }
  }

  /** Looks until the machine is there. A BMC that is silent for a moment while it switches is asked again. */
  async function arrive(settings: IpmiSettings, until: PowerState, journey: Journey): Promise<void> {
    while (journey.observed !== until) {
      await sleep(pollIntervalMs, journey.ctx.signal);
      try {
        journey.observed = await read(settings, journey.ctx);
        journey.silence = null;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        journey.silence = error;
      }
    }
  }

  return {
    name: 'ipmitool',
    targets: POWER_TARGETS,
    driverInfo: IPMI_DRIVER_INFO,
    validate: (node) => void parseIpmiSettings('power', node),
    get: (node, ctx) => read(parseIpmiSettings('power', node), ctx),

    async set(node, target, ctx) {
      const settings = parseIpmiSettings('power', node);
      const limit = AbortSignal.timeout(ctx.timeoutMs);
      const journey: Journey = {
        ctx: { ...ctx, signal: AbortSignal.any([ctx.signal, limit]) },
        observed: null,
        silence: null,
      };
      let wanted: PowerState = 'ON';
      try {
        for (const { order, until } of MOVES[target]) {
          wanted = until;
          journey.observed = await read(settings, journey.ctx);
          if (journey.observed === until) continue;
          await give(settings, order, journey);
          await arrive(settings, until, journey);
        }
        return wanted;
      } catch (error) {
        if (ctx.signal.aborted || !limit.aborted) throw error;
        throw journey.silence ?? notReached(wanted, journey.observed, ctx.timeoutMs);
      }
    },

    bmcAddress: (node) => hostAndPort(parseIpmiSettings('power', node)),
  };
}

/** What one {@link PowerInterface.set} knows on its way. */
interface Journey {
  readonly ctx: CallContext;
  observed: PowerState | null;
  /** Why the last order or look failed; null when it did not. */
  silence: ProblemError | null;
}

function notReached(wanted: PowerState, observed: PowerState | null, afterMs: number): ProblemError {
  return new ProblemError({ code: 'POWER_STATE_NOT_REACHED', wanted, observed: observed ?? 'nothing', afterMs });
}
