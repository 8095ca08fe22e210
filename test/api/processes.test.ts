/** Two processes on one database, joined by a real Redis and without one. */
import { afterEach, describe, expect, it } from 'vitest';
import { ask, enroll, perform } from '../support/graphql-client.ts';
import { startRedis, whyNoRedis } from '../support/redis-server.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

describe.skipIf(whyNoRedis() !== null)('processes that are given a Redis', () => {
  it('start each other’s jobs by it, say in their metrics whether it works, and go on without it', async () => {
    const redis = await startRedis();
    cleanups.push(redis.stop);
    const pollMs = 60_000; // whoever finds a job sooner was told of it
    const config = { redisUrl: redis.url, pollMs };
    const api = await service({ config: { ...config, role: 'api' } });
    const { databaseUrl, dataFolder } = api;
    await service({ databaseUrl, dataFolder, config: { ...config, role: 'conductor' } });
    await waitFor(async () => (await connected(api)) === '1', 'the connection');
    const { id } = await enroll(api, { name: 'told-of' });
    await perform(api, 'manageNode', { nodeId: id }); // waits until the job has succeeded

    await redis.kill();
    await waitFor(async () => (await connected(api)) === '0', 'the loss');
    await ask(api, 'mutation ($id: ID!) { updateNode(input: { nodeId: $id, name: "alone" }) { errors { message } } }', {
      id,
    });
    expect(await ask(api, 'query ($id: ID!) { node(id: $id) { name } }', { id })).toEqual({ node: { name: 'alone' } });
  });
});

it('a process that is given none says nothing of it', async () => {
  const api = await service({ config: { role: 'api' } });
  expect(await connected(api)).toBeNull();
});

async function service(options: Parameters<typeof startTestService>[0]): Promise<TestService> {
  const started = await startTestService(options);
  cleanups.push(started.stop);
  return started;
}

/** Its gauge; null when it has none. */
async function connected({ url }: TestService): Promise<string | null> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return /^ironql_redis_connected (\d)$/m.exec(text)?.[1] ?? null;
}
