/** The engine alone, in the measuring process: a database, nodes, and workers. No HTTP, no driver, no BMC. */
import { v7 as newId } from 'uuid';
import type { DataSource } from 'typeorm';
import type { LiveContext } from '../../src/conductor/context.ts';
import type { JobType } from '../../src/conductor/job-type.ts';
import { PLAIN_STEPS } from '../../src/domain/steps.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { createFakeHardware } from '../../src/drivers/fake/index.ts';
import { resolveInterfaces } from '../../src/drivers/hardware-type.ts';
import { connectDatabase } from '../../src/entities/connect.ts';
import { migrate } from '../../src/entities/migrate.ts';
import { createBell } from '../../src/events/bell.ts';
import { insertMany, withConnection } from './database.ts';

export interface Engine {
  readonly db: DataSource;
  readonly databaseUrl: string;
  readonly nodeIds: readonly string[];
  /** A conductor whose lease is always good. */
  live(): Promise<LiveContext>;
  close(): Promise<void>;
}

const MOMENT = '2026-01-01 00:00:00.000000';

export async function openEngine(databaseUrl: string, type: JobType, nodes: number): Promise<Engine> {
  const db = await connectDatabase({ url: databaseUrl, poolSize: 16 });
  await migrate(db);
  const fake = createFakeHardware();
  const nodeIds = Array.from({ length: nodes }, () => newId());
  await withConnection(databaseUrl, async (connection) => {
    const interfaces = JSON.stringify(resolveInterfaces(fake, {}));
    await insertMany(
      connection,
      'nodes',
      `id, driver, interfaces, driver_info, properties, extra, instance_info, provision_state, provision_updated_at, maintenance,
       conductor_group, protected, retired, version, created_at, updated_at`,
      nodeIds.map((id) => [
        ...[id, 'fake-hardware', interfaces, '{}', '{}', '{}', '{}', 'AVAILABLE', MOMENT, 0],
        ...['', 0, 0, 1, MOMENT, MOMENT],
      ]),
    );
    await insertMany(
      connection,
      'node_locks',
      'node_id, epoch, event_sequence',
      nodeIds.map((id) => [id, 0, 0]),
    );
  });
  const base = {
    db,
    log: silentLogger,
    bell: createBell(),
    hardwareTypes: new Map([[fake.name, fake]]),
    jobTypes: new Map([[type.name, type]]),
    settings: {
      conductorGroup: '',
      maxJobs: 64,
      automatedClean: false,
      steps: PLAIN_STEPS,
      ramdisk: {
        publicUrl: () => 'http://ironql.invalid',
        callbackTimeoutMs: { DEPLOY: 60_000, CLEAN: 60_000, SERVICE: 60_000, INSPECT: 60_000, RESCUE: 60_000 },
        fastTrack: false,
        fastTrackMs: 60_000,
      },
      maxConcurrentDeploys: 250,
      maxConcurrentCleans: 50,
      maxJobsPerBmc: 1,
      leasePeriodMs: 10_000,
      leaseExpiryMs: 30_000,
      stuckAfterMs: 120_000,
      safetyMarginMs: 5_000,
      drainMs: 10_000,
      pollMs: 250,
      driverStepTimeoutMs: 60_000,
      vifReconcileSeconds: 0,
      powerSyncSeconds: 0,
      powerSyncMaxSeconds: 600,
      powerSyncWorkers: 8,
      powerSyncRetries: 3,
      powerRecoverySeconds: 300,
      powerDriftPolicy: 'ENFORCE' as const,
      inspectionAddPorts: 'pxe' as const,
      inventoriesKept: 10,
    },
  };
  return {
    db,
    databaseUrl,
    nodeIds,
    async live() {
      const conductorId = newId();
      await db.query(
        `INSERT INTO conductors (id, host, pid, conductor_group, drivers, state, started_at, heartbeat_at, lease_expires_at)
         VALUES (?, 'bench', 0, '', '{"list":[]}', 'ALIVE', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 DAY)`,
        [conductorId],
      );
      return { ...base, conductorId, lease: alwaysSafe(conductorId) };
    },
    close: () => db.destroy(),
  };
}

const alwaysSafe = (conductorId: string): LiveContext['lease'] => ({
  conductorId,
  isSafe: () => true,
  haveHeardOf: () => {},
  markDraining: () => Promise.resolve(),
  release: () => Promise.resolve(),
  abandon: () => Promise.resolve(),
});

/** Jobs as the queue holds them: the first of each node ready, the others behind it. */
export async function insertJobs(
  { databaseUrl }: Engine,
  nodeIds: readonly string[],
  type: JobType,
  perNode: number,
): Promise<void> {
  const rows = nodeIds.flatMap((nodeId) =>
    Array.from({ length: perNode }, (_, number) => [
      ...[newId(), type.name, type.purpose, nodeId, 'EXCLUSIVE', 'QUEUED', number === 0 ? 1 : 0, 0, 20, number],
      ...['{}', 'bench', '', 0, MOMENT, 0, 1, MOMENT],
    ]),
  );
  await withConnection(databaseUrl, (connection) =>
    insertMany(
      connection,
      'jobs',
      `id, type, purpose, node_id, lock_mode, state, ready, runs_between, priority, queue_number, args, requested_by,
       conductor_group, attempt, run_after, next_step, version, created_at`,
      rows,
    ),
  );
}
