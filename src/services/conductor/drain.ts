import { requestDrain } from '../../conductor/drain-request.ts';
import { isUuid } from '../../domain/ids.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { malformedId, mutateNodes, type Answer } from '../mutation.ts';

export interface DrainConductorInput {
  readonly conductorId: string;
  readonly idempotencyKey?: string | null;
}

/** Asks a conductor to hand over its work and end; it begins within a second. For administrators. */
export function drainConductor(ctx: ServiceContext, viewer: Viewer, input: DrainConductorInput): Promise<Answer> {
  const { conductorId } = input;
  const find = (): Promise<{ readonly nodeIds: readonly string[] }> => {
    if (!isUuid(conductorId)) throw malformedId('conductorId', conductorId);
    return Promise.resolve({ nodeIds: [] }); // a conductor is no node's
  };
  return mutateNodes(ctx, viewer, { mutation: 'drainConductor', input, find }, async ({ tx }) => {
    if (viewer.scope.kind !== 'all') {
      throw new ProblemError({
        code: 'NOT_ALLOWED_NOW',
        action: 'draining a conductor',
        reason: 'only administrators of the system may',
        remedy: 'Ask an administrator.',
      });
    }
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
