/** The deploy steps that write an image by the agent in the ramdisk. Source: domain notes §6.8, §7. */
import type { Egress } from '../../domain/egress.ts';
import { ProblemError } from '../../domain/problems.ts';
import { type CallContext, type DriverNode, type DriverStep } from '../interfaces/common.ts';
import { NO_FILES, type ServedFiles } from '../interfaces/deploy.ts';
import { checksumIn } from './checksum.ts';
import { configDriveFor } from './config-drive.ts';
import { checkMd5, imageInfo, readImage, type Image, type ImageRules } from './image.ts';
import { ramdiskStep, type RamdiskParts, type StepCall } from './ramdisk-step.ts';

export interface ImageParts extends RamdiskParts {
  readonly images: ImageRules;
  /** For checksum files of images that the machine gets from us; null: there is no way out. */
  readonly egress: Egress | null;
}

/** How the machine knows the image that it gets from us. */
const SERVED_AS = 'image';

/**
 * What can be wrong with image and config drive is found out here, before the machine is restarted.
 * @throws {ProblemError} INSTANCE_INFO_INVALID, CONFIG_DRIVE_UNUSABLE, SOURCE_REFUSED, SOURCE_UNREACHABLE, …
 */
export async function prepareImage(parts: ImageParts, node: DriverNode, ctx: CallContext): Promise<ServedFiles> {
  const image = readImage(node, parts.images);
  await configDrive(node, ctx);
  if (image.download === 'http') return NO_FILES;
  await checksumOf(parts, image, ctx);
  return { [SERVED_AS]: image.source };
}

/** Priority 80; the agent's own step of this name does the work. */
export function writeImageStep(parts: ImageParts): DriverStep {
  return {
    name: 'write_image',
    flow: 'DEPLOY',
    priority: 80,
    description: 'Writes the image and the config drive on the disk.',
    abortable: true,
    requiresRamdisk: true,
    repeat: 'probe',
    ...ramdiskStep(parts, { interface: 'deploy', name: 'write_image', flow: 'DEPLOY' }, (node, _args, ctx) =>
      callToWrite(parts, node, ctx),
    ),
  };
}

async function callToWrite(parts: ImageParts, node: DriverNode, ctx: CallContext): Promise<StepCall> {
  const image = readImage(node, parts.images);
  const url = await urlOf(image, ctx);
  ctx.line(`The image is ${image.name}, ${image.download === 'http' ? 'from where it is' : 'from us'}.`);
  const checksum = image.download === 'http' ? image.checksum : await checksumOf(parts, image, ctx);
  const drive = await configDrive(node, ctx);
  return {
    args: { image_info: imageInfo(node, image, { url, checksum }), ...(drive === null ? {} : { configdrive: drive }) },
  };
}

async function urlOf(image: Image, ctx: CallContext): Promise<string> {
  if (image.download === 'http') return image.source;
  const url = (await ctx.fileUrl?.(SERVED_AS)) ?? null;
  if (url !== null) return url;
  throw new ProblemError({ code: 'STEP_FAILED', step: 'deploy.write_image', reason: 'the image is not served' });
}

const configDrive = async (node: DriverNode, ctx: CallContext): Promise<string | null> =>
  configDriveFor(node, (await ctx.configDrive?.()) ?? null, ctx.signal);

/** As it stands in a file of sums; a name that is no percent-encoding is taken as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Some kilobytes; those of whole mirrors have hundreds of lines. */
const MAX_SUMS_BYTES = 2 ** 20;
const SUMS_TIMEOUT_MS = 60_000;

/** Of an image that goes by another name where the machine gets it, so that the agent could not find its line. */
async function checksumOf(
  { egress, images }: Pick<ImageParts, 'egress' | 'images'>,
  { checksum, name }: Image,
  { signal }: CallContext,
): Promise<Image['checksum']> {
  if (!('url' in checksum) || egress === null) return checksum;
  const limits = { signal, maxBytes: MAX_SUMS_BYTES, timeoutMs: SUMS_TIMEOUT_MS };
  const text = Buffer.from(await egress.read(checksum.url, limits)).toString();
  const found = checksumIn(text, decoded(name)) ?? checksumIn(text, name);
  if (found !== null) return checkMd5(found, images, 'image_checksum');
  throw new ProblemError({
    code: 'INSTANCE_INFO_INVALID',
    field: 'image_checksum',
    reason: `the file that it names has no checksum of ${name.slice(0, 128)}`,
    remedy: 'Give the URL of the file that lists the image by its name, or the checksum itself.',
  });
}
