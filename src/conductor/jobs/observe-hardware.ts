/** Looking at a machine: for each aspect, which slot of its driver knows, and how it is asked. Commands nothing. */
import type { CallContext } from '../../drivers/interfaces/common.ts';
import type { HardwareAspect } from '../../domain/hardware-aspects.ts';
import type { Indicator, IndicatorState } from '../../drivers/interfaces/management.ts';
import type { Observation, StepContext } from '../job-type.ts';

/** What looking needs of a step's context: there is also looking without a job. */
export type Looking = Pick<StepContext, 'node' | 'driver' | keyof CallContext>;

/** Answers undefined where the driver has no way to look. */
type Look = (ctx: Looking) => Promise<unknown> | undefined;

const LOOK: Readonly<Record<HardwareAspect, Look>> = {
  BOOT_DEVICE: (ctx) => ctx.driver('management').getBootDevice?.(ctx.node, ctx),
  BOOT_MODE: (ctx) => ctx.driver('management').getBootMode?.(ctx.node, ctx),
  SECURE_BOOT: (ctx) => ctx.driver('management').getSecureBoot?.(ctx.node, ctx),
  HEALTH: (ctx) => ctx.driver('management').getHealth?.(ctx.node, ctx),
  SENSORS: (ctx) => ctx.driver('management').getSensors?.(ctx.node, ctx),
  INDICATORS: lookAtIndicators,
  VIRTUAL_MEDIA: (ctx) => ctx.driver('management').getVirtualMedia?.(ctx.node, ctx),
  RAID: (ctx) => ctx.driver('raid').readConfiguration?.(ctx.node, ctx),
  BIOS: (ctx) => ctx.driver('bios').readSettings?.(ctx.node, ctx),
  FIRMWARE: (ctx) => ctx.driver('firmware').readComponents?.(ctx.node, ctx),
  VENDOR: (ctx) => ctx.driver('management').detectVendor?.(ctx.node, ctx),
  MAC_ADDRESSES: (ctx) => ctx.driver('management').getMacAddresses?.(ctx.node, ctx),
  CONSOLE: (ctx) => ctx.driver('console').access?.(ctx.node, ctx),
};

export interface ObservedIndicator extends Indicator {
  readonly state: IndicatorState;
}

function lookAtIndicators(ctx: Looking): Promise<readonly ObservedIndicator[]> | undefined {
  const management = ctx.driver('management');
  return management.getIndicators?.(ctx.node, ctx).then(async (indicators) => {
    const observed: ObservedIndicator[] = [];
    // One after the other: a BMC does one thing at a time.
    for (const indicator of indicators) {
      const { component, id } = indicator;
      const state = (await management.getIndicatorState?.(ctx.node, component, id, ctx)) ?? 'UNKNOWN';
      observed.push({ ...indicator, state });
    }
    return observed;
  });
}

export async function lookAt(ctx: Looking, aspect: HardwareAspect): Promise<Observation> {
  return { aspect, value: await LOOK[aspect](ctx) };
}
