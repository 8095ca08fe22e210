import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/domain/viewer.ts';
import { accepted, ask, enroll, mutate, perform, type Variables } from '../support/graphql-client.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openStreams, type Streams, type TextStream } from '../support/streams.ts';
import { waitFor } from '../support/wait.ts';

let service: TestService;
let streams: Streams;

beforeAll(async () => {
  service = await startTestService();
});
beforeEach(async () => {
  streams = await openStreams(service);
});
afterEach(async () => {
  await streams?.close();
});
afterAll(async () => {
  await service?.stop();
});

const of = (...projects: string[]): Viewer => ({ actor: projects.join(), scope: { kind: 'projects', projects } });
const EVENT = 'event { id type actor nodeId changes { field before after } job { id } node { name } }';
const FIELDS = `kind type nodeId node { id name owner } ${EVENT}`;

/** Every stream that tells of nodes. */
const STREAMS: Readonly<Record<string, string>> = {
  nodeEvents: `subscription { nodeEvents { ${FIELDS} job { id } change { after } } }`,
  'nodeEvents, conflated': `subscription { nodeEvents(conflateMs: 20) { ${FIELDS} job { id } change { after } } }`,
  'nodeEvents with snapshot': `subscription { nodeEvents(snapshot: true) { ${FIELDS} job { id } } }`,
  events: `subscription { events { ${FIELDS} job { id } } }`,
  nodesLive: `subscription { nodesLive { ${FIELDS} } }`,
  'nodesLive, conflated': `subscription { nodesLive(conflateMs: 20) { ${FIELDS} } }`,
  fleetSummary: `subscription { fleetSummary(groupBy: [OWNER, DRIVER]) { kind total buckets { key { value } count }
    changed { key { value } count delta } } }`,
};
const TELLS_OF_NODES = Object.keys(STREAMS).filter((name) => name !== 'fleetSummary');

/** Opens a stream and waits until it is live. */
async function follow(viewer: Viewer, document: string, variables: Variables = {}): Promise<TextStream> {
  const stream = await streams.open(viewer, document, variables);
  await stream.until('CAUGHT_UP');
  return stream;
}

interface Item {
  readonly kind: string;
  readonly nodeId?: string | null;
  readonly node?: object | null;
  readonly event?: object | null;
  readonly type?: string | null;
}

function itemsOf({ texts }: TextStream): readonly Item[] {
  return texts.flatMap((text) => {
    // As the document selects.
    const { data } = JSON.parse(text) as { data: Record<string, Item> };
    return Object.values(data).filter(({ kind }) => kind !== 'HEARTBEAT');
  });
}

const kindsOf = (stream: TextStream, nodeId: string): readonly string[] =>
  itemsOf(stream).flatMap((item) => (item.nodeId === nodeId ? item.kind : []));
const untilLast = (stream: TextStream, nodeId: string, kind: string) =>
  waitFor(() => kindsOf(stream, nodeId).at(-1) === kind, `${kind} of the node`);

let names = 0;
const newName = (): string => `rights-${(names += 1)}`;
const update = (nodeId: string, values: Variables) => accepted(service, 'updateNode', { nodeId, ...values });

describe.each(TELLS_OF_NODES)('%s', (name) => {
  const document = STREAMS[name] ?? '';

  it('a change of owner makes a node LEAVE for one and ENTER for the other, who learn nothing of each other', async () => {
    const [mine, theirs] = [newName(), newName()];
    const { id } = await enroll(service, { name: newName(), owner: mine });
    const [from, to] = [await follow(of(mine), document), await follow(of(theirs), document)];
    await update(id, { owner: theirs, description: 'given away' });
    await untilLast(from, id, 'LEAVE');
    await untilLast(to, id, 'ENTER');
    const left = itemsOf(from).findLast(({ kind }) => kind === 'LEAVE');
    expect(left).toMatchObject({ nodeId: id, node: null, event: null, type: null });
    expect(from.texts.join()).not.toContain(theirs);
    expect(to.texts.join()).not.toContain(mine);

    // What happens from there on is the new owner's business alone.
    const { job } = await perform(service, 'manageNode', { nodeId: id });
    if (name.startsWith('nodeEvents') || name === 'events') await to.until(job?.id ?? 'no job');
    else await untilLast(to, id, 'UPDATE');
    expect(kindsOf(from, id).at(-1)).toBe('LEAVE');
    expect(from.texts.join()).not.toContain(job?.id);

    // A reader that is behind sees it come with an earlier event: then it has been there since.
    await update(id, { owner: mine });
    await waitFor(() => kindsOf(from, id).lastIndexOf('ENTER') > kindsOf(from, id).indexOf('LEAVE'), 'ENTER again');
    await untilLast(to, id, 'LEAVE');
  });

  it('who leases a node keeps it when its owner changes, and loses it with the lease', async () => {
    const [owner, next, lessee] = [newName(), newName(), newName()];
    const { id } = await enroll(service, { owner, lessee });
    const stream = await follow(of(lessee), document);
    await update(id, { owner: next });
    await untilLast(stream, id, 'UPDATE');
    await update(id, { lessee: null });
    await untilLast(stream, id, 'LEAVE');
    expect(kindsOf(stream, id)).not.toContain('ENTER');
  });

  it('a deleted node LEAVEs for who could see it', async () => {
    const mine = newName();
    const { id } = await enroll(service, { owner: mine });
    const stream = await follow(of(mine), document);
    await accepted(service, 'deleteNode', { nodeId: id });
    await untilLast(stream, id, 'LEAVE');
    expect(itemsOf(stream).at(-1)).toMatchObject({ nodeId: id, node: null, event: null });
  });
});

it.each(['nodeEvents', 'events'])('%s of other types says all the same that a node came or left', async (field) => {
  const [mine, theirs] = [newName(), newName()];
  const { id } = await enroll(service, { owner: mine });
  const document = `subscription { ${field}(types: [NODE_MAINTENANCE_CHANGED]) { ${FIELDS} } }`;
  const [from, to] = [await follow(of(mine), document), await follow(of(theirs), document)];
  await update(id, { description: 'not asked for' });
  await accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: true });
  await untilLast(from, id, 'UPDATE');
  await update(id, { owner: theirs });
  await untilLast(from, id, 'LEAVE');
  await untilLast(to, id, 'ENTER');
  expect([kindsOf(from, id), kindsOf(to, id)]).toEqual([['UPDATE', 'LEAVE'], ['ENTER']]);
});

it.each(Object.entries(STREAMS))('%s tells nothing of nodes of others', async (_name, document) => {
  const [mine, theirs, name] = [newName(), newName(), newName()];
  const own = await enroll(service, { owner: mine });
  const stream = await follow(of(mine), document);
  const { id } = await enroll(service, { name, owner: theirs });
  const { job } = await perform(service, 'manageNode', { nodeId: id });
  await update(id, { owner: `${theirs}-next`, lessee: newName(), name: `${name}-next` });
  await accepted(service, 'setNodeMaintenance', { nodeId: id, maintenance: true });
  await accepted(service, 'deleteNode', { nodeId: id });
  await update(own.id, { owner: null });
  await waitFor(() => itemsOf(stream).some(({ kind }) => kind === 'LEAVE' || kind === 'UPDATE'), 'the last change');
  const text = stream.texts.join();
  for (const secret of [id, name, theirs, job?.id]) expect(text).not.toContain(secret);
});

it.each(['nodeEvents', 'events', 'nodesLive'])('%s tells nothing of them to who comes back either', async (field) => {
  const [mine, theirs] = [newName(), newName()];
  const own = await enroll(service, { owner: mine });
  const { id } = await enroll(service, { name: newName(), owner: theirs });
  const { cursor } = await update(id, { description: 'while the viewer is away' });
  await perform(service, 'manageNode', { nodeId: id });
  await accepted(service, 'deleteNode', { nodeId: id });
  await update(own.id, { description: 'changed' });
  const stream = await follow(of(mine), `subscription { ${field}(after: "${cursor}") { ${FIELDS} } }`);
  expect(stream.texts.join()).toContain(own.id);
  for (const secret of [id, theirs]) expect(stream.texts.join()).not.toContain(secret);
});

describe('jobEvents', () => {
  const JOB = `subscription ($jobId: ID!) { jobEvents(jobId: $jobId) { kind type job { id state } ${EVENT} } }`;

  it('is refused for a job on a node of others', async () => {
    const { id } = await enroll(service, { owner: newName() });
    const { job } = await perform(service, 'manageNode', { nodeId: id });
    await expect(streams.open(of(newName()), JOB, { jobId: job?.id })).rejects.toThrow('There is no job');
  });

  it('ends with LEAVE when the node of a job goes to somebody else, and says nothing of what follows', async () => {
    const [mine, theirs] = [newName(), newName()];
    const { id } = await enroll(service, { owner: mine, driverInfo: { fake_delay_ms: 600_000 } });
    const { job } = await accepted(service, 'manageNode', { nodeId: id });
    const stream = await streams.open(of(mine), JOB, { jobId: job?.id });
    await stream.until('CAUGHT_UP');
    await update(id, { owner: theirs });
    await mutate(service, 'cancelJob', { jobId: job?.id });
    await waitFor(() => stream.isEnded(), 'the stream to end');
    expect(itemsOf(stream).at(-1)).toEqual({ kind: 'LEAVE', type: null, job: null, event: null });
    for (const secret of [theirs, 'CANCEL']) expect(stream.texts.join()).not.toContain(secret);
  });
});

it('counts are those of the nodes that one may see, also while these change hands', async () => {
  const [mine, theirs] = [newName(), newName()];
  const { id } = await enroll(service, { owner: mine });
  const document = STREAMS['fleetSummary'] ?? '';
  const [from, to] = [await follow(of(mine), document), await follow(of(theirs), document)];
  await update(id, { owner: theirs });
  await from.until('"total":0');
  await to.until('"total":1');
  expect(from.texts.join()).not.toContain(theirs);
  expect(await ask(service, `{ fleetSummary(groupBy: [OWNER], filter: { id: { eq: "${id}" } }) { total } }`)).toEqual({
    fleetSummary: { total: 1 },
  });
});
