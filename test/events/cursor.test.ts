import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, decodePosition, encodePosition, LOG_START, type LogPosition } from '../../src/domain/cursor.ts';

/** What a reader may have had: everything up to some number but a few, and perhaps one beyond. */
const position = (minGaps: number, maxGaps: number): fc.Arbitrary<LogPosition> =>
  fc
    .record({
      settled: fc.integer({ min: minGaps === 0 ? 0 : 500, max: 2 ** 40 }),
      distances: fc.uniqueArray(fc.integer({ min: 1, max: 499 }), { minLength: minGaps, maxLength: maxGaps }),
      beyond: fc.integer({ min: 0, max: 100 }),
      stamp: fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 })),
    })
    .map(({ settled, distances, beyond, stamp }) => ({
      settled,
      gaps: distances.map((distance) => settled - distance).filter((gap) => gap > 0),
      last: settled + beyond,
      ...(stamp !== null && { anchor: { id: settled + beyond, stamp } }),
    }));
/** Numbers around a position, and those that it names. */
const near = ({ settled, gaps, last }: LogPosition): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: Math.max(1, settled - 600), max: settled + 200 }),
    fc.constantFrom(settled, last, ...gaps),
  );

describe('a cursor of the event log', () => {
  it('comes back as the position that it was made of', () => {
    fc.assert(
      fc.property(position(0, 32), (given) => {
        expect(decodePosition(encodePosition(given))).toEqual(given);
      }),
    );
    expect(decodePosition(encodePosition(LOG_START))).toEqual(LOG_START);
  });

  it('covers exactly what its holder has had', () => {
    const withEvent = position(0, 32).chain((given) => fc.tuple(fc.constant(given), near(given)));
    fc.assert(
      fc.property(withEvent, ([given, id]) => {
        const hasHad = (id <= given.settled && !given.gaps.includes(id)) || id === given.last;
        expect(covers(decodePosition(encodePosition(given)) ?? LOG_START, id)).toBe(hasHad);
      }),
    );
  });

  it('with too many gaps may repeat, but never claims what its holder has not had', () => {
    const crowded = position(33, 200);
    const withEvent = crowded.chain((given) => fc.tuple(fc.constant(given), near(given)));
    fc.assert(
      fc.property(withEvent, ([given, id]) => {
        const text = encodePosition(given);
        expect(text.length).toBeLessThan(200);
        const claims = covers(decodePosition(text) ?? LOG_START, id);
        expect(claims && !covers(given, id)).toBe(false);
      }),
    );
  });

  it('of a version before there were anchors is still read', () => {
    expect(decodePosition(Buffer.from('e1.a.c.1').toString('base64url'))).toEqual({ settled: 10, gaps: [9], last: 12 });
  });

  it('is at most some hundred characters long and safe in a URL', () => {
    fc.assert(
      fc.property(position(0, 32), (given) => {
        expect(encodePosition(given)).toMatch(/^[\w-]{1,400}$/);
      }),
    );
  });

  it('is refused when it is anything else, whatever that is', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.string().map((text) => Buffer.from(`e1.${text}`).toString('base64url')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const decoded = decodePosition(text);
        if (decoded === null) return;
        const { settled, gaps, last } = decoded;
        for (const number of [settled, last, ...gaps]) expect(number).toSatisfy(Number.isSafeInteger);
        expect(Math.min(settled, last, ...gaps)).toBeGreaterThanOrEqual(0);
      }),
    );
    for (const text of ['', '...', 'e1', 'null', '[]', '%00', 'ZTI']) expect(decodePosition(text)).toBeNull();
    expect(decodePosition(Buffer.from('e2.1.1').toString('base64url'))).toBeNull();
    expect(decodePosition(Buffer.from('e3.1.1.1.1').toString('base64url'))).toBeNull();
    expect(decodePosition(Buffer.from('e1.5.5.9').toString('base64url'))).toBeNull();
  });
});
