/** As qemu.test.ts, the way of a real network: DHCP and TFTP by dnsmasq, UEFI firmware, a proxy before the service. */
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { readNode } from '../support/graphql-client.ts';
import { whyNoProvisioningNetwork } from '../support/provisioning-network.ts';
import { whyNoVirtualMachine } from '../support/virtual-machine.ts';
import { waitFor } from '../support/wait.ts';
import { LONGEST_MS, openStage, type Stage } from './stage.ts';

const why = whyNoVirtualMachine('uefi') ?? whyNoProvisioningNetwork();

describe.skipIf(why !== null)(`a virtual machine with IPMI and UEFI${why === null ? '' : ` (${why})`}`, () => {
  let database: TestDatabase;
  let stage: Stage;
  beforeAll(async () => {
    // Cleaning is tried elsewhere, and takes a whole boot of the ramdisk.
    database = await createTestDatabase();
    stage = await openStage({ databaseUrl: database.url, firmware: 'uefi', flags: { 'automated-clean': 'false' } });
  }, LONGEST_MS);
  afterAll(async () => {
    await stage.stop();
    await database.drop();
  });

  it(
    'gets iPXE by TFTP and everything else by HTTP, and comes up from its disk',
    async () => {
      onTestFailed(() => console.error(stage.story()));
      expect((await stage.ask('manageNode')).error).toBeNull();
      expect((await stage.ask('provideNode')).error).toBeNull();
      const deployed = await stage.ask('deployNode', {
        instanceInfo: stage.instanceInfo,
        configDrive: { contents: { metaData: { phone_home: stage.homeUrl, hostname: 'tenant-2' } } },
      });
      expect(deployed.error).toBeNull();
      const call = await waitFor(() => stage.callsHome[0], 'the operating system to call home', LONGEST_MS);
      expect(call).toMatchObject({ hostname: 'tenant-2' });
      expect(await readNode(stage.service, stage.nodeId)).toMatchObject({ provisionState: 'ACTIVE', powerState: 'ON' });
      expect(stage.story()).toContain('sent');
    },
    LONGEST_MS,
  );
});
