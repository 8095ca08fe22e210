/**
 * Stands between one process and the database, and breaks what runs through it.
 *
 * - cut: all connections are gone at once, as when a switch restarts.
 * - stall: nothing goes through for a while, in either direction; then everything does, late.
 * - cut before commit: the COMMIT is swallowed and the connection closed. The server rolls back.
 * - cut after commit: the COMMIT goes through, its answer is swallowed and the connection closed. The server has
 *   committed, and the client cannot know.
 * - late answer: the COMMIT goes through, and its answer comes a while later. Everybody else sees what was committed
 *   before the client does.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type CommitCut = 'before-commit' | 'after-commit';

export interface DatabaseProxy {
  /** The database's URL by way of this proxy. */
  readonly url: string;
  cut(): void;
  stall(ms: number): void;
  /** Takes effect at the next COMMITs that come along, this many. */
  cutAtCommit(when: CommitCut, times: number): void;
  /** The answers to the next COMMITs that come along, this many, come so much later. */
  delayAnswers(times: number, ms: number): void;
  /** How many commits were cut so far, and forgets what it was told to do. */
  heal(): void;
  readonly cutCommits: Readonly<Record<CommitCut, number>>;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Its COMMIT went through; the answer must not. */
  isDoomed: boolean;
  /** Its COMMIT went through; the answer comes this much later. */
  delayMs: number;
}

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const pairs = new Set<Pair>();
  const cutCommits = { 'before-commit': 0, 'after-commit': 0 };
  let armed: { readonly when: CommitCut; left: number } | null = null;
  let delays = { left: 0, ms: 0 };
  let stalled: NodeJS.Timeout | null = null;

  const end = (pair: Pair): void => {
    pair.client.destroy();
    pair.server.destroy();
    pairs.delete(pair);
  };
  const flow = (pair: Pair): void => {
    for (const socket of [pair.client, pair.server]) {
      if (stalled === null) socket.resume();
      else socket.pause();
    }
  };
  const unstall = (): void => {
    if (stalled !== null) clearTimeout(stalled);
    stalled = null;
    for (const pair of pairs) flow(pair);
  };

  const listener = createServer((client) => {
    const pair: Pair = { client, server: connect(Number(target.port), target.hostname), isDoomed: false, delayMs: 0 };
    pairs.add(pair);
    const { server } = pair;
    for (const socket of [client, server]) {
      socket.setNoDelay(true); // a statement that waits for a timer of the kernel would look like a slow database
      socket.on('error', () => end(pair));
      socket.on('close', () => end(pair));
    }
    client.on('data', (packet: Buffer) => {
      if (!isCommit(packet)) return void server.write(packet);
      const cut = armed !== null && armed.left > 0 ? armed : null;
      if (cut === null) {
        pair.delayMs = delays.left > 0 ? delays.ms : 0;
        delays.left -= 1;
        return void server.write(packet);
      }
      cut.left -= 1;
      cutCommits[cut.when] += 1;
      if (cut.when === 'before-commit') return end(pair);
      pair.isDoomed = true;
      return void server.write(packet);
    });
    server.on('data', (answer: Buffer) => {
      if (pair.isDoomed) return end(pair); // an answer has come: it is committed
      if (pair.delayMs === 0) return void client.write(answer);
      setTimeout(() => client.write(answer), pair.delayMs); // its client waits for it: nothing can overtake it
      pair.delayMs = 0;
    });
    flow(pair);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const url = new URL(databaseUrl);
  url.port = String(typeof address === 'object' ? address?.port : 0);

  return {
    url: url.href,
    cutCommits,
    cut() {
      for (const pair of pairs) end(pair);
    },
    stall(ms) {
      unstall();
      stalled = setTimeout(unstall, ms);
      for (const pair of pairs) flow(pair);
    },
    cutAtCommit(when, times) {
      armed = { when, left: times };
    },
    delayAnswers(times, ms) {
      delays = { left: times, ms };
    },
    heal() {
      armed = null;
      delays = { left: 0, ms: 0 };
      unstall();
    },
    async close() {
      if (stalled !== null) clearTimeout(stalled);
      for (const pair of pairs) end(pair);
      if (!listener.listening) return;
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** Header of 4 bytes, then COM_QUERY (3) and the text. A client sends it alone: it waits for each answer. */
function isCommit(packet: Buffer): boolean {
  return packet.length <= 32 && packet[4] === 3 && packet.toString('latin1', 5).trim().toUpperCase() === 'COMMIT';
}
