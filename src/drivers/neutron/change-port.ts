import { ProblemError } from '../../domain/problems.ts';
import { isUnanswered, type Call, type NeutronClient, type PortChange } from './client.ts';
import type { NeutronPort } from './parse.ts';

/** The most that one VIF needs is four changes; the rest is for somebody who writes at the same time. */
const MAX_ROUNDS = 12;
const MAX_UNANSWERED = 3;

/**
 * Brings a port to a wanted end: reads it, asks `next` what is missing, changes just that, and again.
 *
 * A change is written only on the very revision that was read. So a worker that was frozen in between cannot undo what
 * somebody else did since, and a lost answer needs no guess: the next round reads whether the change is there.
 * @param next null: it is as wanted
 * @returns the port as it then is; null when it is gone
 */
export async function changePort(
  client: NeutronClient,
  id: string,
  next: (port: NeutronPort | null) => PortChange | null,
  call: Call,
): Promise<NeutronPort | null> {
  let unanswered = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const port = await client.getPort(id, call);
    const change = next(port);
    if (change === null || port === null) return port;
    try {
      await client.updatePort(port, change, call);
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      unanswered += 1;
      if (unanswered >= MAX_UNANSWERED) throw error;
    }
  }
  const reason = `others kept changing port ${id}`;
  throw new ProblemError({ code: 'NETWORK_REFUSED', address: client.address, request: `PUT port ${id}`, reason });
}
