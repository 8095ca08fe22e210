/** The words of power, the same in TypeScript, GraphQL and the database. Source: the reference's power verbs. */
import type { Fault } from './faults.ts';

export const POWER_STATES = ['ON', 'OFF'] as const;
/** What a BMC reports. Null elsewhere means: nobody could read it yet. */
export type PowerState = (typeof POWER_STATES)[number];

export const POWER_TARGETS = ['ON', 'OFF', 'REBOOT', 'SOFT_OFF', 'SOFT_REBOOT'] as const;
/** What a user asks for. REBOOT of a machine that is off turns it on, as in the reference. */
export type PowerTarget = (typeof POWER_TARGETS)[number];

/** The state in which each target ends. */
export const POWER_TARGET_ENDS_IN: Readonly<Record<PowerTarget, PowerState>> = {
  ON: 'ON',
  OFF: 'OFF',
  REBOOT: 'ON',
  SOFT_OFF: 'OFF',
  SOFT_REBOOT: 'ON',
};

/**
 * What is done about a machine whose power is not as it was last asked for.
 * - ENFORCE: it is brought back.
 * - ADOPT: what it is becomes what is wanted.
 * - REPORT: it is told of, and left as it is.
 */
export const POWER_DRIFT_POLICIES = ['ENFORCE', 'ADOPT', 'REPORT'] as const;
export type PowerDriftPolicy = (typeof POWER_DRIFT_POLICIES)[number];

/** The fault of a node whose power could not be read, or kept, for so long that the service gave up. */
export const POWER_FAULT: Fault = 'power failure';
