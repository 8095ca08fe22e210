import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Other programs read these folders at any moment: they see the old file or the new one, never half of either. */
export async function writeFileWhole(path: string, content: string): Promise<void> {
  await replace(path, (part) => writeFile(part, content, { mode: 0o644 }));
}

export async function linkWhole(path: string, target: string): Promise<void> {
  await replace(path, (part) => symlink(target, part));
}

/** @param make makes the new one at another place, beside where it belongs */
export async function replace(path: string, make: (part: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  const part = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    await make(part);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}
