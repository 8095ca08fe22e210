/**
 * The same in two processes: what is changed through one, a subscriber of the other hears of. By polling alone, and with
 * a Redis by which the processes wake each other; while much happens, and when something happens now and then, which
 * finds the other process polling as seldom as it does.
 */
import { startRedis, whyNoRedis } from '../../test/support/redis-server.ts';
import { percentile, type Bench, type Figure, type Measure } from '../support/figures.ts';
import { startMeter, startService } from '../support/service.ts';
import { changeSteadily, enroll, microseconds, subscribe, waitForCount, type Arrival } from './event-latency.ts';

const WARM_UP = 200;
const LOADS = [
  { name: '100 events a second', perSecond: 100, changes: 1_000 },
  { name: '3 events a second', perSecond: 3, changes: 60 },
];

export const crossProcess: Measure = {
  name: 'cross-process',
  what: 'from the commit in one process to a subscriber of another',
  async run(bench) {
    const polling = await measure(bench, 'by polling', {}, 150);
    const why = whyNoRedis();
    if (why !== null) {
      bench.say(why);
      return polling;
    }
    const redis = await startRedis();
    try {
      return [...polling, ...(await measure(bench, 'with Redis', { REDIS_URL: redis.url }, 30))];
    } finally {
      await redis.stop();
    }
  },
};

async function measure(
  bench: Bench,
  how: string,
  env: Readonly<Record<string, string>>,
  atMost: number,
): Promise<Figure[]> {
  const writer = await startService(bench, [], { env });
  try {
    const { databaseUrl } = writer;
    const reader = await startService(bench, ['--role', 'api'], { env, databaseUrl });
    try {
      const nodes = await enroll(writer);
      const arrivals: Arrival[] = [];
      let onSubscribed = (): void => {};
      const subscribed = new Promise<void>((done) => (onSubscribed = done));
      const stop = subscribe(reader, arrivals, onSubscribed);
      const figures: Figure[] = [];
      try {
        await subscribed;
        await changeSteadily(writer, nodes, WARM_UP);
        await waitForCount(arrivals, WARM_UP);
        for (const { name, perSecond, changes } of LOADS) {
          arrivals.length = 0;
          bench.say(`${how}, ${name}`);
          const meter = startMeter(reader, bench);
          const answersMs = await changeSteadily(writer, nodes, changes, perSecond);
          await waitForCount(arrivals, changes);
          const latencies = arrivals.map(({ at, arrivedMs }) => arrivedMs - microseconds(at) / 1_000);
          const sides = {
            p50: `${percentile(latencies, 0.5).toFixed(1)} ms`,
            'mutation answered p99': `${percentile(answersMs, 0.99).toFixed(1)} ms`,
            'CPU of the reader': `${(meter().service / changes).toFixed(1)} ms for each`,
          };
          figures.push({
            what: `${how}, ${name}: p99`,
            value: percentile(latencies, 0.99),
            unit: 'ms',
            target: { atMost },
            sides,
          });
        }
        return figures;
      } finally {
        await stop();
      }
    } finally {
      await reader.stop();
    }
  } finally {
    await writer.stop();
  }
}
