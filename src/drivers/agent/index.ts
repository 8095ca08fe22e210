/**
 * What fills slots by way of an agent in a ramdisk, for any hardware type: the ironic-python-agent, or whatever speaks as
 * it does. Nothing is asked before it is used.
 */
import type { Egress } from '../../domain/egress.ts';
import type { RamdiskSlots } from '../interfaces/ramdisk-slots.ts';
import { createAgentClient, DEFAULT_CLIENT_OPTIONS, type AgentClientOptions } from './client.ts';
import { createAutodetectDeploy, createCustomAgentDeploy, createDirectDeploy, createRamdiskDeploy } from './deploy.ts';
import type { ImageRules } from './image.ts';
import { agentInspect } from './inspect.ts';
import { createLogCollector, type DeployLogs, type KeepLog } from './logs.ts';
import type { MaskDriverInfo } from './node-params.ts';
import { createAgentRaid } from './raid.ts';
import { createAgentRescue } from './rescue.ts';
import type { ImageParts } from './write-image.ts';

export interface AgentOptions extends AgentClientOptions, ImageRules {
  readonly egress: Egress | null;
  /** How long an agent may be silent while it works, in milliseconds. */
  readonly silentMs: ImageParts['silentMs'];
  readonly deployLogs: DeployLogs;
  /** Null: logs are kept nowhere. */
  readonly keepLog: KeepLog | null;
  readonly mask: MaskDriverInfo;
}

const SILENT_MS = 30 * 60_000; // the reference's callback timeouts

export const DEFAULT_AGENT_OPTIONS: AgentOptions = {
  ...DEFAULT_CLIENT_OPTIONS,
  allowMd5: false,
  downloadSource: 'http',
  egress: null,
  silentMs: { CLEAN: SILENT_MS, DEPLOY: SILENT_MS, SERVICE: SILENT_MS },
  deployLogs: 'on_failure',
  keepLog: null,
  mask: () => ({}),
};

export function createAgentInterfaces(given: Partial<AgentOptions> = {}): RamdiskSlots {
  const options = { ...DEFAULT_AGENT_OPTIONS, ...given };
  const client = createAgentClient(options);
  const logs = createLogCollector(client, options.deployLogs, options.keepLog);
  const parts: ImageParts = { ...options, images: options, client, logs };
  return {
    // The reference's order of preference.
    deploy: [
      createAutodetectDeploy(parts),
      createDirectDeploy(parts),
      createRamdiskDeploy(parts),
      createCustomAgentDeploy(parts),
    ],
    inspect: [agentInspect],
    rescue: [createAgentRescue(parts)],
    raid: [createAgentRaid(parts)],
  };
}
