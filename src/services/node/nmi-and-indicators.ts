import {
  injectNmi as injectNmiJob,
  setIndicator,
  type SetIndicatorInput,
} from '../../conductor/jobs/nmi-and-indicators.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { slotOf, unsupported } from '../driver-of.ts';
import type { Answer } from '../mutation.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

const nmiWork: NodeWork<object> = {
  type: injectNmiJob,
  whyRefused: (ctx, node) =>
    slotOf(ctx, node, 'management').injectNmi === undefined ? unsupported(node, 'injecting an NMI') : null,
  args: () => ({}),
};

export const injectNmi = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'injectNmi', nmiWork, input);

const indicatorWork: NodeWork<SetIndicatorInput> = {
  type: setIndicator,
  checkInput(checker, { indicatorId, state }) {
    if (state === 'UNKNOWN') checker.invalid('state', 'A light cannot be set to UNKNOWN.', 'Use OFF, ON or BLINKING.');
    checker.text('indicatorId', indicatorId, 255);
    if (indicatorId === '') checker.invalid('indicatorId', 'indicatorId is empty.', 'See hardware.indicators.');
  },
  whyRefused: (ctx, node) =>
    slotOf(ctx, node, 'management').setIndicatorState === undefined ? unsupported(node, 'setting an indicator') : null,
  args: ({ component, indicatorId, state }) => ({ component, indicatorId, state }),
};

/** Which lights a machine has only the machine can tell: one that is not there fails the job. */
export const setNodeIndicator = (
  ctx: ServiceContext,
  viewer: Viewer,
  input: VerbInput & SetIndicatorInput,
): Promise<Answer> => workOnNode(ctx, viewer, 'setNodeIndicator', indicatorWork, input);
