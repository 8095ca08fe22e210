import { INTERFACE_KINDS, type InterfaceKind } from '../domain/interfaces.ts';
import { ProblemError } from '../domain/problems.ts';
import type { HardwareType } from '../drivers/hardware-type.ts';
import type { ServiceContext } from './context.ts';

/** @throws {ProblemError} UNKNOWN_DRIVER */
export function hardwareTypeOf({ hardwareTypes }: ServiceContext, driver: string): HardwareType {
  const found = hardwareTypes.get(driver);
  if (found === undefined) throw new ProblemError({ code: 'UNKNOWN_DRIVER', driver, known: [...hardwareTypes.keys()] });
  return found;
}

export type WantedInterfaces = Readonly<Partial<Record<InterfaceKind, string | null | undefined>>>;

/** The slots that were named; absent and null mean: the default. */
export function namedInterfaces(wanted: WantedInterfaces | null | undefined): Partial<Record<InterfaceKind, string>> {
  const named: Partial<Record<InterfaceKind, string>> = {};
  for (const kind of INTERFACE_KINDS) {
    const name = wanted?.[kind];
    if (typeof name === 'string') named[kind] = name;
  }
  return named;
}
