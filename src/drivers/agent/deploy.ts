/**
 * Deploy interfaces that work by the agent in the ramdisk. They have no state: what an instance is made of stands in the
 * node's instanceInfo. Source: domain notes §7.
 */
import { ProblemError } from '../../domain/problems.ts';
import { DONE, type DriverInfoField, type DriverNode, type DriverStep } from '../interfaces/common.ts';
import { NO_FILES, type DeployInterface, type RamdiskWork } from '../interfaces/deploy.ts';
import { NOTHING_TO_BOOT, prepareInstanceBootStep, tearDownAgentStep } from './end-of-ramdisk.ts';
import { checkRamdiskInstance, checkRootDevice, DOWNLOAD_SOURCES, isRamdiskInstance, readImage } from './image.ts';
import { announcedSteps, ramdiskStep } from './ramdisk-step.ts';
import { prepareImage, writeImageStep, type ImageParts } from './write-image.ts';

const DRIVER_INFO: Readonly<Record<string, DriverInfoField>> = {
  image_download_source: {
    description:
      'Where the machine gets images that are to be had by http: `http`, from there; `local`, from this service.',
  },
  deploy_forces_oob_reboot: {
    description: 'Is the machine turned off by its BMC after a deployment, because its ramdisk cannot?',
    default: false,
  },
  agent_erase_devices_iterations: {
    description: 'How often a disk is overwritten that has no secure erase.',
    default: 1,
  },
  agent_erase_devices_zeroize: { description: 'Are zeros written after that?', default: true },
};

/** `direct`: the agent writes an image that it fetches itself. */
export function createDirectDeploy(parts: ImageParts): DeployInterface {
  return {
    ...common(parts),
    name: 'direct',
    validateInstance: (node) => void readImage(node, parts.images),
    prepare: (node, ctx) => prepareImage(parts, node, ctx),
    steps: [writeImageStep(parts), prepareInstanceBootStep(parts), tearDownAgentStep(parts)],
  };
}

/** `custom-agent`: a ramdisk of the operator's own brings the steps that write an instance. */
export function createCustomAgentDeploy(parts: ImageParts): DeployInterface {
  return {
    ...common(parts),
    name: 'custom-agent',
    validateInstance: checkRootDevice,
    prepare: async (node) => {
      checkRootDevice(node);
      return NO_FILES;
    },
    steps: [NOTHING_TO_BOOT, tearDownAgentStep(parts)],
  };
}

/** `ramdisk`: the instance is a kernel and a ramdisk that are booted over the network each time. Nothing is written. */
export function createRamdiskDeploy(parts: ImageParts): DeployInterface {
  return {
    ...common(parts),
    name: 'ramdisk',
    validateInstance: checkRamdiskInstance,
    deploysWithoutRamdisk: () => true,
    prepare: async (node) => {
      checkRamdiskInstance(node);
      return NO_FILES;
    },
  };
}

/** `autodetect`: `ramdisk` for an instance that is made of a kernel and a ramdisk, else `direct`. */
export function createAutodetectDeploy(parts: ImageParts): DeployInterface {
  const direct = createDirectDeploy(parts);
  const ramdisk = createRamdiskDeploy(parts);
  const fitting = (node: DriverNode): DeployInterface => (isRamdiskInstance(node) ? ramdisk : direct);
  return {
    ...common(parts),
    name: 'autodetect',
    validateInstance: (node) => fitting(node).validateInstance?.(node),
    deploysWithoutRamdisk: isRamdiskInstance,
    prepare: (node, ctx) => fitting(node).prepare(node, ctx),
    steps: (direct.steps ?? []).map(onlyForImages),
  };
}

/** The plan has them whatever the instance is made of; for one that is in memory there is nothing to do. */
const onlyForImages = (step: DriverStep): DriverStep => ({
  ...step,
  run: async (node, args, ctx) => (isRamdiskInstance(node) ? DONE : step.run(node, args, ctx)),
});

function common(
  parts: ImageParts,
): Omit<DeployInterface, 'name' | 'prepare' | 'steps' | 'validateInstance' | 'deploysWithoutRamdisk'> {
  const ramdisk: RamdiskWork = {
    announcedSteps: (node, flow, ctx) => announcedSteps(parts, node, flow, ctx),
    inRamdisk: (step) => ramdiskStep(parts, step),
  };
  return {
    ramdisk,
    driverInfo: DRIVER_INFO,
    validate: checkDriverInfo,
    // Power, networks, the ramdisk and what is served to it are the engine's.
    tearDown: async () => {},
    cleanUp: async () => {},
    prepareCleaning: async () => DONE,
    tearDownCleaning: async () => {},
    prepareService: async () => DONE,
    tearDownService: async () => {},
  };
}

function checkDriverInfo({ driverInfo }: DriverNode): void {
  const asked = driverInfo['image_download_source'];
  if (asked !== undefined && !DOWNLOAD_SOURCES.some((one) => one === asked)) {
    const reason = `it is none of ${DOWNLOAD_SOURCES.join(', ')}`;
    throw new ProblemError({
      code: 'DRIVER_INFO_INVALID',
      interface: 'deploy',
      field: 'image_download_source',
      reason,
    });
  }
}
