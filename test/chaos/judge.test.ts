/** A judge that is never angry proves nothing: each kind of violation is forged once, and must be seen. */
import { describe, expect, it } from 'vitest';
import { command, goodEvents, goodHistory, goodNode, JOB, MARGIN_MS, NODE } from './forged.ts';
import type { History, LoggedEvent, NodeAtRest } from './history.ts';
import { judge } from './judge.ts';

/** What is found broken, by the check's name. */
const found = (history: History): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    judge(history).flatMap(({ name, violations }) =>
      violations.length === 0 ? [] : [[name, violations.map(({ what }) => what)]],
    ),
  );

const forged = (change: Partial<History>): History => ({ ...goodHistory(), ...change });
const withEvents = (change: (events: LoggedEvent[]) => LoggedEvent[]): History =>
  forged({ events: change(goodEvents()) });
const withNode = (change: Partial<NodeAtRest>): History => forged({ nodes: [{ ...goodNode(), ...change }] });
const withMachine = (change: Partial<NodeAtRest['machine']>, more: Partial<NodeAtRest> = {}): History =>
  withNode({ machine: { ...goodNode().machine, ...change }, ...more });
const withCommands = (...lines: History['commands'][number]['lines']): History =>
  forged({ commands: [{ nodeId: NODE, lines }] });

/** The event at this place of its node's log, changed. */
const at = (place: number, change: Partial<LoggedEvent>) => (events: LoggedEvent[]) =>
  events.map((event) => (event.sequence === place ? { ...event, ...change } : event));
const without = (place: number) => (events: LoggedEvent[]) => events.filter(({ sequence }) => sequence !== place);
/** The events as they are, with their places counted anew. */
const renumbered = (events: LoggedEvent[]): LoggedEvent[] => {
  let sequence = 0;
  return events.map((event) => (event.nodeId === null ? event : { ...event, sequence: (sequence += 1) }));
};
const epochChange = (after: number): LoggedEvent['changes'] => [{ field: 'lock.epoch', before: after - 1, after }];

it('finds nothing in a history in which a conductor was lost and all is well', () => {
  expect(found(goodHistory())).toEqual({});
});

describe('commands of different epochs do not overlap', () => {
  const CHECK = 'commands of different epochs do not overlap';
  const [firstStart, firstEnd] = command('power.set', `${JOB}/1/1`, 1);
  const [nextStart, nextEnd] = command('power.get', `${JOB}/2/3`, 2);
  const cases: readonly (readonly [string, History, string])[] = [
    [
      'an old one that takes effect while a new one is at work',
      withCommands(firstStart, nextStart, firstEnd, nextEnd),
      'ended (done)',
    ],
    ['an old one that is sent after a new one', withCommands(nextStart, nextEnd, firstStart, firstEnd), 'was sent'],
    ['an old one that is sent and never ends', withCommands(nextStart, nextEnd, firstStart), 'was sent'],
    [
      'two attempts of a job that holds no lock',
      withCommands(
        ...command('network.detachVif', `${JOB}/2/shared`, 2),
        ...command('network.detachVif', `${JOB}/1/shared`, 1),
      ),
      'was sent',
    ],
    ['one that names no right', withCommands(...command('power.set', 'nobody', 1)), 'names no right'],
  ];
  it.each(cases)('sees %s', (_what, history, words) => {
    expect(found(history)[CHECK]?.[0]).toContain(words);
  });

  it('lets an aborted one pass, one whose process died, and a job without a lock beside another', () => {
    const aborted = command('power.set', `${JOB}/1/1`, 1, 'aborted');
    const history = withCommands(
      firstStart,
      nextStart,
      aborted[1],
      ...command('network.detachVif', 'job-2/1/shared', 3),
      nextEnd,
    );
    expect(found(history)).toEqual({});
  });
});

describe('at most one holder, epochs strictly increasing', () => {
  const CHECK = 'at most one holder, epochs strictly increasing';
  const cases: readonly (readonly [string, History, string])[] = [
    ['a grant while somebody holds the node', withEvents(without(6)), 'the lock is held'],
    ['an epoch that comes again', withEvents(at(8, { changes: epochChange(1) })), 'epoch 1 comes after epoch 2'],
    ['a lock given back that nobody held', withEvents(without(8)), 'nobody holds the lock'],
    ['a lock given back for another job', withEvents(at(13, { jobId: 'job-2' })), `the lock is held by job ${JOB}`],
    ['a lock given back by another conductor', withEvents(at(13, { actor: 'conductor:lost' })), 'gave it back'],
  ];
  it.each(cases)('sees %s', (_what, history, words) => {
    expect(found(history)[CHECK]?.[0]).toContain(words);
  });
});

describe('a stale worker writes nothing', () => {
  const CHECK = 'a stale worker writes nothing';
  const cases: readonly (readonly [string, History, string])[] = [
    [
      'a step that the lost conductor ends after all',
      withEvents(at(10, { actor: 'conductor:lost' })),
      'the job is at work at conductor:next',
    ],
    [
      'a write between the loss and the resumption',
      withEvents((events) => renumbered([...events.slice(0, 8), events[10] as LoggedEvent, ...events.slice(8)])),
      'nobody has the job',
    ],
    [
      'a write for a job while another holds the node',
      withEvents(at(8, { jobId: 'job-2' })),
      'the node is held by job job-2',
    ],
    ['a job taken while somebody has it', withEvents((events) => renumbered(without(7)(events))), 'is at work at'],
  ];
  it.each(cases)('sees %s', (_what, history, words) => {
    expect(found(history)[CHECK]?.join('\n')).toContain(words);
  });

  it('lets a job without a lock write while another holds the node', () => {
    const history = withEvents((events) => {
      const shared = (type: LoggedEvent['type']): LoggedEvent => ({
        ...(events[10] as LoggedEvent),
        type,
        jobId: 'job-2',
      });
      return renumbered([...events.slice(0, 10), shared('JOB_STARTED'), shared('JOB_SUCCEEDED'), ...events.slice(10)]);
    });
    const job2 = {
      id: 'job-2',
      type: 'node.detach-vif',
      nodeId: NODE,
      lockMode: 'SHARED',
      state: 'SUCCEEDED',
      requestedBy: 'admin',
    } as const;
    expect(found({ ...history, jobs: [...history.jobs, job2] })[CHECK]).toBeUndefined();
  });
});

describe('take-over waits the safety margin out', () => {
  it('sees a grant that came too early', () => {
    const early = withEvents(at(8, { at: (goodEvents()[5] as LoggedEvent).at + MARGIN_MS - 1 }));
    expect(Object.keys(found(early))).toEqual(['take-over waits the safety margin out']);
  });
});

describe('each accepted job ends, and ends once', () => {
  const CHECK = 'each accepted job ends, and ends once';
  const [job] = goodHistory().jobs;
  const withJob = (state: 'RUNNING' | 'FAILED'): History =>
    forged({ jobs: job === undefined ? [] : [{ ...job, state }] });
  const cases: readonly (readonly [string, History, string])[] = [
    ['a job that never ended', withJob('RUNNING'), 'is still RUNNING'],
    ['a job whose end is not in the log', withEvents(without(12)), 'the log does not tell of its end'],
    ['a job that ended twice', withEvents((events) => [...events, ...events.slice(12, 13)]), 'ended twice'],
    ['a job whose row and log disagree', withJob('FAILED'), 'is FAILED, but the log says JOB_SUCCEEDED'],
    ['a job that is gone', forged({ jobs: [] }), 'not among the jobs'],
  ];
  it.each(cases)('sees %s', (_what, history, words) => {
    expect(found(history)[CHECK]?.join('\n')).toContain(words);
  });
});

describe('what was answered is true, one job for one key', () => {
  const CHECK = 'what was answered is true, one job for one key';
  const [request] = goodHistory().requests;
  const answered = (...jobIds: readonly string[]): History => {
    const answers = jobIds.map((jobId) => ({ at: 0, jobIds: [jobId], replayed: false, problems: [] }));
    return forged({ requests: request === undefined ? [] : [{ ...request, answers, lastFailure: 'socket hang up' }] });
  };
  const job2 = {
    id: 'job-2',
    type: 'node.manage',
    nodeId: NODE,
    lockMode: 'EXCLUSIVE',
    state: 'SUCCEEDED',
    requestedBy: 'admin',
  } as const;
  const twoJobs = { jobs: [...goodHistory().jobs, job2] };
  const cases: readonly (readonly [string, History, string])[] = [
    ['a request that was never answered', answered(), 'never answered, at last with: socket hang up'],
    ['an answer with a job that is not there', answered('job-9'), 'job job-9, which does not exist'],
    ['one key with two jobs', { ...answered(JOB, 'job-2'), ...twoJobs }, 'several jobs: job-1, job-2'],
    ['a job of a request that was carried out twice', forged(twoJobs), 'job-2 was accepted, but no answer names it'],
  ];
  it.each(cases)('sees %s', (_what, history, words) => {
    expect(found(history)[CHECK]?.join('\n')).toContain(words);
  });
});

describe('the event log', () => {
  const cases: readonly (readonly [string, History, string])[] = [
    ['a hole in a node’s numbers', withEvents(without(10)), 'event #11 stands where #10 should'],
    ['a number that came twice', withEvents(at(11, { sequence: 10 })), 'event #10 stands where #11 should'],
    [
      'an end that was lost',
      withNode({ lock: { ...goodNode().lock, eventSequence: 14 } }),
      'the log ends with #13, the node counted 14',
    ],
  ];
  it.each(cases)('shows %s', (_what, history, words) => {
    expect(found(history)['the log of each node has no hole']).toEqual([words]);
  });
});

describe('provision states follow the table', () => {
  const CHECK = 'provision states follow the table';
  const move = (before: string, after: string): LoggedEvent['changes'] => [{ field: 'provisionState', before, after }];
  const cases: readonly (readonly [string, History, string])[] = [
    ['an edge that is none', withEvents(at(5, { changes: move('ENROLL', 'ACTIVE') })), 'no edge from ENROLL to ACTIVE'],
    ['a jump', withEvents(without(5)), 'leaves VERIFYING, but the node was ENROLL'],
    ['a row that moved without its event', withNode({ provisionState: 'AVAILABLE' }), 'its row says AVAILABLE'],
  ];
  it.each(cases)('sees %s', (_what, history, words) => {
    expect(found(history)[CHECK]?.join('\n')).toContain(words);
  });
});

describe('no node is left half-way', () => {
  const cases: readonly (readonly [string, History, string])[] = [
    ['a state in which nothing stays', withNode({ provisionState: 'CLEANING' }), 'it is still CLEANING'],
    ['a lock', withNode({ lock: { ...goodNode().lock, holderJobId: JOB } }), `still held by job ${JOB}`],
    ['a machine in a network of ours', withMachine({ networks: ['CLEANING'] }), 'still in the networks CLEANING'],
    ['a ramdisk', withMachine({ ramdisk: {} }), 'still boots the ramdisk'],
    ['a power state that is not the machine’s', withMachine({ power: 'OFF' }), 'recorded ON, and the machine is OFF'],
    ['a tenant without a network', withMachine({}, { provisionState: 'ACTIVE' }), 'not in the tenant networks'],
    [
      'an image on a machine that is offered as clean',
      withMachine({ image: 'theirs' }, { provisionState: 'AVAILABLE' }),
      'still has an image',
    ],
  ];
  it.each(cases)('sees %s', (_what, history, words) => {
    expect(found(history)['no node is left half-way']?.join('\n')).toContain(words);
  });
});

describe('no VIF without its record, no record without its VIF', () => {
  const CHECK = 'no VIF without its record, no record without its VIF';
  const vif = { vifId: 'vif-1', portId: 'port-1', state: 'ATTACHED' };
  const cases: readonly (readonly [string, History, string])[] = [
    ['an orphan', withNode({ vifs: [] }), 'an orphan'],
    ['a false record', withMachine({ vifs: {} }), 'the machine does not have it'],
    ['a record that is left half-way', withNode({ vifs: [{ ...vif, state: 'DETACHING' }] }), 'is still DETACHING'],
    ['a VIF on another port', withNode({ vifs: [{ ...vif, portId: 'port-2' }] }), 'bound to port port-1'],
    [
      'a VIF on two machines',
      forged({ nodes: [goodNode(), { ...goodNode(), nodeId: 'node-2' }] }),
      `is bound here and on node ${NODE}`,
    ],
  ];
  it.each(cases)('sees %s', (_what, history, words) => {
    expect(found(history)[CHECK]?.join('\n')).toContain(words);
  });

  it('believes a record in ERROR, which says itself that nobody knows', () => {
    expect(found(withNode({ vifs: [{ ...vif, state: 'ERROR' }] }))).toEqual({});
    expect(found(withMachine({ vifs: {} }, { vifs: [{ ...vif, state: 'ERROR' }] }))).toEqual({});
  });
});

describe('a subscriber saw every event once, in order', () => {
  const CHECK = 'a subscriber saw every event once, in order';
  const { stream } = goodHistory();
  const delivered = (deliveries: History['stream']['deliveries']): History =>
    forged({ stream: { gaps: [], deliveries } });
  const [first, ...rest] = stream.deliveries;
  const again = first === undefined ? [] : [first];
  const cases: readonly (readonly [string, History, string])[] = [
    ['an event that was never delivered', delivered(rest), 'NODE_CREATED #1 (event 1) was never delivered'],
    ['an event that came twice', delivered([...stream.deliveries, ...again]), '#1 (event 1) was delivered after #13'],
    ['events out of order', delivered(stream.deliveries.toReversed()), '#12 (event 13) was delivered after #13'],
    ['a gap', forged({ stream: { ...stream, gaps: ['too old'] } }), 'the stream said GAP: too old'],
    [
      'an event that is not in the log',
      delivered([...stream.deliveries, { connection: 1, eventId: 99, nodeId: NODE, sequence: 99 }]),
      'event 99 was delivered and is not in the log',
    ],
  ];
  it.each(cases)('sees %s', (_what, history, words) => {
    expect(found(history)[CHECK]?.join('\n')).toContain(words);
  });

  it('lets an event come again under its own id after a break', () => {
    const afterBreak = again.map((delivery) => ({ ...delivery, connection: 2 }));
    expect(found(delivered([...stream.deliveries, ...afterBreak]))).toEqual({});
  });
});
