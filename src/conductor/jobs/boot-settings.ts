/** What a machine boots from, and how. */
import type { BootDevice, BootMode } from '../../drivers/interfaces/management.ts';
import { hardwareJob, requireAtRest, unsupported } from './hardware-job.ts';

/** What the services write into these jobs; nothing else makes them. */
export interface SetBootDeviceInput {
  readonly device: BootDevice;
  readonly persistent: boolean;
}
export interface SetBootModeInput {
  readonly mode: BootMode;
}
export interface SetSecureBootInput {
  readonly enabled: boolean;
}

export const setBootDevice = hardwareJob({
  name: 'node.set-boot-device',
  purpose: 'setting the boot device',
  description: 'Tell the BMC what to boot from',
  repeat: 'idempotent',
  changes: ['BOOT_DEVICE'],
  async act(ctx) {
    // The service wrote it as SetBootDeviceInput.
    const { device, persistent } = ctx.input as unknown as SetBootDeviceInput;
    const management = ctx.driver('management');
    if (management.setBootDevice === undefined || !management.bootDevices.includes(device)) {
      throw unsupported(ctx, `boot device ${device}`, management.bootDevices);
    }
    await management.setBootDevice(ctx.node, { device, persistent }, ctx);
  },
});

export const setBootMode = hardwareJob({
  name: 'node.set-boot-mode',
  purpose: 'setting the boot mode',
  description: 'Tell the BMC in which mode to boot',
  repeat: 'idempotent',
  changes: ['BOOT_MODE'],
  async act(ctx) {
    // The service wrote it as SetBootModeInput.
    const { mode } = ctx.input as unknown as SetBootModeInput;
    requireAtRest(ctx, 'changing the boot mode');
    const management = ctx.driver('management');
    if (management.setBootMode === undefined || !management.bootModes.includes(mode)) {
      throw unsupported(ctx, `boot mode ${mode}`, management.bootModes);
    }
    // Some BMCs restart, or ask for a restart of the machine, even when told what they are already.
    if ((await management.getBootMode?.(ctx.node, ctx)) === mode) return;
    await management.setBootMode(ctx.node, mode, ctx);
  },
});

export const setSecureBoot = hardwareJob({
  name: 'node.set-secure-boot',
  purpose: 'setting secure boot',
  description: 'Turn secure boot on or off',
  repeat: 'idempotent',
  changes: ['SECURE_BOOT'],
  async act(ctx) {
    // The service wrote it as SetSecureBootInput.
    const { enabled } = ctx.input as unknown as SetSecureBootInput;
    requireAtRest(ctx, 'changing secure boot');
    const management = ctx.driver('management');
    if (management.setSecureBoot === undefined) throw unsupported(ctx, 'setting secure boot');
    if ((await management.getSecureBoot?.(ctx.node, ctx)) === enabled) return;
    await management.setSecureBoot(ctx.node, enabled, ctx);
  },
});
