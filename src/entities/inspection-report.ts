import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { JsonObject } from './json.ts';
import { NodeEntity } from './node.ts';

/** What a ramdisk has reported of its machine and no inspection has used yet. */
@Entity('inspection_reports')
export class InspectionReportEntity {
  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** `inventory`, `pluginData`, `error`: see `InspectionReport` in `drivers/interfaces`. */
  @Column({ type: 'json' })
  report!: JsonObject;

  @Column({ type: 'datetime', precision: 6 })
  at!: string;
}
