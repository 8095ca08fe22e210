/** The service as it is shipped: built, in a process of its own, with every setting at its default. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from './figures.ts';
import { cpuMs, startProgram, type Program } from './processes.ts';

export interface Service extends Program {
  readonly databaseUrl: string;
  /** Answers `data`. @throws {Error} with the answer, when it has errors of either kind */
  gql<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
}

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface ServiceOptions {
  /** Another service's: both work on it. */
  readonly databaseUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** So that its memory can be looked at after a collection. */
  readonly inspect?: boolean;
}

export async function startService(
  bench: Bench,
  flags: readonly string[] = [],
  options: ServiceOptions = {},
): Promise<Service> {
  const databaseUrl = options.databaseUrl ?? (await bench.createDatabase());
  const dataFolder = mkdtempSync(join(bench.folder, 'service-'));
  const program = await startProgram({
    args: [MAIN, 'serve', '--port', '0', '--data-folder', dataFolder, ...flags],
    env: { ...options.env, DATABASE_URL: databaseUrl },
    ready: /GraphQL\s+(http\S+)\/graphql/,
    profileFolder: bench.profileFolder,
    ...(options.inspect === undefined ? {} : { inspect: options.inspect }),
  });
  return { ...program, databaseUrl, gql: (query, variables) => ask(`${program.url}/graphql`, query, variables) };
}

async function ask<T>(url: string, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  // The queries ask for `errors { message }` in every payload, so a refusal shows in the text.
  const answer = JSON.parse(text) as { data?: T; errors?: unknown };
  if (answer.data === undefined || answer.errors !== undefined || /"errors":\[\{/.test(text)) {
    throw new Error(`The service refused: ${text.slice(0, 1_000)}`);
  }
  return answer.data;
}

/** CPU of the service and of the database, from now on. */
export function startMeter(service: Program, { databasePid }: Bench): () => { service: number; database: number } {
  const before = { service: cpuMs(service.pid), database: cpuMs(databasePid) };
  return () => ({
    service: cpuMs(service.pid) - before.service,
    database: cpuMs(databasePid) - before.database,
  });
}
