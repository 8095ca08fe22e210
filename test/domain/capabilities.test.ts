import { describe, expect, it } from 'vitest';
import { formatCapabilities, parseCapabilities } from '../../src/domain/capabilities.ts';

describe('parseCapabilities', () => {
  it.each([
    ['a text', 'boot_mode:uefi,cpu_vt:true', { boot_mode: 'uefi', cpu_vt: 'true' }],
    ['a text with spaces and nothing between commas', ' boot_mode : uefi ,, ', { boot_mode: 'uefi' }],
    ['a value with a colon in it', 'profile:a:b', { profile: 'a:b' }],
    ['a name alone', 'trusted_boot', { trusted_boot: 'true' }],
    ['an object', { boot_option: 'local', count: 2, on: false }, { boot_option: 'local', count: '2', on: 'false' }],
    ['an object with what cannot be one', { boot_option: { a: 1 }, b: null }, {}],
    ['nothing', undefined, {}],
    ['a list', ['boot_mode:uefi'], {}],
  ])('reads %s', (_what, value, expected) => {
    expect(parseCapabilities(value)).toEqual(expected);
  });

  it('reads again what it has written', () => {
    const capabilities = { boot_mode: 'uefi', profile: 'a:b' };
    expect(parseCapabilities(formatCapabilities(capabilities))).toEqual(capabilities);
  });
});
