import { rescue, type RescueSecrets } from '../../conductor/jobs/rescue.ts';
import { unrescue } from '../../conductor/jobs/unrescue.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { whyUnable } from '../driver-of.ts';
import type { Answer } from '../mutation.ts';
import { sha256Crypt } from '../sha256-crypt.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

export interface RescueArguments {
  readonly rescuePassword: string;
}

const MAX_PASSWORD_LENGTH = 255;

/** The password goes no further than this file: what the job gets, and keeps until it settles, is a hash. */
export const rescueWork: NodeWork<RescueArguments> = {
  type: rescue,
  checkInput(checker, { rescuePassword }) {
    // The value itself stands in no message, however wrong it is.
    if (rescuePassword.trim() === '') {
      checker.invalid('rescuePassword', 'rescuePassword is blank.', 'Give one that the rescue user can log in with.');
    } else if (rescuePassword.includes('\0')) {
      checker.invalid('rescuePassword', 'rescuePassword holds a NUL, where a password would end.', 'Leave it out.');
    }
    checker.text('rescuePassword', rescuePassword, MAX_PASSWORD_LENGTH);
  },
  whyRefused: (ctx, node) => whyUnable(ctx, node, 'rescue'),
  args: () => ({}),
  secrets({ rescuePassword }) {
    const secrets: RescueSecrets = { passwordHash: sha256Crypt(rescuePassword) };
    return { ...secrets };
  },
};

export const unrescueWork: NodeWork<object> = { type: unrescue, args: () => ({}) };

export const rescueNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput & RescueArguments): Promise<Answer> =>
  workOnNode(ctx, viewer, 'rescueNode', rescueWork, input);

export const unrescueNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'unrescueNode', unrescueWork, input);
