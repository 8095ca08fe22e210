import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addForeignKey, addIndex } from './add-column.ts';

/** Machines that live in another one, as DPUs and blades do. */
export class ParentNodes1700000000018 implements MigrationInterface {
  name = 'ParentNodes1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'nodes', 'parent_node_id', 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL');
    await addIndex(runner, 'nodes', 'nodes_parent', { kind: 'KEY', columns: 'parent_node_id, id' });
    await addForeignKey(
      runner,
      'nodes',
      'nodes_parent_fk',
      'FOREIGN KEY (parent_node_id) REFERENCES nodes (id) ON DELETE SET NULL',
    );
  }

  async down(): Promise<void> {
    throw new Error('Older releases work on this schema as it is: there is nothing to go back to.');
  }
}
