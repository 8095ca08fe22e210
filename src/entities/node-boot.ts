import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { NodeEntity } from './node.ts';

/** What a machine is given over the network: see `Staging` and `ServedFiles` in `drivers/interfaces`. */
@Entity('node_boots')
@Index('node_boots_secret', ['secret'], { unique: true })
export class NodeBootEntity {
  @ForeignKey(() => NodeEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'char', length: 36, name: 'node_id' })
  nodeId!: string;

  /** Part of the path under which this machine, and no other, finds its files. Another one each time something is staged anew. */
  @Column({ type: 'varchar', length: 43 })
  secret!: string;

  @Column({ type: 'json', nullable: true })
  netboot!: {
    readonly kind: 'ramdisk' | 'instance';
    readonly kernel: string;
    readonly ramdisk: string;
    readonly args: string;
  } | null;

  /** Name → where it comes from: http, https or file. */
  @Column({ type: 'json' })
  files!: Readonly<Record<string, string>>;
}
