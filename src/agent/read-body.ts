import type { IncomingMessage } from 'node:http';
import { AgentRefusal } from '../domain/agent.ts';
import { isDeeperThan } from '../domain/json-depth.ts';

/** The database takes no deeper JSON, less what a report is wrapped in. Nothing that agents send comes near it. */
const MAX_DEPTH = 24;

/**
 * A JSON object of bounded size and depth, whatever the request says of its type: agents name none with what they found.
 * @throws {AgentRefusal} TOO_LARGE, MALFORMED
 */
export async function readJsonObject(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Readonly<Record<string, unknown>>> {
  const value = parse(await readText(request, maxBytes));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AgentRefusal('MALFORMED', 'The request body must be a JSON object.');
  }
  if (isDeeperThan(MAX_DEPTH, value)) {
    throw new AgentRefusal('MALFORMED', `The request body is nested deeper than ${MAX_DEPTH} levels.`);
  }
  return { ...value };
}

async function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const tooLarge = (): AgentRefusal =>
    new AgentRefusal('TOO_LARGE', `The request body is larger than ${maxBytes} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // Whoever stops reading still has to answer: the connection is not to be torn down for it.
  const stream: AsyncIterable<unknown> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of stream) {
    if (!(chunk instanceof Buffer)) continue;
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // Broken firmware names its parts in bytes that are no text; the database takes no half of a character.
    return /\\ud[89a-f]/i.test(text) ? JSON.parse(withoutHalves(JSON.stringify(value))) : value;
  } catch (error) {
    if (error instanceof SyntaxError) throw new AgentRefusal('MALFORMED', 'The request body is not valid JSON.');
    throw error;
  }
}

/** JSON.stringify writes whole characters as they are, so an escape of a surrogate, behind no odd backslash, is a half. */
const withoutHalves = (json: string): string =>
  json.replaceAll(/(?<!\\)((?:\\\\)*)\\ud[89a-f][\da-f]{2}/g, String.raw`$1\ufffd`);
