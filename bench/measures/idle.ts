/** What the service costs when nobody asks for anything: 1,000 nodes, no job, no client. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Measure } from '../support/figures.ts';
import { insertFleet } from '../support/fleet.ts';
import { rssMib } from '../support/processes.ts';
import { startMeter, startService } from '../support/service.ts';

const NODES = 1_000;
const SETTLE_MS = 10_000;
const WATCHED_MS = 30_000;

export const idle: Measure = {
  name: 'idle',
  what: `an idle service with ${NODES} nodes, over ${WATCHED_MS / 1_000} s`,
  async run(bench) {
    const service = await startService(bench);
    try {
      await insertFleet(service, NODES);
      // One page was looked at, so that what a first request loads is loaded.
      await service.gql(`{ nodes(first: 100) { nodes { id name ports { nodes { id } } } } }`);
      bench.say(`waiting ${SETTLE_MS / 1_000} s, then watching for ${WATCHED_MS / 1_000} s`);
      await sleep(SETTLE_MS);
      const meter = startMeter(service, bench);
      await sleep(WATCHED_MS);
      const cpu = meter();
      const share = (ms: number): number => (ms / WATCHED_MS) * 100;
      return [
        {
          what: 'CPU of one core',
          value: share(cpu.service),
          unit: '%',
          target: { atMost: 1 },
          sides: { database: `${share(cpu.database).toFixed(2)} %` },
        },
        { what: 'memory (RSS)', value: rssMib(service.pid), unit: 'MiB', target: { atMost: 200 } },
      ];
    } finally {
      await service.stop();
    }
  },
};
