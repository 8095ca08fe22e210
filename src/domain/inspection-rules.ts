/**
 * Inspection rules: what is to follow from what an inspection found. Here is what they are made of and how they are
 * checked; `run-inspection-rules.ts` runs them. Source: the reference's rules (domain notes, provisioning §5.7), without
 * its call of other services' APIs.
 */
import { compilePattern } from './pattern.ts';
import { namesIn, namesOfPointer } from './json-places.ts';

export const CONDITION_OPS = [
  'EQ',
  'LT',
  'GT',
  'IS_EMPTY',
  'IN_NET',
  'MATCHES',
  'CONTAINS',
  'ONE_OF',
  'IS_NONE',
  'IS_TRUE',
  'IS_FALSE',
] as const;
export type ConditionOp = (typeof CONDITION_OPS)[number];

export const ACTION_OPS = [
  'FAIL',
  'LOG',
  'SET_ATTRIBUTE',
  'EXTEND_ATTRIBUTE',
  'DEL_ATTRIBUTE',
  'SET_CAPABILITY',
  'UNSET_CAPABILITY',
  'ADD_TRAIT',
  'REMOVE_TRAIT',
  'SET_PLUGIN_DATA',
  'EXTEND_PLUGIN_DATA',
  'UNSET_PLUGIN_DATA',
  'SET_PORT_ATTRIBUTE',
  'EXTEND_PORT_ATTRIBUTE',
  'DEL_PORT_ATTRIBUTE',
] as const;
export type ActionOp = (typeof ACTION_OPS)[number];

/** Of a condition that is asked for each item of a loop: when it holds as a whole. */
export const LOOP_MODES = ['ANY', 'ALL', 'FIRST', 'LAST'] as const;
export type LoopMode = (typeof LOOP_MODES)[number];

type Args = Readonly<Record<string, unknown>>;

export interface RuleCondition {
  readonly op: ConditionOp;
  readonly not: boolean;
  readonly args: Args;
  /** A template that stands for a list, whose items are `{item}` one after the other; null: asked once. */
  readonly loop: string | null;
  readonly multiple: LoopMode;
}

export interface RuleAction {
  readonly op: ActionOp;
  readonly args: Args;
  readonly loop: string | null;
}

export interface InspectionRule {
  readonly id: string;
  readonly description: string | null;
  readonly priority: number;
  readonly isSensitive: boolean;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly RuleAction[];
}

/**
 * - any: a value of any kind; a template stands for what it finds.
 * - text, pattern: a text; in a text, templates are filled in. A pattern is written out.
 * - list: a list, or a template for one.
 * - flag: true or false.
 * - node, port, plugin: a JSON pointer to what may be changed there.
 */
export type ArgKind = 'any' | 'text' | 'pattern' | 'list' | 'flag' | 'node' | 'port' | 'plugin';
export interface Arg {
  readonly kind: ArgKind;
  readonly isOptional?: true;
}

const VALUES = { values: { kind: 'list' } } as const;
const VALUE = { value: { kind: 'any' } } as const;
const PATTERN = { value: { kind: 'any' }, regex: { kind: 'pattern' } } as const;

export const CONDITION_ARGS: Readonly<Record<ConditionOp, Readonly<Record<string, Arg>>>> = {
  EQ: VALUES,
  LT: VALUES,
  GT: VALUES,
  IS_EMPTY: VALUE,
  IN_NET: { address: { kind: 'text' }, subnet: { kind: 'text' } },
  MATCHES: PATTERN,
  CONTAINS: PATTERN,
  ONE_OF: { value: { kind: 'any' }, values: { kind: 'list' } },
  IS_NONE: VALUE,
  IS_TRUE: VALUE,
  IS_FALSE: VALUE,
};

const UNIQUE = { unique: { kind: 'flag', isOptional: true } } as const;
const ADDRESS = { address: { kind: 'text' } } as const;

export const ACTION_ARGS: Readonly<Record<ActionOp, Readonly<Record<string, Arg>>>> = {
  FAIL: { message: { kind: 'text' } },
  LOG: { message: { kind: 'text' } },
  SET_ATTRIBUTE: { path: { kind: 'node' }, ...VALUE },
  EXTEND_ATTRIBUTE: { path: { kind: 'node' }, ...VALUE, ...UNIQUE },
  DEL_ATTRIBUTE: { path: { kind: 'node' } },
  SET_CAPABILITY: { name: { kind: 'text' }, ...VALUE },
  UNSET_CAPABILITY: { name: { kind: 'text' } },
  ADD_TRAIT: { name: { kind: 'text' } },
  REMOVE_TRAIT: { name: { kind: 'text' } },
  SET_PLUGIN_DATA: { path: { kind: 'plugin' }, ...VALUE },
  EXTEND_PLUGIN_DATA: { path: { kind: 'plugin' }, ...VALUE, ...UNIQUE },
  UNSET_PLUGIN_DATA: { path: { kind: 'plugin' } },
  SET_PORT_ATTRIBUTE: { ...ADDRESS, path: { kind: 'port' }, ...VALUE },
  EXTEND_PORT_ATTRIBUTE: { ...ADDRESS, path: { kind: 'port' }, ...VALUE, ...UNIQUE },
  DEL_PORT_ATTRIBUTE: { ...ADDRESS, path: { kind: 'port' } },
};

/** What rules may change, by the first name of the path; an object may be changed at any depth, anything else as a whole. */
export const CHANGEABLE = {
  node: { properties: 'object', extra: 'object', description: 'text', resourceClass: 'text' },
  port: { extra: 'object', pxeEnabled: 'flag', physicalNetwork: 'text', description: 'text' },
} as const;

/** The values that templates begin with. */
export const TEMPLATE_ROOTS: readonly string[] = ['inventory', 'plugin_data', 'node', 'ports', 'item'];

export interface RuleFault {
  /** Below `args`; null: all of it. */
  readonly arg: string | null;
  readonly reason: string;
}

/** What is wrong with the arguments of a condition or an action; null when nothing is. */
export function faultOf(known: Readonly<Record<string, Arg>>, args: Args): RuleFault | null {
  const names = Object.keys(known).join(', ');
  const stranger = Object.keys(args).find((name) => !Object.hasOwn(known, name));
  if (stranger !== undefined) return { arg: stranger.slice(0, 64), reason: `it takes ${names}` };
  for (const [arg, { kind, isOptional }] of Object.entries(known)) {
    const value = args[arg];
    if (value === undefined && isOptional === true) continue;
    if (value === undefined) return { arg, reason: `it is missing; it takes ${names}` };
    const reason = whyUnfit(kind, value);
    if (reason !== null) return { arg, reason };
  }
  return null;
}

/** A list to go through: a template and nothing else. */
export const whyNoLoop = (loop: string): string | null =>
  isTemplate(loop) ? whyUnfit('any', loop) : 'a loop is a template for a list, as {inventory.disks}';

export const isTemplate = (text: string): boolean => /^\{[^{}]+\}$/.test(text);

function whyUnfit(kind: ArgKind, value: unknown): string | null {
  switch (kind) {
    case 'any':
      return whyNoTemplates(value);
    case 'text':
      return typeof value === 'string' ? whyNoTemplates(value) : 'it must be a text';
    case 'list':
      if (!Array.isArray(value) && !(typeof value === 'string' && isTemplate(value))) {
        return 'it must be a list, or a template for one';
      }
      return whyNoTemplates(value);
    case 'flag':
      return typeof value === 'boolean' ? null : 'it must be true or false';
    case 'pattern':
      return typeof value === 'string' ? whyNoPattern(value) : 'it must be a text';
    case 'plugin':
      return typeof value === 'string' && namesOfPointer(value) !== null ? null : 'it must be a path as /a/b';
    case 'node':
    case 'port':
      return whyNotChangeable(kind, value);
  }
}

function whyNotChangeable(kind: 'node' | 'port', path: unknown): string | null {
  const names = typeof path === 'string' ? namesOfPointer(path) : null;
  const [first = '', ...rest] = names ?? [];
  const roots: Readonly<Record<string, string>> = CHANGEABLE[kind];
  const found = Object.hasOwn(roots, first) ? roots[first] : undefined;
  if (found !== undefined && (found === 'object') === rest.length > 0) return null;
  const known = Object.entries(roots).map(([name, what]) => (what === 'object' ? `/${name}/…` : `/${name}`));
  return `it must be one of ${known.join(', ')}`;
}

function whyNoPattern(source: string): string | null {
  try {
    compilePattern(source);
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return `it is no pattern that is known here: ${error.message}`;
    throw error;
  }
}

/** Templates at any depth must begin with something that is there. */
function whyNoTemplates(value: unknown): string | null {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) {
      const reason = whyNoTemplates(inner);
      if (reason !== null) return reason;
    }
    return null;
  }
  if (typeof value !== 'string') return null;
  for (const [, place = ''] of value.matchAll(TEMPLATE)) {
    const [root = ''] = namesIn(place) ?? [];
    if (!TEMPLATE_ROOTS.includes(root)) {
      return `{${place.slice(0, 64)}} does not begin with one of ${TEMPLATE_ROOTS.join(', ')}`;
    }
  }
  return null;
}

export const TEMPLATE = /\{([^{}]+)\}/g;
