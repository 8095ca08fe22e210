/** Everything that is recorded of one run, and that it is judged by. Plain data, so that a test can forge it. */
import type { Change, EventType } from '../../src/domain/events.ts';
import type { JobState, LockMode } from '../../src/domain/job.ts';
import type { PowerState } from '../../src/domain/power.ts';
import type { ProvisionState } from '../../src/domain/provision-states.ts';
import type { CommandLogLine, Machine } from '../../src/drivers/fake/machine.ts';

/** Milliseconds since 1970, with a fraction. All processes of a run share one clock: they run on one machine. */
export type Moment = number;

export interface History {
  readonly safetyMarginMs: number;
  /** The event log, in its order. */
  readonly events: readonly LoggedEvent[];
  readonly jobs: readonly JobRecord[];
  readonly requests: readonly RequestRecord[];
  /** What each simulated machine was told, in the order of its own log. */
  readonly commands: readonly NodeCommands[];
  readonly stream: StreamRecord;
  readonly faults: readonly FaultRecord[];
  /** How everything was found when nothing moved any more. */
  readonly nodes: readonly NodeAtRest[];
}

export interface LoggedEvent {
  readonly id: number;
  readonly type: EventType;
  /** When it was written, a moment before its commit. */
  readonly at: Moment;
  readonly nodeId: string | null;
  readonly sequence: number | null;
  readonly jobId: string | null;
  readonly actor: string;
  readonly changes: readonly Change[];
}

export interface JobRecord {
  readonly id: string;
  readonly type: string;
  readonly nodeId: string | null;
  readonly lockMode: LockMode;
  readonly state: JobState;
  /** A client, or the conductor that found it necessary. */
  readonly requestedBy: string;
}

/** One thing that was asked for, however often it had to be sent until it was answered. */
export interface RequestRecord {
  readonly key: string;
  readonly mutation: string;
  /** Several for a bulk mutation. */
  readonly nodeIds: readonly string[];
  readonly sentAt: Moment;
  /** Each answer that came: there are several where an answered request was repeated on purpose. */
  readonly answers: readonly AnswerRecord[];
  /** Why the last try without an answer had none; null when every try was answered. */
  readonly lastFailure: string | null;
}

export interface AnswerRecord {
  readonly at: Moment;
  /** One, or those of a job group; none when it was refused. */
  readonly jobIds: readonly string[];
  readonly replayed: boolean;
  /** Codes of the problems with which it was refused. */
  readonly problems: readonly string[];
}

export interface NodeCommands {
  readonly nodeId: string;
  readonly lines: readonly CommandLogLine[];
}

export interface StreamRecord {
  readonly deliveries: readonly Delivery[];
  /** Reasons of GAP items. */
  readonly gaps: readonly string[];
}

/** An event as a subscriber got it. */
export interface Delivery {
  /** Counts the connections of the subscriber: after a break it comes back with its cursor. */
  readonly connection: number;
  readonly eventId: number;
  readonly nodeId: string;
  readonly sequence: number;
}

export interface FaultRecord {
  readonly at: Moment;
  readonly kind: string;
  readonly target: string;
  readonly what: string;
}

export interface NodeAtRest {
  readonly nodeId: string;
  readonly name: string;
  readonly provisionState: ProvisionState;
  readonly powerState: PowerState | null;
  readonly lock: { readonly holderJobId: string | null; readonly epoch: number; readonly eventSequence: number };
  readonly vifs: readonly { readonly vifId: string; readonly portId: string; readonly state: string }[];
  readonly machine: MachineAtRest;
}

export type MachineAtRest = Pick<Machine, 'power' | 'vifs' | 'networks' | 'ramdisk' | 'tenantConnected' | 'image'>;

/** A promise that was broken, in words for whoever looks for the cause. */
export interface Violation {
  readonly nodeId: string | null;
  /** About when; null for what was found at rest. */
  readonly at: Moment | null;
  readonly what: string;
}

export interface Check {
  readonly name: string;
  /** Of the design's §2. */
  readonly promise: string;
  run(history: History): CheckResult;
}

export interface CheckResult {
  /** How much was looked at: a check that saw nothing proves nothing. */
  readonly counted: string;
  readonly violations: readonly Violation[];
}

/** Events of each node in the node's own order; those of no node are left out. */
export function eventsByNode(events: readonly LoggedEvent[]): ReadonlyMap<string, readonly LoggedEvent[]> {
  const byNode = new Map<string, LoggedEvent[]>();
  for (const event of events) {
    if (event.nodeId === null) continue;
    const own = byNode.get(event.nodeId);
    if (own === undefined) byNode.set(event.nodeId, [event]);
    else own.push(event);
  }
  for (const own of byNode.values()) own.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
  return byNode;
}

export const isConductor = (actor: string): boolean => actor.startsWith('conductor:');
