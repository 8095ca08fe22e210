/** What inspection rules look at besides what was found: the rules themselves, and what drivers are not told of the node. */
import type { EntityManager } from 'typeorm';
import type { InspectionRule, RuleAction, RuleCondition } from '../domain/inspection-rules.ts';
import type { JsonObject } from '../entities/json.ts';

export interface RuleFacts {
  readonly rules: readonly InspectionRule[];
  readonly extra: JsonObject;
  readonly description: string | null;
  readonly resourceClass: string | null;
  /** By MAC. */
  readonly ports: ReadonlyMap<string, { readonly description: string | null; readonly extra: JsonObject }>;
}

export async function loadRuleFacts(db: Pick<EntityManager, 'query'>, nodeId: string): Promise<RuleFacts> {
  type List<T> = { readonly list: readonly T[] };
  type RuleRow = Omit<InspectionRule, 'isSensitive' | 'conditions' | 'actions'> & {
    readonly isSensitive: number;
    readonly conditions: List<RuleCondition>;
    readonly actions: List<RuleAction>;
  };
  // Columns as these queries name them.
  const rules = await db.query<RuleRow[]>(
    'SELECT id, description, priority, is_sensitive AS isSensitive, conditions, actions FROM inspection_rules',
  );
  const [node] = await db.query<Pick<RuleFacts, 'extra' | 'description' | 'resourceClass'>[]>(
    'SELECT extra, description, resource_class AS resourceClass FROM nodes WHERE id = ?',
    [nodeId],
  );
  const ports = await db.query<{ address: string; description: string | null; extra: JsonObject }[]>(
    'SELECT address, description, extra FROM ports WHERE node_id = ?',
    [nodeId],
  );
  return {
    ...(node ?? { extra: {}, description: null, resourceClass: null }),
    rules: rules.map((rule) => ({
      ...rule,
      isSensitive: rule.isSensitive === 1,
      conditions: rule.conditions.list,
      actions: rule.actions.list,
    })),
    ports: new Map(ports.map(({ address, ...port }) => [address, port])),
  };
}
