import { RESERVED_STEPS, STEP_SLOTS, type StepArgumentRule } from '../../domain/steps.ts';
import { availableSteps } from '../../drivers/hardware-type.ts';
import type { StepFlow } from '../../drivers/interfaces/common.ts';
import type { ServiceContext } from '../context.ts';
import type { NodeRow } from './nodes.ts';

/** A step that may stand in a list, as users see it. */
export interface AvailableStep {
  /** Null for the service's own. */
  readonly interface: string | null;
  readonly step: string;
  readonly description: string;
  readonly priority: number;
  readonly isAbortable: boolean;
  readonly requiresRamdisk: boolean;
  readonly arguments: readonly { readonly name: string; readonly description: string; readonly isRequired: boolean }[];
}

/** What may be asked for on a node, in the order in which the flow would run it; nothing of a driver that is not there. */
export function findAvailableSteps(
  { hardwareTypes }: ServiceContext,
  node: Pick<NodeRow, 'driver' | 'interfaces'>,
  flow: StepFlow,
): readonly AvailableStep[] {
  const type = hardwareTypes.get(node.driver);
  if (type === undefined) return [];
  const slots: ReadonlySet<string> = new Set(STEP_SLOTS);
  const ofDriver = availableSteps(type, node.interfaces, flow).filter((step) => slots.has(step.interface));
  return [
    ...ofDriver.map((step) => ({
      interface: step.interface,
      step: step.name,
      description: step.description,
      priority: step.priority,
      isAbortable: step.abortable,
      requiresRamdisk: step.requiresRamdisk,
      arguments: argumentsOf(step.args ?? {}),
    })),
    ...Object.entries(RESERVED_STEPS).map(([step, args]) => ({
      interface: null,
      step,
      description: 'A step of the service itself.',
      priority: 0,
      isAbortable: true,
      requiresRamdisk: false,
      arguments: argumentsOf(args),
    })),
  ];
}

const argumentsOf = (rules: Readonly<Record<string, StepArgumentRule>>): AvailableStep['arguments'] =>
  Object.entries(rules).map(([name, { description, required }]) => ({ name, description, isRequired: required }));
