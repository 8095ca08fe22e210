import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LiveContext } from '../../src/conductor/context.ts';
import { enforcePower } from '../../src/conductor/jobs/enforce-power.ts';
import { reconcileVifs } from '../../src/conductor/jobs/reconcile-vifs.ts';
import { setPower } from '../../src/conductor/jobs/set-power.ts';
import { performTurn } from '../../src/conductor/periodic/sync-power.ts';
import { addNewNodes, takeTurns, type Turn } from '../../src/conductor/power-turns.ts';
import type { ConductorSettings } from '../../src/conductor/context.ts';
import type { PowerState } from '../../src/domain/power.ts';
import type { ProvisionState } from '../../src/domain/provision-states.ts';
import type { JsonObject } from '../../src/entities/json.ts';
import { waitFor } from '../support/wait.ts';
import { startEngine, type Engine } from './harness.ts';
import { commandsOf, readMachine, writeMachine } from './machine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.stopConductors());
afterAll(() => engine.stop());

const SETTINGS: Partial<ConductorSettings> = { powerSyncSeconds: 120, powerSyncMaxSeconds: 600, powerSyncRetries: 2 };
const NEVER = new AbortController().signal;

const conductor = (settings: Partial<ConductorSettings> = {}): Promise<LiveContext> =>
  engine.live({ settings: { ...engine.base.settings, ...SETTINGS, ...settings } });

interface Given {
  readonly desired?: PowerState | null;
  readonly recorded?: PowerState | null;
  readonly machine?: PowerState;
  readonly state?: ProvisionState;
  readonly driverInfo?: JsonObject;
  readonly columns?: JsonObject;
}

/** A node and its machine, due to be read. */
async function aNode({ desired = 'ON', recorded = desired, machine = 'ON', ...more }: Given = {}): Promise<string> {
  const nodeId = await engine.addNode(more.state ?? 'ACTIVE', more.driverInfo);
  const columns = { desired_power_state: desired, power_state: recorded, ...more.columns };
  const names = Object.keys(columns);
  await engine.db.query(`UPDATE nodes SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`, [
    ...Object.values(columns),
    nodeId,
  ]);
  writeMachine(engine.dataFolder, nodeId, { power: machine });
  await engine.db.query(
    'INSERT INTO power_syncs (node_id, due_at, interval_seconds) VALUES (?, UTC_TIMESTAMP(6), 120)',
    [nodeId],
  );
  return nodeId;
}

const turnOff = (nodeId: string): void => writeMachine(engine.dataFolder, nodeId, { power: 'OFF' });

async function makeDue(nodeId: string): Promise<void> {
  await engine.db.query('UPDATE power_syncs SET due_at = UTC_TIMESTAMP(6) WHERE node_id = ?', [nodeId]);
}

/** The node's turn, wherever it stands among those that are due. */
async function takeTurn(ctx: LiveContext, nodeId: string): Promise<Turn> {
  await engine.db.query('UPDATE power_syncs SET due_at = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE node_id <> ?', [
    nodeId,
  ]);
  await makeDue(nodeId);
  const [turn] = await takeTurns(ctx, 1);
  if (turn === undefined) throw new Error('The node was not due.');
  return turn;
}

async function sync(ctx: LiveContext, nodeId: string): Promise<void> {
  await performTurn(ctx, await takeTurn(ctx, nodeId), NEVER);
}

interface Seen {
  readonly power: PowerState | null;
  readonly desired: PowerState | null;
  readonly maintenance: number;
  readonly fault: string | null;
  readonly lastError: string | null;
}

async function see(nodeId: string): Promise<Seen> {
  const [row] = await engine.db.query<Seen[]>(
    `SELECT power_state AS power, desired_power_state AS desired, maintenance, fault, last_error AS lastError
       FROM nodes WHERE id = ?`,
    [nodeId],
  );
  if (row === undefined) throw new Error('The node is gone.');
  return row;
}

const eventsOf = async (nodeId: string): Promise<readonly string[]> =>
  (
    await engine.db.query<{ type: string }[]>(
      `SELECT type FROM events WHERE node_id = ? AND type LIKE 'NODE%' AND type NOT IN ('NODE_CREATED', 'NODE_HARDWARE_CHANGED', 'NODE_HEALTH_CHANGED') ORDER BY node_sequence`,
      [nodeId],
    )
  ).map(({ type }) => type);

const jobsOf = (nodeId: string): Promise<{ id: string; type: string; priority: number; state: string }[]> =>
  engine.db.query('SELECT id, type, priority, state FROM jobs WHERE node_id = ? ORDER BY id', [nodeId]);

async function delayOf(nodeId: string): Promise<number> {
  const [row] = await engine.db.query<{ seconds: number }[]>(
    `SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), due_at) AS seconds FROM power_syncs WHERE node_id = ?`,
    [nodeId],
  );
  return row?.seconds ?? Number.NaN;
}

describe('a machine that does what it was asked for', () => {
  it('is left alone for longer after each reading, and nothing is written about it', async () => {
    const nodeId = await aNode();
    const ctx = await conductor();
    await sync(ctx, nodeId);
    const before = await engine.everything(nodeId);
    await sync(ctx, nodeId);
    const first = await delayOf(nodeId);
    await sync(ctx, nodeId);
    expect(await delayOf(nodeId)).toBeGreaterThan(first);
    expect(await engine.everything(nodeId)).toEqual(before);
  });

  it('is recorded when nobody could read it before, or nobody asked for anything', async () => {
    const nodeId = await aNode({ desired: null, recorded: null, machine: 'OFF' });
    await sync(await conductor(), nodeId);
    expect(await see(nodeId)).toMatchObject({ power: 'OFF', desired: null });
    expect(await eventsOf(nodeId)).toEqual(['NODE_POWER_STATE_CHANGED']);
  });
});

describe('what is looked at while one is there', () => {
  const hardwareOf = (nodeId: string): Promise<{ aspect: string; value: { is: unknown } }[]> =>
    engine.db.query('SELECT aspect, value FROM node_hardware WHERE node_id = ? ORDER BY aspect', [nodeId]);
  const changes = (nodeId: string, type: string): Promise<object[]> =>
    engine.db.query('SELECT changes FROM events WHERE node_id = ? AND type = ? ORDER BY id', [nodeId, type]);

  it('is recorded, told of when it has changed, and not asked for each time', async () => {
    const nodeId = await aNode();
    const ctx = await conductor();
    await sync(ctx, nodeId);
    await sync(ctx, nodeId);
    expect(await hardwareOf(nodeId)).toEqual([
      { aspect: 'BOOT_MODE', value: { is: 'UEFI' } },
      { aspect: 'HEALTH', value: { is: 'OK' } },
      { aspect: 'SECURE_BOOT', value: { is: false } },
    ]);
    expect(
      commandsOf(engine.dataFolder, nodeId).filter(({ op, phase }) => op.endsWith('Health') && phase === 'end'),
    ).toHaveLength(1);

    writeMachine(engine.dataFolder, nodeId, { power: 'ON', secureBoot: true });
    await engine.db.query('UPDATE node_hardware SET observed_at = observed_at - INTERVAL 1 HOUR WHERE node_id = ?', [
      nodeId,
    ]);
    await sync(ctx, nodeId);
    expect(await changes(nodeId, 'NODE_HARDWARE_CHANGED')).toHaveLength(2);
    expect((await changes(nodeId, 'NODE_HARDWARE_CHANGED'))[1]).toEqual({
      changes: { list: [{ field: 'hardware.secureBoot', before: false, after: true }] },
    });
    expect(await changes(nodeId, 'NODE_HEALTH_CHANGED')).toHaveLength(1);
  });

  it('is left as it was when the BMC does not say', async () => {
    const nodeId = await aNode({ driverInfo: { fake_failures: { 'management.getHealth': 'always' } }, machine: 'OFF' });
    await sync(await conductor(), nodeId);
    expect((await hardwareOf(nodeId)).map(({ aspect }) => aspect)).toEqual(['BOOT_MODE', 'SECURE_BOOT']);
    expect(await see(nodeId)).toMatchObject({ power: 'OFF', maintenance: 0 });
  });
});

describe('drift', () => {
  it('is mended by a job behind all others with ENFORCE', async () => {
    const nodeId = await aNode({ machine: 'OFF' });
    await sync(await conductor(), nodeId);
    expect(await see(nodeId)).toMatchObject({ power: 'OFF', desired: 'ON', maintenance: 0 });
    expect(await jobsOf(nodeId)).toMatchObject([{ type: 'node.enforce-power', priority: 30, state: 'QUEUED' }]);

    await engine.start();
    await waitFor(async () => (await see(nodeId)).power === 'ON', 'the machine to be on again');
    expect(readMachine(engine.dataFolder, nodeId).power).toBe('ON');
    expect(await eventsOf(nodeId)).toEqual([
      'NODE_POWER_STATE_CHANGED',
      'NODE_POWER_DRIFT',
      'NODE_POWER_STATE_CHANGED',
    ]);
    await sync(await conductor(), nodeId);
    expect(await jobsOf(nodeId)).toHaveLength(1);
  });

  it('gives way to what a user has asked for since', async () => {
    const nodeId = await aNode({ machine: 'OFF' });
    await sync(await conductor(), nodeId);
    await engine.queue(nodeId, setPower, { target: 'OFF', timeoutMs: null });
    await engine.start();
    await waitFor(async () => (await jobsOf(nodeId)).every(({ state }) => state === 'SUCCEEDED'), 'both jobs to end');
    expect(await see(nodeId)).toMatchObject({ power: 'OFF', desired: 'OFF' });
    expect(readMachine(engine.dataFolder, nodeId).power).toBe('OFF');
  });

  it('is looked at again soon', async () => {
    const nodeId = await aNode({ machine: 'OFF' });
    await sync(await conductor(), nodeId);
    expect(await delayOf(nodeId)).toBeLessThan(40);
  });

  it('becomes what is wanted with ADOPT', async () => {
    const nodeId = await aNode({ machine: 'OFF', columns: { power_drift_policy: 'ADOPT' } });
    await sync(await conductor(), nodeId);
    expect(await see(nodeId)).toMatchObject({ power: 'OFF', desired: 'OFF' });
    expect(await eventsOf(nodeId)).toEqual(['NODE_POWER_STATE_CHANGED', 'NODE_POWER_DRIFT']);
    expect(await jobsOf(nodeId)).toEqual([]);
  });

  it('is told of once with REPORT, and again when it comes again', async () => {
    const nodeId = await aNode({ machine: 'OFF' });
    const ctx = await conductor({ powerDriftPolicy: 'REPORT' });
    const drifts = async (): Promise<number> =>
      (await eventsOf(nodeId)).filter((type) => type === 'NODE_POWER_DRIFT').length;
    await sync(ctx, nodeId);
    await sync(ctx, nodeId);
    expect(await drifts()).toBe(1);
    writeMachine(engine.dataFolder, nodeId, { power: 'ON' });
    await sync(ctx, nodeId);
    turnOff(nodeId);
    await sync(ctx, nodeId);
    expect(await drifts()).toBe(2);
    expect(await see(nodeId)).toMatchObject({ power: 'OFF', desired: 'ON' });
    expect(await jobsOf(nodeId)).toEqual([]);
  });

  it('turns nothing off that must stay on', async () => {
    const nodeId = await aNode({ desired: 'OFF', machine: 'ON', columns: { disable_power_off: 1 } });
    await sync(await conductor(), nodeId);
    expect(await jobsOf(nodeId)).toEqual([]);
    expect(await eventsOf(nodeId)).toContain('NODE_POWER_DRIFT');
  });

  it('that comes back each time it is mended ends in maintenance, with what the machine is', async () => {
    const nodeId = await aNode({ machine: 'OFF' });
    const ctx = await conductor();
    for (let turn = 0; turn < 3; turn += 1) {
      turnOff(nodeId);
      await sync(ctx, nodeId);
      await engine.db.query(`UPDATE jobs SET state = 'FAILED', ready = 0 WHERE node_id = ?`, [nodeId]);
    }
    expect(await jobsOf(nodeId)).toHaveLength(2);
    expect(await see(nodeId)).toMatchObject({ power: 'OFF', desired: 'OFF', maintenance: 1, fault: 'power failure' });
  });
});

describe('a machine that cannot be read', () => {
  const BROKEN = { fake_failures: { 'power.get': 'always' } };
  const mend = (nodeId: string): Promise<unknown> =>
    engine.db.query(`UPDATE nodes SET driver_info = '{}' WHERE id = ?`, [nodeId]);

  it('is put into maintenance once that has happened too often in a row, and comes back by itself', async () => {
    const nodeId = await aNode({ driverInfo: BROKEN });
    const ctx = await conductor();
    await sync(ctx, nodeId);
    await sync(ctx, nodeId);
    expect(await see(nodeId)).toMatchObject({ power: 'ON', maintenance: 0, fault: null });
    await sync(ctx, nodeId);
    const broken = await see(nodeId);
    expect(broken).toMatchObject({ power: null, maintenance: 1, fault: 'power failure' });
    expect(broken.lastError).toContain('3 times in a row');

    await sync(ctx, nodeId);
    expect(await see(nodeId)).toEqual(broken);
    await mend(nodeId);
    await sync(ctx, nodeId);
    expect(await see(nodeId)).toMatchObject({ power: 'ON', maintenance: 0, fault: null, lastError: null });
    expect(await eventsOf(nodeId)).toEqual([
      'NODE_POWER_STATE_CHANGED',
      'NODE_MAINTENANCE_CHANGED',
      'NODE_MAINTENANCE_CHANGED',
      'NODE_POWER_STATE_CHANGED',
    ]);
  });

  it('begins to count anew after each reading that goes well', async () => {
    const nodeId = await aNode({ driverInfo: BROKEN });
    const ctx = await conductor();
    for (const isBroken of [true, true, false, true, true]) {
      const driverInfo = JSON.stringify(isBroken ? BROKEN : {});
      await engine.db.query('UPDATE nodes SET driver_info = ? WHERE id = ?', [driverInfo, nodeId]);
      await sync(ctx, nodeId);
    }
    expect(await see(nodeId)).toMatchObject({ maintenance: 0 });
  });

  it('stays in maintenance that was set by hand', async () => {
    const nodeId = await aNode({ columns: { maintenance: 1, maintenance_reason: 'by hand' } });
    await sync(await conductor(), nodeId);
    expect(await see(nodeId)).toMatchObject({ maintenance: 1 });
    expect(commandsOf(engine.dataFolder, nodeId)).toEqual([]);
  });
});

describe('a job', () => {
  it('that holds the node keeps it from being read', async () => {
    const nodeId = await aNode({ machine: 'OFF' });
    const ctx = await conductor();
    await engine.claim(await engine.live(), nodeId, await engine.queue(nodeId, reconcileVifs));
    await sync(ctx, nodeId);
    expect(commandsOf(engine.dataFolder, nodeId)).toEqual([]);
    expect(await see(nodeId)).toMatchObject({ power: 'ON' });
  });

  it('that waits for the node keeps it from being read', async () => {
    const nodeId = await aNode({ machine: 'OFF' });
    await engine.queue(nodeId, reconcileVifs);
    await sync(await conductor(), nodeId);
    expect(commandsOf(engine.dataFolder, nodeId)).toEqual([]);
  });

  it('that came and went while the machine was being read is right', async () => {
    const nodeId = await aNode({ machine: 'OFF', driverInfo: { fake_delays: { 'power.get': 400 } } });
    const ctx = await conductor();
    const turn = await takeTurn(ctx, nodeId);
    const reading = performTurn(ctx, turn, NEVER);
    await waitFor(() => commandsOf(engine.dataFolder, nodeId).length > 0, 'the reading to begin');
    // As a job leaves it: the epoch has moved on.
    await engine.db.query('UPDATE node_locks SET epoch = epoch + 1 WHERE node_id = ?', [nodeId]);
    await reading;
    expect(await see(nodeId)).toMatchObject({ power: 'ON' });
    expect(await eventsOf(nodeId)).toEqual([]);
  });

  it('at work at the same BMC, on another node, keeps it from being asked', async () => {
    const chassis = { bmc: 'fake:chassis-3' };
    const nodeId = await aNode({ machine: 'OFF', columns: chassis });
    const other = await aNode({ columns: chassis });
    const jobId = await engine.queue(other, setPower, { target: 'ON', timeoutMs: null });
    await engine.claim(await engine.live(), other, jobId);
    await sync(await conductor(), nodeId);
    expect(commandsOf(engine.dataFolder, nodeId)).toEqual([]);
  });

  it.each<ProvisionState>(['ENROLL', 'ADOPT_FAILED', 'DEPLOY_WAIT', 'CLEAN_WAIT'])(
    'is not needed to leave a node alone in %s',
    async (state) => {
      const nodeId = await aNode({ machine: 'OFF', state });
      await sync(await conductor(), nodeId);
      expect(commandsOf(engine.dataFolder, nodeId)).toEqual([]);
    },
  );

  it('of the sync itself does nothing on a node that an operator has taken aside meanwhile', async () => {
    const nodeId = await aNode({ machine: 'OFF' });
    await sync(await conductor(), nodeId);
    await engine.db.query('UPDATE nodes SET maintenance = 1 WHERE id = ?', [nodeId]);
    await engine.start();
    await waitFor(async () => (await jobsOf(nodeId))[0]?.state === 'SUCCEEDED', 'the job to end');
    expect((await jobsOf(nodeId))[0]?.type).toBe(enforcePower.name);
    expect(readMachine(engine.dataFolder, nodeId).power).toBe('OFF');
  });
});

describe('turns', () => {
  it('of one node are taken by one conductor at a time', async () => {
    const nodes = await Promise.all(Array.from({ length: 12 }, () => aNode()));
    const conductors = await Promise.all([conductor(), conductor(), conductor()]);
    const taken = (await Promise.all(conductors.map((ctx) => takeTurns(ctx, 12)))).flat();
    const mine = taken.map(({ nodeId }) => nodeId).filter((nodeId) => nodes.includes(nodeId));
    expect(mine.toSorted()).toEqual(nodes.toSorted());
  });

  it('of nodes that share a BMC are taken one after the other', async () => {
    const shared = { columns: { bmc: 'fake:chassis-1' } };
    const nodes = await Promise.all([aNode(shared), aNode(shared), aNode(shared)]);
    const conductors = await Promise.all([conductor(), conductor()]);
    const take = async (): Promise<readonly Turn[]> =>
      (await Promise.all(conductors.map((ctx) => takeTurns(ctx, 50))))
        .flat()
        .filter(({ nodeId }) => nodes.includes(nodeId));
    const [first, ...others] = await take();
    expect(others).toEqual([]);
    expect(await take()).toEqual([]);
    if (first === undefined) throw new Error('Nobody took a turn.');
    await performTurn(await conductor(), first, NEVER);
    expect(await take()).toHaveLength(1);
  });

  it('of a conductor that died are somebody else’s once they are void', async () => {
    const nodeId = await aNode({ columns: { bmc: 'fake:chassis-2' } });
    await takeTurn(await conductor(), nodeId);
    const other = await conductor();
    expect((await takeTurns(other, 50)).map((turn) => turn.nodeId)).not.toContain(nodeId);
    await makeDue(nodeId);
    expect((await takeTurns(other, 50)).map((turn) => turn.nodeId)).toContain(nodeId);
  });

  it('are for conductors of the node’s group', async () => {
    const nodeId = await aNode({ columns: { conductor_group: 'elsewhere' } });
    expect((await takeTurns(await conductor(), 50)).map((turn) => turn.nodeId)).not.toContain(nodeId);
    const there = await conductor({ conductorGroup: 'elsewhere' });
    expect((await takeTurns(there, 50)).map((turn) => turn.nodeId)).toEqual([nodeId]);
  });

  it('of two hundred nodes that are new at once lie all over the interval', async () => {
    const ctx = await conductor({ conductorGroup: 'crowd' });
    const nodes = await Promise.all(Array.from({ length: 200 }, () => engine.addNode()));
    await engine.db.query(`UPDATE nodes SET conductor_group = 'crowd' WHERE id IN (?)`, [nodes]);
    await addNewNodes(ctx);
    const rows = await engine.db.query<{ tenth: number; count: number }[]>(
      `SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), s.due_at) DIV 12 AS tenth, COUNT(*) AS count
         FROM power_syncs s JOIN nodes n ON n.id = s.node_id WHERE n.conductor_group = 'crowd' GROUP BY tenth`,
    );
    const counts = Array.from({ length: 10 }, (_, tenth) => rows.find((row) => row.tenth === tenth)?.count ?? 0);
    for (const count of counts) expect(count).toBeGreaterThan(5);
    for (const count of counts) expect(count).toBeLessThan(45);
  });

  it('are taken and ended by a conductor that works by itself', async () => {
    const nodeId = await aNode({ recorded: 'OFF', machine: 'ON' });
    await engine.start(SETTINGS);
    await waitFor(async () => (await see(nodeId)).power === 'ON', 'the node to be read');
    expect(commandsOf(engine.dataFolder, nodeId).map(({ op }) => op)).toContain('power.get');
  });
});
