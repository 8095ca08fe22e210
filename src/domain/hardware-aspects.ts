/** What can be observed of a machine beside its power. The same words in `schema.graphql` and in the database. */
export const HARDWARE_ASPECTS = [
  'BOOT_DEVICE',
  'BOOT_MODE',
  'SECURE_BOOT',
  'HEALTH',
  'SENSORS',
  'INDICATORS',
  'VIRTUAL_MEDIA',
  'RAID',
  'BIOS',
  'FIRMWARE',
  'VENDOR',
  'MAC_ADDRESSES',
  'CONSOLE',
] as const;
export type HardwareAspect = (typeof HARDWARE_ASPECTS)[number];

/** Aspect → its field in `schema.graphql`: what events name as changed. */
export const FIELD_OF_ASPECT: Readonly<Record<HardwareAspect, string>> = {
  BOOT_DEVICE: 'hardware.bootDevice',
  BOOT_MODE: 'hardware.bootMode',
  SECURE_BOOT: 'hardware.secureBoot',
  HEALTH: 'hardware.health',
  SENSORS: 'hardware.sensors',
  INDICATORS: 'hardware.indicators',
  VIRTUAL_MEDIA: 'hardware.virtualMedia',
  RAID: 'hardware.logicalDisks',
  BIOS: 'hardware.biosSettings',
  FIRMWARE: 'hardware.firmwareComponents',
  VENDOR: 'hardware.vendor',
  MAC_ADDRESSES: 'hardware.macAddresses',
  CONSOLE: 'console.access',
};
