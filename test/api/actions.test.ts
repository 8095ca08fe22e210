import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVISION_STATES, legalVerbs, type ProvisionState } from '../../src/domain/provision-states.ts';
import { openRows, type TestRows } from '../support/builders.ts';
import {
  accepted,
  ask,
  enroll,
  mutate,
  readNode,
  settled,
  type Payload,
  type UserError,
} from '../support/graphql-client.ts';
import { waitFor } from '../support/wait.ts';
import { leastInput } from '../support/least-input.ts';
import { startTestService, type TestService } from '../support/service.ts';

interface Action {
  readonly verb: string;
  readonly mutation: string | null;
  readonly isAvailable: boolean;
  readonly reason: string | null;
}

const availableActions = async (service: TestService, id: string): Promise<readonly Action[]> => {
  const document = 'query ($id: ID!) { node(id: $id) { availableActions { verb mutation isAvailable reason } } }';
  const { node } = await ask<{ node: { availableActions: Action[] } }>(service, document, { id });
  return node.availableActions;
};

describe('availableActions', () => {
  /** No conductor: a node stays where it is put, and a job stays in the queue. */
  let service: TestService;
  let rows: TestRows;

  beforeAll(async () => {
    service = await startTestService({ config: { role: 'api' } });
    rows = await openRows(service.databaseUrl);
  });
  afterAll(async () => {
    await rows?.close();
    await service?.stop();
  });

  const GUARDS = {
    plain: {},
    'in maintenance': { maintenance: 1 },
    protected: { protected: 1 },
    retired: { retired: 1 },
  };
  /** The guards matter where their verbs are legal. */
  const GUARDED: readonly ProvisionState[] = ['MANAGEABLE', 'AVAILABLE', 'ACTIVE', 'DEPLOY_FAILED'];
  const CASES = PROVISION_STATES.flatMap((state) =>
    Object.entries(GUARDS)
      .filter(([guard]) => guard === 'plain' || GUARDED.includes(state))
      .map(([guard, columns]) => ({ state, guard, columns })),
  );

  it.each(CASES)('says for each verb what its mutation then does: $state, $guard', async ({ state, columns }) => {
    const { id } = await enroll(service);
    const ready = async (): Promise<void> => {
      await rows.query('DELETE FROM jobs WHERE node_id = ?', [id]);
      await rows.putInState(id, state);
      if (Object.keys(columns).length > 0) await rows.setNode(id, columns);
    };
    await ready();
    const outcomes: { verb: string; isAvailable: boolean; hasReason: boolean; errors: readonly UserError[] | null }[] =
      [];
    for (const { verb, mutation, isAvailable, reason } of await availableActions(service, id)) {
      await ready();
      const errors =
        mutation === null ? null : (await mutate(service, mutation, { ...leastInput(mutation), nodeId: id })).errors;
      outcomes.push({ verb, isAvailable, hasReason: reason !== null, errors });
    }
    expect(outcomes).toHaveLength(13);
    expect(outcomes.filter(({ isAvailable, hasReason }) => isAvailable === hasReason)).toEqual([]);
    expect(outcomes.filter(({ isAvailable, errors }) => isAvailable !== (errors?.length === 0))).toEqual([]);

    const illegal = outcomes.flatMap(({ errors }) => errors ?? []).filter(({ code }) => code === 'ILLEGAL_STATE');
    const verbs = legalVerbs(state).map((verb) => verb.toUpperCase());
    expect(illegal).toEqual(illegal.map((error) => ({ ...error, state, isProjected: false, legalVerbs: verbs })));
  });

  it('says what the driver cannot do, as its mutation does', async () => {
    const { id } = await enroll(service, { driver: 'manual-management' });
    await rows.putInState(id, 'ACTIVE');
    const action = (await availableActions(service, id)).find(({ verb }) => verb === 'RESCUE');
    expect(action).toMatchObject({ isAvailable: false, reason: expect.stringContaining('does not support rescue') });
    const { errors } = await mutate(service, 'rescueNode', { ...leastInput('rescueNode'), nodeId: id });
    expect(errors).toMatchObject([{ code: 'UNSUPPORTED', message: action?.reason }]);
  });

  it('looks at where the queue will leave the node, as the mutations do', async () => {
    const { id } = await enroll(service);
    const isAvailable = async (verb: string): Promise<boolean | undefined> =>
      (await availableActions(service, id)).find((action) => action.verb === verb)?.isAvailable;
    expect([await isAvailable('MANAGE'), await isAvailable('PROVIDE')]).toEqual([true, false]);
    await accepted(service, 'manageNode', { nodeId: id });
    expect([await isAvailable('MANAGE'), await isAvailable('PROVIDE')]).toEqual([false, true]);
    await accepted(service, 'provideNode', { nodeId: id });
    expect([await isAvailable('PROVIDE'), await isAvailable('DEPLOY')]).toEqual([false, true]);
    await accepted(service, 'deployNode', { nodeId: id });
    expect([await isAvailable('DEPLOY'), await isAvailable('UNDEPLOY')]).toEqual([false, true]);
  });
});

describe('verbs asked for one right after the other', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service?.stop());

  it('are all accepted when each is legal where the one before it leads, and end where the last leads', async () => {
    const { id } = await enroll(service);
    const jobs: Payload[] = [];
    for (const mutation of ['manageNode', 'provideNode', 'deployNode'])
      jobs.push(await accepted(service, mutation, { nodeId: id }));
    for (const { job } of jobs) expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
    expect((await readNode(service, id))?.provisionState).toBe('ACTIVE');
  });

  it('are refused when the same is asked for twice, with the state to come', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_delays: { 'power.get': 60_000 } } });
    const { job } = await accepted(service, 'manageNode', { nodeId: id });
    await accepted(service, 'provideNode', { nodeId: id });
    await accepted(service, 'deployNode', { nodeId: id });
    const { errors } = await mutate(service, 'deployNode', { nodeId: id });
    expect(errors).toMatchObject([
      {
        __typename: 'IllegalStateError',
        state: 'ACTIVE',
        isProjected: true,
        legalVerbs: legalVerbs('ACTIVE').map((verb) => verb.toUpperCase()),
      },
    ]);
    // Until it has begun there is nothing to stop, and both say so.
    const canAbort = async (): Promise<boolean> =>
      (await availableActions(service, id)).some(({ verb, isAvailable }) => verb === 'ABORT' && isAvailable);
    await waitFor(canAbort, 'ABORT to be available');
    await accepted(service, 'abortNode', { nodeId: id });
    expect(await settled(service, job?.id ?? '')).toMatchObject({ state: 'CANCELLED' });
  });

  it('fail one by one, when their turn comes, if the first did not lead where it should', async () => {
    const { id } = await enroll(service, { driverInfo: { fake_failures: { 'power.get': 'always' } } });
    const manage = await accepted(service, 'manageNode', { nodeId: id });
    const provide = await accepted(service, 'provideNode', { nodeId: id });
    expect(await settled(service, manage.job?.id ?? '')).toMatchObject({ state: 'FAILED' });
    expect(await settled(service, provide.job?.id ?? '')).toMatchObject({
      state: 'FAILED',
      error: { code: 'ILLEGAL_STATE', state: 'ENROLL' satisfies ProvisionState, isProjected: false },
    });
    expect((await readNode(service, id))?.provisionState).toBe('ENROLL');
  });

  it('agree with availableActions in every state on the way', async () => {
    const { id } = await enroll(service);
    const expected: readonly (readonly [mutation: string | null, state: ProvisionState])[] = [
      [null, 'ENROLL'],
      ['manageNode', 'MANAGEABLE'],
      ['provideNode', 'AVAILABLE'],
      ['deployNode', 'ACTIVE'],
      ['undeployNode', 'AVAILABLE'],
      ['manageNode', 'MANAGEABLE'],
    ];
    for (const [mutation, state] of expected) {
      const job = mutation === null ? null : (await accepted(service, mutation, { nodeId: id })).job;
      const ended = job === null ? 'SUCCEEDED' : (await settled(service, job.id)).state;
      expect([ended, (await readNode(service, id))?.provisionState]).toEqual(['SUCCEEDED', state]);
      const refused = (await availableActions(service, id)).filter(({ isAvailable }) => !isAvailable);
      for (const verb of refused.flatMap((action) => action.mutation ?? []))
        expect((await mutate(service, verb, { ...leastInput(verb), nodeId: id })).errors, verb).toHaveLength(1);
    }
  });
});
