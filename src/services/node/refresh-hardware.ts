import { refreshHardware, type RefreshHardwareInput } from '../../conductor/jobs/refresh-hardware.ts';
import { HARDWARE_ASPECTS, type HardwareAspect } from '../../domain/hardware-aspects.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import type { Answer } from '../mutation.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

interface RefreshArguments {
  readonly aspects?: readonly HardwareAspect[] | null;
}

const refreshWork: NodeWork<RefreshArguments> = {
  type: refreshHardware,
  args({ aspects }) {
    // In the table's order, each once: what is short comes first.
    const wanted = HARDWARE_ASPECTS.filter((aspect) => aspects == null || aspects.includes(aspect));
    const args: RefreshHardwareInput = { aspects: wanted };
    return { ...args };
  },
};

/** Looks at the machine anew, whoever has it. */
export const refreshNodeHardware = (
  ctx: ServiceContext,
  viewer: Viewer,
  input: Omit<VerbInput, 'onLocked'> & RefreshArguments,
): Promise<Answer> => workOnNode(ctx, viewer, 'refreshNodeHardware', refreshWork, { ...input, onLocked: 'QUEUE' });
