/** Use cases called as functions, on a service's database and without a server before it: as viewers that HTTP does not know. */
import { jobTypes } from '../../src/conductor/jobs/index.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { hardwareTypes } from '../../src/drivers/index.ts';
import { connectDatabase } from '../../src/entities/connect.ts';
import { createSelector } from '../../src/entities/select.ts';
import { createBell } from '../../src/events/bell.ts';
import type { ServiceContext } from '../../src/services/context.ts';
import type { TestService } from './service.ts';

export interface TestServices {
  readonly ctx: ServiceContext;
  close(): Promise<void>;
}

export async function openServices({
  databaseUrl,
  dataFolder,
}: Pick<TestService, 'databaseUrl' | 'dataFolder'>): Promise<TestServices> {
  const db = await connectDatabase({ url: databaseUrl, poolSize: 16 });
  const ctx: ServiceContext = {
    db,
    select: createSelector(db).select,
    bell: createBell(),
    log: silentLogger,
    hardwareTypes: hardwareTypes({ fake: { stateDir: dataFolder } }),
    jobTypes,
    deniedSteps: [],
    whyUrlRefused: () => Promise.resolve(null),
    logPosition: () => ({ settled: 0, gaps: [], last: 0 }),
  };
  return { ctx, close: () => db.destroy() };
}
