/** A receiver of webhooks that answers as a test likes, and reads what comes as others do: with packages that nobody here wrote. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTP, type CloudEvent, type CloudEventV1 } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { waitFor } from './wait.ts';

export interface EventData {
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly nodeId: string | null;
    readonly nodeSequence: number | null;
    readonly at: string;
  };
  readonly node: { readonly id: string; readonly name: string | null; readonly provisionState: string } | null;
  readonly cursor: string;
}
export type ReceivedEvent = CloudEventV1<EventData & { readonly from?: string; readonly reason?: string }>;

export interface Delivery {
  /** `webhook-id` */
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly events: readonly ReceivedEvent[];
}

/** A status, with headers if need be; or no answer. */
export type Answer = number | 'hang' | 'reset' | readonly [status: number, headers: Readonly<Record<string, string>>];

export interface Receiver {
  readonly url: string;
  /** Every request, whatever it was answered. */
  readonly deliveries: readonly Delivery[];
  /** Events of the requests that were accepted, in the order of their coming. */
  accepted(): readonly ReceivedEvent[];
  /** How to answer from now on; at first 204. */
  answer(how: Answer | ((delivery: Delivery) => Answer | Promise<Answer>)): void;
  /** Checks each signature with this from now on; one that is wrong is answered 401. */
  expectSecret(secret: string): void;
  /** Most requests at once so far. */
  atOnce(): number;
  waitForAccepted(what: (event: ReceivedEvent) => boolean, name: string): Promise<ReceivedEvent>;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  const accepted: ReceivedEvent[] = [];
  let how: Answer | ((delivery: Delivery) => Answer | Promise<Answer>) = 204;
  let secret: string | null = null;
  let [now, most] = [0, 0];
  const server = createServer((request, response) => {
    now += 1;
    most = Math.max(most, now);
    response.on('close', () => (now -= 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void answerTo(Buffer.concat(chunks).toString()));

    async function answerTo(body: string): Promise<void> {
      const { headers } = request;
      const delivery = { id: String(headers['webhook-id']), headers, body, events: readEvents(headers, body) };
      deliveries.push(delivery);
      const answer = isSigned(delivery, secret) ? (typeof how === 'function' ? await how(delivery) : how) : 401;
      if (answer === 'hang') return;
      if (answer === 'reset') return void request.socket.destroy();
      const [status, more] = typeof answer === 'number' ? [answer, {}] : answer;
      if (status >= 200 && status < 300) accepted.push(...delivery.events);
      response.writeHead(status, more).end();
    }
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one of this form
  return {
    url: `http://127.0.0.1:${port}/hook`,
    deliveries,
    accepted: () => accepted,
    answer: (next) => (how = next),
    expectSecret: (next) => (secret = next),
    atOnce: () => most,
    waitForAccepted: (what, name) => waitFor(() => accepted.find(what), name),
    async stop() {
      const closed = new Promise((done) => void server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

function readEvents(headers: IncomingHttpHeaders, body: string): readonly ReceivedEvent[] {
  const read = HTTP.toEvent<ReceivedEvent['data']>({ headers, body });
  const events = (Array.isArray(read) ? read : [read]) as CloudEvent<ReceivedEvent['data']>[]; // what toEvent makes
  for (const event of events) event.validate();
  return events as unknown as readonly ReceivedEvent[]; // their data is what the service is to write
}

function isSigned({ headers, body }: Delivery, secret: string | null): boolean {
  if (secret === null) return true;
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>); // those of signatures come once each
    return true;
  } catch {
    return false;
  }
}
