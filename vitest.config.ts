import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'], // or vitest also runs what the compiler left in dist/
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks', // tests send signals and open sockets; a thread cannot be killed on its own
    maxWorkers: 2, // they share the machine with a database server and simulators
    testTimeout: 30_000, // real sockets and processes: on a loaded machine some take seconds
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});
