import { AgentEntity } from './agent.ts';
import { AllocationEntity } from './allocation.ts';
import { CleaningEvidenceEntity } from './cleaning-evidence.ts';
import { ChassisEntity } from './chassis.ts';
import { ConductorEntity } from './conductor.ts';
import { DeployTemplateEntity } from './deploy-template.ts';
import { NodeTraitEntity } from './node-trait.ts';
import { EventLogLossEntity } from './event-log-loss.ts';
import { EventLogStateEntity } from './event-log-state.ts';
import { EventEntity } from './event.ts';
import { IdempotencyKeyEntity } from './idempotency-key.ts';
import { InspectionRuleEntity } from './inspection-rule.ts';
import { InspectionReportEntity } from './inspection-report.ts';
import { JobGroupItemEntity } from './job-group-item.ts';
import { JobGroupEntity } from './job-group.ts';
import { JobStepLineEntity } from './job-step-line.ts';
import { JobStepEntity } from './job-step.ts';
import { JobEntity } from './job.ts';
import { NodeBootEntity } from './node-boot.ts';
import { NodeHardwareEntity } from './node-hardware.ts';
import { NodeInventoryEntity } from './node-inventory.ts';
import { NodeHistoryEntity } from './node-history.ts';
import { NodeLockEntity } from './node-lock.ts';
import { NodeEntity } from './node.ts';
import { PortGroupEntity } from './port-group.ts';
import { PortEntity } from './port.ts';
import { PowerSyncEntity } from './power-sync.ts';
import { RunbookEntity } from './runbook.ts';
import { VolumeConnectorEntity } from './volume-connector.ts';
import { VolumeTargetEntity } from './volume-target.ts';
import { VifAttachmentEntity } from './vif-attachment.ts';
import { WebhookLetterEntity } from './webhook-letter.ts';
import { WebhookEntity } from './webhook.ts';

/** Every table, for the data source. */
export const entities = [
  NodeEntity,
  PortGroupEntity,
  PortEntity,
  VifAttachmentEntity,
  AllocationEntity,
  JobEntity,
  JobStepEntity,
  JobStepLineEntity,
  JobGroupEntity,
  JobGroupItemEntity,
  NodeLockEntity,
  DeployTemplateEntity,
  NodeTraitEntity,
  RunbookEntity,
  ChassisEntity,
  NodeHistoryEntity,
  VolumeConnectorEntity,
  VolumeTargetEntity,
  EventEntity,
  EventLogLossEntity,
  EventLogStateEntity,
  CleaningEvidenceEntity,
  ConductorEntity,
  IdempotencyKeyEntity,
  PowerSyncEntity,
  NodeHardwareEntity,
  NodeInventoryEntity,
  InspectionRuleEntity,
  AgentEntity,
  NodeBootEntity,
  InspectionReportEntity,
  WebhookEntity,
  WebhookLetterEntity,
];
