/** Programs that tests talk to. A test whose program is missing is skipped, and `npm test` says so at its end. */
import { readFileSync } from 'node:fs';
import { Failure, lastLines, say } from './terminal.mjs';
import { installPackages, isOnPath, packageAccess } from './debian.mjs';

/**
 * @typedef {object} Tool
 * @property {string} what
 * @property {readonly string[]} programs any of them will do
 * @property {string} package
 * @property {boolean} debianOnly
 */

/** @type {readonly Tool[]} */
const TOOLS = [
  { what: 'tests against a simulated BMC (ipmi_sim)', programs: ['ipmi_sim'], package: 'openipmi', debianOnly: false },
  { what: 'tests with ipmitool', programs: ['ipmitool'], package: 'ipmitool', debianOnly: false },
  {
    what: 'tests of config drives',
    programs: ['xorriso', 'genisoimage', 'mkisofs'],
    package: 'xorriso',
    debianOnly: false,
  },
  {
    what: 'tests of GraphiQL in a browser',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    package: 'chromium',
    debianOnly: true, // Ubuntu's package of that name installs a snap, which needs a service
  },
];

/**
 * Brings what is missing, where that needs no question to anyone.
 *
 * @returns {string[]} One line for each that could not be had: what is not run, why, and what to do.
 */
export function ensureTestTools() {
  const missing = () => TOOLS.filter((tool) => !tool.programs.some(isOnPath));
  if (missing().length === 0) return [];
  const access = packageAccess();
  const installable = missing().filter((tool) => !tool.debianOnly || isDebian());
  let reason = 'no rights to install packages';
  if ((access === 'root' || access === 'sudo') && installable.length > 0) {
    reason = tryToInstall(installable.map((tool) => tool.package));
  }
  return missing().map(
    (tool) => `NOT RUN: ${tool.what} (${tool.programs[0]} is missing: ${reason}; install the package ${tool.package})`,
  );
}

/** @param {string[]} packages */
function tryToInstall(packages) {
  try {
    installPackages(packages, 'The tests that need them are skipped.');
    return 'the package was installed, but does not have it';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(lastLines(error.message, 12));
    return 'it could not be installed';
  }
}

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
