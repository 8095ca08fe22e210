import { ProblemError } from '../../domain/problems.ts';
import type { Vif } from '../../drivers/interfaces/network.ts';
import type { StepContext } from '../job-type.ts';

/** What the service writes into the jobs that attach and detach; nothing else makes such jobs. */
export interface VifJobInput {
  readonly vifAttachmentId: string;
  readonly vifId: string;
  readonly portId: string;
}

export const VIF_TIMEOUT_MS = 120_000;

// The service wrote it as VifJobInput.
export const vifInput = (input: unknown): VifJobInput => input as VifJobInput;

export function vifOf({ node, input }: StepContext): Vif {
  const { vifId, portId } = vifInput(input);
  return { vifId, port: node.ports.find(({ id }) => id === portId) ?? null };
}

export function requirePort(vif: Vif, nodeId: string): void {
  if (vif.port === null) throw new ProblemError({ code: 'NO_FREE_PORT', nodeId, reason: 'its port is gone' });
}
