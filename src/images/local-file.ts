/**
 * Files of this machine that users may name. Only below the folders that the operator opened, and never where a machine
 * keeps what is nobody's business, whatever links lead there.
 */
import { constants } from 'node:fs';
import { open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shownUrl } from '../domain/egress.ts';
import { ProblemError } from '../domain/problems.ts';
import type { OpenSource } from './open-source.ts';

export interface FileRules {
  /** Folders, absolute. Nothing outside of them is opened. */
  readonly allowed: readonly string[];
  /** Folders inside of which nothing is opened even so. */
  readonly refused: readonly string[];
}

/** As the reference has them. */
const NEVER = ['/dev', '/sys', '/proc', '/boot', '/etc', '/run'];

export async function openLocalFile(source: string, rules: FileRules): Promise<OpenSource> {
  const path = await realPathOf(source);
  await refuseOutside(source, path, rules);
  // Opening a pipe would wait for a writer; a link can only have come in between, so it is not followed.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((error: unknown) => {
    throw unreadable(source, error);
  });
  try {
    await refuseOutside(source, await pathOf(file, path), rules);
    const found = await file.stat({ bigint: true });
    if (!found.isFile()) throw refused(source, 'it is not a file');
    return {
      size: Number(found.size),
      // What changes when a file is replaced or written anew.
      etag: `"${found.ino.toString(36)}-${found.size.toString(36)}-${found.mtimeNs.toString(36)}"`,
      modifiedAt: found.mtime,
      async read(into, position, length, signal) {
        signal.throwIfAborted();
        return (await file.read(into, 0, length, position)).bytesRead;
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function realPathOf(source: string): Promise<string> {
  let path: string;
  try {
    path = fileURLToPath(source);
  } catch {
    throw refused(source, 'it is not a plain path');
  }
  // What is refused and what does not exist are told apart for paths inside of the folders only: see refuseOutside.
  return realpath(path).catch((error: unknown) => {
    throw unreadable(source, error);
  });
}

/** Linux tells where an open file is; elsewhere the path by which it was opened has to do. */
const pathOf = (file: FileHandle, path: string): Promise<string> =>
  readlink(`/proc/self/fd/${file.fd}`).catch(() => path);

async function refuseOutside(source: string, path: string, { allowed, refused: more }: FileRules): Promise<void> {
  const folders = await Promise.all(allowed.map((folder) => realpath(folder).catch(() => null)));
  const isAllowed = folders.some((folder) => folder !== null && isInside(path, folder));
  const isRefused = [...NEVER, ...more].some((folder) => isInside(path, folder));
  if (!isAllowed || isRefused) throw refused(source, NOT_OPENED);
}

const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** One answer for all, so that nobody learns which files exist where nothing may be read. */
const NOT_OPENED = 'it is not in one of the folders of the setting fileUrlPaths, or not there';

const refused = (source: string, reason: string): ProblemError =>
  new ProblemError({ code: 'SOURCE_REFUSED', url: shownUrl(source), reason });
const unreadable = (source: string, cause: unknown): ProblemError =>
  new ProblemError({ code: 'SOURCE_REFUSED', url: shownUrl(source), reason: NOT_OPENED }, { cause });
