/** A flow as a user sees it: begun, made to fail or aborted in the middle of a command, and looked at afterwards. */
import { expect } from 'vitest';
import { accepted, ask, perform, settled, type SettledJob, type Variables } from '../support/graphql-client.ts';
import type { TestService } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';
import { commandsOf } from './machine.ts';

/** How its machine behaves from now on: `fake_…`. */
export async function behave(service: TestService, nodeId: string, driverInfo: Variables): Promise<void> {
  await perform(service, 'updateNode', { nodeId, expectedVersion: null, driverInfo });
}

/** Asks for a verb and tells how its job ended. */
export async function run(service: TestService, verb: string, input: Variables): Promise<SettledJob> {
  const { job } = await accepted(service, verb, input);
  return settled(service, job?.id ?? '');
}

/** Asks for a verb, aborts it in the middle of a command, and tells how it ended. */
export async function abortIn(
  service: TestService,
  verb: string,
  input: Variables & { readonly nodeId: string },
  op: string,
): Promise<SettledJob> {
  const { nodeId } = input;
  const before = commandsOf(service.dataFolder, nodeId).length;
  const { job } = await accepted(service, verb, input);
  const isAt = (): boolean =>
    commandsOf(service.dataFolder, nodeId)
      .slice(before)
      .some((line) => line.op === op);
  await waitFor(isAt, op);
  await accepted(service, 'abortNode', { nodeId, reason: 'testing' });
  return settled(service, job?.id ?? '');
}

const NODE = `query ($id: ID!) { node(id: $id) {
  provisionState targetProvisionState lastError powerState instanceId instanceInfo maintenance fault lock { epoch } jobQueue { id } } }`;

/** At rest in a state, with nobody at work on it or waiting for it. */
export async function expectFree(service: TestService, id: string, provisionState: string): Promise<Variables> {
  const { node } = await ask<{ node: Variables }>(service, NODE, { id });
  expect(node).toMatchObject({ provisionState, lock: null, jobQueue: [] });
  return node;
}

export async function stepStates(service: TestService, id: string): Promise<Readonly<Record<string, string>>> {
  type Answer = { job: { steps: { name: string; state: string }[] } };
  const { job } = await ask<Answer>(service, 'query ($id: ID!) { job(id: $id) { steps { name state } } }', { id });
  return Object.fromEntries(job.steps.map(({ name, state }) => [name, state]));
}

/** Where the node stood, one after the other, according to the job's events. */
export async function story(service: TestService, nodeId: string, jobId: string): Promise<readonly string[]> {
  const query = `query ($filter: EventFilter) { events(first: 500, filter: $filter) { nodes { changes { field before after } } } }`;
  const filter = { nodeId, jobId, types: ['NODE_PROVISION_STATE_CHANGED'] };
  type Answer = { events: { nodes: { changes: { field: string; before: string; after: string }[] }[] } };
  const { events } = await ask<Answer>(service, query, { filter });
  const moves = events.nodes.flatMap(({ changes }) => changes.filter(({ field }) => field === 'provisionState'));
  const words = [moves[0]?.before, ...moves.map(({ after }) => after)];
  return words.map((word) => String(JSON.parse(word ?? 'null')));
}
