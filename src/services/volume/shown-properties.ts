import type { Viewer } from '../../domain/viewer.ts';
import { MASK } from '../../drivers/hardware-type.ts';
import type { JsonObject } from '../../entities/json.ts';

/** How to reach a volume may hold credentials of the storage: administrators see them, others which fields there are. */
export function shownProperties(viewer: Viewer, properties: JsonObject): JsonObject {
  if (viewer.scope.kind === 'all') return properties;
  return Object.fromEntries(Object.keys(properties).map((key) => [key, MASK]));
}
