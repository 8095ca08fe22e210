/** A history in which everything is in order, to forge from: one node, whose one job survives a lost conductor. */
import type { EventType } from '../../src/domain/events.ts';
import type { CommandLogLine } from '../../src/drivers/fake/machine.ts';
import type { History, LoggedEvent, NodeAtRest } from './history.ts';

export const NODE = 'node-1';
export const JOB = 'job-1';
export const MARGIN_MS = 300;

const USER = 'admin';
const LOST = 'conductor:lost';
const NEXT = 'conductor:next';
const START = Date.parse('2026-01-01T00:00:00Z');

interface EventFacts {
  readonly changes?: LoggedEvent['changes'];
  readonly nodeId?: string | null;
  readonly atMs?: number;
  readonly jobId?: string | null;
}

/** Events numbered in the order in which they are told, each a millisecond after the one before unless it says when. */
function log(...told: readonly (readonly [EventType, string, EventFacts?])[]): LoggedEvent[] {
  let sequence = 0;
  return told.map(([type, actor, { changes = [], nodeId = NODE, atMs, jobId = JOB } = {}], index) => ({
    id: index + 1,
    type,
    at: START + (atMs ?? index),
    nodeId,
    sequence: nodeId === null ? null : (sequence += 1),
    jobId,
    actor,
    changes,
  }));
}

const epoch = (after: number): EventFacts => ({ changes: [{ field: 'lock.epoch', before: after - 1, after }] });
const moved = (before: string, after: string): EventFacts => ({
  changes: [{ field: 'provisionState', before, after }],
});

export function goodEvents(): LoggedEvent[] {
  return log(
    ['NODE_CREATED', USER, { jobId: null }],
    ['JOB_QUEUED', USER],
    ['LOCK_GRANTED', LOST, epoch(1)],
    ['JOB_STARTED', LOST],
    ['NODE_PROVISION_STATE_CHANGED', LOST, moved('ENROLL', 'VERIFYING')],
    [
      'CONDUCTOR_LOST',
      LOST,
      { nodeId: null, jobId: null, changes: [{ field: 'conductor', before: null, after: 'lost' }] },
    ],
    ['LOCK_BROKEN', NEXT],
    ['JOB_QUEUED', NEXT],
    ['LOCK_GRANTED', NEXT, { ...epoch(3), atMs: MARGIN_MS + 20 }],
    ['JOB_RESUMED', NEXT, { atMs: MARGIN_MS + 21 }],
    ['JOB_STEP_CHANGED', NEXT, { atMs: MARGIN_MS + 22 }],
    ['NODE_PROVISION_STATE_CHANGED', NEXT, { ...moved('VERIFYING', 'MANAGEABLE'), atMs: MARGIN_MS + 23 }],
    ['JOB_SUCCEEDED', NEXT, { atMs: MARGIN_MS + 24 }],
    ['LOCK_RELEASED', NEXT, { atMs: MARGIN_MS + 25 }],
  );
}

/** `start` and `end` of one command. */
export function command(
  op: string,
  authority: string,
  pid: number,
  outcome: NonNullable<CommandLogLine['outcome']> = 'done',
): [start: CommandLogLine, end: CommandLogLine] {
  const line = { at: new Date(START).toISOString(), pid, call: `${op} ${authority}`, authority, op };
  return [
    { ...line, phase: 'start' },
    { ...line, phase: 'end', outcome },
  ];
}

export const goodNode = (): NodeAtRest => ({
  nodeId: NODE,
  name: 'forged',
  provisionState: 'MANAGEABLE',
  powerState: 'ON',
  lock: { holderJobId: null, epoch: 3, eventSequence: 13 },
  vifs: [{ vifId: 'vif-1', portId: 'port-1', state: 'ATTACHED' }],
  machine: {
    power: 'ON',
    vifs: { 'vif-1': 'port-1' },
    networks: [],
    ramdisk: null,
    tenantConnected: false,
    image: null,
  },
});

export function goodHistory(): History {
  const events = goodEvents();
  return {
    safetyMarginMs: MARGIN_MS,
    events,
    jobs: [
      { id: JOB, type: 'node.manage', nodeId: NODE, lockMode: 'EXCLUSIVE', state: 'SUCCEEDED', requestedBy: USER },
    ],
    requests: [
      {
        key: 'key-1',
        mutation: 'manageNode',
        nodeIds: [NODE],
        sentAt: START,
        answers: [
          { at: START, jobIds: [JOB], replayed: false, problems: [] },
          { at: START, jobIds: [JOB], replayed: true, problems: [] },
        ],
        lastFailure: null,
      },
    ],
    commands: [
      {
        nodeId: NODE,
        lines: [...command('power.get', `${JOB}/1/1`, 1, 'aborted'), ...command('power.get', `${JOB}/2/3`, 2)],
      },
    ],
    stream: {
      gaps: [],
      deliveries: events.flatMap(({ id, nodeId, sequence }) =>
        nodeId === null || sequence === null ? [] : [{ connection: 1, eventId: id, nodeId, sequence }],
      ),
    },
    faults: [],
    nodes: [goodNode()],
  };
}
