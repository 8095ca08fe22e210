import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startApp } from '../../src/app.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ config: { machinesHost: '127.0.0.2', machinesPort: 0 } });
});
afterAll(() => service.stop());

const statusOf = async (path: string): Promise<number> =>
  (await fetch(service.machinesUrl + path, { redirect: 'manual' })).status;

describe('the address of the machines', () => {
  it('answers agents', async () => {
    expect(new URL(service.machinesUrl).hostname).toBe('127.0.0.2');
    const document = await fetch(`${service.machinesUrl}/`, { headers: { accept: 'application/json' } });
    expect(await document.json()).toMatchObject({ default_version: { id: 'v1' } });
    const answer = await fetch(`${service.machinesUrl}/v1/lookup?addresses=52:54:00:00:00:99`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toHaveProperty('error_message');
  });

  it.each(['/graphql?query={__typename}', '/graphiql/', '/metrics', '/livez', '/readyz', '/favicon.ico'])(
    'has nothing at %s',
    async (path) => {
      expect(await statusOf(path)).toBe(404);
    },
  );

  it('takes no WebSocket', async () => {
    const socket = new WebSocket(`${service.machinesUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const end = await new Promise<string>((resolve) => {
      socket.on('open', () => resolve('open'));
      socket.on('error', () => resolve('refused'));
    });
    expect(end).toBe('refused');
  });

  it('that is taken stops the start, and the message names its flag', async () => {
    const port = Number(new URL(service.machinesUrl).port);
    const config = { ...readConfig([], {}), port: 0, machinesHost: '127.0.0.2', machinesPort: port };
    const { databaseUrl, dataFolder } = service;
    const start = startApp({ ...config, dataFolder }, databaseUrl, silentLogger);
    await expect(start).rejects.toThrow(
      new ConfigError(
        `port ${port} on 127.0.0.2 is in use. Is IronQL running already? Choose another with --machines-port.`,
      ),
    );
  });
});
