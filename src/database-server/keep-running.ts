import { startPrivateServer, type PrivateServer, type PrivateServerOptions } from './private-server.ts';
import { isRunning } from './processes.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * The private server, started again on the same port when it dies under us (out of memory, killed by hand). The rest
 * of the program only sees a database that is away for a moment.
 */
export async function keepPrivateServer(options: PrivateServerOptions): Promise<Pick<PrivateServer, 'url' | 'stop'>> {
  const { log, dataDir } = options;
  let server = await startPrivateServer(options);
  const { url } = server;
  const port = Number(new URL(url).port);
  let isStopping = false;
  let restarting: Promise<void> | null = null;

  const timer = setInterval(() => {
    if (isStopping || restarting !== null || isRunning(server.pid)) return;
    log.error({ pid: server.pid, dataDir }, 'database server died; starting it again');
    // Stopping the dead one takes us off the list of those who use the folder: we come on it anew.
    restarting = server
      .stop()
      .then(() => startPrivateServer({ ...options, port }))
      .then((started) => {
        server = started;
      })
      .catch((error: unknown) => log.error({ err: error }, 'database server does not start; trying again'))
      .finally(() => {
        restarting = null;
      });
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    url,
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await restarting;
      await server.stop();
    },
  };
}
