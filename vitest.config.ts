import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would give us graphql's ES modules while its users (Apollo, graphql-ws) get the CommonJS ones, as Node does.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
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
