import { ProblemError } from '../../domain/problems.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { changesOf, differing, toColumn } from '../differences.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { checkNotNull, checkVersion, requireVersionFor } from '../versions.ts';
import { requireAdministrator } from '../visibility.ts';
import {
  actionsToStore,
  checkInspectionRule,
  conditionsToStore,
  lockInspectionRule,
  type InspectionRuleValues,
} from './inspection-rule-row.ts';

export interface UpdateInspectionRuleInput extends InspectionRuleValues {
  readonly inspectionRuleId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** Field of the input → its column. */
const COLUMNS = {
  description: 'description',
  priority: 'priority',
  isSensitive: 'is_sensitive',
  conditions: 'conditions',
  actions: 'actions',
} as const;
const FIELDS = ['description', 'priority', 'isSensitive', 'conditions', 'actions'] as const;

/** Conditions and actions are replaced as a whole. */
export function updateInspectionRule(
  ctx: ServiceContext,
  viewer: Viewer,
  input: UpdateInspectionRuleInput,
): Promise<Answer> {
  return mutateObject(ctx, viewer, { mutation: 'updateInspectionRule', input }, async ({ tx, emit }) => {
    requireAdministrator(viewer, 'changing an inspection rule');
    checkValues(input);
    const rule = await lockInspectionRule(ctx, tx, viewer, input.inspectionRuleId);
    const { id } = rule;
    checkVersion('inspection rule', rule, input.expectedVersion);
    if (rule.isSensitive && input.isSensitive === false) throw new ProblemError(ONCE_AND_FOR_ALL);
    const wanted = {
      ...rule,
      ...input,
      ...(input.conditions && { conditions: conditionsToStore(input.conditions) }),
      ...(input.actions && { actions: actionsToStore(input.actions) }),
    };
    const changed = differing(FIELDS, rule, wanted);
    if (changed.length === 0) return { objectId: id };
    await tx.query(
      `UPDATE inspection_rules SET ${changed.map((field) => `${COLUMNS[field]} = ?`).join(', ')}, version = version + 1,
                                   updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
      [...changed.map((field) => toColumn(wanted[field])), id],
    );
    // Conditions and actions are JSON, which the log never tells: so it tells nothing of sensitive ones either.
    emit('INSPECTION_RULE_UPDATED', [
      { field: 'inspectionRule', before: id, after: id },
      ...changesOf('inspectionRule', changed, rule, wanted),
    ]);
    return { objectId: id };
  });
}

const ONCE_AND_FOR_ALL = {
  code: 'NOT_ALLOWED_NOW',
  action: 'showing what is sensitive',
  reason: 'a rule that was sensitive once stays so',
  remedy: 'Write another rule, and delete this one.',
  path: ['input', 'isSensitive'],
} as const;

function checkValues(input: UpdateInspectionRuleInput): void {
  const checker = createChecker();
  requireVersionFor(checker, input, ['conditions', 'actions']);
  checkInspectionRule(checker, input);
  checkNotNull(checker, input, ['priority', 'isSensitive', 'conditions', 'actions']);
  checker.done();
}
