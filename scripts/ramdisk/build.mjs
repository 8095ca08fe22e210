/**
 * The ramdisk of the tests that boot a real machine (and of `npm run demo:qemu`): busybox, Node.js and our agent, which
 * speaks the ironic-python-agent's protocol. And an operating system to deploy with it. Kept in .ironql/ramdisk, under
 * a name that changes when anything in it does.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { Failure, PROJECT, capture } from '../lib/terminal.mjs';
import { isOnPath } from '../lib/debian.mjs';
import { cpio, device, file, folder } from './cpio.mjs';
import { ensureKernel } from './kernel.mjs';
import { makeTestDisk } from './test-disk.mjs';

const CACHE = join(PROJECT, '.ironql/ramdisk');
const HERE = import.meta.dirname;
const AGENT = join(PROJECT, 'test/support/agent/ramdisk-main.ts');

/** Network and disk of a virtual machine, its power button, and the file systems that a config drive may have. */
const MODULES = [
  ...['virtio_pci', 'virtio_net', 'virtio_scsi', 'virtio_blk', 'sd_mod', 'button', 'evdev'],
  ...['isofs', 'vfat', 'nls_ascii', 'nls_cp437', 'nls_iso8859_1', 'nls_utf8'],
];

/** @typedef {{ kernel: string, ramdisk: string, image: string }} Ramdisk paths */

/**
 * Takes some ten seconds when there is none; else no time.
 *
 * @returns {Promise<Ramdisk>}
 */
export async function ensureRamdisk() {
  const kernel = ensureKernel(MODULES);
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'building-'));
  try {
    const agent = await bundleAgent(join(work, 'agent'));
    const target = join(CACHE, keyOf([agent, kernel.version, process.version, ...ownSources()]));
    if (!existsSync(target)) {
      const made = join(work, 'made');
      make(made, kernel, agent);
      moveInPlace(made, target);
      removeOthers(target);
    }
    return { kernel: join(target, 'kernel'), ramdisk: join(target, 'ramdisk'), image: join(target, 'disk.img') };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} target
 * @param {import('./kernel.mjs').Kernel} kernel
 * @param {string} agent
 */
function make(target, { image, modules }, agent) {
  mkdirSync(target, { recursive: true });
  copyFileSync(image, join(target, 'kernel'));
  const common = [
    ...['bin', 'dev', 'etc', 'modules'].map(folder),
    device('dev/console', 5, 1),
    device('dev/null', 1, 3),
    ...modules.map(({ name, data }) => file(`modules/${name}.ko`, data)),
    file('modules/order', modules.map(({ name }) => name).join('\n')),
    file('init', readFileSync(join(HERE, 'init.sh')), 0o755),
    file('udhcpc.sh', readFileSync(join(HERE, 'udhcpc.sh')), 0o755),
    file('installed.sh', readFileSync(join(HERE, 'installed.sh'))),
  ];
  const busybox = program('busybox', 'bin/busybox');
  const node = program(process.execPath, 'bin/node');
  compress(cpio([...common, ...withFolders(busybox)]), join(target, 'small'));
  compress(cpio([...common, ...withFolders([...busybox, ...node]), file('agent.mjs', agent)]), join(target, 'ramdisk'));
  makeTestDisk(target, { kernel: join(target, 'kernel'), ramdisk: join(target, 'small') });
}

/** The agent with all it imports, in one file. @param {string} outDir */
async function bundleAgent(outDir) {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: AGENT,
      outDir,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'agent.mjs' } },
    },
  });
  return readFileSync(join(outDir, 'agent.mjs'), 'utf8');
}

/**
 * A program and the libraries that it loads, without what only a debugger wants.
 *
 * @param {string} name
 * @param {string} path
 */
function program(name, path) {
  const found = name.startsWith('/') ? name : capture('which', [name]).output.trim();
  if (found === '') throw new Failure(`${name} is missing`);
  const libraries = [...capture('ldd', [found]).output.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(
    (match) => match[1] ?? '',
  );
  return [
    file(path, stripped(found), 0o755),
    ...libraries.map((library) => file(library.slice(1), readFileSync(library), 0o755)),
  ];
}

/** @param {string} path */
function stripped(path) {
  if (!isOnPath('strip')) return readFileSync(path);
  const folderForIt = mkdtempSync(join(CACHE, 'stripping-'));
  const target = join(folderForIt, 'program');
  try {
    const { status } = capture('strip', ['-o', target, path]);
    return readFileSync(status === 0 ? target : path);
  } finally {
    rmSync(folderForIt, { recursive: true, force: true });
  }
}

/**
 * Each file once, after the folders that it is in.
 *
 * @param {readonly import('./cpio.mjs').Entry[]} entries
 */
function withFolders(entries) {
  const seen = new Set(['.', 'bin', 'dev', 'etc', 'modules']);
  return entries.flatMap((entry) => {
    if (seen.has(entry.path)) return [];
    seen.add(entry.path);
    const missing = [];
    for (let path = dirname(entry.path); !seen.has(path); path = dirname(path)) {
      seen.add(path);
      missing.unshift(folder(path));
    }
    return [...missing, entry];
  });
}

/**
 * @param {Buffer} archive
 * @param {string} target
 */
function compress(archive, target) {
  writeFileSync(`${target}.cpio`, archive);
  const { status, output } = capture('zstd', ['-q', '-6', '-T0', '--rm', '-o', target, `${target}.cpio`]);
  if (status !== 0) throw new Failure(`zstd failed:\n${output}`);
}

/** Two may have made the same; either will do. @param {string} made @param {string} target */
function moveInPlace(made, target) {
  try {
    renameSync(made, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}

/** Ramdisks of earlier versions are of no use to anyone. @param {string} current */
function removeOthers(current) {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    if (path !== current && /^[0-9a-f]{16}$/.test(name)) rmSync(path, { recursive: true, force: true });
  }
}

function ownSources() {
  return readdirSync(HERE).map((name) => readFileSync(join(HERE, name), 'utf8'));
}

/** @param {readonly string[]} parts */
function keyOf(parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
