import type { CallContext, DriverInterface, DriverNode, StepOutcome } from './common.ts';

export interface BiosSetting {
  readonly name: string;
  readonly value: string | null;
}

/**
 * Firmware settings by name. What changes them is also offered as steps (`apply_configuration`, `factory_reset`),
 * all on request only. Applying the same twice ends the same.
 * Source: the reference's BIOSInterface (domain notes §2.7).
 */
export interface BiosInterface extends DriverInterface {
  readSettings?(node: DriverNode, ctx: CallContext): Promise<readonly BiosSetting[]>;
  /** Settings that are not named stay as they are. @throws {ProblemError} STEP_FAILED for a name the BIOS lacks */
  applySettings?(node: DriverNode, settings: readonly BiosSetting[], ctx: CallContext): Promise<StepOutcome>;
  factoryReset?(node: DriverNode, ctx: CallContext): Promise<StepOutcome>;
}
