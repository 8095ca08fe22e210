/**
 * Reads the power of every machine now and then, without a job and without a lock, and does about it what the node's
 * policy says. All conductors of a group share the work; see `power-turns.ts` for how, `power-findings.ts` for what follows.
 */
import { implementationOf } from '../../drivers/hardware-type.ts';
import { ProblemError } from '../../domain/problems.ts';
import { silentLine, silentProgress, type CallContext } from '../../drivers/interfaces/common.ts';
import type { LiveContext } from '../context.ts';
import type { HardwareAspect } from '../../domain/hardware-aspects.ts';
import type { Observation } from '../job-type.ts';
import { lookAt, type Looking } from '../jobs/observe-hardware.ts';
import { loadJobNodes } from '../load-job.ts';
import { factsForReading, recordFailure, recordReading, type Readable } from '../power-findings.ts';
import { addNewNodes, endTurn, giveTurnBack, READING_MS, takeTurns, type Turn } from '../power-turns.ts';
import { startLoop, type Loop } from './loop.ts';

const LOOK_MS = 2_000;
/** When there was more to do than places. */
const NEXT_LOOK_MS = 50;
const NEW_NODES_MS = 15_000;

export function startPowerSync(ctx: LiveContext): Loop {
  const stopping = new AbortController();
  const reading = new Set<Promise<void>>();
  const look = async (): Promise<number | undefined> => {
    const room = ctx.settings.powerSyncWorkers - reading.size;
    if (room <= 0 || !ctx.lease.isSafe()) return NEXT_LOOK_MS;
    const turns = await takeTurns(ctx, room);
    for (const turn of turns) {
      const done = performTurn(ctx, turn, stopping.signal)
        .catch((error: unknown) => ctx.log.warn({ nodeId: turn.nodeId, err: error }, 'a power reading was lost'))
        .finally(() => reading.delete(done));
      reading.add(done);
    }
    return turns.length === room ? NEXT_LOOK_MS : undefined;
  };
  const loops = [
    startLoop('power', LOOK_MS, ctx.log, look, { isJittered: true }),
    startLoop('power-new-nodes', NEW_NODES_MS, ctx.log, () => addNewNodes(ctx)),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops.map((loop) => loop.stop()));
      await Promise.all(reading);
    },
  };
}

/** From the turn's beginning to its end. Exported for tests, which take turns by themselves. */
export async function performTurn(ctx: LiveContext, turn: Turn, stop: AbortSignal): Promise<void> {
  const readable = await readableOf(ctx, turn);
  if (readable === null) return endTurn(ctx, turn, { ...turn, end: 'skipped' });
  const signal = AbortSignal.any([stop, AbortSignal.timeout(READING_MS)]);
  try {
    const { node } = readable;
    const observed = await powerOf(node).get(node, callContext(ctx, turn, signal));
    const seen = await lookAround(ctx, readable, signal);
    await endTurn(ctx, turn, await recordReading(ctx, readable, observed, seen));
  } catch (error) {
    if (stop.aborted || !ctx.lease.isSafe()) return giveTurnBack(ctx, turn);
    const problem = signal.aborted ? timedOut(readable) : error;
    if (!(problem instanceof ProblemError)) throw error;
    await endTurn(ctx, turn, await recordFailure(ctx, readable, problem));
  }
}

/** What costs little and changes seldom is looked at as well, now and then. */
const ALSO: readonly HardwareAspect[] = ['BOOT_MODE', 'SECURE_BOOT', 'HEALTH'];
const LOOKED_AT_SECONDS = 600;

/** The power was read, so the BMC is there: that it cannot say the rest is nothing to count against it. */
async function lookAround(
  ctx: LiveContext,
  { turn, node }: Readable,
  signal: AbortSignal,
): Promise<readonly Observation[]> {
  // One column, as this query names it.
  const fresh = await ctx.db.query<{ aspect: HardwareAspect }[]>(
    `SELECT aspect FROM node_hardware WHERE node_id = ? AND aspect IN (?)
        AND observed_at > UTC_TIMESTAMP(6) - INTERVAL ${LOOKED_AT_SECONDS} SECOND`,
    [turn.nodeId, ALSO],
  );
  if (fresh.length > 0) return [];
  const looking: Looking = {
    ...callContext(ctx, turn, signal),
    node,
    driver: (kind) => implementationOf(node.hardware, node.interfaces, kind),
  };
  const seen: Observation[] = [];
  for (const aspect of ALSO) {
    try {
      seen.push(await lookAt(looking, aspect));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      ctx.log.debug({ nodeId: turn.nodeId, aspect, problem: error.problem }, 'could not be looked at');
    }
  }
  return seen;
}

async function readableOf(ctx: LiveContext, turn: Turn): Promise<Readable | null> {
  const { nodeId } = turn;
  const facts = await factsForReading(ctx.db, nodeId);
  const node = (await loadJobNodes(ctx.db, [nodeId], ctx.hardwareTypes, ctx.settings)).get(nodeId);
  if (facts === null || node === undefined || node instanceof ProblemError) return null;
  if (await isBmcBusy(ctx, node.bmc)) return null;
  return { turn, node, epoch: facts.epoch, isRecovery: facts.isRecovery };
}

/** Is a job at work at the BMC, on this node or on another? Whoever shares it takes turns. */
async function isBmcBusy({ db }: LiveContext, bmc: string | null): Promise<boolean> {
  if (bmc === null) return false;
  const rows: unknown[] = await db.query(
    `SELECT j.id FROM nodes n JOIN node_locks l ON l.node_id = n.id JOIN jobs j ON j.id = l.holder_job_id
      WHERE n.bmc = ? AND j.uses_bmc = 1 LIMIT 1`,
    [bmc],
  );
  return rows.length > 0;
}

const powerOf = (node: Readable['node']): ReturnType<typeof implementationOf<'power'>> =>
  implementationOf(node.hardware, node.interfaces, 'power');

/** The right to read is the turn's: it excludes no job, so its name is that of one that holds no lock. */
function callContext(ctx: LiveContext, { id, nodeId }: Turn, signal: AbortSignal): CallContext {
  return {
    signal,
    assertHeld() {
      signal.throwIfAborted();
      if (!ctx.lease.isSafe()) throw new Error('The lease is lost.');
    },
    authority: `${id}/1/shared`,
    log: ctx.log.child({ nodeId }),
    progress: silentProgress,
    line: silentLine,
  };
}

const timedOut = ({ node }: Readable): ProblemError =>
  new ProblemError({
    code: 'BMC_TIMEOUT',
    address: node.bmc ?? node.id,
    command: 'power status',
    afterMs: READING_MS,
  });
