import { INTERFACE_KINDS } from '../../domain/interfaces.ts';
import { driverInfoFields, type HardwareType } from '../../drivers/hardware-type.ts';
import type { VendorMethod } from '../../drivers/interfaces/vendor.ts';
import type { ServiceContext } from '../context.ts';

/** A hardware type as users see it. */
export interface DriverView {
  readonly name: string;
  readonly description: string;
  readonly interfaces: readonly { readonly kind: string; readonly implementations: readonly string[] }[];
  /** Of everything that may fill its vendor slot. */
  readonly vendorMethods: readonly VendorMethod[];
  readonly driverInfoFields: readonly {
    readonly name: string;
    readonly description: string;
    readonly isSecret: boolean;
    readonly isRequired: boolean;
    readonly defaultValue: string | null;
  }[];
}

export const findDrivers = ({ hardwareTypes }: ServiceContext): readonly DriverView[] =>
  [...hardwareTypes.values()].map(view);

export function findDriver({ hardwareTypes }: ServiceContext, name: string): DriverView | null {
  const type = hardwareTypes.get(name);
  return type === undefined ? null : view(type);
}

function view(type: HardwareType): DriverView {
  return {
    name: type.name,
    description: type.description,
    interfaces: INTERFACE_KINDS.map((kind) => ({
      kind,
      implementations: type.interfaces[kind].map(({ name }) => name),
    })),
    vendorMethods: type.interfaces.vendor.flatMap(({ methods }) => methods),
    driverInfoFields: Object.entries(driverInfoFields(type)).map(([name, field]) => ({
      name,
      description: field.description,
      isSecret: field.secret ?? false,
      isRequired: field.required ?? false,
      defaultValue: field.default === undefined ? null : String(field.default),
    })),
  };
}
