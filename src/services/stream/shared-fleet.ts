import type { Viewer } from '../../domain/viewer.ts';
import type { FleetArgs } from '../read/fleet.ts';
import type { StreamContext } from './context.ts';
import { Fleet } from './fleet.ts';

/** The one that counts the same for the same rights, or a new one. Whoever is given it must hold it while it is needed. */
export function sharedFleet(ctx: StreamContext, viewer: Viewer, args: FleetArgs): Fleet {
  const { fleets } = ctx.live;
  const scope = viewer.scope.kind === 'all' ? null : [...viewer.scope.projects].sort();
  const name = JSON.stringify([scope, args.groupBy, args.filter ?? null]);
  const known = fleets.get(name)?.deref();
  if (known !== undefined) return known;
  for (const [other, fleet] of fleets) if (fleet.deref() === undefined) fleets.delete(other);
  const fleet = new Fleet(ctx, ctx.tail, viewer, args);
  fleets.set(name, new WeakRef(fleet));
  return fleet;
}
