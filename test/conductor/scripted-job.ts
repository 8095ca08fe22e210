/** Job types whose steps do what a test says, while they run: how a job stops in the middle of itself. */
import {
  NOTHING_FOUND,
  type JobType,
  type StepContext,
  type StepHandler,
  type StepResult,
} from '../../src/conductor/job-type.ts';

/** What the steps of one job do; a step that is not mentioned is done at once. */
export interface Script {
  readonly run?: (step: string, ctx: StepContext) => Promise<StepResult>;
  readonly afterSignal?: (step: string, ctx: StepContext) => Promise<StepResult>;
  readonly undo?: (step: string, ctx: StepContext) => Promise<void>;
  readonly probe?: (step: string, ctx: StepContext) => Promise<boolean>;
}

export const DONE_RESULT = NOTHING_FOUND;

export interface ScriptedJob {
  readonly type: JobType;
  /** The job's input: `queue(nodeId, type, script({ … }))`. */
  script(script: Script): { readonly script: string };
}

type Traits = Partial<
  Pick<JobType, 'lock' | 'priority' | 'runsBetween' | 'begins' | 'endsIn' | 'abandoned' | 'usesBmc' | 'limit'>
>;
type StepTraits = Partial<Pick<StepHandler, 'repeat' | 'abortable' | 'timeoutMs'>>;

export function scriptedJob(
  name: string,
  steps: readonly string[],
  traits: Traits = {},
  each: StepTraits = {},
): ScriptedJob {
  const scripts = new Map<string, Script>();
  const scriptOf = ({ input }: StepContext): Script => scripts.get(String(input['script'])) ?? {};
  const handler = (step: string): StepHandler => ({
    description: `Scripted: ${step}`,
    abortable: true,
    repeat: 'idempotent',
    timeoutMs: 20_000,
    ...each,
    run: async (ctx) => (await scriptOf(ctx).run?.(step, ctx)) ?? NOTHING_FOUND,
    afterSignal: async (ctx) => (await scriptOf(ctx).afterSignal?.(step, ctx)) ?? NOTHING_FOUND,
    undo: async (ctx) => scriptOf(ctx).undo?.(step, ctx),
    probe: async (ctx) => (await scriptOf(ctx).probe?.(step, ctx)) ?? false,
  });
  const handlers = Object.fromEntries(steps.map((step) => [step, handler(step)]));
  const type: JobType = {
    name,
    purpose: `testing ${name}`,
    lock: 'EXCLUSIVE',
    priority: 'USER',
    begins: null,
    endsIn: null,
    runsBetween: false,
    usesBmc: false,
    limit: null,
    ...traits,
    plan: () =>
      Object.entries(handlers).map(([step, { description, abortable, repeat, timeoutMs }]) => ({
        name: step,
        interface: null,
        description,
        abortable,
        repeat,
        timeoutMs,
      })),
    steps: handlers,
  };
  return {
    type,
    script(script) {
      const key = String(scripts.size);
      scripts.set(key, script);
      return { script: key };
    },
  };
}

/** Resolves never: ends with the step's signal, as a driver does. */
export function hang({ signal }: StepContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error); // the engine aborts with an Error
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

export interface Gate {
  open(): void;
  readonly opened: Promise<void>;
}

/** Where one side of a test waits for the other. */
export function gate(): Gate {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
