/**
 * A step that the agent in the ramdisk carries out.
 *
 * `run` has it begin; the agent then works alone and calls back when it is over, and every now and then before that. A call
 * is only a hint: `afterSignal` reads the agent's list of commands, which it keeps until it starts anew, and believes the
 * result whose echoed step is this one. A list without the step means that the machine was restarted in the middle of it.
 * Source: domain notes §6.5.
 */
import { ProblemError } from '../../domain/problems.ts';
import { DONE, type AgentAccess, type CallContext, type DriverNode, type StepOutcome } from '../interfaces/common.ts';
import type { Announced, RamdiskFlow, RamdiskStep } from '../interfaces/deploy.ts';
import { sleep } from '../sleep.ts';
import { addressOf, refused, type AgentClient } from './client.ts';
import { evidenceFrom } from './evidence.ts';
import type { LogCollector } from './logs.ts';
import { nodeParams, type MaskDriverInfo } from './node-params.ts';
import { Nonsense, objectIn, parseAnnounced, type Command, type Json } from './parse.ts';

export interface RamdiskParts {
  readonly client: AgentClient;
  readonly mask: MaskDriverInfo;
  readonly logs: LogCollector;
  /** How long the agent may be silent while it works, in milliseconds. */
  readonly silentMs: Readonly<Record<RamdiskFlow, number>>;
  /** Between two looks at an agent that is not to be waited for by its calls. */
  readonly pollMs: number;
  /** How long an agent may be busy with something else before a step gives up. */
  readonly busyMs: number;
}

interface Which {
  readonly interface: string;
  readonly name: string;
  readonly flow: RamdiskFlow;
}

/** What a step is called with, worked out when it begins: addresses and drives are not known before. */
export interface StepCall {
  readonly args: Json;
  /** What the agent finds in the node under `target_raid_config`. */
  readonly targetRaidConfig?: Json;
}
export type PrepareCall = (node: DriverNode, args: Json, ctx: CallContext) => Promise<StepCall>;

const asAsked: PrepareCall = (_node, args) => Promise.resolve({ args });

const FLOW_WORD = { CLEAN: 'clean', DEPLOY: 'deploy', SERVICE: 'service' } as const;

export function ramdiskStep(parts: RamdiskParts, which: Which, prepare: PrepareCall = asAsked): RamdiskStep {
  const { client, logs, silentMs } = parts;
  const word = FLOW_WORD[which.flow];
  const execute = `execute_${word}_step`;
  const wait: StepOutcome = { kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: silentMs[which.flow] };

  async function begin(
    node: DriverNode,
    call: StepCall,
    agent: AgentAccess,
    ctx: CallContext,
    versions: Json | null,
  ): Promise<void> {
    const params = {
      step: { interface: which.interface, step: which.name, args: call.args, priority: 0, [STEP_ID]: ctx.stepId },
      ...nodeParams(node, parts.mask, call.targetRaidConfig),
      [`${word}_version`]: versions,
    };
    const isTaken = await begunInTime(parts, agent, { name: `${word}.${execute}`, params }, ctx);
    if (!isTaken) throw refused(agent, which.name, 'it is busy with something else, and has been for too long');
    ctx.line(`${which.interface}.${which.name}: begun by the agent.`);
  }

  /** The last of ours in the list; null: the agent knows of none. */
  const lastOf = (commands: readonly Command[]): Command | null =>
    commands.findLast(({ name }) => name === execute) ?? null;

  const isOurs = ({ result }: Command, ctx: CallContext): boolean => {
    const echo = objectIn(result[`${word}_step`]);
    const isSame = echo[STEP_ID] === undefined || echo[STEP_ID] === ctx.stepId;
    return echo['step'] === which.name && echo['interface'] === which.interface && isSame;
  };

  async function judge(node: DriverNode, args: Json, agent: AgentAccess, ctx: CallContext): Promise<StepOutcome> {
    const commands = await client.commands(agent, ctx);
    const last = lastOf(commands);
    if (last === null) {
      throw new ProblemError({ code: 'AGENT_RESTARTED', address: addressOf(agent), command: which.name });
    }
    switch (last.status) {
      case 'RUNNING':
        ctx.line(`${which.interface}.${which.name}: the agent is at work.`);
        return wait;
      case 'SUCCEEDED':
        if (!isOurs(last, ctx)) return wait;
        ctx.line(`${which.interface}.${which.name}: ${resultText(last.result[`${word}_result`])}`);
        return DONE;
      case 'FAILED':
        throw refused(agent, which.name, last.error ?? 'it gives no reason');
      case 'VERSION_MISMATCH':
        return sendAgain(node, args, commands, agent, ctx);
    }
  }

  /** Its hardware managers are not those whose steps were asked for: they are asked again, and so is the step. */
  async function sendAgain(
    node: DriverNode,
    args: Json,
    commands: readonly Command[],
    agent: AgentAccess,
    ctx: CallContext,
  ): Promise<StepOutcome> {
    const inARow = commands.filter(({ name }) => name === execute).slice(-MAX_MISMATCHES);
    if (inARow.length === MAX_MISMATCHES && inARow.every(({ status }) => status === 'VERSION_MISMATCH')) {
      throw refused(agent, which.name, 'its hardware managers have another version each time they are asked');
    }
    ctx.line(`${which.interface}.${which.name}: the agent has other hardware managers now, asking again.`);
    const { versions } = await announcedSteps(parts, node, which.flow, ctx);
    await begin(node, await prepare(node, args, ctx), agent, ctx, versions);
    return wait;
  }

  return {
    async run(node, args, ctx) {
      const agent = await agentOf(ctx);
      await begin(node, await prepare(node, args, ctx), agent, ctx, agent.stepVersions);
      return wait;
    },
    async afterSignal(node, args, ctx) {
      const agent = await agentOf(ctx);
      try {
        return await judge(node, args, agent, ctx);
      } catch (error) {
        // One that cannot be reached has no logs to give either, and one that started anew has lost them.
        if (error instanceof ProblemError && error.problem.code === 'AGENT_REFUSED') {
          await logs.afterFailure(node, agent, ctx);
        }
        throw error;
      }
    },
    /** Only these steps are sent by us, one after the other: one that runs is this one. */
    async probe(_node, _args, ctx) {
      const agent = await ctx.agent?.();
      if (agent === null || agent === undefined) return false;
      const last = lastOf(await client.commands(agent, ctx));
      return last !== null && (last.status === 'RUNNING' || isOurs(last, ctx));
    },
    async evidence(_node, _args, ctx) {
      const agent = await agentOf(ctx);
      const last = lastOf(await client.commands(agent, ctx));
      return evidenceFrom(which, agent, last === null ? {} : last.result['clean_result']);
    },
  };
}

const MAX_MISMATCHES = 3;

/**
 * Goes with the step and comes back with its result: the agent may list the same step of an earlier job, when it was kept
 * running, or of this one, when that has it twice. Agents that echo only what they know leave it out.
 */
const STEP_ID = 'ironql_step';

/** What the agent offers for a flow. @throws {ProblemError} AGENT_UNREACHABLE, AGENT_REFUSED, AGENT_TIMEOUT */
export async function announcedSteps(
  { client, mask }: Pick<RamdiskParts, 'client' | 'mask'>,
  node: DriverNode,
  flow: RamdiskFlow,
  ctx: CallContext,
): Promise<Announced> {
  const agent = await agentOf(ctx);
  const word = FLOW_WORD[flow];
  const order = { name: `${word}.get_${word}_steps`, params: { ...nodeParams(node, mask) } };
  const { result } = await client.ask(agent, order, ctx);
  try {
    return parseAnnounced(word, result, (text) => ctx.line(text));
  } catch (error) {
    if (error instanceof Nonsense) throw refused(agent, `get_${word}_steps`, error.message);
    throw error;
  }
}

/** @throws {ProblemError} AGENT_UNREACHABLE when none has called */
export async function agentOf(ctx: CallContext): Promise<AgentAccess> {
  const agent = (await ctx.agent?.()) ?? null;
  if (agent !== null) return agent;
  throw new ProblemError({ code: 'AGENT_UNREACHABLE', address: '(none)', reason: 'no agent has called back' });
}

/** Somebody else's command may be in the way, as the collecting of logs: it is waited for. */
export async function begunInTime(
  { client, pollMs, busyMs }: Pick<RamdiskParts, 'client' | 'pollMs' | 'busyMs'>,
  agent: AgentAccess,
  order: { readonly name: string; readonly params: Json },
  ctx: CallContext,
): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= busyMs; waitedMs += pollMs) {
    if ((await client.begin(agent, order, ctx)) !== null) return true;
    await sleep(pollMs, ctx.signal);
  }
  return false;
}

/** Texts come as `{result: "name: text"}`. */
function resultText(result: unknown): string {
  const said = typeof result === 'string' ? result : objectIn(result)['result'];
  return typeof said === 'string' ? said.slice(0, 300) : 'done.';
}
