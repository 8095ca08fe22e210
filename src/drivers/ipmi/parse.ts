/** What ipmitool prints, in our words. Nothing is believed that does not look as it should. */
import type { PowerState } from '../../domain/power.ts';
import type { BootDevice, BootDeviceSetting, SensorReading } from '../interfaces/management.ts';

/** `chassis power status`; null for anything but the two sentences it has. */
export function parsePowerStatus(stdout: string): PowerState | null {
  const match = /^Chassis Power is (on|off)\s*$/.exec(stdout);
  if (match === null) return null;
  return match[1] === 'on' ? 'ON' : 'OFF';
}

/** Words of `chassis bootparam get 5`; the first that matches counts, so the longer ones stand above. */
const SELECTORS: readonly (readonly [RegExp, BootDevice])[] = [
  [/Safe-Mode/, 'SAFE'],
  [/PXE/, 'PXE'],
  [/Hard-Drive/, 'DISK'],
  [/BIOS/, 'BIOS'],
  [/CD\/DVD/, 'CDROM'],
];

/** `chassis bootparam get 5`; null when no device is set, or one that has no word here. */
export function parseBootParameters(stdout: string): BootDeviceSetting | null {
  const selector = /Boot Device Selector : (.*)/.exec(stdout)?.[1];
  const device = SELECTORS.find(([words]) => selector !== undefined && words.test(selector))?.[1];
  if (device === undefined) return null;
  return { device, persistent: stdout.includes('Options apply to all future boots') };
}

/** `mc info`; null when the BMC gives a number that ipmitool has no name for. */
export function parseVendor(stdout: string): string | null {
  const name = /^Manufacturer Name *: *(\S.*?) *$/m.exec(stdout)?.[1]?.toLowerCase();
  return name === undefined || name.startsWith('unknown') ? null : name;
}

/** `sdr -v`: blocks of `key : value`, divided by empty lines. Blocks without a reading are no sensors. */
export function parseSensors(stdout: string): readonly SensorReading[] {
  return stdout
    .split(/\n\s*\n/)
    .map(parseBlock)
    .flatMap((block) => sensorFrom(block) ?? []);
}

function parseBlock(block: string): ReadonlyMap<string, string> {
  const pairs = block.split('\n').flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon === -1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
  return new Map(pairs);
}

function sensorFrom(block: ReadonlyMap<string, string>): SensorReading | null {
  const id = block.get('Sensor ID');
  const reading = block.get('Sensor Reading');
  const type = [...block].find(([key]) => key.startsWith('Sensor Type'))?.[1];
  if (id === undefined || reading === undefined || type === undefined) return null;
  return {
    id,
    category: beforeBracket(type),
    ...parseReading(reading),
    status: block.get('Status') ?? null,
    details: Object.fromEntries(
      [...block].filter(([key]) => key !== 'Sensor ID' && key !== 'Sensor Reading' && key !== 'Status'),
    ),
  };
}

/** `24 (+/- 1) degrees C`, `1.23 Volts`, `0h`, `No Reading`, `Disabled`. */
function parseReading(reading: string): Pick<SensorReading, 'value' | 'unit'> {
  const match = /^(-?\d+(?:\.\d+)?)\s+(?:\(\+\/- [^)]*\)\s+)?(\S.*)$/.exec(reading);
  return match === null ? { value: null, unit: null } : { value: Number(match[1]), unit: match[2] ?? null };
}

/** `Temperature (0x01)` → `Temperature`. */
function beforeBracket(text: string): string {
  const bracket = text.indexOf(' (');
  return bracket === -1 ? text : text.slice(0, bracket);
}
