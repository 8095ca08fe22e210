import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, type EventType } from '../../src/domain/events.ts';
import { cloudEventType, retryDelayMs, whyNoSecret, type WebhookSubject } from '../../src/domain/webhook.ts';

const about = (type: EventType): WebhookSubject => ({
  kind: 'event',
  cursor: '',
  event: { id: 1, type, nodeId: null, nodeSequence: null, jobId: null, actor: '', changes: [], at: '' },
});

describe('cloudEventType', () => {
  it.each([
    ['NODE_POWER_STATE_CHANGED', 'io.ironql.node.power_state_changed'],
    ['JOB_STEP_LOG', 'io.ironql.job.step_log'],
    ['PORT_GROUP_CREATED', 'io.ironql.port_group.created'],
    ['PORT_CREATED', 'io.ironql.port.created'],
    ['VIF_ERROR', 'io.ironql.vif.error'],
  ] as const)('of %s is %s', (type, expected) => {
    expect(cloudEventType(about(type))).toBe(expected);
  });

  it('is a noun and what happened, and another one for each kind of event', () => {
    const types = EVENT_TYPES.map((type) => cloudEventType(about(type)));
    expect(new Set(types).size).toBe(EVENT_TYPES.length);
    for (const type of types) expect(type).toMatch(/^io\.ironql\.[a-z_]+\.[a-z_]+$/);
  });
});

describe('retryDelayMs', () => {
  const rules = { firstMs: 1_000, maxMs: 60_000 };
  const NOW = Date.parse('2026-11-27T00:00:00Z');
  const after = (failures: number, retryAfter?: string, random = 1): number =>
    retryDelayMs(rules, failures, retryAfter, { now: NOW, random });

  it('doubles up to its limit, half of it by chance', () => {
    expect([1, 2, 3, 7, 8, 1_000_000].map((failures) => after(failures))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000, 60_000,
    ]);
    expect(after(3, undefined, 0)).toBe(2_000);
  });

  it('is as long as the receiver asks for, in either form, up to an hour', () => {
    expect(after(1, '30')).toBe(30_000);
    expect(after(1, 'Fri, 27 Nov 2026 00:02:00 GMT')).toBe(120_000);
    expect(after(1, '999999999')).toBe(3_600_000);
    expect(after(8, '1')).toBe(60_000);
  });

  it.each(['soon', '-5', '1e9', '', 'Fri, 27 Nov 2020 00:00:00 GMT'])('ignores %j', (header) => {
    expect(after(1, header)).toBe(1_000);
  });
});

describe('whyNoSecret', () => {
  const ofBytes = (count: number): string => `whsec_${Buffer.alloc(count, 0xfb).toString('base64')}`;

  it('takes 24 to 64 bytes', () => {
    expect([24, 32, 64].map((count) => whyNoSecret(ofBytes(count)))).toEqual([null, null, null]);
    expect([0, 23, 65].map((count) => whyNoSecret(ofBytes(count)) === null)).toEqual([false, false, false]);
  });

  it.each([
    '',
    'whsec_',
    'hunter2-marker',
    'whsec_hunter2-marker-which-is-no-base64',
    `${ofBytes(32)} `,
    ofBytes(32).slice(6),
  ])('refuses %j without repeating it', (text) => {
    expect(whyNoSecret(text)).toEqual(expect.any(String));
    expect(whyNoSecret(text)).not.toContain('hunter2');
  });
});
