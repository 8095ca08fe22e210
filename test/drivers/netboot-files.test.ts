import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNetbootInterfaces, type NetbootOptions } from '../../src/drivers/netboot/index.ts';
import { DEFAULT_NETBOOT_OPTIONS } from '../../src/drivers/netboot/options.ts';
import type { BootInterface, RamdiskRequest } from '../../src/drivers/interfaces/boot.ts';
import type { DriverNode } from '../../src/drivers/interfaces/common.ts';
import { openLocalFile } from '../../src/images/local-file.ts';
import { aCallContext, aDriverNode, aDriverPort } from '../contract/builders.ts';
import { waitFor } from '../support/wait.ts';

let folder: string;
let root: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ironql-tftp-'));
  root = join(folder, 'tftp');
  await writeFile(join(folder, 'kernel'), 'this is the kernel');
  await writeFile(join(folder, 'ramdisk'), 'this is the ramdisk');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const REQUEST: RamdiskRequest = { purpose: 'DEPLOY', kernelArgs: { 'ipa-api-url': 'http://192.0.2.1' } };
let opened = 0;

function boot(name: string, options: Partial<NetbootOptions> = {}): BootInterface {
  const rules = { allowed: [folder], refused: [] };
  const sources: NetbootOptions['sources'] = {
    async open(source) {
      opened += 1;
      return openLocalFile(source, rules);
    },
    check: async () => {},
  };
  const all = createNetbootInterfaces({ tftpRoot: root, sources, ...options });
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no boot interface ${name}.`);
  return found;
}

const idOf = (number: number): string => `a0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const aNode = (number: number, what: Partial<DriverNode> = {}): DriverNode =>
  aDriverNode({
    id: idOf(number),
    ports: [aDriverPort({ address: `52:54:00:00:00:${String(number).padStart(2, '0')}` })],
    driverInfo: { deploy_kernel: `file://${folder}/kernel`, deploy_ramdisk: `file://${folder}/ramdisk` },
    ...what,
  });

/** Every file below a folder; of a link also where it leads. */
async function tree(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const names = await Promise.all(
    entries
      .filter((entry) => !entry.isDirectory())
      .map(async (entry) => {
        const name = join(entry.parentPath, entry.name);
        const relative = name.slice(path.length + 1);
        return entry.isSymbolicLink() ? `${relative} → ${await readlink(name)}` : relative;
      }),
  );
  return names.sort();
}

describe('the folder of a TFTP server', () => {
  it('has for each machine what its firmware and its boot loader look for, and nothing afterwards', async () => {
    const pxe = boot('pxe');
    await pxe.prepareRamdisk(aNode(1), REQUEST, aCallContext());
    const id = idOf(1);
    const names = await tree(root);
    expect(names.filter((name) => !name.startsWith('images/'))).toEqual(
      [
        `52:54:00:00:00:01.conf → ${id}/grub.cfg`,
        `${id}/config`,
        `${id}/grub.cfg`,
        `${id}/kernel`,
        `${id}/links`,
        `${id}/ramdisk`,
        'grub/grub.cfg',
        `grub.cfg-01-52-54-00-00-00-01 → ${id}/grub.cfg`,
        `pxelinux.cfg/01-52-54-00-00-00-01 → ../${id}/config`,
      ].sort(),
    );
    const config = await readFile(join(root, 'pxelinux.cfg/01-52-54-00-00-00-01'), 'utf8');
    expect(config).toContain(`kernel ${id}/kernel`);
    expect(config).toContain('append selinux=0 troubleshoot=0 text nofb vga=normal ipa-api-url=http://192.0.2.1\n');
    const grub = await readFile(join(root, '52:54:00:00:00:01.conf'), 'utf8');
    expect(grub).toContain(`linux /${id}/kernel 'selinux=0'`);
    expect(await readFile(join(root, id, 'ramdisk'), 'utf8')).toBe('this is the ramdisk');
    await pxe.cleanUpRamdisk(aNode(1), aCallContext());
    await pxe.cleanUpRamdisk(aNode(1), aCallContext());
    expect(await tree(root)).toEqual(['grub/grub.cfg']);
  });

  it('has a kernel once, however many machines boot it', async () => {
    const pxe = boot('pxe');
    await Promise.all([1, 2, 3, 4, 5].map((number) => pxe.prepareRamdisk(aNode(number), REQUEST, aCallContext())));
    expect(await readdir(join(root, 'images'))).toHaveLength(2);
    expect((await stat(join(root, idOf(3), 'kernel'))).nlink).toBe(6);
    await Promise.all([1, 2, 3, 4].map((number) => pxe.cleanUpRamdisk(aNode(number), aCallContext())));
    expect(await readFile(join(root, idOf(5), 'kernel'), 'utf8')).toBe('this is the kernel');
    await pxe.cleanUpRamdisk(aNode(5), aCallContext());
    expect(await readdir(join(root, 'images'))).toEqual([]);
  });

  it('has the new kernel for who boots from now on, and the old one for who boots already', async () => {
    const pxe = boot('pxe');
    await pxe.prepareRamdisk(aNode(1), REQUEST, aCallContext());
    await writeFile(join(folder, 'kernel'), 'this is a newer kernel');
    await pxe.prepareRamdisk(aNode(2), REQUEST, aCallContext());
    expect(await readFile(join(root, idOf(1), 'kernel'), 'utf8')).toBe('this is the kernel');
    expect(await readFile(join(root, idOf(2), 'kernel'), 'utf8')).toBe('this is a newer kernel');
  });

  it('loses the links of ports that the machine no longer has, and not those of their new machine', async () => {
    const pxe = boot('pxe');
    await pxe.prepareRamdisk(aNode(1), REQUEST, aCallContext());
    const moved = aNode(2, { ports: aNode(1).ports });
    await pxe.prepareRamdisk(moved, REQUEST, aCallContext());
    await pxe.cleanUpRamdisk(aNode(1, { ports: [] }), aCallContext());
    expect(await readlink(join(root, 'pxelinux.cfg/01-52-54-00-00-00-01'))).toBe(`../${idOf(2)}/config`);
    await pxe.cleanUpRamdisk(aNode(2, { ports: [] }), aCallContext());
    expect(await tree(root)).toEqual(['grub/grub.cfg']);
  });

  it('is never left through a name: whatever claims to be an id or a MAC', async () => {
    const pxe = boot('pxe');
    await writeFile(join(folder, 'precious'), 'precious');
    for (const id of ['../precious', '..', '', `${idOf(1)}/../../precious`, 'a/b']) {
      await expect(pxe.cleanUpRamdisk(aNode(1, { id }), aCallContext()), id).rejects.toThrow('no id of a node');
      await expect(pxe.prepareRamdisk(aNode(1, { id }), REQUEST, aCallContext()), id).rejects.toThrow(
        'no id of a node',
      );
    }
    const ports = [aDriverPort({ address: '../../precious' }), ...aNode(1).ports];
    await pxe.prepareRamdisk(aNode(1, { ports }), REQUEST, aCallContext());
    // And what a list of links says is believed only if it is of a form that we write.
    await writeFile(join(root, idOf(1), 'links'), '../precious\n../../precious\n/etc/hostname\n');
    await pxe.cleanUpRamdisk(aNode(1), aCallContext());
    expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('precious');
  });

  it('loses parts that nobody finishes', async () => {
    const pxe = boot('pxe');
    await pxe.prepareRamdisk(aNode(1), REQUEST, aCallContext());
    for (const name of ['old.part', 'new.part']) await writeFile(join(root, 'images', name), 'half');
    const longAgo = new Date(Date.now() - 2 * 24 * 3_600_000);
    await utimes(join(root, 'images', 'old.part'), longAgo, longAgo);
    await pxe.cleanUpRamdisk(aNode(1), aCallContext());
    expect(await readdir(join(root, 'images'))).toEqual(['new.part']);
  });
});

const dhcpOptions = (): Partial<NetbootOptions> => ({
  dhcp: {
    ...DEFAULT_NETBOOT_OPTIONS.dhcp,
    provider: 'dnsmasq',
    hostsFolder: join(folder, 'hosts'),
    optionsFolder: join(folder, 'options'),
    publicUrl: () => 'http://192.0.2.1:6385',
  },
});
const TAG = idOf(1).replaceAll('-', '');

describe('what dnsmasq is told', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'ipxe',
      'uefi',
      ['tag:!ipxe,67,snponly.efi', 'tag:ipxe,67,http://192.0.2.1:6385/boot.ipxe', '66,192.0.2.1', '150,192.0.2.1'],
    ],
    [
      'ipxe',
      'bios',
      ['tag:!ipxe,67,undionly.kpxe', 'tag:ipxe,67,http://192.0.2.1:6385/boot.ipxe', '66,192.0.2.1', '150,192.0.2.1'],
    ],
    ['pxe', 'uefi', ['67,bootx64.efi', '66,192.0.2.1', '150,192.0.2.1']],
    ['pxe', 'bios', ['67,pxelinux.0', '66,192.0.2.1', '150,192.0.2.1']],
    ['http', 'uefi', ['67,http://192.0.2.1:6385/boot/loader/bootx64.efi', '60,HTTPClient']],
    [
      'http-ipxe',
      'uefi',
      [
        'tag:!ipxe,67,http://192.0.2.1:6385/boot/loader/snponly.efi',
        'tag:!ipxe,60,HTTPClient',
        'tag:ipxe,67,http://192.0.2.1:6385/boot.ipxe',
      ],
    ],
  ])('for %s on %s', async (name, mode, lines) => {
    const ports = [...aNode(1).ports, aDriverPort({ address: '52:54:00:00:00:99', pxeEnabled: false })];
    const node = aNode(1, { ports, properties: { capabilities: `boot_mode:${mode}` } });
    const subject = boot(name, dhcpOptions());
    await subject.prepareRamdisk(node, REQUEST, aCallContext());
    const options = join(folder, 'options', `ironql-${idOf(1)}.conf`);
    expect((await readFile(options, 'utf8')).trimEnd().split('\n')).toEqual(lines.map((line) => `tag:n${TAG},${line}`));
    expect(await readdir(join(folder, 'hosts'))).toEqual(['ironql-52-54-00-00-00-01.conf']);
    const host = join(folder, 'hosts', 'ironql-52-54-00-00-00-01.conf');
    expect(await readFile(host, 'utf8')).toBe(`52:54:00:00:00:01,set:n${TAG},set:ironql\n`);
    await subject.cleanUpRamdisk(node, aCallContext());
    await subject.cleanUpRamdisk(node, aCallContext());
    expect(await readFile(host, 'utf8')).toBe('52:54:00:00:00:01,ignore\n');
    expect(await readdir(join(folder, 'options'))).toEqual([]);
  });

  it('is nothing where the operator sees to DHCP', async () => {
    await boot('ipxe').prepareRamdisk(aNode(1), REQUEST, aCallContext());
    expect(await readdir(folder)).toEqual(['kernel', 'ramdisk']);
  });

  const hasDnsmasq = spawnSync('dnsmasq', ['--version']).status === 0;
  it.skipIf(!hasDnsmasq)('is understood by dnsmasq, as it changes (NOT RUN without dnsmasq)', async () => {
    for (const name of ['hosts', 'options']) await mkdir(join(folder, name));
    const dnsmasq = spawn('dnsmasq', [
      '--keep-in-foreground',
      '--conf-file=/dev/null',
      '--port=0',
      `--user=${userInfo().username}`,
      '--log-facility=-',
      '--log-dhcp',
      '--interface=lo',
      '--bind-interfaces',
      '--dhcp-alternate-port=10067,10068',
      '--dhcp-range=127.0.0.0,static',
      `--dhcp-leasefile=${join(folder, 'leases')}`,
      '--pid-file=',
      `--dhcp-hostsdir=${join(folder, 'hosts')}`,
      `--dhcp-optsdir=${join(folder, 'options')}`,
    ]);
    let said = '';
    for (const stream of [dnsmasq.stdout, dnsmasq.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(dnsmasq, 'exit');
    try {
      await waitFor(() => said.includes('started'), `dnsmasq to start: ${said}`);
      const hosts = join(folder, 'hosts', 'ironql-52-54-00-00-00-01.conf');
      const options = join(folder, 'options', `ironql-${idOf(1)}.conf`);
      const node = aNode(1);
      const ipxe = boot('ipxe', dhcpOptions());
      await ipxe.prepareRamdisk(node, REQUEST, aCallContext());
      await waitFor(() => said.includes(hosts) && said.includes(options), 'dnsmasq to read both files');
      const before = said.length;
      await ipxe.cleanUpRamdisk(node, aCallContext());
      await waitFor(() => said.slice(before).includes(hosts), 'dnsmasq to read the changed file');
      expect(said).not.toMatch(/bad|error|illegal|duplicate|fail/i);
    } finally {
      dnsmasq.kill();
      await ended;
    }
  });
});
