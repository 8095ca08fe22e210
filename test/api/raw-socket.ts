/** A WebSocket client that can stop reading: bytes on a socket, as a stalled machine leaves them in the kernel. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawSocket {
  /** Text messages that have come so far, if it was asked to keep them. */
  readonly messages: string[];
  readonly isClosed: boolean;
  send(message: unknown): void;
  stopReading(): void;
  readOn(): void;
  destroy(): void;
}

const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** Resolves when the protocol's handshake is over. */
export async function openRawSocket(path: string): Promise<RawSocket> {
  const socket = connect(path);
  await once(socket, 'connect');
  socket.write(
    'GET /graphql HTTP/1.1\r\nhost: test\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n' +
      'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n',
  );
  const messages: string[] = [];
  let isClosed = false;
  let isAcknowledged = (): void => {};
  const acknowledged = new Promise<void>((resolve) => {
    isAcknowledged = resolve;
  });
  socket.on('close', () => {
    isClosed = true;
    isAcknowledged();
  });
  socket.on('error', () => {}); // it closes as well
  readFrames(socket, (opcode, payload) => {
    if (opcode === OPCODE.ping) socket.write(frame(OPCODE.pong, payload));
    if (opcode !== OPCODE.text) return;
    const text = payload.toString();
    if (text.includes('connection_ack')) isAcknowledged();
    else messages.push(text);
  });
  const send = (message: unknown): void => void socket.write(frame(OPCODE.text, Buffer.from(JSON.stringify(message))));
  send({ type: 'connection_init' });
  await acknowledged;
  return {
    messages,
    get isClosed() {
      return isClosed;
    },
    send,
    stopReading: () => void socket.pause(),
    readOn: () => void socket.resume(),
    destroy: () => void socket.destroy(),
  };
}

/** Clients must mask what they send; a mask of zeros changes nothing. */
function frame(opcode: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | payload.length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

function readFrames(socket: Socket, onFrame: (opcode: number, payload: Buffer) => void): void {
  let parts: Buffer[] = [];
  let size = 0;
  let wanted = 1;
  let isOpen = false;
  socket.on('data', (chunk: Buffer) => {
    parts.push(chunk);
    size += chunk.length;
    if (size < wanted) return; // or a large message would be put together again for each of its pieces
    let data = Buffer.concat(parts);
    if (!isOpen) {
      const end = data.indexOf('\r\n\r\n');
      if (end >= 0) {
        isOpen = true;
        data = data.subarray(end + 4);
      }
    }
    wanted = 1;
    while (isOpen && data.length >= 2) {
      const short = (data[1] ?? 0) & 0x7f;
      const start = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (data.length < start) break;
      const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
      if (data.length < start + length) {
        wanted = start + length;
        break;
      }
      onFrame((data[0] ?? 0) & 0x0f, data.subarray(start, start + length));
      data = data.subarray(start + length);
    }
    parts = [data];
    size = data.length;
  });
}
