import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMacAddress } from '../../src/domain/mac-address.ts';

const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 6, maxLength: 6 });
const hex = (octet: number): string => octet.toString(16).padStart(2, '0');

describe('parseMacAddress', () => {
  it('reads colons, dashes and none, in either case, and writes lower case with colons', () => {
    fc.assert(
      fc.property(octets, fc.constantFrom(':', '-', ''), fc.boolean(), (address, separator, isUpper) => {
        const text = address.map(hex).join(separator);
        expect(parseMacAddress(isUpper ? text.toUpperCase() : text)).toBe(address.map(hex).join(':'));
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['five octets', '52:54:00:aa:00'],
    ['seven octets', '52:54:00:aa:00:01:02'],
    ['a letter beyond f', '52:54:00:aa:00:0g'],
    ['mixed separators', '52:54-00:aa:00:01'],
    ['a separator that comes and goes', '52:5400aa0001'],
    ['single digits', '52:54:0:aa:0:1'],
    ['spaces around', ' 52:54:00:aa:00:01'],
    ['a line after', '52:54:00:aa:00:01\n'],
    ['dots', '5254.00aa.0001'],
  ])('refuses %s', (_what, text) => {
    expect(parseMacAddress(text)).toBeNull();
  });
});
