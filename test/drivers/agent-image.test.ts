/** What an instance may say of its image: tables of what is taken and what is refused, by field. */
import { describe, expect, it, vi } from 'vitest';
import { gzipSync } from 'node:zlib';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksumFrom, checksumIn } from '../../src/drivers/agent/checksum.ts';
import { configDriveFor } from '../../src/drivers/agent/config-drive.ts';
import { imageInfo, readImage, type ImageRules } from '../../src/drivers/agent/image.ts';
import { createAgentInterfaces } from '../../src/drivers/agent/index.ts';
import { whyNoHints } from '../../src/drivers/agent/root-device.ts';
import type { ConfigDrive, DriverNode } from '../../src/drivers/interfaces/common.ts';
import { aDriverNode } from '../contract/builders.ts';
import { whyNoIsoProgram } from '../support/iso-program.ts';

const why = whyNoIsoProgram();

const SHA256 = 'a'.repeat(64);
const RULES: ImageRules = { allowMd5: false, downloadSource: 'http' };
const fine = { image_source: 'https://images.invalid/debian-13.qcow2', image_checksum: SHA256 };

const aNode = (instanceInfo: Record<string, unknown>, what: Partial<DriverNode> = {}): DriverNode =>
  aDriverNode({ instanceInfo, ...what });
const problem = (what: object): object => expect.objectContaining({ problem: expect.objectContaining(what) });

describe('an image', () => {
  it('is passed on as it is', () => {
    const node = aNode({ ...fine, image_disk_format: 'qcow2' });
    const image = readImage(node, RULES);
    expect(imageInfo(node, image, { url: image.source, checksum: image.checksum })).toEqual({
      id: 'debian-13.qcow2',
      urls: [fine.image_source],
      node_uuid: node.id,
      container_format: 'bare',
      disk_format: 'qcow2',
      stream_raw_images: true,
      os_hash_algo: 'sha256',
      os_hash_value: SHA256,
      image_type: 'whole-disk',
      deploy_boot_mode: 'uefi',
    });
  });

  it('of a partition says what is to be around it', () => {
    const node = aNode(
      { ...fine, kernel: 'http://k.invalid/k', ramdisk: 'http://k.invalid/r', root_gb: 20, ephemeral_gb: '2' },
      { properties: { capabilities: 'boot_mode:bios' } },
    );
    const image = readImage(node, RULES);
    expect(imageInfo(node, image, { url: 'x', checksum: image.checksum })).toMatchObject({
      image_type: 'partition',
      root_mb: 20_480,
      swap_mb: 0,
      ephemeral_mb: 2_048,
      preserve_ephemeral: false,
      disk_label: 'msdos',
      deploy_boot_mode: 'bios',
    });
  });

  it.each<[string, Record<string, unknown>, object]>([
    [
      'a pair of algorithm and sum',
      { image_os_hash_algo: 'sha512', image_os_hash_value: 'B'.repeat(128) },
      { algorithm: 'sha512', value: 'b'.repeat(128) },
    ],
    [
      'a pair before a sum',
      { image_os_hash_algo: 'sha256', image_os_hash_value: SHA256, image_checksum: 'c'.repeat(128) },
      { algorithm: 'sha256', value: SHA256 },
    ],
    ['a sum, by its length', { image_checksum: 'c'.repeat(128) }, { algorithm: 'sha512', value: 'c'.repeat(128) }],
    [
      'a file of sums',
      { image_checksum: 'https://images.invalid/SHA256SUMS' },
      { url: 'https://images.invalid/SHA256SUMS' },
    ],
  ])('has %s', (_what, info, checksum) => {
    expect(readImage(aNode({ image_source: fine.image_source, ...info }), RULES).checksum).toEqual(checksum);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['none', { image_source: undefined }, 'image_source'],
    ['no URL', { image_source: 'debian 13' }, 'image_source'],
    ['a UUID of an image service', { image_source: '0c5d9d92-6f1f-4f43-8a57-d5d8e4d2a4a1' }, 'image_source'],
    ['a registry', { image_source: 'oci://registry.invalid/debian:13' }, 'image_source'],
    ['credentials in its URL', { image_source: 'https://user:word@images.invalid/a.raw' }, 'image_source'],
    ['a folder', { image_source: 'https://images.invalid/images/' }, 'image_source'],
    ['a URL without end', { image_source: `https://images.invalid/${'a'.repeat(3_000)}` }, 'image_source'],
    ['no text for a source', { image_source: 7 }, 'image_source'],
    ['no checksum', { image_checksum: undefined }, 'image_checksum'],
    ['half a checksum', { image_checksum: 'abc' }, 'image_checksum'],
    ['a checksum by ftp', { image_checksum: 'ftp://images.invalid/SUMS' }, 'image_checksum'],
    ['a checksum that is an object', { image_checksum: {} }, 'image_checksum'],
    ['MD5', { image_checksum: 'd'.repeat(32) }, 'image_checksum'],
    ['MD5 by its name', { image_os_hash_algo: 'md5', image_os_hash_value: 'd'.repeat(32) }, 'image_os_hash_algo'],
    ['an algorithm without a sum', { image_os_hash_algo: 'sha256' }, 'image_os_hash_value'],
    ['a sum without an algorithm', { image_os_hash_value: SHA256 }, 'image_os_hash_algo'],
    ['a sum of another length', { image_os_hash_algo: 'sha512', image_os_hash_value: SHA256 }, 'image_os_hash_value'],
    [
      'an algorithm that nobody knows',
      { image_os_hash_algo: 'rot13', image_os_hash_value: SHA256 },
      'image_os_hash_algo',
    ],
    [
      'an algorithm from the prototype',
      { image_os_hash_algo: 'constructor', image_os_hash_value: SHA256 },
      'image_os_hash_algo',
    ],
    ['a format of another house', { image_disk_format: 'vmdk' }, 'image_disk_format'],
    ['a type that is none', { image_type: 'container' }, 'image_type'],
    ['a partition without a size', { image_type: 'partition' }, 'root_gb'],
    ['a root of no size', { image_type: 'partition', root_gb: 0 }, 'root_gb'],
    ['a root of half a GiB', { image_type: 'partition', root_gb: 0.5 }, 'root_gb'],
    ['swap below zero', { image_type: 'partition', root_gb: 1, swap_mb: -1 }, 'swap_mb'],
    [
      'a file system with a shell in it',
      { image_type: 'partition', root_gb: 1, ephemeral_format: 'ext4; reboot' },
      'ephemeral_format',
    ],
    ['another way to get it', { image_download_source: 'swift' }, 'image_download_source'],
    ['hints that are none', { root_device: { sze: 10 } }, 'root_device'],
  ])('is refused that has %s', (_what, info, field) => {
    expect(() => readImage(aNode({ ...fine, ...info }), RULES)).toThrow(
      problem({ code: 'INSTANCE_INFO_INVALID', field }),
    );
  });

  it('may have an MD5 sum where the settings say so', () => {
    const node = aNode({ ...fine, image_checksum: 'd'.repeat(32) });
    expect(readImage(node, { ...RULES, allowMd5: true }).checksum).toMatchObject({ algorithm: 'md5' });
  });

  it('is got from us when it is a file', () => {
    expect(readImage(aNode({ ...fine, image_source: 'file:///srv/a.raw' }), RULES).download).toBe('local');
  });
});

describe('an instance in memory', () => {
  const ramdisk = createAgentInterfaces().deploy.find(({ name }) => name === 'ramdisk');

  it.each<[string, Record<string, unknown>, string]>([
    ['no kernel', { ramdisk: 'http://k.invalid/r' }, 'kernel'],
    ['no ramdisk', { kernel: 'http://k.invalid/k' }, 'ramdisk'],
    ['a kernel that is no URL', { kernel: '/boot/vmlinuz', ramdisk: 'http://k.invalid/r' }, 'kernel'],
    ['an ISO', { boot_iso: 'http://k.invalid/iso' }, 'boot_iso'],
  ])('is refused that has %s', (_what, info, field) => {
    expect(() => ramdisk?.validateInstance?.(aNode(info))).toThrow(problem({ code: 'INSTANCE_INFO_INVALID', field }));
  });
});

describe('root device hints', () => {
  it.each([
    [{ size: 100 }],
    [{ size: '>= 100' }],
    [{ size: '<or> 100 <or> 200' }],
    [{ serial: 'WD-1', rotational: false }],
    [{ model: '<in> Samsung', vendor: 's!= Acme' }],
    [{ model: '<all-in> a <all-in> b' }],
    [{ wwn: '0x5000c500', hctl: '2:0:0:0', by_path: '/dev/disk/by-path/pci-0000:00:1f.2-ata-1' }],
    [{ name: 's== /dev/sda', tran: 'nvme' }],
  ])('may be %j', (hints) => {
    expect(whyNoHints(hints)).toBeNull();
  });

  it.each([
    ['sda', /no object/],
    [{}, /no hint/],
    [{ colour: 'red' }, /colour is no hint/],
    [{ toString: 'x' }, /toString is no hint/],
    [{ size: 0 }, /size/],
    [{ size: 'large' }, /size/],
    [{ size: '>=' }, /size/],
    [{ size: '=> 10' }, /size/],
    [{ size: '<in> 10' }, /cannot be compared by <in>/],
    [{ size: '<or> 10 <or>' }, /<or>/],
    [{ model: '' }, /has no value/],
    [{ model: 's==' }, /no value after s==/],
    [{ model: '>= 10' }, /operator that is none/],
    [{ model: '<near> Samsung' }, /operator that is none/],
    [{ serial: null }, /has no value/],
    [{ serial: ['a'] }, /has no value/],
    [{ rotational: 'perhaps' }, /neither true nor false/],
  ])('may not be %j', (hints, reason) => {
    expect(whyNoHints(hints)).toMatch(reason);
  });

  it('of the node are judged where the instance has none', () => {
    const node = aNode(fine, { properties: { root_device: { size: 'large' } } });
    expect(() => readImage(node, RULES)).toThrow(problem({ remedy: expect.stringContaining('updateNode') as string }));
    const own = aNode({ ...fine, root_device: { size: 10 } }, { properties: { root_device: { size: 'large' } } });
    expect(() => readImage(own, RULES)).not.toThrow();
  });
});

describe('a file of checksums', () => {
  const other = 'b'.repeat(64);
  it.each([
    ['a lone sum', `${SHA256}\n`],
    ['sha256sum', `# of today\n${other}  other.img\n${SHA256}  disk.img\n`],
    ['binary mode', `${other} *other.img\r\n${SHA256} *disk.img\r\n`],
    ['BSD', `SHA256 (other.img) = ${other}\nSHA256 (disk.img) = ${SHA256}\n`],
    ['folders', `${other}  ./a/disk.img.asc\n${SHA256}  ./a/disk.img\n`],
    ['capitals', `${SHA256.toUpperCase()}  disk.img`],
  ])('is read as %s writes it', (_who, text) => {
    expect(checksumIn(text, 'disk.img')).toEqual({ algorithm: 'sha256', value: SHA256 });
  });

  it.each([
    ['the image is not in it', `${other}  other.img\n${other}  another.img`],
    ['the sum is cut', `${SHA256.slice(1)}  disk.img\n${other}  other.img`],
    ['it is a page that says sorry', '<html><body>Not found</body></html>'],
    ['it is empty', ''],
  ])('says nothing when %s', (_why, text) => {
    expect(checksumIn(text, 'disk.img')).toBeNull();
  });

  it('is told from other texts of that length', () => {
    expect(checksumFrom('g'.repeat(64))).toBeNull();
    expect(checksumFrom(` ${SHA256.toUpperCase()}\n`)).toEqual({ algorithm: 'sha256', value: SHA256 });
  });
});

describe('a config drive', () => {
  const { signal } = new AbortController();
  const make = (drive: ConfigDrive | null): Promise<string | null> => configDriveFor(aNode(fine), drive, signal);
  const iso = Buffer.alloc(40_000);
  iso.write('CD001', 16 * 2_048 + 1, 'latin1');

  it('is none, a URL, or the drive itself', async () => {
    expect(await make(null)).toBeNull();
    expect(await make({ url: 'http://drives.invalid/a' })).toBe('http://drives.invalid/a');
    const base64 = gzipSync(iso).toString('base64');
    expect(await make({ base64 })).toBe(base64);
  });

  it.each([
    ['no base64', 'not base64!'],
    ['no gzip', Buffer.from('an ISO, perhaps').toString('base64')],
    ['no ISO', gzipSync(Buffer.alloc(40_000)).toString('base64')],
    ['half of one', gzipSync(iso).subarray(0, 30).toString('base64')],
    ['a bomb', gzipSync(Buffer.concat([iso, Buffer.alloc(65 * 2 ** 20)])).toString('base64')],
  ])('is refused when it is %s', async (_what, base64) => {
    await expect(make({ base64 })).rejects.toThrow(problem({ code: 'CONFIG_DRIVE_UNUSABLE' }));
  });

  it('cannot be made without a program, and says which', async () => {
    const nothing = configDriveFor(aNode(fine), { contents: { userData: 'secret' } }, signal, [['no-such-program']]);
    await expect(nothing).rejects.toThrow(
      problem({ code: 'CONFIG_DRIVE_UNUSABLE', remedy: expect.stringMatching(/xorriso/) as string }),
    );
    const failing = configDriveFor(aNode(fine), { contents: { userData: 'secret' } }, signal, [['false']]);
    await expect(failing).rejects.toThrow(/false could not make it/);
  });

  it.skipIf(why !== null)(`leaves nothing behind on the conductor${why === null ? '' : ` — ${why}`}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ironql-test-'));
    vi.stubEnv('TMPDIR', folder); // others may be making drives of their own just now
    try {
      await make({ contents: { userData: 'secret' } });
      await configDriveFor(aNode(fine), { contents: {} }, signal, [['false']]).catch(() => {});
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
