import type { HardwareAspect } from '../domain/hardware-aspects.ts';
import { attachVirtualMedia, detachVirtualMedia } from '../services/node/virtual-media.ts';
import { setNodeBootDevice, setNodeBootMode, setNodeSecureBoot } from '../services/node/boot-settings.ts';
import { setNodeConsole } from '../services/node/console.ts';
import { injectNmi, setNodeIndicator } from '../services/node/nmi-and-indicators.ts';
import { refreshNodeHardware } from '../services/node/refresh-hardware.ts';
import { setNodeTargetRaidConfig } from '../services/node/target-raid-config.ts';
import { callVendorMethod } from '../services/node/vendor-method.ts';
import { asHardware, type LogicalDisk, type NodeHardware } from '../services/read/hardware.ts';
import { validateNode } from '../services/read/node-validation.ts';
import { vendorMethodsOf } from '../services/read/vendor-methods.ts';
import type { Resolvers } from './generated.ts';
import { withNode } from './payloads.ts';

/** Null, whether it was not observed or the BMC does not say: `aspects` tells which. */
const observed =
  <A extends HardwareAspect>(aspect: A) =>
  (hardware: NodeHardware) =>
    hardware.is(aspect) ?? null;

export const hardwareResolvers: Resolvers = {
  Mutation: {
    setNodeBootDevice: (_root, { input }, { services, viewer }) => setNodeBootDevice(services, viewer, input),
    setNodeBootMode: (_root, { input }, { services, viewer }) => setNodeBootMode(services, viewer, input),
    setNodeSecureBoot: (_root, { input }, { services, viewer }) => setNodeSecureBoot(services, viewer, input),
    injectNmi: (_root, { input }, { services, viewer }) => injectNmi(services, viewer, input),
    setNodeIndicator: (_root, { input }, { services, viewer }) => setNodeIndicator(services, viewer, input),
    setNodeTargetRaidConfig: (_root, { input }, { services, viewer }) =>
      setNodeTargetRaidConfig(services, viewer, input),
    attachVirtualMedia: (_root, { input }, { services, viewer }) => attachVirtualMedia(services, viewer, input),
    detachVirtualMedia: (_root, { input }, { services, viewer }) => detachVirtualMedia(services, viewer, input),
    setNodeConsole: (_root, { input }, { services, viewer }) => setNodeConsole(services, viewer, input),
    callVendorMethod: (_root, { input }, { services, viewer }) => callVendorMethod(services, viewer, input),
    refreshNodeHardware: (_root, { input }, { services, viewer }) => refreshNodeHardware(services, viewer, input),
  },
  Node: {
    hardware: async (row, _args, { loaders }) => asHardware(await loaders.hardwareOfNode.load(row.id)),
    console: (row) => row,
    targetRaidConfig: (row) => asDisks(row.targetRaidConfig?.['logicalDisks']),
    vendorMethods: (row, _args, { services }) => vendorMethodsOf(services, row),
    validation: (row, _args, { services }) => validateNode(services, row),
  },
  NodeHardware: {
    // Never empty: a node that was never observed has no such object.
    observedAt: ({ rows }) => rows.reduce((last, { observedAt }) => (observedAt > last ? observedAt : last), ''),
    aspects: ({ rows }) => rows,
    bootDevice: observed('BOOT_DEVICE'),
    bootMode: observed('BOOT_MODE'),
    secureBoot: observed('SECURE_BOOT'),
    health: observed('HEALTH'),
    sensors: observed('SENSORS'),
    indicators: observed('INDICATORS'),
    virtualMedia: observed('VIRTUAL_MEDIA'),
    logicalDisks: (hardware) => hardware.is('RAID')?.logicalDisks ?? null,
    biosSettings: observed('BIOS'),
    firmwareComponents: observed('FIRMWARE'),
    vendor: observed('VENDOR'),
    macAddresses: observed('MAC_ADDRESSES'),
  },
  NodeConsole: {
    isEnabled: (row) => row.consoleEnabled,
    access: async (row, _args, { loaders }) => {
      const hardware = asHardware(await loaders.hardwareOfNode.load(row.id));
      return hardware?.is('CONSOLE') ?? null;
    },
  },
  Indicator: { isReadonly: (indicator) => indicator.readonly },
  LogicalDisk: {
    sizeGib: ({ sizeGib }) => (sizeGib === 'MAX' ? null : sizeGib),
    isRootVolume: ({ isRootVolume }) => isRootVolume ?? false,
    sharePhysicalDisks: ({ sharePhysicalDisks }) => sharePhysicalDisks ?? false,
  },
  VendorMethod: {
    lockMode: ({ lock }) => lock,
    isIdempotent: ({ idempotent }) => idempotent,
    arguments: ({ args }) =>
      Object.entries(args).map(([name, { description, required }]) => ({ name, description, isRequired: required })),
  },
  SetNodeBootDevicePayload: withNode,
  SetNodeBootModePayload: withNode,
  SetNodeSecureBootPayload: withNode,
  InjectNmiPayload: withNode,
  SetNodeIndicatorPayload: withNode,
  SetNodeTargetRaidConfigPayload: withNode,
  AttachVirtualMediaPayload: withNode,
  DetachVirtualMediaPayload: withNode,
  SetNodeConsolePayload: withNode,
  CallVendorMethodPayload: withNode,
  RefreshNodeHardwarePayload: withNode,
};

// Written by setNodeTargetRaidConfig alone.
const asDisks = (disks: unknown): readonly LogicalDisk[] | null => (Array.isArray(disks) ? disks : null);
