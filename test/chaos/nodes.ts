/** The simulated machines of a run: each takes its time, fails and waits in its own way, the same for the same seed. */
import type { NodeView } from './choose-request.ts';
import { randomFor, type Random } from './random.ts';

const MUTATION = `mutation ($input: CreateNodeInput!) {
  createNode(input: $input) { node { id } errors { message } } }`;

const AT_ONCE = 8;

export async function enrollNodes(url: string, count: number, seed: number): Promise<NodeView[]> {
  const nodes: NodeView[] = [];
  const left = Array.from({ length: count }, (_, index) => index);
  const enrollSome = async (): Promise<void> => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      nodes.push(await enroll(url, index, seed));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, enrollSome));
  return nodes;
}

async function enroll(url: string, index: number, seed: number): Promise<NodeView> {
  const input = {
    name: nameOf(index),
    driver: 'fake-hardware',
    driverInfo: behaviourFor(randomFor(seed, `node ${index}`), `${seed}/${index}`),
    ports: [0, 1].map((slot) => ({ address: addressOf(index, slot), pxeEnabled: slot === 0 })),
  };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: MUTATION, variables: { input } }),
  });
  const text = await response.text();
  // As the document selects it.
  const { data } = JSON.parse(text) as { data?: { createNode: { node: { id: string } | null } } | null };
  const nodeId = data?.createNode.node?.id;
  if (nodeId === undefined) throw new Error(`${input.name} was not enrolled: ${text}`);
  // Three for two ports, so that one is sometimes refused; the last is a neighbour's as well.
  const vifIds = [`vif-${index}-a`, `vif-${index}-b`, `vif-${index - (index % 2)}-shared`];
  return {
    nodeId,
    vifIds,
    state: 'ENROLL',
    projected: 'ENROLL',
    unsettled: new Set(),
    attached: new Set(),
    wasBroken: false,
  };
}

export const nameOf = (index: number): string => `chaos-${String(index).padStart(3, '0')}`;

/**
 * Failures only where a flow can give back what it took: a network that cannot be left is what an operator has to look
 * at, and no fault of ours when it is found at the end.
 */
function behaviourFor(random: Random, fakeSeed: string): Readonly<Record<string, unknown>> {
  const sometimes = (share: number, field: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    random.chance(share) ? field : {};
  return {
    fake_seed: fakeSeed,
    fake_delay_ms: `1,${random.between(5, 60)}`,
    fake_delays: {
      'deploy.write_image': `50,${random.between(100, 900)}`,
      'deploy.erase_devices_metadata': `20,${random.between(50, 400)}`,
      'power.set': `10,${random.between(20, 250)}`,
      'network.attachVif': `5,${random.between(10, 200)}`,
      'network.detachVif': `5,${random.between(10, 200)}`,
    },
    fake_failures: {
      ...sometimes(0.3, { 'deploy.write_image': 0.1 }),
      ...sometimes(0.3, { 'deploy.erase_devices_metadata': 0.1 }),
      ...sometimes(0.3, { 'power.set': 0.05 }),
      ...sometimes(0.4, { 'network.attachVif': 0.3 }),
      ...sometimes(0.5, { 'network.detachVif': 0.5 }),
      ...sometimes(0.2, { 'boot.prepareRamdisk': 0.1 }),
      ...sometimes(0.2, { 'management.verify_bmc': 1 }),
    },
    fake_waits: {
      ...sometimes(0.3, { 'deploy.write_image': random.between(100, 1_500) }),
      ...sometimes(0.3, { 'deploy.erase_devices_metadata': random.between(100, 1_500) }),
      ...sometimes(0.2, { 'deploy.prepareCleaning': random.between(100, 800) }),
    },
    fake_hangs: { ...sometimes(0.1, { 'deploy.write_image': 1 }) },
  };
}

function addressOf(index: number, slot: number): string {
  const digits = (index * 2 + slot).toString(16).padStart(10, '0');
  return `02:${(digits.match(/../g) ?? []).join(':')}`;
}
