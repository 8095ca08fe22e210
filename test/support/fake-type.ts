import type { InterfaceKind } from '../../src/domain/interfaces.ts';
import type { HardwareType, ImplementationOf } from '../../src/drivers/hardware-type.ts';

type Changes = { readonly [K in InterfaceKind]?: (simulated: ImplementationOf<K>) => ImplementationOf<K> };

/** The hardware type with other implementations in some slots, under the names of the ones they are made from. */
export function fakeTypeOf(fake: HardwareType, changes: Changes): HardwareType {
  const changed = Object.entries(changes).map(([kind, change]) => {
    // A slot's change takes and makes what fills that slot: the type of `Changes` sees to it.
    const [first, ...rest] = fake.interfaces[kind as InterfaceKind] as readonly never[];
    return [kind, first === undefined ? [] : [(change as (simulated: never) => unknown)(first), ...rest]];
  });
  return { ...fake, interfaces: { ...fake.interfaces, ...Object.fromEntries(changed) } };
}
