import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RequestedStep } from '../domain/steps.ts';
import type { JsonObject } from './json.ts';

/** Steps for cleaning or service, written down ahead of time. Nodes that have one of its traits may use it. */
@Entity('runbooks')
export class RunbookEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @Index('runbooks_name', { unique: true })
  @Column({ type: 'varchar', length: 255 })
  name!: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  description!: string | null;

  /** In the order in which they run. */
  @Column({ type: 'json' })
  steps!: { readonly list: readonly RunbookStep[] };

  @Column({ type: 'json' })
  traits!: { readonly list: readonly string[] };

  /** Everybody may use it; then it belongs to nobody. */
  @Column({ type: 'boolean', name: 'is_public' })
  isPublic!: boolean;

  /** The project whose it is; null: the installation's. */
  @Index('runbooks_owner')
  @Column({ type: 'varchar', length: 255, nullable: true })
  owner!: string | null;

  @Column({ type: 'boolean', name: 'disable_ramdisk' })
  disableRamdisk!: boolean;

  @Column({ type: 'json' })
  extra!: JsonObject;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}

export interface RunbookStep extends RequestedStep {
  readonly order: number;
}
