/**
 * Regular expressions of strangers. The engine of JavaScript tries one way after the other and may try for ever; this one
 * walks the text once, with all the ways at the same time, so that it takes no longer than text times pattern.
 *
 * It knows what such patterns are made of: characters, `.`, classes with ranges, \d \w \s and their opposites, groups,
 * `|`, `*`, `+`, `?`, `{2,4}`, `^` and `$`. What needs memory, backreferences and looking around, it refuses.
 */
type Test = (character: string) => boolean;

/** A place in the program, and where it goes on. */
type Step =
  | { readonly kind: 'take'; readonly test: Test }
  | { readonly kind: 'split'; readonly to: readonly number[] }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'found' };

export interface Pattern {
  /** Somewhere in the text. */
  isIn(text: string): boolean;
  /** The whole of it. */
  isWhole(text: string): boolean;
}

/** Longer ones are mistakes; both keep a walk below some four million steps. */
const MAX_STEPS = 1_000;
export const MAX_PATTERN_LENGTH = 512;
export const MAX_SUBJECT_LENGTH = 4_096;

/** @throws {SyntaxError} with words for whoever wrote it */
export function compilePattern(source: string): Pattern {
  if (source.length > MAX_PATTERN_LENGTH) throw new SyntaxError(`it has more than ${MAX_PATTERN_LENGTH} characters`);
  const program = [...new Parser(source).parse(), { kind: 'found' } as const];
  return {
    isIn: (text) => walk(program, text, false),
    isWhole: (text) => walk(program, text, true),
  };
}

function walk(program: readonly Step[], text: string, isWhole: boolean): boolean {
  const characters = Array.from(text.slice(0, MAX_SUBJECT_LENGTH));
  let at = new Set<number>();
  for (let position = 0; position <= characters.length; position += 1) {
    if (position === 0 || !isWhole) at.add(0);
    const now = reached(program, at, position === 0, position === characters.length);
    const isFound = now.has(program.length - 1);
    if (isFound && (!isWhole || position === characters.length)) return true;
    at = new Set();
    const character = characters[position];
    if (character === undefined) return false;
    for (const place of now) {
      const step = program[place];
      if (step?.kind === 'take' && step.test(character)) at.add(place + 1);
    }
  }
  return false;
}

/** All places that are reached from these without taking a character. */
function reached(program: readonly Step[], from: ReadonlySet<number>, isStart: boolean, isEnd: boolean): Set<number> {
  const seen = new Set<number>();
  const open = [...from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const step = program[place];
    const here = place;
    if (step?.kind === 'split') open.push(...step.to.map((offset) => here + offset));
    if ((step?.kind === 'start' && isStart) || (step?.kind === 'end' && isEnd)) open.push(place + 1);
  }
  return seen;
}

const isDigit: Test = (character) => character >= '0' && character <= '9';
const isWord: Test = (character) => /^\w$/.test(character);
const isSpace: Test = (character) => /^\s$/.test(character);
const not =
  (test: Test): Test =>
  (character) =>
    !test(character);

/** What a letter behind a backslash stands for; any other sign stands for itself. */
const ESCAPES: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
  n: (character) => character === '\n',
  t: (character) => character === '\t',
  r: (character) => character === '\r',
};

/** Reads one level after the other; each answers the steps that it is made of, whose jumps are relative. */
class Parser {
  private position = 0;
  private readonly characters: readonly string[];

  constructor(source: string) {
    this.characters = Array.from(source);
  }

  parse(): readonly Step[] {
    const steps = this.alternatives();
    if (this.peek() !== undefined) throw new SyntaxError('a ) closes nothing');
    return limited(steps);
  }

  private alternatives(): readonly Step[] {
    let steps = this.sequence();
    while (this.peek() === '|') {
      this.position += 1;
      const other = this.sequence();
      steps = limited([
        { kind: 'split', to: [1, steps.length + 2] },
        ...steps,
        { kind: 'split', to: [other.length + 1] },
        ...other,
      ]);
    }
    return steps;
  }

  private sequence(): readonly Step[] {
    const steps: Step[] = [];
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek()) {
      steps.push(...this.repeated(this.one()));
      limited(steps);
    }
    return steps;
  }

  private one(): readonly Step[] {
    const character = this.take() ?? ''; // whoever calls has seen that there is one
    switch (character) {
      case '(': {
        if (this.peek() === '?') this.onlyUncaptured();
        const steps = this.alternatives();
        if (this.take() !== ')') throw new SyntaxError('a ( is not closed');
        return steps;
      }
      case '[':
        return [{ kind: 'take', test: this.characterClass() }];
      case '.':
        return [{ kind: 'take', test: (other) => other !== '\n' }];
      case '^':
        return [{ kind: 'start' }];
      case '$':
        return [{ kind: 'end' }];
      case '*':
      case '+':
      case '?':
        throw new SyntaxError(`a ${character} repeats nothing`);
      case '\\':
        return [{ kind: 'take', test: this.escape() }];
      default:
        return [{ kind: 'take', test: (other) => other === character }];
    }
  }

  private onlyUncaptured(): void {
    this.position += 1;
    if (this.take() !== ':') throw new SyntaxError('of groups that begin with (? only (?: is known');
  }

  private escape(): Test {
    const character = this.take();
    if (character === undefined) throw new SyntaxError('it ends with a backslash');
    const known = ESCAPES[character];
    if (known !== undefined) return known;
    if (/^[A-Za-z0-9]$/.test(character)) throw new SyntaxError(`\\${character} is not known`);
    return (other) => other === character;
  }

  private characterClass(): Test {
    const isInverted = this.peek() === '^';
    if (isInverted) this.position += 1;
    const tests: Test[] = [];
    while (this.peek() !== ']' || tests.length === 0) {
      const from = this.take();
      if (from === undefined) throw new SyntaxError('a [ is not closed');
      if (from === '\\') tests.push(this.escape());
      else if (this.peek() === '-' && this.characters[this.position + 1] !== ']') tests.push(this.range(from));
      else tests.push((other) => other === from);
    }
    this.position += 1;
    return (other) => tests.some((test) => test(other)) !== isInverted;
  }

  private range(from: string): Test {
    this.position += 1;
    const to = this.take();
    if (to === undefined || to === '\\' || to < from) throw new SyntaxError(`${from}- begins no range`);
    return (other) => other >= from && other <= to;
  }

  private repeated(one: readonly Step[]): readonly Step[] {
    const [least, most] = this.howOften();
    if (least === 1 && most === 1) return one;
    const steps: Step[] = [];
    for (let count = 0; count < least; count += 1) steps.push(...limited(one));
    if (most === Infinity) {
      steps.push({ kind: 'split', to: [1, one.length + 2] }, ...one, { kind: 'split', to: [-one.length - 1] });
    } else {
      for (let count = least; count < most; count += 1) {
        steps.push({ kind: 'split', to: [1, one.length + 1] }, ...one);
        limited(steps);
      }
    }
    return limited(steps);
  }

  private howOften(): readonly [least: number, most: number] {
    const sign = this.peek();
    if (sign === '*' || sign === '+' || sign === '?') {
      this.position += 1;
      this.skipLaziness();
      return sign === '*' ? [0, Infinity] : sign === '+' ? [1, Infinity] : [0, 1];
    }
    const rest = this.characters.slice(this.position, this.position + 16).join('');
    const [all, from = '', comma, to = ''] = /^\{(\d{1,3})(,)?(\d{1,3})?\}/.exec(rest) ?? [];
    if (all === undefined) return [1, 1];
    this.position += all.length;
    this.skipLaziness();
    const most = comma === undefined ? Number(from) : to === '' ? Infinity : Number(to);
    if (most < Number(from)) throw new SyntaxError(`${all} asks for more than it allows`);
    return [Number(from), most];
  }

  /** How much is taken makes no difference to whether there is a match. */
  private skipLaziness(): void {
    if (this.peek() === '?') this.position += 1;
    const next = this.peek();
    if (next === '*' || next === '+') throw new SyntaxError(`a ${next} repeats a repetition`);
  }

  private peek(): string | undefined {
    return this.characters[this.position];
  }

  private take(): string | undefined {
    const character = this.characters[this.position];
    this.position += 1;
    return character;
  }
}

function limited<T>(steps: readonly T[]): readonly T[] {
  if (steps.length > MAX_STEPS) throw new SyntaxError('it is too large when its repetitions are written out');
  return steps;
}
