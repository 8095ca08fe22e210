import { describeProblem } from '../../domain/problems.ts';
import { checkInterfaces } from '../../drivers/hardware-type.ts';
import type { ServiceContext } from '../context.ts';
import type { NodeRow } from './nodes.ts';

/** What one slot makes of a node's settings. */
export interface InterfaceValidation {
  readonly interface: string;
  readonly implementation: string;
  readonly isValid: boolean;
  readonly reason: string | null;
  readonly remedy: string | null;
}

type Row = Pick<
  NodeRow,
  'id' | 'name' | 'driver' | 'interfaces' | 'driverInfo' | 'properties' | 'instanceInfo' | 'powerState'
>;

/** Would each slot work with the node's settings, as far as one can tell without asking the machine? */
export function validateNode({ hardwareTypes }: ServiceContext, row: Row): readonly InterfaceValidation[] {
  const type = hardwareTypes.get(row.driver);
  if (type === undefined) return [];
  // Which ports the node has no slot looks at: their settings are checked when they are written.
  const node = { ...row, ports: [], portGroups: [] };
  return checkInterfaces(type, row.interfaces, node).map(({ error, ...slot }) => {
    const text = error === null ? null : describeProblem(error.problem);
    return { ...slot, isValid: error === null, reason: text?.message ?? null, remedy: text?.remedy ?? null };
  });
}
