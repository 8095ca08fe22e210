/**
 * What all slots of a driver share: what a driver gets to know, how it is called, how its steps are declared.
 *
 * An implementation is a plain object of async functions. It never sees a database, a lock or an entity: everything
 * it needs is an argument, everything it found is its answer. What it cannot do is an absent method, never one that
 * throws, so whoever asks can tell beforehand.
 */
import type { RepeatMode, Signal } from '../../domain/job.ts';
import type { Logger } from '../../domain/logger.ts';
import type { PowerState } from '../../domain/power.ts';

export interface DriverPort {
  readonly id: string;
  /** MAC, lower case with colons. */
  readonly address: string;
  readonly pxeEnabled: boolean;
  /** One of the shapes that `domain/local-link-connection.ts` lists, in the reference's words: `switch_id`, `port_id`. */
  readonly localLinkConnection: Readonly<Record<string, unknown>>;
  /** Plugged into its own host; then its link has `port_id` and `hostname`. */
  readonly isSmartNic: boolean;
  readonly physicalNetwork: string | null;
  /** The bond that it is a member of: one of the node's {@link DriverNode.portGroups}. */
  readonly portGroupId: string | null;
}

/** Ports that are bonded: to a network they are one. */
export interface DriverPortGroup {
  readonly id: string;
  /** The bond's own MAC, lower case with colons; null where it takes that of a member. */
  readonly address: string | null;
  readonly name: string | null;
  /** As the operating system calls it: `active-backup`, `802.3ad`. */
  readonly mode: string;
  /** Settings of the bond, for the operating system. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** May a member be used alone, before the bond is made? */
  readonly standalonePortsSupported: boolean;
  readonly physicalNetwork: string | null;
  /** Its members, oldest first. */
  readonly portIds: readonly string[];
}

/** What a driver gets to know of a node: a snapshot, secrets resolved. Never log or throw it whole. */
export interface DriverNode {
  readonly id: string;
  readonly name: string | null;
  readonly driverInfo: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly instanceInfo: Readonly<Record<string, unknown>>;
  /** What was last recorded, not what the machine says now. */
  readonly powerState: PowerState | null;
  /** It has to stay on: nothing turns it off, nor does the agent in its ramdisk. */
  readonly disablePowerOff?: boolean;
  readonly ports: readonly DriverPort[];
  readonly portGroups: readonly DriverPortGroup[];
}

export interface CallContext {
  /**
   * Cancelled, out of time, or the right to the node is lost. After it fires a driver sends no further command and
   * rejects with the signal's reason.
   */
  readonly signal: AbortSignal;
  /**
   * Called right before each command that goes to the machine, with nothing awaited in between. Throws the signal's
   * reason once the right to the node is gone, also where the signal could not fire yet: in a process that was frozen
   * for longer than its lease, and in the very moment in which the safety margin begins. Let it pass, unwrapped.
   * Cheap: a look at the clock.
   */
  assertHeld(): void;
  /**
   * Names the right under which commands are sent: `job/attempt/epoch`, with `shared` for the epoch of a job that
   * holds no lock. No secret; for logs, and for whatever keeps a record of commands.
   */
  readonly authority: string;
  /** Which step this is: the same each time it is run or asked after, in whatever process. Absent outside of steps. */
  readonly stepId?: string;
  readonly log: Logger;
  /** How far along, in percent from 0 to 100. Call it when there is news, a few times a second at most. */
  progress(percent: number, message?: string): void;
  /**
   * One line of what is going on, for whoever watches the step: what was tried, what the machine said. As many as one
   * likes; the latest 500 are kept, at most 1,024 characters each. Secrets of driverInfo are masked; nothing else is.
   */
  line(text: string): void;
  /**
   * What the deployment was given to tell the instance about itself. Asked for by the step that writes it, so that it is
   * nowhere else; absent outside of steps.
   */
  configDrive?(): Promise<ConfigDrive | null>;
  /** The agent in the ramdisk that has called back since the ramdisk was last expected; null: none has. Absent outside of steps. */
  agent?(): Promise<AgentAccess | null>;
  /** What the ramdisk has reported of the machine since it was last expected; null: nothing yet. Absent outside of steps. */
  inspectionReport?(): Promise<InspectionReport | null>;
  /** Where the machine fetches a file that was staged for it; null: none of this name is. Absent outside of steps. */
  fileUrl?(name: string): Promise<string | null>;
}

/** How to speak with the agent in the ramdisk. Never log or throw it whole. Source: domain notes §6.3, §6.4. */
export interface AgentAccess {
  /** Base of its HTTP API, without a slash at the end. */
  readonly url: string;
  /** Sent with every command. */
  readonly token: string;
  /** Certificate that it serves, PEM; null: it is to be checked as any other. */
  readonly verifyCa: string | null;
  readonly version: string | null;
  readonly lastHeartbeatAt: Date;
  /** Of the hardware managers whose steps were asked for last; null before that. */
  readonly stepVersions: Readonly<Record<string, string>> | null;
}

/** What a ramdisk reports of its machine. Source: domain notes §6.10. */
export interface InspectionReport {
  readonly inventory: Readonly<Record<string, unknown>>;
  /** Everything that was sent besides. */
  readonly pluginData: Readonly<Record<string, unknown>>;
  /** What kept it from looking at everything; null: nothing. */
  readonly error: string | null;
}

/** In one of three forms: contents to be made into a drive, where the finished drive is, or the drive itself. */
export interface ConfigDrive {
  readonly contents?: {
    readonly metaData?: Readonly<Record<string, unknown>> | null;
    readonly networkData?: Readonly<Record<string, unknown>> | null;
    readonly vendorData?: Readonly<Record<string, unknown>> | null;
    readonly userData?: string | null;
  } | null;
  /** http or https. */
  readonly url?: string | null;
  /** Of the gzipped image. */
  readonly base64?: string | null;
}

/**
 * How a call that may take long ends:
 * - done: the effect is there.
 * - wait: the machine works on alone; come back when the signal arrives (the node's lock is free meanwhile). The
 *   call is not made again afterwards: the flow goes on with what follows it, unless the step has `afterSignal`.
 */
export type StepOutcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'wait';
      readonly for: Signal;
      /** How long the signal may take to come, in milliseconds. For TIMER: the delay itself. */
      readonly timeoutMs: number;
    };

export type StepFlow = 'VERIFY' | 'CLEAN' | 'DEPLOY' | 'SERVICE';

export interface StepArgument {
  readonly description: string;
  readonly required: boolean;
}

/** One entry of a flow that a driver contributes. Source: the reference's step decorators (domain notes §2.2). */
export interface DriverStep {
  /** Unique within its slot and flow; a user names it in step lists and overrides. */
  readonly name: string;
  readonly flow: StepFlow;
  /** Higher runs first; 0 means only on request. */
  readonly priority: number;
  readonly description: string;
  /** May a user abort the flow while this step runs or waits? */
  readonly abortable: boolean;
  /** Runs only while the ramdisk is up. */
  readonly requiresRamdisk: boolean;
  /** What to do when the conductor died in the middle of it. */
  readonly repeat: RepeatMode;
  /** The arguments it takes; left out means none. */
  readonly args?: Readonly<Record<string, StepArgument>>;
  run(node: DriverNode, args: Readonly<Record<string, unknown>>, ctx: CallContext): Promise<StepOutcome>;
  /**
   * Is it over? Asked each time the signal has come that it waits for, and after `probe` has found that the machine has
   * begun; may wait again. Absent: it is over once the signal has come.
   */
  afterSignal?(node: DriverNode, args: Readonly<Record<string, unknown>>, ctx: CallContext): Promise<StepOutcome>;
  /**
   * Of clean steps, asked once the step is over: what it erased and how, for the record. Absent: the step's own name and
   * description are recorded.
   */
  evidence?(node: DriverNode, args: Readonly<Record<string, unknown>>, ctx: CallContext): Promise<readonly Erased[]>;
  /** Only for `repeat: 'probe'`: is the effect already there, or on its way? Reads, never writes. */
  probe?(node: DriverNode, args: Readonly<Record<string, unknown>>, ctx: CallContext): Promise<boolean>;
}

/** For people and auditors, in words: `disk /dev/sda`, `ATA secure erase`. */
export interface Erased {
  readonly what: string;
  readonly method: string;
}

/** One key of a node's `driverInfo`. Its description is what `drivers { driverInfo }` shows to users. */
export interface DriverInfoField {
  readonly description: string;
  /** Never leaves the process: masked in answers, events and logs. */
  readonly secret?: boolean;
  readonly required?: boolean;
  readonly default?: string | number | boolean;
}

/** Common to every slot. */
export interface DriverInterface {
  /** How users name it, unique within its slot: `ipmitool`, `no-raid`. */
  readonly name: string;
  /** Fields of driverInfo this implementation reads. */
  readonly driverInfo?: Readonly<Record<string, DriverInfoField>>;
  /**
   * Quick, never touches the BMC; may be called at any time, as often as one likes.
   * @throws {ProblemError} DRIVER_INFO_INVALID
   */
  validate(node: DriverNode): void;
  readonly steps?: readonly DriverStep[];
}

/** For callers that show nobody how far along a call is. */
export const silentProgress: CallContext['progress'] = () => {};
export const silentLine: CallContext['line'] = () => {};

/** For implementations whose calls are over when they return. */
export const DONE: StepOutcome = { kind: 'done' };
