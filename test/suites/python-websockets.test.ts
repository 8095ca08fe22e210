/** A client of another language and of other people: that two ends by the same hands agree proves little. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enroll } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';

const PACKAGE = '/usr/lib/python3/dist-packages/websockets/__init__.py'; // scripts/lib/test-tools.mjs brings it
const why = existsSync(PACKAGE) ? null : 'python3-websockets is not installed';

describe.skipIf(why !== null)(`python3-websockets${why === null ? '' : ` — ${why}`}`, () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service?.stop());

  it('asks, changes and watches over one socket', async () => {
    const { id } = await enroll(service, { name: 'first' });
    const address = `${service.url.replace('http', 'ws')}/graphql`;
    const { stdout } = await promisify(execFile)('/usr/bin/python3', [
      'test/suites/graphql-transport-ws.py',
      address,
      id,
    ]);
    // As the program prints it.
    const { subprotocol, actor, names, types } = JSON.parse(stdout) as Record<string, unknown>;
    expect({ subprotocol, actor, names }).toEqual({
      subprotocol: 'graphql-transport-ws',
      actor: expect.stringMatching(/\S/),
      names: ['renamed'],
    });
    expect(types).toEqual(
      expect.arrayContaining([
        [null, 'connection_ack'],
        ['viewer', 'next'],
        ['viewer', 'complete'],
      ]),
    );
    expect(types).not.toContainEqual(['watch', 'complete']);
  });
});
