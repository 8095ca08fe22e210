import { silentLogger } from '../../src/domain/logger.ts';
import type { CallContext, DriverNode, DriverPort, DriverPortGroup } from '../../src/drivers/interfaces/common.ts';
import type { PowerCallContext } from '../../src/drivers/interfaces/power.ts';

/** A node as drivers see it, of which a test says only what matters. */
export function aDriverNode(what: Partial<DriverNode> = {}): DriverNode {
  return {
    id: 'a0000000-0000-4000-8000-000000000001',
    name: 'test-node',
    driverInfo: {},
    properties: {},
    instanceInfo: {},
    powerState: null,
    ports: [aDriverPort()],
    portGroups: [],
    ...what,
  };
}

export function aDriverPort(what: Partial<DriverPort> = {}): DriverPort {
  return {
    id: 'b0000000-0000-4000-8000-000000000001',
    address: '52:54:00:00:00:01',
    pxeEnabled: true,
    localLinkConnection: {},
    isSmartNic: false,
    physicalNetwork: null,
    portGroupId: null,
    ...what,
  };
}

export function aDriverPortGroup(what: Partial<DriverPortGroup> = {}): DriverPortGroup {
  return {
    id: 'c0000000-0000-4000-8000-000000000001',
    address: null,
    name: null,
    mode: 'active-backup',
    properties: {},
    standalonePortsSupported: true,
    physicalNetwork: null,
    portIds: [],
    ...what,
  };
}

export function aCallContext(what: Partial<CallContext> = {}): CallContext {
  return {
    signal: new AbortController().signal,
    assertHeld: () => {},
    authority: 'test-job/1/1',
    log: silentLogger,
    progress: () => {},
    line: () => {},
    ...what,
  };
}

export function aPowerContext(what: Partial<PowerCallContext> = {}): PowerCallContext {
  return { ...aCallContext(what), timeoutMs: 20_000, ...what };
}

/** A context whose call was cancelled before it began, and the reason that the call must reject with. */
export function aCancelledCall(): { readonly ctx: PowerCallContext; readonly reason: Error } {
  const reason = new Error('the job was cancelled');
  return { ctx: aPowerContext({ signal: AbortSignal.abort(reason) }), reason };
}

/**
 * A context that loses the node before its call's command number `after` + 1, without its signal having fired: as in a
 * process that was frozen just then. And what the call must reject with.
 */
export function aCallThatLosesTheNode(after = 0): { readonly ctx: PowerCallContext; readonly reason: Error } {
  const reason = new Error('the node is no longer ours');
  let asked = 0;
  const assertHeld = (): void => {
    asked += 1;
    if (asked > after) throw reason;
  };
  return { ctx: aPowerContext({ assertHeld }), reason };
}

/** Makes a call that must change nothing the second time. */
export async function twice<T>(call: () => Promise<T>): Promise<T> {
  await call();
  return call();
}
