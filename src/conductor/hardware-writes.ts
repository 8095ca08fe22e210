/** How what was observed on a machine becomes rows and events. Written inside a node transaction, fenced by its caller. */
import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../domain/events.ts';
import { FIELD_OF_ASPECT, type HardwareAspect } from '../domain/hardware-aspects.ts';
import type { NodeHardwareEntity } from '../entities/node-hardware.ts';
import type { Observation } from './job-type.ts';
import type { NodeTx } from './node-transaction.ts';

/** Readings differ each time: who wants them asks for them, and nobody is told. */
const NOT_TOLD: ReadonlySet<HardwareAspect> = new Set(['SENSORS']);
/** Short enough to stand in an event; of the others it says only that they changed. */
const SHOWN: ReadonlySet<HardwareAspect> = new Set(['BOOT_MODE', 'SECURE_BOOT', 'HEALTH', 'VENDOR']);

/** The moment is kept with each; an event tells only of what is not as it was. */
export async function writeHardware(node: NodeTx, observed: readonly Observation[]): Promise<void> {
  if (observed.length === 0) return;
  const aspects = observed.map(({ aspect }) => aspect);
  // Columns as this query names them.
  const rows = await node.tx.query<Pick<NodeHardwareEntity, 'aspect' | 'value'>[]>(
    'SELECT aspect, value FROM node_hardware WHERE node_id = ? AND aspect IN (?)',
    [node.nodeId, aspects],
  );
  const before = new Map(rows.map(({ aspect, value }) => [aspect, value.is]));
  const missing = observed.filter(({ value }) => value === undefined).map(({ aspect }) => aspect);
  if (missing.length > 0) {
    await node.tx.query('DELETE FROM node_hardware WHERE node_id = ? AND aspect IN (?)', [node.nodeId, missing]);
  }
  const seen = observed.filter(({ value }) => value !== undefined);
  if (seen.length > 0) {
    await node.tx.query(
      `INSERT INTO node_hardware (node_id, aspect, value, observed_at)
       VALUES ${seen.map(() => '(?, ?, ?, UTC_TIMESTAMP(6))').join(', ')}
       ON DUPLICATE KEY UPDATE value = VALUES(value), observed_at = VALUES(observed_at)`,
      seen.flatMap(({ aspect, value }) => [node.nodeId, aspect, JSON.stringify({ is: value })]),
    );
  }
  emitChanges(node, observed, before);
}

function emitChanges(
  node: NodeTx,
  observed: readonly Observation[],
  before: ReadonlyMap<HardwareAspect, unknown>,
): void {
  const changed = observed.filter(
    ({ aspect, value }) => !NOT_TOLD.has(aspect) && !isDeepStrictEqual(asStored(value), before.get(aspect) ?? null),
  );
  if (changed.length === 0) return;
  const changeOf = ({ aspect, value }: Observation): Change => ({
    field: FIELD_OF_ASPECT[aspect],
    before: SHOWN.has(aspect) ? (before.get(aspect) ?? null) : null,
    after: SHOWN.has(aspect) ? asStored(value) : null,
  });
  node.emit('NODE_HARDWARE_CHANGED', changed.map(changeOf));
  const health = changed.find(({ aspect }) => aspect === 'HEALTH');
  if (health !== undefined) node.emit('NODE_HEALTH_CHANGED', [changeOf(health)]);
}

/** As it comes back from the database: without what JSON does not have. */
const asStored = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
