/** What the agent's hardware manager offers to do, per flow, and does. Source: domain notes §6.7. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Body } from './body.ts';
import { AgentError } from './errors.ts';
import { writeImage, type ImageWriter, type WrittenImage } from './image.ts';

export type Flow = 'deploy' | 'clean' | 'service';
export const FLOWS: readonly Flow[] = ['deploy', 'clean', 'service'];

/** In the words of the protocol. */
export interface OfferedStep {
  readonly step: string;
  readonly priority: number;
  readonly interface: string;
  readonly reboot_requested: boolean;
  readonly abortable: boolean;
  readonly argsinfo?: Readonly<Record<string, { readonly description: string; readonly required: boolean }>>;
}

export interface StepWork {
  readonly writer: ImageWriter;
  readonly node: Readonly<Record<string, unknown>>;
  readonly args: Readonly<Record<string, unknown>>;
  /** Called when an image is on the disk, for what comes later. */
  written(image: WrittenImage): void;
}

interface StepRow {
  readonly interface: string;
  /** A flow that is missing does not offer the step. */
  readonly priorities: Partial<Readonly<Record<Flow, number>>>;
  readonly reboots?: true;
  readonly abortable?: true;
  readonly args?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  run(work: StepWork): Promise<unknown>;
}

const BURN_IN_MS = 100;
const onRequest = { clean: 0, service: 0 };

const STEPS: Readonly<Record<string, StepRow>> = {
  write_image: {
    interface: 'deploy',
    priorities: { deploy: 0, service: 0 },
    args: { image_info: 'What image, and where it is.', configdrive: 'Its URL, or itself as gzip in base64.' },
    required: ['image_info'],
    async run({ writer, node, args, written }) {
      const image = await writeImage(writer, node, args['image_info'], args['configdrive']);
      written(image);
      return image.message;
    },
  },
  erase_devices_metadata: {
    interface: 'deploy',
    priorities: { clean: 99, deploy: 0 },
    abortable: true,
    run: ({ writer }) => eraseAll(writer.body, 'metadata'),
  },
  erase_devices: {
    interface: 'deploy',
    priorities: { clean: 10 },
    abortable: true,
    run: ({ writer }) => eraseAll(writer.body, 'everything'),
  },
  erase_devices_express: {
    interface: 'deploy',
    priorities: { clean: 0 },
    abortable: true,
    run: ({ writer }) => eraseAll(writer.body, 'metadata'),
  },
  erase_pstore: { interface: 'deploy', priorities: { clean: 0 }, run: nothing },
  clean_uefi_nvram: { interface: 'deploy', priorities: { clean: 0, deploy: 0 }, run: nothing },
  inject_files: {
    interface: 'deploy',
    priorities: { deploy: 0, service: 0 },
    args: { files: 'A list of files.', verify_ca: 'Is the server checked?' },
    run: nothing,
  },
  burnin_cpu: { interface: 'deploy', priorities: onRequest, abortable: true, run: burnIn },
  burnin_memory: { interface: 'deploy', priorities: onRequest, abortable: true, run: burnIn },
  burnin_disk: { interface: 'deploy', priorities: { clean: 0 }, abortable: true, run: burnIn },
  burnin_network: { interface: 'deploy', priorities: onRequest, abortable: true, run: burnIn },
  create_configuration: { interface: 'raid', priorities: onRequest, run: raid },
  delete_configuration: { interface: 'raid', priorities: onRequest, run: nothing },
  apply_configuration: {
    interface: 'raid',
    priorities: { deploy: 0, service: 0 },
    args: { raid_config: 'The target.', delete_existing: 'Is what is there deleted first?' },
    required: ['raid_config'],
    run: raid,
  },
};

/** Of the only hardware manager that this agent has. */
export const MANAGER = 'generic_hardware_manager';
export const MANAGER_VERSIONS: Readonly<Record<string, string>> = { [MANAGER]: '1.2' };

export function offeredSteps(flow: Flow): readonly OfferedStep[] {
  return Object.entries(STEPS).flatMap(([step, row]) => {
    const priority = row.priorities[flow];
    if (priority === undefined) return [];
    return [
      {
        step,
        priority,
        interface: row.interface,
        reboot_requested: row.reboots === true,
        abortable: row.abortable === true,
        ...argsInfo(row),
      },
    ];
  });
}

function argsInfo({ args, required = [] }: StepRow): Pick<OfferedStep, 'argsinfo'> {
  if (args === undefined) return {};
  const entries = Object.entries(args).map(([name, description]) => [
    name,
    { description, required: required.includes(name) },
  ]);
  return { argsinfo: Object.fromEntries(entries) };
}

/** @throws {AgentError} the hardware manager has no such step, or the step failed */
export async function runStep(flow: Flow, slot: string, step: string, work: StepWork): Promise<unknown> {
  const row = STEPS[step];
  if (row === undefined || row.interface !== slot || row.priorities[flow] === undefined) {
    const type = { deploy: 'DeploymentError', clean: 'CleaningError', service: 'ServicingError' }[flow];
    throw new AgentError(type, `Error performing ${flow} step ${step}`, `No hardware manager has ${slot}.${step}`);
  }
  return row.run(work);
}

async function eraseAll(body: Body, what: 'everything' | 'metadata'): Promise<null> {
  for (const { name } of (await body.inventory()).disks) {
    body.log(`Erasing ${what} of ${name}`);
    await body.erase(name, what);
  }
  return null;
}

function nothing(): Promise<null> {
  return Promise.resolve(null);
}

async function burnIn({ writer }: StepWork): Promise<null> {
  await sleep(BURN_IN_MS, undefined, { signal: writer.signal });
  return null;
}

/** What was asked for; nothing is changed on the disks. */
function raid({ node, args }: StepWork): Promise<unknown> {
  return Promise.resolve(args['raid_config'] ?? node['target_raid_config'] ?? {});
}
