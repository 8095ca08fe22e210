/** What only one vendor's machines can do, under that vendor's own name for it. */
import type { JsonObject } from '../../entities/json.ts';
import type { VendorMethod } from '../../drivers/interfaces/vendor.ts';
import {
  found,
  ownStep,
  type JobNode,
  type JobType,
  type StepHandler,
  type StepResult,
  type StepContext,
} from '../job-type.ts';
import { implementationOf } from '../../drivers/hardware-type.ts';
import { unsupported } from './hardware-job.ts';

/** What the service writes into the job; nothing else makes such jobs. */
export interface VendorMethodInput {
  readonly method: string;
  readonly arguments: JsonObject;
}

async function call(ctx: StepContext): Promise<StepResult> {
  // The service wrote it as VendorMethodInput.
  const { method: name, arguments: args } = ctx.input as unknown as VendorMethodInput;
  const method = methodOf(ctx.node, name);
  if (method === null) throw unsupported(ctx, `vendor method ${name}`);
  const answer = await method.call(ctx.node, args, ctx);
  return found({ kind: 'result', jobId: ctx.jobId, result: { answer: answer ?? null } });
}

function methodOf(node: JobNode, name: string): VendorMethod | null {
  const { methods } = implementationOf(node.hardware, node.interfaces, 'vendor');
  return methods.find((method) => method.name === name) ?? null;
}

const callMethod: StepHandler = {
  description: 'Call a method of the vendor',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 10 * 60_000, // nobody but the vendor knows what it does
  run: call,
};

/** Nobody can know whether it took effect, and a second one would be another. */
const callMethodOnce: StepHandler = { ...callMethod, repeat: 'manual' };

const steps = { call_method: callMethod, call_method_once: callMethodOnce };

export const callVendorMethod: JobType = {
  name: 'node.call-vendor-method',
  purpose: 'calling a method of the vendor',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: null,
  endsIn: null,
  runsBetween: false,
  usesBmc: true,
  limit: null,
  plan(node, input) {
    // The service wrote it as VendorMethodInput.
    const { method } = input as unknown as VendorMethodInput;
    const isRepeatable = methodOf(node, method)?.idempotent ?? true;
    return [ownStep(steps, isRepeatable ? 'call_method' : 'call_method_once')];
  },
  steps,
};

/** For methods that need the node to nobody's exclusion; as `refresh-hardware.ts`, it stands in no line. */
export const callSharedVendorMethod: JobType = {
  ...callVendorMethod,
  name: 'node.call-shared-vendor-method',
  lock: 'SHARED',
  usesBmc: false,
  leavesLastError: true,
};
