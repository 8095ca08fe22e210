import { describe, expect, it } from 'vitest';
import { hardwareTypes } from '../../src/drivers/index.ts';
import {
  availableSteps,
  checkInterfaces,
  implementationOf,
  maskDriverInfo,
  resolveInterfaces,
  secretFields,
  stepsOf,
  validateDriverInfo,
  type HardwareType,
} from '../../src/drivers/hardware-type.ts';
import { DONE, type DriverStep } from '../../src/drivers/interfaces/common.ts';
import { createFakeHardware } from '../../src/drivers/fake/index.ts';
import { createIpmi } from '../../src/drivers/ipmi/index.ts';
import { manualManagement } from '../../src/drivers/noop/index.ts';
import { aCallContext, aDriverNode } from '../contract/builders.ts';
import { itKeepsTheHardwareTypeContract } from '../contract/hardware-type.ts';

const fake = createFakeHardware();
const ipmi = createIpmi();

describe('hardwareTypes', () => {
  it('lists every driver under its name', () => {
    expect([...hardwareTypes().keys()]).toEqual(['fake-hardware', 'ipmi', 'manual-management']);
  });
});

describe('manual-management', () => {
  itKeepsTheHardwareTypeContract(manualManagement, () => aDriverNode());
});

describe('manual-management power', () => {
  it('claims to know nothing about the machine', async () => {
    const power = manualManagement.interfaces.power[0];
    expect(power?.targets).toEqual([]);
    expect(await power?.get(aDriverNode({ powerState: 'ON' }), aCallContext())).toBeNull();
  });
});

describe('resolveInterfaces', () => {
  it('takes the first of each list unless told otherwise', () => {
    expect(resolveInterfaces(fake, { raid: 'no-raid' })).toMatchObject({
      power: 'fake',
      raid: 'no-raid',
      bios: 'fake',
    });
  });

  it('names the slot and what it could be, when it cannot be what was wanted', () => {
    expect(() => resolveInterfaces(ipmi, { management: 'redfish' })).toThrow(
      expect.objectContaining({
        problem: {
          code: 'UNSUPPORTED',
          what: 'the management interface "redfish"',
          driver: 'ipmi',
          supported: ['ipmitool', 'noop'],
          path: ['input', 'interfaces', 'management'],
        },
      }),
    );
  });
});

describe('implementationOf', () => {
  it('finds what fills the slot of a node', () => {
    const names = resolveInterfaces(fake, { network: 'noop' });
    expect(implementationOf(fake, names, 'network')).toBe(fake.interfaces.network[1]);
  });

  it('refuses a name that the type no longer has', () => {
    const names = { ...resolveInterfaces(ipmi, {}), power: 'gone' };
    expect(() => implementationOf(ipmi, names, 'power')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'UNSUPPORTED', supported: ['ipmitool'] }) }),
    );
  });
});

describe('stepsOf', () => {
  const aStep = (name: string, what: Partial<DriverStep>): DriverStep => ({
    name,
    flow: 'CLEAN',
    priority: 10,
    description: 'A step.',
    abortable: true,
    requiresRamdisk: false,
    repeat: 'idempotent',
    run: async () => DONE,
    ...what,
  });
  /** A type with these steps in these slots and no others. */
  function withSteps(
    steps: Partial<Record<'vendor' | 'power' | 'raid' | 'network', readonly DriverStep[]>>,
  ): HardwareType {
    const { vendor, power, raid, network } = manualManagement.interfaces;
    return {
      ...manualManagement,
      interfaces: {
        ...manualManagement.interfaces,
        vendor: vendor.map((one) => ({ ...one, steps: steps.vendor ?? [] })),
        power: power.map((one) => ({ ...one, steps: steps.power ?? [] })),
        raid: raid.map((one) => ({ ...one, steps: steps.raid ?? [] })),
        network: network.map((one) => ({ ...one, steps: steps.network ?? [] })),
      },
    };
  }
  const stepNames = (type: HardwareType, flow: DriverStep['flow']): readonly string[] =>
    stepsOf(type, resolveInterfaces(type, {}), flow).map((step) => `${step.interface}.${step.name}`);

  it('puts higher priorities first, and leaves out those of priority 0', () => {
    const type = withSteps({
      raid: [aStep('low', { priority: 5 }), aStep('off', { priority: 0 }), aStep('high', { priority: 90 })],
    });
    expect(stepNames(type, 'CLEAN')).toEqual(['raid.high', 'raid.low']);
  });

  it('puts the slot of higher rank first among equals', () => {
    const type = withSteps({ raid: [aStep('c', {})], power: [aStep('b', {})], vendor: [aStep('a', {})] });
    expect(stepNames(type, 'CLEAN')).toEqual(['vendor.a', 'power.b', 'raid.c']);
  });

  it('ranks slots otherwise when it verifies', () => {
    const verify = { flow: 'VERIFY' } as const;
    const type = withSteps({ raid: [aStep('b', verify)], power: [aStep('a', verify)], vendor: [aStep('c', verify)] });
    expect(stepNames(type, 'VERIFY')).toEqual(['power.a', 'raid.b', 'vendor.c']);
  });

  it('takes steps of the network slot for service, not for cleaning', () => {
    const type = withSteps({ network: [aStep('a', {}), aStep('a', { flow: 'SERVICE' })] });
    expect(stepNames(type, 'CLEAN')).toEqual([]);
    expect(stepNames(type, 'SERVICE')).toEqual(['network.a']);
  });

  it('gives fake hardware the usual steps', () => {
    expect(stepNames(fake, 'DEPLOY')).toEqual([
      'deploy.write_image',
      'deploy.prepare_instance_boot',
      'deploy.tear_down_agent',
    ]);
    expect(stepNames(fake, 'CLEAN')).toEqual(['deploy.erase_devices_metadata']);
    expect(stepNames(fake, 'VERIFY')).toEqual(['management.verify_bmc']);
  });

  it('offers steps of priority 0 on request', () => {
    const all = availableSteps(fake, resolveInterfaces(fake, {}), 'CLEAN').map((step) => step.name);
    expect(all).toEqual(expect.arrayContaining(['erase_devices', 'apply_configuration', 'delete_configuration']));
  });
});

describe('validateDriverInfo', () => {
  it('throws what the first slot finds wrong, and checkInterfaces tells of every slot', () => {
    const names = resolveInterfaces(ipmi, {});
    const node = aDriverNode({ driverInfo: {} });
    expect(() => validateDriverInfo(ipmi, names, node)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ code: 'DRIVER_INFO_INVALID', interface: 'power', field: 'ipmi_address' }),
      }),
    );
    const unhappy = checkInterfaces(ipmi, names, node).filter((verdict) => verdict.error !== null);
    expect(unhappy.map((verdict) => verdict.interface)).toEqual(['power', 'management']);
  });
});

describe('maskDriverInfo', () => {
  it('knows the secret fields of a type', () => {
    expect([...secretFields(ipmi)].sort()).toEqual(['ipmi_hex_kg_key', 'ipmi_password']);
  });

  it('masks declared secrets and whatever sounds like one, at any depth, and nothing else', () => {
    const driverInfo = {
      ipmi_address: 'bmc.invalid',
      ipmi_password: 'hidden-1',
      ipmi_pasword_typo: 'shown: nobody can guess',
      old_password: 'hidden-2',
      apiToken: 'hidden-3',
      client_secret: ['hidden-4'],
      ssh: { private_key: 'hidden-5', user: 'root' },
      list: [{ pass: 'hidden-6' }],
      keyboard: 'us',
      ipmi_hex_kg_key: null,
    };
    const masked = maskDriverInfo(ipmi, driverInfo);
    expect(JSON.stringify(masked)).not.toContain('hidden');
    expect(masked).toMatchObject({ ipmi_address: 'bmc.invalid', keyboard: 'us', ssh: { user: 'root' } });
    expect(masked['ipmi_hex_kg_key']).toBeNull();
  });
});
