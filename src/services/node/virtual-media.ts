import {
  attachVirtualMedia as attachJob,
  detachVirtualMedia as detachJob,
  type AttachVirtualMediaInput,
} from '../../conductor/jobs/virtual-media.ts';
import { POWER_FAULT } from '../../domain/power.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { VirtualMediaType } from '../../drivers/interfaces/management.ts';
import type { Checker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { slotOf, unsupported } from '../driver-of.ts';
import type { Answer } from '../mutation.ts';
import type { Problem } from '../../domain/problems.ts';
import type { NodeRow } from './node-row.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

/** What BMCs can read images by. Source: the reference's list. */
const SCHEMES: readonly string[] = ['http:', 'https:', 'nfs:', 'cifs:', 'smb:'];
const MAX_URL_LENGTH = 2_048;

const attachWork: NodeWork<AttachVirtualMediaInput> = {
  type: attachJob,
  checkInput: (checker, { imageUrl }) => checkImageUrl(checker, imageUrl),
  whyRefused: (ctx, node) =>
    slotOf(ctx, node, 'management').attachVirtualMedia === undefined
      ? unsupported(node, 'virtual media')
      : whyUnreachable(node),
  args: ({ type, imageUrl }) => ({ type, imageUrl }),
};

export const attachVirtualMedia = (
  ctx: ServiceContext,
  viewer: Viewer,
  input: VerbInput & AttachVirtualMediaInput,
): Promise<Answer> => workOnNode(ctx, viewer, 'attachVirtualMedia', attachWork, input);

interface DetachArguments {
  readonly types?: readonly VirtualMediaType[] | null;
}

const detachWork: NodeWork<DetachArguments> = {
  type: detachJob,
  whyRefused: (ctx, node) =>
    slotOf(ctx, node, 'management').detachVirtualMedia === undefined
      ? unsupported(node, 'virtual media')
      : whyUnreachable(node),
  args: ({ types }) => ({ types: [...new Set(types ?? [])] }),
};

export const detachVirtualMedia = (
  ctx: ServiceContext,
  viewer: Viewer,
  input: VerbInput & DetachArguments,
): Promise<Answer> => workOnNode(ctx, viewer, 'detachVirtualMedia', detachWork, input);

function checkImageUrl(checker: Checker, imageUrl: string): void {
  checker.text('imageUrl', imageUrl, MAX_URL_LENGTH);
  const url = URL.canParse(imageUrl) ? new URL(imageUrl) : null;
  if (url === null || !SCHEMES.includes(url.protocol) || url.host === '') {
    const remedy = `Use an absolute URL with one of ${SCHEMES.map((scheme) => `${scheme}//`).join(', ')}.`;
    checker.invalid('imageUrl', 'imageUrl is not a URL that BMCs can read images by.', remedy);
  } else if (url.username !== '' || url.password !== '') {
    const remedy = 'Offer the image where no login is needed, for example by a signed URL.';
    checker.invalid('imageUrl', 'imageUrl holds a login, which everybody who sees the job could read.', remedy);
  }
}

function whyUnreachable({ fault }: NodeRow): Problem | null {
  if (fault !== POWER_FAULT) return null;
  return {
    code: 'NOT_ALLOWED_NOW',
    action: 'changing virtual media',
    reason: 'the BMC does not answer (fault: power failure)',
    remedy: 'Wait until the node has recovered, or mend its BMC.',
  };
}
