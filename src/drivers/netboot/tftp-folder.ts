/**
 * What a TFTP server gives to firmware without HTTP: kernels, ramdisks, and for each machine its configuration of
 * pxelinux and GRUB. A kernel lies there once, however many machines boot it: each has a hard link, so the number of
 * links says whether it is still needed.
 *
 *     images/KEY                        kernels and ramdisks, by source and version
 *     UUID/kernel, ramdisk              hard links
 *     UUID/config, grub.cfg, links      what they are told; which links lead here
 *     pxelinux.cfg/01-aa-bb-…           → ../UUID/config
 *     grub.cfg-01-aa-bb-…, aa:bb:….conf → UUID/grub.cfg: by the names for which GRUB looks
 *
 * Source: domain notes §5.2.
 */
import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, readlink, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallContext, DriverNode } from '../interfaces/common.ts';
import type { Netboot } from '../interfaces/boot.ts';
import { macsOf } from './dhcp.ts';
import type { Source, SourceReader } from './options.ts';
import { linkWhole, replace, writeFileWhole } from './write-file.ts';

export interface TftpFolder {
  put(node: DriverNode, netboot: Netboot, ctx: CallContext): Promise<void>;
  /** Success when nothing is there. */
  remove(node: DriverNode): Promise<void>;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const BUFFER_BYTES = 1_048_576;
/** A part that nobody has written to for so long belongs to nobody. */
const STALE_MS = 24 * 3_600_000;

export function createTftpFolder(root: string, sources: SourceReader): TftpFolder {
  const images = join(root, 'images');
  const copying = new Map<string, Promise<void>>();

  function folderOf({ id }: DriverNode): string {
    if (!UUID.test(id)) throw new Error(`${JSON.stringify(id)} is no id of a node.`);
    return join(root, id);
  }

  /** A link to the image, which is copied first where it is not there yet. */
  async function place(source: string, path: string, ctx: CallContext): Promise<void> {
    const opened = await sources.open(source, ctx.signal);
    try {
      const key = createHash('sha256').update(`${source}\n${opened.etag}`).digest('hex');
      // It may be pruned between the copy and the link, by whoever removes the last other link.
      for (let turn = 0; turn < 3; turn += 1) {
        await copyOnce(key, opened, ctx);
        try {
          return await replace(path, (part) => link(join(images, key), part));
        } catch (error) {
          if (!isMissing(error)) throw error;
        }
      }
    } finally {
      await opened.close();
    }
    throw new Error('A kernel or ramdisk was removed from the TFTP folder again and again.');
  }

  /** A second copy at the same time would take the name from the first, whose links would then be to another file. */
  async function copyOnce(key: string, source: Source, ctx: CallContext): Promise<void> {
    // Whoever copies it may be cancelled: then it is copied here.
    for (let others = copying.get(key); others !== undefined; others = copying.get(key)) await others.catch(() => {});
    const path = join(images, key);
    const own = isWhole(path, source.size).then((isThere) => (isThere ? undefined : copy(path, source, ctx)));
    copying.set(key, own);
    try {
      await own;
    } finally {
      copying.delete(key);
    }
  }

  return {
    async put(node, netboot, ctx) {
      const folder = folderOf(node);
      await mkdir(folder, { recursive: true, mode: 0o755 });
      await place(netboot.kernel, join(folder, 'kernel'), ctx);
      await place(netboot.ramdisk, join(folder, 'ramdisk'), ctx);
      const macs = macsOf(node);
      const links = macs.flatMap((mac) => linksOf(mac, node.id));
      ctx.assertHeld();
      await writeFileWhole(join(folder, 'config'), pxelinuxConfig(node.id, netboot.args));
      await writeFileWhole(join(folder, 'grub.cfg'), grubConfig(node.id, netboot.args));
      // Before the links are there, so that none is forgotten.
      const before = await readLinks(folder);
      await writeFileWhole(join(folder, 'links'), [...new Set([...before, ...links.map(([path]) => path)])].join('\n'));
      for (const [path, target] of links) await linkWhole(join(root, path), target);
      await writeFileWhole(join(root, 'grub', 'grub.cfg'), GRUB_ENTRY);
    },
    async remove(node) {
      const folder = folderOf(node);
      for (const path of await readLinks(folder)) await removeOwnLink(join(root, path), node.id);
      await rm(folder, { recursive: true, force: true });
      await prune(images);
    },
  };
}

/** Names of links from the root, and where each leads. */
function linksOf(mac: string, id: string): readonly (readonly [path: string, target: string])[] {
  const hyphens = mac.replaceAll(':', '-');
  return [
    [`pxelinux.cfg/01-${hyphens}`, `../${id}/config`], // 01: Ethernet
    [`grub.cfg-01-${hyphens}`, `${id}/grub.cfg`],
    [`${mac}.conf`, `${id}/grub.cfg`],
  ];
}

/** A port may have moved to another node, which has its own link there by now. */
async function removeOwnLink(path: string, id: string): Promise<void> {
  const target = await readlink(path).catch(() => null);
  if (target?.split('/').includes(id) === true) await rm(path, { force: true });
}

/** Only names that {@link linksOf} makes: what stands in a file must not name another one. */
async function readLinks(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'links'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((path) => /^(?:pxelinux\.cfg\/01-|grub\.cfg-01-)?[\da-f]{2}(?:[-:][\da-f]{2}){5}(?:\.conf)?$/.test(path));
}

async function copy(path: string, source: Source, ctx: CallContext): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o755 });
  const part = `${path}.${randomBytes(6).toString('hex')}.part`;
  const file = await open(part, 'wx', 0o644);
  try {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    for (let position = 0; position < source.size;) {
      const count = await source.read(buffer, position, buffer.byteLength, ctx.signal);
      if (count === 0) throw new Error('A kernel or ramdisk became shorter while it was copied.');
      await file.write(buffer, 0, count, position);
      position += count;
    }
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close().catch(() => {}); // it may be closed already
    await rm(part, { force: true });
    throw error;
  }
}

/** Images to which no machine has a link, and parts that nobody finishes. */
async function prune(images: string): Promise<void> {
  for (const name of await readdir(images).catch(() => [])) {
    const path = join(images, name);
    const found = await stat(path).catch(() => null);
    if (found === null || found.nlink > 1) continue;
    if (name.endsWith('.part') && Date.now() - found.mtimeMs < STALE_MS) continue;
    await unlink(path).catch(() => {}); // somebody else was faster
  }
}

async function isWhole(path: string, size: number): Promise<boolean> {
  return (await stat(path).catch(() => null))?.size === size;
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** IPAPPEND 2 adds BOOTIF, the network interface that was booted from. */
const pxelinuxConfig = (id: string, args: string): string => `default ramdisk
label ramdisk
  kernel ${id}/kernel
  initrd ${id}/ramdisk
  append ${args}
  ipappend 2
`;

const grubConfig = (id: string, args: string): string => `set timeout=0
menuentry 'ramdisk' {
  linux /${id}/kernel ${args
    .split(' ')
    .map((argument) => `'${argument}'`)
    .join(' ')} "BOOTIF=$net_default_mac"
  initrd /${id}/ramdisk
}
`;

/** For a GRUB that does not look for one by MAC itself. */
const GRUB_ENTRY = `configfile /$net_default_mac.conf
`;
