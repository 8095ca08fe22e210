/** When nothing moves any more, the records say what the machines are, and nothing is left half-way. */
import { PROVISION_TABLE } from '../../src/domain/provision-states.ts';
import type { Check, History, NodeAtRest, Violation } from './history.ts';

export const nodesAreAtRest: Check = {
  name: 'no node is left half-way',
  promise: 'P7 P8',
  run: ({ nodes }) => ({ counted: `${nodes.length} nodes`, violations: nodes.flatMap(restViolations) }),
};

const TRANSIENT: ReadonlySet<string> = new Set(['WORKING', 'WAITING', 'HOLD']);

function restViolations({ nodeId, provisionState, lock, machine, powerState }: NodeAtRest): Violation[] {
  const { networks, ramdisk, tenantConnected, image, power } = machine;
  const found = [
    TRANSIENT.has(PROVISION_TABLE[provisionState].kind) && `it is still ${provisionState}`,
    lock.holderJobId !== null && `its lock is still held by job ${lock.holderJobId} (epoch ${lock.epoch})`,
    networks.length > 0 && `it is ${provisionState}, and its machine is still in the networks ${networks.join(', ')}`,
    ramdisk !== null && `it is ${provisionState}, and its machine still boots the ramdisk`,
    powerState !== null && powerState !== power && `its power is recorded ${powerState}, and the machine is ${power}`,
    provisionState === 'ACTIVE' && !tenantConnected && 'it is ACTIVE, and its machine is not in the tenant networks',
    provisionState === 'ACTIVE' && image === null && 'it is ACTIVE, and its machine has no image',
    provisionState === 'AVAILABLE' && tenantConnected && 'it is AVAILABLE, and its machine is in the tenant networks',
    provisionState === 'AVAILABLE' && image !== null && 'it is AVAILABLE, and its machine still has an image',
  ];
  return found.flatMap((what) => (what === false ? [] : [{ nodeId, at: null, what }]));
}

export const noAttachmentIsOrphaned: Check = {
  name: 'no VIF without its record, no record without its VIF',
  promise: 'VIFs',
  run({ nodes }: History) {
    const rows = nodes.flatMap(({ vifs }) => vifs);
    const bound = nodes.flatMap(({ nodeId, machine }) => Object.keys(machine.vifs).map((vifId) => ({ vifId, nodeId })));
    const at = new Map<string, string>();
    const twice = bound.flatMap(({ vifId, nodeId }): Violation[] => {
      const first = at.get(vifId);
      at.set(vifId, nodeId);
      return first === undefined ? [] : [{ nodeId, at: null, what: `VIF ${vifId} is bound here and on node ${first}` }];
    });
    return {
      counted: `${rows.length} records, ${bound.length} bound`,
      violations: [...nodes.flatMap(vifViolations), ...twice],
    };
  },
};

function vifViolations({ nodeId, vifs, machine }: NodeAtRest): Violation[] {
  const report = (what: string): Violation[] => [{ nodeId, at: null, what }];
  const recorded = new Map(vifs.map((vif) => [vif.vifId, vif]));
  return [
    ...Object.keys(machine.vifs).flatMap((vifId) =>
      recorded.has(vifId) ? [] : report(`VIF ${vifId} is bound to the machine and has no record: an orphan`),
    ),
    ...vifs.flatMap(({ vifId, state, portId }) => {
      const port = machine.vifs[vifId];
      if (state === 'ERROR') return []; // says itself that nobody knows; detaching it again settles it
      if (state !== 'ATTACHED') return report(`VIF ${vifId} is still ${state}`);
      if (port === undefined) return report(`VIF ${vifId} is recorded ATTACHED, and the machine does not have it`);
      return port === portId ? [] : report(`VIF ${vifId} is recorded on port ${portId}, and bound to port ${port}`);
    }),
  ];
}
