import { setConsole, type SetConsoleInput } from '../../conductor/jobs/console.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { slotOf, unsupported } from '../driver-of.ts';
import type { Answer } from '../mutation.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

const consoleWork: NodeWork<SetConsoleInput> = {
  type: setConsole,
  whyRefused: (ctx, node) => (slotOf(ctx, node, 'console').start === undefined ? unsupported(node, 'a console') : null),
  args: ({ enabled }) => ({ enabled }),
};

export const setNodeConsole = (
  ctx: ServiceContext,
  viewer: Viewer,
  input: VerbInput & SetConsoleInput,
): Promise<Answer> => workOnNode(ctx, viewer, 'setNodeConsole', consoleWork, input);
