import type { CallContext, DriverInterface, DriverNode } from './common.ts';

/** Remote volumes. Source: the reference's StorageInterface (domain notes §2.7). */
export interface StorageInterface extends DriverInterface {
  /** False when the instance boots from a volume that already holds its image. Quick, never touches anything. */
  shouldWriteImage(node: DriverNode): boolean;
  /** Volumes that are already attached stay so. */
  attachVolumes?(node: DriverNode, ctx: CallContext): Promise<void>;
  /** Success when none is attached. */
  detachVolumes?(node: DriverNode, ctx: CallContext): Promise<void>;
}
