/**
 * Sends a file to a machine, all of it or the part that it asks for.
 *
 * Two buffers take turns: while the kernel takes one from us, the next is being read, by a thread of libuv. All transfers
 * together use so much memory: few are fast, and a thousand at once are no faster with larger ones.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OpenSource } from '../images/open-source.ts';
import { wantedPart } from './byte-range.ts';

const ALL_BUFFERS = 64 * 1_024 * 1_024;
const LARGEST_BUFFER = 512 * 1_024; // measured: see bench/README.md, image-serving
const SMALLEST_BUFFER = 32 * 1_024;

/** A machine that takes nothing for so long is gone, and what it reads could not be thrown out of the cache. */
const STALLED_MS = 120_000;

let transfers = 0;

export async function sendSource(
  request: IncomingMessage,
  response: ServerResponse,
  source: OpenSource,
  signal: AbortSignal,
): Promise<void> {
  const { size, etag, modifiedAt } = source;
  response.setHeader('etag', etag);
  if (modifiedAt !== null) response.setHeader('last-modified', modifiedAt.toUTCString());
  response.setHeader('accept-ranges', 'bytes');
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
  // A part of another version would be glued to what the machine has.
  const isSameVersion = (request.headers['if-range'] ?? etag) === etag;
  const part = isSameVersion ? wantedPart(request.headers.range, size) : 'whole';
  if (part === 'none') return void response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
  const { from, to } = part === 'whole' ? { from: 0, to: size } : part;
  response.writeHead(part === 'whole' ? 200 : 206, {
    'content-length': to - from,
    'content-type': 'application/octet-stream',
    ...(part === 'whole' ? {} : { 'content-range': `bytes ${from}-${to - 1}/${size}` }),
  });
  if (request.method === 'HEAD' || from === to) return void response.end();
  transfers += 1;
  try {
    await sendBytes(response, source, { from, to }, signal);
  } finally {
    transfers -= 1;
  }
}

async function sendBytes(
  response: ServerResponse,
  source: OpenSource,
  { from, to }: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<void> {
  response.setTimeout(STALLED_MS, () => response.destroy());
  const share = Math.floor(ALL_BUFFERS / transfers / 2);
  const length = Math.min(Math.max(share, SMALLEST_BUFFER), LARGEST_BUFFER, to - from);
  let [free, taken] = [Buffer.allocUnsafeSlow(length), Buffer.allocUnsafeSlow(length)];
  let written: Promise<void> = Promise.resolve();
  for (let position = from; position < to;) {
    const count = await source.read(free, position, Math.min(length, to - position), signal);
    if (count === 0) throw new Error('The file is shorter than it was when it was opened.');
    await written;
    written = write(response, free.subarray(0, count));
    written.catch(() => {}); // it is awaited in the next turn, which may be long in coming
    [free, taken] = [taken, free];
    position += count;
  }
  await written;
  response.end();
}

/** Resolves when the kernel has it, so that the buffer can be used again. */
function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((done, fail) => {
    response.write(bytes, (error) => (error === null || error === undefined ? done() : fail(error)));
  });
}
