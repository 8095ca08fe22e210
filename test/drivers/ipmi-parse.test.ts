import { describe, expect, it } from 'vitest';
import { DEFAULT_IPMITOOL_OPTIONS, ipmitoolArgs } from '../../src/drivers/ipmi/ipmitool.ts';
import { bootDeviceWords } from '../../src/drivers/ipmi/management.ts';
import { parseBootParameters, parsePowerStatus, parseSensors, parseVendor } from '../../src/drivers/ipmi/parse.ts';
import { parseIpmiSettings } from '../../src/drivers/ipmi/settings.ts';
import { aDriverNode } from '../contract/builders.ts';

const ADDRESS = { ipmi_address: 'bmc.invalid' };
const settingsFrom = (driverInfo: Record<string, unknown>) =>
  parseIpmiSettings('power', aDriverNode({ driverInfo: { ...ADDRESS, ...driverInfo } }));

describe('parsePowerStatus', () => {
  it.each([
    ['Chassis Power is on\n', 'ON'],
    ['Chassis Power is off\n', 'OFF'],
    ['Chassis Power is onerous\n', null],
    ['\n', null],
    ['', null],
  ])('reads %j as %s', (stdout, expected) => expect(parsePowerStatus(stdout)).toBe(expected));
});

describe('parseBootParameters', () => {
  const answer = (selector: string, lifetime: string): string => `Boot parameter version: 1
Boot parameter 5 is valid/unlocked
 Boot Flags :
   - Options apply to ${lifetime}
   - BIOS EFI boot
   - Boot Device Selector : ${selector}
   - BIOS verbosity : System Default
`;
  it.each([
    ['Force PXE', 'PXE'],
    ['Force Boot from default Hard-Drive', 'DISK'],
    ['Force Boot from default Hard-Drive, request Safe-Mode', 'SAFE'],
    ['Force Boot into BIOS Setup', 'BIOS'],
    ['Force Boot from CD/DVD', 'CDROM'],
  ])('reads "%s" as %s', (selector, device) => {
    expect(parseBootParameters(answer(selector, 'only next boot'))).toEqual({ device, persistent: false });
    expect(parseBootParameters(answer(selector, 'all future boots'))).toEqual({ device, persistent: true });
  });

  it.each(['No override', 'Force Boot from Floppy/primary removable media'])('has no word for "%s"', (selector) => {
    expect(parseBootParameters(answer(selector, 'only next boot'))).toBeNull();
  });

  it('does not invent a device', () => expect(parseBootParameters('Unknown command\n')).toBeNull());
});

describe('parseVendor', () => {
  it.each([
    [
      'Device ID : 0\nManufacturer ID           : 674\nManufacturer Name         : DELL Inc\nProduct ID : 256\n',
      'dell inc',
    ],
    ['Manufacturer Name         : Unknown (0xC1A2)\n', null],
    ['Manufacturer Name         : \nProduct ID : 1', null],
    ['', null],
  ])('reads %j as %s', (stdout, expected) => expect(parseVendor(stdout)).toBe(expected));
});

describe('parseSensors', () => {
  const stdout = `Sensor ID              : CPU Temp (0x1)
 Entity ID             : 3.1 (Processor)
 Sensor Type (Threshold)  : Temperature (0x01)
 Sensor Reading        : 42 (+/- 0.5) degrees C
 Status                : ok
 Upper critical        : 90.000

Sensor ID              : VBAT (0x2)
 Sensor Type (Threshold)  : Voltage (0x02)
 Sensor Reading        : -1.23 Volts
 Status                : ok

Sensor ID              : Intrusion (0x3)
 Sensor Type (Discrete): Physical Security (0x05)
 Sensor Reading        : 0h

Sensor ID              : FAN 9 (0x4)
 Sensor Type (Threshold)  : Fan (0x04)
 Sensor Reading        : No Reading
 Status                : ns

Device ID              : BMC
Entity ID              : 7.1 (System Board)
`;
  it('reads numbers with their units, and discrete sensors without', () => {
    const read = parseSensors(stdout).map(({ id, category, value, unit, status }) => [
      id,
      category,
      value,
      unit,
      status,
    ]);
    expect(read).toEqual([
      ['CPU Temp (0x1)', 'Temperature', 42, 'degrees C', 'ok'],
      ['VBAT (0x2)', 'Voltage', -1.23, 'Volts', 'ok'],
      ['Intrusion (0x3)', 'Physical Security', null, null, null],
      ['FAN 9 (0x4)', 'Fan', null, null, 'ns'],
    ]);
  });

  it('keeps what else the BMC says', () => {
    expect(parseSensors(stdout)[0]?.details).toMatchObject({
      'Upper critical': '90.000',
      'Entity ID': '3.1 (Processor)',
    });
  });

  it('skips blocks that are no sensors', () => {
    expect(parseSensors('\n\n')).toEqual([]);
    expect(parseSensors('Device ID : BMC\n')).toEqual([]);
  });
});

describe('parseIpmiSettings', () => {
  it.each([
    ['ipmi_address', null],
    ['ipmi_address', '-I open'],
    ['ipmi_address', 'two words'],
    ['ipmi_port', 0],
    ['ipmi_port', 65_536],
    ['ipmi_port', '62x'],
    ['ipmi_username', ['admin']],
    ['ipmi_password', 'two\nlines'],
    ['ipmi_priv_level', 'KING'],
    ['ipmi_hex_kg_key', 'abc'],
    ['ipmi_hex_kg_key', 'xyzz'],
    ['ipmi_hex_kg_key', '61'.repeat(21)],
    ['ipmi_hex_kg_key', '0061'],
    ['ipmi_hex_kg_key', 'ff61'],
    ['ipmi_protocol_version', '3.0'],
    ['ipmi_cipher_suite', 'seventeen'],
    ['ipmi_bridging', 'triple'],
    ['ipmi_disable_boot_timeout', 'perhaps'],
  ])('refuses %s: %j', (field, value) => {
    expect(() => settingsFrom({ [field]: value })).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ code: 'DRIVER_INFO_INVALID', interface: 'power', field }),
      }),
    );
  });

  it.each([
    [{ ipmi_protocol_version: '1.5', ipmi_cipher_suite: 3 }, 'ipmi_cipher_suite'],
    [{ ipmi_bridging: 'single', ipmi_target_channel: 0 }, 'ipmi_target_address'],
    [{ ipmi_bridging: 'single', ipmi_target_channel: 0, ipmi_target_address: '0x100' }, 'ipmi_target_address'],
    [{ ipmi_bridging: 'single', ipmi_target_channel: 256, ipmi_target_address: 0 }, 'ipmi_target_channel'],
    [{ ipmi_bridging: 'dual', ipmi_target_channel: 0, ipmi_target_address: 0 }, 'ipmi_transit_channel'],
  ])('refuses %j because of %s', (driverInfo, field) => {
    expect(() => settingsFrom(driverInfo)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ field }) }),
    );
  });

  it('repeats no value in what it throws', () => {
    const refuse = () => settingsFrom({ ipmi_hex_kg_key: 'hidden-key' });
    expect(refuse).toThrow(/ipmi_hex_kg_key/);
    expect(refuse).not.toThrow(/hidden/);
  });
});

describe('ipmitoolArgs', () => {
  const argsFor = (driverInfo: Record<string, unknown>) =>
    ipmitoolArgs(DEFAULT_IPMITOOL_OPTIONS, settingsFrom(driverInfo), '/secret-file', ['power', 'status']).join(' ');

  it('asks as administrator over IPMI 2.0 unless told otherwise', () => {
    expect(argsFor({})).toBe(
      '-I lanplus -H bmc.invalid -L ADMINISTRATOR -p 623 -R 3 -N 1 -f /secret-file power status',
    );
  });

  it('says everything it was told, in the order of the reference', () => {
    const everything = {
      ipmi_port: 1623,
      ipmi_username: 'admin',
      ipmi_password: 'hidden',
      ipmi_priv_level: 'operator',
      ipmi_hex_kg_key: '6b6579',
      ipmi_cipher_suite: '17',
      ipmi_bridging: 'dual',
      ipmi_local_address: '0x20',
      ipmi_transit_channel: 6,
      ipmi_transit_address: '0x82',
      ipmi_target_channel: 7,
      ipmi_target_address: '0x72',
    };
    expect(argsFor(everything)).toBe(
      '-I lanplus -H bmc.invalid -L OPERATOR -p 1623 -U admin -K -C 17 -m 0x20 -B 6 -T 0x82 -b 7 -t 0x72 ' +
        '-R 3 -N 1 -f /secret-file power status',
    );
  });

  it('leaves out what only dual bridging needs', () => {
    const single = {
      ipmi_bridging: 'single',
      ipmi_target_channel: 7,
      ipmi_target_address: '0x72',
      ipmi_transit_channel: 6,
    };
    expect(argsFor(single)).toContain(' -b 7 -t 0x72 -R');
    expect(argsFor(single)).not.toContain('-B');
  });

  it('speaks 1.5 by the older interface', () => {
    expect(argsFor({ ipmi_protocol_version: 1.5 })).toMatch(/^-I lan -H/);
  });
});

describe('bootDeviceWords', () => {
  const pxeOnce = { device: 'PXE', persistent: false } as const;
  const diskForGood = { device: 'DISK', persistent: true } as const;
  const bios = aDriverNode({ properties: { capabilities: 'cpu:many,boot_mode:bios' } });

  it.each([
    ['UEFI by default', aDriverNode(), pxeOnce, 'raw 0x00 0x08 0x05 0xa0 0x04 0x00 0x00 0x00'],
    ['UEFI, for good', aDriverNode(), diskForGood, 'raw 0x00 0x08 0x05 0xe0 0x08 0x00 0x00 0x00'],
    [
      'UEFI on Supermicro',
      aDriverNode({ properties: { vendor: 'Supermicro' } }),
      diskForGood,
      'raw 0x00 0x08 0x05 0xe0 0x24 0x00 0x00 0x00',
    ],
    ['BIOS', bios, pxeOnce, 'chassis bootdev pxe'],
    ['BIOS, for good', bios, diskForGood, 'chassis bootdev disk options=persistent'],
    [
      "UEFI because the instance's wish comes first",
      { ...bios, instanceInfo: { capabilities: { boot_mode: 'uefi' } } },
      pxeOnce,
      'raw 0x00 0x08 0x05 0xa0 0x04 0x00 0x00 0x00',
    ],
  ])('are right for %s', (_title, node, setting, expected) => {
    expect(bootDeviceWords(node, setting)?.join(' ')).toBe(expected);
  });

  it('do not exist for a device that IPMI cannot name', () => {
    expect(bootDeviceWords(aDriverNode(), { device: 'UEFIHTTP', persistent: false })).toBeNull();
  });
});
