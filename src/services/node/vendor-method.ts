import {
  callSharedVendorMethod,
  callVendorMethod as callJob,
  type VendorMethodInput,
} from '../../conductor/jobs/vendor-method.ts';
import { enqueue } from '../../conductor/queue.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { VendorMethod } from '../../drivers/interfaces/vendor.ts';
import type { JsonObject } from '../../entities/json.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { slotOf, unsupported } from '../driver-of.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { readNode } from './node-row.ts';
import type { VerbInput } from './node-work.ts';

export interface CallVendorMethodInput extends VerbInput {
  readonly method: string;
  readonly arguments?: JsonObject | null;
}

/** What the vendor offers under names of its own. Its answer is the job's `result`. */
export function callVendorMethod(ctx: ServiceContext, viewer: Viewer, input: CallVendorMethodInput): Promise<Answer> {
  const call = { mutation: 'callVendorMethod', input, nodeId: input.nodeId };
  return mutateNode(ctx, viewer, call, async (node) => {
    const row = await readNode(ctx, node);
    const { methods } = slotOf(ctx, row, 'vendor');
    const method = methods.find(({ name }) => name === input.method);
    if (method === undefined) {
      const names = methods.map(({ name }) => name);
      throw new ProblemError(unsupported(row, `vendor method ${input.method.slice(0, 64)}`, names, 'method'));
    }
    const args = input.arguments ?? {};
    checkArguments(method, args);
    const job: VendorMethodInput = { method: method.name, arguments: args };
    const jobId = await enqueue(node, {
      type: method.lock === 'SHARED' ? callSharedVendorMethod : callJob,
      input: { ...job },
      requestedBy: viewer.actor,
      conductorGroup: row.conductorGroup,
      onLocked: input.onLocked,
    });
    return { objectId: node.nodeId, jobId };
  });
}

function checkArguments(method: VendorMethod, args: JsonObject): void {
  const checker = createChecker();
  checker.json('arguments', args);
  const known = Object.keys(method.args);
  for (const name of Object.keys(args)) {
    if (known.includes(name)) continue;
    const remedy = known.length === 0 ? 'It takes none.' : `It takes: ${known.join(', ')}.`;
    checker.invalid(['arguments', name.slice(0, 64)], `${method.name} takes no argument of this name.`, remedy);
  }
  for (const [name, { required, description }] of Object.entries(method.args)) {
    if (required && (args[name] ?? null) === null) {
      checker.invalid(['arguments', name], `${method.name} needs the argument ${name}.`, `Give it: ${description}`);
    }
  }
  checker.done();
}
