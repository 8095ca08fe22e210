/** An image sent to machines, by us and by nginx: the same file, the same clients, on the same machine. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withConnection } from '../support/database.ts';
import { median, type Bench, type Figure, type Measure } from '../support/figures.ts';
import { cpuMs } from '../support/processes.ts';
import { startService } from '../support/service.ts';

const IMAGE_MIB = 512; // as large as a cloud image, and small enough to stay in memory
const ROUNDS = 10;
const CLIENTS = [1, 8] as const;
const NAMES = ['ironql', 'nginx', 'nginx, sendfile off'] as const;

interface Side {
  readonly name: (typeof NAMES)[number];
  readonly url: string;
  readonly pid: number;
}

/** Of one turn of one side. */
interface Turn {
  readonly gbPerSecond: number;
  readonly cpuMsPerGb: number;
}

export const imageServing: Measure = {
  name: 'image-serving',
  what: `an image of ${IMAGE_MIB} MiB sent over HTTP, by ironql and by nginx`,
  async run(bench) {
    const missing = ['nginx', 'curl'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
    if (missing.length > 0) {
      bench.say(`NOT RUN: ${missing.join(' and ')} missing; install the packages nginx-light and curl`);
      return [];
    }
    const folder = join(bench.folder, 'image-serving');
    mkdirSync(folder);
    writeImage(join(folder, 'image'));
    const service = await startService(bench, ['--file-url-paths', folder]);
    const servers: Nginx[] = [];
    try {
      const secret = await stage(service, `file://${join(folder, 'image')}`);
      for (const sendfile of ['on', 'off'] as const) servers.push(await startNginx(folder, sendfile));
      const [sendfile, reading] = servers;
      if (sendfile === undefined || reading === undefined) throw new Error('nginx did not start.');
      const sides: readonly Side[] = [
        { name: 'ironql', url: `${service.url}/boot/${secret}/image`, pid: service.pid },
        { name: 'nginx', ...sendfile },
        { name: 'nginx, sendfile off', ...reading },
      ];
      for (const side of sides) await takeTurn(side, 1);
      return await compare(bench, sides);
    } finally {
      for (const { stop } of servers) await stop();
      await service.stop();
    }
  },
};

/** Not zeros: nobody may find a way to send holes. */
function writeImage(path: string): void {
  const file = openSync(path, 'w');
  for (let mib = 0; mib < IMAGE_MIB; mib += 1) writeSync(file, randomBytes(1_048_576));
  closeSync(file);
}

type Service = Awaited<ReturnType<typeof startService>>;

async function stage(service: Service, image: string): Promise<string> {
  interface Answer {
    readonly createNode: { readonly node: { readonly id: string } };
  }
  const made = await service.gql<Answer>(
    'mutation { createNode(input: { driver: "fake-hardware" }) { node { id } errors { message } } }',
  );
  const secret = randomBytes(32).toString('base64url');
  await withConnection(service.databaseUrl, (connection) =>
    connection.query('INSERT INTO node_boots (node_id, secret, netboot, files) VALUES (?, ?, NULL, ?)', [
      made.createNode.node.id,
      secret,
      JSON.stringify({ image }),
    ]),
  );
  return secret;
}

interface Nginx {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** One process, as there is one of ours; without it a second core would be compared as well. */
async function startNginx(folder: string, sendfile: 'on' | 'off'): Promise<Nginx> {
  const own = join(folder, `nginx-${sendfile}`);
  mkdirSync(own);
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${own};`);
  writeFileSync(
    join(own, 'nginx.conf'),
    `daemon off; master_process off; pid ${own}/pid; error_log ${own}/error.log;
events {}
http { access_log off; sendfile ${sendfile}; tcp_nopush on; output_buffers 2 512k; ${temporary.join(' ')}
  server { listen 127.0.0.1:${port}; root ${folder}; } }
`,
  );
  const child: ChildProcess = spawn('nginx', ['-p', own, '-c', join(own, 'nginx.conf')], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/image`;
  for (let tries = 0; (await fetch(url, { method: 'HEAD' }).catch(() => null)) === null; tries += 1) {
    if (tries > 100) throw new Error('nginx does not answer.');
    await sleep(50);
  }
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a listening TCP server has one of this form
  server.close();
  return port;
}

/** The sides take turns, so that what else the machine does meets all of them. */
async function compare(bench: Bench, sides: readonly Side[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const clients of CLIENTS) {
    const turns = new Map<string, Turn[]>(sides.map(({ name }) => [name, []]));
    for (let round = 1; round <= ROUNDS; round += 1) {
      bench.say(`round ${round} of ${ROUNDS}, ${clients === 1 ? '1 client' : `${clients} clients`}`);
      const order = sides.map((_, index) => sides[(index + round) % sides.length]);
      for (const side of order) if (side !== undefined) turns.get(side.name)?.push(await takeTurn(side, clients));
    }
    figures.push(...figuresOf(clients, turns));
  }
  return figures;
}

async function takeTurn({ url, pid }: Side, clients: number): Promise<Turn> {
  const cpuBefore = cpuMs(pid);
  const since = performance.now();
  await Promise.all(Array.from({ length: clients }, () => fetchOnce(url)));
  const seconds = (performance.now() - since) / 1_000;
  const gb = (clients * IMAGE_MIB * 1_048_576) / 1e9;
  return { gbPerSecond: gb / seconds, cpuMsPerGb: (cpuMs(pid) - cpuBefore) / gb };
}

/** curl costs less than any client in here would, and cannot be mistaken for a part of the service. */
async function fetchOnce(url: string): Promise<void> {
  const child = spawn('curl', ['--silent', '--fail', '--output', '/dev/null', url], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`curl ended with ${String(code)} for ${url}.`);
}

function figuresOf(clients: number, turns: ReadonlyMap<string, readonly Turn[]>): Figure[] {
  const of = (name: (typeof NAMES)[number], what: keyof Turn): readonly number[] =>
    (turns.get(name) ?? []).map((turn) => turn[what]);
  // nginx as its packages set it up; where the machine sends faster without sendfile, as that is.
  const best = NAMES.slice(1).reduce((a, b) => (median(of(a, 'gbPerSecond')) >= median(of(b, 'gbPerSecond')) ? a : b));
  const ratio = (what: keyof Turn): number =>
    median(of('ironql', what).map((value, round) => value / (of(best, what)[round] ?? Number.NaN)));
  const sides = (what: keyof Turn, unit: string, digits: number): Record<string, string> =>
    Object.fromEntries(NAMES.map((name) => [name, `${median(of(name, what)).toFixed(digits)} ${unit}`]));
  const who = clients === 1 ? '1 client' : `${clients} clients`;
  return [
    {
      what: `throughput of nginx, ${who}`,
      value: ratio('gbPerSecond'),
      unit: '×',
      target: { atLeast: 0.8 },
      sides: sides('gbPerSecond', 'GB/s', 2),
    },
    { what: `CPU per GB of nginx, ${who}`, value: ratio('cpuMsPerGb'), unit: '×', sides: sides('cpuMsPerGb', 'ms', 0) },
  ];
}
