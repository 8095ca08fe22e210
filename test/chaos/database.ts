/** The run's own database server: durable, so that what it answered before it was killed is there afterwards. */
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { startPrivateServer, type PrivateServer } from '../../src/database-server/private-server.ts';
import { silentLogger } from '../../src/domain/logger.ts';

export interface ChaosDatabase {
  readonly url: string;
  /**
   * Kills the server, between two commits of events, and starts it again on the same port. InnoDB shows a
   * commit to readers a moment before it is on the disk: a server that dies then has told of what it loses, and who was
   * told gets a GAP. That is test/events/commit-order.test.ts; here whoever gets a GAP has missed something.
   */
  killAndRestart(): Promise<void>;
  query<T>(sql: string): Promise<T[]>;
  stop(): Promise<void>;
  /** For whoever has no time to wait: the process is being ended. */
  kill(): void;
}

export async function startChaosDatabase(folder: string): Promise<ChaosDatabase> {
  const options = { dataDir: join(folder, 'database'), durable: true, log: silentLogger };
  let server: PrivateServer = await startPrivateServer(options);
  const { url } = server;
  const port = Number(new URL(url).port);
  const kill = (): void => {
    try {
      process.kill(server.pid, 'SIGKILL');
    } catch {
      // it has ended already
    }
  };
  return {
    url,
    kill,
    async killAndRestart() {
      const [holder, barrier] = await Promise.all([createConnection(url), createConnection(url)]);
      for (const connection of [holder, barrier]) connection.on('error', () => {}); // they are lost with the server
      await holder.query('LOCK TABLES events WRITE'); // waits for transactions with events in them, and lets none begin
      await barrier.query('CREATE TABLE IF NOT EXISTS kills (at DATETIME(6))');
      await barrier.query('INSERT INTO kills VALUES (NOW(6))'); // once it is answered, all commits before are on the disk
      kill();
      holder.destroy();
      barrier.destroy();
      await server.stop(); // takes us off the list of those who use the folder: we come on it anew
      server = await startPrivateServer({ ...options, port });
    },
    async query<T>(sql: string) {
      const connection = await createConnection({ uri: url, dateStrings: true, timezone: 'Z' });
      try {
        const [rows] = await connection.query<RowDataPacket[]>(sql);
        return rows as unknown as T[]; // columns as the caller's SQL names them
      } finally {
        await connection.end();
      }
    },
    stop: () => server.stop(),
  };
}
