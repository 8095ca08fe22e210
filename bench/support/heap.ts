/** What a program's memory holds after a collection, asked for by its inspector. */
import { WebSocket } from 'ws';
import { once } from 'node:events';

export interface Heap {
  readonly usedMib: number;
}

/** @param url as the program says it: `ws://127.0.0.1:PORT/ID` */
export async function collectGarbage(url: string): Promise<Heap> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  let id = 0;
  const ask = async (method: string): Promise<Readonly<Record<string, unknown>>> => {
    id += 1;
    const own = id;
    const answered = new Promise<Readonly<Record<string, unknown>>>((resolve) => {
      socket.on('message', function take(data: Buffer) {
        // As the inspector's protocol has it.
        const answer = JSON.parse(data.toString()) as { id?: number; result?: Record<string, unknown> };
        if (answer.id !== own) return;
        socket.off('message', take);
        resolve(answer.result ?? {});
      });
    });
    socket.send(JSON.stringify({ id: own, method }));
    return answered;
  };
  try {
    await ask('HeapProfiler.enable');
    await ask('HeapProfiler.collectGarbage');
    await ask('HeapProfiler.disable');
    const { usedSize } = await ask('Runtime.getHeapUsage');
    return { usedMib: Number(usedSize) / 1_048_576 };
  } finally {
    socket.close();
  }
}
