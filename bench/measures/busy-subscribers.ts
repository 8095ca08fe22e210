/**
 * Two hundred changes a second with two thousand subscribers: 1,900 watch one node each, every one another; 100 watch
 * all nodes, 10 each by ten different selections. So each change is made ready eleven times and sent 101 times.
 *
 * Counted from the event's own time, which the database writes just before the commit.
 */
import type { RowDataPacket } from 'mysql2/promise';
import { withConnection } from '../support/database.ts';
import { percentile, type Measure } from '../support/figures.ts';
import { openSteadyChanges } from '../support/change-steadily.ts';
import { insertFleet } from '../support/fleet.ts';
import { startMeter, startService } from '../support/service.ts';
import { MANY_CONNECTIONS, startSubscriberLoad } from '../support/subscriber-load.ts';

const PER_SECOND = 200;
const SECONDS = 15;
const OF_ONE_NODE = 1_900;
const OF_ALL = 100;
const SELECTIONS = 10;
const FIELDS = 'cursor kind type at nodeId event { id nodeSequence } node { id maintenance }';
const EXTRA = [
  'name',
  'driver',
  'powerState',
  'provisionState',
  'version',
  'owner',
  'lessee',
  'fault',
  'description',
  'retired',
];

export const busySubscribers: Measure = {
  name: 'busy-subscribers',
  what: `${PER_SECOND} changes a second, ${OF_ONE_NODE} subscribers of one node each and ${OF_ALL} of all`,
  async run(bench) {
    const service = await startService(bench, MANY_CONNECTIONS);
    const load = startSubscriberLoad();
    try {
      await insertFleet(service, OF_ONE_NODE);
      const nodeIds = await withConnection(service.databaseUrl, async (connection) => {
        const [rows] = await connection.query<RowDataPacket[]>('SELECT id FROM nodes ORDER BY id');
        return rows.map((row) => String(row['id']));
      });
      bench.say('subscribers come');
      const ofOne = `subscription ($id: ID!) { nodeEvents(filter: { id: { eq: $id } }) { ${FIELDS} } }`;
      for (const id of nodeIds)
        await load.open({ url: service.url, count: 1, payload: { query: ofOne, variables: { id } } });
      for (const field of EXTRA.slice(0, SELECTIONS)) {
        const query = `subscription { nodeEvents { ${FIELDS.replace('maintenance', `maintenance ${field}`)} } }`;
        await load.open({ url: service.url, count: OF_ALL / SELECTIONS, payload: { query } });
      }
      const changes = openSteadyChanges(service.databaseUrl, nodeIds);
      try {
        const deliveries = (count: number): number => count * (1 + OF_ALL);
        await changes.run(PER_SECOND, PER_SECOND);
        await load.latencies(deliveries(PER_SECOND)); // warm
        load.reset();
        bench.say(`${PER_SECOND * SECONDS} changes`);
        const meter = startMeter(service, bench);
        await changes.run(PER_SECOND * SECONDS, PER_SECOND);
        const latencies = await load.latencies(deliveries(PER_SECOND * SECONDS));
        const cpu = meter();
        return [
          {
            what: 'latency p99',
            value: percentile(latencies, 0.99),
            unit: 'ms',
            target: { atMost: 250 },
            sides: {
              p50: `${percentile(latencies, 0.5).toFixed(1)} ms`,
              worst: `${percentile(latencies, 1).toFixed(0)} ms`,
              deliveries: String(latencies.length),
            },
          },
          {
            what: 'CPU of the service per delivery',
            value: (cpu.service * 1_000) / latencies.length,
            unit: 'µs',
            sides: { 'of one core': `${(cpu.service / (SECONDS * 10)).toFixed(0)} %` },
          },
        ];
      } finally {
        await changes.close();
      }
    } finally {
      await load.close();
      await service.stop();
    }
  },
};
