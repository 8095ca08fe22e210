import type { IncomingMessage } from 'node:http';

export class BodyTooLarge extends Error {}
export class BodyNotJson extends Error {}

/**
 * Reads a JSON body of bounded size. A body that is no JSON by its content type is undefined: Apollo words that.
 * @throws {BodyTooLarge | BodyNotJson}
 */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue;
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  if (!/^application\/([\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BodyNotJson();
  }
}
