/** The kernel of a ramdisk: Debian's for virtual machines, unpacked and not installed; and those of its modules that we need. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { capture, Failure, PROJECT } from '../lib/terminal.mjs';
import { downloadPackage } from '../lib/debian.mjs';

const CACHE = join(PROJECT, '.ironql/kernel');

/** @typedef {{ name: string, data: Buffer }} Module */
/** @typedef {{ version: string, image: string, modules: readonly Module[] }} Kernel */

/**
 * @param {readonly string[]} wanted names of modules; one that is built in, or is not there, is left out
 * @returns {Kernel} its modules in an order in which they can be loaded
 */
export function ensureKernel(wanted) {
  const name = packageName();
  const tree = join(CACHE, name);
  if (!existsSync(tree)) downloadPackage(name, tree, 'Nothing else has to be done; it is only unpacked.');
  const [version = ''] = readdirSync(join(tree, 'lib/modules'));
  return {
    version,
    image: join(tree, `boot/vmlinuz-${version}`),
    modules: loadOrder(join(tree, 'lib/modules', version), wanted),
  };
}

/**
 * Downloads it when it is not there yet.
 *
 * @returns {string | null} why there is none; null when there is one
 */
export function whyNoKernel() {
  try {
    ensureKernel([]);
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `no kernel: ${error.message.split('\n')[0]}`;
  }
}

/** The package that the one without a version stands for. */
function packageName() {
  const { output } = capture('apt-cache', ['depends', 'linux-image-cloud-amd64']);
  const [, name] = /Depends: (linux-image-\S+)/.exec(output) ?? [];
  if (name === undefined)
    throw new Failure('There is no package linux-image-cloud-amd64 here; it is Debian that has it.');
  return name;
}

/**
 * @param {string} folder
 * @param {readonly string[]} wanted
 * @returns {Module[]}
 */
function loadOrder(folder, wanted) {
  const paths = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.ko(\.xz|\.zst)?$/.test(path))
      .map((path) => [moduleName(path), join(folder, path)]),
  );
  /** @type {Map<string, Module>} */
  const loaded = new Map();
  /** @param {string} name */
  const load = (name) => {
    const path = paths.get(name);
    if (path === undefined || loaded.has(name)) return;
    const data = readModule(path);
    // What a module needs stands in it as text.
    const [, needed = ''] = /\0depends=([\w,-]*)\0/.exec(data.toString('latin1')) ?? [];
    for (const other of needed.split(',').filter(Boolean)) load(moduleName(other));
    loaded.set(name, { name, data });
  };
  for (const name of wanted) load(name);
  return [...loaded.values()];
}

/** A dash and an underscore are the same in it. @param {string} path */
const moduleName = (path) =>
  basename(path)
    .replace(/\.ko.*$/, '')
    .replaceAll('-', '_');

/** @param {string} path */
function readModule(path) {
  const program = path.endsWith('.xz') ? 'xz' : path.endsWith('.zst') ? 'zstd' : null;
  if (program === null) return readFileSync(path);
  const { status, stdout } = spawnSync(program, ['-dc', path], { maxBuffer: 64 * 2 ** 20 });
  if (status !== 0) throw new Failure(`${program} could not unpack ${path}`);
  return stdout;
}
