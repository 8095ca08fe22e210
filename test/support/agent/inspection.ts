/** What the agent found in the machine, posted before it looks itself up: the service may not know the machine yet. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Body } from './body.ts';
import { chooseRootDisk } from './root-device.ts';
import { MANAGER_VERSIONS } from './steps.ts';
import { tarGz } from './tar.ts';
import type { Web } from './web.ts';

const ATTEMPTS = 5;

/** Asked again for no answer, 409 and 5xx; whatever else the service says, the agent goes on. */
export async function postInspection(
  {
    body,
    web,
    signal,
    retryMs,
    lldp,
  }: {
    readonly body: Body;
    readonly web: Web;
    readonly signal: AbortSignal;
    readonly retryMs: number;
    readonly lldp: boolean;
  },
  url: string,
): Promise<number> {
  const report = await inspect(body, lldp);
  for (let attempt = 1; ; attempt += 1) {
    const status = await web.send(url, { method: 'POST', body: report, signal }).then(
      (answer) => answer.status,
      () => 0,
    );
    signal.throwIfAborted();
    body.log(`The inspection's report: the service answered ${status}`);
    const isWorthAnother = status === 0 || status === 409 || status >= 500;
    if (!isWorthAnother || attempt === ATTEMPTS) return status;
    await sleep(retryMs * 2 ** (attempt - 1), undefined, { signal });
  }
}

async function inspect(body: Body, lldp: boolean): Promise<Readonly<Record<string, unknown>>> {
  const inventory = await body.inventory();
  const managers = Object.entries(MANAGER_VERSIONS).map(([name, version]) => ({ name, version }));
  return {
    inventory,
    root_disk: rootDisk(inventory.disks),
    boot_interface: inventory.boot.pxe_interface,
    configuration: { collectors: ['default', 'logs'], managers },
    error: null,
    logs: tarGz(await body.logs()).toString('base64'),
    ...(lldp ? { lldp_raw: Object.fromEntries(inventory.interfaces.map(({ name }) => [name, LLDP])) } : {}),
  };
}

/** Of the switch that a simulated machine is plugged into: chassis, port, time to live. In type and hexadecimal. */
const LLDP: readonly (readonly [number, string])[] = [
  [1, '0402004e000001'],
  [2, `05${Buffer.from('Ethernet1/1').toString('hex')}`],
  [3, '0078'],
];

function rootDisk(disks: Parameters<typeof chooseRootDisk>[0]): unknown {
  try {
    return chooseRootDisk(disks, {});
  } catch {
    return null; // a machine without a disk is inspected all the same
  }
}
