/**
 * A real machine, as far as software can be one: QEMU with an empty disk, behind a BMC (`ipmi_sim`) that turns it on and
 * off and chooses what it boots from. Everything it writes on its serial console is kept.
 *
 * Software emulation only: where a machine like ours offers KVM, guests hang in it.
 */
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { freeTcpPort } from './free-port.ts';
import { missingForMachines } from '../../scripts/lib/test-tools.mjs';
import { whyNoKernel } from '../../scripts/ramdisk/kernel.mjs';
import { startBmc, whyNoIpmiSim, type IpmiSim } from './ipmi-sim.ts';
import { waitFor } from './wait.ts';

export interface VirtualMachineOptions {
  readonly name: string;
  readonly mac: string;
  readonly firmware: 'bios' | 'uefi';
  readonly network: UserNetwork | TapNetwork;
  readonly memoryMib?: number;
}

/** QEMU plays the network: no rights needed. The host's loopback is 10.0.2.2 for the machine. */
export interface UserNetwork {
  readonly kind: 'user';
  /** What its DHCP tells the machine to boot. */
  readonly bootFile: string;
}

/** A network of the host, in a name space of its own. The firmware's own network boot is used, with TFTP. */
export interface TapNetwork {
  readonly kind: 'tap';
  readonly namespace: string;
  readonly device: string;
}

export interface VirtualMachine {
  readonly mac: string;
  readonly driverInfo: IpmiSim['driverInfo'];
  /** Of the host: leads to the agent's port in the machine. Null where the machine can be reached itself. */
  readonly agentPort: number | null;
  isOn(): boolean;
  /** All that it wrote on its serial console, of all its boots. */
  console(): string;
  /** The orders its BMC carried out, with the time. */
  orders(): string;
  /** Turns it off, ends its BMC and removes all that was theirs. */
  stop(): Promise<void>;
}

/** Why none can run here; null when one can. */
export function whyNoVirtualMachine(firmware: VirtualMachineOptions['firmware']): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'NOT RUN: it is for Linux on x86-64';
  const missing = missingForMachines(firmware);
  if (missing.length > 0) return `NOT RUN: packages missing: ${missing.join(', ')}`;
  const noKernel = whyNoKernel();
  return noKernel === null ? whyNoIpmiSim() : `NOT RUN: ${noKernel}`;
}

const OVMF_CODE = '/usr/share/OVMF/OVMF_CODE_4M.fd';
const OVMF_VARS = '/usr/share/OVMF/OVMF_VARS_4M.fd';
const AGENT_PORT = 9999;

export async function startVirtualMachine(options: VirtualMachineOptions): Promise<VirtualMachine> {
  const agentPort = options.network.kind === 'user' ? await freeTcpPort() : null;
  const bmc = await startBmc(CHASSIS_SH, { 'vm.env': environment(options, agentPort), 'orders.log': '' });
  const file = (name: string): string => join(bmc.dir, name);
  if (options.firmware === 'uefi') copyFileSync(OVMF_VARS, file('vars.fd')); // its boot entries are this machine's own
  closeSync(openSync(file('disk.img'), 'w'));
  truncateSync(file('disk.img'), DISK_BYTES);

  const kill = (): void => killByPidFile(file('qemu.pid'));
  process.once('exit', kill); // a test run that is broken off must not leave the machine behind
  return {
    mac: options.mac,
    driverInfo: bmc.driverInfo,
    agentPort,
    isOn: () => isRunning(pidIn(file('qemu.pid'))),
    console: () => readIfThere(file('console.log')),
    orders: () => readIfThere(file('orders.log')) + readIfThere(file('qemu.log')),
    async stop() {
      process.off('exit', kill);
      const pid = pidIn(file('qemu.pid'));
      kill();
      await waitFor(() => !isRunning(pid), 'the virtual machine to be gone');
      await bmc.stop();
    },
  };
}

/** The least that an image may be written on without saying so. */
const DISK_BYTES = 4 * 2 ** 30;

function environment(
  { name, mac, firmware, network, memoryMib = 1_024 }: VirtualMachineOptions,
  agentPort: number | null,
): string {
  const netdev =
    network.kind === 'user'
      ? `user,id=n0,net=10.0.2.0/24,bootfile=${network.bootFile},hostfwd=tcp:127.0.0.1:${agentPort}-10.0.2.15:${AGENT_PORT}`
      : `tap,id=n0,ifname=${network.device},script=no,downscript=no`;
  const values = {
    NAME: name,
    MAC: mac,
    MEMORY: String(memoryMib),
    NETDEV: netdev,
    WRAP: network.kind === 'tap' ? `ip netns exec ${network.namespace}` : '',
    // Without a ROM of its own the card is driven by the firmware, which knows no HTTP scripts and asks for TFTP.
    NIC_OPTIONS: network.kind === 'tap' ? ',romfile=' : '',
    CODE: firmware === 'uefi' ? OVMF_CODE : '',
  };
  return Object.entries(values)
    .map(([key, value]) => `${key}='${value}'\n`)
    .join('');
}

/**
 * The machine's power button. A boot device that is set counts for the next start, as IPMI's does unless told otherwise;
 * after that the disk is first again, and the network second. Asked for the power every second: a shell and no more.
 *
 * nice: an emulated processor takes all it gets, and other tests on this machine have clocks to watch.
 * -cx16: QEMU 7.2 mis-executes an instruction of that name, and the kernel dies of it.
 */
const CHASSIS_SH = `#!/bin/sh
D=$1; OP=$2; shift 2
. "$D/vm.env"
alive() { [ -s "$D/qemu.pid" ] && kill -0 "$(cat "$D/qemu.pid")" 2>/dev/null; }
log() { echo "$(date +%T.%3N) $*" >> "$D/orders.log"; }
start() {
  alive && return
  case "$(cat "$D/boot" 2>/dev/null)" in pxe) NET=1; DISK=2;; *) DISK=1; NET=2;; esac
  log "starts from $([ $NET = 1 ] && echo network || echo disk)"
  rm -f "$D/boot" "$D/monitor.in" "$D/monitor.out"
  mkfifo "$D/monitor.in" "$D/monitor.out"
  set -- -name "$NAME" -accel tcg,thread=multi -machine q35 -cpu qemu64,-cx16 -m "$MEMORY" -smp 2 -nodefaults \\
    -display none -daemonize -pidfile "$D/qemu.pid" \\
    -chardev "file,id=con,path=$D/console.log,append=on" -serial chardev:con \\
    -chardev "pipe,id=mon,path=$D/monitor" -mon chardev=mon,mode=readline \\
    -drive "if=none,id=d0,file=$D/disk.img,format=raw,cache=unsafe,discard=unmap" \\
    -device virtio-scsi-pci,id=scsi0 -device "scsi-hd,bus=scsi0.0,drive=d0,bootindex=$DISK,serial=DISK-$NAME" \\
    -netdev "$NETDEV" -device "virtio-net-pci,netdev=n0,mac=$MAC,bootindex=$NET$NIC_OPTIONS"
  [ -n "$CODE" ] && set -- "$@" -drive "if=pflash,format=raw,unit=0,readonly=on,file=$CODE" \\
    -drive "if=pflash,format=raw,unit=1,file=$D/vars.fd"
  nice -n 10 $WRAP qemu-system-x86_64 "$@" >> "$D/qemu.log" 2>&1 </dev/null
}
stop() {
  alive || return
  P=$(cat "$D/qemu.pid"); kill "$P"; I=0
  while kill -0 "$P" 2>/dev/null && [ $I -lt 50 ]; do sleep 0.1; I=$((I + 1)); done
  kill -9 "$P" 2>/dev/null; rm -f "$D/qemu.pid"
}
case $OP in
get) for name; do case $name in
    power) alive && echo power:1 || echo power:0;;
    boot) echo "boot:$(cat "$D/boot" 2>/dev/null || echo default)";;
    *) echo "$name:0";;
  esac; done;;
set) while [ $# -ge 2 ]; do
    log "set $1 $2"
    case $1 in
      power) if [ "$2" = 1 ]; then start; else stop; fi;;
      reset) stop; start;;
      shutdown) alive && timeout 2 sh -c "echo system_powerdown > '$D/monitor.in'";;
      boot) echo "$2" > "$D/boot";;
    esac; shift 2
  done;;
esac
exit 0
`;

/** @param path holds the number of a process that its machine started */
function killByPidFile(path: string): void {
  const pid = pidIn(path);
  if (isRunning(pid)) process.kill(pid, 'SIGKILL');
}

function pidIn(path: string): number {
  return Number.parseInt(readIfThere(path), 10) || 0;
}

function isRunning(pid: number): boolean {
  // A number may have been given to another process meanwhile.
  return pid > 0 && readIfThere(`/proc/${pid}/cmdline`).startsWith('qemu-system-x86_64');
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
