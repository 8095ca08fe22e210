/**
 * A network service to talk to: as much of Neutron's API v2.0 as a bare-metal service uses, over real HTTP.
 *
 * It keeps the rules that matter: a MAC is unique in its network, a port that is bound keeps its MAC, a write with
 * `If-Match` and an old revision is refused, a machine's port binds only where its switch is known, and errors look like
 * Neutron's. Beside that it can be slow, refuse, hang, and lose an answer: do the work and drop the connection.
 * Source: the Networking API reference, and the rules of the ML2 plug-in.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A port as the API shows it. */
export interface NeutronPort {
  readonly id: string;
  readonly name: string;
  readonly network_id: string;
  readonly mac_address: string;
  readonly device_id: string;
  readonly device_owner: string;
  readonly admin_state_up: boolean;
  readonly status: 'ACTIVE' | 'DOWN';
  readonly fixed_ips: readonly { readonly subnet_id: string }[];
  readonly 'binding:host_id': string;
  readonly 'binding:vnic_type': string;
  readonly 'binding:profile': Readonly<Record<string, unknown>>;
  readonly 'binding:vif_type': 'unbound' | 'binding_failed' | 'other';
  readonly revision_number: number;
}

interface Network {
  readonly id: string;
  readonly name: string;
  readonly 'provider:physical_network'?: string | null;
  readonly segments?: readonly { readonly 'provider:physical_network': string | null }[];
}
interface Segment {
  readonly id: string;
  readonly network_id: string;
  readonly physical_network: string | null;
}
interface Subnet {
  readonly id: string;
  readonly network_id: string;
  readonly segment_id: string | null;
}

const OPERATIONS = [
  'listPorts',
  'createPort',
  'getPort',
  'updatePort',
  'deletePort',
  'listNetworks',
  'getNetwork',
  'getSubnet',
  'getSegment',
] as const;
export type NeutronOperation = (typeof OPERATIONS)[number];

export type NeutronFault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'refuse'; readonly status: number; readonly type: string; readonly message: string }
  /** Answers never; the connection stays open. */
  | { readonly kind: 'hang' }
  /** Does the work, then drops the connection. */
  | { readonly kind: 'lose-answer' }
  /** Drops the connection and does nothing. */
  | { readonly kind: 'drop' }
  /** Says something that is no JSON. */
  | { readonly kind: 'garbage' };

export interface NeutronCall {
  readonly operation: NeutronOperation;
  /** Of the port, network, subnet or segment; null for lists and creations. */
  readonly id: string | null;
  readonly body: Readonly<Record<string, unknown>> | null;
}

export interface NeutronServer {
  readonly url: string;
  addNetwork(name: string, more?: Partial<Omit<Network, 'id' | 'name'>>): string;
  addSegment(networkId: string, physicalNetwork: string | null): string;
  addSubnet(networkId: string, segmentId: string | null): string;
  /** A port as a tenant makes it, behind the API's back. */
  addPort(networkId: string, more?: Partial<NeutronPort>): string;
  port(id: string): NeutronPort | null;
  ports(): readonly NeutronPort[];
  /** Changes or removes a port behind everybody's back. */
  change(id: string, what: Partial<NeutronPort> | null): void;
  /** The next calls of an operation meet a fault, `times` of them. */
  fault(operation: NeutronOperation, fault: NeutronFault, times?: number): void;
  clearFaults(): void;
  /** Lets the next call of an operation wait before it does anything; resolves `arrived` when it is there. */
  hold(operation: NeutronOperation): { readonly arrived: Promise<void>; release(): void };
  /** Forgets the holds that nobody came to. */
  clearHolds(): void;
  /** From now on every request must carry this token; null: none must. */
  requireToken(token: string | null): void;
  /** Calls since the last time it was asked. */
  takeCalls(): readonly NeutronCall[];
  stop(): Promise<void>;
}

/** What a handler answers. */
interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

class NeutronError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

interface Request {
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly revision: number | null;
}

/** What may be written of a port; anything else is refused, as Neutron does. */
const WRITABLE = new Set([
  'name',
  'network_id',
  'mac_address',
  'device_id',
  'device_owner',
  'admin_state_up',
  'fixed_ips',
  'binding:host_id',
  'binding:vnic_type',
  'binding:profile',
  'extra_dhcp_opts',
  'description',
]);
const FILTERS = ['id', 'name', 'network_id', 'mac_address', 'device_id', 'device_owner', 'binding:host_id'] as const;
const ROUTES: readonly (readonly [method: string, path: RegExp, operation: NeutronOperation])[] = [
  ['GET', /^\/v2\.0\/ports$/, 'listPorts'],
  ['POST', /^\/v2\.0\/ports$/, 'createPort'],
  ['GET', /^\/v2\.0\/ports\/([^/]+)$/, 'getPort'],
  ['PUT', /^\/v2\.0\/ports\/([^/]+)$/, 'updatePort'],
  ['DELETE', /^\/v2\.0\/ports\/([^/]+)$/, 'deletePort'],
  ['GET', /^\/v2\.0\/networks$/, 'listNetworks'],
  ['GET', /^\/v2\.0\/networks\/([^/]+)$/, 'getNetwork'],
  ['GET', /^\/v2\.0\/subnets\/([^/]+)$/, 'getSubnet'],
  ['GET', /^\/v2\.0\/segments\/([^/]+)$/, 'getSegment'],
];

export async function startNeutronServer(): Promise<NeutronServer> {
  const store = createStore();
  const faults: { readonly operation: NeutronOperation; readonly fault: NeutronFault; left: number }[] = [];
  const holds: { readonly operation: NeutronOperation; arrive(): void; readonly released: Promise<void> }[] = [];
  let calls: NeutronCall[] = [];
  let token: string | null = null;

  function takeFault(operation: NeutronOperation): NeutronFault | null {
    const index = faults.findIndex((one) => one.operation === operation);
    const found = faults[index];
    if (found === undefined) return null;
    found.left -= 1;
    if (found.left <= 0) faults.splice(index, 1);
    return found.fault;
  }

  async function takeHold(operation: NeutronOperation): Promise<void> {
    const index = holds.findIndex((one) => one.operation === operation);
    if (index < 0) return;
    const [held] = holds.splice(index, 1);
    held?.arrive();
    await held?.released;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://neutron.invalid');
    const route = ROUTES.find(([method, path]) => method === request.method && path.test(url.pathname));
    const text = await bodyOf(request);
    if (route === undefined)
      return send(response, { status: 404, body: { message: 'The resource could not be found.' } });
    const [, path, operation] = route;
    const id = path.exec(url.pathname)?.[1] ?? '';
    const body = parseBody(text);
    calls.push({ operation, id: id === '' ? null : id, body });
    if (token !== null && request.headers['x-auth-token'] !== token) {
      const error = { message: 'The request you have made requires authentication.', code: 401, title: 'Unauthorized' };
      return send(response, { status: 401, body: { error } });
    }
    await takeHold(operation);
    const fault = takeFault(operation);
    switch (fault?.kind) {
      case 'hang':
        return;
      case 'drop':
        return void request.socket.destroy();
      case 'garbage':
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>a proxy was here</html>');
      case 'refuse':
        return send(response, errorAnswer(new NeutronError(fault.status, fault.type, fault.message)));
      case 'delay':
        await new Promise((done) => void setTimeout(done, fault.ms));
        break;
      case 'lose-answer':
      case undefined:
        break;
    }
    const result = handle(operation, { id, query: url.searchParams, body: body ?? {}, revision: revisionOf(request) });
    if (fault?.kind === 'lose-answer') return void request.socket.destroy();
    return send(response, result);
  }

  function handle(operation: NeutronOperation, request: Request): Answer {
    try {
      return store.handlers[operation](request);
    } catch (error) {
      if (error instanceof NeutronError) return errorAnswer(error);
      throw error;
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ NeutronError: { type: 'HTTPInternalServerError', message: String(error), detail: '' } }),
      );
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  // A listening TCP server has an address of this form.
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    ...store.backDoor,
    fault(operation, fault, times = 1) {
      faults.push({ operation, fault, left: times });
    },
    clearFaults() {
      faults.length = 0;
    },
    hold(operation) {
      let arrive = (): void => {};
      let release = (): void => {};
      const arrived = new Promise<void>((done) => {
        arrive = done;
      });
      const released = new Promise<void>((done) => {
        release = done;
      });
      holds.push({ operation, arrive, released });
      return { arrived, release };
    },
    clearHolds() {
      holds.length = 0;
    },
    requireToken(wanted) {
      token = wanted;
    },
    takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
    async stop() {
      const closed = new Promise((done) => void server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

type BackDoor = Pick<
  NeutronServer,
  'addNetwork' | 'addSegment' | 'addSubnet' | 'addPort' | 'port' | 'ports' | 'change'
>;

function createStore(): {
  readonly handlers: Readonly<Record<NeutronOperation, (request: Request) => Answer>>;
  readonly backDoor: BackDoor;
} {
  const networks = new Map<string, Network>();
  const segments = new Map<string, Segment>();
  const subnets = new Map<string, Subnet>();
  const ports = new Map<string, NeutronPort>();

  function newPort(networkId: string, more: Partial<NeutronPort>): NeutronPort {
    return {
      id: randomUUID(),
      name: '',
      mac_address: freshMac(),
      device_id: '',
      device_owner: '',
      admin_state_up: true,
      status: 'DOWN',
      fixed_ips: [],
      'binding:host_id': '',
      'binding:vnic_type': 'normal',
      'binding:profile': {},
      'binding:vif_type': 'unbound',
      revision_number: 1,
      ...more,
      network_id: networkId,
    };
  }

  function refuseMacInUse(port: NeutronPort): void {
    for (const other of ports.values()) {
      if (other.id === port.id || other.network_id !== port.network_id || other.mac_address !== port.mac_address)
        continue;
      const where = `Unable to complete operation for network ${port.network_id}.`;
      throw new NeutronError(409, 'MacAddressInUse', `${where} The mac address ${port.mac_address} is in use.`);
    }
  }

  const portOf = (id: string): NeutronPort => {
    const port = ports.get(id);
    if (port === undefined) throw new NeutronError(404, 'PortNotFound', `Port ${id} could not be found.`);
    return port;
  };

  const handlers: Readonly<Record<NeutronOperation, (request: Request) => Answer>> = {
    listPorts({ query }) {
      const found = [...ports.values()].filter((port) =>
        FILTERS.every((name) => !query.has(name) || query.getAll(name).includes(port[name])),
      );
      const sorted = query.get('sort_key') === 'id' ? found.sort((a, b) => (a.id < b.id ? -1 : 1)) : found;
      const marker = query.get('marker');
      const after = marker === null ? sorted : sorted.slice(sorted.findIndex(({ id }) => id === marker) + 1);
      const page = query.has('limit') ? after.slice(0, Number(query.get('limit'))) : after;
      const fields = query.getAll('fields');
      return { status: 200, body: { ports: page.map((port) => (fields.length === 0 ? port : only(port, fields))) } };
    },
    createPort({ body }) {
      const wanted = portAttributes(body);
      const networkId = wanted.network_id ?? '';
      if (!networks.has(networkId)) {
        throw new NeutronError(404, 'NetworkNotFound', `Network ${networkId} could not be found.`);
      }
      const port = bound(newPort(networkId, wanted));
      refuseMacInUse(port);
      ports.set(port.id, port);
      return { status: 201, body: { port } };
    },
    getPort: ({ id }) => ({ status: 200, body: { port: portOf(id) } }),
    updatePort({ id, body, revision }) {
      const before = portOf(id);
      if (revision !== null && revision !== before.revision_number) {
        const message = `Constrained to ${revision}, but current revision is ${before.revision_number}`;
        throw new NeutronError(412, 'RevisionNumberConstraintFailed', message);
      }
      const wanted = portAttributes(body);
      const { mac_address: mac } = body['port'] as { mac_address?: string | null }; // checked by portAttributes
      const isBound = before['binding:vif_type'] === 'other';
      if (mac !== undefined && mac !== null && mac !== before.mac_address && isBound) {
        const what = `Unable to complete operation on port ${id}, port is already bound, port type: other`;
        throw new NeutronError(409, 'PortBound', `${what}, old_mac ${before.mac_address}, new_mac ${mac}.`);
      }
      if (mac === null && isBound) {
        throw new NeutronError(409, 'PortBound', `Unable to complete operation on port ${id}, port is already bound.`);
      }
      const changed = { ...before, ...wanted, ...(mac === null ? { mac_address: freshMac() } : {}) };
      const after = bound({ ...changed, revision_number: before.revision_number + 1 });
      refuseMacInUse(after);
      ports.set(id, after);
      return { status: 200, body: { port: after } };
    },
    deletePort({ id }) {
      portOf(id);
      ports.delete(id);
      return { status: 204 };
    },
    listNetworks({ query }) {
      const found = [...networks.values()].filter(
        ({ id, name }) =>
          (!query.has('name') || query.getAll('name').includes(name)) &&
          (!query.has('id') || query.getAll('id').includes(id)),
      );
      return { status: 200, body: { networks: found } };
    },
    getNetwork({ id }) {
      const network = networks.get(id);
      if (network === undefined) throw new NeutronError(404, 'NetworkNotFound', `Network ${id} could not be found.`);
      return { status: 200, body: { network } };
    },
    getSubnet({ id }) {
      const subnet = subnets.get(id);
      if (subnet === undefined) throw new NeutronError(404, 'SubnetNotFound', `Subnet ${id} could not be found.`);
      return { status: 200, body: { subnet } };
    },
    getSegment({ id }) {
      const segment = segments.get(id);
      if (segment === undefined) throw new NeutronError(404, 'SegmentNotFound', `Segment ${id} could not be found.`);
      return { status: 200, body: { segment } };
    },
  };

  const backDoor: BackDoor = {
    addNetwork(name, more = {}) {
      const id = randomUUID();
      networks.set(id, { id, name, ...more });
      return id;
    },
    addSegment(networkId, physicalNetwork) {
      const id = randomUUID();
      segments.set(id, { id, network_id: networkId, physical_network: physicalNetwork });
      return id;
    },
    addSubnet(networkId, segmentId) {
      const id = randomUUID();
      subnets.set(id, { id, network_id: networkId, segment_id: segmentId });
      return id;
    },
    addPort(networkId, more = {}) {
      const port = newPort(networkId, more);
      ports.set(port.id, port);
      return port.id;
    },
    port: (id) => ports.get(id) ?? null,
    ports: () => [...ports.values()],
    change(id, what) {
      const port = ports.get(id);
      if (port === undefined) throw new Error(`There is no port ${id}.`);
      if (what === null) ports.delete(id);
      else ports.set(id, { ...port, ...what, revision_number: port.revision_number + 1 });
    },
  };
  return { handlers, backDoor };
}

/**
 * What binding makes of a port: nothing without a host; a machine's port where the switch is known is up; any other
 * fails, for nobody here drives hypervisors.
 */
function bound(port: NeutronPort): NeutronPort {
  if (port['binding:host_id'] === '') return { ...port, 'binding:vif_type': 'unbound', status: 'DOWN' };
  const links = port['binding:profile']['local_link_information'];
  const canBind = port['binding:vnic_type'] === 'baremetal' && Array.isArray(links) && links.length > 0;
  return canBind
    ? { ...port, 'binding:vif_type': 'other', status: 'ACTIVE' }
    : { ...port, 'binding:vif_type': 'binding_failed', status: 'DOWN' };
}

/** @throws {NeutronError} 400 for what Neutron would not take */
function portAttributes(body: Readonly<Record<string, unknown>>): Partial<NeutronPort> {
  const wanted = body['port'];
  if (typeof wanted !== 'object' || wanted === null) {
    throw new NeutronError(400, 'HTTPBadRequest', "Unable to find 'port' in request body");
  }
  const unknown = Object.keys(wanted).filter((name) => !WRITABLE.has(name));
  if (unknown.length > 0) {
    throw new NeutronError(400, 'HTTPBadRequest', `Unrecognized attribute(s) '${unknown.join(', ')}'`);
  }
  const { mac_address: mac, ...rest } = wanted as Partial<NeutronPort>; // its names are those of WRITABLE
  return mac === undefined || mac === null ? rest : { ...rest, mac_address: mac };
}

function only(port: NeutronPort, fields: readonly string[]): Partial<NeutronPort> {
  return Object.fromEntries(Object.entries(port).filter(([name]) => fields.includes(name)));
}

const freshMac = (): string => ['fa', '16', '3e', ...(randomBytes(3).toString('hex').match(/../g) ?? [])].join(':');

const errorAnswer = ({ status, type, message }: NeutronError): Answer => ({
  status,
  body: { NeutronError: { type, message, detail: '' } },
});

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // a request's stream gives buffers
  return Buffer.concat(chunks).toString();
}

function parseBody(text: string): Readonly<Record<string, unknown>> | null {
  // Whatever it is, the handlers check it.
  return text === '' ? null : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}

function revisionOf({ headers }: IncomingMessage): number | null {
  const found = /^revision_number=(\d+)$/.exec(headers['if-match'] ?? '')?.[1];
  return found === undefined ? null : Number(found);
}
