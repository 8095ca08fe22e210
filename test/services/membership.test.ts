import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LOG_START } from '../../src/domain/cursor.ts';
import { createJoins, type Joins } from '../../src/services/stream/joins.ts';
import { Membership, type Verdict } from '../../src/services/stream/membership.ts';

/**
 * A model of everything that reads one node at its own pace, with every interleaving that a random schedule finds: a
 * writer, the tail, the shared view, and subscribers who read alone until they join it. Each `yield` is a moment at which
 * the others may go on. What is under test is the code that decides; the database, the log and the sockets are modelled.
 */
interface World {
  /** As committed. */
  node: { readonly isVisible: boolean; readonly fits: boolean };
  wasEverVisible: boolean;
  readonly log: Event[];
  /** How many of the log the tail has read: the end of the tail. */
  tailEnd: number;
  readonly joins: Joins;
  /** What the shared view has told, once it is there. */
  readonly feed: { readonly index: number; readonly verdict: Verdict }[];
  isWriting: boolean;
  settle: (() => void)[];
}

interface Event {
  readonly sequence: number;
  /** It says that the node was or became visible. */
  readonly isAboutRights: boolean;
}

interface Transaction {
  readonly isVisible: boolean;
  readonly fits: boolean;
  readonly events: number;
  readonly rightsIn: number;
}

type Actor = Generator<void, void, undefined>;

const NODE = 'the node';
const matches = ({ node }: World): boolean => node.isVisible && node.fits;
const catchUp = (world: World): void => {
  world.tailEnd = world.log.length;
};

function* writer(world: World, transactions: readonly Transaction[]): Actor {
  for (const { isVisible, fits, events, rightsIn } of transactions) {
    yield;
    const isMoved = isVisible !== world.node.isVisible;
    for (let at = 0; at < events; at += 1) {
      const isAboutRights = isMoved && at === rightsIn % events;
      world.log.push({ sequence: world.log.length + 1, isAboutRights });
    }
    world.node = { isVisible, fits };
    world.wasEverVisible ||= isVisible;
  }
  world.isWriting = false;
}

function* tail(world: World): Actor {
  while (world.isWriting || world.tailEnd < world.log.length) {
    catchUp(world);
    yield;
  }
}

function* sharedView(world: World, from: number, isConflated: boolean): Actor {
  const members = matches(world) ? [NODE] : [];
  yield;
  catchUp(world);
  const membership = new Membership(members, world.tailEnd, world.joins);
  yield;
  let at = from;
  while (world.isWriting || at < world.log.length) {
    const batch = world.log.slice(at, world.tailEnd);
    yield;
    if (batch.length === 0) continue;
    const isMatch = matches(world);
    const { isVisible } = world.node;
    yield;
    const readSequence = world.log.length;
    yield;
    const told = batch.flatMap(({ sequence, isAboutRights }, place) => {
      const index = at + place + 1;
      const mayTell = isVisible || isAboutRights;
      const look = { nodeId: NODE, index, sequence, isLast: false, matches: isMatch, readSequence, mayTell };
      const verdict = membership.decide(look);
      return verdict === null ? [] : [{ index, verdict }];
    });
    const [first] = told;
    const last = told.at(-1);
    expect(world.wasEverVisible || told.every(({ verdict }) => verdict !== 'LEAVE')).toBe(true);
    if (!isConflated) world.feed.push(...told);
    else if (first !== undefined && last !== undefined) world.feed.push({ ...last, verdict: first.verdict });
    at += batch.length;
  }
}

interface Reader {
  has: boolean;
  joinedAt: number | null;
}

function* subscriber(world: World, reader: Reader): Actor {
  // Here or in another process: the position first, the node after it.
  let at = world.tailEnd;
  yield;
  reader.has = matches(world);
  yield;
  for (;;) {
    const batch = world.log.slice(at, world.tailEnd);
    if (batch.length === 0) break;
    yield;
    const mayTell = world.node.isVisible || batch.some(({ isAboutRights }) => isAboutRights);
    if (matches(world)) reader.has = true;
    else if (mayTell) reader.has = false;
    at += batch.length;
    yield;
  }
  reader.joinedAt = at;
  world.joins.join({ index: at, position: LOG_START });
}

/** The tail is caught up with for who joined: at some moment, like everything else. */
function* settler(world: World): Actor {
  while (world.isWriting || world.settle.length > 0) {
    yield;
    const done = world.settle.shift();
    if (done === undefined) continue;
    catchUp(world);
    done();
  }
}

function newWorld(): World {
  const settle: (() => void)[] = [];
  const log: Event[] = [];
  let tailEnd = 0;
  const joins = createJoins({
    catchUp: () => new Promise<void>((resolve) => settle.push(resolve)),
    mark: () => ({ index: tailEnd, position: LOG_START }),
  });
  return {
    node: { isVisible: false, fits: false },
    wasEverVisible: false,
    log,
    get tailEnd() {
      return tailEnd;
    },
    set tailEnd(end) {
      tailEnd = end;
    },
    joins,
    feed: [],
    isWriting: true,
    settle,
  };
}

const transaction = fc.record({
  isVisible: fc.boolean(),
  fits: fc.boolean(),
  events: fc.integer({ min: 1, max: 3 }),
  rightsIn: fc.nat({ max: 2 }),
});

interface Burst {
  readonly who: number;
  readonly steps: number;
}

const burst = fc.record({ who: fc.nat({ max: 59 }), steps: fc.integer({ min: 1, max: 8 }) });

/** At each turn somebody takes some steps; who, the schedule says, and when it is used up, all in turn. */
async function run(actors: readonly Actor[], schedule: readonly Burst[]): Promise<void> {
  const alive = [...actors];
  for (let turn = 0; alive.length > 0; turn += 1) {
    const { who, steps } = schedule[turn] ?? { who: turn, steps: 1 };
    const actor = alive[who % alive.length];
    for (let step = 0; step < steps && actor !== undefined && alive.includes(actor); step += 1) {
      if (actor.next().done === true) alive.splice(alive.indexOf(actor), 1);
      await Promise.resolve(); // what a settled join has to do
      await Promise.resolve();
    }
  }
}

it('after the last event everybody has the node who should, and nobody else, however reads and joins fell', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(transaction, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.array(burst, { minLength: 10, maxLength: 40 }),
      async (transactions, isConflated, schedule) => {
        const world = newWorld();
        const readers = Array.from({ length: 3 }, (): Reader => ({ has: false, joinedAt: null }));
        /** The view begins where the first subscriber goes over to it. */
        function* view(): Actor {
          const joined = (): readonly number[] => readers.flatMap(({ joinedAt }) => joinedAt ?? []);
          while (joined().length === 0) yield;
          yield* sharedView(world, Math.min(...joined()), isConflated);
        }
        const each = readers.map((reader) => subscriber(world, reader));
        await run([writer(world, transactions), tail(world), view(), settler(world), ...each], schedule);
        for (const { has, joinedAt } of readers) {
          const told = world.feed.filter(({ index }) => index > (joinedAt ?? Infinity));
          const hasNow = told.reduce((_had, { verdict }) => verdict !== 'LEAVE', has);
          expect(hasNow).toBe(matches(world));
        }
      },
    ),
    { numRuns: 20_000 },
  );
});

it('what could not be told with one event, because it would name a node of others, is told with the one that may', () => {
  const membership = new Membership([], 0, { newest: () => 0, settledFrom: () => 1 });
  const look = { nodeId: NODE, isLast: false, matches: false, readSequence: 2 };
  expect(membership.decide({ ...look, index: 1, sequence: 1, mayTell: false })).toBe(null);
  expect(membership.decide({ ...look, index: 2, sequence: 2, mayTell: true })).toBe('LEAVE');
});
