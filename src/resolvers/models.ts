/**
 * What resolvers hand on for each type of the schema: rows and answers as the services give them. The generated types
 * take them from here (codegen.ts, `mappers`), so a field that is not on the row must have a resolver.
 */
import type { AllocationExplanation } from '../domain/allocation.ts';
import type { Change } from '../domain/events.ts';
import type { JsonDifference } from '../domain/json-difference.ts';
import type { StopReport } from '../domain/job.ts';
import type { Problem } from '../domain/problems.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { DeployTemplateStep } from '../entities/deploy-template.ts';
import type { RunbookStep } from '../entities/runbook.ts';
import type { LogEntry } from '../events/tail.ts';
import type { Answer } from '../services/mutation.ts';
import type { AllocationRow } from '../services/read/allocations.ts';
import type { DriverView } from '../services/read/drivers.ts';
import type { ConductorRow } from '../services/read/conductors.ts';
import type { DeployTemplateRow } from '../services/read/deploy-templates.ts';
import type { InspectionRuleRow } from '../services/read/inspection-rules.ts';
import type { InventoryRow } from '../services/read/inventories.ts';
import type { RunbookRow } from '../services/read/runbooks.ts';
import type { WebhookLetterRow, WebhookRow } from '../services/read/webhooks.ts';
import type { ChassisRow } from '../services/read/chassis.ts';
import type { VolumeConnectorRow } from '../services/read/volume-connectors.ts';
import type { VolumeTargetRow } from '../services/read/volume-targets.ts';
import type { ItemCounts, JobGroupItemRow, JobGroupRow } from '../services/read/job-groups.ts';
import type { JobRow, StepRow } from '../services/read/jobs.ts';
import type { AgentRow } from '../services/read/agents.ts';
import type { LockRow } from '../services/read/locks.ts';
import type { EventPage } from '../services/read/log.ts';
import type { HistoryRow } from '../services/read/node-history.ts';
import type { NodeRow } from '../services/read/nodes.ts';
import type { Page } from '../services/read/page.ts';
import type { ConductorGroupView } from '../services/read/partitions.ts';
import type { PortGroupRow } from '../services/read/port-groups.ts';
import type { CleaningEvidenceRow } from '../services/read/cleaning-evidence.ts';
import type { AvailableStep } from '../services/read/available-steps.ts';
import type { NodeHardware, ObservedIndicator, LogicalDisk } from '../services/read/hardware.ts';
import type { VendorMethod } from '../services/read/vendor-methods.ts';
import type { StepLineRow } from '../services/read/step-lines.ts';
import type { PortRow } from '../services/read/ports.ts';
import type { VifRow } from '../services/read/vif-attachments.ts';
import type { JobStreamItem } from '../services/stream/job-events.ts';
import type { JobGroupStreamItem } from '../services/stream/job-group-events.ts';
import type { NodeStreamItem } from '../services/stream/node-events.ts';
import type { NodeLiveItem } from '../services/stream/nodes-live.ts';

export interface EdgeModel<Row> {
  readonly node: Row;
  readonly cursor: string;
}

export type ViewerModel = Viewer;

export type NodeModel = NodeRow;
export type NodeConnectionModel = Page<NodeRow>;
export type NodeEdgeModel = EdgeModel<NodeRow>;
export type NodeLockModel = LockRow;
export type NodeAgentModel = AgentRow;

export type NodeHistoryEntryModel = HistoryRow;
export type NodeHistoryEntryConnectionModel = Page<HistoryRow>;
export type NodeHistoryEntryEdgeModel = EdgeModel<HistoryRow>;

export type NodeInventoryModel = InventoryRow;
export type NodeInventoryConnectionModel = Page<InventoryRow>;
export type NodeInventoryEdgeModel = EdgeModel<InventoryRow>;
export type InventoryChangeModel = JsonDifference;

export type InspectionRuleModel = InspectionRuleRow;
export type InspectionRuleConnectionModel = Page<InspectionRuleRow>;
export type InspectionRuleEdgeModel = EdgeModel<InspectionRuleRow>;

export type PortModel = PortRow;
export type PortConnectionModel = Page<PortRow>;
export type PortEdgeModel = EdgeModel<PortRow>;

export type PortGroupModel = PortGroupRow;
export type PortGroupConnectionModel = Page<PortGroupRow>;
export type PortGroupEdgeModel = EdgeModel<PortGroupRow>;

export type VifAttachmentModel = VifRow;
export type VifAttachmentConnectionModel = Page<VifRow>;
export type VifAttachmentEdgeModel = EdgeModel<VifRow>;

export type DeployTemplateModel = DeployTemplateRow;
export type DeployTemplateConnectionModel = Page<DeployTemplateRow>;
export type DeployTemplateEdgeModel = EdgeModel<DeployTemplateRow>;
export type DeployTemplateStepModel = DeployTemplateStep;
export type AllocationModel = AllocationRow;
export type AllocationConnectionModel = Page<AllocationRow>;
export type AllocationEdgeModel = EdgeModel<AllocationRow>;
export type AllocationExplanationModel = AllocationExplanation;
export type AllocationNearMissModel = AllocationExplanation['nearestMisses'][number];

export type RunbookModel = RunbookRow;
export type RunbookConnectionModel = Page<RunbookRow>;
export type RunbookEdgeModel = EdgeModel<RunbookRow>;
export type RunbookStepModel = RunbookStep;

export type WebhookModel = WebhookRow;
export type WebhookConnectionModel = Page<WebhookRow>;
export type WebhookEdgeModel = EdgeModel<WebhookRow>;
export type WebhookDeadLetterModel = WebhookLetterRow;
export type WebhookDeadLetterConnectionModel = Page<WebhookLetterRow>;
export type WebhookDeadLetterEdgeModel = EdgeModel<WebhookLetterRow>;

export type ChassisModel = ChassisRow;
export type ChassisConnectionModel = Page<ChassisRow>;
export type ChassisEdgeModel = EdgeModel<ChassisRow>;

export type VolumeConnectorModel = VolumeConnectorRow;
export type VolumeConnectorConnectionModel = Page<VolumeConnectorRow>;
export type VolumeConnectorEdgeModel = EdgeModel<VolumeConnectorRow>;

export type VolumeTargetModel = VolumeTargetRow;
export type VolumeTargetConnectionModel = Page<VolumeTargetRow>;
export type VolumeTargetEdgeModel = EdgeModel<VolumeTargetRow>;

export type JobModel = JobRow;
export type JobStepModel = StepRow;
export type StepLineModel = StepLineRow;
export type StopReportModel = StopReport;
export type JobConnectionModel = Page<JobRow>;
export type JobEdgeModel = EdgeModel<JobRow>;

export type JobGroupModel = JobGroupRow;
export type JobGroupCountsModel = ItemCounts;
export type JobGroupConnectionModel = Page<JobGroupRow>;
export type JobGroupEdgeModel = EdgeModel<JobGroupRow>;
export type JobGroupItemModel = JobGroupItemRow;
export type JobGroupItemConnectionModel = Page<JobGroupItemRow>;
export type JobGroupItemEdgeModel = EdgeModel<JobGroupItemRow>;

export type ConductorModel = ConductorRow;
export type ConductorConnectionModel = Page<ConductorRow>;
export type ConductorEdgeModel = EdgeModel<ConductorRow>;

export type ConductorGroupModel = ConductorGroupView;

export type DriverModel = DriverView;
export type AvailableStepModel = AvailableStep;
export type CleaningEvidenceModel = CleaningEvidenceRow;
export type CleaningEvidenceConnectionModel = Page<CleaningEvidenceRow>;
export type CleaningEvidenceEdgeModel = EdgeModel<CleaningEvidenceRow>;
export type NodeHardwareModel = NodeHardware;
export type NodeConsoleModel = Pick<NodeRow, 'id' | 'consoleEnabled'>;
export type IndicatorModel = ObservedIndicator;
export type LogicalDiskModel = LogicalDisk;
export type VendorMethodModel = VendorMethod;

export type EventModel = LogEntry;
export type EventConnectionModel = EventPage;
export type EventEdgeModel = EdgeModel<LogEntry>;
export type ChangeModel = Change;
export type NodeEventModel = NodeStreamItem;
export type LogEventModel = NodeStreamItem;
export type JobEventModel = JobStreamItem;
export type JobGroupEventModel = JobGroupStreamItem;
export type NodeLiveEventModel = NodeLiveItem;

/** What every mutation answers with. */
export type PayloadModel = Answer;

type Of<Code extends Problem['code']> = Extract<Problem, { readonly code: Code }>;

export type UserErrorModel = Problem;
export type NotFoundErrorModel = Of<'NOT_FOUND'>;
export type InvalidInputErrorModel = Of<'INVALID_INPUT' | 'INSTANCE_INFO_INVALID' | 'CONFIG_DRIVE_UNUSABLE'>;
export type AlreadyExistsErrorModel = Of<'ALREADY_EXISTS'>;
export type UnknownDriverErrorModel = Of<'UNKNOWN_DRIVER'>;
export type UnsupportedErrorModel = Of<'UNSUPPORTED'>;
export type IllegalStateErrorModel = Of<'ILLEGAL_STATE'>;
export type NotAllowedErrorModel = Of<'NOT_ALLOWED_NOW'>;
export type NodeLockedErrorModel = Of<'NODE_LOCKED'>;
export type StaleVersionErrorModel = Of<'STALE_VERSION'>;
export type IdempotencyMismatchErrorModel = Of<'IDEMPOTENCY_MISMATCH'>;
export type UnexpectedCountErrorModel = Of<'UNEXPECTED_COUNT'>;
export type VifErrorModel = Of<
  'VIF_ALREADY_ATTACHED' | 'VIF_NOT_ATTACHED' | 'NO_FREE_PORT' | 'PORT_GROUP_INCONSISTENT'
>;
export type DriverErrorModel = Of<
  | 'DRIVER_INFO_INVALID'
  | 'AGENT_UNREACHABLE'
  | 'AGENT_REFUSED'
  | 'AGENT_TIMEOUT'
  | 'AGENT_RESTARTED'
  | 'AGENT_SILENT'
  | 'AGENT_GAVE_UP'
  | 'BMC_UNREACHABLE'
  | 'BMC_REFUSED'
  | 'BMC_TIMEOUT'
  | 'NETWORK_UNREACHABLE'
  | 'NETWORK_REFUSED'
  | 'NETWORK_TIMEOUT'
  | 'SOURCE_REFUSED'
  | 'SOURCE_UNREACHABLE'
  | 'SOURCE_TIMEOUT'
  | 'SOURCE_BROKEN'
  | 'IMAGE_CACHE_FULL'
  | 'POWER_STATE_NOT_REACHED'
>;
export type StepErrorModel = Of<'STEP_FAILED' | 'STEP_TIMEOUT' | 'STEP_INTERRUPTED' | 'STEP_CRASHES'>;
export type JobCancelledErrorModel = Of<'JOB_CANCELLED'>;
export type LockBrokenErrorModel = Of<'LOCK_BROKEN'>;
