import { requestDrain } from '../../conductor/drain-request.ts';
import { isUuid } from '../../domain/ids.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { malformedId, mutateObject, type Answer } from '../mutation.ts';
import { requireAdministrator } from '../visibility.ts';

export interface DrainConductorInput {
  readonly conductorId: string;
  readonly idempotencyKey?: string | null;
}

/** Asks a conductor to hand over its work and end; it begins within a second. For administrators. */
export function drainConductor(ctx: ServiceContext, viewer: Viewer, input: DrainConductorInput): Promise<Answer> {
  const { conductorId } = input;
  return mutateObject(ctx, viewer, { mutation: 'drainConductor', input }, async ({ tx }) => {
    if (!isUuid(conductorId)) throw malformedId('conductorId', conductorId);
    requireAdministrator(viewer, 'draining a conductor');
    const known: unknown[] = await tx.query('SELECT id FROM conductors WHERE id = ?', [conductorId]);
    if (known.length === 0) {
      throw new ProblemError({
        code: 'NOT_FOUND',
        type: 'conductor',
        id: conductorId,
        path: ['input', 'conductorId'],
      });
    }
    const asked = await requestDrain(tx, { conductorId });
    if (asked.length === 0) {
      throw new ProblemError({
        code: 'NOT_ALLOWED_NOW',
        action: 'draining the conductor',
        reason: 'it has ended already',
        remedy: 'List those that are alive with conductors.',
      });
    }
    return { objectId: conductorId };
  });
}
