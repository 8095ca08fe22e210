import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonDifferences } from '../../src/domain/json-difference.ts';

describe('jsonDifferences', () => {
  it.each([
    ['a value', { a: 1 }, { a: 2 }, [{ path: '/a', before: 1, after: 2 }]],
    ['what came', { a: 1 }, { a: 1, b: null }, [{ path: '/b', after: null }]],
    ['what went', { a: [1, 2] }, { a: [1] }, [{ path: '/a/1', before: 2 }]],
    ['another shape', { a: [1] }, { a: { 0: 1 } }, [{ path: '/a', before: [1], after: { 0: 1 } }]],
    ['names that a pointer escapes', { 'a/b~c': 1 }, { 'a/b~c': 2 }, [{ path: '/a~1b~0c', before: 1, after: 2 }]],
    ['nothing', { a: { b: [{}] } }, { a: { b: [{}] } }, []],
  ])('tells %s', (_what, before, after, expected) => {
    expect(jsonDifferences(before, after)).toEqual(expected);
  });

  it('finds none between equal values, and some between others', () => {
    const json = fc.json().map((text): unknown => JSON.parse(text));
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(jsonDifferences(a, structuredClone(a))).toEqual([]);
        expect(jsonDifferences(a, b).length === 0).toBe(isDeepStrictEqual(a, b));
      }),
    );
  });
});
