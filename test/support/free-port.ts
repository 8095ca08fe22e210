import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Of TCP, on loopback; for a program that has to be told its port before it starts. */
export async function freeTcpPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  server.close();
  await once(server, 'close');
  return port;
}
