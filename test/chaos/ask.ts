/** Sends one request until it is answered: the same key each time, so that it is carried out once. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BULK, type Request } from './choose-request.ts';
import type { AnswerRecord, RequestRecord } from './history.ts';

export interface Asker {
  /** Null: the run was over before an answer came. A `twin` is sent at the same moment, and one more after the answer. */
  ask(
    request: Request,
    nodeIds: readonly string[],
    more?: { readonly twin?: boolean; readonly again?: boolean },
  ): Promise<AnswerRecord | null>;
  readonly record: readonly RequestRecord[];
}

/** Its database may be away for as long as a lease; a service that does not answer then is asked anew. */
const ANSWER_TIMEOUT_MS = 10_000;
const PAUSE_MS = 250;

interface Draft extends RequestRecord {
  readonly answers: AnswerRecord[];
  lastFailure: string | null;
}

/** @param patience ends all asking */
export function createAsker(url: string, patience: AbortSignal): Asker {
  const record: Draft[] = [];

  async function tryOnce(draft: Draft, request: Request): Promise<AnswerRecord | null> {
    try {
      const answer = await post(url, request, draft.key);
      draft.answers.push(answer);
      return answer;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      draft.lastFailure = error instanceof Error ? `${error.message}${cause}` : 'unknown error';
      return null;
    }
  }

  async function untilAnswered(draft: Draft, request: Request): Promise<AnswerRecord | null> {
    while (!patience.aborted) {
      const answer = await tryOnce(draft, request);
      if (answer !== null) return answer;
      await sleep(PAUSE_MS);
    }
    return null;
  }

  return {
    record,
    async ask(request, nodeIds, { twin = false, again = false } = {}) {
      const { mutation } = request;
      const draft: Draft = { key: randomUUID(), mutation, nodeIds, sentAt: Date.now(), answers: [], lastFailure: null };
      record.push(draft);
      const [answer] = await Promise.all([untilAnswered(draft, request), ...(twin ? [tryOnce(draft, request)] : [])]);
      if (answer !== null && again) await tryOnce(draft, request);
      return answer;
    },
  };
}

interface JobRef {
  readonly id: string;
}

interface Payload {
  readonly job?: JobRef | null;
  readonly jobGroup?: { readonly items: { readonly nodes: readonly { readonly job: JobRef | null }[] } } | null;
  readonly replayed: boolean;
  readonly errors: readonly { readonly code: string }[];
}

/** @throws {Error} when no payload came: the service is away, or says that it cannot answer now */
async function post(url: string, { mutation, input }: Request, idempotencyKey: string): Promise<AnswerRecord> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: documentOf(mutation), variables: { input: { ...input, idempotencyKey } } }),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  const text = await response.text();
  // As this document selects them.
  const { data, errors } = JSON.parse(text) as {
    data?: Readonly<Record<string, Payload | null>> | null;
    errors?: readonly unknown[];
  };
  const payload = data?.[mutation] ?? null;
  // With errors beside it a payload is half an answer: the database went away before its job could be read.
  if (payload === null || errors !== undefined) throw new Error(text.slice(0, 500));
  const problems = payload.errors.map(({ code }) => code);
  const ofGroup = payload.jobGroup?.items.nodes.map(({ job }) => job) ?? [];
  const jobIds = [payload.job ?? null, ...ofGroup].flatMap((job) => job?.id ?? []);
  return { at: Date.now(), jobIds, replayed: payload.replayed, problems };
}

function documentOf(mutation: string): string {
  const inputType = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const jobs = BULK.has(mutation) ? 'jobGroup { items(first: 500) { nodes { job { id } } } }' : 'job { id }';
  return `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${jobs} replayed errors { code } } }`;
}
