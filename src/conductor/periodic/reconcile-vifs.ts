/**
 * Looks for nodes whose records and network service differ, and queues the job that mends it, behind all other work.
 *
 * Looking takes no lock: the service is listed once for all nodes, then the rows are read. What is at work on a node
 * makes them differ for a moment, so nodes that are locked or have jobs are left for the next time; the job compares
 * again, under the lock. One conductor of each group looks, the one that lives longest.
 */
import { silentLine, silentProgress } from '../../drivers/interfaces/common.ts';
import type { HeldVif, NetworkInterface } from '../../drivers/interfaces/network.ts';
import { inTransaction } from '../../entities/transaction.ts';
import { appendEvents } from '../../events/append.ts';
import { conductorActor, type LiveContext } from '../context.ts';
import type { JobVif } from '../job-type.ts';
import { reconcileVifsSometime } from '../jobs/reconcile-vifs.ts';
import { inNodeTransaction } from '../node-transaction.ts';
import { enqueue } from '../queue.ts';
import { compareVifs, type ComparedNode } from '../vif-comparison.ts';

/** Nodes at a time: mending asks the service several times for each. */
const BATCH = 20;
/** When there were more. */
const NEXT_BATCH_MS = 10_000;

/** @returns what `startLoop` calls: answers how long to wait, where that is not the usual time */
export function createVifReconciler(
  ctx: LiveContext,
  everyMs: number,
): (signal: AbortSignal) => Promise<number | undefined> {
  /** VIFs of nodes that do not exist, told of once: nothing changes them but a person. */
  const told = new Set<string>();
  return async (signal) => {
    const { mine, first } = await whoLooks(ctx);
    if (mine !== ctx.conductorId) return undefined;
    const held = await listHeld(ctx, signal);
    const nodes = await loadNodes(ctx, everyMs);
    if (first === ctx.conductorId) await tellOfStrays(ctx, held, told);
    const differing = nodes.filter((node) => differs(node, held));
    for (const { id, conductorGroup } of shuffled(differing).slice(0, BATCH)) {
      if (signal.aborted) return undefined;
      await queueJob(ctx, id, conductorGroup);
    }
    return differing.length > BATCH ? NEXT_BATCH_MS : undefined;
  };
}

interface Held {
  /** Names of the implementations that list what they have. */
  readonly networks: ReadonlySet<string>;
  readonly vifs: readonly HeldVif[];
}

async function whoLooks({ db, settings }: LiveContext): Promise<{ mine: string | null; first: string | null }> {
  // Ids are numbered by time. Columns as this query names them.
  const [row] = await db.query<{ mine: string | null; first: string | null }[]>(
    `SELECT MIN(IF(conductor_group = ?, id, NULL)) AS mine, MIN(id) AS first FROM conductors WHERE state = 'ALIVE'`,
    [settings.conductorGroup],
  );
  return row ?? { mine: null, first: null };
}

/** Each service is asked once, however many implementations speak to it, and only if nodes use one of them. */
async function listHeld(ctx: LiveContext, signal: AbortSignal): Promise<Held> {
  const used = await networksInUse(ctx);
  const all = [...ctx.hardwareTypes.values()].flatMap((type) => type.interfaces.network);
  const networks = all.filter(({ name, heldByAll }) => used.has(name) && heldByAll !== undefined);
  const sources = new Set<NonNullable<NetworkInterface['heldByAll']>>();
  for (const { heldByAll } of networks) if (heldByAll !== undefined) sources.add(heldByAll);
  const vifs: HeldVif[] = [];
  for (const list of sources) {
    for await (const page of list(callContext(ctx, signal))) vifs.push(...page);
  }
  return { networks: new Set(networks.map(({ name }) => name)), vifs };
}

function callContext(ctx: LiveContext, signal: AbortSignal): Parameters<NonNullable<NetworkInterface['heldByAll']>>[0] {
  return {
    signal,
    assertHeld() {
      signal.throwIfAborted();
      if (!ctx.lease.isSafe()) throw new Error('The lease is lost.');
    },
    authority: conductorActor(ctx.conductorId),
    log: ctx.log,
    progress: silentProgress,
    line: silentLine,
  };
}

async function networksInUse({ db }: LiveContext): Promise<ReadonlySet<string>> {
  // One column, as this query names it.
  const rows = await db.query<{ name: string }[]>(
    `SELECT DISTINCT JSON_UNQUOTE(JSON_EXTRACT(interfaces, '$.network')) AS name FROM nodes`,
  );
  return new Set(rows.map(({ name }) => name));
}

interface LookedAt extends ComparedNode {
  readonly conductorGroup: string;
  readonly network: string;
  readonly rows: readonly JobVif[];
}

/** The group's nodes on which nothing is at work. A row in ERROR is its user's to try again for one period. */
async function loadNodes({ db, settings }: LiveContext, everyMs: number): Promise<readonly LookedAt[]> {
  type NodeRow = Pick<LookedAt, 'id' | 'provisionState' | 'conductorGroup' | 'network'>;
  // Columns as these queries name them.
  const nodes = await db.query<NodeRow[]>(
    `SELECT n.id, n.provision_state AS provisionState, n.conductor_group AS conductorGroup,
            JSON_UNQUOTE(JSON_EXTRACT(n.interfaces, '$.network')) AS network
       FROM nodes n JOIN node_locks l ON l.node_id = n.id
      WHERE n.conductor_group = ? AND l.holder_job_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.node_id = n.id AND j.state IN ('QUEUED', 'RUNNING', 'WAITING'))`,
    [settings.conductorGroup],
  );
  const rows = await db.query<(Omit<JobVif, 'isBusy'> & { nodeId: string; isBusy: number })[]>(
    `SELECT v.id, v.node_id AS nodeId, v.vif_id AS vifId, v.purpose, v.state, v.port_id AS portId,
            v.port_group_id AS portGroupId,
            v.state = 'ERROR' AND v.updated_at > UTC_TIMESTAMP(6) - INTERVAL ? MICROSECOND AS isBusy
       FROM vif_attachments v JOIN nodes n ON n.id = v.node_id WHERE n.conductor_group = ?`,
    [everyMs * 1_000, settings.conductorGroup],
  );
  const places = await db.query<{ nodeId: string; id: string; address: string | null }[]>(
    `SELECT p.node_id AS nodeId, p.id, p.address FROM ports p JOIN vif_attachments v ON v.port_id = p.id
      UNION ALL SELECT g.node_id, g.id, g.address FROM port_groups g JOIN vif_attachments v ON v.port_group_id = g.id`,
  );
  const rowsOf = byNode(rows);
  const placesOf = byNode(places);
  return nodes.map((node) => ({
    ...node,
    rows: (rowsOf.get(node.id) ?? []).map((row) => ({ ...row, isBusy: row.isBusy === 1 })),
    places: placesOf.get(node.id) ?? [],
  }));
}

function differs(node: LookedAt, { networks, vifs }: Held): boolean {
  const ids = new Set(node.rows.map(({ vifId }) => vifId));
  const held = networks.has(node.network)
    ? vifs.filter(({ nodeId, vifId }) => nodeId === node.id || ids.has(vifId))
    : null;
  return compareVifs(node, node.rows, held).length > 0;
}

async function queueJob(ctx: LiveContext, nodeId: string, conductorGroup: string): Promise<void> {
  const { db, bell, conductorId } = ctx;
  const actor = conductorActor(conductorId);
  await inNodeTransaction({ db, bell, nodeId, actor }, async (node) => {
    const unsettled: unknown[] = await node.tx.query(
      `SELECT id FROM jobs WHERE node_id = ? AND state IN ('QUEUED', 'RUNNING', 'WAITING') LIMIT 1`,
      [nodeId],
    );
    if (node.lock.holderJobId !== null || unsettled.length > 0) return; // somebody came first; there is a next time
    const job = { type: reconcileVifsSometime, input: {}, requestedBy: actor, conductorGroup };
    await enqueue(node, { ...job, onLocked: 'QUEUE' });
  });
}

/** Ports of ours on nodes that nobody knows (any more): there is no lock under which they could be removed. */
async function tellOfStrays(ctx: LiveContext, { vifs }: Held, told: Set<string>): Promise<void> {
  // One column, as this query names it.
  const rows = await ctx.db.query<{ id: string }[]>('SELECT id FROM nodes');
  const known = new Set(rows.map(({ id }) => id));
  const strays = vifs.filter(({ vifId, nodeId }) => nodeId !== null && !known.has(nodeId) && !told.has(vifId));
  for (const { vifId, nodeId, purpose } of strays) {
    await inTransaction(ctx.db, (tx) =>
      appendEvents(tx, [
        {
          type: 'VIF_DRIFT',
          actor: conductorActor(ctx.conductorId),
          nodeId: null,
          nodeSequence: null,
          jobId: null,
          changes: [
            { field: 'vifId', before: null, after: vifId },
            { field: 'difference', before: null, after: purpose === 'TENANT' ? 'UNKNOWN_BOUND' : 'UNKNOWN_MADE' },
            { field: 'what', before: null, after: `its node ${nodeId ?? ''} does not exist` },
          ],
        },
      ]),
    );
    told.add(vifId);
  }
  if (strays.length > 0) ctx.bell.ring('events');
}

function byNode<T extends { readonly nodeId: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.nodeId);
    if (group === undefined) groups.set(row.nodeId, [row]);
    else group.push(row);
  }
  return groups;
}

/** Not always the same ones first: a node whose repair fails again and again must not keep the others waiting. */
function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
