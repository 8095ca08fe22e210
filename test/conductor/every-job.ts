/**
 * Each kind of job, in each way that it can go: where its node stands before, what it is asked for, how it ends. The
 * tests that kill a worker at every commit walk this table, and fail when a job type is not in it.
 */
import { v7 as newId } from 'uuid';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimJob } from '../../src/conductor/claim.ts';
import type { LiveContext } from '../../src/conductor/context.ts';
import { createJobControl } from '../../src/conductor/job-control.ts';
import { wakeWaitingJobs } from '../../src/conductor/periodic/wake-waiting-jobs.ts';
import { runJob } from '../../src/conductor/run-job.ts';
import type { LockMode } from '../../src/domain/job.ts';
import { isTenantConnected, type ProvisionState } from '../../src/domain/provision-states.ts';
import type { Machine } from '../../src/drivers/fake/machine.ts';
import type { JsonObject } from '../../src/entities/json.ts';
import type { Engine } from './harness.ts';
import { readMachine, writeMachine } from './machine.ts';

export interface JobCase {
  /** The job type's name. */
  readonly job: string;
  readonly how: string;
  readonly from: ProvisionState;
  /** Whether the node has a VIF, and in which state its record is; null: it has none. */
  readonly vif: 'ATTACHING' | 'ATTACHED' | 'DETACHING' | null;
  /** The network has lost it, whatever is recorded. */
  readonly isLost?: true;
  readonly isCleaned?: false;
  /** Its step is not repeated when nobody knows whether it took effect: then the job fails instead. */
  readonly isManual?: true;
  readonly input?: JsonObject;
  readonly secrets?: JsonObject;
  readonly lockMode?: LockMode;
  /** How the machine behaves: `fake_…`. One command of each case takes long enough for its progress to be written. */
  readonly machine: JsonObject;
  readonly end: CaseEnd;
}

interface CaseEnd {
  readonly job: 'SUCCEEDED' | 'FAILED';
  readonly state: ProvisionState;
  readonly vif: 'ATTACHED' | 'ERROR' | null;
  readonly isConnected: boolean;
}

/**
 * Long enough that the simulated machine's first report of progress (at 250 ms), which is written at once, is written while
 * its step still runs, and too short for a second one (at 750 ms): so every run makes the same commits.
 */
const SLOW = 490;
const INSTANCE = { instanceId: null, instanceInfo: null };
const tenant = { vif: 'ATTACHED', isConnected: true } as const;
const gone = { vif: null, isConnected: false } as const;
const apart = { vif: 'ATTACHED', isConnected: false } as const;

export const CASES: readonly JobCase[] = [
  {
    job: 'node.manage',
    how: 'from ENROLL',
    from: 'ENROLL',
    vif: null,
    machine: { fake_delays: { 'power.get': SLOW } },
    end: { job: 'SUCCEEDED', state: 'MANAGEABLE', ...gone },
  },
  {
    job: 'node.manage',
    how: 'with a BMC that refuses',
    from: 'ENROLL',
    vif: null,
    machine: { fake_failures: { 'management.verify_bmc': 'always' } },
    end: { job: 'FAILED', state: 'ENROLL', ...gone },
  },
  {
    job: 'node.manage',
    how: 'from AVAILABLE, without a step',
    from: 'AVAILABLE',
    vif: null,
    machine: {},
    end: { job: 'SUCCEEDED', state: 'MANAGEABLE', ...gone },
  },
  {
    job: 'node.provide',
    how: 'with a wait in the middle',
    from: 'MANAGEABLE',
    vif: 'ATTACHED',
    machine: {
      fake_waits: { 'deploy.erase_devices_metadata': 1 },
      fake_delays: { 'deploy.prepareCleaning': SLOW },
    },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...apart },
  },
  {
    job: 'node.provide',
    how: 'with a step that fails',
    from: 'MANAGEABLE',
    vif: null,
    machine: { fake_failures: { 'deploy.erase_devices_metadata': 'always' } },
    end: { job: 'FAILED', state: 'CLEAN_FAILED', ...gone },
  },
  {
    job: 'node.provide',
    how: 'without cleaning',
    from: 'MANAGEABLE',
    vif: null,
    isCleaned: false,
    machine: {},
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.clean',
    how: 'by chosen steps, with a wait among them',
    from: 'MANAGEABLE',
    vif: null,
    input: {
      steps: [
        { interface: 'deploy', step: 'erase_devices_metadata', args: {} },
        { interface: 'deploy', step: 'erase_devices', args: {} },
        { interface: null, step: 'reboot', args: {} },
      ],
    },
    machine: { fake_waits: { 'deploy.erase_devices_metadata': 1 }, fake_delays: { 'deploy.erase_devices': SLOW } },
    end: { job: 'SUCCEEDED', state: 'MANAGEABLE', ...gone },
  },
  {
    job: 'node.clean',
    how: 'with a step that fails',
    from: 'MANAGEABLE',
    vif: null,
    input: { steps: [{ interface: 'deploy', step: 'erase_devices', args: {} }] },
    machine: { fake_failures: { 'deploy.erase_devices': 'always' } },
    end: { job: 'FAILED', state: 'CLEAN_FAILED', ...gone },
  },
  {
    job: 'node.deploy',
    how: 'with a wait in the middle',
    from: 'AVAILABLE',
    vif: 'ATTACHED',
    input: INSTANCE,
    machine: { fake_waits: { 'deploy.write_image': 1 }, fake_delays: { 'deploy.tear_down_agent': SLOW } },
    end: { job: 'SUCCEEDED', state: 'ACTIVE', ...tenant },
  },
  {
    job: 'node.deploy',
    how: 'with a last step that fails',
    from: 'AVAILABLE',
    vif: 'ATTACHED',
    input: INSTANCE,
    machine: { fake_failures: { 'boot.prepareInstance': 'always' } },
    end: { job: 'FAILED', state: 'DEPLOY_FAILED', ...apart },
  },
  {
    job: 'node.rebuild',
    how: 'in place',
    from: 'ACTIVE',
    vif: 'ATTACHED',
    input: INSTANCE,
    machine: { fake_delays: { 'deploy.write_image': SLOW } },
    end: { job: 'SUCCEEDED', state: 'ACTIVE', ...tenant },
  },
  {
    job: 'node.rebuild',
    how: 'with an image that cannot be written',
    from: 'ACTIVE',
    vif: 'ATTACHED',
    input: INSTANCE,
    machine: { fake_failures: { 'deploy.write_image': 'always' } },
    end: { job: 'FAILED', state: 'DEPLOY_FAILED', ...apart },
  },
  {
    job: 'node.service',
    how: 'in the ramdisk, with a wait in the middle',
    from: 'ACTIVE',
    vif: 'ATTACHED',
    input: { steps: [{ interface: 'deploy', step: 'burnin_cpu', args: {} }] },
    machine: { fake_waits: { 'deploy.burnin_cpu': 1 }, fake_delays: { 'deploy.prepareService': SLOW } },
    end: { job: 'SUCCEEDED', state: 'ACTIVE', ...tenant },
  },
  {
    job: 'node.service',
    how: 'with a step that fails',
    from: 'ACTIVE',
    vif: 'ATTACHED',
    input: { steps: [{ interface: 'deploy', step: 'burnin_cpu', args: {} }] },
    machine: { fake_failures: { 'deploy.burnin_cpu': 'always' } },
    end: { job: 'FAILED', state: 'SERVICE_FAILED', ...tenant },
  },
  {
    job: 'node.end-service',
    how: 'as asked',
    from: 'SERVICE_FAILED',
    vif: 'ATTACHED',
    machine: { fake_delays: { 'boot.prepareInstance': SLOW } },
    end: { job: 'SUCCEEDED', state: 'ACTIVE', ...tenant },
  },
  {
    job: 'node.undeploy',
    how: 'with cleaning',
    from: 'ACTIVE',
    vif: 'ATTACHED',
    machine: { fake_delays: { 'network.unconfigureTenant': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.undeploy',
    how: 'with cleaning that fails',
    from: 'ACTIVE',
    vif: 'ATTACHED',
    machine: { fake_failures: { 'deploy.erase_devices_metadata': 'always' } },
    end: { job: 'FAILED', state: 'CLEAN_FAILED', ...gone },
  },
  {
    job: 'node.undeploy',
    how: 'without cleaning',
    from: 'ACTIVE',
    vif: 'ATTACHED',
    isCleaned: false,
    machine: {},
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.adopt',
    how: 'of a machine that answers',
    from: 'MANAGEABLE',
    vif: null,
    input: INSTANCE,
    machine: { fake_delays: { 'deploy.takeOver': SLOW } },
    end: { job: 'SUCCEEDED', state: 'ACTIVE', ...gone },
  },
  {
    job: 'node.adopt',
    how: 'of a machine that cannot be taken over',
    from: 'MANAGEABLE',
    vif: null,
    input: INSTANCE,
    machine: { fake_failures: { 'deploy.takeOver': 'always' } },
    end: { job: 'FAILED', state: 'ADOPT_FAILED', ...gone },
  },
  {
    job: 'node.rescue',
    how: 'with a wait in the middle',
    from: 'ACTIVE',
    vif: 'ATTACHED',
    secrets: { passwordHash: '$5$not-a-real-hash' },
    machine: { fake_waits: { 'rescue.rescue': 1 }, fake_delays: { 'boot.prepareRamdisk': SLOW } },
    end: { job: 'SUCCEEDED', state: 'RESCUE', ...tenant },
  },
  {
    job: 'node.rescue',
    how: 'with a ramdisk that lets nobody in',
    from: 'ACTIVE',
    vif: 'ATTACHED',
    secrets: { passwordHash: '$5$not-a-real-hash' },
    machine: { fake_failures: { 'rescue.finalize': 'always' } },
    end: { job: 'FAILED', state: 'RESCUE_FAILED', ...tenant },
  },
  {
    job: 'node.unrescue',
    how: 'as asked',
    from: 'RESCUE',
    vif: 'ATTACHED',
    machine: { fake_delays: { 'network.configureTenant': SLOW } },
    end: { job: 'SUCCEEDED', state: 'ACTIVE', ...tenant },
  },
  {
    job: 'node.unrescue',
    how: 'with an instance that cannot be booted',
    from: 'RESCUE',
    vif: 'ATTACHED',
    machine: { fake_failures: { 'boot.prepareInstance': 'always' } },
    end: { job: 'FAILED', state: 'UNRESCUE_FAILED', ...tenant },
  },
  {
    job: 'node.undeploy',
    how: 'of a machine in rescue',
    from: 'RESCUE',
    vif: 'ATTACHED',
    isCleaned: false,
    machine: { fake_delays: { 'rescue.cleanUp': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.inspect',
    how: 'with a wait in the middle',
    from: 'MANAGEABLE',
    vif: null,
    machine: { fake_waits: { 'inspect.inspect': 1 }, fake_delays: { 'inspect.collect': SLOW } },
    end: { job: 'SUCCEEDED', state: 'MANAGEABLE', ...gone },
  },
  {
    job: 'node.inspect',
    how: 'with nothing to be found',
    from: 'MANAGEABLE',
    vif: null,
    machine: { fake_inventory: { interfaces: [] } },
    end: { job: 'FAILED', state: 'INSPECT_FAILED', ...gone },
  },
  {
    job: 'node.set-power',
    how: 'as asked',
    from: 'AVAILABLE',
    vif: null,
    input: { target: 'ON', timeoutMs: null },
    machine: { fake_delays: { 'power.set': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.set-power',
    how: 'with a BMC that refuses',
    from: 'AVAILABLE',
    vif: null,
    input: { target: 'ON', timeoutMs: null },
    machine: { fake_failures: { 'power.set': 'always' } },
    end: { job: 'FAILED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.attach-vif',
    how: 'as asked',
    from: 'AVAILABLE',
    vif: 'ATTACHING',
    machine: { fake_delays: { 'network.attachVif': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...apart },
  },
  {
    job: 'node.attach-vif',
    how: 'with a network that refuses',
    from: 'AVAILABLE',
    vif: 'ATTACHING',
    machine: { fake_failures: { 'network.attachVif': 'always' } },
    end: { job: 'FAILED', state: 'AVAILABLE', vif: 'ERROR', isConnected: false },
  },
  {
    job: 'node.detach-vif',
    how: 'without the lock',
    from: 'AVAILABLE',
    vif: 'DETACHING',
    lockMode: 'SHARED',
    machine: { fake_delays: { 'network.detachVif': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.detach-vif',
    how: 'from a machine in use',
    from: 'ACTIVE',
    vif: 'DETACHING',
    machine: {},
    end: { job: 'SUCCEEDED', state: 'ACTIVE', vif: null, isConnected: true },
  },
  {
    job: 'node.detach-vif',
    how: 'with a network that refuses',
    from: 'AVAILABLE',
    vif: 'DETACHING',
    lockMode: 'SHARED',
    machine: { fake_failures: { 'network.detachVif': 'always' } },
    end: { job: 'FAILED', state: 'AVAILABLE', vif: 'ERROR', isConnected: false },
  },
  {
    job: 'node.enforce-power',
    how: 'on a machine that is where it should be',
    from: 'AVAILABLE',
    vif: null,
    input: { target: 'OFF' },
    machine: { fake_delays: { 'power.set': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.refresh-hardware',
    how: 'of two aspects',
    from: 'AVAILABLE',
    vif: null,
    input: { aspects: ['HEALTH', 'BIOS'] },
    lockMode: 'SHARED',
    machine: { fake_delays: { 'management.getHealth': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.set-boot-device',
    how: 'from the disk',
    from: 'AVAILABLE',
    vif: null,
    input: { device: 'DISK', persistent: true },

    machine: { fake_delays: { 'management.setBootDevice': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.set-boot-mode',
    how: 'to the old one',
    from: 'AVAILABLE',
    vif: null,
    input: { mode: 'BIOS' },

    machine: { fake_delays: { 'management.setBootMode': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.set-secure-boot',
    how: 'on',
    from: 'AVAILABLE',
    vif: null,
    input: { enabled: true },

    machine: { fake_delays: { 'management.setSecureBoot': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.set-indicator',
    how: 'to blink',
    from: 'AVAILABLE',
    vif: null,
    input: { component: 'CHASSIS', indicatorId: 'identify', state: 'BLINKING' },

    machine: { fake_delays: { 'management.setIndicatorState': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.attach-virtual-media',
    how: 'as a CD',
    from: 'AVAILABLE',
    vif: null,
    input: { type: 'CDROM', imageUrl: 'https://images.example/x.iso' },

    machine: { fake_delays: { 'management.attachVirtualMedia': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.detach-virtual-media',
    how: 'all of them',
    from: 'AVAILABLE',
    vif: null,
    input: { types: [] },

    machine: { fake_delays: { 'management.detachVirtualMedia': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.set-console',
    how: 'on',
    from: 'AVAILABLE',
    vif: null,
    input: { enabled: true },

    machine: { fake_delays: { 'console.start': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.call-shared-vendor-method',
    how: 'that may be repeated',
    from: 'AVAILABLE',
    vif: null,
    input: { method: 'echo', arguments: { text: 'x' } },
    lockMode: 'SHARED',
    machine: { fake_delays: { 'vendor.echo': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.call-vendor-method',
    how: 'that may be repeated',
    from: 'AVAILABLE',
    vif: null,
    input: { method: 'echo', arguments: { text: 'x' } },
    machine: { fake_delays: { 'vendor.echo': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.inject-nmi',
    how: 'once and not twice',
    from: 'AVAILABLE',
    vif: null,
    isManual: true,
    machine: { fake_delays: { 'management.injectNmi': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.reconcile-vifs',
    how: 'with a VIF that the network has lost',
    from: 'AVAILABLE',
    vif: 'ATTACHED',
    isLost: true,
    machine: { fake_delays: { 'network.held': SLOW } },
    end: { job: 'SUCCEEDED', state: 'AVAILABLE', ...gone },
  },
  {
    job: 'node.reconcile-vifs',
    how: 'with a network that is away',
    from: 'AVAILABLE',
    vif: 'ATTACHED',
    machine: { fake_failures: { 'network.held': 'always' } },
    end: { job: 'FAILED', state: 'AVAILABLE', ...apart },
  },
];

export interface CaseJob {
  readonly nodeId: string;
  readonly jobId: string;
}

/** A node and its machine as the case finds them, and the job in its queue. */
export async function queueCase(engine: Engine, one: JobCase, machineDoes = one.machine): Promise<CaseJob> {
  const nodeId = await engine.addNode(one.from, machineDoes);
  const isInUse = isTenantConnected(one.from);
  const portId = newId();
  const vifId = `vif-of-${nodeId}`;
  const vifAttachmentId = newId();
  await engine.inNode(nodeId, async ({ tx }) => {
    await tx.query('UPDATE nodes SET power_state = ?, desired_power_state = ?, automated_clean = ? WHERE id = ?', [
      isInUse ? 'ON' : 'OFF',
      isInUse ? 'ON' : 'OFF',
      one.isCleaned === false ? 0 : 1,
      nodeId,
    ]);
    await tx.query(
      `INSERT INTO ports (id, node_id, address, pxe_enabled, local_link_connection, extra, version, created_at, updated_at)
       VALUES (?, ?, ?, 1, '{}', '{}', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [portId, nodeId, nextAddress()],
    );
    if (one.vif === null) return;
    await tx.query(
      `INSERT INTO vif_attachments (id, node_id, port_id, vif_id, purpose, state, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, 'TENANT', ?, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [vifAttachmentId, nodeId, portId, vifId, one.vif],
    );
  });
  const machine: Partial<Machine> = {
    power: isInUse ? 'ON' : 'OFF',
    image: 'of an earlier tenant',
    networks: [],
    ramdisk: null,
    bootDevice: { device: 'PXE', persistent: false },
    tenantConnected: isInUse,
    vifs: one.vif === null || one.vif === 'ATTACHING' || one.isLost === true ? {} : { [vifId]: portId },
  };
  writeMachine(engine.dataFolder, nodeId, machine);

  const type = engine.base.jobTypes.get(one.job);
  if (type === undefined) throw new Error(`There is no job type ${one.job}.`);
  const input = { vifAttachmentId, vifId, ...one.input };
  const { lockMode, secrets } = one;
  const more = { ...(lockMode && { lockMode }), ...(secrets && { secrets }) };
  return { nodeId, jobId: await engine.queue(nodeId, type, input, more) };
}

let addresses = 0;

function nextAddress(): string {
  addresses += 1;
  const octets = [addresses >> 16, addresses >> 8, addresses].map((part) => (part & 255).toString(16).padStart(2, '0'));
  return `52:54:00:${octets.join(':')}`;
}

/**
 * A worker that does one job and nothing else, until the job is settled or no longer its own.
 * @param claiming the conductor as it claims; `running` is the same one as it runs what it has claimed
 * @param waker wakes a job that waits
 */
export async function work(
  engine: Engine,
  { nodeId, jobId }: CaseJob,
  { claiming, running, waker }: { claiming: LiveContext; running: LiveContext; waker: LiveContext },
): Promise<void> {
  for (;;) {
    const claim = await claimJob(claiming, { id: jobId, nodeId });
    if (claim === null) return;
    await runJob(running, claim, createJobControl());
    const { state, claimedBy } = await engine.job(jobId);
    if (state !== 'WAITING') return;
    if (claimedBy !== null) throw new Error('A job that waits is nobody’s.');
    while ((await engine.job(jobId)).state === 'WAITING') {
      await sleep(1);
      await wakeWaitingJobs(waker);
    }
  }
}

/** How everything stands in the end, the same for every node that went the same way. */
export async function outcome(engine: Engine, { nodeId, jobId }: CaseJob): Promise<object> {
  const { state, error } = await engine.job(jobId);
  const [node] = await engine.db.query<object[]>(
    `SELECT provision_state AS provisionState, target_provision_state AS target, power_state AS power,
            desired_power_state AS desiredPower, last_error AS lastError, instance_id AS instanceId,
            last_cleaned_at IS NOT NULL AS isCleaned FROM nodes WHERE id = ?`,
    [nodeId],
  );
  const [lock] = await engine.db.query<object[]>('SELECT holder_job_id AS holder FROM node_locks WHERE node_id = ?', [
    nodeId,
  ]);
  const unsettled = await engine.db.query<object[]>(
    `SELECT id FROM jobs WHERE node_id = ? AND state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED')`,
    [nodeId],
  );
  const steps = await engine.db.query<object[]>(
    'SELECT name, state FROM job_steps WHERE job_id = ? ORDER BY position',
    [jobId],
  );
  const vifs = await engine.db.query<{ state: string; vifId: string }[]>(
    'SELECT state, vif_id AS vifId FROM vif_attachments WHERE node_id = ?',
    [nodeId],
  );
  const machine = readMachine(engine.dataFolder, nodeId);
  const { power, networks, ramdisk, tenantConnected, image, bootDevice } = machine;
  const facts = {
    job: { state, error: error?.code ?? null },
    steps,
    node,
    lock,
    unsettled,
    vifs,
    machine: { power, networks, ramdisk, tenantConnected, image, bootDevice, vifs: Object.keys(machine.vifs) },
  };
  // Ids differ from node to node. What is parsed is what was written a moment before.
  return JSON.parse(JSON.stringify(facts).replaceAll(nodeId, 'NODE')) as object;
}
