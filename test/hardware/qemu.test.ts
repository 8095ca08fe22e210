/** A virtual machine with an empty disk, behind a BMC: booted over the network, written, and booted from its disk. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { ensureRamdisk } from '../../scripts/ramdisk/build.mjs';
import { command, NODE_ID, startStubService, type StubService } from '../simulator/stub-service.ts';
import { startVirtualMachine, whyNoVirtualMachine, type VirtualMachine } from '../support/virtual-machine.ts';
import { waitFor } from '../support/wait.ts';

const LONGEST_MS = 150_000; // software emulation on a machine that has other things to do
const why = whyNoVirtualMachine('bios');

describe.skipIf(why !== null)(`a virtual machine${why === null ? '' : ` (${why})`}`, () => {
  let parts: { readonly kernel: string; readonly ramdisk: string; readonly image: string };
  let service: StubService;
  let machine: VirtualMachine | null = null;

  beforeAll(async () => {
    parts = await ensureRamdisk();
    service = await startStubService();
  }, LONGEST_MS);
  afterEach(async () => {
    await machine?.stop();
    machine = null;
  });
  afterAll(() => service.stop());

  it(
    'boots our ramdisk from the network, takes an image and boots it from its disk',
    async () => {
      const base = `http://10.0.2.2:${new URL(service.url).port}`; // this host, as the machine sees it
      machine = await startVirtualMachine({
        name: 'vm1',
        mac: '52:54:00:aa:00:01',
        firmware: 'bios',
        network: { kind: 'user', bootFile: `${base}/boot.ipxe` },
      });
      const vm = machine;
      onTestFailed(() => console.error(`The console:\n${vm.console()}\nThe orders:\n${vm.orders()}`));
      const image = readFileSync(parts.image);
      const args = `console=ttyS0 quiet ipa-api-url=${base} ipa-advertise-host=127.0.0.1 ipa-advertise-port=${vm.agentPort}`;
      const script = `#!ipxe\nkernel kernel ${args} BOOTIF=\${mac} initrd=ramdisk\ninitrd ramdisk\nboot\n`;
      service.files.set('/boot.ipxe', Buffer.from(script));
      service.files.set('/kernel', readFileSync(parts.kernel));
      service.files.set('/ramdisk', readFileSync(parts.ramdisk));
      service.files.set('/image', image);

      ipmitool(vm, 'chassis', 'bootdev', 'pxe');
      ipmitool(vm, 'chassis', 'power', 'on');
      const beat = await waitFor(() => service.beats[0], 'a heartbeat', LONGEST_MS);
      const step = {
        interface: 'deploy',
        step: 'write_image',
        args: {
          image_info: {
            id: 'image',
            urls: [`${base}/image`],
            disk_format: 'raw',
            stream_raw_images: true,
            checksum: createHash('sha512').update(image).digest('hex'),
          },
        },
      };
      const node = { uuid: NODE_ID, properties: { root_device: { serial: 'DISK-vm1' } } };
      const written = await command(beat, 'deploy.execute_deploy_step', {
        node,
        ports: [],
        step,
        deploy_version: null,
      });
      expect(written.body.command_error).toBeNull();
      await command(beat, 'standby.power_off', {}, false);
      await waitFor(() => !vm.isOn(), 'the machine to turn itself off', LONGEST_MS);

      ipmitool(vm, 'chassis', 'power', 'on');
      await waitFor(() => vm.console().includes('installed: ready'), 'the operating system on the disk', LONGEST_MS);
      ipmitool(vm, 'chassis', 'power', 'soft');
      await waitFor(() => !vm.isOn(), 'the operating system to turn the machine off', LONGEST_MS);
    },
    LONGEST_MS,
  );
});

function ipmitool({ driverInfo }: VirtualMachine, ...words: readonly string[]): void {
  const { ipmi_port: port, ipmi_username: user, ipmi_password: password } = driverInfo;
  const access = [
    '-I',
    'lanplus',
    '-C',
    '3',
    '-H',
    '127.0.0.1',
    '-p',
    String(port),
    '-U',
    String(user),
    '-P',
    String(password),
  ];
  const { status, stderr } = spawnSync('ipmitool', [...access, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ipmitool ${words.join(' ')}: ${stderr}`);
}
