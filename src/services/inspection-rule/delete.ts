import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkVersion } from '../versions.ts';
import { requireAdministrator } from '../visibility.ts';
import { lockInspectionRule } from './inspection-rule-row.ts';

export interface DeleteInspectionRuleInput {
  readonly inspectionRuleId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** What it has brought about stays. */
export function deleteInspectionRule(
  ctx: ServiceContext,
  viewer: Viewer,
  input: DeleteInspectionRuleInput,
): Promise<Answer> {
  return mutateObject(ctx, viewer, { mutation: 'deleteInspectionRule', input }, async ({ tx, emit }) => {
    requireAdministrator(viewer, 'deleting an inspection rule');
    const rule = await lockInspectionRule(ctx, tx, viewer, input.inspectionRuleId);
    checkVersion('inspection rule', rule, input.expectedVersion);
    await tx.query('DELETE FROM inspection_rules WHERE id = ?', [rule.id]);
    emit('INSPECTION_RULE_DELETED', [{ field: 'inspectionRule', before: rule.id, after: null }]);
    return { objectId: rule.id };
  });
}
