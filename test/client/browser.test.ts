/** The client library in a real browser, as a page of the service's own origin loads it. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomFor } from '../chaos/random.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import { hasChromium, launchBrowser } from '../support/browser.ts';
import { accepted, ask, enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { startWireProxy, type WireProxy } from '../support/wire-proxy.ts';

const ROUNDS = 15;

/** What the page shows of what it knows. */
interface Shown {
  readonly kinds: readonly string[];
  readonly eventIds: readonly number[];
  readonly phases: readonly string[];
  readonly nodes: readonly { readonly id: string; readonly name: string; readonly version: number }[];
  readonly total: number;
  readonly isComplete: boolean;
}

const SCRIPT = `
  const phases = [], kinds = [], eventIds = [];
  const client = Ironql.createIronqlClient({ url: '/graphql', onState: ({ phase }) => phases.push(phase) });
  (async () => {
    const stream = client.subscribe('subscription { nodeEvents { kind event { id } } }', {});
    for await (const { kind, event } of stream) {
      kinds.push(kind);
      if (event) eventIds.push(Number(event.id));
    }
  })();
  const view = client.liveView(
    'subscription { nodesLive { kind nodeId node { id name version } } }',
    {},
    { compare: (a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)) },
  );
  const counts = client.fleetView({ groupBy: ['PROVISION_STATE'] });
  const shown = () => ({
    kinds, eventIds, phases,
    nodes: view.get().nodes,
    total: counts.get().total,
    isComplete: view.get().isComplete && counts.get().isComplete && kinds.includes('CAUGHT_UP'),
  });
`;
const WHY_NOT = hasChromium ? '' : ' — NOT RUN: no Chromium found; install it, or set CHROMIUM_PATH';

describe.skipIf(!hasChromium)(`in a browser${WHY_NOT}`, { timeout: 120_000 }, () => {
  let service: TestService;
  let rows: TestRows;
  let browser: Browser;
  let library: string;
  let proxy: WireProxy;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    library = await bundle();
    service = await startTestService();
    rows = await openRows(service.databaseUrl);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rows?.close();
    await service?.stop();
  });
  beforeEach(async () => {
    proxy = await startWireProxy(service);
    complaints = [];
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${proxy.url}/livez`); // a page that has come over the wire: others may not connect to 127.0.0.1
  });
  afterEach(async () => {
    await page.close();
    await proxy.close();
  });

  it('subscribes, comes back whenever it is cut off, misses nothing, and keeps its views right', async () => {
    const random = randomFor(6, 'browser');
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.push((await enroll(service, { name: `page-${name}` })).id);
    await page.addScriptTag({ content: library });
    await page.addScriptTag({ content: SCRIPT });
    const shown = (): Promise<Shown> => page.evaluate('shown()');
    await waitFor(async () => (await shown()).isComplete, 'all to be caught up');
    const [before] = await rows.query<{ id: number }>('SELECT MAX(id) AS id FROM events');

    for (let round = 0; round < ROUNDS; round += 1) {
      const connections = proxy.accepted;
      const changes = ids.map((nodeId) => accepted(service, 'updateNode', { nodeId, description: `round ${round}` }));
      if (random.chance(0.5)) await changes[0];
      proxy.cut();
      await Promise.all(changes);
      await waitFor(() => proxy.accepted > connections, 'the page to come back');
      // Mostly the next cut is to meet a connection that stands.
      if (random.chance(0.7)) await waitFor(async () => (await shown()).phases.at(-1) === 'live', 'it to stand');
    }
    await accepted(service, 'updateNode', { nodeId: ids[0], name: 'page-z' });
    await enroll(service, { name: 'page-new' });

    const log = await rows.query<{ id: number }>('SELECT id FROM events WHERE id > ? ORDER BY id', [before?.id]);
    await waitFor(async () => (await shown()).eventIds.length >= log.length, 'all events');
    const { nodes } = await ask<{ nodes: { nodes: Shown['nodes'] } }>(
      service,
      '{ nodes(orderBy: [{ field: NAME, direction: ASC }]) { nodes { id name version } } }',
    );
    await waitFor(async () => JSON.stringify((await shown()).nodes) === JSON.stringify(nodes.nodes), 'the view').catch(
      () => {}, // the comparison below says more
    );
    await waitFor(async () => (await shown()).total === nodes.nodes.length, 'the counts');
    const { eventIds, kinds, phases, nodes: inView } = await shown();
    expect([...eventIds].sort((a, b) => a - b)).toEqual(log.map(({ id }) => id));
    expect(kinds).not.toContain('GAP');
    expect(inView).toEqual(nodes.nodes);
    expect(phases).toContain('reconnecting');
    expect(proxy.accepted).toBeGreaterThan(ROUNDS);
    expect(complaints).toEqual([]);
  });

  it('changes something, and sees the change in what it asks then', async () => {
    const { id } = await enroll(service, { name: 'changed-by-a-page' });
    await page.addScriptTag({ content: library });
    const answer: unknown = await page.evaluate(`(async () => {
      const client = Ironql.createIronqlClient({ url: '/graphql' });
      await client.mutate('mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { cursor errors { message } } }',
        { input: { nodeId: '${id}', description: 'by a page' } });
      return client.query('query ($id: ID!, $atLeast: Cursor) { node(id: $id, atLeast: $atLeast) { description } }', { id: '${id}' });
    })()`);
    expect(answer).toEqual({ node: { description: 'by a page' } });
    expect(complaints).toEqual([]);
  });

  it("the browser's own EventSource stays away from a job's stream that has said everything", async () => {
    const { id } = await enroll(service);
    const { job } = await accepted(service, 'manageNode', { nodeId: id });
    const query = 'subscription ($id: ID!) { jobEvents(jobId: $id) { kind job { state } } }';
    const search = new URLSearchParams({ query, variables: JSON.stringify({ id: job?.id }) });
    const statuses: number[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/graphql?')) statuses.push(response.status());
    });
    await page.addScriptTag({
      content: `const told = [];
        const source = new EventSource('/graphql?${search.toString()}');
        source.addEventListener('next', ({ data }) => told.push(JSON.parse(data).data.jobEvents.job?.state));`,
    });
    await waitFor(() => page.evaluate<boolean>('source.readyState === EventSource.CLOSED'), 'it to stay away');
    expect(await page.evaluate<string[]>('told')).toContain('SUCCEEDED');
    expect(statuses).toEqual([200, 204]);
  });
});

/** As one script that a page can load. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, '../../src/client/client.ts'), formats: ['iife'], name: 'Ironql' },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !('output' in output)) throw new Error('The library was not built.');
  return output.output[0].code;
}
