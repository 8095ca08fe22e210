import { maskDriverInfo } from '../../drivers/hardware-type.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { NodeRow } from '../read/nodes.ts';
import type { ServiceContext } from '../context.ts';

/** driverInfo without its secrets. Of a driver that is no longer there nobody knows which they are: then nothing is shown. */
export function shownDriverInfo(
  { hardwareTypes }: ServiceContext,
  node: Pick<NodeRow, 'driver' | 'driverInfo'>,
): JsonObject {
  const type = hardwareTypes.get(node.driver);
  return type === undefined ? {} : maskDriverInfo(type, node.driverInfo);
}
