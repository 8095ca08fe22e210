/** Bulk mutations and job groups, as a client asks for them. */
import { ask, ERROR_FIELDS, type Endpoint, type UserError, type Variables } from './graphql-client.ts';
import { waitFor } from './wait.ts';

export interface GroupItem {
  readonly position: number;
  readonly nodeId: string;
  readonly state: string;
  readonly job: { readonly id: string; readonly type: string; readonly arguments: Variables } | null;
  readonly error: UserError | null;
}

export interface Group {
  readonly id: string;
  readonly mutation: string;
  readonly total: number;
  readonly isSettled: boolean;
  readonly percent: number;
  readonly retryOf: { readonly id: string } | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly items: { readonly nodes: readonly GroupItem[] };
}

export interface BulkPayload {
  readonly jobGroup: Group | null;
  readonly cursor: string | null;
  readonly replayed: boolean;
  readonly errors: readonly UserError[];
}

const COUNTS = 'counts { queued running waiting succeeded failed cancelled refused }';
const ITEM = `position nodeId state job { id type arguments } error { ${ERROR_FIELDS} }`;
const GROUP = `id mutation total isSettled percent retryOf { id } ${COUNTS} items(first: 500) { nodes { ${ITEM} } }`;

/** A bulk mutation's payload, whether it was accepted or not. */
export async function bulk(service: Endpoint, mutation: string, input: Variables): Promise<BulkPayload> {
  const inputType = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const data = await ask<Record<string, BulkPayload>>(
    service,
    `mutation ($input: ${inputType}!) { ${mutation}(input: $input) {
       jobGroup { ${GROUP} } cursor replayed errors { ${ERROR_FIELDS} ... on UnexpectedCountError { expected actual limit } } } }`,
    { input },
  );
  const payload = data[mutation];
  if (payload === undefined) throw new Error(`${mutation} gave no payload.`);
  return payload;
}

/** A group that must come of it. */
export async function group(service: Endpoint, mutation: string, input: Variables): Promise<Group> {
  const { jobGroup, errors } = await bulk(service, mutation, input);
  if (jobGroup === null) throw new Error(`${mutation} was refused: ${JSON.stringify(errors)}`);
  return jobGroup;
}

export async function readGroup(service: Endpoint, id: string): Promise<Group> {
  const { jobGroup } = await ask<{ jobGroup: Group | null }>(
    service,
    `query ($id: ID!) { jobGroup(id: $id) { ${GROUP} } }`,
    { id },
  );
  if (jobGroup === null) throw new Error(`There is no group ${id}.`);
  return jobGroup;
}

export const settledGroup = (service: Endpoint, id: string, timeoutMs?: number): Promise<Group> =>
  waitFor(
    async () => {
      const found = await readGroup(service, id);
      return found.isSettled && found;
    },
    `group ${id} to settle`,
    timeoutMs,
  );
