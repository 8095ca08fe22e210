/** Which disk an image goes to: root device hints, or the smallest disk that is large enough. */
import type { DiskFacts } from './body.ts';
import { noSuchDevice } from './errors.ts';

const GIB = 2 ** 30;
const SMALLEST_BYTES = 4 * GIB;

/** Hint → what it is compared with. */
const FACTS: Readonly<Record<string, (disk: DiskFacts) => string | number | boolean | null>> = {
  size: (disk) => Math.floor(disk.size / GIB),
  model: (disk) => disk.model,
  vendor: (disk) => disk.vendor,
  serial: (disk) => disk.serial,
  wwn: (disk) => disk.wwn,
  wwn_with_extension: (disk) => disk.wwn_with_extension,
  wwn_vendor_extension: (disk) => disk.wwn_vendor_extension,
  rotational: (disk) => disk.rotational,
  hctl: (disk) => disk.hctl,
  by_path: (disk) => disk.by_path,
  name: (disk) => disk.name,
  tran: (disk) => disk.tran,
};

/** @throws {AgentError} DeviceNotFound */
export function chooseRootDisk(disks: readonly DiskFacts[], hints: Readonly<Record<string, unknown>>): DiskFacts {
  const wanted = Object.entries(hints);
  if (wanted.length === 0) {
    const fitting = disks.filter(({ size }) => size >= SMALLEST_BYTES);
    const [smallest] = fitting.sort((a, b) => a.size - b.size || a.name.localeCompare(b.name));
    if (smallest === undefined) throw noSuchDevice('No suitable device was found: none has 4 GiB.');
    return smallest;
  }
  const disk = disks.find((candidate) => wanted.every(([hint, value]) => fits(candidate, hint, value)));
  if (disk === undefined) throw noSuchDevice(`No suitable device was found using these hints ${JSON.stringify(hints)}`);
  return disk;
}

function fits(disk: DiskFacts, hint: string, wanted: unknown): boolean {
  const fact = FACTS[hint]?.(disk) ?? null;
  if (fact === null) return false;
  if (hint === 'rotational') return String(fact) === String(wanted).toLowerCase();
  const actual = String(fact).toLowerCase();
  const [operator, operand] = splitOperator(decodeURIComponent(String(wanted)).trim().toLowerCase());
  return COMPARE[operator]?.(actual, operand) ?? false;
}

const OPERATORS = [
  's==',
  's!=',
  's<=',
  's>=',
  's<',
  's>',
  '<in>',
  '<all-in>',
  '<or>',
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '=',
];

function splitOperator(text: string): readonly [string, string] {
  const operator = OPERATORS.find((candidate) => text.startsWith(candidate));
  return operator === undefined ? ['none', text] : [operator, text.slice(operator.length).trim()];
}

const words = (text: string, separator: string): readonly string[] =>
  text
    .split(separator)
    .map((word) => word.trim())
    .filter(Boolean);

const COMPARE: Readonly<Record<string, (actual: string, wanted: string) => boolean>> = {
  none: (a, b) => a === b,
  's==': (a, b) => a === b,
  's!=': (a, b) => a !== b,
  's<=': (a, b) => a <= b,
  's>=': (a, b) => a >= b,
  's<': (a, b) => a < b,
  's>': (a, b) => a > b,
  '<in>': (a, b) => a.includes(b),
  '<all-in>': (a, b) => words(b, '<all-in>').every((word) => a.includes(word)),
  '<or>': (a, b) => words(b, '<or>').includes(a),
  '==': (a, b) => Number(a) === Number(b),
  '!=': (a, b) => Number(a) !== Number(b),
  '<=': (a, b) => Number(a) <= Number(b),
  '>=': (a, b) => Number(a) >= Number(b),
  '<': (a, b) => Number(a) < Number(b),
  '>': (a, b) => Number(a) > Number(b),
  '=': (a, b) => Number(a) >= Number(b), // the reference's own reading of a single =
};
