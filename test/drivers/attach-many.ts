/** A process of its own for `fake.test.ts`: attaches VIFs to one machine as fast as it can. */
import { createFakeHardware } from '../../src/drivers/fake/index.ts';
import { implementationOf, resolveInterfaces } from '../../src/drivers/hardware-type.ts';
import { aCallContext, aDriverNode } from '../contract/builders.ts';

const [stateDir = '', id = '', name = '', count = '0'] = process.argv.slice(2);
const type = createFakeHardware({ stateDir });
const network = implementationOf(type, resolveInterfaces(type, {}), 'network');
for (let index = 0; index < Number(count); index++) {
  await network.attachVif(
    aDriverNode({ id }),
    { vifId: `${name}-${index}`, port: null, portGroup: null },
    'RESERVE',
    aCallContext(),
  );
}
