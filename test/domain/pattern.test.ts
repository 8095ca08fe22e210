import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../src/domain/pattern.ts';

describe('compilePattern', () => {
  const PATTERNS = [
    'a',
    'a*',
    'a+b?',
    '(a|b)*c',
    'a|b|cd',
    '[ab]c',
    '[^a]',
    '^a',
    'b$',
    '^(ab|c){1,2}$',
    'a{2}',
    'a{1,}b',
    '.b',
    '\\w+',
    '\\d|c',
    '(?:a|b)+?c',
    'a(b(c|a)*)?',
    '[a-b]{2,3}c',
    '^$',
    '()',
    'a\\.b',
    '\\(a\\)',
  ];

  it.each(PATTERNS)('finds %s where JavaScript finds it', (source) => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', '.', '(', ')', '1', '\n'), maxLength: 8 });
    const pattern = compilePattern(source);
    fc.assert(
      fc.property(text, (subject) => {
        expect(pattern.isIn(subject)).toBe(new RegExp(source).test(subject));
        expect(pattern.isWhole(subject)).toBe(new RegExp(`^(?:${source})$`).test(subject));
      }),
    );
  });

  it('finds what JavaScript would look for until the end of time', () => {
    const evil = compilePattern('^(a+)+$');
    expect(evil.isIn(`${'a'.repeat(4_000)}!`)).toBe(false);
    expect(evil.isIn('a'.repeat(4_000))).toBe(true);
    expect(compilePattern('(.*)*(.*)*(.*)*x').isIn('y'.repeat(4_000))).toBe(false);
  });

  it.each([
    ['a group that is open', '(a', 'not closed'],
    ['a group that closes nothing', 'a)', 'closes nothing'],
    ['a class that is open', '[a', 'not closed'],
    ['a range backwards', '[z-a]', 'no range'],
    ['a repetition of nothing', '*a', 'repeats nothing'],
    ['a repetition of a repetition', 'a**', 'repeats a repetition'],
    ['a backreference', '(a)\\1', 'not known'],
    ['a look ahead', '(?=a)b', 'only (?:'],
    ['a backslash at the end', 'a\\', 'backslash'],
    ['more than it allows', 'a{3,2}', 'more than it allows'],
    ['what grows too large', '((a{99}){99}){99}', 'too large'],
    ['what is too long', 'a'.repeat(513), 'more than 512'],
  ])('refuses %s', (_what, source, reason) => {
    expect(() => compilePattern(source)).toThrow(reason);
  });
});
