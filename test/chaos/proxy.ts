/**
 * Stands between one process and the database, and breaks what runs through it.
 *
 * - cut: all connections are gone at once, as when a switch restarts.
 * - stall: nothing goes through for a while, in either direction; then everything does, late. It begins with the first
 *   statement of the next transaction about a node, so that there is something that comes late.
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
  /** Resolves when it is over, or healed. */
  stall(ms: number): Promise<void>;
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
  /** What had come from the client when the stall began. */
  readonly held: Buffer[];
}

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const pairs = new Set<Pair>();
  const cutCommits = { 'before-commit': 0, 'after-commit': 0 };
  let armed: { readonly when: CommitCut; left: number } | null = null;
  let delays = { left: 0, ms: 0 };
  /** Waiting for its transaction, then going on, then null again. */
  let stall: { readonly ms: number; readonly over: () => void; timer: NodeJS.Timeout | null } | null = null;
  const isStalled = (): boolean => (stall?.timer ?? null) !== null;

  const end = (pair: Pair): void => {
    pair.client.destroy();
    pair.server.destroy();
    pairs.delete(pair);
  };
  const flow = (pair: Pair): void => {
    for (const socket of [pair.client, pair.server]) {
      if (isStalled()) socket.pause();
      else socket.resume();
    }
  };
  const beginStall = (): void => {
    if (stall === null || stall.timer !== null) return;
    stall.timer = setTimeout(unstall, stall.ms);
    for (const pair of pairs) flow(pair);
  };
  const unstall = (): void => {
    if (stall === null) return;
    clearTimeout(stall.timer ?? undefined);
    stall.over();
    stall = null;
    for (const pair of pairs) {
      for (const packet of pair.held.splice(0)) pair.server.write(packet);
      flow(pair);
    }
  };

  const listener = createServer((client) => {
    const pair: Pair = {
      client,
      server: connect(Number(target.port), target.hostname),
      isDoomed: false,
      delayMs: 0,
      held: [],
    };
    pairs.add(pair);
    const { server } = pair;
    for (const socket of [client, server]) {
      socket.setNoDelay(true); // a statement that waits for a timer of the kernel would look like a slow database
      socket.on('error', () => end(pair));
      socket.on('close', () => end(pair));
    }
    client.on('data', (packet: Buffer) => {
      if (packet.includes('FOR UPDATE')) beginStall();
      if (isStalled()) return void pair.held.push(packet);
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
      return new Promise((over) => {
        stall = { ms, over, timer: null };
      });
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
      unstall();
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
