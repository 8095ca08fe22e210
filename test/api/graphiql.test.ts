import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser } from '../support/browser.ts';
import { startTestService } from '../support/service.ts';

const PROJECT = join(import.meta.dirname, '../..');
const OPERATIONS = join(PROJECT, 'docs/operations');

/** The example tabs in their order, and what the answer of each must show. */
const TABS = {
  '01-enroll': '"provisionState": "ENROLL"',
  '02-watch': '"kind": "CAUGHT_UP"',
  '03-manage': '"errors": []',
  '04-provide': '"errors": []',
  '05-deploy': '"errors": []',
  '06-power': '"errors": []',
  '07-attach-vif': '"errors": []',
  '08-detach-vif': '"errors": []',
  '09-undeploy': '"errors": []',
  '10-nodes': '"totalCount": ',
} as const;
type Tab = keyof typeof TABS;

const WHY_NOT = hasChromium ? '' : ' — NOT RUN: no Chromium found; install it, or set CHROMIUM_PATH';

describe.skipIf(!hasChromium)(`GraphiQL${WHY_NOT}`, () => {
  let service: Awaited<ReturnType<typeof startTestService>>;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    if (!existsSync(join(PROJECT, 'dist/graphiql/index.html')))
      throw new Error('GraphiQL is not built: npm run build:ui');
    service = await startTestService();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });
  beforeEach(async () => {
    visit = await startVisit(browser, service.url);
  });
  afterEach(async () => {
    await visit.context.close();
  });

  it('is served under a policy that forbids inline scripts and other origins', async () => {
    const page = await visit.openGraphiql();
    const response = await page.reload();
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    await page.locator('#graphiql-session-tab-0').waitFor();
    expect(await page.title()).toBe('IronQL');
    expect(visit.complaints).toEqual([]);
  });

  it('has the numbered operations as its tabs', () => {
    const files = readdirSync(OPERATIONS).filter((file) => /^[0-9]/.test(file));
    expect(files.sort()).toEqual(Object.keys(TABS).map((tab) => `${tab}.graphql`));
  });

  it('takes a machine from enrolment to ACTIVE and back by playing the tabs as they are', async () => {
    const page = await visit.openGraphiql();
    await play(page, '01-enroll');
    await play(page, '02-watch');

    // GraphiQL ends a stream when its tab is left, so the rest is watched in a second window, as the tab advises.
    const watching = await visit.openGraphiql();
    await play(watching, '02-watch');

    await play(page, '03-manage');
    await play(page, '04-provide');
    await play(page, '05-deploy');
    await untilAnswer(watching, '"kind": "UPDATE"');
    await untilAnswer(watching, '"provisionState": "ACTIVE"');
    await takeScreenshot(watching);

    await play(page, '06-power');
    await play(page, '07-attach-vif');
    await play(page, '08-detach-vif');
    await play(page, '09-undeploy');
    await untilAnswer(watching, '"provisionState": "AVAILABLE"');
    await play(page, '10-nodes');
    await untilAnswer(page, '"provisionState": "AVAILABLE"');

    expect(visit.complaints).toEqual([]);
    expect(visit.foreignRequests).toEqual([]);
  }, 120_000);

  it('enrolls another machine with each play, and shows all of them in the live pane', async () => {
    const page = await visit.openGraphiql();
    const live = page.getByRole('region', { name: 'Live events' });
    await live.getByText('Play the first tab').waitFor();

    await play(page, '01-enroll');
    const first = enrolledName(await answerOf(page));
    await page.locator('.graphiql-execute-button').click();
    let second = '';
    // While the second answer is on its way the pane is empty.
    const untilAnother = async (): Promise<boolean> => {
      second = enrolledName(await answerOf(page));
      return second !== '' && second !== first;
    };
    await expect.poll(untilAnother, POLL).toBe(true);

    for (const name of [first, second]) {
      await live.getByRole('listitem').filter({ hasText: name }).filter({ hasText: 'node created' }).waitFor();
    }
    expect(visit.complaints).toEqual([]);
  });

  it('misses nothing in the live pane while the service is away', async () => {
    const before = await startTestService();
    try {
      const own = await startVisit(browser, before.url);
      const page = await own.openGraphiql();
      await play(page, '01-enroll'); // now the stream has a place to go on from
      const seen = page.getByRole('listitem').filter({ hasText: 'node created' });
      await seen.first().waitFor();

      await before.crash();
      const port = Number(new URL(before.url).port);
      const after = await startTestService({ databaseUrl: before.databaseUrl, config: { port } });
      try {
        await enrollByProgram(after.url, 'enrolled-meanwhile');
        await expect.poll(() => seen.filter({ hasText: 'enrolled-meanwhile' }).count(), POLL).toBe(1);
      } finally {
        await own.context.close();
        await after.stop();
      }
    } finally {
      await before.stop();
    }
  });
});

/** Everything that a page asked for and complained about, in all windows of one visitor. */
interface Visit {
  readonly context: BrowserContext;
  readonly complaints: string[];
  readonly foreignRequests: string[];
  openGraphiql(): Promise<Page>;
}

async function startVisit(browser: Browser, url: string): Promise<Visit> {
  // High enough that the editors, which render only what can be seen, render an answer whole.
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1600, height: 1200 },
    colorScheme: 'light',
  });
  const complaints: string[] = [];
  const foreignRequests: string[] = [];
  const watchOrigin = (address: string): void => {
    const { protocol, host } = new URL(address);
    if (!['data:', 'blob:'].includes(protocol) && host !== new URL(url).host) foreignRequests.push(address);
  };
  await context.addInitScript({
    content:
      'addEventListener("securitypolicyviolation", (v) => console.error("policy", v.violatedDirective, v.blockedURI))',
  });
  context.on('request', (request) => watchOrigin(request.url()));
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('page', (page) => page.on('websocket', (socket) => watchOrigin(socket.url())));
  return {
    context,
    complaints,
    foreignRequests,
    async openGraphiql() {
      const page = await context.newPage();
      await page.goto('/graphiql/');
      for (const editor of ['.graphiql-query-editor', '.graphiql-editor-tool', '.graphiql-response']) {
        await page.locator(`${editor} .view-line`).first().waitFor({ state: 'attached' });
      }
      return page;
    },
  };
}

/** Opens a tab that was not played before in this window and plays it as it is. */
async function play(page: Page, tab: Tab): Promise<void> {
  const text = readFileSync(join(OPERATIONS, `${tab}.graphql`), 'utf8');
  await page.bringToFront(); // a browser draws a window in the background about once a second
  await page.locator(`#graphiql-session-tab-${Object.keys(TABS).indexOf(tab)}`).click();
  // GraphiQL takes a moment to understand a tab's operation and then stores it; played earlier, it would send the name
  // of the operation before. This shows as well that the tab is the file.
  await expect.poll(() => page.evaluate('localStorage.getItem("graphiql:query")'), POLL).toBe(text);
  await expect.poll(() => answerOf(page), POLL).toBe('');
  await page.locator('.graphiql-execute-button').click();
  await untilAnswer(page, TABS[tab]);
}

const POLL = { timeout: 30_000, interval: 50 };

async function untilAnswer(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  await expect.poll(() => answerOf(page), POLL).toContain(text);
}

/** The response pane's text, as far as it can be seen. */
async function answerOf(page: Page): Promise<string> {
  const lines = await page.locator('.graphiql-response .view-line').allInnerTexts();
  // The editor writes its spaces as no-break spaces.
  return lines.join('\n').replaceAll('\u00a0', ' ').trim();
}

function enrolledName(answer: string): string {
  return /"name": "([^"]+)"/.exec(answer)?.[1] ?? '';
}

async function enrollByProgram(url: string, name: string): Promise<void> {
  const query =
    'mutation ($name: String) { createNode(input: { name: $name, driver: "fake-hardware" }) { errors { message } } }';
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { name } }),
  });
  expect(await response.json()).toEqual({ data: { createNode: { errors: [] } } });
}

/** IRONQL_TEST_SCREENSHOTS=1 renews the picture in the README. */
async function takeScreenshot(page: Page): Promise<void> {
  if (process.env['IRONQL_TEST_SCREENSHOTS'] !== '1') return;
  mkdirSync(join(PROJECT, 'docs/images'), { recursive: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.screenshot({ path: join(PROJECT, 'docs/images/graphiql.png') });
  await page.setViewportSize({ width: 1600, height: 1200 });
}
