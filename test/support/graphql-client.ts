/** Asks a service as any client would: over real HTTP, and over a real WebSocket by the stock graphql-ws client. */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { waitFor } from './wait.ts';

/** All that a client needs to know of a service. */
export interface Endpoint {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

export interface TopLevelError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code?: string };
}

export interface GraphqlAnswer<T> {
  /** Null when the operation failed as a whole. */
  readonly data: T | null;
  readonly errors: readonly TopLevelError[];
  readonly status: number;
  /** The answer as it came. */
  readonly text: string;
}

export type Variables = Readonly<Record<string, unknown>>;

export async function gql<T = Readonly<Record<string, unknown>>>(
  service: Endpoint,
  query: string,
  variables: Variables = {},
): Promise<GraphqlAnswer<T>> {
  return post<T>(service, JSON.stringify({ query, variables }));
}

/** For bodies that must be written by hand. */
export async function post<T>(service: Endpoint, body: string): Promise<GraphqlAnswer<T>> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${service.url}/graphql`, { method: 'POST', headers, body });
  const text = await response.text();
  // The caller says what its document selects.
  const { data = null, errors = [] } = JSON.parse(text) as { data?: T | null; errors?: TopLevelError[] };
  return { data, errors, status: response.status, text };
}

/** For documents that must succeed: their data, or an error that says why not. */
export async function ask<T>(service: Endpoint, query: string, variables: Variables = {}): Promise<T> {
  const { data, errors, text } = await gql<T>(service, query, variables);
  if (data === null || errors.length > 0) throw new Error(`The service answered ${text.slice(0, 2_000)}`);
  return data;
}

/** An entry of a payload's `errors`; the fields of the single types are there when it is of that type. */
export interface UserError {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
  readonly remedy: string | null;
  readonly legalVerbs?: readonly string[];
  readonly isProjected?: boolean;
  readonly state?: string;
  readonly expected?: number;
  readonly actual?: number;
  readonly value?: string;
  readonly known?: readonly string[];
  readonly supported?: readonly string[];
  readonly vifId?: string | null;
  readonly originalJob?: { readonly id: string } | null;
  readonly holder?: { readonly id: string } | null;
  readonly queueLength?: number;
}

export const ERROR_FIELDS = `__typename code message path remedy
  ... on IllegalStateError { verb state legalVerbs isProjected }
  ... on StaleVersionError { expected actual }
  ... on AlreadyExistsError { value }
  ... on UnknownDriverError { known }
  ... on UnsupportedError { supported }
  ... on VifError { vifId }
  ... on IdempotencyMismatchError { originalJob { id } }
  ... on NodeLockedError { holder { id } purpose since queueLength }`;

export interface JobRef {
  readonly id: string;
  readonly state: string;
}

export interface NodeRef {
  readonly id: string;
  readonly name: string | null;
  readonly version: number;
  readonly provisionState: string;
  readonly powerState: string | null;
}

export interface ObjectRef {
  readonly id: string;
  readonly version: number;
}

/** Fields that all payloads have, and those that some have. */
export interface Payload {
  readonly job: JobRef | null;
  readonly cursor: string | null;
  readonly replayed: boolean;
  readonly errors: readonly UserError[];
  readonly node?: NodeRef | null;
  readonly port?: { readonly id: string; readonly address: string; readonly version: number } | null;
  readonly portGroup?: ObjectRef | null;
  readonly deployTemplate?: ObjectRef | null;
  readonly inspectionRule?: ObjectRef | null;
  readonly runbook?: ObjectRef | null;
  readonly volumeTarget?: ObjectRef | null;
  readonly volumeConnector?: ObjectRef | null;
  readonly chassis?: ObjectRef | null;
  readonly vifAttachment?: { readonly id: string; readonly state: string; readonly vifId: string } | null;
  readonly allocation?: { readonly id: string; readonly state: string; readonly version: number } | null;
  readonly webhook?: ObjectRef | null;
  readonly secret?: string | null;
  readonly deletedWebhookId?: string | null;
  readonly deletedNodeId?: string | null;
  readonly deletedPortId?: string | null;
  readonly deletedPortGroupId?: string | null;
  readonly deletedDeployTemplateId?: string | null;
  readonly deletedInspectionRuleId?: string | null;
  readonly deletedRunbookId?: string | null;
  readonly deletedAllocationId?: string | null;
}

const NODE_FIELDS = 'id name version provisionState powerState';
const NODE = `node { ${NODE_FIELDS} }`;
const PORT = 'port { id address version }';
const PORT_GROUP = 'portGroup { id version }';
const INSPECTION_RULE = 'inspectionRule { id version }';
const DEPLOY_TEMPLATE = 'deployTemplate { id version }';
const ALLOCATION = 'allocation { id state version }';
const RUNBOOK = 'runbook { id version }';
const CHASSIS = 'chassis { id version }';
const VOLUME_CONNECTOR = 'volumeConnector { id version }';
const VOLUME_TARGET = 'volumeTarget { id version }';
const WEBHOOK = 'webhook { id version }';
const SELECTION: Readonly<Record<string, string>> = {
  drainConductor: 'conductor { id }',
  deleteNode: 'deletedNodeId',
  createPort: PORT,
  updatePort: PORT,
  deletePort: 'deletedPortId',
  createPortGroup: PORT_GROUP,
  updatePortGroup: PORT_GROUP,
  deletePortGroup: 'deletedPortGroupId',
  createInspectionRule: INSPECTION_RULE,
  updateInspectionRule: INSPECTION_RULE,
  deleteInspectionRule: 'deletedInspectionRuleId',
  createDeployTemplate: DEPLOY_TEMPLATE,
  updateDeployTemplate: DEPLOY_TEMPLATE,
  deleteDeployTemplate: 'deletedDeployTemplateId',
  createChassis: CHASSIS,
  updateChassis: CHASSIS,
  deleteChassis: 'deletedChassisId',
  createVolumeConnector: VOLUME_CONNECTOR,
  updateVolumeConnector: VOLUME_CONNECTOR,
  deleteVolumeConnector: 'deletedVolumeConnectorId',
  createVolumeTarget: VOLUME_TARGET,
  updateVolumeTarget: VOLUME_TARGET,
  deleteVolumeTarget: 'deletedVolumeTargetId',
  createRunbook: RUNBOOK,
  updateRunbook: RUNBOOK,
  deleteRunbook: 'deletedRunbookId',
  createWebhook: `${WEBHOOK} secret`,
  updateWebhook: WEBHOOK,
  deleteWebhook: 'deletedWebhookId',
  rotateWebhookSecret: `${WEBHOOK} secret`,
  pingWebhook: WEBHOOK,
  redeliverDeadLetters: WEBHOOK,
  attachVif: `${NODE} vifAttachment { id state vifId }`,
  createAllocation: ALLOCATION,
  updateAllocation: ALLOCATION,
  deleteAllocation: 'deletedAllocationId',
  cancelJob: '',
};

/** Their payloads have no single job. */
const OF_GROUPS = /Nodes|retryFailed|cancelJobGroup/;

/** The document of a mutation with everything its payload is asked for here. */
export function mutationDocument(mutation: string): string {
  const inputType = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation ($input: ${inputType}!) { ${mutation}(input: $input) {
    ${OF_GROUPS.test(mutation) ? 'jobGroup { id }' : `${SELECTION[mutation] ?? NODE} job { id state }`} cursor replayed errors { ${ERROR_FIELDS} } } }`;
}

/** One mutation's payload, whether it was accepted or not. A top-level error is thrown. */
export async function mutate(service: Endpoint, mutation: string, input: Variables): Promise<Payload> {
  const data = await ask<Record<string, Payload>>(service, mutationDocument(mutation), { input });
  const payload = data[mutation];
  if (payload === undefined) throw new Error(`${mutation} gave no payload.`);
  return payload;
}

/** One mutation that must be accepted. */
export async function accepted(service: Endpoint, mutation: string, input: Variables): Promise<Payload> {
  const payload = await mutate(service, mutation, input);
  if (payload.errors.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(payload.errors)}`);
  return payload;
}

/** A new node of simulated hardware, in ENROLL. */
export async function enroll(service: Endpoint, overrides: Variables = {}): Promise<NodeRef> {
  const { node } = await accepted(service, 'createNode', { driver: 'fake-hardware', ...overrides });
  if (!node) throw new Error('createNode gave no node.');
  return node;
}

export async function readNode(service: Endpoint, id: string): Promise<NodeRef | null> {
  const data = await ask<{ node: NodeRef | null }>(
    service,
    `query ($id: ID!) { ${NODE.replace('node', 'node(id: $id)')} }`,
    {
      id,
    },
  );
  return data.node;
}

export interface SettledJob extends JobRef {
  readonly error: UserError | null;
}

/** Waits until a job has ended, well or not, and tells how. */
export async function settled(service: Endpoint, jobId: string, timeoutMs?: number): Promise<SettledJob> {
  const document = `query ($id: ID!) { job(id: $id) { id state isSettled error { ${ERROR_FIELDS} } } }`;
  return waitFor(
    async () => {
      const { job } = await ask<{ job: (SettledJob & { isSettled: boolean }) | null }>(service, document, {
        id: jobId,
      });
      return job?.isSettled === true && job;
    },
    `job ${jobId} to settle`,
    timeoutMs,
  );
}

/** Asks for a verb that makes a job and waits until the job has succeeded. */
export async function perform(service: Endpoint, mutation: string, input: Variables): Promise<Payload> {
  const payload = await accepted(service, mutation, input);
  if (payload.job === null) return payload;
  const job = await settled(service, payload.job.id);
  if (job.state !== 'SUCCEEDED') throw new Error(`${mutation} ended ${job.state}: ${JSON.stringify(job.error)}`);
  return payload;
}

export interface Subscription<T> {
  /** All that has come so far, in order: the value of the document's field. */
  readonly items: readonly T[];
  readonly errors: readonly TopLevelError[];
  /** Resolves when the service has ended the stream, or refused it. */
  readonly ended: Promise<void>;
  /** The first item that fits, also among those that are there already. */
  until(predicate: (item: T) => boolean, what?: string, timeoutMs?: number): Promise<T>;
  /** Closes the socket and waits until it is closed. */
  close(): Promise<void>;
}

/** One operation on a socket of its own. The document asks for one field. */
export function subscribe<T>(service: Endpoint, query: string, variables: Variables = {}): Subscription<T> {
  const items: T[] = [];
  const errors: TopLevelError[] = [];
  let isEnded = false;
  let isClosed: Promise<unknown> = Promise.resolve();
  const client = createClient({
    url: `${service.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 0,
    on: {
      opened: (socket) => {
        const opened = socket as WebSocket; // made by webSocketImpl
        isClosed = new Promise((resolve) => void opened.once('close', resolve));
      },
    },
  });
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      isEnded = true;
      resolve();
    };
    client.subscribe<Record<string, T>>(
      { query, variables: { ...variables } },
      {
        next(result) {
          // As sent over the wire: formatted errors.
          if (result.errors) errors.push(...(result.errors as unknown as TopLevelError[]));
          for (const value of Object.values(result.data ?? {})) items.push(value);
        },
        error(cause) {
          if (Array.isArray(cause)) errors.push(...(cause as TopLevelError[]));
          else errors.push({ message: describe(cause), extensions: {} });
          end();
        },
        complete: end,
      },
    );
  });
  return {
    items,
    errors,
    ended,
    until(predicate, what = 'an item', timeoutMs) {
      return waitFor(
        () => {
          const found = items.find(predicate);
          if (found !== undefined) return found;
          if (errors.length > 0) throw new Error(`The stream failed: ${JSON.stringify(errors)}`);
          if (isEnded) throw new Error(`The stream ended before ${what}.`);
          return undefined;
        },
        what,
        timeoutMs,
      );
    },
    async close() {
      await client.dispose();
      await isClosed;
    },
  };
}

function describe(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  const { code, reason } = cause as { code?: number; reason?: string }; // a CloseEvent is all else that comes
  return `closed ${code ?? ''} ${reason ?? ''}`;
}
