import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accepted, enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const folder = mkdtempSync(join(tmpdir(), 'ironql-receiver-'));
let service: TestService;
let receiver: ChildProcess | null = null;

beforeAll(async () => {
  service = await startTestService({ config: { role: 'api', egressAllow: '127.0.0.1', webhookRetryMs: 10 } });
});
afterAll(async () => {
  receiver?.kill();
  await service?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('the receiver of docs/webhooks.md takes what is ours, and nothing else', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/webhooks.md'), 'utf8');
  const [, text] = /<!-- example: receiver\.mjs -->\n+```js\n(.*?)```/s.exec(page) ?? [];
  writeFileSync(join(folder, 'receiver.mjs'), text ?? '');
  receiver = spawn(process.execPath, [join(folder, 'receiver.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { WEBHOOK_SECRET: SECRET, PORT: '0' },
  });
  let said = '';
  receiver.stdout?.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const port = await waitFor(() => /listening on (\d+)/.exec(said)?.[1], 'the receiver');
  const url = `http://127.0.0.1:${port}/`;

  const forged = { 'webhook-id': 'event-1', 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)) };
  for (const signature of [
    {},
    { 'webhook-signature': 'v1,AAAA' },
    { 'webhook-signature': `v1,${btoa('x'.repeat(32))}` },
  ]) {
    const answer = await fetch(url, { method: 'POST', headers: { ...forged, ...signature }, body: '{}' });
    expect(answer.status).toBe(401);
  }

  await accepted(service, 'createWebhook', { name: 'example', url, types: ['NODE_CREATED'], secret: SECRET });
  const { id } = await enroll(service);
  await waitFor(() => said.includes(`io.ironql.node.created ${id} ENROLL\n`), 'the event');
});
