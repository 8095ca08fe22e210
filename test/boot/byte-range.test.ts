import { expect, it } from 'vitest';
import { wantedPart, type WantedPart } from '../../src/boot/byte-range.ts';

it.each<[string | undefined, number, WantedPart]>([
  [undefined, 100, 'whole'],
  ['bytes=0-', 100, { from: 0, to: 100 }],
  ['bytes=0-0', 100, { from: 0, to: 1 }],
  ['bytes=10-19', 100, { from: 10, to: 20 }],
  ['bytes=90-1000', 100, { from: 90, to: 100 }],
  ['bytes=99-', 100, { from: 99, to: 100 }],
  ['bytes=-10', 100, { from: 90, to: 100 }],
  ['bytes=-1000', 100, { from: 0, to: 100 }],
  ['bytes=100-', 100, 'none'],
  ['bytes=1000-2000', 100, 'none'],
  ['bytes=-0', 100, 'none'],
  ['bytes=0-', 0, 'none'],
  ['bytes=-5', 0, 'none'],
  ['bytes=20-10', 100, 'whole'],
  ['bytes=0-1,5-6', 100, 'whole'],
  ['bytes=-', 100, 'whole'],
  ['bytes=a-b', 100, 'whole'],
  ['bytes= 0-1', 100, 'whole'],
  ['items=0-1', 100, 'whole'],
  ['bytes=0-99999999999999999999', 100, 'whole'],
  ['', 100, 'whole'],
])('%s of %i bytes: %j', (header, size, expected) => {
  expect(wantedPart(header, size)).toEqual(expected);
});
