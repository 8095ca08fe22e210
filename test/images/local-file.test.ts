import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalFile } from '../../src/images/local-file.ts';

let base: string;
let images: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'ironql-files-'));
  images = join(base, 'images');
  await mkdir(join(images, 'secret'), { recursive: true });
  await mkdir(join(base, 'images-of-others'));
  await writeFile(join(images, 'a b.raw'), 'image');
  await writeFile(join(images, 'secret', 'key'), 'secret');
  await writeFile(join(base, 'outside'), 'outside');
  await writeFile(join(base, 'images-of-others', 'x'), 'outside');
  await symlink('a b.raw', join(images, 'link'));
  await symlink(join(base, 'outside'), join(images, 'link-out'));
  await symlink('/etc/passwd', join(images, 'link-etc'));
  await symlink(base, join(images, 'folder-out'));
  await symlink(images, join(base, 'opened'));
  spawnSync('mkfifo', [join(images, 'pipe')]);
});
afterAll(() => rm(base, { recursive: true, force: true }));

const open = (source: string) =>
  openLocalFile(source, { allowed: [join(base, 'opened')], refused: [join(images, 'secret')] });

describe('a file in a folder that is opened', () => {
  it.each(['a b.raw', 'link'])('is read where it is: %s', async (name) => {
    const source = await open(pathToFileURL(join(images, name)).href);
    const into = Buffer.alloc(10);
    expect(source.size).toBe(5);
    expect(await source.read(into, 1, 10, new AbortController().signal)).toBe(4);
    expect(into.subarray(0, 4).toString()).toBe('mage');
    expect(source.etag).toMatch(/^"[\da-z-]+"$/);
    await source.close();
  });

  it('is another one, by its tag, when it is written anew', async () => {
    const path = join(images, 'changing');
    await writeFile(path, 'one');
    const before = await open(pathToFileURL(path).href);
    await writeFile(path, 'two!');
    const after = await open(pathToFileURL(path).href);
    expect(after.etag).not.toBe(before.etag);
    await Promise.all([before.close(), after.close()]);
  });
});

describe('what is refused, in the same words whether it exists or not:', () => {
  it.each<[string, () => string]>([
    ['a file outside', () => `file://${base}/outside`],
    ['a file that is not there', () => `file://${images}/none`],
    ['a way out by dots', () => `file://${images}/../outside`],
    ['a way out by written dots', () => `file://${images}/%2e%2e/outside`],
    ['a neighbour whose name begins alike', () => `file://${base}/images-of-others/x`],
    ['a link that leads outside', () => `file://${images}/link-out`],
    ['a link that leads to the passwords', () => `file://${images}/link-etc`],
    ['a folder that is a link to outside', () => `file://${images}/folder-out/outside`],
    ['what is inside of a refused folder', () => `file://${images}/secret/key`],
    ['the passwords', () => 'file:///etc/passwd'],
    ['the memory of a process', () => 'file:///proc/self/environ'],
  ])('%s', async (_what, source) => {
    await expect(open(source())).rejects.toMatchObject({
      problem: { code: 'SOURCE_REFUSED', reason: expect.stringContaining('or not there') },
    });
  });

  it.each<[string, () => string]>([
    ['an encoded slash', () => `file://${images}%2fa`],
    ['another machine', () => 'file://server/share/a'],
    ['a folder', () => `file://${images}`],
    ['a pipe, which nobody writes to', () => `file://${images}/pipe`],
    ['an end within the name', () => `file://${images}/a%00b`],
  ])('%s, or in its own', async (_what, source) => {
    await expect(open(source())).rejects.toMatchObject({ problem: { code: 'SOURCE_REFUSED' } });
  });

  it.each(['/etc/hostname', '/proc/version', '/dev/zero', '/sys/kernel', '/run'])(
    '%s, whatever the operator opened',
    async (path) => {
      await expect(openLocalFile(`file://${path}`, { allowed: ['/'], refused: [] })).rejects.toMatchObject({
        problem: { code: 'SOURCE_REFUSED' },
      });
    },
  );

  it('everything, where no folder is opened', async () => {
    const source = pathToFileURL(join(images, 'a b.raw')).href;
    await expect(openLocalFile(source, { allowed: [], refused: [] })).rejects.toMatchObject({
      problem: { code: 'SOURCE_REFUSED' },
    });
  });
});
