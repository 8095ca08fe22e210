/**
 * The ramdisk in which a machine is worked on: staging it, booting it, waiting for its agent, taking the steps that it
 * offers into the plan, ending it. What flows have in common; each flow has its networks, and its own order of giving back.
 *
 * A machine whose driver has no agent (`DeployInterface.ramdisk`) passes through the same functions with less to do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { goesOnFastTrack } from '../../domain/agent.ts';
import { stepName } from '../../domain/steps.ts';
import { implementationOf } from '../../drivers/hardware-type.ts';
import type { RamdiskPurpose, Staging } from '../../drivers/interfaces/boot.ts';
import type { AnnouncedStep, RamdiskFlow } from '../../drivers/interfaces/deploy.ts';
import type { BootDeviceSetting } from '../../drivers/interfaces/management.ts';
import {
  found,
  NOTHING_FOUND,
  type Finding,
  type JobNode,
  type PlannedStep,
  type RecordingContext,
  type StepContext,
  type StepHandler,
  type StepResult,
} from '../job-type.ts';
import { bringPowerTo, turnOff } from './power-steps.ts';

/** Long enough for a machine with much memory to test it and boot. */
const BOOT_TIMEOUT_MS = 15 * 60_000;

/** Is the node worked on by way of an agent? */
export const hasAgent = (node: JobNode): boolean =>
  implementationOf(node.hardware, node.interfaces, 'deploy').ramdisk !== undefined;

/** Does a deployment boot a ramdisk before the instance? */
export const bootsRamdisk = (node: JobNode): boolean =>
  implementationOf(node.hardware, node.interfaces, 'deploy').deploysWithoutRamdisk?.(node) !== true;

/**
 * Joins the networks of the flow, and sees to it that the machine's next boot starts a ramdisk for this purpose. With an
 * agent: the machine is turned off first, so that what ran on it cannot be taken for the ramdisk. When a ramdisk is there
 * that may go on (fast track), it is left as it is.
 */
export async function stageRamdisk(
  ctx: RecordingContext,
  purpose: RamdiskPurpose,
  joinNetworks: () => Promise<Finding>,
): Promise<void> {
  const withAgent = expectsAgent(ctx, purpose);
  const goesOn = withAgent && purpose !== 'INSPECT' && (await isAgentThere(ctx)); // a report is made when it starts
  if (withAgent && !goesOn) ctx.found(...(await turnOffForRamdisk(ctx)));
  ctx.found(await joinNetworks());
  if (goesOn) return;
  ctx.found(...(await stageBoot(ctx, await prepareRamdisk(ctx, purpose))));
  if (withAgent) ctx.found({ kind: 'ramdisk-expected' });
}

/** As {@link stageRamdisk}, for a flow whose own steps turn the machine off and join its networks. */
export async function stageRescue(ctx: RecordingContext): Promise<void> {
  ctx.found(...(await stageBoot(ctx, await prepareRamdisk(ctx, 'RESCUE'))));
  if (expectsAgent(ctx, 'RESCUE')) ctx.found({ kind: 'ramdisk-expected' });
}

/** One that must stay on is restarted when its ramdisk is booted, and not before. */
const turnOffForRamdisk = async (ctx: StepContext): Promise<readonly Finding[]> =>
  ctx.node.disablePowerOff ? [] : turnOff(ctx);

function expectsAgent({ node, driver }: StepContext, purpose: RamdiskPurpose): boolean {
  switch (purpose) {
    case 'INSPECT':
      return driver('inspect').usesRamdisk === true;
    case 'RESCUE':
      return driver('rescue').usesRamdisk === true;
    case 'CLEAN':
    case 'DEPLOY':
    case 'SERVICE':
      return hasAgent(node);
  }
}

const prepareRamdisk = (ctx: StepContext, purpose: RamdiskPurpose): Promise<Staging> =>
  ctx.driver('boot').prepareRamdisk(ctx.node, { purpose, kernelArgs: kernelArgs(ctx, purpose) }, ctx);

/** Source: domain notes §5.6. */
function kernelArgs(ctx: StepContext, purpose: RamdiskPurpose): Readonly<Record<string, string>> {
  const url = ctx.ramdisk.publicUrl();
  if (purpose !== 'INSPECT') return { 'ipa-api-url': url };
  const report = { 'ipa-inspection-callback-url': `${url}/v1/continue_inspection` };
  // One that goes on into the next flow has to call as well.
  return hasAgent(ctx.node) && goesOnLater(ctx) ? { 'ipa-api-url': url, ...report } : report;
}

/** Sets the boot device that a boot interface asks for, and tells what is given over the network. */
export async function stageBoot(ctx: StepContext, { bootDevice, netboot }: Staging): Promise<readonly Finding[]> {
  if (bootDevice !== undefined) await setBootDevice(ctx, bootDevice);
  return netboot === undefined ? [] : [{ kind: 'staged', netboot }];
}

/** Where the device cannot be set, the machine boots as its firmware is set up: an operator has seen to that, or will see it. */
async function setBootDevice(ctx: StepContext, wanted: BootDeviceSetting): Promise<void> {
  const management = ctx.driver('management');
  const device = bootableDevice(management.bootDevices, wanted.device);
  if (device === null || management.setBootDevice === undefined) {
    ctx.line(`The boot device ${wanted.device} cannot be set by ${management.name}: the firmware's own order decides.`);
    return;
  }
  await management.setBootDevice(ctx.node, { ...wanted, device }, ctx);
}

type BootDevice = BootDeviceSetting['device'];

/** A BMC that knows no HTTP boot boots from the network all the same (reference: http boot falls back to pxe). */
function bootableDevice(known: readonly BootDevice[], wanted: BootDevice): BootDevice | null {
  if (known.includes(wanted)) return wanted;
  return wanted === 'UEFIHTTP' && known.includes('PXE') ? 'PXE' : null;
}

/** Nothing is given over the network any more, and the agent's token is worth nothing. */
export const NOTHING_GIVEN: readonly Finding[] = [
  { kind: 'staged', netboot: null, files: {} },
  { kind: 'ramdisk-gone' },
];

/** Removes what {@link stageRamdisk} has staged; success when there is nothing. */
export async function unstageRamdisk(ctx: StepContext): Promise<readonly Finding[]> {
  await ctx.driver('boot').cleanUpRamdisk(ctx.node, ctx);
  return NOTHING_GIVEN;
}

/** How long a ramdisk that was told to turn the machine off may take. Source: the reference's post-deploy power readings, 6 of 5 s. */
const OFF_TIMEOUT_MS = 30_000;
const OFF_POLL_MS = 1_000;

/** The agent was told to turn its machine off. One that does not is turned off. */
export async function waitUntilOff(ctx: StepContext): Promise<readonly Finding[]> {
  if (!hasAgent(ctx.node) || ctx.node.disablePowerOff) return [];
  const until = performance.now() + OFF_TIMEOUT_MS;
  while (performance.now() < until) {
    const observed = await ctx.driver('power').get(ctx.node, ctx);
    if (observed === 'OFF') return [{ kind: 'power', observed, desired: observed }];
    await sleep(OFF_POLL_MS, undefined, { signal: ctx.signal });
  }
  ctx.line('The ramdisk did not turn the machine off: it is turned off by its BMC.');
  return turnOff(ctx);
}

/** The flow is over: the ramdisk ends, unless it is to go on into the next one. */
export async function endRamdisk(ctx: StepContext): Promise<readonly Finding[]> {
  if (hasAgent(ctx.node) && goesOnLater(ctx)) return [];
  return [...(await unstageRamdisk(ctx)), ...(await turnOff(ctx))];
}

const goesOnLater = ({ node, ramdisk }: StepContext): boolean => goesOnFastTrack(node.driverInfo, ramdisk.fastTrack);

/** Is a ramdisk at work on the machine that can go on with this flow? Source: domain notes §2.9. */
async function isAgentThere(ctx: StepContext): Promise<boolean> {
  if (!goesOnLater(ctx) || ctx.node.powerState !== 'ON') return false;
  const agent = await ctx.agent?.();
  return (
    agent !== null && agent !== undefined && Date.now() - agent.lastHeartbeatAt.getTime() < ctx.ramdisk.fastTrackMs
  );
}

/**
 * The step in which a machine with an agent boots its ramdisk. It is over when the agent has called, and the plan goes on
 * with what that offers.
 * @param planRest what follows, now that it is known what the ramdisk offers
 */
export const bootRamdiskStep = (
  purpose: RamdiskFlow,
  planRest: (ctx: StepContext, announced: readonly AnnouncedStep[]) => readonly PlannedStep[],
): StepHandler => {
  const meetAgent = async (ctx: StepContext): Promise<StepResult> => {
    const { ramdisk } = ctx.driver('deploy');
    if (ramdisk === undefined) return NOTHING_FOUND;
    if ((await ctx.agent?.()) === null) return waitForAgent(ctx, purpose);
    const { steps, versions } = await ramdisk.announcedSteps(ctx.node, purpose, ctx);
    ctx.line(`The ramdisk offers ${steps.length === 0 ? 'no steps' : steps.map(nameOf).join(', ')}.`);
    return { ...found({ kind: 'step-versions', versions }), next: planRest(ctx, steps) };
  };
  return {
    description: 'Restart the machine into the ramdisk, and wait for its agent to call',
    abortable: true,
    repeat: 'probe',
    timeoutMs: BOOT_TIMEOUT_MS,
    probe: isBooting,
    async run(ctx) {
      if (!hasAgent(ctx.node)) return found(await bringPowerTo(ctx, 'REBOOT'));
      if (await isAgentThere(ctx)) return meetAgent(ctx);
      return { ...waitForAgent(ctx, purpose), findings: [await bringPowerTo(ctx, 'REBOOT')] };
    },
    afterSignal: meetAgent,
    /** A half-made machine is not left running in the network of the flow. */
    async undo(ctx) {
      if (hasAgent(ctx.node)) ctx.found(...(await turnOff(ctx)));
    },
  };
};

/** The plan's row for {@link bootRamdiskStep}: without an agent it is only a restart, which may as well be made again. */
export const bootRamdiskRow = (node: JobNode, row: PlannedStep): PlannedStep =>
  hasAgent(node) ? row : { ...row, repeat: 'idempotent', args: {} };

/**
 * Staging has turned the machine off: one that is on was turned on by us, and what it boots may have its token by now, which
 * is given out once. So it is not restarted again.
 */
const isBooting = async (ctx: StepContext): Promise<boolean> =>
  !ctx.node.disablePowerOff && (await ctx.driver('power').get(ctx.node, ctx)) === 'ON';

export const waitForAgent = ({ ramdisk }: StepContext, purpose: RamdiskPurpose): StepResult => ({
  outcome: { kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: ramdisk.callbackTimeoutMs[purpose] },
  findings: [],
});

const nameOf = ({ interface: slot, name }: AnnouncedStep): string => stepName({ interface: slot, step: name });

/** Own steps that follow one of the ramdisk's that takes effect with a restart. */
export const restartSteps = (
  purpose: RamdiskFlow,
): { readonly stage_again: StepHandler; readonly boot_again: StepHandler } => ({
  stage_again: {
    description: 'Stage the ramdisk again',
    abortable: true,
    repeat: 'idempotent',
    timeoutMs: BOOT_TIMEOUT_MS,
    async run(ctx) {
      ctx.found(...(await turnOffForRamdisk(ctx)));
      ctx.found(...(await stageBoot(ctx, await prepareRamdisk(ctx, purpose))));
      return found({ kind: 'ramdisk-expected' });
    },
  },
  boot_again: {
    description: 'Turn the machine on, into the ramdisk again, and wait for its agent to call',
    abortable: true,
    repeat: 'probe',
    timeoutMs: BOOT_TIMEOUT_MS,
    probe: isBooting,
    run: async (ctx) => ({ ...waitForAgent(ctx, purpose), findings: [await bringPowerTo(ctx, 'REBOOT')] }),
    afterSignal: async (ctx) => ((await ctx.agent?.()) === null ? waitForAgent(ctx, purpose) : NOTHING_FOUND),
  },
});
