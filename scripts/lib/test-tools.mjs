/** Programs that tests talk to. A test whose program is missing is skipped, and `npm test` says so at its end. */
import { existsSync, readFileSync } from 'node:fs';
import { Failure, lastLines, say } from './terminal.mjs';
import { installPackages, isOnPath, packageAccess } from './debian.mjs';
import { whyNoKernel } from '../ramdisk/kernel.mjs';

/**
 * @typedef {object} Tool
 * @property {string} what
 * @property {readonly string[]} programs any of them will do; a path is a file that has to be there
 * @property {string} package
 * @property {boolean} debianOnly
 * @property {'bios' | 'uefi'} [machines] tests with virtual machines need it: all, or those with UEFI
 */

/** @type {readonly Tool[]} */
const TOOLS = [
  { what: 'tests against a simulated BMC (ipmi_sim)', programs: ['ipmi_sim'], package: 'openipmi', debianOnly: false },
  { what: 'tests with ipmitool', programs: ['ipmitool'], package: 'ipmitool', debianOnly: false },
  { what: 'tests with Redis', programs: ['redis-server'], package: 'redis-server', debianOnly: false },
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
  {
    what: 'the test with a WebSocket client in Python',
    programs: ['/usr/lib/python3/dist-packages/websockets/__init__.py'],
    package: 'python3-websockets',
    debianOnly: true,
  },
  ...machine('qemu-system-x86_64', 'qemu-system-x86'),
  ...machine('/usr/lib/ipxe/qemu/pxe-virtio.rom', 'ipxe-qemu'),
  ...machine('busybox', 'busybox-static'),
  ...machine('zstd', 'zstd'),
  ...machine('sgdisk', 'gdisk'),
  ...machine('mkfs.vfat', 'dosfstools'),
  ...machine('mcopy', 'mtools'),
  ...machine('syslinux', 'syslinux'),
  ...machine('/usr/lib/syslinux/mbr/gptmbr.bin', 'syslinux-common'),
  ...machine('/usr/lib/SYSLINUX.EFI/efi64/syslinux.efi', 'syslinux-efi'),
  ...machine('dnsmasq', 'dnsmasq-base', 'uefi'),
  ...machine('/usr/lib/ipxe/snponly.efi', 'ipxe', 'uefi'),
  ...machine('/usr/share/OVMF/OVMF_CODE_4M.fd', 'ovmf', 'uefi'),
];

/**
 * What a virtual machine that is deployed over the network needs. Its kernel is Debian's, and so are these packages.
 *
 * @param {string} program
 * @param {string} name the package's
 * @param {'bios' | 'uefi'} [machines]
 * @returns {Tool[]}
 */
function machine(program, name, machines = 'bios') {
  const what =
    machines === 'bios' ? 'tests that deploy a virtual machine' : 'the test that deploys a machine by DHCP and UEFI';
  return [{ what, programs: [program], package: name, debianOnly: true, machines }];
}

/**
 * Brings what is missing, where that needs no question to anyone.
 *
 * @returns {string[]} One line for each that could not be had: what is not run, why, and what to do.
 */
export function ensureTestTools() {
  const notRun = ensurePrograms();
  const why = missingForMachines('bios').length === 0 ? whyNoKernel() : null; // without the programs nobody asks for it
  return why === null ? notRun : [...notRun, `NOT RUN: tests that deploy a virtual machine (${why})`];
}

/** @returns {string[]} */
function ensurePrograms() {
  const missing = () => TOOLS.filter((tool) => !tool.programs.some(isThere));
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

/** @param {string} program */
const isThere = (program) => (program.startsWith('/') ? existsSync(program) : isOnPath(program));

/**
 * What is missing for the tests that deploy a virtual machine.
 *
 * @param {'bios' | 'uefi'} firmware
 * @returns {string[]} packages
 */
export function missingForMachines(firmware) {
  const needed = TOOLS.filter(({ machines }) => machines === 'bios' || (machines === 'uefi' && firmware === 'uefi'));
  return needed.filter(({ programs }) => !programs.some(isThere)).map((tool) => tool.package);
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
