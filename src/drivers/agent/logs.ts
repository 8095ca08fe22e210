/** The ramdisk's logs, fetched before it is gone: when something failed, always, or never. */
import type { AgentAccess, CallContext, DriverNode } from '../interfaces/common.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { AgentClient } from './client.ts';
import { textIn } from './parse.ts';

export const DEPLOY_LOGS = ['on_failure', 'always', 'never'] as const;
export type DeployLogs = (typeof DEPLOY_LOGS)[number];

/** Keeps a packed log of a node somewhere; answers where. */
export type KeepLog = (nodeId: string, tarGz: Buffer) => Promise<string>;

export interface LogCollector {
  /** Never fails: what failed before it is what counts. */
  afterFailure(node: DriverNode, agent: AgentAccess, ctx: CallContext): Promise<void>;
  atTheEnd(node: DriverNode, agent: AgentAccess, ctx: CallContext): Promise<void>;
}

const isOfFiles = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

/** In base64, with the JSON around it. A ramdisk's journal is some megabytes. */
const MAX_BYTES = 64 * 2 ** 20;

export function createLogCollector(client: AgentClient, when: DeployLogs, keep: KeepLog | null): LogCollector {
  async function collect(node: DriverNode, agent: AgentAccess, ctx: CallContext): Promise<void> {
    if (keep === null) return;
    try {
      const order = { name: 'log.collect_system_logs', params: {} };
      const { result } = await client.ask(agent, order, ctx, { maxBytes: MAX_BYTES });
      const packed = textIn(result['system_logs']);
      if (packed === null) return ctx.line('The ramdisk has no logs to give.');
      ctx.line(`Logs of the ramdisk: ${await keep(node.id, Buffer.from(packed, 'base64'))}`);
    } catch (error) {
      if (!(error instanceof ProblemError) && !isOfFiles(error)) throw error; // the right to the node, or the job's end
      ctx.log.warn({ nodeId: node.id, err: error }, 'logs of a ramdisk could not be kept');
      ctx.line(`No logs of the ramdisk: ${error.message}`);
    }
  }
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    afterFailure: when === 'never' ? nothing : collect,
    atTheEnd: when === 'always' ? collect : nothing,
  };
}
