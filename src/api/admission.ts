/**
 * Who may hold a connection open: WebSockets and streams over HTTP, counted together. One viewer, or one address, must
 * not take what all others need.
 */
import type { IncomingMessage } from 'node:http';
import type { Viewer } from '../domain/viewer.ts';

export interface AdmissionLimits {
  /** Connections of one viewer. While nobody logs in, everybody is one viewer. */
  readonly perViewer: number;
  /** Connections from one address: behind a proxy that is everybody, too. */
  readonly perAddress: number;
}

export interface Admitted {
  release(): void;
}

export interface Refused {
  /** Of HTTP: 429 too many, 503 stopping. */
  readonly status: 429 | 503;
  readonly refusal: string;
}

export interface Admission {
  /** Counts a connection until it is released, which may be done twice; or says in a sentence why there is no more. */
  admit(request: IncomingMessage, viewer: Viewer): Admitted | Refused;
  /** From now on nobody is admitted: the process ends, and clients find another. */
  close(): void;
}

export function createAdmission({ perViewer, perAddress }: AdmissionLimits): Admission {
  const byViewer = new Map<string, number>();
  const byAddress = new Map<string, number>();
  let isClosed = false;
  return {
    admit(request, { actor }) {
      const address = request.socket.remoteAddress ?? 'unknown';
      if (isClosed) return { status: 503, refusal: 'The service is stopping.' };
      if ((byAddress.get(address) ?? 0) >= perAddress)
        return {
          status: 429,
          refusal: `Your address holds ${perAddress} connections, which is as many as one may (connectionsPerAddress).`,
        };
      if ((byViewer.get(actor) ?? 0) >= perViewer)
        return {
          status: 429,
          refusal: `You hold ${perViewer} connections, which is as many as one may (connectionsPerViewer).`,
        };
      add(byAddress, address, 1);
      add(byViewer, actor, 1);
      let isReleased = false;
      return {
        release() {
          if (isReleased) return;
          isReleased = true;
          add(byAddress, address, -1);
          add(byViewer, actor, -1);
        },
      };
    },
    close() {
      isClosed = true;
    },
  };
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
