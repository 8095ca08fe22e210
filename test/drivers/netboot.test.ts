import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetbootInterfaces, type NetbootOptions } from '../../src/drivers/netboot/index.ts';
import type { BootInterface, RamdiskRequest } from '../../src/drivers/interfaces/boot.ts';
import type { DriverNode } from '../../src/drivers/interfaces/common.ts';
import { openLocalFile } from '../../src/images/local-file.ts';
import { itKeepsTheBootContract } from '../contract/boot.ts';
import { aCallContext, aCallThatLosesTheNode, aCancelledCall, aDriverNode, aDriverPort } from '../contract/builders.ts';

// The contract's suite wants its subject before any hook has run.
const folder = mkdtempSync(join(tmpdir(), 'ironql-netboot-'));
const fileUrl = (name: string): string => pathToFileURL(join(folder, name)).href;
const pair = { kernel: fileUrl('kernel'), ramdisk: fileUrl('ramdisk') };
beforeAll(async () => {
  for (const name of ['kernel', 'ramdisk']) await writeFile(join(folder, name), `this is the ${name}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rules = () => ({ allowed: [folder], refused: [] });
const SOURCES: NonNullable<NetbootOptions['sources']> = {
  open: (source) => openLocalFile(source, rules()),
  check: async (source) => (await openLocalFile(source, rules())).close(),
};
const DEPLOY: RamdiskRequest = { purpose: 'DEPLOY', kernelArgs: { 'ipa-api-url': 'http://192.0.2.1:6385' } };

function boot(name: string, options: Partial<NetbootOptions> = {}): BootInterface {
  const found = createNetbootInterfaces({ sources: SOURCES, tftpRoot: join(folder, 'tftp'), ...options }).find(
    (one) => one.name === name,
  );
  if (found === undefined) throw new Error(`There is no boot interface ${name}.`);
  return found;
}

const aNode = (what: Partial<DriverNode> = {}): DriverNode =>
  aDriverNode({
    ...what,
    driverInfo: { deploy_kernel: pair.kernel, deploy_ramdisk: pair.ramdisk, ...what.driverInfo },
  });
const problem = (code: string, more: object = {}): object =>
  expect.objectContaining({ problem: expect.objectContaining({ code, ...more }) });

describe.each(['ipxe', 'http-ipxe', 'http', 'pxe'])('boot interface %s', (name) => {
  itKeepsTheBootContract(boot(name), () => aNode());

  const [device, capabilities] = {
    ipxe: ['PXE', ['ramdisk_boot', 'ipxe_boot', 'pxe_boot']],
    pxe: ['PXE', ['ramdisk_boot', 'pxe_boot']],
    http: ['UEFIHTTP', ['ramdisk_boot', 'pxe_boot']],
    'http-ipxe': ['UEFIHTTP', ['ramdisk_boot', 'ipxe_boot', 'pxe_boot']],
  }[name] ?? ['', []];

  it('says what deploy code may count on', () => expect(boot(name).capabilities).toEqual(capabilities));

  it('boots a ramdisk from the network, once', async () => {
    expect(await boot(name).prepareRamdisk(aNode(), DEPLOY, aCallContext())).toEqual({
      bootDevice: { device, persistent: false },
      netboot: {
        kind: 'ramdisk',
        ...pair,
        args: 'selinux=0 troubleshoot=0 text nofb vga=normal ipa-api-url=http://192.0.2.1:6385',
      },
    });
  });

  it('boots an instance from its disk, for good, and gives nothing over the network any more', async () => {
    const node = aNode({
      instanceInfo: { image_source: 'http://192.0.2.1/image', kernel: 'http://x/k', ramdisk: 'http://x/r' },
    });
    expect(await boot(name).prepareInstance(node, aCallContext())).toEqual({
      bootDevice: { device: 'DISK', persistent: true },
      netboot: null,
    });
  });

  it('boots an instance that lives in memory from the network, each time', async () => {
    const instanceInfo = { ...pair, ramdisk_kernel_arguments: 'role=installed', kernel_append_params: 'console=ttyS0' };
    expect(await boot(name).prepareInstance(aNode({ instanceInfo }), aCallContext())).toEqual({
      bootDevice: { device, persistent: true },
      netboot: { kind: 'instance', ...pair, args: 'root=/dev/ram0 text console=ttyS0 role=installed' },
    });
  });

  it('needs a port that boots over the network', async () => {
    for (const ports of [[], [aDriverPort({ pxeEnabled: false })]]) {
      await expect(boot(name).prepareRamdisk(aNode({ ports }), DEPLOY, aCallContext())).rejects.toEqual(
        problem('NOT_ALLOWED_NOW', { reason: expect.stringContaining('no port with pxeEnabled') }),
      );
    }
  });

  it('finds out at once that there is no such kernel', async () => {
    const node = aNode({ driverInfo: { deploy_kernel: `file://${folder}/none` } });
    await expect(boot(name).prepareRamdisk(node, DEPLOY, aCallContext())).rejects.toEqual(problem('SOURCE_REFUSED'));
  });

  it('does nothing for a job that was cancelled, or has lost the node', async () => {
    for (const { ctx, reason } of [aCancelledCall(), aCallThatLosesTheNode()]) {
      await expect(boot(name).prepareRamdisk(aNode(), DEPLOY, ctx)).rejects.toBe(reason);
      await expect(boot(name).cleanUpRamdisk(aNode(), ctx)).rejects.toBe(reason);
    }
  });
});

describe('the kernel and the ramdisk', () => {
  const settings = (name: string) => ({ kernel: `http://${name}.example/k`, ramdisk: `http://${name}.example/r` });
  const options: Partial<NetbootOptions> = {
    sources: null,
    deploy: { byArch: new Map([['aarch64', settings('arm')]]), other: settings('other') },
    rescue: { byArch: new Map(), other: settings('rescue') },
  };
  const chosen = async (
    node: Partial<DriverNode>,
    purpose: RamdiskRequest['purpose'] = 'DEPLOY',
    given = options,
  ): Promise<string | undefined> => {
    const { netboot } = await boot('ipxe', given).prepareRamdisk(
      aDriverNode(node),
      { ...DEPLOY, purpose },
      aCallContext(),
    );
    return netboot === null || netboot === undefined ? undefined : new URL(netboot.kernel).hostname;
  };

  it('are those of the node, then those of the settings for its architecture, then any', async () => {
    const driverInfo = { deploy_kernel: 'http://own.example/k', deploy_ramdisk: 'http://own.example/r' };
    expect(await chosen({ driverInfo, properties: { cpu_arch: 'aarch64' } })).toBe('own.example');
    expect(await chosen({ properties: { cpu_arch: 'aarch64' } })).toBe('arm.example');
    expect(await chosen({ properties: { cpu_arch: 'x86_64' } })).toBe('other.example');
    expect(await chosen({})).toBe('other.example');
  });

  it('are others for rescuing, where there are others', async () => {
    expect(await chosen({}, 'RESCUE')).toBe('rescue.example');
    const driverInfo = { rescue_kernel: 'http://own.example/k', rescue_ramdisk: 'http://own.example/r' };
    expect(await chosen({ driverInfo }, 'RESCUE')).toBe('own.example');
    expect(await chosen({ driverInfo }, 'CLEAN')).toBe('other.example');
    expect(await chosen({}, 'RESCUE', { ...options, rescue: { byArch: new Map(), other: null } })).toBe(
      'other.example',
    );
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['one of a pair', { deploy_kernel: 'http://x.example/k' }, 'deploy_ramdisk'],
    ['the other of a pair', { deploy_ramdisk: 'http://x.example/k' }, 'deploy_kernel'],
    ['what is no URL', { deploy_kernel: 'kernel', deploy_ramdisk: 'http://x.example/k' }, 'deploy_kernel'],
    ['another scheme', { deploy_kernel: 'tftp://x/k', deploy_ramdisk: 'http://x.example/k' }, 'deploy_kernel'],
    ['no text', { deploy_kernel: 7, deploy_ramdisk: 'http://x.example/k' }, 'deploy_kernel'],
    ['arguments with a second line', { kernel_append_params: 'a\nboot' }, 'kernel_append_params'],
    ['arguments with a variable', { kernel_append_params: 'a=${x}' }, 'kernel_append_params'],
    ['a wrong word', { force_persistent_boot_device: 'Sometimes' }, 'force_persistent_boot_device'],
  ])('are refused beforehand when driverInfo has %s', (_what, driverInfo, field) => {
    expect(() => boot('ipxe', options).validate(aDriverNode({ driverInfo }))).toThrow(
      problem('DRIVER_INFO_INVALID', { field }),
    );
  });

  it('are missed beforehand when nobody names any', () => {
    expect(() => boot('ipxe').validate(aDriverNode())).toThrow(
      problem('DRIVER_INFO_INVALID', { field: 'deploy_kernel' }),
    );
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a second line', { ramdisk_kernel_arguments: 'a\nboot' }, 'ramdisk_kernel_arguments'],
    ['quotes', { kernel_append_params: "a='b'" }, 'kernel_append_params'],
    ['a kernel from elsewhere', { kernel: 'gopher://x/' }, 'kernel'],
  ])('of an instance are refused with %s', async (_what, more, field) => {
    const instanceInfo = { ...pair, ...more };
    await expect(boot('ipxe').prepareInstance(aNode({ instanceInfo }), aCallContext())).rejects.toEqual(
      problem('INSTANCE_INFO_INVALID', { field }),
    );
  });

  it.each<[Partial<DriverNode>, string]>([
    [{}, 'nofb vga=normal'],
    [{ driverInfo: { kernel_append_params: 'console=ttyS0' } }, 'console=ttyS0'],
    [{ driverInfo: { kernel_append_params: '%default% console=ttyS0' } }, 'nofb vga=normal console=ttyS0'],
    [
      { driverInfo: { kernel_append_params: 'a=1' }, instanceInfo: { kernel_append_params: 'b=2 %default%' } },
      'b=2 nofb vga=normal',
    ],
  ])('are told what the instance, the node or the settings add: %#', async (node, added) => {
    const { netboot } = await boot('ipxe').prepareRamdisk(
      aNode(node),
      { purpose: 'CLEAN', kernelArgs: {} },
      aCallContext(),
    );
    expect(netboot?.args).toBe(`selinux=0 troubleshoot=0 text ${added}`);
  });
});

it.each<[unknown, boolean, boolean]>([
  ['Always', true, true],
  ['Never', false, false],
  ['Default', false, true],
  [true, true, true],
  [undefined, false, true],
])('a node that says %s sets boot devices for good: ramdisk %s, disk %s', async (forced, ramdisk, disk) => {
  const node = aNode({ driverInfo: forced === undefined ? {} : { force_persistent_boot_device: forced } });
  const ofRamdisk = await boot('ipxe').prepareRamdisk(node, DEPLOY, aCallContext());
  const ofInstance = await boot('ipxe').prepareInstance(node, aCallContext());
  expect([ofRamdisk.bootDevice?.persistent, ofInstance.bootDevice?.persistent]).toEqual([ramdisk, disk]);
});

describe('boot interface local', () => {
  it('boots the disk, and no ramdisk', async () => {
    expect(await boot('local').prepareInstance(aDriverNode(), aCallContext())).toEqual({
      bootDevice: { device: 'DISK', persistent: true },
      netboot: null,
    });
    await expect(boot('local').prepareRamdisk(aDriverNode(), DEPLOY, aCallContext())).rejects.toEqual(
      problem('UNSUPPORTED'),
    );
    await expect(boot('local').cleanUpRamdisk(aDriverNode(), aCallContext())).resolves.toBeUndefined();
  });
});

it('pxe without a TFTP folder says which setting is missing', async () => {
  await expect(boot('pxe', { tftpRoot: '' }).prepareRamdisk(aNode(), DEPLOY, aCallContext())).rejects.toEqual(
    problem('NOT_ALLOWED_NOW', { reason: expect.stringContaining('tftpRoot') }),
  );
});
