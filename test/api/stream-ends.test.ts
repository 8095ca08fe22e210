/** What is left in the process of a stream that is over: nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM_ADMIN } from '../../src/domain/viewer.ts';
import { accepted, enroll, perform } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openStreams, type Streams } from '../support/streams.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
let streams: Streams;

beforeAll(async () => {
  service = await startTestService();
  streams = await openStreams(service);
});
afterAll(async () => {
  await streams?.close();
  await service?.stop();
});

const JOB = 'subscription ($id: ID!) { jobEvents(jobId: $id) { kind type cursor } }';

describe('the log is read for nobody any more', () => {
  it('when a job has settled under those who followed it', async () => {
    const { id: nodeId } = await enroll(service, { driverInfo: { fake_hangs: { 'power.get': 'always' } } });
    const { job } = await accepted(service, 'manageNode', { nodeId });
    const followers = [
      await streams.open(SYSTEM_ADMIN, JOB, { id: job?.id }),
      await streams.open(SYSTEM_ADMIN, JOB, { id: job?.id }),
    ];
    await Promise.all(followers.map((follower) => follower.until('CAUGHT_UP')));
    expect(streams.followers()).toBe(1); // they share
    await accepted(service, 'cancelJob', { jobId: job?.id });
    await waitFor(() => followers.every((follower) => follower.isEnded()), 'the ends');
    expect(streams.followers()).toBe(0);
  });

  it('when somebody has been told what they missed of one that has settled', async () => {
    const { job, cursor } = await perform(service, 'manageNode', { nodeId: (await enroll(service)).id });
    const late = await streams.open(SYSTEM_ADMIN, JOB, { id: job?.id }, cursor);
    await late.until('JOB_SUCCEEDED');
    await waitFor(() => late.isEnded(), 'the end');
    expect(streams.followers()).toBe(0);
  });
});
