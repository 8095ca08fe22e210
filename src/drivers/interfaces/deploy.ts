import type { InterfaceKind } from '../../domain/interfaces.ts';
import type {
  CallContext,
  DriverInterface,
  DriverNode,
  DriverStep,
  StepArgument,
  StepFlow,
  StepOutcome,
} from './common.ts';

/** Name → where it comes from (http, https or file): the machine gets it from us, under a secret path of its own. */
export type ServedFiles = Readonly<Record<string, string>>;

/** Flows whose steps may run in the ramdisk. */
export const RAMDISK_FLOWS = ['CLEAN', 'DEPLOY', 'SERVICE'] as const satisfies readonly StepFlow[];
export type RamdiskFlow = (typeof RAMDISK_FLOWS)[number];

/** A step that the agent in the ramdisk offers. Source: domain notes §6.7. */
export interface AnnouncedStep {
  readonly interface: InterfaceKind;
  readonly name: string;
  readonly priority: number;
  readonly abortable: boolean;
  /** It takes effect with a restart, into the ramdisk again, that the engine makes. */
  readonly rebootRequested: boolean;
  readonly args?: Readonly<Record<string, StepArgument>>;
}

export interface Announced {
  readonly steps: readonly AnnouncedStep[];
  /** Versions of the hardware managers that offer them. */
  readonly versions: Readonly<Record<string, string>>;
}

/** How a step runs that the ramdisk offers; it is repeated by `probe`. */
export type RamdiskStep = Pick<DriverStep, 'run' | 'evidence'> & Required<Pick<DriverStep, 'afterSignal' | 'probe'>>;

/** Working on a machine by way of an agent that runs in a ramdisk. */
export interface RamdiskWork {
  /**
   * Asks the agent, which has just called for the first time, what it can do.
   * @throws {ProblemError} when it does not answer, or not as an agent does
   */
  announcedSteps(node: DriverNode, flow: RamdiskFlow, ctx: CallContext): Promise<Announced>;
  /** How one of these is run. Called at any time, also for steps that no agent has offered. */
  inRamdisk(step: {
    readonly interface: InterfaceKind;
    readonly name: string;
    readonly flow: RamdiskFlow;
  }): RamdiskStep;
}

/** For implementations that have nothing to serve. */
export const NO_FILES: ServedFiles = {};

/**
 * Writes an instance on the machine and takes it off again. The work itself is in its deploy steps (`write_image`
 * 80, `prepare_instance_boot` 60, `tear_down_agent` 40); steps that need the power or the network of the node
 * (`deploy` 100, `switch_to_tenant_network` 30, `boot_instance` 20) are the engine's. Each method may be called
 * twice and ends the same. Source: the reference's DeployInterface (domain notes §2.5).
 */
export interface DeployInterface extends DriverInterface {
  /**
   * Present: the machine is worked on from a ramdisk whose agent calls back. For deployments, cleaning and servicing the
   * engine stages and boots it, waits for its first call, and takes the steps that it offers into the flow.
   */
  readonly ramdisk?: RamdiskWork;
  /** Does a deployment boot the instance at once, over the network or from a volume, and no ramdisk before it? Absent: no. */
  deploysWithoutRamdisk?(node: DriverNode): boolean;
  /**
   * Can what instanceInfo says be deployed? Quick, touches nothing; asked when a deployment is asked for, and again before
   * it touches the machine. Absent: whatever it says.
   * @throws {ProblemError} INSTANCE_INFO_INVALID
   */
  validateInstance?(node: DriverNode): void;
  /** Before the first deploy step. Answers the files that the machine is to find. */
  prepare(node: DriverNode, ctx: CallContext): Promise<ServedFiles>;
  /**
   * Stages what an instance that runs already needs to boot again, on a machine that is adopted. Nothing is sent to the
   * machine. Absent when it boots by itself.
   */
  takeOver?(node: DriverNode, ctx: CallContext): Promise<void>;
  /** Ends the instance. The disks keep their contents: erasing them is cleaning. */
  tearDown(node: DriverNode, ctx: CallContext): Promise<void>;
  /** Removes what {@link prepare} staged, before {@link tearDown} and after failures; success when nothing is left. */
  cleanUp(node: DriverNode, ctx: CallContext): Promise<void>;

  /** Makes the machine ready for clean steps, before its ramdisk is staged; may wait. */
  prepareCleaning(node: DriverNode, ctx: CallContext): Promise<StepOutcome>;
  tearDownCleaning(node: DriverNode, ctx: CallContext): Promise<void>;

  /** As for cleaning; absent when servicing needs no preparation. */
  prepareService?(node: DriverNode, ctx: CallContext): Promise<StepOutcome>;
  tearDownService?(node: DriverNode, ctx: CallContext): Promise<void>;
}
