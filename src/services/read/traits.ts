import { NodeTraitEntity } from '../../entities/node-trait.ts';
import type { ServiceContext } from '../context.ts';

export type TraitRow = Pick<NodeTraitEntity, 'nodeId' | 'trait'>;

/** In alphabetical order; the caller may see the nodes. */
export function traitsOfNodes(ctx: ServiceContext, nodeIds: readonly string[]): Promise<TraitRow[]> {
  return ctx.select(ctx.db.manager, NodeTraitEntity, ['nodeId', 'trait'], {
    where: 't.node_id IN (?)',
    params: [nodeIds],
    orderBy: 't.node_id, t.trait',
  });
}
