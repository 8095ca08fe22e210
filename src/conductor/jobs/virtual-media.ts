/** Images that a BMC shows to its machine as drives. */
import type { VirtualMediaType } from '../../drivers/interfaces/management.ts';
import { hardwareJob, unsupported } from './hardware-job.ts';

/** What the services write into these jobs; nothing else makes them. */
export interface AttachVirtualMediaInput {
  readonly type: VirtualMediaType;
  readonly imageUrl: string;
}
export interface DetachVirtualMediaInput {
  /** Empty: all. */
  readonly types: readonly VirtualMediaType[];
}

export const attachVirtualMedia = hardwareJob({
  name: 'node.attach-virtual-media',
  purpose: 'attaching virtual media',
  description: 'Show an image to the machine as a drive',
  repeat: 'idempotent',
  changes: ['VIRTUAL_MEDIA'],
  async act(ctx) {
    // The service wrote it as AttachVirtualMediaInput.
    const { type, imageUrl } = ctx.input as unknown as AttachVirtualMediaInput;
    const { attachVirtualMedia: attach } = ctx.driver('management');
    if (attach === undefined) throw unsupported(ctx, 'virtual media');
    await attach(ctx.node, type, imageUrl, ctx);
  },
});

export const detachVirtualMedia = hardwareJob({
  name: 'node.detach-virtual-media',
  purpose: 'detaching virtual media',
  description: 'Empty virtual drives',
  repeat: 'idempotent',
  changes: ['VIRTUAL_MEDIA'],
  async act(ctx) {
    // The service wrote it as DetachVirtualMediaInput.
    const { types } = ctx.input as unknown as DetachVirtualMediaInput;
    const { detachVirtualMedia: detach } = ctx.driver('management');
    if (detach === undefined) throw unsupported(ctx, 'virtual media');
    await detach(ctx.node, types, ctx);
  },
});
