/** What `npm run chaos` found about VIFs and tear-downs: in the end the records say what is bound. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newMac } from '../support/builders.ts';
import { accepted, ask, enroll, perform, settled } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { readMachine } from './machine.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ config: { leaseExpiryMs: 60_000 } }); // nothing is lost here, however busy the machine
});
afterAll(() => service.stop());

it('attaches a VIF that was asked for while the instance was being torn down, and leaves its record', async () => {
  const { id: nodeId } = await enroll(service, {
    driverInfo: { fake_delays: { 'network.unconfigureTenant': 100 } },
    ports: [{ address: newMac() }, { address: newMac() }],
  });
  for (const verb of ['manageNode', 'provideNode', 'deployNode']) await perform(service, verb, { nodeId });
  await perform(service, 'attachVif', { nodeId, vifId: 'vif-of-the-old-tenant' });

  const tearDown = await accepted(service, 'undeployNode', { nodeId });
  const attach = await accepted(service, 'attachVif', { nodeId, vifId: 'vif-of-the-next' });
  expect(await settled(service, tearDown.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
  expect(await settled(service, attach.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });

  const { vifAttachments } = await ask<{ vifAttachments: { nodes: object[] } }>(
    service,
    '{ vifAttachments { nodes { vifId state } } }',
  );
  expect(vifAttachments.nodes).toEqual([{ vifId: 'vif-of-the-next', state: 'ATTACHED' }]);
  expect(Object.keys(readMachine(service.dataFolder, nodeId).vifs)).toEqual(['vif-of-the-next']);
});

/** At one half, this seed lets the first call pass and the second fail. */
const PASSES_THEN_FAILS = 'seed-1';

it('keeps no record of a VIF that it detached before it failed at the next', async () => {
  const { id: nodeId } = await enroll(service, {
    driverInfo: { fake_failures: { 'network.detachVif': 0.5 }, fake_seed: PASSES_THEN_FAILS },
    ports: [{ address: newMac() }, { address: newMac() }],
  });
  for (const verb of ['manageNode', 'provideNode', 'deployNode']) await perform(service, verb, { nodeId });
  for (const vifId of ['vif-1', 'vif-2']) await perform(service, 'attachVif', { nodeId, vifId });
  const tearDown = await accepted(service, 'undeployNode', { nodeId });
  expect(await settled(service, tearDown.job?.id ?? '')).toMatchObject({ state: 'FAILED' });
  const { node } = await ask<{ node: { provisionState: string; vifAttachments: { nodes: { vifId: string }[] } } }>(
    service,
    'query ($id: ID!) { node(id: $id) { provisionState vifAttachments { nodes { vifId } } } }',
    { id: nodeId },
  );
  expect(node.provisionState).toBe('ERROR');
  expect(node.vifAttachments.nodes.map(({ vifId }) => vifId)).toEqual(['vif-2']);
  expect(Object.keys(readMachine(service.dataFolder, nodeId).vifs)).toEqual(['vif-2']);
});
