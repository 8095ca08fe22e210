/**
 * What firmware and boot loaders are told, in their own words. Addresses are relative to where a script came from, so a
 * machine goes on by the way on which it came: through a proxy, another network, or QEMU's own.
 */
import { splitKernelArguments, whyNoKernelArguments } from '../domain/kernel-arguments.ts';

export interface StagedBoot {
  readonly secret: string;
  /** Lower case with colons. */
  readonly mac: string;
  /** As `Netboot.args`. */
  readonly args: string;
}

const MAX_ATTEMPTS = 10; // as the reference; with growing pauses about a minute, as long as a service takes to restart

/** Tries each network interface: the machine is known by any of them, and not all are known. */
export const ENTRY_SCRIPT = `#!ipxe
set index:int32 0
:next
isset \${net\${index}/mac} || goto none
echo Asking what \${net\${index}/mac} boots
chain --autofree boot/ipxe/\${net\${index}/mac:hexhyp} && exit 0 ||
inc index
goto next
:none
chain --autofree boot/discovery/\${net0/mac:hexhyp} && exit 0 ||
echo No network interface of this machine is known as a port with pxeEnabled. The next boot device is tried.
sleep 5
exit 1
`;

/** Nothing is staged: the machine goes on as if it had not asked. A BIOS has no way on but the first disk. */
export const LOCAL_DISK_SCRIPT = `#!ipxe
echo Nothing is staged for this machine: it boots from its disk.
iseq \${platform} pcbios && sanboot --no-describe --drive 0x80 ||
exit 0
`;

export function ramdiskScript({ secret, mac, args }: StagedBoot): string {
  return `#!ipxe
set attempt:int32 0
:start
imgfree
kernel ../${secret}/kernel ${checked(args)} BOOTIF=${mac} initrd=ramdisk || goto failed
initrd ../${secret}/ramdisk || goto failed
boot || goto failed
:failed
inc attempt
iseq \${attempt} ${MAX_ATTEMPTS} && goto given_up ||
echo Attempt \${attempt} of ${MAX_ATTEMPTS} failed. Waiting \${attempt} s.
sleep \${attempt}
goto start
:given_up
echo Kernel or ramdisk cannot be fetched. The machine is turned off in 30 s.
sleep 30
poweroff || reboot
`;
}

/** For a GRUB that looks for \`grub.cfg\` before it has asked for one by MAC. */
export const GRUB_ENTRY = `configfile /boot/grub/grub.cfg-01-$net_default_mac
`;

export const GRUB_LOCAL_DISK = `set timeout=0
menuentry 'disk' {
  exit
}
`;

/** @param folder where kernel and ramdisk are, from the root that GRUB itself came from */
export function grubConfig({ mac, args }: Omit<StagedBoot, 'secret'>, folder: string): string {
  const quoted = splitKernelArguments(checked(args)).map((argument) => `'${argument}'`);
  return `set timeout=0
menuentry 'ramdisk' {
  linux ${folder}/kernel ${[...quoted, `'BOOTIF=${mac}'`].join(' ')}
  initrd ${folder}/ramdisk
}
`;
}

/** Drivers have looked at them; but a script that somebody else wrote is too much to rely on that. */
function checked(args: string): string {
  const why = whyNoKernelArguments(args);
  if (why !== null) throw new Error(`These kernel arguments cannot be written into a script: ${why}.`);
  return splitKernelArguments(args).join(' ');
}
