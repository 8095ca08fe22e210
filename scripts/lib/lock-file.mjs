/** What package-lock.json lacks; see scripts/complete-lock-file.mjs. */
import { join } from 'node:path';
import { PROJECT } from './terminal.mjs';

/** @typedef {{ version: string, dev?: boolean, optionalDependencies?: Record<string, string> }} Locked */
/** @typedef {{ packages: Record<string, Locked> }} Lock */

export const LOCK_FILE = join(PROJECT, 'package-lock.json');

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el'];

/**
 * @param {Lock} lock
 * @returns {Record<string, object>} Entries by their path, as npm writes them.
 */
export function missingPlatformPackages(lock) {
  /** @type {[string, object][]} */
  const entries = [];
  for (const [path, parent] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      const platform = platformOf(name);
      if (platform === undefined || places.some((place) => place in lock.packages)) continue;
      entries.push([
        `node_modules/${name}`,
        { version, ...platform, ...(parent.dev && { dev: true }), optional: true },
      ]);
    }
  }
  return Object.fromEntries(entries);
}

/**
 * From a name like `@oxlint/binding-linux-arm-gnueabihf`: by this npm knows, without asking, that it is not for here.
 *
 * @param {string} name
 */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) return undefined;
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { cpu: [cpu], os: [os], ...(os === 'linux' && libc && { libc: [libc] }) };
}
