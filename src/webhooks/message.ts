/** What a receiver gets: CloudEvents 1.0, structured or as a batch. */
import { createHash } from 'node:crypto';
import type { LogEntry } from '../events/tail.ts';
import { encodePosition } from '../domain/cursor.ts';
import { cloudEventType, messageId, type WebhookSubject } from '../domain/webhook.ts';
import type { Viewer } from '../domain/viewer.ts';
import { nodesById, type NodeField, type NodeFilter, type NodeRow } from '../services/read/nodes.ts';
import { rightsIn, shownChanges } from '../services/stream/rights.ts';
import { viewerOfWebhook } from '../services/read/webhooks.ts';
import type { Webhook, WebhookContext } from './context.ts';

export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** The node's own count of its events, as text that sorts: CloudEvents extension "sequence". */
  readonly sequence?: string;
  /** CloudEvents extension "partitioning": what has the same is in order. */
  readonly partitionkey?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** All attempts of it have the same id. */
export interface Message {
  readonly id: string;
  readonly contentType: string;
  readonly body: string;
}

export const subjectOf = ({ event, position }: LogEntry): WebhookSubject => ({
  kind: 'event',
  cursor: encodePosition(position),
  event,
});

/** What is told of a node: what it is and how it is, nothing of how it is reached. */
const NODE_FIELDS: readonly NodeField[] = [
  'id',
  'name',
  'driver',
  'provisionState',
  'targetProvisionState',
  'powerState',
  'maintenance',
  'fault',
  'lastError',
  'resourceClass',
  'conductorGroup',
  'owner',
  'lessee',
  'instanceId',
];

type ToldNode = Partial<NodeRow>;
type VisibleNodes = ReadonlyMap<string, ToldNode>;

/** Those of the subjects that the webhook is to be told of as things are now, each with its node. */
export async function wantedOf(
  { services }: WebhookContext,
  webhook: Webhook,
  subjects: readonly WebhookSubject[],
): Promise<readonly { readonly subject: WebhookSubject; readonly node: ToldNode | null }[]> {
  const kinds = new Set(webhook.types.list);
  const asked = subjects.filter(
    (subject) => subject.kind !== 'event' || kinds.size === 0 || kinds.has(subject.event.type),
  );
  const ids = [...new Set(asked.flatMap((subject) => (subject.kind === 'event' ? (subject.event.nodeId ?? []) : [])))];
  const viewer = viewerOfWebhook(webhook);
  // Stored as the schema's NodeFilter was given, and checked then.
  const filter = webhook.nodeFilter as NodeFilter | null;
  const nodes: VisibleNodes = new Map(
    ids.length === 0
      ? []
      : (await nodesById(services, viewer, NODE_FIELDS, ids, filter)).map((node) => [node.id, node]),
  );
  return asked
    .filter((subject) => isWanted(subject, nodes, viewer, filter))
    .map((subject) => ({ subject, node: nodes.get(nodeIdOf(subject) ?? '') ?? null }));
}

function isWanted(subject: WebhookSubject, nodes: VisibleNodes, viewer: Viewer, filter: NodeFilter | null): boolean {
  if (subject.kind !== 'event') return true;
  const { nodeId, type } = subject.event;
  const seesAll = viewer.scope.kind === 'all';
  if (seesAll && filter === null) return true;
  if (nodeId === null) return false;
  // A node that is gone, or another's now, fits no filter any more; that it is, is news to whoever could see it.
  return nodes.has(nodeId) || (type === 'NODE_DELETED' && seesAll) || rightsIn(viewer, subject.event).takes;
}

const nodeIdOf = (subject: WebhookSubject): string | null => (subject.kind === 'event' ? subject.event.nodeId : null);

/** One event alone, or a list when the webhook takes lists. */
export function messageOf(
  { settings }: WebhookContext,
  webhook: Webhook,
  wanted: readonly { readonly subject: WebhookSubject; readonly node: ToldNode | null }[],
): Message {
  const viewer = viewerOfWebhook(webhook);
  const events = wanted.map(({ subject, node }) => cloudEvent(settings.source, viewer, subject, node));
  const ids = wanted.map(({ subject }) => messageId(subject));
  const [first = ''] = ids;
  return webhook.batchSize === 1
    ? { id: first, contentType: 'application/cloudevents+json; charset=utf-8', body: JSON.stringify(events[0]) }
    : {
        id: ids.length === 1 ? first : listId(ids),
        contentType: 'application/cloudevents-batch+json; charset=utf-8',
        body: JSON.stringify(events),
      };
}

/**
 * The same for the same list only. Sent again after a crash, a list may hold one more between the same two ends, which
 * was committed late; under the old id a receiver would take it for what it has had already.
 */
function listId(ids: readonly string[]): string {
  const digest = createHash('sha256').update(ids.join()).digest('hex').slice(0, 12);
  return `${ids[0]}-to-${ids.at(-1)}-${digest}`;
}

function cloudEvent(source: string, viewer: Viewer, subject: WebhookSubject, node: ToldNode | null): CloudEvent {
  const common = {
    specversion: '1.0',
    source,
    type: cloudEventType(subject),
    datacontenttype: 'application/json',
  } as const;
  if (subject.kind !== 'event') {
    const { kind: _, at, ...data } = subject;
    return { ...common, id: messageId(subject), time: at, data };
  }
  const { event, cursor } = subject;
  const { type, nodeId, nodeSequence, jobId, actor } = event;
  const at = rfc3339(event.at);
  const changes = shownChanges(viewer, event);
  return {
    ...common,
    id: String(event.id),
    ...(nodeId === null ? {} : { subject: nodeId, partitionkey: nodeId }),
    time: at,
    ...(nodeSequence === null ? {} : { sequence: String(nodeSequence).padStart(16, '0') }),
    data: { event: { id: String(event.id), type, at, nodeId, nodeSequence, jobId, actor, changes }, node, cursor },
  };
}

const rfc3339 = (at: string): string => `${at.replace(' ', 'T')}Z`;
