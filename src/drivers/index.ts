/**
 * The hardware this house knows. `app.ts` asks once; everybody else gets the map. A driver that is not listed here
 * does not exist, and no other file names a driver's folder.
 */
import type { Egress } from '../domain/egress.ts';
import { createAgentInterfaces, type AgentOptions } from './agent/index.ts';
import { createFakeHardware, type FakeHardwareOptions } from './fake/index.ts';
import { maskDriverInfoOfAny, type HardwareType } from './hardware-type.ts';
import { createIpmi, type IpmiOptions } from './ipmi/index.ts';
import { createNetbootInterfaces, type NetbootOptions } from './netboot/index.ts';
import { createNeutronNetworks, type NeutronOptions } from './neutron/index.ts';
import { manualManagement } from './noop/index.ts';

export interface DriverOptions {
  readonly fake?: FakeHardwareOptions;
  readonly ipmi?: IpmiOptions;
  readonly neutron?: Partial<NeutronOptions>;
  /** The way to what users name: images, checksums, config drives. */
  readonly egress?: Egress;
  readonly netboot?: Partial<NetbootOptions>;
  readonly agent?: Partial<Omit<AgentOptions, 'egress' | 'mask'>>;
}

export { createLogFolder } from './agent/log-folder.ts';

/** Name → hardware type, for every driver. */
export function hardwareTypes(options: DriverOptions = {}): ReadonlyMap<string, HardwareType> {
  const networks = createNeutronNetworks(options.neutron);
  const boots = createNetbootInterfaces(options.netboot);
  const agent = createAgentInterfaces({
    ...options.agent,
    egress: options.egress ?? null,
    mask: (driverInfo) => maskDriverInfoOfAny(all, driverInfo),
  });
  const all: readonly HardwareType[] = [
    createFakeHardware({ ...options.fake, networks, boots, agent }),
    createIpmi({ ...options.ipmi, networks, boots, agent }),
    manualManagement,
  ];
  return new Map(all.map((type) => [type.name, type]));
}
