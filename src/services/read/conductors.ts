import { ConductorEntity } from '../../entities/conductor.ts';
import type { ServiceContext } from '../context.ts';
import { findPage, NEWEST_FIRST, type Page, type PageArgs } from './page.ts';

const FIELDS = [
  'id',
  'host',
  'pid',
  'conductorGroup',
  'drivers',
  'state',
  'drainRequestedAt',
  'startedAt',
  'heartbeatAt',
  'leaseExpiresAt',
] as const;
export type ConductorRow = Pick<ConductorEntity, (typeof FIELDS)[number]>;

/** Conductor processes belong to the system: everybody who may ask at all sees them. */
export function findConductors(ctx: ServiceContext, args: PageArgs): Promise<Page<ConductorRow>> {
  return findPage(ctx, {
    entity: ConductorEntity,
    fields: FIELDS,
    where: { sql: '', params: [] },
    order: NEWEST_FIRST,
    args,
  });
}

export function conductorsById(ctx: ServiceContext, ids: readonly string[]): Promise<ConductorRow[]> {
  return ctx.select(ctx.db.manager, ConductorEntity, FIELDS, { where: 't.id IN (?)', params: [ids] });
}
