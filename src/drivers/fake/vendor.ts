import type { VendorInterface } from '../interfaces/vendor.ts';
import { FAKE_DRIVER_INFO, validateFakeSettings } from './settings.ts';
import type { Simulation } from './simulation.ts';

/** Two methods to try the API with: one that may be repeated, one that may not. */
export function createFakeVendor({ act, look }: Simulation): VendorInterface {
  return {
    name: 'fake',
    driverInfo: FAKE_DRIVER_INFO,
    validate: (node) => validateFakeSettings('vendor', node),
    methods: [
      {
        name: 'echo',
        description: 'Answers its arguments.',
        lock: 'SHARED',
        args: { text: { description: 'What to answer.', required: true } },
        idempotent: true,
        async call(node, args, ctx) {
          await look(node, 'vendor.echo', ctx);
          return { text: args['text'] };
        },
      },
      {
        name: 'count_up',
        description: 'Interrupts the machine and answers how often that happened: each call counts.',
        lock: 'EXCLUSIVE',
        args: {},
        idempotent: false,
        async call(node, _args, ctx) {
          const { nmiCount } = await act(node, 'vendor.count_up', ctx, (machine) => ({
            nmiCount: machine.nmiCount + 1,
          }));
          return { nmiCount };
        },
      },
    ],
  };
}
