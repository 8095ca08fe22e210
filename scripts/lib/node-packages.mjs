/** The right Node, and the packages of package-lock.json. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, PROJECT, runStep } from './terminal.mjs';

const LOCK = join(PROJECT, 'package-lock.json');
const STAMP = join(PROJECT, 'node_modules/.ironql-installed');
const WRITTEN_BY_NPM = join(PROJECT, 'node_modules/.package-lock.json');

/** The same bounds as `engines` in package.json. */
export function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isGood = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major > 22;
  if (isGood) return;
  throw new Failure(
    `IronQL needs Node 20.19 or newer in 20, or 22.13 and newer; this is ${process.version} (${process.execPath}). ` +
      'Install one from https://nodejs.org and run this again.',
  );
}

/** `npm ci`, when package-lock.json is not what was installed last. */
export function ensurePackages() {
  const hash = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  if (isInstalled(hash)) return;
  // Also with NODE_ENV=production: the compiler is a development dependency.
  const [program, args] = npm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  runStep('Installing packages (some 20 s)', program, args, {
    remedy: 'Is the package registry reachable from here? "npm ci" says the same at greater length.',
  });
  writeFileSync(STAMP, hash);
}

/** @param {string} hash */
function isInstalled(hash) {
  if (!existsSync(WRITTEN_BY_NPM)) return false;
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return true;
  // Somebody ran `npm install` or `npm ci` by hand. npm notes what it put where in the same form as the lock file.
  const wanted = Object.entries(packagesOf(LOCK)).filter(([path, { optional }]) => path !== '' && !optional);
  const installed = packagesOf(WRITTEN_BY_NPM);
  if (wanted.some(([path, { version }]) => installed[path]?.version !== version)) return false;
  writeFileSync(STAMP, hash);
  return true;
}

/**
 * @param {string} path
 * @returns {Record<string, { version: string, optional?: boolean }>}
 */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/**
 * The npm that started us, where one did: another one may come first in PATH.
 *
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
function npm(args) {
  const own = process.env['npm_execpath'];
  return own && /npm-cli\.c?js$/.test(own) ? [process.execPath, [own, ...args]] : ['npm', args];
}
