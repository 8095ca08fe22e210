import { INTERFACE_KINDS, type InterfaceKind } from '../domain/interfaces.ts';
import { ProblemError, type Problem } from '../domain/problems.ts';
import { implementationOf, type HardwareType, type ImplementationOf } from '../drivers/hardware-type.ts';
import type { NodeEntity } from '../entities/node.ts';
import type { ServiceContext } from './context.ts';

/** @throws {ProblemError} UNKNOWN_DRIVER */
export function hardwareTypeOf({ hardwareTypes }: ServiceContext, driver: string): HardwareType {
  const found = hardwareTypes.get(driver);
  if (found === undefined) throw new ProblemError({ code: 'UNKNOWN_DRIVER', driver, known: [...hardwareTypes.keys()] });
  return found;
}

/** What fills a slot of a node. @throws {ProblemError} UNKNOWN_DRIVER, UNSUPPORTED */
export const slotOf = <K extends InterfaceKind>(
  ctx: ServiceContext,
  { driver, interfaces }: Pick<NodeEntity, 'driver' | 'interfaces'>,
  kind: K,
): ImplementationOf<K> => implementationOf(hardwareTypeOf(ctx, driver), interfaces, kind);

/** What a node's driver cannot do, as a problem of the input's field if there is one to blame. */
export function unsupported(
  { driver }: Pick<NodeEntity, 'driver'>,
  what: string,
  supported: readonly string[] = [],
  field?: string,
): Problem {
  return { code: 'UNSUPPORTED', what, driver, supported, ...(field === undefined ? {} : { path: ['input', field] }) };
}

/** Why what fills the slot has nothing to do the slot's work with; null when it has. */
export function whyUnable(
  ctx: ServiceContext,
  node: Pick<NodeEntity, 'driver' | 'interfaces'>,
  slot: 'inspect' | 'rescue',
): Problem | null {
  const implementation = slotOf(ctx, node, slot);
  // What cannot be done is an absent method; the slot's main one has its name.
  if (slot in implementation) return null;
  const others = hardwareTypeOf(ctx, node.driver).interfaces[slot].filter((other) => slot in other);
  return unsupported(
    node,
    `${slot} with the ${slot} interface ${implementation.name}`,
    others.map(({ name }) => name),
  );
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
