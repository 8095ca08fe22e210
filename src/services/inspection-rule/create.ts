import { v7 as newId } from 'uuid';
import type { Viewer } from '../../domain/viewer.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateObject, type Answer } from '../mutation.ts';
import { requireAdministrator } from '../visibility.ts';
import {
  actionsToStore,
  checkInspectionRule,
  conditionsToStore,
  type InspectionActionInput,
  type InspectionConditionInput,
  type InspectionRuleValues,
} from './inspection-rule-row.ts';

export interface CreateInspectionRuleInput extends InspectionRuleValues {
  readonly priority: number;
  readonly isSensitive: boolean;
  readonly conditions: readonly InspectionConditionInput[];
  readonly actions: readonly InspectionActionInput[];
  readonly idempotencyKey?: string | null;
}

/** Heeded by every inspection whose findings are read from now on. */
export function createInspectionRule(
  ctx: ServiceContext,
  viewer: Viewer,
  input: CreateInspectionRuleInput,
): Promise<Answer> {
  return mutateObject(ctx, viewer, { mutation: 'createInspectionRule', input }, async ({ tx, emit }) => {
    requireAdministrator(viewer, 'creating an inspection rule');
    const checker = createChecker();
    checkInspectionRule(checker, input);
    checker.done();
    const id = newId();
    await tx.query(
      `INSERT INTO inspection_rules (id, description, priority, is_sensitive, conditions, actions, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [
        id,
        input.description ?? null,
        input.priority,
        input.isSensitive ? 1 : 0,
        JSON.stringify(conditionsToStore(input.conditions)),
        JSON.stringify(actionsToStore(input.actions)),
      ],
    );
    emit('INSPECTION_RULE_CREATED', [{ field: 'inspectionRule', before: null, after: id }]);
    return { objectId: id };
  });
}
