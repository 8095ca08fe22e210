import { describe, expect, it } from 'vitest';
import {
  bootModeIn,
  macsIn,
  portsFrom,
  propertiesFrom,
  whyUnusable,
  type AddPorts,
} from '../../src/domain/inventory.ts';

const BOOT = '52:54:00:aa:00:02';
const NIC = { name: 'eth0', mac_address: BOOT, ipv4_address: '192.0.2.1', ipv6_address: null };
const OTHER = { name: 'eth1', mac_address: '52-54-00-AA-00-03', ipv4_address: null, ipv6_address: '2001:db8::1' };
const IDLE = { name: 'eth2', mac_address: '52:54:00:aa:00:04', ipv4_address: null, ipv6_address: null };
const ALL = [NIC, OTHER, IDLE];
const GIB = 2 ** 30;

describe('portsFrom', () => {
  const boot = { pxe_interface: '01-52-54-00-aa-00-02' };

  it.each<[AddPorts, number]>([
    ['pxe', 1],
    ['active', 2],
    ['all', 3],
    ['disabled', 0],
  ])('%s makes %i ports of a boot interface, one with an address and an idle one', (add, count) => {
    const ports = portsFrom({ interfaces: ALL, boot }, add);
    expect(ports).toHaveLength(count);
    expect(ports.filter(({ pxeEnabled }) => pxeEnabled).map(({ address }) => address)).toEqual(count > 0 ? [BOOT] : []);
  });

  it('writes addresses lower case with colons, and reads the boot interface without its hardware type too', () => {
    expect(portsFrom({ interfaces: ALL, boot: { pxe_interface: '52:54:00:AA:00:03' } }, 'pxe')).toEqual([
      { address: '52:54:00:aa:00:03', pxeEnabled: true },
    ]);
  });

  it('takes those with an address for boot interfaces when nobody says which is one', () => {
    const ports = portsFrom({ interfaces: ALL }, 'pxe');
    expect(ports.map(({ pxeEnabled }) => pxeEnabled)).toEqual([true, true]);
  });

  it('makes one port of a MAC that is listed twice', () => {
    expect(portsFrom({ interfaces: [NIC, { ...NIC, name: 'eth0.100' }], boot }, 'all')).toHaveLength(1);
    expect(macsIn({ interfaces: [NIC, { ...NIC, name: 'eth0.100' }] })).toEqual([BOOT]);
  });
});

describe('propertiesFrom', () => {
  const inventory = {
    cpu: { count: 8, architecture: 'aarch64' },
    memory: { physical_mb: 4096 },
    disks: [{ size: 100 * GIB }, { size: 20 * GIB }, { size: 2 * GIB }],
  };

  it('takes the smallest disk that could be a root disk, less a GiB', () => {
    expect(propertiesFrom(inventory, {})).toEqual({ cpu_arch: 'aarch64', cpus: 8, memory_mb: 4096, local_gb: 19 });
  });

  it('takes the root disk where it is told', () => {
    expect(propertiesFrom(inventory, { root_disk: { size: 100 * GIB } })).toMatchObject({ local_gb: 99 });
  });

  it.each([
    ['nothing', {}],
    ['values of other kinds', { cpu: 'fast', memory: { physical_mb: 'much' }, disks: {} }],
    ['a disk that is too small', { disks: [{ size: GIB }] }],
  ])('leaves out what was not found: %s', (_what, odd) => {
    expect(propertiesFrom(odd, {})).toEqual({});
  });
});

it('reads the boot mode, where there is one', () => {
  expect(bootModeIn({ boot: { current_boot_mode: 'uefi' } })).toBe('uefi');
  expect(bootModeIn({ boot: null })).toBeNull();
});

describe('whyUnusable', () => {
  it.each([
    ['no interfaces', {}, 'no network interface'],
    ['interfaces that are no list', { interfaces: { eth0: NIC } }, 'no network interface'],
    ['an interface without MAC', { interfaces: [NIC, { name: 'ib0' }] }, 'interface 1'],
    ['a MAC that is none', { interfaces: [{ mac_address: 'nine' }] }, 'interface 0'],
  ])('says so of %s', (_what, inventory, reason) => {
    expect(whyUnusable(inventory)).toContain(reason);
  });

  it('is content with one interface', () => {
    expect(whyUnusable({ interfaces: [NIC] })).toBeNull();
  });
});
