/** A virtual machine with an empty disk, behind a BMC: from enrolling to a running operating system, by GraphQL alone. */
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accepted, readNode, settled } from '../support/graphql-client.ts';
import { whyNoVirtualMachine } from '../support/virtual-machine.ts';
import { waitFor } from '../support/wait.ts';
import { LONGEST_MS, openStage, type Stage } from './stage.ts';

const why = whyNoVirtualMachine('bios');

describe.skipIf(why !== null)(`a virtual machine with IPMI and BIOS${why === null ? '' : ` (${why})`}`, () => {
  let database: TestDatabase;
  let stage: Stage;
  beforeAll(async () => {
    database = await createTestDatabase();
    stage = await openStage({ databaseUrl: database.url, firmware: 'bios' });
  }, LONGEST_MS);
  afterAll(async () => {
    await stage.stop();
    await database.drop();
  });

  it(
    'is cleaned in its ramdisk, and then on offer',
    async () => {
      onTestFailed(() => console.error(stage.story()));
      expect((await stage.ask('manageNode')).state).toBe('SUCCEEDED');
      const provided = await stage.ask('provideNode');
      expect(provided.error).toBeNull();
      expect(await readNode(stage.service, stage.nodeId)).toMatchObject({ provisionState: 'AVAILABLE' });
      expect(stage.machine.console()).toContain('Erasing');
    },
    LONGEST_MS,
  );

  it(
    'boots the network, takes its image, outlives a crash of the service, and comes up with the data of its config drive',
    async () => {
      onTestFailed(() => console.error(stage.story()));
      const { job } = await accepted(stage.service, 'deployNode', {
        nodeId: stage.nodeId,
        instanceInfo: stage.instanceInfo,
        configDrive: { contents: { metaData: { phone_home: stage.homeUrl, hostname: 'tenant-1' } } },
      });
      await stage.events.until(
        ({ type, job: at }) => type === 'JOB_WAITING' && at?.currentStep?.name === 'write_image',
        'the image to be written',
        LONGEST_MS,
      );
      await stage.restart();
      const deployed = await settled(stage.service, job?.id ?? '', LONGEST_MS);
      expect(deployed.error).toBeNull();
      const call = await waitFor(() => stage.callsHome[0], 'the operating system to call home', LONGEST_MS);
      expect(call).toMatchObject({ hostname: 'tenant-1', uuid: stage.nodeId });
      expect(await readNode(stage.service, stage.nodeId)).toMatchObject({ provisionState: 'ACTIVE', powerState: 'ON' });
      const states = stage.states();
      expect(states.slice(0, 3)).toEqual(['ENROLL', 'VERIFYING', 'MANAGEABLE']);
      expect(states).toEqual(
        expect.arrayContaining(['CLEANING', 'CLEAN_WAIT', 'AVAILABLE', 'DEPLOYING', 'DEPLOY_WAIT']),
      );
      expect(states.at(-1)).toBe('ACTIVE');
    },
    LONGEST_MS,
  );
});
