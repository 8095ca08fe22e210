/** Started by private-server.test.ts: runs a private server until it is killed. Its argument is the data folder. */
import { startPrivateServer } from '../../src/database-server/private-server.ts';
import { silentLogger } from '../../src/domain/logger.ts';

const [dataDir = ''] = process.argv.slice(2);
const server = await startPrivateServer({ dataDir, durable: true, log: silentLogger });
process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid, adopted: server.adopted })}\n`);
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
setInterval(() => {}, 60_000); // the server is no reason for Node to stay
