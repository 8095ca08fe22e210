import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RequestedStep } from '../domain/steps.ts';
import type { JsonObject } from './json.ts';

/** Steps that every deployment of an instance runs that asks for the trait of this name. It belongs to no project. */
@Entity('deploy_templates')
export class DeployTemplateEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @Index('deploy_templates_name', { unique: true })
  @Column({ type: 'varchar', length: 255 })
  name!: string;

  @Column({ type: 'json' })
  steps!: { readonly list: readonly DeployTemplateStep[] };

  @Column({ type: 'json' })
  extra!: JsonObject;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}

export interface DeployTemplateStep extends RequestedStep {
  /** Where it stands among all steps of the deployment, high first; 0 switches the driver's own step of this name off. */
  readonly priority: number;
}
