/** Small things that a BMC does to a machine on the spot. */
import { ProblemError } from '../../domain/problems.ts';
import type { IndicatorComponent, IndicatorState } from '../../drivers/interfaces/management.ts';
import { hardwareJob, unsupported } from './hardware-job.ts';

/** What the service writes into the job; nothing else makes such jobs. */
export interface SetIndicatorInput {
  readonly component: IndicatorComponent;
  readonly indicatorId: string;
  readonly state: IndicatorState;
}

export const injectNmi = hardwareJob({
  name: 'node.inject-nmi',
  purpose: 'interrupting the machine',
  description: 'Interrupt the operating system, for a crash dump',
  repeat: 'manual', // a second interrupt may spoil the dump that the first one has begun
  changes: [],
  async act(ctx) {
    const { injectNmi: inject } = ctx.driver('management');
    if (inject === undefined) throw unsupported(ctx, 'injecting an NMI');
    await inject(ctx.node, ctx);
  },
});

export const setIndicator = hardwareJob({
  name: 'node.set-indicator',
  purpose: 'setting an indicator light',
  description: 'Switch an indicator light',
  repeat: 'idempotent',
  changes: ['INDICATORS'],
  async act(ctx) {
    // The service wrote it as SetIndicatorInput.
    const { component, indicatorId, state } = ctx.input as unknown as SetIndicatorInput;
    const management = ctx.driver('management');
    if (management.setIndicatorState === undefined || management.getIndicators === undefined) {
      throw unsupported(ctx, 'setting an indicator');
    }
    // Which lights there are only the machine can tell.
    const indicators = await management.getIndicators(ctx.node, ctx);
    const indicator = indicators.find((one) => one.component === component && one.id === indicatorId);
    if (indicator === undefined) {
      throw new ProblemError({ code: 'NOT_FOUND', type: 'indicator', id: `${indicatorId}@${component}` });
    }
    if (indicator.readonly || !indicator.states.includes(state)) {
      const what = `indicator ${indicatorId}@${component} ${state}`;
      throw unsupported(ctx, what, indicator.readonly ? [] : indicator.states);
    }
    await management.setIndicatorState(ctx.node, component, indicatorId, state, ctx);
  },
});
