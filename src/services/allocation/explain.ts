import { explainSearch } from '../../conductor/allocation/constraints.ts';
import type { AllocationExplanation } from '../../domain/allocation.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { wantedNode, type WantedNodeInput } from './wanted-node.ts';

/** Which nodes would fit, without asking for one. */
export async function explainAllocation(
  ctx: ServiceContext,
  viewer: Viewer,
  input: WantedNodeInput & { readonly resourceClass: string },
): Promise<AllocationExplanation> {
  return explainSearch(ctx.db, await wantedNode(ctx, viewer, input));
}
