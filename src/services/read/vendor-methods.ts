import type { VendorMethod } from '../../drivers/interfaces/vendor.ts';
import type { ServiceContext } from '../context.ts';
import { slotOf } from '../driver-of.ts';
import type { NodeRow } from './nodes.ts';

export type { VendorMethod };

/** None of a driver that is not there. */
export const vendorMethodsOf = (
  ctx: ServiceContext,
  node: Pick<NodeRow, 'driver' | 'interfaces'>,
): readonly VendorMethod[] => (ctx.hardwareTypes.has(node.driver) ? slotOf(ctx, node, 'vendor').methods : []);
