import { allocationResolvers } from './allocation.ts';
import { conductorResolvers } from './conductor.ts';
import { deployTemplateResolvers } from './deploy-template.ts';
import { runbookResolvers } from './runbook.ts';
import { waitingForAtLeast } from './at-least.ts';
import { chassisResolvers } from './chassis.ts';
import { volumeConnectorResolvers } from './volume-connector.ts';
import { volumeTargetResolvers } from './volume-target.ts';
import { driverResolvers } from './driver.ts';
import { errorResolvers } from './errors.ts';
import { eventResolvers } from './event.ts';
import type { Resolvers } from './generated.ts';
import { hardwareResolvers } from './hardware.ts';
import { inspectionRuleResolvers } from './inspection-rule.ts';
import { inventoryResolvers } from './inventory.ts';
import { jobGroupResolvers } from './job-group.ts';
import { jobResolvers } from './job.ts';
import { nodeResolvers } from './node.ts';
import { partitionResolvers } from './partition.ts';
import { portGroupResolvers } from './port-group.ts';
import { portResolvers } from './port.ts';
import { relayResolvers } from './relay.ts';
import { scalarResolvers } from './scalars.ts';
import { liveViewResolvers } from './live-views.ts';
import { subscriptionResolvers } from './subscriptions.ts';
import { viewerResolvers } from './viewer.ts';
import { vifAttachmentResolvers } from './vif-attachment.ts';
import { webhookResolvers } from './webhook.ts';

/** All resolvers, a noun in a file; they are merged by type. */
export const resolvers: readonly Resolvers[] = [
  scalarResolvers,
  viewerResolvers,
  nodeResolvers,
  hardwareResolvers,
  inventoryResolvers,
  inspectionRuleResolvers,
  portResolvers,
  portGroupResolvers,
  vifAttachmentResolvers,
  deployTemplateResolvers,
  allocationResolvers,
  runbookResolvers,
  chassisResolvers,
  volumeConnectorResolvers,
  volumeTargetResolvers,
  webhookResolvers,
  jobResolvers,
  jobGroupResolvers,
  conductorResolvers,
  partitionResolvers,
  driverResolvers,
  eventResolvers,
  subscriptionResolvers,
  relayResolvers,
  liveViewResolvers,
  errorResolvers,
].map(waitingForAtLeast);
