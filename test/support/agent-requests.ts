/** Requests as agents in ramdisks send them, and nodes that expect them. */
import type { ProvisionState } from '../../src/domain/provision-states.ts';
import { newMac, type TestRows } from './builders.ts';
import { enroll, type Endpoint } from './graphql-client.ts';

export interface AgentAnswer {
  readonly status: number;
  readonly text: string;
  /** Null: the body is empty. */
  readonly json: AgentJson | null;
  readonly headers: Headers;
  /** What an agent reads of an error. */
  readonly fault: string | null;
}

/** As much as tests look at. */
interface AgentJson {
  readonly uuid?: string;
  readonly error_message?: string;
  readonly default_version?: { readonly version: string };
  readonly node?: { readonly uuid: string } & Readonly<Record<string, unknown>>;
  readonly config?: { readonly agent_token: string | null } & Readonly<Record<string, unknown>>;
}

/** @param version of the API, null: none is named */
export async function askAsAgent(
  { url }: Endpoint,
  path: string,
  { version = '1.68', ...init }: RequestInit & { readonly version?: string | null } = {},
): Promise<AgentAnswer> {
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    ...(version !== null && { 'X-OpenStack-Ironic-API-Version': version }),
  };
  const response = await fetch(`${url}${path}`, { redirect: 'manual', headers, ...init });
  const text = await response.text();
  const json = text === '' ? null : (JSON.parse(text) as AgentJson);
  const fault =
    json?.error_message === undefined ? null : (JSON.parse(json.error_message) as { faultstring: string }).faultstring;
  return { status: response.status, text, json, headers: response.headers, fault };
}

export const lookUpAsAgent = (
  service: Endpoint,
  macs: readonly string[],
  { nodeId, version = '1.62' }: { readonly nodeId?: string; readonly version?: string | null } = {},
): Promise<AgentAnswer> => {
  const query = new URLSearchParams({ addresses: macs.join(','), ...(nodeId !== undefined && { node_uuid: nodeId }) });
  return askAsAgent(service, `/v1/lookup?${query.toString()}`, { version });
};

export const CALLBACK_URL = 'https://127.0.0.1:9999';

/** A heartbeat that is in order, but for what is given; undefined leaves a field out. */
export const callAsAgent = (
  service: Endpoint,
  nodeId: string,
  fields: Readonly<Record<string, unknown>>,
  version: string | null = '1.68',
): Promise<AgentAnswer> => {
  const body = JSON.stringify({ callback_url: CALLBACK_URL, agent_version: '11.4.0', ...fields });
  return askAsAgent(service, `/v1/heartbeat/${nodeId}`, { method: 'POST', body, version });
};

/** As agents post it: without a type, and without a version. */
export function reportAsAgent(
  { url }: Endpoint,
  report: unknown,
  { query = '', version = null }: { readonly query?: string; readonly version?: string | null } = {},
): Promise<AgentAnswer> {
  const headers = version === null ? {} : { 'X-OpenStack-Ironic-API-Version': version };
  const body = new TextEncoder().encode(typeof report === 'string' ? report : JSON.stringify(report));
  return askAsAgent({ url }, `/v1/continue_inspection${query}`, { method: 'POST', headers, body });
}

/** A small machine, as a ramdisk reports it. */
export const aReport = (macs: readonly string[], inventory: object = {}, more: object = {}): object => ({
  inventory: {
    interfaces: macs.map((mac, index) => ({ name: `eth${index}`, mac_address: mac, ipv4_address: '192.0.2.7' })),
    cpu: { count: 4, architecture: 'x86_64' },
    memory: { physical_mb: 4096 },
    disks: [{ name: '/dev/vda', size: 21_474_836_480 }],
    boot: { current_boot_mode: 'uefi', pxe_interface: macs[0] ?? null },
    ...inventory,
  },
  root_disk: { name: '/dev/vda', size: 21_474_836_480 },
  error: null,
  logs: 'H4sIAAAAAAAAA+3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA',
  ...more,
});

export interface ExpectingNode {
  readonly id: string;
  readonly mac: string;
}

/** A node in a state, whose ramdisk is expected as the engine expects it. */
export async function nodeThatExpects(
  service: Endpoint,
  rows: TestRows,
  state: ProvisionState = 'DEPLOY_WAIT',
  columns: Readonly<Record<string, unknown>> = {},
): Promise<ExpectingNode> {
  const mac = newMac();
  const { id } = await enroll(service, { ports: [{ address: mac }] });
  await rows.putInState(id, state);
  await expectAgent(rows, id, columns);
  return { id, mac };
}

export async function expectAgent(rows: TestRows, nodeId: string, columns: object = {}): Promise<void> {
  await rows.query('DELETE FROM agents WHERE node_id = ?', [nodeId]);
  await rows.query('INSERT INTO agents SET ?', [{ node_id: nodeId, has_called: 0, ...columns }]);
}

/** Looks the node up; its token, which must be told. */
export async function tokenOf(service: Endpoint, { mac }: ExpectingNode): Promise<string> {
  const { json, text } = await lookUpAsAgent(service, [mac]);
  const token = json?.config?.agent_token;
  if (typeof token !== 'string' || token.length !== 43) throw new Error(`The lookup gave no token: ${text}`);
  return token;
}

/** Certificates as agents make them for themselves; good for a hundred years. */
export const CERTIFICATES = [
  `-----BEGIN CERTIFICATE-----
MIIBlTCCATygAwIBAgIUEs5m2GjG4Ca/MMUEA5YvrArHGVcwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMYWdlbnQtYS50ZXN0MCAXDTI2MTEyNzAwMjQwOFoYDzIxMjYx
MTAzMDAyNDA4WjAXMRUwEwYDVQQDDAxhZ2VudC1hLnRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAARx34Uo5wkqKc1CJVjrGYXtfphKIe37yHOUn5oqhCmx1lJM
bRL/j/NuZkVuEcnZ1I+z8/butcHnRODv4iagT4peo2QwYjAdBgNVHQ4EFgQUGzeK
Y9PxSgJbwj3Y9hpF1v0soIYwHwYDVR0jBBgwFoAUGzeKY9PxSgJbwj3Y9hpF1v0s
oIYwDwYDVR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMC
A0cAMEQCIGAGu0HoXdeD4qPAHXvY+oIc7XqXM9353UHRMiLocDShAiA16N5Qnf1T
f0dG3byPdJidmLqLLxRlsD9U76h/h1cjHg==
-----END CERTIFICATE-----
`,
  `-----BEGIN CERTIFICATE-----
MIIBljCCATygAwIBAgIUFZ1hqsAYmNs53aK8NiTuwLOqssYwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMYWdlbnQtYi50ZXN0MCAXDTI2MTEyNzAwMjQwOFoYDzIxMjYx
MTAzMDAyNDA4WjAXMRUwEwYDVQQDDAxhZ2VudC1iLnRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQvQlnoh8BZmdATsPgsaJZzUiwMmsW4YgjXlG9tZxlJ/jw9
1Ak5XT7mEcScv8MdcRV8YYIoh2ZfdLZBwHw1cMCOo2QwYjAdBgNVHQ4EFgQUYZ+A
plRMihC6yUxbGyvKM61KEQgwHwYDVR0jBBgwFoAUYZ+AplRMihC6yUxbGyvKM61K
EQgwDwYDVR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMC
A0gAMEUCIQDxTd8pR1Ij0ZZfTQNU/JCR2FSj5GxmT+GR6YvKqLTeQQIgQX0DbnLP
RAjTA4tJbuV9UBmtjVuIPQXqGIvG1sNJN5A=
-----END CERTIFICATE-----
`,
] as const;
