import { DataSource } from 'typeorm';
import { entities } from './index.ts';
import { Foundation1700000000001 } from './migrations/0001-foundation.ts';
import { PortGroups1700000000002 } from './migrations/0002-port-groups.ts';
import { VisibleQueue1700000000003 } from './migrations/0003-visible-queue.ts';
import { JobGroups1700000000004 } from './migrations/0004-job-groups.ts';
import { Interruptions1700000000005 } from './migrations/0005-interruptions.ts';
import { SecretsOfJobs1700000000006 } from './migrations/0006-secrets-of-jobs.ts';
import { Inventories1700000000007 } from './migrations/0007-inventories.ts';
import { Power1700000000008 } from './migrations/0008-power.ts';
import { Resources1700000000009 } from './migrations/0009-resources.ts';
import { Allocations1700000000010 } from './migrations/0010-allocations.ts';
import { InspectionRules1700000000017 } from './migrations/0017-inspection-rules.ts';
import { ParentNodes1700000000018 } from './migrations/0018-parent-nodes.ts';
import { StepLines1700000000020 } from './migrations/0020-step-lines.ts';
import { NodeHardware1700000000028 } from './migrations/0028-node-hardware.ts';
import { NodeHistory1700000000019 } from './migrations/0019-node-history.ts';
import { CleaningEvidence1700000000031 } from './migrations/0031-cleaning-evidence.ts';
import { Agents1700000000032 } from './migrations/0032-agents.ts';
import { Webhooks1700000000033 } from './migrations/0033-webhooks.ts';
import { EventStamps1700000000035 } from './migrations/0035-event-stamps.ts';
import { EventLogLosses1700000000036 } from './migrations/0036-event-log-losses.ts';

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/database` */
  readonly url: string;
  readonly poolSize: number;
}

/**
 * The data source for MariaDB 10.6+ and MySQL 8.0.16+ alike, not yet connected.
 *
 * READ COMMITTED everywhere (a queue read in REPEATABLE READ blocks producers), UTC everywhere, moments as text (a
 * JavaScript Date would cut microseconds), and never `synchronize` (it drops JSON columns on MariaDB).
 */
export function createDataSource({ url, poolSize }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'mysql',
    url,
    poolSize,
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: true,
    // BIGINTs here count events and epochs: they fit a number, and text would be concatenated where it is added.
    supportBigNumbers: true,
    bigNumberStrings: false,
    synchronize: false,
    entities,
    migrations: [
      Foundation1700000000001,
      PortGroups1700000000002,
      VisibleQueue1700000000003,
      JobGroups1700000000004,
      Interruptions1700000000005,
      SecretsOfJobs1700000000006,
      Inventories1700000000007,
      Power1700000000008,
      Resources1700000000009,
      Allocations1700000000010,
      InspectionRules1700000000017,
      ParentNodes1700000000018,
      StepLines1700000000020,
      NodeHardware1700000000028,
      NodeHistory1700000000019,
      CleaningEvidence1700000000031,
      Agents1700000000032,
      Webhooks1700000000033,
      EventStamps1700000000035,
      EventLogLosses1700000000036,
    ],
    migrationsTableName: 'schema_migrations',
    connectTimeout: 5_000,
    extra: { waitForConnections: true, enableKeepAlive: true, maxIdle: poolSize, idleTimeout: 60_000 },
  });
}

/** Of the many ways to lose a database: the ones after which asking again later is right. */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'POOL_CLOSED',
]);

export function isConnectionError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CONNECTION_CODES.has(String(error.code));
}
