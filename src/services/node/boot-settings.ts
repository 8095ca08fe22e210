import {
  setBootDevice,
  setBootMode,
  setSecureBoot,
  type SetBootDeviceInput,
  type SetBootModeInput,
  type SetSecureBootInput,
} from '../../conductor/jobs/boot-settings.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { slotOf, unsupported } from '../driver-of.ts';
import type { Answer } from '../mutation.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

const bootDeviceWork: NodeWork<SetBootDeviceInput> = {
  type: setBootDevice,
  whyRefused(ctx, node, { device }) {
    const { bootDevices, setBootDevice: set } = slotOf(ctx, node, 'management');
    if (set !== undefined && bootDevices.includes(device)) return null;
    return unsupported(node, `boot device ${device}`, bootDevices, 'device');
  },
  args: ({ device, persistent }) => ({ device, persistent }),
};

/** What the machine boots from: next time, or from now on. */
export const setNodeBootDevice = (
  ctx: ServiceContext,
  viewer: Viewer,
  input: VerbInput & SetBootDeviceInput,
): Promise<Answer> => workOnNode(ctx, viewer, 'setNodeBootDevice', bootDeviceWork, input);

const bootModeWork: NodeWork<SetBootModeInput> = {
  type: setBootMode,
  whyRefused(ctx, node, { mode }) {
    const { bootModes, setBootMode: set } = slotOf(ctx, node, 'management');
    if (set !== undefined && bootModes.includes(mode)) return null;
    return unsupported(node, `boot mode ${mode}`, bootModes, 'mode');
  },
  args: ({ mode }) => ({ mode }),
};

export const setNodeBootMode = (
  ctx: ServiceContext,
  viewer: Viewer,
  input: VerbInput & SetBootModeInput,
): Promise<Answer> => workOnNode(ctx, viewer, 'setNodeBootMode', bootModeWork, input);

const secureBootWork: NodeWork<SetSecureBootInput> = {
  type: setSecureBoot,
  whyRefused: (ctx, node) =>
    slotOf(ctx, node, 'management').setSecureBoot === undefined ? unsupported(node, 'setting secure boot') : null,
  args: ({ enabled }) => ({ enabled }),
};

export const setNodeSecureBoot = (
  ctx: ServiceContext,
  viewer: Viewer,
  input: VerbInput & SetSecureBootInput,
): Promise<Answer> => workOnNode(ctx, viewer, 'setNodeSecureBoot', secureBootWork, input);
