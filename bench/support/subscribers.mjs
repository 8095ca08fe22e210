/**
 * Subscribers, in a process of their own, as cheap as they can be: plain sockets that read no more of a message than
 * they must. Told by its parent what to open; tells what came, and when.
 */
import { once } from 'node:events';
import { connect } from 'node:net';

/** @typedef {{ url: string, count: number, payload: Record<string, unknown> }} Group */

/** @type {import('node:net').Socket[]} */
const sockets = [];
/** Of each item: from its own time to its arrival, in milliseconds. @type {number[]} */
let latencies = [];
let caughtUp = 0;
let closed = 0;

process.on('message', (/** @type {{ open?: Group, reset?: true, report?: true, take?: true }} */ message) => {
  if (message.open !== undefined) void open(message.open).then(() => process.send?.({ opened: sockets.length }));
  if (message.reset) latencies = [];
  if (message.report) process.send?.({ count: latencies.length, caughtUp, closed });
  if (message.take) {
    process.send?.({ latencies });
    latencies = [];
  }
});
process.on('disconnect', () => process.exit(0));

const AT_ONCE = 100;

/** @param {Group} group */
async function open({ url, count, payload }) {
  const { hostname, port } = new URL(url);
  for (let from = 0; from < count; from += AT_ONCE) {
    const due = caughtUp + Math.min(AT_ONCE, count - from);
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - from) }, () => openOne(hostname, Number(port), payload)),
    );
    while (caughtUp < due && closed === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/**
 * @param {string} hostname
 * @param {number} port
 * @param {Record<string, unknown>} payload
 */
async function openOne(hostname, port, payload) {
  const socket = connect(port, hostname);
  sockets.push(socket);
  socket.on('error', () => {});
  socket.on('close', () => (closed += 1));
  await once(socket, 'connect');
  socket.write(
    `GET /graphql HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n` +
      'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n',
  );
  /** @type {() => void} */
  let acknowledge = () => {};
  const acknowledged = new Promise((resolve) => (acknowledge = () => resolve(undefined)));
  read(socket, acknowledge);
  socket.write(textFrame({ type: 'connection_init' }));
  await acknowledged;
  socket.write(textFrame({ id: '1', type: 'subscribe', payload }));
}

/** @param {unknown} message */
function textFrame(message) {
  return frame(1, Buffer.from(JSON.stringify(message)));
}

/**
 * Clients must mask what they send; a mask of zeros changes nothing.
 * @param {number} opcode
 * @param {Buffer} payload
 */
function frame(opcode, payload) {
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, length >> 8, length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

/**
 * @param {import('node:net').Socket} socket
 * @param {() => void} acknowledge
 */
function read(socket, acknowledge) {
  /** @type {Buffer} */
  let rest = Buffer.alloc(0);
  let isOpen = false;
  socket.on('data', (/** @type {Buffer} */ chunk) => {
    const arrivedMs = performance.timeOrigin + performance.now();
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!isOpen) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        rest = data;
        return;
      }
      isOpen = true;
      data = data.subarray(end + 4);
    }
    while (data.length >= 2) {
      const short = (data[1] ?? 0) & 0x7f;
      const start = short === 126 ? 4 : 2;
      if (data.length < start) break;
      const length = short === 126 ? data.readUInt16BE(2) : short; // none is longer than 64 KiB
      if (data.length < start + length) break;
      const payload = data.subarray(start, start + length);
      if (((data[0] ?? 0) & 0x0f) === 9) socket.write(frame(10, payload));
      else take(payload.toString('latin1'), arrivedMs, acknowledge);
      data = data.subarray(start + length);
    }
    rest = data;
  });
}

const AT = '"at":"';

/**
 * @param {string} text
 * @param {number} arrivedMs
 * @param {() => void} acknowledge
 */
function take(text, arrivedMs, acknowledge) {
  if (text.includes('"kind":"UPDATE"')) {
    const from = text.indexOf(AT) + AT.length;
    latencies.push(arrivedMs - moment(text.slice(from, text.indexOf('"', from))));
  } else if (text.includes('"kind":"CAUGHT_UP"')) caughtUp += 1;
  else if (text.includes('connection_ack')) acknowledge();
}

/**
 * Milliseconds since 1970, with a fraction: a Date would cut the microseconds.
 * @param {string} at
 */
function moment(at) {
  const [seconds = '', fraction = ''] = at.replace(' ', 'T').replace('Z', '').split('.');
  return Date.parse(`${seconds}Z`) + Number(fraction.padEnd(6, '0').slice(0, 6)) / 1_000;
}
