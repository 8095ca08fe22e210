/**
 * What a kind of job is. A job type is one file in `jobs/`; the queue, the lock, the fencing, the steps' durability,
 * resumption, cancelling and events are the engine's, and no job type has any of them.
 */
import type { HardwareAspect } from '../domain/hardware-aspects.ts';
import type { InterfaceKind } from '../domain/interfaces.ts';
import type { AddPorts } from '../domain/inventory.ts';
import type { JobState, LimitClass, LockMode, PriorityClass, RepeatMode } from '../domain/job.ts';
import type { RankedStep, RequestedStep, StepSettings } from '../domain/steps.ts';
import type { VifPlace } from '../domain/port-choice.ts';
import type { PowerState } from '../domain/power.ts';
import type { Fault } from '../domain/faults.ts';
import type { Problem } from '../domain/problems.ts';
import type { ProvisionEvent, ProvisionState, ProvisionVerb } from '../domain/provision-states.ts';
import type { VifDifferenceKind } from '../domain/vif-difference.ts';
import type { HardwareType, ImplementationOf } from '../drivers/hardware-type.ts';
import type { CallContext, DriverNode, Erased, StepFlow, StepOutcome } from '../drivers/interfaces/common.ts';
import type { JsonObject } from '../entities/json.ts';
import type { RuleFacts } from './load-inspection.ts';
import type { Netboot, RamdiskPurpose } from '../drivers/interfaces/boot.ts';
import type { ServedFiles } from '../drivers/interfaces/deploy.ts';
import type { NetworkPurpose } from '../drivers/interfaces/network.ts';
import type { VifAttachmentState, VifPurpose } from '../entities/vif-attachment.ts';
import type { SaidLines } from './step-lines.ts';

export interface JobType {
  /** `node.<verb>`: stored on the row, shown to users. */
  readonly name: string;
  /** What it does, in a few words: what everybody who waits for the node reads. */
  readonly purpose: string;
  readonly lock: LockMode;
  readonly priority: PriorityClass;
  /** The verb it walks in the provision table when it first starts; null when it leaves the state alone. */
  readonly begins: ProvisionVerb | null;
  /** Where it leaves the node when all goes well; null when it leaves the state alone. */
  readonly endsIn: ProvisionState | null;
  /** May it run while a flow of the same node waits for its signal? */
  readonly runsBetween: boolean;
  /** Does it give the machine's BMC commands? False for jobs that only change networks or records. */
  readonly usesBmc: boolean;
  /** Of which only so many run at once in a conductor group; null: of any number. */
  readonly limit: LimitClass | null;
  /**
   * Its steps, decided once, when it first starts, from the node as it then is, in the state that it is about to leave.
   * @throws {ProblemError} why it cannot begin: then the node stays where it is
   */
  plan(node: JobNode, input: JsonObject, planning: Planning): readonly PlannedStep[] | Promise<readonly PlannedStep[]>;
  /** Its end says nothing of what failed before it, or of the node: `lastError` stays as it is. */
  readonly leavesLastError?: true;
  readonly steps: Readonly<Record<string, StepHandler>>;
  /** Found when it first starts: what the caller asked to be recorded, once it is this job's turn. */
  started?(input: JsonObject, node: JobNode): readonly Finding[];
  /** The event that ends it well, given the node; default: `done`, or none for a job that begins nothing. */
  succeeds?(node: JobNode): ProvisionEvent;
  /** Where an abort leads once everything is given back, by way of the failed state; default: to the failed state. */
  readonly abortsTo?: ProvisionState;
  /** Set with maintenance when a step of the driver fails, not when the flow's own do: somebody has to look at the machine. */
  readonly faultOfSteps?: Fault;
  /** Asked when it is its turn, of a job that begins nothing in the provision table; default: nothing speaks against it. */
  whyNot?(node: JobNode): Problem | null;
  /** Findings that set things right when it is cancelled before it ever ran, or when it failed. */
  abandoned?(input: JsonObject, reason: string, hasRun: boolean): readonly Finding[];
  /** Findings about something that could not be given back, by why the job ends and why it could not. */
  leftBehind?(end: Problem, failure: string): readonly Finding[];
}

/** What a plan is made of besides the node and what was asked for. */
export interface Planning {
  readonly settings: StepSettings;
  /** The steps of those that there are, by their names, which are names of traits. */
  deployTemplates(names: readonly string[]): Promise<ReadonlyMap<string, readonly RankedStep[]>>;
  /** Null: there is none of this name. */
  runbook(name: string): Promise<Runbook | null>;
}

export interface Runbook {
  readonly name: string;
  /** In the order in which they run. */
  readonly steps: readonly RequestedStep[];
  readonly traits: readonly string[];
  readonly disableRamdisk: boolean;
}

/** A row of `job_steps`, before it is written. */
export interface PlannedStep {
  readonly name: string;
  /** Null: one of the job type's own steps. A slot: one of the driver's. */
  readonly interface: InterfaceKind | null;
  /** With a slot: the driver's flow in which the step is declared. */
  readonly flow?: StepFlow;
  readonly description: string;
  readonly abortable: boolean;
  readonly repeat: RepeatMode;
  /** How long it may take; a driver's step: as long as the settings say. */
  readonly timeoutMs: number | null;
  readonly args?: JsonObject;
  /** Walked in the provision table when the step first starts, for flows that move the node half-way. */
  readonly enters?: ProvisionEvent;
}

/** One of the job type's own steps. */
export interface StepHandler {
  readonly description: string;
  /** May it be stopped in the middle? If not, it ends first. */
  readonly abortable: boolean;
  readonly repeat: RepeatMode;
  readonly timeoutMs: number;
  /**
   * Runs at least once; must end the same when it runs twice. Returns what it found; the engine writes it. What it has
   * done although it may fail later, it says by `found`.
   */
  run(ctx: RecordingContext): Promise<StepResult>;
  /**
   * What is to be found out when the step is over and `run` could not say so: it waited and its signal has come, or its worker
   * was lost and `probe` has found the effect. It may run twice, as `run` may.
   */
  afterSignal?(ctx: RecordingContext): Promise<StepResult>;
  /** Only for `probe`: is the effect already there? */
  probe?(ctx: StepContext): Promise<boolean>;
  /** Gives back what `run` took, when the job fails later. Success when there is nothing to give back. */
  undo?(ctx: RecordingContext): Promise<void>;
}

/** As a driver's call may end; or the flow pauses until somebody says unhold. */
export type Outcome = StepOutcome | { readonly kind: 'hold' };

export interface StepResult {
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  /** What follows instead of the steps that were planned. */
  readonly next?: readonly PlannedStep[];
}

/** What the settings say about what inspections find. */
export interface InspectionSettings {
  readonly inspectionAddPorts: AddPorts;
  /** So many inventories of each node are kept. */
  readonly inventoriesKept: number;
}

/** What the settings say about ramdisks and the agents in them. */
export interface RamdiskSettings {
  /** Where machines reach the service, without a slash at the end. */
  publicUrl(): string;
  /** How long an agent may be silent while the machine waits for it, by what it is to do. */
  readonly callbackTimeoutMs: Readonly<Record<RamdiskPurpose, number>>;
  /** Does a ramdisk that runs already go on into the next flow? A node may say otherwise in driverInfo. */
  readonly fastTrack: boolean;
  /** How long ago its agent may have called for that. */
  readonly fastTrackMs: number;
}

/** What a step passes on to drivers, and what only it may see. */
export interface StepContext extends CallContext {
  readonly jobId: string;
  readonly node: JobNode;
  /** Has the job done this one of its own steps? */
  hasDone(step: string): boolean;
  readonly input: JsonObject;
  readonly args: JsonObject;
  /** What fills a slot of the node. */
  driver<K extends InterfaceKind>(kind: K): ImplementationOf<K>;
  /** What the request gave the job besides its arguments, for no one else to see; empty when it gave nothing. */
  secrets(): Promise<JsonObject>;
  /** Which nodes have ports with these MACs; those that no port has are missing. */
  portOwners(addresses: readonly string[]): Promise<ReadonlyMap<string, string>>;
  readonly inspection: InspectionSettings;
  readonly ramdisk: RamdiskSettings;
  readonly stepSettings: StepSettings;
  /** Inspection rules, and what they see of the node that drivers do not. */
  ruleFacts(): Promise<RuleFacts>;
  /** VIFs recorded on the node right now. */
  vifs(): Promise<readonly JobVif[]>;
  /** How other jobs, of whatever node, stand right now; those that are gone are not in the answer. */
  jobs(ids: readonly string[]): Promise<readonly OtherJob[]>;
}

export interface OtherJob {
  readonly id: string;
  readonly nodeId: string | null;
  readonly state: JobState;
  readonly error: Problem | null;
}

/** Acting and giving back may fail half-way: what was done until then is found all the same. */
export interface RecordingContext extends StepContext {
  found(...findings: readonly Finding[]): void;
}

/** The node as the engine shows it to jobs: what the driver gets to know, and where it stands. */
export interface JobNode extends DriverNode {
  readonly hardware: HardwareType;
  readonly interfaces: Readonly<Record<InterfaceKind, string>>;
  readonly provisionState: ProvisionState;
  /** As last asked for; null when nobody asked. */
  readonly desiredPowerState: PowerState | null;
  readonly instanceId: string | null;
  readonly automatedClean: boolean;
  readonly resourceClass: string | null;
  readonly traits: readonly string[];
  /** Its BMC's address, which it may share with other nodes; null when the driver knows none. */
  readonly bmc: string | null;
  readonly maintenance: boolean;
  readonly protected: boolean;
  readonly retired: boolean;
  /** It must stay on: see `turnOff` in `jobs/power-steps.ts`. */
  readonly disablePowerOff: boolean;
  /** Its console is to run whenever it can. */
  readonly consoleEnabled: boolean;
}

export interface JobVif {
  readonly id: string;
  readonly vifId: string;
  readonly purpose: VifPurpose;
  readonly state: VifAttachmentState;
  /** Where it is recorded to be; both null while nothing is chosen for it yet. */
  readonly portId: string | null;
  readonly portGroupId: string | null;
  /** A job that attaches or detaches it is at work, or will be: what becomes of it is that job's affair. */
  readonly isBusy: boolean;
}

/** Names at the top of a JSON object that get a value, or go. */
export interface JsonPatch {
  readonly set: JsonObject;
  readonly gone: readonly string[];
}

/** A port as an inspection wants it. */
export interface PortWish {
  /** MAC, lower case with colons. */
  readonly address: string;
  readonly pxeEnabled: boolean;
  readonly physicalNetwork: string | null;
  readonly description: string | null;
  readonly extra: JsonObject;
  readonly isNew: boolean;
}

/** What a step found out or brought about. The engine writes it under the lock, with its event. */
export type Finding =
  | { readonly kind: 'power'; readonly observed: PowerState | null; readonly desired?: PowerState }
  | { readonly kind: 'cleaned' }
  /** Of a clean step; `error`: what it could not do. */
  | {
      readonly kind: 'cleaning-evidence';
      readonly step: string;
      readonly erased: readonly Erased[];
      readonly error: string | null;
    }
  /** What the step said last, and nothing has written yet. */
  | {
      readonly kind: 'step-lines';
      readonly step: { readonly id: string; readonly name: string };
      readonly said: SaidLines;
    }
  | { readonly kind: 'inspection-started' }
  | {
      readonly kind: 'inspected';
      readonly inventory: JsonObject;
      readonly pluginData: JsonObject;
      readonly properties: JsonPatch;
      readonly extra: JsonPatch;
      /** Columns of the node that get another value. */
      readonly fields: { readonly description?: string | null; readonly resource_class?: string | null };
      readonly traits: { readonly added: readonly string[]; readonly gone: readonly string[] };
      /** Are to be there, or to be so. */
      readonly ports: readonly PortWish[];
      /** So many inventories are to be left, this one among them. */
      readonly keep: number;
    }
  /** With maintenance: nothing is done on the node by itself until an operator clears it. */
  | { readonly kind: 'fault'; readonly fault: Fault; readonly reason: string }
  | { readonly kind: 'hardware'; readonly observed: readonly Observation[] }
  | { readonly kind: 'console'; readonly isEnabled: boolean }
  /** What the job answers to whoever asked for it. */
  | { readonly kind: 'result'; readonly jobId: string; readonly result: JsonObject }
  | { readonly kind: 'instance'; readonly instanceId: string | null; readonly instanceInfo?: JsonObject }
  /** Where it goes: the first of these that is still free when it is written. */
  | { readonly kind: 'vif-placed'; readonly vifAttachmentId: string; readonly candidates: readonly VifPlace[] }
  | { readonly kind: 'vif-attached'; readonly vifAttachmentId: string }
  | { readonly kind: 'vif-detached'; readonly vifAttachmentId: string }
  | { readonly kind: 'vif-error'; readonly vifAttachmentId: string; readonly error: string }
  /** These and no others are the node's for the purpose. */
  | {
      readonly kind: 'network-joined';
      readonly purpose: NetworkPurpose;
      readonly vifs: readonly { readonly vifId: string; readonly portId: string }[];
    }
  | {
      readonly kind: 'vif-compared';
      readonly vifId: string;
      readonly difference: VifDifferenceKind;
      /** False: it was only found. */
      readonly isRepaired: boolean;
      readonly what: string;
    }
  | { readonly kind: 'network-left'; readonly purpose: NetworkPurpose }
  /** What the machine is given over the network; what is left out stays as it was. */
  | { readonly kind: 'staged'; readonly netboot?: Netboot | null; readonly files?: ServedFiles }
  /** The machine is about to boot a ramdisk: what an earlier one knew is worth nothing any more. */
  | { readonly kind: 'ramdisk-expected' }
  | { readonly kind: 'ramdisk-gone' }
  | { readonly kind: 'step-versions'; readonly versions: Readonly<Record<string, string>> }
  | { readonly kind: 'network-left-behind'; readonly purpose: NetworkPurpose; readonly error: string };

/** What was observed on a machine; undefined: its driver has no way to look. */
export interface Observation {
  readonly aspect: HardwareAspect;
  readonly value: unknown;
}

export const NOTHING_FOUND: StepResult = { outcome: { kind: 'done' }, findings: [] };

export const found = (...findings: readonly Finding[]): StepResult => ({ outcome: { kind: 'done' }, findings });

/** The plan's row for one of a job type's own steps. */
export function ownStep(
  steps: Readonly<Record<string, StepHandler>>,
  name: string,
  extra: Pick<PlannedStep, 'enters' | 'args'> = {},
): PlannedStep {
  const handler = steps[name];
  if (handler === undefined) throw new Error(`No step is called ${name}.`);
  const { description, abortable, repeat, timeoutMs } = handler;
  return { name, interface: null, description, abortable, repeat, timeoutMs, ...extra };
}
