/**
 * Root device hints: which disk gets the image. The agent compares them with its disks; here only their form is looked at,
 * so that a slip is said before the machine is restarted. Source: domain notes §6.8.
 */
import { objectIn } from './parse.ts';

type Kind = 'text' | 'number' | 'boolean';

const HINTS: Readonly<Record<string, Kind>> = {
  size: 'number', // GiB
  model: 'text',
  vendor: 'text',
  serial: 'text',
  wwn: 'text',
  wwn_with_extension: 'text',
  wwn_vendor_extension: 'text',
  rotational: 'boolean',
  hctl: 'text',
  by_path: 'text',
  name: 'text',
  tran: 'text',
};

/** Longest first: `<=` begins with `<`. */
const NUMBER_OPERATORS = ['==', '!=', '<=', '>=', '=', '<', '>'];
const TEXT_OPERATORS = ['s==', 's!=', 's<=', 's>=', 's<', 's>'];
const LOOKS_LIKE_OPERATOR = /^(?:s?[=!<>]{1,2}(?=\s|\d)|<[a-z-]+>)/;

/** What is wrong with the hints, in words that end a sentence; null when nothing is. */
export function whyNoHints(hints: unknown): string | null {
  if (typeof hints !== 'object' || hints === null || Array.isArray(hints)) return 'it is no object of hints';
  const entries = Object.entries(objectIn(hints));
  if (entries.length === 0) return 'it has no hint';
  for (const [name, value] of entries) {
    const kind = Object.hasOwn(HINTS, name) ? HINTS[name] : undefined;
    if (kind === undefined) return `${name.slice(0, 64)} is no hint; there are ${Object.keys(HINTS).join(', ')}`;
    const reason = whyNot(kind, value);
    if (reason !== null) return `${name} ${reason}`;
  }
  return null;
}

function whyNot(kind: Kind, value: unknown): string | null {
  if (kind === 'boolean') return isYesOrNo(value) ? null : 'is neither true nor false';
  if (typeof value === 'number') return kind === 'text' || isSize(String(value)) ? null : 'is no whole number above 0';
  if (typeof value !== 'string' || value.trim() === '') return 'has no value';
  return whyNoExpression(kind, value.trim());
}

const isYesOrNo = (value: unknown): boolean =>
  typeof value === 'boolean' || (typeof value === 'string' && /^(?:true|false|yes|no|on|off|1|0)$/i.test(value));

function whyNoExpression(kind: 'text' | 'number', text: string): string | null {
  const isFine = (operand: string): boolean => (kind === 'number' ? isSize(operand) : operand !== '');
  if (text.startsWith('<or>')) {
    const operands = operandsOf(text, '<or>');
    return operands.every(isFine) ? null : 'lacks a value after <or>';
  }
  for (const operator of ['<in>', '<all-in>']) {
    if (!text.startsWith(operator)) continue;
    return kind === 'text' && operandsOf(text, operator).every((operand) => operand !== '')
      ? null
      : `cannot be compared by ${operator}`;
  }
  const operators = kind === 'number' ? NUMBER_OPERATORS : TEXT_OPERATORS;
  const operator = operators.find((one) => text.startsWith(one)) ?? '';
  if (operator === '' && LOOKS_LIKE_OPERATOR.test(text))
    return `has an operator that is none of its kind: ${text.slice(0, 16)}`;
  const operand = text.slice(operator.length).trim();
  if (isFine(operand)) return null;
  return kind === 'number' ? 'is no whole number of GiB above 0' : `has no value after ${operator}`;
}

const operandsOf = (text: string, operator: string): readonly string[] =>
  text
    .slice(operator.length)
    .split(operator)
    .map((operand) => operand.trim());

const isSize = (text: string): boolean => /^\d{1,9}$/.test(text) && Number(text) > 0;
