/** Queries and mutations, over HTTP. */
import { backOffMs } from './back-off.ts';
import { tokenOf, type AnyVariables, type Document, type TokenSource } from './document.ts';
import { IronqlError, refusal, type ServiceError } from './errors.ts';

export interface Requests {
  /**
   * Where the document has a variable `atLeast` that is not given, it sees what this client has changed so far.
   * @throws {IronqlError}
   */
  query<Result, Variables extends AnyVariables>(
    document: Document<Result, Variables>,
    variables: Variables,
  ): Promise<Result>;
  /**
   * Asks once, however often the answer is lost: `input.idempotencyKey` is filled in where it is not given, and the call
   * is repeated with it until the service answers. What a user can mend is in the payload's `errors`, and not thrown.
   * @throws {IronqlError} unreachable, after five tries: nobody knows then whether it was done
   */
  mutate<Result, Variables extends MutationVariables>(
    document: Document<Result, Variables>,
    variables: Variables,
  ): Promise<Result>;
}

export interface MutationVariables extends AnyVariables {
  readonly input: AnyVariables;
}

export interface RequestOptions {
  readonly url: string;
  readonly token?: TokenSource | undefined;
}

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly ServiceError[];
}

const TRIES = 5;

export function createRequests({ url, token }: RequestOptions): Requests {
  /** Of the last change that was answered. */
  let changedAt: string | null = null;

  async function post<Result>(query: string, variables: AnyVariables): Promise<Result> {
    const bearer = await tokenOf(token);
    const headers = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    };
    let status = 0;
    let answer: Answer<Result>;
    try {
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      status = response.status;
      answer = (await response.json()) as Answer<Result>; // the caller says what the document selects
    } catch (cause) {
      const what = status === 0 ? 'No answer came' : `What came is no answer of a GraphQL service (HTTP ${status})`;
      throw new IronqlError('unreachable', `${what} from ${url}.`, [], cause);
    }
    const { data, errors } = answer;
    if (status >= 500 && !data) throw new IronqlError('unreachable', `${url} answered with HTTP ${status}.`, errors);
    if (errors !== undefined || !data) throw refusal(errors ?? [{ message: `${url} answered without data.` }]);
    return data;
  }

  return {
    query(document, variables) {
      const query = String(document);
      const isOpen = variables['atLeast'] === undefined && /\$atLeast\b/.test(query);
      return post(query, isOpen ? { ...variables, atLeast: changedAt } : variables);
    },
    async mutate(document, variables) {
      const input = { idempotencyKey: newKey(), ...variables.input };
      for (let tries = 1; ; tries += 1) {
        try {
          const data = await post<never>(String(document), { ...variables, input });
          changedAt = cursorIn(data) ?? changedAt;
          return data;
        } catch (error) {
          if (tries === TRIES || !(error instanceof IronqlError) || error.kind !== 'unreachable') throw error;
          await new Promise((resolve) => setTimeout(resolve, backOffMs(tries)));
        }
      }
    },
  };
}

/** `crypto.randomUUID` is missing in pages that did not come by https. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Of the last payload that has one: mutations of one document run one after the other. */
function cursorIn(data: Readonly<Record<string, { readonly cursor?: unknown } | null>>): string | null {
  const cursors = Object.values(data).map((payload) => payload?.cursor);
  return cursors.findLast((cursor) => typeof cursor === 'string') ?? null;
}
