import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RuleAction, RuleCondition } from '../domain/inspection-rules.ts';

/** What is to follow from what inspections find, on whatever node. It belongs to no project. */
@Entity('inspection_rules')
@Index('inspection_rules_priority', ['priority', 'id'])
export class InspectionRuleEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  description!: string | null;

  @Column({ type: 'int' })
  priority!: number;

  /** Its conditions and actions are shown to nobody. Never taken back. */
  @Column({ type: 'boolean', name: 'is_sensitive' })
  isSensitive!: boolean;

  @Column({ type: 'json' })
  conditions!: { readonly list: readonly RuleCondition[] };

  @Column({ type: 'json' })
  actions!: { readonly list: readonly RuleAction[] };

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}
