/**
 * The engine without a service around it: a database, nodes, and conductors that are started, frozen and crashed by the
 * test. `live()` is a conductor that only the test moves: nothing happens in it unless the test calls it.
 */
import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { v7 as newId } from 'uuid';
import { claimJob } from '../../src/conductor/claim.ts';
import type { Claim } from '../../src/conductor/start-job.ts';
import { startConductor, type Conductor } from '../../src/conductor/conductor.ts';
import type { ConductorContext, ConductorSettings, Lease, LiveContext } from '../../src/conductor/context.ts';
import type { JobType } from '../../src/conductor/job-type.ts';
import { jobTypes as realJobTypes } from '../../src/conductor/jobs/index.ts';
import { recordLimits } from '../../src/conductor/limits.ts';
import { createLockRow, inNodeTransaction, type Fence, type NodeTx } from '../../src/conductor/node-transaction.ts';
import { enqueue, type NewJob } from '../../src/conductor/queue.ts';
import { PLAIN_STEPS } from '../../src/domain/steps.ts';
import type { ProvisionState } from '../../src/domain/provision-states.ts';
import type { InterfaceNames } from '../../src/domain/interfaces.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { createFakeHardware } from '../../src/drivers/fake/index.ts';
import { resolveInterfaces, type HardwareType } from '../../src/drivers/hardware-type.ts';
import type { NetworkInterface } from '../../src/drivers/interfaces/network.ts';
import { connectDatabase } from '../../src/entities/connect.ts';
import { migrate } from '../../src/entities/migrate.ts';
import type { JsonObject } from '../../src/entities/json.ts';
import { createBell } from '../../src/events/bell.ts';
import { createTestDatabase } from '../support/database.ts';

export interface Engine {
  readonly db: DataSource;
  readonly base: ConductorContext;
  readonly databaseUrl: string;
  /** Where the machines of its nodes are: see `machine.ts`. */
  readonly dataFolder: string;
  /** Adds a node, in the state that matters. */
  addNode(
    provisionState?: ProvisionState,
    driverInfo?: JsonObject,
    interfaces?: Partial<InterfaceNames>,
  ): Promise<string>;
  /** One transaction of the node, under a fence if there is one. */
  inNode<T>(nodeId: string, work: (node: NodeTx) => Promise<T>, fence?: Fence): Promise<T>;
  queue(nodeId: string, type: JobType, input?: JsonObject, more?: Partial<NewJob>): Promise<string>;
  /** A conductor that does only what the test calls. */
  live(more?: Partial<ConductorContext>): Promise<LiveContext>;
  /** A conductor that works by itself, until {@link stopConductors}. */
  start(settings?: Partial<ConductorSettings>): Promise<Conductor>;
  /** Takes a job that must be there to be taken. */
  claim(ctx: LiveContext, nodeId: string, jobId: string): Promise<Claim>;
  job(jobId: string): Promise<JobFacts>;
  /** Everything the database knows about a node, to see that nothing changed. */
  everything(nodeId: string): Promise<unknown>;
  stopConductors(): Promise<void>;
  stop(): Promise<void>;
}

export interface JobFacts {
  readonly id: string;
  readonly state: string;
  readonly ready: number;
  readonly priority: number;
  readonly attempt: number;
  readonly epoch: number | null;
  readonly claimedBy: string | null;
  readonly error: { readonly code: string } | null;
}

const SETTINGS: ConductorSettings = {
  conductorGroup: '',
  maxJobs: 100,
  automatedClean: true,
  steps: PLAIN_STEPS,
  ramdisk: {
    publicUrl: () => 'http://ironql.invalid',
    callbackTimeoutMs: { DEPLOY: 20_000, CLEAN: 20_000, SERVICE: 20_000, INSPECT: 20_000, RESCUE: 20_000 },
    fastTrack: false,
    fastTrackMs: 20_000,
  },
  maxConcurrentDeploys: 250,
  maxConcurrentCleans: 250,
  maxJobsPerBmc: 1,
  leasePeriodMs: 300,
  leaseExpiryMs: 30_000, // a busy machine may stand still for seconds, and nobody is to lose a job by that
  safetyMarginMs: 100,
  stuckAfterMs: 60_000,
  drainMs: 2_000,
  pollMs: 50,
  driverStepTimeoutMs: 20_000,
  vifReconcileSeconds: 0,
  powerSyncSeconds: 0,
  powerSyncMaxSeconds: 600,
  powerSyncWorkers: 8,
  powerSyncRetries: 3,
  powerRecoverySeconds: 300,
  powerDriftPolicy: 'ENFORCE',
  inspectionAddPorts: 'pxe',
  inventoriesKept: 10,
};

/**
 * @param testTypes job types beside the real ones
 * @param networks what may fill the network slot beside the simulated one
 * @param adapt another driver for all nodes, made from the simulated one
 */
export async function startEngine(
  testTypes: readonly JobType[] = [],
  networks: readonly NetworkInterface[] = [],
  adapt: (fake: HardwareType) => HardwareType = (fake) => fake,
): Promise<Engine> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), 'ironql-engine-'));
  const db = await connectDatabase({ url: database.url, poolSize: 16 });
  await migrate(db);
  await recordLimits(db, SETTINGS); // as each conductor does that starts; those of `live()` do not
  const fake = adapt(createFakeHardware({ stateDir: join(dataFolder, 'fake-machines'), networks }));
  const base: ConductorContext = {
    db,
    log: silentLogger,
    bell: createBell(),
    hardwareTypes: new Map([[fake.name, fake]]),
    jobTypes: new Map([...realJobTypes, ...testTypes.map((type) => [type.name, type] as const)]),
    settings: SETTINGS,
  };
  const conductors: Conductor[] = [];

  const engine: Engine = {
    db,
    base,
    databaseUrl: database.url,
    dataFolder,
    async addNode(provisionState = 'AVAILABLE', driverInfo = {}, interfaces = {}) {
      const nodeId = newId();
      const create = async (tx: NodeTx['tx']): Promise<void> => {
        await insertNode(tx, nodeId, provisionState, driverInfo, resolveInterfaces(fake, interfaces));
        await createLockRow(tx, nodeId);
      };
      await inNodeTransaction({ ...base, nodeId, actor: 'test', create }, async (node) => node.emit('NODE_CREATED'));
      return nodeId;
    },
    async inNode(nodeId, work, fence) {
      const options = { db, bell: base.bell, nodeId, actor: 'test', ...(fence === undefined ? {} : { fence }) };
      return (await inNodeTransaction(options, work)).result;
    },
    queue(nodeId, type, input = {}, more = {}) {
      const job: NewJob = { type, input, requestedBy: 'test', conductorGroup: '', onLocked: 'QUEUE', ...more };
      return engine.inNode(nodeId, (node) => enqueue(node, job));
    },
    async live(more = {}) {
      const conductorId = newId();
      await insertConductor(db, conductorId);
      return { ...base, ...more, conductorId, lease: alwaysSafe(conductorId) };
    },
    async start(settings = {}) {
      const ctx = { ...base, settings: { ...SETTINGS, ...settings } };
      const retention = { eventDays: 7, idempotencyDays: 7, jobDays: 30, historyDays: 90, deadLetterDays: 30 };
      const conductor = await startConductor(ctx, { databaseUrl: database.url, retention });
      conductors.push(conductor);
      return conductor;
    },
    async claim(ctx, nodeId, jobId) {
      const claim = await claimJob(ctx, { id: jobId, nodeId });
      if (claim === null) throw new Error(`Job ${jobId} cannot be claimed: ${JSON.stringify(await engine.job(jobId))}`);
      return claim;
    },
    async job(jobId) {
      // Columns as this query names them.
      const rows = await db.query<JobFacts[]>(
        'SELECT id, state, ready, priority, attempt, epoch, claimed_by AS claimedBy, error FROM jobs WHERE id = ?',
        [jobId],
      );
      if (rows[0] === undefined) throw new Error(`There is no job ${jobId}.`);
      return rows[0];
    },
    async everything(nodeId) {
      const tables = ['node_locks', 'jobs', 'vif_attachments', 'ports', 'port_groups', 'events'];
      const rows = await Promise.all([
        db.query('SELECT * FROM nodes WHERE id = ?', [nodeId]),
        db.query('SELECT s.* FROM job_steps s JOIN jobs j ON j.id = s.job_id WHERE j.node_id = ? ORDER BY s.id', [
          nodeId,
        ]),
        ...tables.map((table) => db.query(`SELECT * FROM ${table} WHERE node_id = ? ORDER BY 1`, [nodeId])),
      ]);
      return structuredClone(rows);
    },
    async stopConductors() {
      await Promise.all(conductors.splice(0).map((conductor) => conductor.stop()));
    },
    async stop() {
      await engine.stopConductors();
      await db.destroy();
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  return engine;
}

const alwaysSafe = (conductorId: string): Lease => ({
  conductorId,
  isSafe: () => true,
  haveHeardOf: () => {},
  markDraining: () => Promise.resolve(),
  release: () => Promise.resolve(),
  abandon: () => Promise.resolve(),
});

async function insertConductor(db: DataSource, id: string): Promise<void> {
  await db.query(
    `INSERT INTO conductors (id, host, pid, process_identity, conductor_group, drivers, state, started_at, heartbeat_at, lease_expires_at)
     VALUES (?, 'test', 0, NULL, '', '{"list":[]}', 'ALIVE', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 HOUR)`,
    [id],
  );
}

async function insertNode(
  tx: NodeTx['tx'],
  id: string,
  provisionState: ProvisionState,
  driverInfo: JsonObject,
  interfaces: object,
): Promise<void> {
  await tx.query(
    `INSERT INTO nodes (id, driver, interfaces, driver_info, properties, extra, instance_info, provision_state,
                        provision_updated_at, maintenance, conductor_group, protected, retired, version, created_at, updated_at)
     VALUES (?, 'fake-hardware', ?, ?, '{}', '{}', '{}', ?, UTC_TIMESTAMP(6), 0, '', 0, 0, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
    [id, JSON.stringify(interfaces), JSON.stringify(driverInfo), provisionState],
  );
}
