/** Where a VIF goes: to the port or port group that was named, or to the best one that is free when its turn comes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMac, openRows, type TestRows } from '../support/builders.ts';
import { accepted, ask, enroll, mutate, perform, settled, type Variables } from '../support/graphql-client.ts';
import { SHORT_LEASE, startTestService, type TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { commandsOf, readMachine } from './machine.ts';

let service: TestService;
let rows: TestRows;
beforeAll(async () => {
  service = await startTestService();
  rows = await openRows(service.databaseUrl);
});
afterAll(async () => {
  await rows?.close();
  await service?.stop();
});

interface World {
  readonly nodeId: string;
  /** By the names that the test gave them. */
  readonly ids: Readonly<Record<string, string>>;
}

/** A node with port groups and ports; a port says `in` which group it is. */
async function aWorld(
  groups: Readonly<Record<string, Variables>>,
  ports: Readonly<Record<string, Variables & { readonly in?: string }>>,
  driverInfo: Variables = {},
): Promise<World> {
  const { id: nodeId } = await enroll(service, { driverInfo });
  const ids: Record<string, string> = {};
  for (const [name, input] of Object.entries(groups)) {
    ids[name] = (await accepted(service, 'createPortGroup', { nodeId, ...input })).portGroup?.id ?? '';
  }
  for (const [name, { in: group, ...input }] of Object.entries(ports)) {
    const portGroupId = group === undefined ? null : ids[group];
    const port = { nodeId, address: newMac(), pxeEnabled: false, portGroupId, ...input };
    ids[name] = (await accepted(service, 'createPort', port)).port?.id ?? '';
  }
  return { nodeId, ids };
}

interface VifView {
  readonly state: string;
  readonly error: string | null;
  readonly port: { readonly id: string } | null;
  readonly portGroup: { readonly id: string } | null;
}

async function readVif(vifId: string): Promise<VifView | undefined> {
  const { vifAttachments } = await ask<{ vifAttachments: { nodes: VifView[] } }>(
    service,
    `query ($vifId: String) { vifAttachments(filter: { vifId: { eq: $vifId } }) {
       nodes { state error port { id } portGroup { id } } } }`,
    { vifId },
  );
  return vifAttachments.nodes[0];
}

/** Attaches a VIF and tells by name where it went: by the API, and by the machine, which must say the same. */
async function placeOf({ nodeId, ids }: World, vifId: string, input: Variables = {}): Promise<string | undefined> {
  await perform(service, 'attachVif', { nodeId, vifId, ...input });
  const vif = await readVif(vifId);
  const id = vif?.port?.id ?? vif?.portGroup?.id;
  expect(vif?.state).toBe('ATTACHED');
  expect(readMachine(service.dataFolder, nodeId).vifs[vifId]).toBe(id);
  return Object.keys(ids).find((name) => ids[name] === id);
}

let vifs = 0;
const newVif = (): string => `placed-${(vifs += 1)}`;

describe('attachVif without a place', () => {
  it('takes the port group before its ports and all others, then what is left, in order', async () => {
    const world = await aWorld(
      { bond: {} },
      { old: {}, boot: { pxeEnabled: true }, a: { in: 'bond' }, b: { in: 'bond' } },
    );
    expect(await placeOf(world, newVif())).toBe('bond');
    expect(await placeOf(world, newVif())).toBe('boot');
    expect(await placeOf(world, newVif())).toBe('old');
    const { errors } = await mutate(service, 'attachVif', { nodeId: world.nodeId, vifId: newVif() });
    expect(errors).toMatchObject([{ code: 'NO_FREE_PORT' }]);
  });

  it('takes what is plugged in where the VIF can be reached', async () => {
    const vifId = newVif();
    const world = await aWorld(
      { bond: { physicalNetwork: 'rack-2' } },
      {
        member: { in: 'bond', physicalNetwork: 'rack-2' },
        unknown: { pxeEnabled: true },
        right: { physicalNetwork: 'rack-1' },
      },
      { fake_vif_networks: { [vifId]: ['rack-1', 'rack-3'] } },
    );
    expect(await placeOf(world, vifId)).toBe('right');
    expect(await placeOf(world, newVif())).toBe('bond');
  });

  it('says in order what happens: asked for, placed, in place', async () => {
    const world = await aWorld({}, { only: {} });
    const vifId = newVif();
    await placeOf(world, vifId);
    const events = await rows.query('SELECT type FROM events WHERE node_id = ? ORDER BY id', [world.nodeId]);
    const types = events.map(({ type }) => String(type)).filter((type) => type.startsWith('VIF_'));
    expect(types).toEqual(['VIF_ATTACHING', 'VIF_PLACED', 'VIF_ATTACHED']);
  });

  it('fails when nothing is plugged in where the VIF can be reached, and binds nothing', async () => {
    const vifId = newVif();
    const world = await aWorld(
      {},
      { wrong: { physicalNetwork: 'rack-2' } },
      { fake_vif_networks: { [vifId]: ['rack-1'] } },
    );
    const { job } = await accepted(service, 'attachVif', { nodeId: world.nodeId, vifId });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED', error: { code: 'NO_FREE_PORT' } });
    expect(await readVif(vifId)).toEqual({
      state: 'ERROR',
      error: expect.stringMatching(/rack-2.*rack-1/),
      port: null,
      portGroup: null,
    });
    expect(wasBound(world.nodeId)).toBe(false);

    await accepted(service, 'createPort', { nodeId: world.nodeId, address: newMac(), physicalNetwork: 'rack-1' });
    await perform(service, 'attachVif', { nodeId: world.nodeId, vifId });
    expect(await readVif(vifId)).toMatchObject({ state: 'ATTACHED' });
  });

  it('takes the next best when its port was named by another while the network service was asked', async () => {
    const world = await aWorld(
      {},
      { best: { pxeEnabled: true }, second: {} },
      { fake_delays: { 'network.physicalNetworksOf': 700 } },
    );
    const { nodeId, ids } = world;
    const [slow, quick] = [newVif(), newVif()];
    const first = await accepted(service, 'attachVif', { nodeId, vifId: slow });
    const isAsked = (): boolean =>
      commandsOf(service.dataFolder, nodeId).some(({ op }) => op === 'network.physicalNetworksOf');
    await waitFor(() => hasLog(nodeId) && isAsked(), 'the network service to be asked');
    const other = await accepted(service, 'attachVif', { nodeId, vifId: quick, portId: ids['best'] });
    expect(await settled(service, first.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect(await settled(service, other.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect((await readVif(quick))?.port?.id).toBe(ids['best']);
    expect((await readVif(slow))?.port?.id).toBe(ids['second']);
  });
});

describe('attachVif with a place', () => {
  it('goes where it is told, also to a member of a group', async () => {
    const world = await aWorld({ bond: {}, idle: {} }, { a: { in: 'bond' }, b: { in: 'bond' }, c: { in: 'idle' } });
    const { ids } = world;
    expect(await placeOf(world, newVif(), { portGroupId: ids['idle'] })).toBe('idle');
    expect(await placeOf(world, newVif(), { portId: ids['b'] })).toBe('b');
    // A member with a VIF ends the use of its group; the other is on its own.
    expect(await placeOf(world, newVif())).toBe('a');
  });

  it('refuses what cannot take it, and says where', async () => {
    const { nodeId, ids } = await aWorld(
      { bond: {}, strict: { standalonePortsSupported: false }, empty: {} },
      { a: { in: 'bond' }, s: { in: 'strict' }, free: {}, more: {} },
    );
    await perform(service, 'attachVif', { nodeId, vifId: newVif(), portGroupId: ids['bond'] });
    const refusal = async (input: Variables): Promise<string> => {
      const { errors } = await mutate(service, 'attachVif', { nodeId, vifId: newVif(), ...input });
      return errors.map(({ code, path }) => `${code} ${path?.slice(1).join('.')}`).join();
    };
    expect(await refusal({ portId: ids['free'], portGroupId: ids['bond'] })).toBe('INVALID_INPUT portGroupId');
    expect(await refusal({ portGroupId: ids['free'] })).toBe('NOT_FOUND portGroupId');
    expect(await refusal({ portId: ids['bond'] })).toBe('NOT_FOUND portId');
    expect(await refusal({ portGroupId: ids['bond'] })).toBe('NO_FREE_PORT portGroupId');
    expect(await refusal({ portId: ids['a'] })).toBe('NO_FREE_PORT portId');
    expect(await refusal({ portId: ids['s'] })).toBe('NO_FREE_PORT portId');
    expect(await refusal({ portGroupId: ids['empty'] })).toBe('NO_FREE_PORT portGroupId');
  });

  it('fails where the VIF cannot be reached from there', async () => {
    const vifId = newVif();
    const { nodeId, ids } = await aWorld(
      {},
      { wrong: { physicalNetwork: 'rack-2' }, right: { physicalNetwork: 'rack-1' } },
      { fake_vif_networks: { [vifId]: ['rack-1'] } },
    );
    const { job } = await accepted(service, 'attachVif', { nodeId, vifId, portId: ids['wrong'] });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'FAILED', error: { code: 'NO_FREE_PORT' } });
    expect(wasBound(nodeId)).toBe(false);
  });

  it('is let go of on a port group as on a port', async () => {
    const world = await aWorld({ bond: {} }, { a: { in: 'bond' } });
    const vifId = newVif();
    await placeOf(world, vifId);
    await perform(service, 'detachVif', { nodeId: world.nodeId, vifId });
    expect(await readVif(vifId)).toBeUndefined();
    expect(readMachine(service.dataFolder, world.nodeId).vifs).toEqual({});
  });
});

describe('more VIFs than places', () => {
  it('are refused at once, before any of them has one, however they are asked for', async () => {
    const still = await startTestService({ config: { role: 'api' } });
    try {
      const ports = [{ address: newMac() }, { address: newMac() }];
      const { id: nodeId } = await enroll(still, { ports });
      const { node } = await ask<{ node: { ports: { nodes: { id: string }[] } } }>(
        still,
        'query ($id: ID!) { node(id: $id) { ports { nodes { id } } } }',
        { id: nodeId },
      );
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => mutate(still, 'attachVif', { nodeId, vifId: newVif() })),
      );
      expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(2);
      const codes = answers.flatMap(({ errors }) => errors.map(({ code }) => code));
      expect(codes).toEqual(Array.from({ length: 4 }, () => 'NO_FREE_PORT'));
      const named = { nodeId, vifId: newVif(), portId: node.ports.nodes[0]?.id };
      expect((await mutate(still, 'attachVif', named)).errors).toMatchObject([{ code: 'NO_FREE_PORT' }]);

      // One that will not be attached after all makes room.
      const [first] = answers.filter(({ errors }) => errors.length === 0);
      await accepted(still, 'cancelJob', { jobId: first?.job?.id });
      expect((await mutate(still, 'attachVif', named)).errors).toEqual([]);
    } finally {
      await still.stop();
    }
  });
});

it('a VIF keeps the place that was chosen before its conductor died', async () => {
  const first = await startTestService({ config: SHORT_LEASE });
  let second: TestService | null = null;
  try {
    const driverInfo = { fake_hangs: { 'network.attachVif': 1 } };
    const { id: nodeId } = await enroll(first, { driverInfo, ports: [{ address: newMac() }] });
    const vifId = newVif();
    const { job } = await accepted(first, 'attachVif', { nodeId, vifId });
    const isBinding = (): boolean => commandsOf(first.dataFolder, nodeId).some(({ op }) => op === 'network.attachVif');
    await waitFor(() => hasLog(nodeId, first) && isBinding(), 'the VIF to be bound');
    // A better port comes too late.
    await accepted(first, 'createPortGroup', { nodeId });
    await first.crash();
    second = await startTestService({ databaseUrl: first.databaseUrl, dataFolder: first.dataFolder });
    expect(await settled(second, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    const events = await ask<{ node: { vifAttachments: { nodes: unknown[] } }; events: { nodes: { type: string }[] } }>(
      second,
      `query ($id: ID!) { node(id: $id) { vifAttachments { nodes { state port { id } } } }
         events(filter: { nodeId: $id, types: [VIF_PLACED] }) { nodes { type } } }`,
      { id: nodeId },
    );
    expect(events.node.vifAttachments.nodes).toEqual([{ state: 'ATTACHED', port: { id: expect.any(String) } }]);
    expect(events.events.nodes).toHaveLength(1);
  } finally {
    await second?.stop();
    await first.stop();
  }
});

/** The machine's log is there once it was asked for something. */
const hasLog = (nodeId: string, { dataFolder } = service): boolean =>
  existsSync(join(dataFolder, 'fake-machines', `${nodeId}.log`));

const wasBound = (nodeId: string): boolean =>
  commandsOf(service.dataFolder, nodeId).some(({ op }) => op === 'network.attachVif');
