/**
 * What all mutations have in common: one transaction about one node, about many, or about a thing of its own; the same
 * answer to the same key; and problems as data. A use case checks and changes; it knows nothing of keys, cursors or payloads.
 */
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import {
  inNodesTransaction,
  inNodeTransaction,
  type Committed,
  type NodesTx,
  type NodeTx,
} from '../conductor/node-transaction.ts';
import { encodePosition, newerMark, type EventMark } from '../domain/cursor.ts';
import { isUuid } from '../domain/ids.ts';
import { ProblemError, ProblemsError, type Problem } from '../domain/problems.ts';
import type { StopReport } from '../domain/job.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { IdempotentResult } from '../entities/idempotency-key.ts';
import { duplicateKey } from '../entities/transaction.ts';
import { lastOf, type Appended } from '../events/append.ts';
import type { ServiceContext } from './context.ts';
import { assertNodeVisible } from './visibility.ts';

export interface Answer {
  /** The node, port, attachment or job group that was made or changed. */
  readonly objectId: string | null;
  readonly jobId: string | null;
  readonly cursor: string | null;
  readonly replayed: boolean;
  readonly problems: readonly Problem[];
  /** What was stopped, by mutations that stop something. */
  readonly stop: StopReport | null;
  /** What is told once, in the first answer and never again. */
  readonly secret?: string;
}

export interface KeyedCall {
  /** Name of the mutation, as in the schema. */
  readonly mutation: string;
  readonly input: object & { readonly idempotencyKey?: string | null };
  /** Unique key of the database → the problem to answer with when it is violated. */
  readonly duplicates?: Readonly<Record<string, Problem>>;
}

export interface Call extends KeyedCall {
  /** Or how to find it; asked only when the answer is not known yet: a port that was deleted has no node any more. */
  readonly nodeId: string | (() => Promise<string>);
  /** Creates the node whose first transaction this is. */
  readonly create?: (tx: EntityManager) => Promise<void>;
}

export interface NodesCall<Found extends { readonly nodeIds: readonly string[] }> extends KeyedCall {
  /** Finds the nodes to lock; called only when the answer is not known yet. */
  readonly find: () => Promise<Found>;
}

export type Outcome = Partial<Pick<IdempotentResult, 'objectId' | 'jobId' | 'stop'>>;

export async function mutateNode(
  ctx: ServiceContext,
  viewer: Viewer,
  call: Call,
  work: (node: NodeTx) => Promise<Outcome>,
): Promise<Answer> {
  try {
    if (typeof call.nodeId === 'string' && !isUuid(call.nodeId)) throw malformedId('nodeId', call.nodeId);
    return await answerOnce(ctx, viewer, call, async (key) => {
      const { db, bell } = ctx;
      const { create } = call;
      const nodeId = typeof call.nodeId === 'string' ? call.nodeId : await call.nodeId();
      const options = { db, bell, nodeId, actor: viewer.actor, ...(create && { create }) };
      return inNodeTransaction(options, async (node) => {
        await assertNodeVisible(node.tx, viewer, nodeId);
        const outcome = await work(node);
        return remember(node.tx, viewer, call, key, outcome, node);
      });
    });
  } catch (error) {
    return refused(problemsOf(error, call));
  }
}

/** One transaction about many nodes. The work looks whether the viewer may see each, now that it is locked. */
export async function mutateNodes<Found extends { readonly nodeIds: readonly string[] }>(
  ctx: ServiceContext,
  viewer: Viewer,
  call: NodesCall<Found>,
  work: (nodes: NodesTx, found: Found) => Promise<Outcome>,
): Promise<Answer> {
  try {
    return await answerOnce(ctx, viewer, call, async (key) => {
      const { db, bell } = ctx;
      const found = await call.find();
      const afterEvents = (tx: EntityManager, appended: Appended): Promise<void> =>
        rememberEvent(tx, viewer, call, key, appended);
      const options = { db, bell, nodeIds: found.nodeIds, actor: viewer.actor, afterEvents };
      return inNodesTransaction(options, async (nodes) => {
        const outcome = await work(nodes, found);
        return remember(nodes.tx, viewer, call, key, outcome, null);
      });
    });
  } catch (error) {
    return refused(problemsOf(error, call));
  }
}

/** What a use case of a thing that belongs to no node works in. */
export type ObjectTx = Pick<NodesTx, 'tx' | 'emit'>;

/**
 * One transaction about a thing of its own: a deploy template, a runbook, a conductor. No lock row of a node orders such
 * changes, so whoever changes or deletes one begins by locking its row (`lockObject`).
 */
export function mutateObject(
  ctx: ServiceContext,
  viewer: Viewer,
  call: KeyedCall,
  work: (object: ObjectTx) => Promise<Outcome>,
): Promise<Answer> {
  return mutateNodes(ctx, viewer, { ...call, find: () => Promise.resolve({ nodeIds: [] }) }, work);
}

/** For what is found wrong before there is anything to change. */
export const refused = (problems: readonly Problem[]): Answer => ({
  objectId: null,
  jobId: null,
  cursor: null,
  replayed: false,
  problems,
  stop: null,
});

const MAX_KEY_LENGTH = 255;

type Answered = Required<Outcome>;

/** @param commit does it, and keeps the answer under the key */
async function answerOnce(
  ctx: ServiceContext,
  viewer: Viewer,
  call: KeyedCall,
  commit: (key: string | null) => Promise<Committed<Answered>>,
): Promise<Answer> {
  const key = call.input.idempotencyKey ?? null;
  if (key !== null && (key === '' || key.length > MAX_KEY_LENGTH)) {
    throw new ProblemError({
      code: 'INVALID_INPUT',
      path: ['input', 'idempotencyKey'],
      reason: `idempotencyKey must have 1 to ${MAX_KEY_LENGTH} characters.`,
      remedy: 'Use a fresh UUID for each request.',
    });
  }
  const earlier = key === null ? null : await replay(ctx, viewer, call, key);
  if (earlier !== null) return earlier;

  try {
    const { result, appended } = await commit(key);
    // It is committed: that the database is lost just now must not make it a failure. The cursor then repeats its events.
    const lastEvent = appended === null ? null : await lastOf(ctx.db.manager, appended).catch(() => null);
    return { ...result, cursor: cursorOf(ctx, lastEvent), replayed: false, problems: [] };
  } catch (error) {
    // The same call came twice at once and the other was faster: this one changed nothing and gives its answer.
    const raced = key === null ? null : await replay(ctx, viewer, call, key);
    if (raced === null) throw error;
    return raced;
  }
}

async function replay(ctx: ServiceContext, viewer: Viewer, call: KeyedCall, key: string): Promise<Answer | null> {
  // Columns as this query names them.
  const rows = await ctx.db.query<{ inputHash: string; result: IdempotentResult }[]>(
    'SELECT input_hash AS inputHash, result FROM idempotency_keys WHERE actor = ? AND mutation = ? AND idempotency_key = ?',
    [viewer.actor, call.mutation, key],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { objectId, jobId, stop } = row.result;
  if (row.inputHash !== hashOf(call.input)) {
    throw new ProblemError({ code: 'IDEMPOTENCY_MISMATCH', mutation: call.mutation, originalJobId: jobId });
  }
  const cursor = cursorOf(ctx, await lastEventOf(ctx, row.result));
  return { objectId, jobId, cursor, replayed: true, problems: [], stop: stop ?? null };
}

async function lastEventOf(
  ctx: ServiceContext,
  { eventId, nodeId, nodeSequence }: IdempotentResult,
): Promise<EventMark | null> {
  const [where, params] =
    eventId === undefined ? ['node_id = ? AND node_sequence = ?', [nodeId, nodeSequence]] : ['id = ?', [eventId]];
  // Columns as this query names them.
  const events = await ctx.db.query<EventMark[]>(`SELECT id, stamp FROM events WHERE ${where}`, params);
  return events[0] ?? null;
}

async function remember(
  tx: EntityManager,
  viewer: Viewer,
  call: KeyedCall,
  key: string | null,
  { objectId = null, jobId = null, stop = null }: Outcome,
  lastEmitter: NodeTx | null,
): Promise<Answered> {
  if (key !== null) {
    const { nodeId = null, lock = null } = lastEmitter ?? {};
    const kept: IdempotentResult = { objectId, jobId, nodeId, nodeSequence: lock?.eventSequence ?? null, stop };
    await tx.query(
      `INSERT INTO idempotency_keys (actor, mutation, idempotency_key, input_hash, result, created_at)
       VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(6))`,
      [viewer.actor, call.mutation, key, hashOf(call.input), JSON.stringify(kept)],
    );
  }
  return { objectId, jobId, stop };
}

/** The events' order of one node is known before they are numbered; of many, or of none, only the number tells the last. */
async function rememberEvent(
  tx: EntityManager,
  viewer: Viewer,
  call: KeyedCall,
  key: string | null,
  appended: Appended,
): Promise<void> {
  if (key === null) return;
  const last = await lastOf(tx, appended);
  await tx.query(
    `UPDATE idempotency_keys SET result = JSON_SET(result, '$.eventId', ?)
      WHERE actor = ? AND mutation = ? AND idempotency_key = ?`,
    [last?.id ?? null, viewer.actor, call.mutation, key],
  );
}

/** Of the input without its key, with the keys of every object in order: the same question, however it is written. */
function hashOf(input: KeyedCall['input']): string {
  const { idempotencyKey: _, ...question } = input;
  return createHash('sha256').update(canonical(question)).digest('hex');
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'null'
  );
}

/** What the process has read, and this event: resuming from it misses nothing, whoever else committed meanwhile. */
function cursorOf(ctx: Pick<ServiceContext, 'logPosition'>, event: EventMark | null): string {
  const { settled, gaps, anchor } = ctx.logPosition();
  if (event === null) return encodePosition({ settled, gaps, last: settled, anchor });
  return encodePosition({ settled, gaps, last: event.id, anchor: newerMark(anchor, event) });
}

function problemsOf(error: unknown, call: KeyedCall): readonly Problem[] {
  if (error instanceof ProblemError) return [error.problem];
  if (error instanceof ProblemsError) return error.problems;
  const duplicate = call.duplicates?.[duplicateKey(error) ?? ''];
  if (duplicate !== undefined) return [duplicate];
  throw error;
}

export function malformedId(field: string, value: string): ProblemError {
  return new ProblemError({
    code: 'INVALID_INPUT',
    path: ['input', field],
    reason: `${field} is not an id: ${value.slice(0, 64)}.`,
    remedy: 'Use the id as the API gave it, a UUID of 36 characters.',
  });
}
