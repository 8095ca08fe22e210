/**
 * Looks after open sockets: finds those whose peer is gone or has nothing to do here, and listens more slowly to those
 * that talk too much.
 *
 * A peer that vanished without a word answers no ping; nor does one that has stopped reading, because the ping waits
 * behind what it did not take. Both are ended: the client comes back when it can, and resumes.
 */
import type { WebSocket } from 'ws';

export interface KeeperOptions {
  /** A ping is sent this often, and looked for an answer. */
  readonly keepAliveMs: number;
  /** A socket on which no operation has run for so long is closed. */
  readonly idleMs: number;
}

export interface Keeper {
  /** @param isBusy does an operation run on it? */
  keep(socket: WebSocket, isBusy: () => boolean): void;
  stop(): void;
}

interface Kept {
  readonly isBusy: () => boolean;
  /** When it is pinged next, by this process's clock. */
  lookAt: number;
  unanswered: number;
  busyAt: number;
  /** Messages that it may send at once. */
  allowance: number;
  allowedAt: number;
}

/** One answer may be lost in a stall of either side. */
const MAX_UNANSWERED = 2;
/** Not all are pinged at once: ten thousand in a row would hold up everything else. */
const PARTS = 25;
/** Going away: a stock client comes back if it has a reason to. */
const IDLE = 1001;
/** A page that opens sends its subscriptions in one go; nobody needs more than this for long. */
const BURST = 200;
const MESSAGES_PER_SECOND = 50;

export function createKeeper({ keepAliveMs, idleMs }: KeeperOptions): Keeper {
  const sockets = new Map<WebSocket, Kept>();
  const timer = setInterval(() => {
    const now = performance.now();
    for (const [socket, kept] of sockets) {
      if (kept.lookAt > now) continue;
      kept.lookAt = now + keepAliveMs;
      look(socket, kept, now);
    }
  }, keepAliveMs / PARTS);
  timer.unref();

  function look(socket: WebSocket, kept: Kept, now: number): void {
    if (kept.isBusy()) kept.busyAt = now;
    if (kept.unanswered >= MAX_UNANSWERED) return socket.terminate();
    if (now - kept.busyAt > idleMs) return socket.close(IDLE, 'Idle');
    if (socket.isPaused) return; // nobody would hear its answer
    kept.unanswered += 1;
    socket.ping();
  }

  return {
    keep(socket, isBusy) {
      const now = performance.now();
      const lookAt = now + keepAliveMs * Math.random();
      const kept: Kept = { isBusy, lookAt, unanswered: 0, busyAt: now, allowance: BURST, allowedAt: now };
      sockets.set(socket, kept);
      socket.on('pong', () => (kept.unanswered = 0));
      socket.on('message', () => slowDown(socket, kept));
      socket.once('close', () => sockets.delete(socket));
    },
    stop: () => clearInterval(timer),
  };
}

/** Not heard is not refused: its messages wait in the network until it is their turn. */
function slowDown(socket: WebSocket, kept: Kept): void {
  earn(kept);
  kept.allowance -= 1;
  if (kept.allowance >= 0 || socket.isPaused) return;
  socket.pause();
  resumeLater(socket, kept);
}

/** What had come in one piece with the message that was too much is heard all the same, and makes the pause longer. */
function resumeLater(socket: WebSocket, kept: Kept): void {
  const pauseMs = ((1 - kept.allowance) / MESSAGES_PER_SECOND) * 1_000;
  setTimeout(() => {
    earn(kept);
    if (kept.allowance < 0) resumeLater(socket, kept);
    else socket.resume();
  }, pauseMs).unref();
}

function earn(kept: Kept): void {
  const now = performance.now();
  const earned = ((now - kept.allowedAt) / 1_000) * MESSAGES_PER_SECOND;
  kept.allowance = Math.min(BURST, kept.allowance + earned);
  kept.allowedAt = now;
}
