/**
 * An image of a disk with an operating system that boots on BIOS and UEFI machines: one EFI system partition with
 * kernel, ramdisk and boot loader. Made without root. It is smaller than the disk it is written on, so whoever writes it
 * has to move the backup of its partition table.
 */
import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, Failure } from '../lib/terminal.mjs';

const MIB = 2 ** 20;
const SYSLINUX = '/usr/lib';

/**
 * @param {string} folder for what is made on the way, too
 * @param {{ kernel: string, ramdisk: string }} parts
 * @returns {string} the image's path
 */
export function makeTestDisk(folder, { kernel, ramdisk }) {
  const image = join(folder, 'disk.img');
  const fat = join(folder, 'esp.img');
  const espMib = Math.ceil((statSync(kernel).size + statSync(ramdisk).size) / MIB) + 4;
  mkdirSync(folder, { recursive: true });

  makeFat(fat, espMib, [
    [kernel, '::/kernel'],
    [ramdisk, '::/ramdisk'],
    [config(folder, 'bios'), '::/syslinux.cfg'],
    [join(SYSLINUX, 'SYSLINUX.EFI/efi64/syslinux.efi'), '::/EFI/BOOT/BOOTX64.EFI'],
    [join(SYSLINUX, 'syslinux/modules/efi64/ldlinux.e64'), '::/EFI/BOOT/ldlinux.e64'],
    [config(folder, 'efi'), '::/EFI/BOOT/syslinux.cfg'],
  ]);
  run('syslinux', '--install', fat);

  writeFileSync(image, '');
  truncateSync(image, (espMib + 2) * MIB);
  // Attribute 2: the partition that a BIOS boots from, which gptmbr.bin looks for.
  run(
    'sgdisk',
    '--clear',
    `--new=1:1M:+${espMib}M`,
    '--typecode=1:EF00',
    '--attributes=1:set:2',
    '--change-name=1:system',
    image,
  );
  const disk = readFileSync(image);
  readFileSync(join(SYSLINUX, 'syslinux/mbr/gptmbr.bin')).copy(disk, 0);
  readFileSync(fat).copy(disk, MIB);
  writeFileSync(image, disk);
  rmSync(fat);
  return image;
}

/**
 * @param {string} path
 * @param {number} sizeMib
 * @param {readonly (readonly [string, string])[]} files
 */
function makeFat(path, sizeMib, files) {
  writeFileSync(path, '');
  truncateSync(path, sizeMib * MIB);
  run('mkfs.vfat', '-n', 'SYSTEM', path);
  run('mmd', '-i', path, '::/EFI', '::/EFI/BOOT');
  for (const [from, to] of files) run('mcopy', '-i', path, from, to);
}

/**
 * @param {string} folder
 * @param {'bios' | 'efi'} firmware
 */
function config(folder, firmware) {
  const path = join(folder, `syslinux-${firmware}.cfg`);
  const root = firmware === 'efi' ? '/' : '';
  writeFileSync(
    path,
    [
      'SERIAL 0 115200',
      'DEFAULT installed',
      'PROMPT 0',
      'LABEL installed',
      `  LINUX ${root}kernel`,
      `  INITRD ${root}ramdisk`,
      '  APPEND console=ttyS0 quiet role=installed',
      '',
    ].join('\n'),
  );
  return path;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, ...args) {
  const { status, output } = capture(program, args, { env: { MTOOLS_SKIP_CHECK: '1' } });
  if (status !== 0) throw new Failure(`${program} ${args.join(' ')} failed:\n${output}`);
}
