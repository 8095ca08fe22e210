/** The 13 slots of a driver. Which implementation fills a slot is stored on the node. */
export const INTERFACE_KINDS = [
  'power',
  'management',
  'boot',
  'deploy',
  'network',
  'inspect',
  'bios',
  'raid',
  'console',
  'rescue',
  'storage',
  'vendor',
  'firmware',
] as const;
export type InterfaceKind = (typeof INTERFACE_KINDS)[number];

/** Slot → name of the implementation that fills it on one node. */
export type InterfaceNames = Readonly<Record<InterfaceKind, string>>;
