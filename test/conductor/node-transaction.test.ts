import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import { inNodesTransaction, inNodeTransaction, type NodesTx } from '../../src/conductor/node-transaction.ts';
import type { EventMark } from '../../src/domain/cursor.ts';
import { MAX_TRANSACTION_MS } from '../../src/entities/transaction.ts';
import { lastOf } from '../../src/events/append.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { watchStatements } from '../support/statements.ts';
import { startEngine, type Engine } from './harness.ts';

const MANY = 1_000;
const ACTOR = 'test';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const inNodes = <T>(nodeIds: readonly string[], work: (nodes: NodesTx) => Promise<T>) =>
  inNodesTransaction({ db: engine.db, bell: engine.base.bell, nodeIds, actor: ACTOR }, work);

const emitForAll = async ({ nodes }: NodesTx): Promise<void> => {
  for (const node of nodes.values()) node.emit('NODE_UPDATED');
};

const sequencesOf = async (nodeId: string): Promise<{ kept: number; logged: number[] }> => {
  // Columns as these queries name them.
  const [lock] = await engine.db.query<{ kept: number }[]>(
    'SELECT event_sequence AS kept FROM node_locks WHERE node_id = ?',
    [nodeId],
  );
  const events = await engine.db.query<{ sequence: number }[]>(
    'SELECT node_sequence AS sequence FROM events WHERE node_id = ? ORDER BY id',
    [nodeId],
  );
  return { kept: lock?.kept ?? -1, logged: events.map(({ sequence }) => sequence) };
};

describe('inNodesTransaction', () => {
  it('gives the nodes that exist, each once, in the order in which they were asked for', async () => {
    const [first, second] = [await engine.addNode(), await engine.addNode()];
    const { result } = await inNodes([second, newId(), first, second], async ({ nodes }) => [...nodes.keys()]);
    expect(result).toEqual([second, first]);
  });

  it('counts the events of each node by itself and appends them in the order in which they were emitted', async () => {
    const nodeIds = [await engine.addNode(), await engine.addNode(), await engine.addNode()];
    const [one, none, three] = nodeIds as [string, string, string]; // three were added
    const { appended } = await inNodes(nodeIds, async ({ nodes }) => {
      for (const nodeId of [three, one, three, three]) nodes.get(nodeId)?.emit('NODE_UPDATED');
    });
    expect(await sequencesOf(one)).toEqual({ kept: 2, logged: [1, 2] });
    expect(await sequencesOf(none)).toEqual({ kept: 1, logged: [1] });
    expect(await sequencesOf(three)).toEqual({ kept: 4, logged: [1, 2, 3, 4] });
    const [last] = await engine.db.query<EventMark[]>(
      'SELECT id, stamp FROM events ORDER BY id DESC LIMIT 1', // columns as this query names them
    );
    expect(appended).toMatchObject({ count: 4, stamp: last?.stamp });
    expect(appended && (await lastOf(engine.db.manager, appended))).toEqual({ ...last });
  });

  it('changes nothing of any node when the work throws', async () => {
    const nodeIds = [await engine.addNode(), await engine.addNode()];
    const before = await Promise.all(nodeIds.map((nodeId) => engine.everything(nodeId)));
    const work = async (nodes: NodesTx): Promise<void> => {
      await emitForAll(nodes);
      await nodes.tx.query('UPDATE nodes SET maintenance = 1 WHERE id IN (?)', [nodeIds]);
      throw new Error('on purpose');
    };
    await expect(inNodes(nodeIds, work)).rejects.toThrow('on purpose');
    expect(await Promise.all(nodeIds.map((nodeId) => engine.everything(nodeId)))).toEqual(before);
  });

  it('takes the locks in one order, whatever the order of the ids: many at once never deadlock', async () => {
    const nodeIds = await Promise.all(Array.from({ length: 12 }, () => engine.addNode()));
    const watched = watchStatements(engine.db);
    const rounds = 20;
    const bulk = async (order: readonly string[]): Promise<void> => {
      for (let round = 0; round < rounds; round += 1) await inNodes(order, emitForAll);
    };
    const single = async (nodeId: string): Promise<void> => {
      const options = { db: engine.db, bell: engine.base.bell, nodeId, actor: ACTOR };
      for (let round = 0; round < rounds; round += 1) {
        await inNodeTransaction(options, async (node) => node.emit('NODE_UPDATED'));
      }
    };
    const rotated = [...nodeIds.slice(5), ...nodeIds.slice(0, 5)];
    await Promise.all([bulk(nodeIds), bulk(nodeIds.toReversed()), bulk(rotated), ...nodeIds.map(single)]);
    expect(watched.stop().failed).toEqual([]);
    const expected = 1 + 4 * rounds;
    for (const nodeId of nodeIds) {
      const { kept, logged } = await sequencesOf(nodeId);
      expect(kept).toBe(expected);
      expect(logged).toEqual(Array.from({ length: expected }, (_, index) => index + 1));
    }
  });

  it(`stays far below the longest that a transaction may take with ${MANY} nodes, in a handful of statements`, async () => {
    const nodeIds = await Promise.all(Array.from({ length: MANY }, () => engine.addNode()));
    const watched = watchStatements(engine.db);
    const tookMs = await cpuTimeOf(() =>
      inNodes(nodeIds, async ({ nodes }) => {
        let index = 0;
        // Half of them once, half twice: as uneven as a batch of claims.
        for (const node of nodes.values()) {
          node.emit('NODE_UPDATED');
          if ((index += 1) % 2 === 0) node.emit('NODE_MAINTENANCE_CHANGED');
        }
      }),
    );
    expect(watched.stop().sent.length).toBeLessThanOrEqual(6); // begin, two for the locks, counts, events, commit
    expect(tookMs).toBeLessThan(MAX_TRANSACTION_MS / 8);
    const [sum] = await engine.db.query<{ sum: string }[]>(
      'SELECT SUM(event_sequence) AS sum FROM node_locks WHERE node_id IN (?)',
      [nodeIds],
    );
    expect(Number(sum?.sum)).toBe(MANY * 2.5);
  });
});
