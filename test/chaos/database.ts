/** The run's own database server: durable, so that what it answered before it was killed is there afterwards. */
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { startPrivateServer, type PrivateServer } from '../../src/database-server/private-server.ts';
import { silentLogger } from '../../src/domain/logger.ts';

export interface ChaosDatabase {
  readonly url: string;
  /** Kills the server and starts it again on the same port. */
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
      kill();
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
