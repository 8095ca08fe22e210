/**
 * A conductor is killed with 500 jobs at work, beside another one: how long until all of them are at work again. With the
 * settings as they come; only the numbers that would keep 500 jobs from running at once are raised.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { withConnection } from '../support/database.ts';
import { insertFleet } from '../support/fleet.ts';
import type { Measure } from '../support/figures.ts';
import { MAIN, startService } from '../support/service.ts';
import { startProgram } from '../support/processes.ts';

const JOBS = 500;
const LOOK_MS = 50;
/** Default of the setting leasePeriodMs, twice. */
const TWO_LEASE_PERIODS_S = 20;
const ROOM = ['--max-jobs', '1000', '--max-concurrent-deploys', '1000'];

export const takeOver: Measure = {
  name: 'take-over',
  what: `${JOBS} deployments of a conductor that is killed, until all run again beside it`,
  async run(bench) {
    const service = await startService(bench, ['--role', 'api']);
    const dataFolder = mkdtempSync(join(bench.folder, 'conductors-'));
    const conductor = () =>
      startProgram({
        args: [MAIN, 'serve', '--role', 'conductor', '--data-folder', dataFolder, ...ROOM],
        env: { DATABASE_URL: service.databaseUrl },
        ready: /(IronQL conductor is running)/,
        profileFolder: null,
      });
    const first = await conductor();
    try {
      await insertFleet(service, JOBS);
      return await withConnection(service.databaseUrl, async (connection) => {
        // The first try of the write hangs, so every deployment is at work when its conductor dies.
        await connection.query(`UPDATE nodes SET driver_info = '{"fake_hangs":{"deploy.write_image":2}}'`);
        const count = async (condition: string): Promise<number> => {
          const [rows] = await connection.query<RowDataPacket[]>(
            `SELECT COUNT(*) AS total FROM jobs WHERE type = 'node.deploy' AND state = 'RUNNING' AND ${condition}`,
          );
          return Number(rows[0]?.['total']);
        };
        await service.gql(
          `mutation { deployNodes(input: { filter: {}, expectedCount: ${JOBS} }) { jobGroup { id } errors { message } } }`,
        );
        while ((await count('attempt = 1 AND next_step >= 2')) < JOBS) await sleep(LOOK_MS);
        const second = await conductor();
        try {
          bench.say('killing the conductor');
          process.kill(first.pid, 'SIGKILL');
          const killed = performance.now();
          let firstAgain = 0;
          for (let again = 0; again < JOBS; again = await count('attempt = 2')) {
            if (again > 0 && firstAgain === 0) firstAgain = performance.now() - killed;
            await sleep(LOOK_MS);
          }
          const all = performance.now() - killed;
          return [
            {
              what: `until all ${JOBS} run again`,
              value: all / 1_000,
              unit: 's',
              target: { atMost: TWO_LEASE_PERIODS_S },
              sides: { 'the first': `${(firstAgain / 1_000).toFixed(1)} s` },
            },
          ];
        } finally {
          await second.stop();
        }
      });
    } finally {
      await first.stop();
      await service.stop();
    }
  },
};
