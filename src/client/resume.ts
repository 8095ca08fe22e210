/**
 * Going on after a break, for any library that takes a client of graphql-ws (Apollo Client, urql, Relay, GraphiQL).
 *
 * Such a client comes back by itself, sends its operations again with the ids they had, and asks `connectionParams` anew.
 * Here it says where each operation stood; without it, it would be given the stream from its first variables on.
 *
 *     const resume = createResume();
 *     createClient({ url, connectionParams: () => resume.params(), on: { message: resume.onMessage }, retryAttempts: Infinity });
 */
export interface Resume {
  /** For `on.message`: remembers the cursor of each item, and forgets an operation that has ended. */
  onMessage(message: ProtocolMessage): void;
  /** For `connectionParams`. */
  params(): { readonly resume: Readonly<Record<string, string>> };
}

/** What is read of a message of graphql-transport-ws. */
export interface ProtocolMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/**
 * As many as a socket carries operations. That one was ended by its own side is in no message; such ones are let go of
 * when others have had items more lately.
 */
const MOST_REMEMBERED = 100;

export function createResume(): Resume {
  const cursors = new Map<string, string>();
  return {
    onMessage({ type, id, payload }) {
      if (id === undefined) return;
      if (type === 'complete' || type === 'error') cursors.delete(id);
      const cursor = type === 'next' ? cursorOf(payload) : null;
      if (cursor === null) return;
      cursors.delete(id); // to the end: the first is the one that was silent for longest
      cursors.set(id, cursor);
      const [silent] = cursors.keys();
      if (cursors.size > MOST_REMEMBERED && silent !== undefined) cursors.delete(silent);
    },
    params: () => ({ resume: Object.fromEntries(cursors) }),
  };
}

/** `extensions.cursor` of an item; null where the stream can not be resumed after it: only a part of a snapshot was sent. */
export function cursorOf(payload: unknown): string | null {
  const extensions = isRecord(payload) ? payload['extensions'] : null;
  const cursor = isRecord(extensions) ? extensions['cursor'] : null;
  return typeof cursor === 'string' ? cursor : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
