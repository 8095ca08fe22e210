/**
 * The hardware this house knows. `app.ts` asks once; everybody else gets the map. A driver that is not listed here
 * does not exist, and no other file names a driver's folder.
 */
import type { Egress } from '../domain/egress.ts';
import { createFakeHardware, type FakeHardwareOptions } from './fake/index.ts';
import type { HardwareType } from './hardware-type.ts';
import { createIpmi, type IpmiOptions } from './ipmi/index.ts';
import { createNeutronNetworks, type NeutronOptions } from './neutron/index.ts';
import { manualManagement } from './noop/index.ts';

export interface DriverOptions {
  readonly fake?: FakeHardwareOptions;
  readonly ipmi?: IpmiOptions;
  readonly neutron?: Partial<NeutronOptions>;
  /** The way to what users name: images, checksums, config drives. */
  readonly egress?: Egress;
}

/** Name → hardware type, for every driver. */
export function hardwareTypes(options: DriverOptions = {}): ReadonlyMap<string, HardwareType> {
  const networks = createNeutronNetworks(options.neutron);
  const all = [
    createFakeHardware({ ...options.fake, networks }),
    createIpmi({ ...options.ipmi, networks }),
    manualManagement,
  ];
  return new Map(all.map((type) => [type.name, type]));
}
