import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeepLog } from './logs.ts';

/** Of each node the latest are kept, or a machine that fails every night fills the disk. */
const KEPT_PER_NODE = 10;

/**
 * A folder of packed logs, `<node>_<time>.tar.gz`, for the user of this process alone: a ramdisk's journal may hold what
 * its kernel was started with.
 */
export function createLogFolder(folder: string, now: () => Date = () => new Date()): KeepLog {
  return async (nodeId, tarGz) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = `${nodeId}_${now().toISOString().replaceAll(':', '-')}.tar.gz`;
    const path = join(folder, name);
    await writeFile(`${path}.part`, tarGz, { mode: 0o600 });
    await rename(`${path}.part`, path);
    const ofNode = (await readdir(folder)).filter((one) => one.startsWith(`${nodeId}_`)).toSorted();
    for (const old of ofNode.slice(0, -KEPT_PER_NODE)) await rm(join(folder, old), { force: true });
    return path;
  };
}
