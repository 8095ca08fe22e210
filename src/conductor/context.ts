import type { DataSource } from 'typeorm';
import type { Logger } from '../domain/logger.ts';
import type { PowerDriftPolicy } from '../domain/power.ts';
import type { StepSettings } from '../domain/steps.ts';
import type { HardwareType } from '../drivers/hardware-type.ts';
import type { Bell } from '../events/bell.ts';
import type { InspectionSettings, JobType, RamdiskSettings } from './job-type.ts';

/** What every part of a conductor works with. */
export interface ConductorContext {
  readonly db: DataSource;
  readonly log: Logger;
  /** Rung after each commit that a waiter may care about. */
  readonly bell: Bell;
  readonly hardwareTypes: ReadonlyMap<string, HardwareType>;
  readonly jobTypes: ReadonlyMap<string, JobType>;
  readonly settings: ConductorSettings;
}

/** A conductor's right to live; see `lease.ts`. */
export interface Lease {
  readonly conductorId: string;
  /** May this process still send commands and write? Cheap: one atomic read. Once it is no, it stays no. */
  isSafe(): boolean;
  /**
   * So many nodes were taken from this instance by administrators, and the jobs that held them have been told. When the
   * lease thread has known of one for a lease period and this was not called, the lease is no longer safe: a process
   * that is too busy to hear must not work on a node that is another's.
   */
  haveHeardOf(revocations: number | 'all'): void;
  /** Marks the instance as ending, or ended in order: nobody has to wait for its lease to run out. */
  markDraining(): Promise<void>;
  release(): Promise<void>;
  /** Stops renewing without a word, as a crash would. */
  abandon(): Promise<void>;
}

/** A conductor that is registered and holds its lease. */
export interface LiveContext extends ConductorContext {
  readonly conductorId: string;
  readonly lease: Lease;
}

export interface ConductorSettings extends InspectionSettings {
  readonly conductorGroup: string;
  /** Jobs at work at once in this process. */
  readonly maxJobs: number;
  readonly automatedClean: boolean;
  readonly steps: StepSettings;
  readonly ramdisk: RamdiskSettings;
  /** In the whole conductor group: deployments, cleanings (tear-downs among them) that are begun and not over. */
  readonly maxConcurrentDeploys: number;
  readonly maxConcurrentCleans: number;
  /** At one BMC, over all the nodes that share it. */
  readonly maxJobsPerBmc: number;
  /** How often the lease is renewed, and when it runs out. */
  readonly leasePeriodMs: number;
  readonly leaseExpiryMs: number;
  /** This long before expiry a conductor sends no more BMC commands; whoever takes over waits this long. */
  readonly safetyMarginMs: number;
  /** An event loop that has not moved for so long is stuck for good, and its lease is no longer renewed. */
  readonly stuckAfterMs: number;
  /** How long an orderly stop waits for steps to end before it hands them over. */
  readonly drainMs: number;
  /** How often other processes' work is looked for when nothing rings. */
  readonly pollMs: number;
  /** A driver's step may take this long unless it waits for a signal. */
  readonly driverStepTimeoutMs: number;
  /** How often records of VIFs are compared with the network service; 0: never by itself. */
  readonly vifReconcileSeconds: number;
  /** How often power is read without a job; 0: never. Longer where nothing changes, up to the second. */
  readonly powerSyncSeconds: number;
  readonly powerSyncMaxSeconds: number;
  /** Machines that are read at once by this process. */
  readonly powerSyncWorkers: number;
  /** So many readings may fail one after the other; then the node is put into maintenance. */
  readonly powerSyncRetries: number;
  /** How often one that was put into maintenance for that is tried again. */
  readonly powerRecoverySeconds: number;
  /** For nodes that do not say what is to be done about drift. */
  readonly powerDriftPolicy: PowerDriftPolicy;
}

export const conductorActor = (conductorId: string): string => `conductor:${conductorId}`;
