import { AgentEntity } from '../../entities/agent.ts';
import type { ServiceContext } from '../context.ts';

/** All but its token and its certificate. */
const FIELDS = ['nodeId', 'callbackUrl', 'version', 'status', 'statusMessage', 'heartbeatAt'] as const;
export type AgentRow = Pick<AgentEntity, (typeof FIELDS)[number]>;

/** Of these nodes; the caller may see the nodes. */
export function agentsOfNodes(ctx: ServiceContext, nodeIds: readonly string[]): Promise<AgentRow[]> {
  return ctx.select(ctx.db.manager, AgentEntity, FIELDS, { where: 't.node_id IN (?)', params: [nodeIds] });
}
