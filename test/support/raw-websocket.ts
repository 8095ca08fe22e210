/** One end of a WebSocket, byte by byte: what no library would send can be sent, and what comes is not put in order. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { waitFor } from './wait.ts';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
}

export interface FrameOptions {
  readonly opcode?: number;
  /** False: more of the message follows. */
  readonly isLast?: boolean;
  /** False: as only a server may send it. */
  readonly isMasked?: boolean;
  /** The three bits that extensions may use. */
  readonly reserved?: number;
}

export interface Handshake {
  readonly method?: string;
  readonly path?: string;
  /** Undefined leaves a header out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent in one breath with it, before it is answered. */
  readonly first?: Buffer;
}

export interface RawWebSocket {
  /** All messages of the protocol above that have come. */
  readonly messages: readonly Message[];
  /** All frames that were none of those. */
  readonly control: readonly Frame[];
  /** What the other end said when it closed; null while it has not. */
  readonly closed: { readonly code: number; readonly reason: string } | null;
  /** The connection itself has ended. */
  readonly isGone: boolean;
  send(message: unknown): void;
  sendFrame(payload: Buffer | string, options?: FrameOptions): void;
  /** Bytes as they are. */
  write(bytes: Buffer): void;
  /** The first message that fits, also among those that are there already. */
  message(fits: (message: Message) => boolean, what: string): Promise<Message>;
  /** The code with which the other end closes. */
  closeCode(): Promise<number>;
  /** Ends the connection without a word. */
  cut(): Promise<void>;
}

export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** @returns the status of an answer that opened nothing, and its headers; or the socket that was opened */
export async function openRaw(
  url: string,
  handshake: Handshake = {},
): Promise<{ status: number; head: string; socket: RawWebSocket }> {
  const { hostname, port } = new URL(url);
  const connection = connect(Number(port), hostname);
  connection.on('error', () => {}); // the other end may cut us off at any time; "close" follows
  connection.setNoDelay(true);
  const key = randomBytes(16).toString('base64');
  const headers: Record<string, string | undefined> = {
    Host: `${hostname}:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key,
    'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    ...handshake.headers,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  const start = `${handshake.method ?? 'GET'} ${handshake.path ?? '/graphql'} HTTP/1.1`;
  const bytes = Buffer.from(`${start}\r\n${lines.join('\r\n')}\r\n\r\n`);
  connection.write(Buffer.concat([bytes, handshake.first ?? Buffer.alloc(0)]));

  let received = Buffer.alloc(0);
  while (!received.includes('\r\n\r\n')) {
    const [chunk] = (await once(connection, 'data')) as [Buffer]; // of node:net
    received = Buffer.concat([received, chunk]);
  }
  const end = received.indexOf('\r\n\r\n');
  const head = received.subarray(0, end).toString('latin1');
  const status = Number(head.split(' ')[1]);
  if (status !== 101) connection.destroy();
  else if (!head.includes(acceptOf(key))) throw new Error(`The handshake was answered without its key:\n${head}`);
  return { status, head, socket: rawWebSocket(connection, received.subarray(end + 4)) };
}

/** RFC 6455, section 4.2.2. */
function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

function rawWebSocket(connection: Socket, first: Buffer): RawWebSocket {
  const messages: Message[] = [];
  const control: Frame[] = [];
  let closed: RawWebSocket['closed'] = null;
  let isGone = connection.destroyed;
  let pending = first;
  let parts: Buffer[] = [];

  function take(): void {
    for (let read = readFrame(pending); read !== null; read = readFrame(pending)) {
      pending = read.rest;
      const { frame } = read;
      if (frame.opcode === OPCODE.text || frame.opcode === OPCODE.continuation) {
        parts.push(frame.payload);
        if (!read.isLast) continue;
        messages.push(JSON.parse(Buffer.concat(parts).toString('utf8')) as Message); // what the service sends is JSON
        parts = [];
      } else if (frame.opcode === OPCODE.close) {
        const hasCode = frame.payload.length >= 2;
        closed = {
          code: hasCode ? frame.payload.readUInt16BE(0) : 1005,
          reason: frame.payload.subarray(2).toString('utf8'),
        };
      } else {
        control.push(frame);
      }
    }
  }
  connection.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    take();
  });
  connection.on('close', () => {
    isGone = true;
  });
  take();

  const socket: RawWebSocket = {
    messages,
    control,
    get closed() {
      return closed;
    },
    get isGone() {
      return isGone;
    },
    send: (message) => socket.sendFrame(JSON.stringify(message)),
    sendFrame: (payload, options) => void connection.write(frameOf(Buffer.from(payload), options)),
    write: (bytes) => void connection.write(bytes),
    message: (fits, what) =>
      waitFor(() => {
        const found = messages.find(fits);
        if (found === undefined && closed !== null) {
          throw new Error(`Closed with ${closed.code} ${closed.reason} before ${what}`);
        }
        return found;
      }, what),
    closeCode: async () => (await waitFor(() => closed, 'the socket to be closed')).code,
    async cut() {
      if (isGone) return;
      const gone = once(connection, 'close');
      connection.destroy();
      await gone;
    },
  };
  return socket;
}

/** A frame as a client sends it, unless the options say otherwise. RFC 6455, section 5.2. */
export function frameOf(
  payload: Buffer,
  { opcode = OPCODE.text, isLast = true, isMasked = true, reserved = 0 }: FrameOptions = {},
): Buffer {
  const first = (isLast ? 0x80 : 0) | (reserved << 4) | opcode;
  const mask = isMasked ? 0x80 : 0;
  const head =
    payload.length < 126
      ? Buffer.from([first, mask | payload.length])
      : payload.length < 65_536
        ? Buffer.from([first, mask | 126, payload.length >> 8, payload.length & 0xff])
        : Buffer.concat([Buffer.from([first, mask | 127]), eightBytes(payload.length)]);
  if (!isMasked) return Buffer.concat([head, payload]);
  const key = randomBytes(4);
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (key[index % 4] ?? 0)));
  return Buffer.concat([head, key, masked]);
}

function eightBytes(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return bytes;
}

/** The first frame in these bytes; null while it is not whole. Servers do not mask. */
function readFrame(bytes: Buffer): { frame: Frame; isLast: boolean; rest: Buffer } | null {
  if (bytes.length < 2) return null;
  const first = bytes.readUInt8(0);
  const short = bytes.readUInt8(1);
  const headLength = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < headLength) return null;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < headLength + length) return null;
  return {
    frame: { opcode: first & 0x0f, payload: bytes.subarray(headLength, headLength + length) },
    isLast: (first & 0x80) !== 0,
    rest: bytes.subarray(headLength + length),
  };
}
