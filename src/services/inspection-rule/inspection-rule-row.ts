import type { EntityManager } from 'typeorm';
import {
  ACTION_ARGS,
  CONDITION_ARGS,
  faultOf,
  whyNoLoop,
  type ActionOp,
  type Arg,
  type ConditionOp,
  type LoopMode,
  type RuleAction,
  type RuleCondition,
} from '../../domain/inspection-rules.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { InspectionRuleEntity } from '../../entities/inspection-rule.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { lockObject } from '../lock-object.ts';
import type { InspectionRuleRow } from '../read/inspection-rules.ts';
import { visibleToSystem } from '../visibility.ts';

export interface InspectionConditionInput {
  readonly op: ConditionOp;
  readonly not: boolean;
  readonly args: JsonObject;
  readonly loop?: string | null;
  readonly multiple: LoopMode;
}

export interface InspectionActionInput {
  readonly op: ActionOp;
  readonly args: JsonObject;
  readonly loop?: string | null;
}

export interface InspectionRuleValues {
  readonly description?: string | null;
  readonly priority?: number | null;
  readonly isSensitive?: boolean | null;
  readonly conditions?: readonly InspectionConditionInput[] | null;
  readonly actions?: readonly InspectionActionInput[] | null;
}

const MAX_PRIORITY = 9_999;
const MAX_ITEMS = 64;
const MAX_LOOP_LENGTH = 255;

export function checkInspectionRule(checker: Checker, rule: InspectionRuleValues): void {
  const { description, priority, conditions, actions } = rule;
  checker.text('description', description, 255);
  if (typeof priority === 'number' && (priority < 0 || priority > MAX_PRIORITY)) {
    checker.invalid('priority', `priority is ${priority}.`, `Use 0 to ${MAX_PRIORITY}.`);
  }
  if (actions?.length === 0) checker.invalid('actions', 'A rule without actions does nothing.', 'Give at least one.');
  checkItems(checker, 'conditions', conditions ?? [], CONDITION_ARGS);
  checkItems(checker, 'actions', actions ?? [], ACTION_ARGS);
}

function checkItems<Op extends string>(
  checker: Checker,
  field: string,
  items: readonly { readonly op: Op; readonly args: JsonObject; readonly loop?: string | null }[],
  known: Readonly<Record<Op, Readonly<Record<string, Arg>>>>,
): void {
  if (items.length > MAX_ITEMS) {
    checker.invalid(field, `${items.length} ${field} are too many.`, `Give at most ${MAX_ITEMS}.`);
    return;
  }
  for (const [index, { op, args, loop }] of items.entries()) {
    const at = [field, String(index)];
    const found = checker.problems.length;
    checker.json([...at, 'args'], args);
    if (checker.problems.length > found) continue; // too deep or too long to be read any further
    const fault = faultOf(known[op], args);
    if (fault !== null) {
      const path = [...at, 'args', ...(fault.arg === null ? [] : [fault.arg])];
      checker.invalid(path, `The argument of ${op} does not fit: ${fault.reason}.`, 'See docs/inspection.md.');
    }
    if (typeof loop === 'string') {
      const reason = loop.length > MAX_LOOP_LENGTH ? `it has ${loop.length} characters` : whyNoLoop(loop);
      if (reason !== null)
        checker.invalid([...at, 'loop'], `The loop does not fit: ${reason}.`, 'See docs/inspection.md.');
    }
  }
}

export const conditionsToStore = (
  conditions: readonly InspectionConditionInput[],
): { readonly list: readonly RuleCondition[] } => ({
  list: conditions.map(({ op, not, args, loop, multiple }) => ({ op, not, args, loop: loop ?? null, multiple })),
});

export const actionsToStore = (
  actions: readonly InspectionActionInput[],
): { readonly list: readonly RuleAction[] } => ({
  list: actions.map(({ op, args, loop }) => ({ op, args, loop: loop ?? null })),
});

const FIELDS = [
  'id',
  'description',
  'priority',
  'isSensitive',
  'conditions',
  'actions',
  'version',
  'createdAt',
  'updatedAt',
] as const;

/** @throws {ProblemError} INVALID_INPUT, NOT_FOUND */
export function lockInspectionRule(
  ctx: ServiceContext,
  tx: EntityManager,
  viewer: Viewer,
  id: string,
): Promise<InspectionRuleRow> {
  return lockObject(ctx, tx, {
    entity: InspectionRuleEntity,
    fields: FIELDS,
    type: 'inspection rule',
    field: 'inspectionRuleId',
    id,
    visible: visibleToSystem(viewer),
  });
}
