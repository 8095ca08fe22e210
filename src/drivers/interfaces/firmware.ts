import type { CallContext, DriverInterface, DriverNode, StepOutcome } from './common.ts';

export interface FirmwareComponent {
  /** `bios`, `bmc`, `nic:…`. */
  readonly component: string;
  readonly currentVersion: string | null;
}

export interface FirmwareUpdate {
  readonly component: string;
  readonly url: string;
}

/** Source: the reference's FirmwareInterface (domain notes §2.7). */
export interface FirmwareInterface extends DriverInterface {
  readComponents?(node: DriverNode, ctx: CallContext): Promise<readonly FirmwareComponent[]>;
  /** Also offered as the step `update`, on request only. Updating to the version that is there ends the same. */
  update?(node: DriverNode, updates: readonly FirmwareUpdate[], ctx: CallContext): Promise<StepOutcome>;
}
