import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { nextTurn, type TurnEnd } from '../../src/conductor/power-schedule.ts';

const SETTINGS = { powerSyncSeconds: 120, powerSyncMaxSeconds: 600, powerRecoverySeconds: 300 };
const nodeId = newId();

/** The intervals after one end behind the other. */
function intervals(ends: readonly TurnEnd[], from = 120): readonly number[] {
  let intervalSeconds = from;
  return ends.map(
    (end) => ({ intervalSeconds } = nextTurn(end, { nodeId, intervalSeconds }, SETTINGS)).intervalSeconds,
  );
}

describe('the interval between two readings', () => {
  it('grows while nothing changes, up to the most', () => {
    expect(intervals(Array.from({ length: 6 }, () => 'calm'))).toEqual([180, 270, 405, 600, 600, 600]);
  });

  it.each<TurnEnd>(['news', 'failed'])('is a quarter of the usual one after %s, and grows from there', (end) => {
    expect(intervals([end, 'calm', 'calm'], 600)).toEqual([30, 45, 68]);
  });

  it('is the usual one behind a job, and that of recovery in maintenance', () => {
    expect(intervals(['skipped', 'given-up'], 600)).toEqual([120, 300]);
  });

  it('never shrinks below the usual one by a most that is smaller', () => {
    const settings = { ...SETTINGS, powerSyncMaxSeconds: 10 };
    expect(nextTurn('calm', { nodeId, intervalSeconds: 120 }, settings).intervalSeconds).toBe(120);
  });

  it('differs from node to node by a tenth at most, and not from time to time', () => {
    const delays = Array.from({ length: 100 }, () =>
      nextTurn('skipped', { nodeId: newId(), intervalSeconds: 1 }, SETTINGS),
    );
    const seconds = delays.map(({ delaySeconds }) => delaySeconds);
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(108);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(132);
    expect(new Set(seconds).size).toBeGreaterThan(90);
    const again = (): unknown => nextTurn('skipped', { nodeId, intervalSeconds: 1 }, SETTINGS);
    expect(again()).toEqual(again());
  });
});
