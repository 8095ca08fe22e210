/**
 * `npm run lock:complete`, to be run after `npm install` has changed package-lock.json.
 *
 * Some packages carry a compiled program, one optional package for each platform. npm leaves those out of the lock file
 * that the registry in use did not have (a mirror often carries the platforms of its own users only), and then `npm ci`
 * refuses the file, on every platform. This writes what is missing; all of it is known from the package that asks for it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { LOCK_FILE, missingPlatformPackages } from './lib/lock-file.mjs';
import { runScript, say } from './lib/terminal.mjs';

await runScript(() => {
  const lock = JSON.parse(readFileSync(LOCK_FILE, 'utf8'));
  const missing = missingPlatformPackages(lock);
  const packages = { ...lock.packages, ...missing };
  const sorted = Object.fromEntries(
    Object.keys(packages)
      .sort(byCharacter)
      .map((name) => [name, packages[name]]),
  );
  writeFileSync(LOCK_FILE, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
  say(`package-lock.json: ${Object.keys(missing).length} packages of other platforms added`);
});

/**
 * @param {string} a
 * @param {string} b
 */
function byCharacter(a, b) {
  return a.localeCompare(b, 'en');
}
