import { setPower, type SetPowerInput } from '../../conductor/jobs/set-power.ts';
import type { NodesTx, NodeTx } from '../../conductor/node-transaction.ts';
import { enqueue, whyBusy } from '../../conductor/queue.ts';
import { isUuid } from '../../domain/ids.ts';
import { whyNotOff } from '../../domain/power-rules.ts';
import type { PowerTarget } from '../../domain/power.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { implementationOf } from '../../drivers/hardware-type.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { hardwareTypeOf } from '../driver-of.ts';
import { malformedId, mutateNodes, type Answer, type Outcome } from '../mutation.ts';
import { assertNodeVisible } from '../visibility.ts';
import { readNode } from './node-row.ts';
import { jobOf, whyRefused, type NodeWork, type VerbInput } from './node-work.ts';
import {
  beforeSwitching,
  findRelatives,
  mustBeSwitched,
  requireVisible,
  whyNotTogether,
  type Before,
} from './power-family.ts';

export interface PowerArguments {
  readonly target: PowerTarget;
  readonly timeoutSeconds?: number | null;
}

const MAX_TIMEOUT_SECONDS = 3_600;

/** Brings the machine to a power state, if its driver can do that at all. */
export const powerWork: NodeWork<PowerArguments> = {
  type: setPower,
  checkInput(checker, { timeoutSeconds }) {
    if (timeoutSeconds === null || timeoutSeconds === undefined) return;
    if (timeoutSeconds >= 1 && timeoutSeconds <= MAX_TIMEOUT_SECONDS) return;
    checker.invalid('timeoutSeconds', `${timeoutSeconds} s is out of range.`, `Use 1 to ${MAX_TIMEOUT_SECONDS}.`);
  },
  whyRefused(ctx, { driver, interfaces, disablePowerOff }, { target }) {
    const { targets } = implementationOf(hardwareTypeOf(ctx, driver), interfaces, 'power');
    if (targets.includes(target)) return whyNotOff(target, { disablePowerOff });
    const path = ['input', 'target'];
    return { code: 'UNSUPPORTED', what: `power target ${target}`, driver, supported: targets, path };
  },
  whyNotTogether: (tx, nodeIds, { target }) => whyNotTogether(tx, nodeIds, target),
  args: ({ target, timeoutSeconds }) => ({ ...inputOf({ target, timeoutSeconds: timeoutSeconds ?? null }) }),
};

const inputOf = ({ target, timeoutSeconds }: PowerArguments): SetPowerInput => ({
  target,
  timeoutMs: typeof timeoutSeconds === 'number' ? timeoutSeconds * 1_000 : null,
});

type SetNodePowerInput = VerbInput & PowerArguments;

/** Switches a node, and those first whose power its own depends on, or that depend on its own. */
export function setNodePower(ctx: ServiceContext, viewer: Viewer, input: SetNodePowerInput): Promise<Answer> {
  const before = beforeSwitching(input.target);
  const find = async (): Promise<{ readonly nodeIds: readonly string[] }> => {
    if (!isUuid(input.nodeId)) throw malformedId('nodeId', input.nodeId);
    const relatives = before === null ? [] : await findRelatives(ctx.db, input.nodeId, before);
    return { nodeIds: [...relatives.map(({ nodeId }) => nodeId), input.nodeId.toLowerCase()] };
  };
  return mutateNodes(ctx, viewer, { mutation: 'setNodePower', input, find }, (nodes) =>
    switchFamily(ctx, viewer, nodes, input, before),
  );
}

async function switchFamily(
  ctx: ServiceContext,
  viewer: Viewer,
  nodes: NodesTx,
  input: SetNodePowerInput,
  before: Before | null,
): Promise<Outcome> {
  const own = nodes.nodes.get(input.nodeId.toLowerCase());
  if (own === undefined) {
    throw new ProblemError({ code: 'NOT_FOUND', type: 'node', id: input.nodeId, path: ['input', 'nodeId'] });
  }
  await assertNodeVisible(nodes.tx, viewer, own.nodeId);
  const checker = createChecker();
  powerWork.checkInput?.(checker, input);
  checker.done();
  const row = await requireSwitchable(ctx, own, input);
  const others = before === null ? [] : await relativesToSwitch(nodes, own.nodeId, before);
  await requireVisible(
    nodes.tx,
    viewer,
    others.map(({ nodeId }) => nodeId),
  );
  const rows = [];
  for (const other of others)
    rows.push(await requireSwitchable(ctx, other, { target: before?.target ?? 'OFF' }, other));
  if (input.onLocked === 'FAIL') {
    const [busy] = (await whyBusy(nodes.tx, [own, ...others])).values();
    if (busy !== undefined) throw new ProblemError(busy);
  }
  const after: string[] = [];
  for (const [index, other] of others.entries()) {
    const otherRow = rows[index];
    if (before === null || otherRow === undefined) continue;
    after.push(await enqueue(other, jobOf(powerWork, viewer, otherRow, { target: before.target, onLocked: 'QUEUE' })));
  }
  const job = jobOf(powerWork, viewer, row, input);
  const jobId = await enqueue(own, after.length === 0 ? job : { ...job, input: { ...job.input, after } });
  return { objectId: own.nodeId, jobId };
}

/** Those that are still relatives now that all are locked; one that has become one since follows by itself, or drifts. */
async function relativesToSwitch({ tx, nodes }: NodesTx, nodeId: string, before: Before): Promise<readonly NodeTx[]> {
  const relatives = await findRelatives(tx, nodeId, before);
  return relatives
    .filter((relative) => mustBeSwitched(relative, before))
    .flatMap((relative) => nodes.get(relative.nodeId) ?? []);
}

/** @param relative whose fault it is that the node itself cannot be switched, if it is not the node's own */
async function requireSwitchable(
  ctx: ServiceContext,
  node: NodeTx,
  asked: PowerArguments,
  relative?: NodeTx,
): Promise<Awaited<ReturnType<typeof readNode>>> {
  const row = await readNode(ctx, node);
  const problem = whyRefused(ctx, powerWork, row, { ...row, projectedState: row.provisionState }, asked);
  if (problem === null) return row;
  if (relative === undefined) throw new ProblemError(problem);
  throw new ProblemError({
    code: 'NOT_ALLOWED_NOW',
    action: 'switching the node',
    reason: `node ${relative.nodeId}, which shares its power, would have to be switched ${asked.target} first, and that is refused`,
    remedy: 'Ask for that node by itself to see why; a node with a power supply of its own says so in driverInfo.',
  });
}
