import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from './json.ts';

/** What several machines sit in: an enclosure, a rack. */
@Entity('chassis')
export class ChassisEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  description!: string | null;

  @Column({ type: 'json' })
  extra!: JsonObject;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}
