/** Packages of Debian and Ubuntu: installed where we may, else unpacked into a folder of ours. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Failure, capture, lastLines, runStep } from './terminal.mjs';

const QUIET = { DEBIAN_FRONTEND: 'noninteractive' };
const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=300']; // a fresh machine updates itself in its first minutes

/** @returns {'root' | 'sudo' | 'unpack' | 'none'} How packages can be had here. */
export function packageAccess() {
  if (!isOnPath('apt-get') || !isOnPath('dpkg-deb')) return 'none';
  if (process.getuid?.() === 0) return 'root';
  return isOnPath('sudo') && capture('sudo', ['-n', 'true']).status === 0 ? 'sudo' : 'unpack';
}

/**
 * As root or by sudo; see {@link packageAccess}.
 *
 * @param {readonly string[]} packages
 * @param {string} remedy
 */
export function installPackages(packages, remedy) {
  const prefix = packageAccess() === 'sudo' ? ['sudo', '-n'] : [];
  const apt = (/** @type {string[]} */ args) => {
    const [program = '', ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...WAIT_FOR_LOCK,
      ...args,
    ];
    return /** @type {const} */ ([program, rest]);
  };
  const [program, update] = apt(['update']);
  runStep('Reading the package lists', program, update, { remedy });
  const [, install] = apt(['install', '-y', '--no-install-recommends', ...packages]);
  runStep(`Installing ${packages.join(', ')}`, program, install, { remedy });
}

/**
 * Downloads a package with everything that it needs and this machine lacks, and unpacks it. Needs no rights.
 *
 * @param {string} name
 * @param {string} target made new; there only when all went well
 * @param {string} remedy
 */
export function unpackPackage(name, target, remedy) {
  unpack(name, (lists) => [...new Set([name, ...missingPackages(name, lists)])], target, remedy);
}

/**
 * The package alone, without what it needs: for what is in it. Needs no rights.
 *
 * @param {string} name
 * @param {string} target made new; there only when all went well
 * @param {string} remedy
 */
export function downloadPackage(name, target, remedy) {
  unpack(name, () => [name], target, remedy);
}

/**
 * @param {string} name
 * @param {(lists: readonly string[]) => readonly string[]} packagesOf
 * @param {string} target
 * @param {string} remedy
 */
function unpack(name, packagesOf, target, remedy) {
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(join(dirname(target), 'unpacking-'));
  try {
    const lists = readableLists(name, work, remedy);
    const packages = packagesOf(lists);
    runStep(`Downloading ${packages.join(', ')}`, 'apt-get', [...lists, 'download', ...packages], {
      cwd: work,
      env: QUIET,
      remedy,
    });
    const tree = join(work, 'tree');
    for (const file of readdirSync(work).filter((entry) => entry.endsWith('.deb'))) {
      runStep(`Unpacking ${file}`, 'dpkg-deb', ['-x', join(work, file), tree], { remedy });
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(tree, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} program */
export function isOnPath(program) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}

/**
 * apt's options for the machine's own package lists, or, when those are missing (as in most container images) or out
 * of date, for lists of our own: only root may renew the machine's.
 *
 * @param {string} name
 * @param {string} work
 * @param {string} remedy
 */
function readableLists(name, work, remedy) {
  const sandbox = ['-o', 'APT::Sandbox::User=']; // or apt warns that its own user cannot read our folder
  const probe = mkdtempSync(join(work, 'probe-'));
  if (capture('apt-get', [...sandbox, 'download', name], { cwd: probe, env: QUIET }).status === 0) return sandbox;
  const lists = join(work, 'lists');
  const cache = join(work, 'cache');
  for (const folder of [lists, cache])
    mkdirSync(join(folder, folder === lists ? 'partial' : 'archives/partial'), { recursive: true });
  const own = [...sandbox, '-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${cache}`];
  runStep('Reading the package lists', 'apt-get', [...own, 'update'], { env: QUIET, remedy });
  return own;
}

/**
 * What apt would install for it: a simulation needs no rights.
 *
 * @param {string} name
 * @param {readonly string[]} lists
 */
function missingPackages(name, lists) {
  const { status, output } = capture('apt-get', [...lists, '-s', 'install', '--no-install-recommends', name], {
    env: QUIET,
  });
  if (status !== 0) throw new Failure(`apt cannot tell what ${name} needs:\n${lastLines(output, 8)}`);
  return [...output.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '');
}
