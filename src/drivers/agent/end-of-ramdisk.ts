/** The deploy steps between the written image and the machine that is off. Source: domain notes §6.8, §7. */
import { ProblemError } from '../../domain/problems.ts';
import { DONE, type AgentAccess, type CallContext, type DriverNode, type DriverStep } from '../interfaces/common.ts';
import { sleep } from '../sleep.ts';
import { addressOf, refused } from './client.ts';
import type { ImageParts } from './write-image.ts';
import { readImage, type Image } from './image.ts';
import { textIn, type Command, type Json } from './parse.ts';
import { agentOf, begunInTime, type RamdiskParts } from './ramdisk-step.ts';

const inDeploy = { flow: 'DEPLOY', abortable: true, requiresRamdisk: true, repeat: 'idempotent' } as const;

/** Priority 60: firmware that has to be told what it boots is told. The boot device is the engine's. */
export function prepareInstanceBootStep(parts: ImageParts): DriverStep {
  return {
    ...inDeploy,
    name: 'prepare_instance_boot',
    priority: 60,
    description: 'Makes the firmware boot what was written.',
    async run(node, _args, ctx) {
      const agent = await agentOf(ctx);
      try {
        await installBootloader(parts, readImage(node, parts.images), agent, ctx);
      } catch (error) {
        if (error instanceof ProblemError && error.problem.code === 'AGENT_REFUSED') {
          await parts.logs.afterFailure(node, agent, ctx);
        }
        throw error;
      }
      return DONE;
    },
  };
}

/** Whoever brings steps of their own that write an image sees to the boot loader as well: there is nothing to do. */
export const NOTHING_TO_BOOT: DriverStep = {
  ...inDeploy,
  name: 'prepare_instance_boot',
  priority: 60,
  description: 'Nothing: who writes the image sees to what boots it.',
  run: async () => DONE,
};

const INSTALL = 'install_bootloader';
/** Then twice as long each time: most firmware is told within a second. */
const FIRST_PAUSE_MS = 100;

/** An interrupted one goes on where it was: the agent's list says whether it has begun since the image was written. */
async function installBootloader(parts: ImageParts, image: Image, agent: AgentAccess, ctx: CallContext): Promise<void> {
  const { client, pollMs } = parts;
  const lastInstall = async (): Promise<Command | null> => {
    const commands = await client.commands(agent, ctx);
    const written = commands.findLastIndex(({ name }) => name === 'execute_deploy_step');
    return commands.slice(written + 1).findLast(({ name }) => name === INSTALL) ?? null;
  };
  if ((await lastInstall()) === null) {
    const order = await orderToInstall(parts, image, agent, ctx);
    if (order === null) return ctx.line('The firmware needs not be told.');
    const isTaken = await begunInTime(parts, agent, order, ctx);
    if (!isTaken) throw refused(agent, INSTALL, 'it is busy with something else, and has been for too long');
  }
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, pollMs)) {
    const last = await lastInstall();
    if (last === null) throw new ProblemError({ code: 'AGENT_RESTARTED', address: addressOf(agent), command: INSTALL });
    if (last.status === 'SUCCEEDED') return ctx.line('The boot loader is installed.');
    if (last.status !== 'RUNNING') throw refused(agent, INSTALL, last.error ?? 'it gives no reason');
    await sleep(pauseMs, ctx.signal);
  }
}

/** Null: BIOS finds a whole disk's boot loader where the image has it, and an image without a root has none to install. */
async function orderToInstall(
  { client }: RamdiskParts,
  image: Image,
  agent: AgentAccess,
  ctx: CallContext,
): Promise<{ readonly name: string; readonly params: Json } | null> {
  const { result } = await client.ask(agent, { name: 'standby.get_partition_uuids', params: {} }, ctx);
  const root = textIn(result['root uuid']);
  const isNeeded = image.partitions === null ? image.bootMode === 'uefi' : root !== null;
  if (!isNeeded) return null;
  return {
    name: `image.${INSTALL}`,
    params: {
      root_uuid: root,
      efi_system_part_uuid: textIn(result['efi system partition uuid']),
      prep_boot_part_uuid: textIn(result['PReP Boot partition uuid']),
      target_boot_mode: image.bootMode,
      ignore_bootloader_failure: false,
    },
  };
}

/** Priority 40. The engine waits until the machine is off, and turns it off when it is not in time. */
export function tearDownAgentStep({ client, logs }: RamdiskParts): DriverStep {
  return {
    ...inDeploy,
    name: 'tear_down_agent',
    priority: 40,
    description: 'Ends the ramdisk.',
    abortable: false,
    async run(node, _args, ctx) {
      const agent = (await ctx.agent?.()) ?? null;
      if (agent === null) return DONE;
      try {
        await logs.atTheEnd(node, agent, ctx);
        await client.ask(agent, { name: 'standby.sync', params: {} }, ctx);
        if (isTurnedOffByBmc(node)) return DONE;
        if (node.disablePowerOff === true) {
          // It is restarted into the instance. Until then it takes no more orders, and says nothing in the tenant's network.
          await client.ask(agent, { name: 'system.lockdown', params: {} }, ctx);
          return DONE;
        }
        const begun = await client.begin(agent, { name: 'standby.power_off', params: {} }, ctx);
        ctx.line(
          begun === null ? 'The agent is busy and does not turn the machine off.' : 'The agent turns the machine off.',
        );
      } catch (error) {
        // It may be gone already: it was told before, or goes faster than it answers. What it wrote it has synced itself.
        if (!isGone(error)) throw error;
        ctx.line('The agent does not answer any more.');
      }
      return DONE;
    },
  };
}

const isTurnedOffByBmc = ({ driverInfo }: DriverNode): boolean => driverInfo['deploy_forces_oob_reboot'] === true;

const isGone = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (error.problem.code === 'AGENT_UNREACHABLE' || error.problem.code === 'AGENT_TIMEOUT');
