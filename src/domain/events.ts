/** Every kind of event in the log. The same words in `schema.graphql`, enum EventType. */
export const EVENT_TYPES = [
  'NODE_CREATED',
  'NODE_UPDATED',
  'NODE_DELETED',
  'NODE_PROVISION_STATE_CHANGED',
  'NODE_POWER_STATE_CHANGED',
  'NODE_POWER_DRIFT',
  'NODE_MAINTENANCE_CHANGED',
  'NODE_OVERDUE',
  'PORT_CREATED',
  'PORT_UPDATED',
  'PORT_DELETED',
  'PORT_GROUP_CREATED',
  'PORT_GROUP_UPDATED',
  'PORT_GROUP_DELETED',
  'VIF_ATTACHING',
  'VIF_PLACED',
  'VIF_ATTACHED',
  'VIF_DETACHING',
  'VIF_DETACHED',
  'VIF_ERROR',
  'VIF_RECONCILED',
  'VIF_DRIFT',
  'ALLOCATION_CREATED',
  'ALLOCATION_UPDATED',
  'ALLOCATION_ACTIVE',
  'ALLOCATION_FAILED',
  'ALLOCATION_DELETED',
  'JOB_QUEUED',
  'JOB_STARTED',
  'JOB_RESUMED',
  'JOB_WAITING',
  'JOB_STEP_CHANGED',
  'JOB_PROGRESS',
  'JOB_CANCEL_REQUESTED',
  'JOB_SUCCEEDED',
  'JOB_FAILED',
  'JOB_CANCELLED',
  'LOCK_GRANTED',
  'LOCK_RELEASED',
  'LOCK_BROKEN',
  'DEPLOY_TEMPLATE_CREATED',
  'DEPLOY_TEMPLATE_UPDATED',
  'DEPLOY_TEMPLATE_DELETED',
  'CONDUCTOR_STARTED',
  'CONDUCTOR_DRAINING',
  'CONDUCTOR_STOPPED',
  'CONDUCTOR_LOST',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What changed: a word for the field and its value before and after. Never a secret. */
export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}
