import { DONE } from '../interfaces/common.ts';
import type { RescueInterface } from '../interfaces/rescue.ts';
import { agentOf, type RamdiskParts } from './ramdisk-step.ts';

/** `agent`: the ramdisk is the rescue system; its agent lets the rescue user in and stops answering then. */
export function createAgentRescue({ client }: RamdiskParts): RescueInterface {
  return {
    name: 'agent',
    usesRamdisk: true,
    validate: () => {},
    rescue: async () => DONE,
    async finalize(_node, { passwordHash }, ctx) {
      const params = { rescue_password: passwordHash, hashed: true };
      await client.ask(await agentOf(ctx), { name: 'rescue.finalize_rescue', params }, ctx);
    },
    cleanUp: async () => {},
  };
}
