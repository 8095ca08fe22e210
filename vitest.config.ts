import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes half a minute and more begins first: begun last, it would keep one worker busy for minutes while the other
 * has nothing to do. Those with many processes of their own stand beside those that are one process.
 */
const LONG = [
  'test/chaos/streams/streams.test.ts',
  'test/api/wrong-types.test.ts',
  'test/chaos/chaos.test.ts',
  'test/conductor/every-commit.test.ts',
  'test/hardware/qemu.test.ts',
  'test/conductor/processes.test.ts',
  'test/hardware/qemu-uefi.test.ts',
  'test/database-server/private-server.test.ts',
  'test/api/graphiql.test.ts',
  'test/conductor/lost-database.test.ts',
  'test/drivers/ipmi.test.ts',
  'test/conductor/drain.test.ts',
  'test/conductor/vif-model.test.ts',
  'test/conductor/rolling-restart.test.ts',
  'test/api/stock-clients.test.ts',
];

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  // Vite would give us graphql's ES modules while its users (Apollo, graphql-ws) get the CommonJS ones, as Node does.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'], // or vitest also runs what the compiler left in dist/
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks', // tests send signals and open sockets; a thread cannot be killed on its own
    // A worker loads the service once and not for each file: no module keeps state that a test could find changed.
    isolate: false,
    maxWorkers: 2, // they share the machine with a database server and simulators
    sequence: { sequencer: LongOnesFirst },
    testTimeout: 90_000, // real sockets and processes: a machine that has other things to do takes its time
    hookTimeout: 90_000,
    teardownTimeout: 30_000,
  },
});
