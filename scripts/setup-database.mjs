/** `npm run setup:db`: brings a database server, when this machine has none. `npm start` does it by itself. */
import { findServer } from '../src/database-server/find-server.mjs';
import { ensureDatabaseServer } from './lib/database-server.mjs';
import { runScript, say } from './lib/terminal.mjs';

await runScript(() => {
  ensureDatabaseServer();
  const server = findServer();
  if (server) say(`Database server: ${server.binary} (${server.flavour} ${server.version})`);
});
