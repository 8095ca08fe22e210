/** The examples of docs/subscribing.md are run as a reader runs them: a folder of their own, a program for each. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accepted, enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { startWireProxy, type WireProxy } from '../support/wire-proxy.ts';

const PROJECT = join(import.meta.dirname, '../..');
const EXAMPLE = /<!-- example: (\S+) -->\s+```(?:ts|sh)\n(.*?)```/gs;
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let folder: string;
let service: TestService;
let proxy: WireProxy;
const running = new Set<Program>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ironql-examples-'));
  const text = await readFile(join(PROJECT, 'docs/subscribing.md'), 'utf8');
  for (const [, name = '', code = ''] of text.matchAll(EXAMPLE)) await writeFile(join(folder, name), code);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await symlink(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  await cp(join(PROJECT, 'src/client'), join(folder, 'ironql-client'), { recursive: true });
  service = await startTestService({ config: { role: 'api' } });
});
afterAll(async () => {
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  proxy = await startWireProxy(service);
  // So that the examples in sh are run to the letter, with the address that is in them.
  const { host } = new URL(proxy.url);
  await writeFile(join(folder, '.curlrc'), `connect-to = "127.0.0.1:6385:${host}"\nnoproxy = "*"\nsilent\n`);
});
afterEach(async () => {
  await Promise.all([...running].map((program) => program.stop()));
  await proxy.close();
});

interface Program {
  readonly lines: readonly string[];
  /** Of the last line that fits, what is in the parentheses. */
  last(pattern: RegExp): string;
  /** Waits for a line, also among those that are there. */
  until(pattern: RegExp): Promise<unknown>;
  stop(): Promise<void>;
}

function run(file: string, env: Readonly<Record<string, string>> = {}): Program {
  const isShell = file.endsWith('.sh');
  const [command, args] = isShell ? ['sh', [file]] : [process.execPath, ['--import', 'tsx', file]];
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, IRONQL_URL: `${proxy.url.replace('http', 'ws')}/graphql`, CURL_HOME: folder, ...env },
    detached: isShell, // or curl would outlive its shell
  });
  const exited = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (output += text));
  }
  const program: Program = {
    get lines() {
      return output.split('\n').slice(0, -1);
    },
    last: (pattern) =>
      program.lines.map((line) => pattern.exec(line)?.[1]).findLast((found) => found !== undefined) ?? '',
    until: (pattern) =>
      waitFor(
        () => {
          if (child.exitCode !== null) throw new Error(`${file} ended:\n${output}`);
          return program.lines.some((line) => pattern.test(line));
        },
        `${file} to say ${pattern}; it said:\n${output}`,
        60_000, // it is compiled first, on a machine that may be busy
      ),
    async stop() {
      running.delete(program);
      if (child.exitCode === null && isShell && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
      await exited;
    },
  };
  running.add(program);
  return program;
}

/** The service is replaced by another; what is changed while nobody answers must be told all the same. */
async function changeWhileItIsAway(nodeId: string): Promise<void> {
  proxy.lead({ url: 'http://127.0.0.1:1' });
  proxy.cut();
  await accepted(service, 'updateNode', { nodeId, description: 'while it was away' });
  const next = await startTestService({ config: { role: 'api' }, databaseUrl: service.databaseUrl });
  stopAfterwards.push(next);
  proxy.lead(next);
}
const stopAfterwards: TestService[] = [];
afterEach(async () => {
  await Promise.all(stopAfterwards.splice(0).map((other) => other.stop()));
});

describe.each(['watch.ts', 'apollo.ts', 'urql.ts', 'stream.ts'])('the example %s', (file) => {
  it('tells what happens, also what happened while the service was away, once', { timeout: 120_000 }, async () => {
    const name = `example-${file.replace('.ts', '')}`;
    const program = run(file);
    await program.until(/CAUGHT_UP/);
    const { id } = await enroll(service, { name });
    await program.until(new RegExp(`${name}.* NODE_CREATED`));
    await changeWhileItIsAway(id);
    await program.until(new RegExp(`${name}.* NODE_UPDATED`));
    await accepted(service, 'updateNode', { nodeId: id, description: 'when it is back' });
    const updates = (): number => program.lines.filter((line) => /NODE_UPDATED/.test(line)).length;
    await waitFor(() => updates() > 1, 'the next change');
    expect(updates()).toBe(2);
    expect(program.lines.filter((line) => line.includes('NODE_CREATED'))).toHaveLength(1);
  });
});

it('the example stream.ts goes on where its last run stopped', { timeout: 120_000 }, async () => {
  const kept = join(folder, 'cursor.txt');
  await rm(kept, { force: true });
  const first = run('stream.ts');
  await waitFor(() => existsSync(kept), 'a cursor to be kept', 60_000);
  await first.stop();
  await enroll(service, { name: 'enrolled-meanwhile' });
  const second = run('stream.ts');
  await second.until(/enrolled-meanwhile NODE_CREATED/);
  expect(second.lines[0]).toContain('NODE_CREATED'); // nothing again of what the first run was told
});

it('the example fleet.ts shows what there is, also after the service was away', { timeout: 120_000 }, async () => {
  const { id } = await enroll(service, { name: 'in-the-list' });
  const program = run('fleet.ts');
  await program.until(/^nodes: .*in-the-list/);
  await program.until(/^counts: .*ENROLL \d+/);
  proxy.lead({ url: 'http://127.0.0.1:1' });
  proxy.cut();
  await accepted(service, 'updateNode', { nodeId: id, name: 'renamed-meanwhile' });
  proxy.lead(service);
  await program.until(/^nodes: .*renamed-meanwhile/);
  expect(program.lines).toContain('connection: reconnecting');
});

const NO_CURL = hasCurl ? '' : ' — NOT RUN: curl was not found';

describe.skipIf(!hasCurl)(`the examples for curl${NO_CURL}`, () => {
  it('events.sh tells what happens; events-go-on.sh goes on where it was broken off', async () => {
    const { id } = await enroll(service, { name: 'seen-by-curl' });
    const first = run('events.sh');
    await first.until(/^data: .*"SNAPSHOT".*"seen-by-curl"/);
    await first.until(/^data: .*"CAUGHT_UP"/);
    await accepted(service, 'updateNode', { nodeId: id, description: 'had' });
    await first.until(/^data: .*"UPDATE"/);
    await first.stop();
    await accepted(service, 'updateNode', { nodeId: id, name: 'seen-by-curl-again' });
    const second = run('events-go-on.sh', { CURSOR: first.last(/^id: (\S+)$/) });
    await second.until(/^data: .*"CAUGHT_UP"/);
    const told = second.lines.filter((line) => line.startsWith('data: '));
    expect(told).toHaveLength(2); // and nothing of the snapshot
    expect(told[0]).toMatch(/"UPDATE".*"seen-by-curl-again"/);
  });

  it('multipart.sh tells what happens, a part each', async () => {
    const { id } = await enroll(service, { name: 'in-parts' });
    const program = run('multipart.sh');
    await program.until(/^\{"payload":\{.*"SNAPSHOT".*"in-parts"/);
    await program.until(/^\{"payload":\{.*"CAUGHT_UP"/);
    await accepted(service, 'updateNode', { nodeId: id, description: 'changed' });
    await program.until(/"UPDATE"/);
    const parts = program.lines.filter((line) => line.startsWith('{')); // those that have no payload are beats
    expect(parts.find((part) => part.includes('"UPDATE"'))).toMatch(/^\{"payload":\{.*"in-parts".*\}\s*$/);
    expect(program.lines.filter((line) => line.startsWith('--graphql'))).toHaveLength(parts.length);
  });
});
