import { ProblemError } from '../../domain/problems.ts';
import { DONE } from '../interfaces/common.ts';
import type { InspectInterface } from '../interfaces/inspect.ts';
import { oneLine } from './parse.ts';

/** `agent`: the ramdisk looks what is in its machine and reports it. Staging it and waiting for its report are the engine's. */
export const agentInspect: InspectInterface = {
  name: 'agent',
  usesRamdisk: true,
  validate: () => {},
  inspect: async () => DONE,
  async collect(_node, ctx) {
    const report = (await ctx.inspectionReport?.()) ?? null;
    if (report === null) {
      throw new ProblemError({ code: 'STEP_FAILED', step: 'collect', reason: 'the ramdisk has reported nothing' });
    }
    const { inventory, pluginData, error } = report;
    if (error === null) return { inventory, pluginData };
    const reason = `the ramdisk says: ${oneLine(error)}`;
    throw new ProblemError({ code: 'STEP_FAILED', step: 'collect', reason });
  },
  abort: async () => {},
};
