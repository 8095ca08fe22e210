/** Runs inspection rules on what was found. Pure: says what is to become of the node, and changes nothing itself. */
import { formatCapabilities, parseCapabilities } from './capabilities.ts';
import {
  CHANGEABLE,
  isTemplate,
  TEMPLATE,
  type InspectionRule,
  type RuleAction,
  type RuleCondition,
} from './inspection-rules.ts';
import { isInNetwork } from './ip-network.ts';
import { namesIn, namesOfPointer, valueAt, withValueAt } from './json-places.ts';
import { parseMacAddress } from './mac-address.ts';
import { compilePattern } from './pattern.ts';
import { isTrait, MAX_TRAITS, TRAIT_FORM } from './traits.ts';

type Json = Readonly<Record<string, unknown>>;

/** What rules see, and what they change. Ports by their MAC. */
export interface RuleSubject {
  /** With secrets masked. Stays as it is. */
  readonly inventory: Json;
  readonly pluginData: Json;
  readonly node: {
    readonly id: string;
    readonly name: string | null;
    readonly driver: string;
    readonly properties: Json;
    readonly extra: Json;
    readonly description: string | null;
    readonly resourceClass: string | null;
    readonly traits: readonly string[];
  };
  readonly ports: Readonly<Record<string, Json>>;
}

export interface RulesOutcome {
  readonly subject: RuleSubject;
  /** What rules had to say, in their order. */
  readonly lines: readonly string[];
}

/** A rule ended the inspection, or could not be run. */
export class RuleError extends Error {
  readonly rule: InspectionRule;

  constructor(rule: InspectionRule, reason: string) {
    super(reason);
    this.name = 'RuleError';
    this.rule = rule;
  }
}

const MAX_LOOP = 1_000;

/**
 * Those of higher priority first; of equal ones the older. Each sees what the ones before it have changed.
 * @throws {RuleError}
 */
export function runInspectionRules(rules: readonly InspectionRule[], subject: RuleSubject): RulesOutcome {
  const inOrder = rules.toSorted((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1));
  let now = subject;
  const lines: string[] = [];
  for (const rule of inOrder) {
    try {
      if (!rule.conditions.every((condition) => holds(condition, now))) continue;
      for (const action of rule.actions) {
        for (const item of itemsOf(action.loop, now)) {
          const done = act(action, filled(action.args, now, item), now);
          if (typeof done === 'string') lines.push(done);
          else now = done;
        }
      }
    } catch (error) {
      if (error instanceof Fault) throw new RuleError(rule, error.message);
      throw error;
    }
  }
  return { subject: now, lines };
}

/** What a rule asks for cannot be done, or is not to be. */
class Fault extends Error {}

function holds(condition: RuleCondition, subject: RuleSubject): boolean {
  const answers = itemsOf(condition.loop, subject).map(
    (item) => ask(condition, filled(condition.args, subject, item)) !== condition.not,
  );
  if (condition.loop === null) return answers[0] ?? false;
  switch (condition.multiple) {
    case 'ANY':
      return answers.includes(true);
    case 'ALL':
      return !answers.includes(false);
    case 'FIRST':
      return answers[0] ?? false;
    case 'LAST':
      return answers.at(-1) ?? false;
  }
}

function ask({ op }: RuleCondition, args: Json): boolean {
  const { value } = args;
  switch (op) {
    case 'EQ':
      return inPairs(listOf(args['values']), isSame);
    case 'LT':
      return inPairs(listOf(args['values']), (a, b) => numberOf(a) < numberOf(b));
    case 'GT':
      return inPairs(listOf(args['values']), (a, b) => numberOf(a) > numberOf(b));
    case 'IS_EMPTY':
      return value === null || (typeof value === 'object' ? Object.keys(value ?? {}).length === 0 : value === '');
    case 'IN_NET': {
      const isIn = isInNetwork(String(args['address']), String(args['subnet']));
      if (isIn === null) throw new Fault(`${String(args['subnet']).slice(0, 64)} is no network`);
      return isIn;
    }
    case 'MATCHES':
      return compilePattern(String(args['regex'])).isWhole(textOf(value));
    case 'CONTAINS':
      return compilePattern(String(args['regex'])).isIn(textOf(value));
    case 'ONE_OF':
      return listOf(args['values']).some((other) => isSame(value, other));
    case 'IS_NONE':
      return value === null;
    case 'IS_TRUE':
      return value === true || (typeof value === 'string' && /^(?:true|yes|on|1)$/i.test(value)) || value === 1;
    case 'IS_FALSE':
      return value === false || (typeof value === 'string' && /^(?:false|no|off|0)$/i.test(value)) || value === 0;
  }
}

/** The subject as it is then, or a line to be said. */
function act({ op }: RuleAction, args: Json, subject: RuleSubject): RuleSubject | string {
  const { node, pluginData } = subject;
  const value = args['value'];
  const name = String(args['name']);
  switch (op) {
    case 'FAIL':
      throw new Fault(String(args['message']));
    case 'LOG':
      return String(args['message']);
    case 'SET_ATTRIBUTE':
      return { ...subject, node: changed('node', node, args, () => value) };
    case 'EXTEND_ATTRIBUTE':
      return { ...subject, node: changed('node', node, args, (list) => extended(list, args)) };
    case 'DEL_ATTRIBUTE':
      return { ...subject, node: changed('node', node, args, () => undefined) };
    case 'SET_CAPABILITY':
      return withCapabilities(subject, (known) => ({ ...known, [capability(name)]: capability(textOf(value)) }));
    case 'UNSET_CAPABILITY':
      return withCapabilities(subject, ({ [name]: _gone, ...others }) => others);
    case 'ADD_TRAIT':
      return { ...subject, node: { ...node, traits: withTrait(node.traits, name) } };
    case 'REMOVE_TRAIT':
      return { ...subject, node: { ...node, traits: node.traits.filter((trait) => trait !== name) } };
    case 'SET_PLUGIN_DATA':
      return { ...subject, pluginData: changedAt(pluginData, args, () => value) };
    case 'EXTEND_PLUGIN_DATA':
      return { ...subject, pluginData: changedAt(pluginData, args, (list) => extended(list, args)) };
    case 'UNSET_PLUGIN_DATA':
      return { ...subject, pluginData: changedAt(pluginData, args, () => undefined) };
    case 'SET_PORT_ATTRIBUTE':
      return withPort(subject, args, (port) => changed('port', port, args, () => value));
    case 'EXTEND_PORT_ATTRIBUTE':
      return withPort(subject, args, (port) => changed('port', port, args, (list) => extended(list, args)));
    case 'DEL_PORT_ATTRIBUTE':
      return withPort(subject, args, (port) => changed('port', port, args, () => undefined));
  }
}

/** A template alone is what it finds, of whatever kind, and null when it finds nothing; within a text it is written out. */
function filled(args: Json, subject: RuleSubject, item: unknown): Json {
  const roots = { inventory: subject.inventory, plugin_data: subject.pluginData, node: subject.node, item };
  const found = (place: string): unknown =>
    valueAt({ ...roots, ports: Object.values(subject.ports) }, namesIn(place) ?? []) ?? null;
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (isTemplate(value)) return found(value.slice(1, -1));
      return value.replaceAll(TEMPLATE, (_all, place: string) => textOf(found(place)));
    }
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]: [string, unknown]) => [name, fill(inner)]));
  };
  // A pattern has braces of its own.
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, name === 'regex' ? value : fill(value)]),
  );
}

function itemsOf(loop: string | null, subject: RuleSubject): readonly unknown[] {
  if (loop === null) return [null];
  const list = filled({ loop }, subject, null)['loop'];
  if (list === null) return [];
  if (!Array.isArray(list)) throw new Fault(`${loop} is no list`);
  if (list.length > MAX_LOOP) throw new Fault(`${loop} has more than ${MAX_LOOP} items`);
  return list;
}

/** @throws {Fault} when the value does not suit its place */
function changed<T extends Json>(kind: 'node' | 'port', object: T, args: Json, change: (now: unknown) => unknown): T {
  const names = namesOfPointer(String(args['path'])) ?? [];
  const value = change(valueAt(object, names));
  const roots: Readonly<Record<string, string>> = CHANGEABLE[kind];
  const what = roots[names[0] ?? ''];
  const isFit =
    what === 'object' || (what === 'flag' ? typeof value === 'boolean' : value === undefined || isShortText(value));
  if (!isFit) throw new Fault(`${String(args['path'])} cannot be ${textOf(value).slice(0, 64)}`);
  // What is taken away as a whole is null; the table of what is changeable keeps the others as they are.
  return { ...object, ...withValueAt(object, names, what === 'object' ? value : (value ?? null)) };
}

/** As long as the shortest column that it may go to. */
const isShortText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= 64;

const changedAt = (object: Json, args: Json, change: (now: unknown) => unknown): Json => {
  const names = namesOfPointer(String(args['path'])) ?? [];
  return withValueAt(object, names, change(valueAt(object, names)));
};

function extended(list: unknown, { value, unique, path }: Json): readonly unknown[] {
  if (list !== undefined && list !== null && !Array.isArray(list)) throw new Fault(`${String(path)} is no list`);
  const before: readonly unknown[] = list ?? [];
  return unique === true && before.some((other) => isSame(other, value)) ? before : [...before, value];
}

function withCapabilities(
  subject: RuleSubject,
  change: (known: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): RuleSubject {
  const { node } = subject;
  const capabilities = formatCapabilities(change(parseCapabilities(node.properties['capabilities'])));
  const properties = withValueAt(node.properties, ['capabilities'], capabilities === '' ? undefined : capabilities);
  return { ...subject, node: { ...node, properties } };
}

/** A comma ends a capability. */
function capability(text: string): string {
  if (text === '' || text.includes(',')) throw new Fault(`"${text.slice(0, 64)}" cannot stand in capabilities`);
  return text;
}

function withTrait(traits: readonly string[], trait: string): readonly string[] {
  if (!isTrait(trait)) throw new Fault(`"${trait.slice(0, 64)}" is no trait; write ${TRAIT_FORM}`);
  if (traits.includes(trait)) return traits;
  if (traits.length >= MAX_TRAITS) throw new Fault(`the node has ${MAX_TRAITS} traits already`);
  return [...traits, trait];
}

function withPort(subject: RuleSubject, { address }: Json, change: (port: Json) => Json): RuleSubject {
  const mac = parseMacAddress(String(address)) ?? '';
  const port = subject.ports[mac];
  if (port === undefined) throw new Fault(`the node has no port ${String(address).slice(0, 64)}`);
  return { ...subject, ports: { ...subject.ports, [mac]: change(port) } };
}

const inPairs = (values: readonly unknown[], fits: (a: unknown, b: unknown) => boolean): boolean =>
  values.every((value, index) => index === 0 || fits(values[index - 1], value));

/** A number and its text are the same: a text with templates is always a text. */
const isSame = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b);

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);

function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new Fault(`${textOf(value).slice(0, 64) || 'nothing'} is no number`);
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Fault(`${textOf(value).slice(0, 64) || 'nothing'} is no list`);
}
