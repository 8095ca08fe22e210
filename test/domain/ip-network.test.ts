import { expect, it } from 'vitest';
import { isInNetwork } from '../../src/domain/ip-network.ts';

it.each<[string, string, boolean | null]>([
  ['192.0.2.9', '192.0.2.0/24', true],
  ['192.0.3.9', '192.0.2.0/24', false],
  ['192.0.2.9', '192.0.2.9', true],
  ['192.0.2.9', '0.0.0.0/0', true],
  ['192.0.2.129', '192.0.2.128/25', true],
  ['192.0.2.127', '192.0.2.128/25', false],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['::1', '2001:db8::/32', false],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1/128', true],
  ['192.0.2.9', '2001:db8::/32', false],
  ['nobody', '192.0.2.0/24', false],
  ['192.0.2.900', '192.0.2.0/24', false],
  ['192.0.2.9', '192.0.2.0/33', null],
  ['192.0.2.9', '192.0.2.0/', null],
  ['192.0.2.9', '192.0.2.0/8/8', null],
  ['192.0.2.9', '192.0.2', null],
  ['::1', '1::2::3/64', null],
])('%s in %s: %s', (address, network, expected) => {
  expect(isInNetwork(address, network)).toBe(expected);
});
