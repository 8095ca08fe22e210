/**
 * A network for machines to boot from: a bridge in a name space of its own, with dnsmasq for DHCP and TFTP. DHCP cannot
 * leak out of it. For root on Linux.
 *
 *     198.18.N.1, where the service listens for machines ── veth ── bridge ── tap ── machine (198.18.N.100 and up)
 *                                                                      └── dnsmasq
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from './wait.ts';

export interface ProvisioningNetwork {
  readonly namespace: string;
  /** For one machine. */
  readonly tap: string;
  /** The host's own address in it: for the service to listen on. */
  readonly hostAddress: string;
  /** What dnsmasq said. */
  log(): string;
  stop(): Promise<void>;
}

const PREFIX = 'ironql-';
/** iPXE for the network stack of UEFI firmware (package ipxe). */
const BOOT_LOADER = '/usr/lib/ipxe/snponly.efi';

/** Why there can be none here; null when there can. */
export function whyNoProvisioningNetwork(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'NOT RUN: it takes root on Linux';
  const name = `${PREFIX}try-${process.pid}`;
  try {
    ip('netns', 'add', name);
    ip('-n', name, 'link', 'add', 'try0', 'type', 'bridge');
    ip('-n', name, 'tuntap', 'add', 'dev', 'try1', 'mode', 'tap');
    return null;
  } catch (error) {
    return `NOT RUN: network name spaces are not permitted here (${error instanceof Error ? error.message : ''})`;
  } finally {
    spawnSync('ip', ['netns', 'del', name]);
  }
}

export async function startProvisioningNetwork(machinesPort: number): Promise<ProvisioningNetwork> {
  removeAbandoned();
  const number = process.pid % 250; // two runs at once get two networks, most of the time
  const subnet = `198.18.${number}`; // 198.18.0.0/15 is for tests of networks (RFC 2544)
  const namespace = `${PREFIX}${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), 'ironql-network-'));
  const [outside, tap] = [`iq${process.pid % 100_000}`, 'tap1'];
  const remove = (): void => {
    spawnSync('ip', ['netns', 'del', namespace]); // what is in it goes with it, and the other end of the pair too
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  let dnsmasq: ChildProcess | null = null;
  try {
    ip('netns', 'add', namespace);
    const inside = (...words: readonly string[]): void => ip('-n', namespace, ...words);
    inside('link', 'set', 'lo', 'up');
    inside('link', 'add', 'br0', 'type', 'bridge');
    inside('link', 'set', 'br0', 'up');
    ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', 'in0', 'netns', namespace);
    inside('link', 'set', 'in0', 'master', 'br0', 'up');
    ip('addr', 'add', `${subnet}.1/24`, 'dev', outside);
    ip('link', 'set', outside, 'up');
    inside('addr', 'add', `${subnet}.2/24`, 'dev', 'br0');
    inside('tuntap', 'add', 'dev', tap, 'mode', 'tap');
    inside('link', 'set', tap, 'master', 'br0', 'up');
    dnsmasq = await startDnsmasq(folder, namespace, subnet, `http://${subnet}.1:${machinesPort}`);
    const server = dnsmasq;
    return {
      namespace,
      tap,
      hostAddress: `${subnet}.1`,
      log: () => readFileSync(join(folder, 'log'), 'utf8'),
      async stop() {
        process.off('exit', remove);
        await end(server);
        remove();
      },
    };
  } catch (error) {
    if (dnsmasq !== null) await end(dnsmasq);
    remove();
    throw error;
  }
}

/**
 * Firmware without iPXE gets it by TFTP; iPXE, which says so with option 175, gets the service's script.
 */
async function startDnsmasq(
  folder: string,
  namespace: string,
  subnet: string,
  publicUrl: string,
): Promise<ChildProcess> {
  const tftp = join(folder, 'tftp');
  mkdirSync(tftp);
  copyFileSync(BOOT_LOADER, join(tftp, 'snponly.efi'));
  const config = `port=0
interface=br0
bind-interfaces
except-interface=lo
dhcp-range=${subnet}.100,${subnet}.150,255.255.255.0,10m
dhcp-option=option:router,${subnet}.1
dhcp-leasefile=${folder}/leases
log-dhcp
log-facility=${folder}/log
enable-tftp
tftp-root=${tftp}
tftp-no-fail
user=root
dhcp-match=set:ipxe,175
dhcp-match=set:efi,option:client-arch,7
dhcp-match=set:efi,option:client-arch,9
dhcp-boot=tag:!ipxe,tag:efi,snponly.efi
dhcp-boot=tag:ipxe,${publicUrl}/boot.ipxe
`;
  writeFileSync(join(folder, 'dnsmasq.conf'), config);
  const args = ['netns', 'exec', namespace, 'dnsmasq', '-k', '-C', join(folder, 'dnsmasq.conf')];
  const child = spawn('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  process.once('exit', () => child.kill('SIGKILL'));
  await waitFor(() => {
    if (child.exitCode !== null) throw new Error(`dnsmasq ended: ${said}`);
    return readdirSync(folder).includes('log') && readFileSync(join(folder, 'log'), 'utf8').includes('started');
  }, 'dnsmasq to start');
  return child;
}

/** Of a run that was killed. */
function removeAbandoned(): void {
  const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' });
  for (const [, name = '', pid] of stdout.matchAll(new RegExp(`^(${PREFIX}(\\d+))\\b`, 'gm')))
    if (!isProcess(Number(pid))) spawnSync('ip', ['netns', 'del', name]);
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function ip(...words: readonly string[]): void {
  const { status, stderr, error } = spawnSync('ip', words, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr.trim()}`);
}
