const ANSWER_WITHIN_MS = 5_000;

/** @throws {Error} when no data came */
export async function ask<T>(url: string, query: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const text = await response.text();
  const { data } = JSON.parse(text) as { data?: T | null }; // as the caller's document selects
  if (data === null || data === undefined) throw new Error(text.slice(0, 500));
  return data;
}
