import { describe, expect, it } from 'vitest';
import { createBucket, createGate, createIntake } from '../../src/agent/limits.ts';
import { createRefusalLog } from '../../src/agent/refusal-log.ts';
import type { AgentRefusal } from '../../src/domain/agent.ts';
import { gate as createDoor, type Gate as Door } from '../conductor/scripted-job.ts';
import { recordingLog } from '../support/recording-log.ts';

const busy = expect.objectContaining({ kind: 'BUSY' }) as AgentRefusal;

describe('createBucket', () => {
  function aBucket(): { readonly bucket: ReturnType<typeof createBucket>; readonly pass: (ms: number) => void } {
    let at = 0;
    const bucket = createBucket({ perSecond: 2, burst: 3, now: () => at });
    return { bucket, pass: (ms) => void (at += ms) };
  }
  const takes = ({ wait, take }: ReturnType<typeof createBucket>, address: string, times: number): (number | null)[] =>
    Array.from({ length: times }, () => {
      const seconds = wait(address);
      if (seconds === null) take(address);
      return seconds;
    });

  it('gives a burst at once, then so many a second, and says when to come again', () => {
    const { bucket, pass } = aBucket();
    expect(takes(bucket, '192.0.2.1', 5)).toEqual([null, null, null, 1, 1]);
    pass(500);
    expect(takes(bucket, '192.0.2.1', 2)).toEqual([null, 1]);
    pass(3_600_000);
    expect(takes(bucket, '192.0.2.1', 4)).toEqual([null, null, null, 1]);
  });

  it('counts each address for itself, but all of one IPv6 network together', () => {
    const { bucket } = aBucket();
    takes(bucket, '192.0.2.1', 3);
    expect(bucket.wait('192.0.2.2')).toBeNull();
    expect(takes(bucket, '2001:db8:0:1::1', 2)).toEqual([null, null]);
    expect(takes(bucket, '2001:db8:0:1:ffff::2', 2)).toEqual([null, 1]);
    expect(bucket.wait('2001:db8:0:2::1')).toBeNull();
  });

  it('is owed what many at once took that had been looked at before any was taken', () => {
    const { bucket, pass } = aBucket();
    for (let times = 0; times < 5; times += 1) bucket.take('192.0.2.1');
    expect(bucket.wait('192.0.2.1')).toBe(2);
    pass(1_000);
    expect(bucket.wait('192.0.2.1')).toBe(1);
    pass(500);
    expect(takes(bucket, '192.0.2.1', 2)).toEqual([null, 1]);
  });

  it('is owed a burst at most: who shares the address is heard again soon', () => {
    const { bucket, pass } = aBucket();
    for (let times = 0; times < 100; times += 1) bucket.take('192.0.2.1');
    expect(bucket.wait('192.0.2.1')).toBe(2);
    pass(2_000);
    expect(takes(bucket, '192.0.2.1', 2)).toEqual([null, 1]);
  });

  it('remembers so many addresses and no more', () => {
    const { bucket } = aBucket();
    takes(bucket, '192.0.2.1', 3);
    for (let number = 0; number < 10_000; number += 1) bucket.take(`10.${number >> 8}.${number & 255}.1`);
    expect(bucket.wait('192.0.2.1')).toBeNull();
  });
});

describe('createGate', () => {
  it('lets so many through at once, the others in their order, and refuses those beyond', async () => {
    const { pass } = createGate({ atOnce: 2, waiting: 2 });
    const begun: number[] = [];
    const doors: Door[] = [];
    const work = Array.from({ length: 5 }, async (_, index) => {
      await pass(async () => {
        begun.push(index);
        const door = createDoor();
        doors.push(door);
        await door.opened;
      });
      return 'done';
    });
    await expect(work[4]).rejects.toEqual(busy);
    expect(begun).toEqual([0, 1]);
    doors[1]?.open();
    await work[1];
    expect(begun).toEqual([0, 1, 2]);
    for (let index = 0; index < doors.length; index += 1) doors[index]?.open();
    doors[0]?.open();
    await work[0];
    doors.forEach((door) => door.open());
    await work[2];
    doors.forEach((door) => door.open());
    expect(await work[3]).toBe('done');
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('gives the place on also when the work fails', async () => {
    const { pass } = createGate({ atOnce: 1, waiting: 1 });
    const fails = pass(() => Promise.reject(new Error('on purpose')));
    const next = pass(() => Promise.resolve('in'));
    await expect(fails).rejects.toThrow('on purpose');
    expect(await next).toBe('in');
    expect(await pass(() => Promise.resolve('again'))).toBe('again');
  });
});

describe('createIntake', () => {
  it('takes so many in from each address and in all, and has room again afterwards', async () => {
    const { take } = createIntake({ total: 3, perAddress: 2 });
    const door = createDoor();
    const open = ['a', 'a', 'b'].map((address) => take(address, () => door.opened));
    await expect(take('a', () => Promise.resolve())).rejects.toEqual(busy);
    await expect(take('c', () => Promise.resolve())).rejects.toEqual(busy);
    door.open();
    await Promise.all(open);
    expect(await take('a', () => Promise.resolve('in'))).toBe('in');
  });
});

describe('createRefusalLog', () => {
  it('writes the first of each kind and address, and after ten minutes how many there were', () => {
    const { log, text } = recordingLog();
    let at = 0;
    const { refused } = createRefusalLog({ log, now: () => at });
    for (let times = 0; times < 1_000; times += 1) refused('TOKEN', '192.0.2.1', { route: 'heartbeat' });
    refused('NOT_FOUND', '192.0.2.1', {});
    refused('TOKEN', '192.0.2.2', {});
    at = 600_001;
    refused('TOKEN', '192.0.2.1', {});
    const lines = text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; address: string; refusedSinceLastLine?: number });
    expect(
      lines.map(({ kind, address, refusedSinceLastLine = null }) => [kind, address, refusedSinceLastLine]),
    ).toEqual([
      ['TOKEN', '192.0.2.1', null],
      ['NOT_FOUND', '192.0.2.1', null],
      ['TOKEN', '192.0.2.2', null],
      ['TOKEN', '192.0.2.1', 999],
    ]);
  });
});
