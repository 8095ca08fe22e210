/**
 * Steps that somebody asks for: which slots may offer them, which are the service's own, and what is wrong with a list.
 * Source: the reference's step rules (domain notes, provisioning §6).
 */
import type { InterfaceKind } from './interfaces.ts';

/** Slots whose steps may be asked for in a list, and in templates and runbooks. */
export const STEP_SLOTS = [
  'vendor',
  'power',
  'management',
  'firmware',
  'deploy',
  'bios',
  'raid',
] as const satisfies readonly InterfaceKind[];

/** One step as it was asked for. */
export interface RequestedStep {
  /** The slot that offers it; null for the service's own steps. */
  readonly interface: InterfaceKind | null;
  readonly step: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** One that has its place by rank: higher first; 0 switches the driver's own step off. */
export interface RankedStep extends RequestedStep {
  readonly priority: number;
}

export interface StepArgumentRule {
  readonly description: string;
  readonly required: boolean;
}

/** What a driver offers, as far as a list is judged by it. */
export interface OfferedStep {
  readonly interface: InterfaceKind;
  readonly name: string;
  readonly requiresRamdisk: boolean;
  readonly args?: Readonly<Record<string, StepArgumentRule>>;
}

const SECONDS: StepArgumentRule = {
  description: 'How long, in seconds, 1 to 86,400; left out: until the ramdisk calls.',
  required: false,
};

/** The service's own steps, in every list of every flow, with the arguments they take. */
export const RESERVED_STEPS: Readonly<Record<string, Readonly<Record<string, StepArgumentRule>>>> = {
  power_on: {},
  power_off: {},
  reboot: {},
  wait: { seconds: SECONDS },
  hold: {},
};

export const MAX_WAIT_SECONDS = 86_400;
export const MAX_STEPS = 100;

export const stepName = (step: Pick<RequestedStep, 'interface' | 'step'>): string =>
  step.interface === null ? step.step : `${step.interface}.${step.step}`;

/** What may stand in a list for one node and flow. */
export interface StepRules {
  readonly offered: readonly OfferedStep[];
  /** The ramdisk may announce steps of its own: what the driver does not know is judged once it has. */
  readonly mayAnnounce: boolean;
  /** No ramdisk is to be started: steps that need it are out. */
  readonly withoutRamdisk: boolean;
  /** Names (`vendor.send_raw`) that the operator has switched off. */
  readonly denied: readonly string[];
}

/** What is wrong with one step of a list. */
export interface StepFault {
  readonly index: number;
  /** Which part of it. */
  readonly field: 'interface' | 'step' | 'args';
  readonly reason: string;
  readonly remedy: string;
}

/** Everything that is wrong with a list; empty when nothing is. Asks nobody. */
export function faultsOf(steps: readonly RequestedStep[], rules: StepRules): readonly StepFault[] {
  return steps.flatMap((step, index) => {
    const fault = faultOf(step, rules);
    return fault === null ? [] : [{ index, ...fault }];
  });
}

type Fault = Omit<StepFault, 'index'>;

function faultOf(step: RequestedStep, rules: StepRules): Fault | null {
  const name = stepName(step);
  if (rules.denied.includes(name)) {
    const remedy = 'Leave it out, or have it taken out of the setting deniedSteps.';
    return { field: 'step', reason: `${name} is switched off on this service.`, remedy };
  }
  const reserved = RESERVED_STEPS[step.step];
  if (reserved !== undefined && step.interface === null) return argumentFault(step, reserved);
  const offered = rules.offered.find((one) => one.interface === step.interface && one.name === step.step);
  if (offered === undefined)
    return step.interface !== null && rules.mayAnnounce && !rules.withoutRamdisk ? null : unknownStep(step, rules);
  if (rules.withoutRamdisk && offered.requiresRamdisk) {
    return { field: 'step', reason: `${name} runs in the ramdisk.`, remedy: 'Do not set disableRamdisk.' };
  }
  return argumentFault(step, offered.args ?? {});
}

function unknownStep(step: RequestedStep, { offered }: StepRules): Fault {
  const known = offered.map((one) => stepName({ interface: one.interface, step: one.name }));
  return {
    field: 'step',
    reason: `The node's driver has no step ${stepName(step)} for this.`,
    remedy: `Use one of ${[...known, ...Object.keys(RESERVED_STEPS)].join(', ')}.`,
  };
}

function argumentFault(step: RequestedStep, rules: Readonly<Record<string, StepArgumentRule>>): Fault | null {
  const known = Object.keys(rules);
  const takes = known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`;
  const unknown = Object.keys(step.args).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return { field: 'args', reason: `${stepName(step)} has no argument ${unknown.slice(0, 64)}.`, remedy: takes };
  }
  const missing = known.find((name) => rules[name]?.required === true && !(name in step.args));
  if (missing !== undefined) {
    return { field: 'args', reason: `${stepName(step)} needs the argument ${missing}.`, remedy: takes };
  }
  return step.interface === null && step.step === 'wait' ? secondsFault(step.args['seconds']) : null;
}

function secondsFault(seconds: unknown): Fault | null {
  if (seconds === undefined || seconds === null) return null;
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_WAIT_SECONDS) {
    return null;
  }
  const remedy = `Use a whole number from 1 to ${MAX_WAIT_SECONDS}, or leave it out.`;
  return { field: 'args', reason: 'seconds is no number of seconds to wait.', remedy };
}

/** Does anything in the list need the ramdisk? What nobody knows yet comes from there, so it does. */
export function needsRamdisk(steps: readonly RequestedStep[], offered: readonly OfferedStep[]): boolean {
  return steps.some((step) => {
    if (step.interface === null) return false;
    const known = offered.find((one) => one.interface === step.interface && one.name === step.step);
    return known === undefined || known.requiresRamdisk;
  });
}

/** What the operator of the service has decided about steps. */
export interface StepSettings {
  /** Names (`vendor.send_raw`) that nobody may ask for, and that flows leave out. */
  readonly denied: readonly string[];
  /** By flow: names of driver steps → the priority that they have here; 0: not by itself. */
  readonly priorities: Readonly<Record<'VERIFY' | 'CLEAN' | 'DEPLOY', ReadonlyMap<string, number>>>;
  readonly cleaning: CleaningSource;
}

/** Where automated cleaning takes its steps from. Source: the reference's automated_cleaning_step_source. */
export interface CleaningSource {
  /** The driver's steps; a runbook; or the driver's where no runbook is named. */
  readonly from: 'driver' | 'runbook' | 'hybrid';
  /** May a node name its own, in driverInfo.cleaning_runbook? */
  readonly isNamedByNode: boolean;
  readonly byResourceClass: ReadonlyMap<string, string>;
  /** For nodes that nothing else names one for. */
  readonly runbook: string | null;
}

/** Nothing is decided: drivers' own priorities, nothing is switched off. */
export const PLAIN_STEPS: StepSettings = {
  denied: [],
  priorities: { VERIFY: new Map(), CLEAN: new Map(), DEPLOY: new Map() },
  cleaning: { from: 'driver', isNamedByNode: false, byResourceClass: new Map(), runbook: null },
};
