import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { AllocationExplanation, AllocationState } from '../domain/allocation.ts';
import type { JsonObject } from './json.ts';
import { NodeEntity } from './node.ts';

/** A request for any node that fits; once ACTIVE, its claim to that node. The node's instance id is this id. */
@Entity('allocations')
@Index('allocations_due', ['nextTryAt'])
export class AllocationEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @Index('allocations_name', { unique: true })
  @Column({ type: 'varchar', length: 255, nullable: true })
  name!: string | null;

  @Column({ type: 'varchar', length: 16 })
  state!: AllocationState;

  @Column({ type: 'varchar', length: 80, name: 'resource_class' })
  resourceClass!: string;

  @Column({ type: 'json' })
  wanted!: { readonly traits: readonly string[]; readonly candidateNodes: readonly string[] };

  @Column({ type: 'varchar', length: 255, nullable: true })
  owner!: string | null;

  @Column({ type: 'json' })
  extra!: JsonObject;

  /** The node's only record of who has it: a unique key, so no node is ever given twice. */
  @Index('allocations_node', { unique: true })
  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @Column({ type: 'char', length: 36, name: 'node_id', nullable: true })
  nodeId!: string | null;

  @Column({ type: 'text', name: 'last_error', nullable: true })
  lastError!: string | null;

  @Column({ type: 'json', nullable: true })
  explanation!: AllocationExplanation | null;

  @Column({ type: 'varchar', length: 255, name: 'requested_by' })
  requestedBy!: string;

  /** Rounds of looking so far. */
  @Column({ type: 'int' })
  tries!: number;

  /** When a conductor is to look again; null once it is ACTIVE or in ERROR. */
  @Column({ type: 'datetime', precision: 6, name: 'next_try_at', nullable: true })
  nextTryAt!: string | null;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}
