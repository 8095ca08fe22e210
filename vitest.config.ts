import { defineConfig } from 'vitest/config';

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
    testTimeout: 90_000, // real sockets and processes: a machine that has other things to do takes its time
    hookTimeout: 90_000,
    teardownTimeout: 30_000,
  },
});
