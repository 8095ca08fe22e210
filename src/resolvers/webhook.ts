import { shownUrl } from '../domain/egress.ts';
import { cloudEventType, messageId } from '../domain/webhook.ts';
import { eventsBehind, findWebhooks, lettersOf } from '../services/read/webhooks.ts';
import { createWebhook } from '../services/webhook/create.ts';
import { deleteWebhook } from '../services/webhook/delete.ts';
import { pingWebhook } from '../services/webhook/ping.ts';
import { redeliverDeadLetters } from '../services/webhook/redeliver.ts';
import { rotateWebhookSecret } from '../services/webhook/rotate-secret.ts';
import { updateWebhook } from '../services/webhook/update.ts';
import { webhookColumns } from './columns.ts';
import { connection } from './connections.ts';
import type { Resolvers } from './generated.ts';
import { wellFormed } from './node.ts';
import { payload } from './payloads.ts';

const withWebhook = {
  ...payload,
  webhook: ((answer, _args, { loaders }, info) =>
    answer.objectId === null
      ? null
      : loaders.webhook(webhookColumns(info, 'object')).load(answer.objectId)) satisfies NonNullable<
    Resolvers['UpdateWebhookPayload']
  >['webhook'],
};
const withSecret = {
  ...withWebhook,
  secret: ((answer) => answer.secret ?? null) satisfies NonNullable<Resolvers['CreateWebhookPayload']>['secret'],
};

export const webhookResolvers: Resolvers = {
  Query: {
    webhook: (_root, { id }, { loaders }, info) => loaders.webhook(webhookColumns(info, 'object')).load(wellFormed(id)),
    webhooks: (_root, args, { services, viewer }, info) =>
      findWebhooks(services, viewer, webhookColumns(info, 'connection'), args),
  },
  Mutation: {
    createWebhook: (_root, { input }, { services, viewer }) => createWebhook(services, viewer, input),
    updateWebhook: (_root, { input }, { services, viewer }) => updateWebhook(services, viewer, input),
    deleteWebhook: (_root, { input }, { services, viewer }) => deleteWebhook(services, viewer, input),
    rotateWebhookSecret: (_root, { input }, { services, viewer }) => rotateWebhookSecret(services, viewer, input),
    pingWebhook: (_root, { input }, { services, viewer }) => pingWebhook(services, viewer, input),
    redeliverDeadLetters: (_root, { input }, { services, viewer }) => redeliverDeadLetters(services, viewer, input),
  },
  Webhook: {
    url: ({ url }) => shownUrl(url),
    types: ({ types }) => types.list,
    eventsBehind: (webhook, _args, { services }) => eventsBehind(services, webhook),
    deadLetters: ({ id }, args, { services }) => lettersOf(services, id, args),
  },
  WebhookDeadLetter: {
    messageId: ({ subject }) => messageId(subject),
    type: ({ subject }) => cloudEventType(subject),
    eventId: ({ subject }) => (subject.kind === 'event' ? String(subject.event.id) : null),
    nodeId: ({ subject }) => (subject.kind === 'event' ? subject.event.nodeId : null),
  },
  WebhookConnection: connection,
  WebhookDeadLetterConnection: connection,
  CreateWebhookPayload: withSecret,
  UpdateWebhookPayload: withWebhook,
  DeleteWebhookPayload: { ...payload, deletedWebhookId: (answer) => answer.objectId },
  RotateWebhookSecretPayload: withSecret,
  PingWebhookPayload: withWebhook,
  RedeliverDeadLettersPayload: withWebhook,
};
