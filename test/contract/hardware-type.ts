import { describe, expect, it } from 'vitest';
import { INTERFACE_KINDS } from '../../src/domain/interfaces.ts';
import { resolveInterfaces, type HardwareType } from '../../src/drivers/hardware-type.ts';
import { itKeepsTheBootContract } from './boot.ts';
import type { NodeBuilder } from './common.ts';
import { itKeepsTheDeployContract } from './deploy.ts';
import { itKeepsTheManagementContract, type ManagementExpectations } from './management.ts';
import { itKeepsTheNetworkContract } from './network.ts';
import {
  itKeepsTheBiosContract,
  itKeepsTheConsoleContract,
  itKeepsTheFirmwareContract,
  itKeepsTheInspectContract,
  itKeepsTheRaidContract,
  itKeepsTheRescueContract,
  itKeepsTheStorageContract,
  itKeepsTheVendorContract,
} from './optional.ts';
import { itKeepsThePowerContract } from './power.ts';

/** Everything at once: each implementation in each slot of a hardware type, and the type as a whole. */
export function itKeepsTheHardwareTypeContract(
  type: HardwareType,
  aNode: NodeBuilder,
  expectations: { readonly management?: ManagementExpectations } = {},
): void {
  it('has a default for every slot', () => {
    const names = resolveInterfaces(type, {});
    for (const kind of INTERFACE_KINDS) expect(names[kind]).toBe(type.interfaces[kind][0]?.name);
  });

  it('offers no name twice in a slot', () => {
    for (const kind of INTERFACE_KINDS) {
      const names = type.interfaces[kind].map((implementation) => implementation.name);
      expect(new Set(names).size, kind).toBe(names.length);
    }
  });

  eachOf(type.interfaces.power, (one) => itKeepsThePowerContract(one, aNode), 'power');
  eachOf(
    type.interfaces.management,
    (one) => itKeepsTheManagementContract(one, aNode, expectations.management),
    'management',
  );
  eachOf(type.interfaces.boot, (one) => itKeepsTheBootContract(one, aNode), 'boot');
  eachOf(type.interfaces.deploy, (one) => itKeepsTheDeployContract(one, aNode), 'deploy');
  eachOf(type.interfaces.network, (one) => itKeepsTheNetworkContract(one, aNode), 'network');
  eachOf(type.interfaces.inspect, (one) => itKeepsTheInspectContract(one, aNode), 'inspect');
  eachOf(type.interfaces.bios, (one) => itKeepsTheBiosContract(one, aNode), 'bios');
  eachOf(type.interfaces.raid, (one) => itKeepsTheRaidContract(one, aNode), 'raid');
  eachOf(type.interfaces.console, (one) => itKeepsTheConsoleContract(one, aNode), 'console');
  eachOf(type.interfaces.rescue, (one) => itKeepsTheRescueContract(one, aNode), 'rescue');
  eachOf(type.interfaces.storage, (one) => itKeepsTheStorageContract(one, aNode), 'storage');
  eachOf(type.interfaces.vendor, (one) => itKeepsTheVendorContract(one, aNode), 'vendor');
  eachOf(type.interfaces.firmware, (one) => itKeepsTheFirmwareContract(one, aNode), 'firmware');
}

function eachOf<T extends { readonly name: string }>(
  implementations: readonly T[],
  suite: (implementation: T) => void,
  slot: string,
): void {
  for (const implementation of implementations) {
    describe(`${slot}: ${implementation.name}`, () => {
      suite(implementation);
    });
  }
}
