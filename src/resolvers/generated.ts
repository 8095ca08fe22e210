// Made from schema.graphql by "npm run generate". Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { NodeModel, NodeConnectionModel, NodeEdgeModel, NodeLockModel, NodeAgentModel, NodeHistoryEntryModel, NodeHistoryEntryConnectionModel, NodeHistoryEntryEdgeModel, NodeInventoryModel, NodeInventoryConnectionModel, NodeInventoryEdgeModel, InventoryChangeModel, InspectionRuleModel, InspectionRuleConnectionModel, InspectionRuleEdgeModel, PortModel, PortConnectionModel, PortEdgeModel, PortGroupModel, PortGroupConnectionModel, PortGroupEdgeModel, VifAttachmentModel, VifAttachmentConnectionModel, VifAttachmentEdgeModel, DeployTemplateModel, DeployTemplateConnectionModel, DeployTemplateEdgeModel, DeployTemplateStepModel, AllocationModel, AllocationConnectionModel, AllocationEdgeModel, AllocationExplanationModel, AllocationNearMissModel, RunbookModel, RunbookConnectionModel, RunbookEdgeModel, RunbookStepModel, WebhookModel, WebhookConnectionModel, WebhookEdgeModel, WebhookDeadLetterModel, WebhookDeadLetterConnectionModel, WebhookDeadLetterEdgeModel, ChassisModel, ChassisConnectionModel, ChassisEdgeModel, VolumeConnectorModel, VolumeConnectorConnectionModel, VolumeConnectorEdgeModel, VolumeTargetModel, VolumeTargetConnectionModel, VolumeTargetEdgeModel, JobModel, JobStepModel, StepLineModel, JobConnectionModel, JobEdgeModel, JobGroupModel, JobGroupCountsModel, JobGroupConnectionModel, JobGroupEdgeModel, JobGroupItemModel, JobGroupItemConnectionModel, JobGroupItemEdgeModel, ConductorModel, ConductorConnectionModel, ConductorEdgeModel, ConductorGroupModel, DriverModel, AvailableStepModel, CleaningEvidenceModel, CleaningEvidenceConnectionModel, CleaningEvidenceEdgeModel, NodeHardwareModel, NodeConsoleModel, IndicatorModel, LogicalDiskModel, VendorMethodModel, EventModel, EventConnectionModel, EventEdgeModel, ChangeModel, NodeEventModel, LogEventModel, JobEventModel, NodeLiveEventModel, JobGroupEventModel, ViewerModel, UserErrorModel, NotFoundErrorModel, InvalidInputErrorModel, AlreadyExistsErrorModel, UnknownDriverErrorModel, UnsupportedErrorModel, IllegalStateErrorModel, NotAllowedErrorModel, NodeLockedErrorModel, StaleVersionErrorModel, IdempotencyMismatchErrorModel, UnexpectedCountErrorModel, VifErrorModel, DriverErrorModel, StepErrorModel, JobCancelledErrorModel, LockBrokenErrorModel, StopReportModel, PayloadModel } from './models.ts';
import type { RequestContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An opaque position: in a list (`pageInfo`) or in the event log (events, mutation payloads). Hand it back as it came; never take it apart. */
  Cursor: { input: string; output: string; }
  /** A moment in UTC, RFC 3339, to the microsecond: `2026-11-23T06:04:01.123456Z`. */
  DateTime: { input: string; output: string; }
  /** A JSON object. The top level is always an object, never a list or a bare value. */
  JSONObject: { input: Record<string, unknown>; output: Record<string, unknown>; }
  /** A hardware address of six octets, written `52:54:00:aa:00:01`; upper case and dashes are accepted and stored lower case with colons. */
  MacAddress: { input: string; output: string; }
  /** A text that comes in and is never shown again, in no answer, event, log or error. */
  Secret: { input: string; output: string; }
};

/** Which node's work to stop. */
export type AbortNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** Why, for the record. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `abortNode`. */
export type AbortNodePayload = {
  readonly __typename?: 'AbortNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that was told to stop; null when none was at work. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What was stopped, and when that is over; null when there were errors. */
  readonly stop?: Maybe<StopReport>;
};

/** Traits for `addNodeTraits`. */
export type AddNodeTraitsInput = {
  /** The `version` you read; absent or null to change whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What it has as well, at most 50: `CUSTOM_…` or standard ones, as `HW_CPU_X86_VMX`. */
  readonly traits: ReadonlyArray<Scalars['String']['input']>;
};

/** Answer of `addNodeTraits`. */
export type AddNodeTraitsPayload = {
  readonly __typename?: 'AddNodeTraitsPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which node to adopt, and what runs on it. */
export type AdoptNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Your identifier for the instance; made up when absent. */
  readonly instanceId?: InputMaybe<Scalars['ID']['input']>;
  /** What is on the machine, as for `deployNode`. Replaces the node's instanceInfo when given. */
  readonly instanceInfo?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `adoptNode`. */
export type AdoptNodePayload = {
  readonly __typename?: 'AdoptNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What an agent says of its work. */
export type AgentStatus =
  /** It is done. */
  | 'END'
  /** It failed. */
  | 'ERROR'
  /** It has begun. */
  | 'START';

/** A request for any node that fits, and the node it got. That node's `instanceId` is the allocation's id. */
export type Allocation = {
  readonly __typename?: 'Allocation';
  /** Ids of the only nodes that were to be considered; empty: any. */
  readonly candidateNodes: ReadonlyArray<Scalars['ID']['output']>;
  /** When it was asked for. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Where nodes dropped out, when it last looked for one and got none; null once it is ACTIVE. */
  readonly explanation?: Maybe<AllocationExplanation>;
  /** Free for your own use. */
  readonly extra: Scalars['JSONObject']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** Why it got no node, in words; only in ERROR. */
  readonly lastError?: Maybe<Scalars['String']['output']>;
  /** Unique name, if it has one. A node of this name is preferred. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The node it got; null until it is ACTIVE. */
  readonly node?: Maybe<Node>;
  /** The node's id, without reading the node. */
  readonly nodeId?: Maybe<Scalars['ID']['output']>;
  /** The project it belongs to: only nodes that this project owns or leases were considered. Null: any node. */
  readonly owner?: Maybe<Scalars['String']['output']>;
  /** Who asked for it. */
  readonly requestedBy: Scalars['String']['output'];
  /** The kind of machine that was asked for. */
  readonly resourceClass: Scalars['String']['output'];
  /** How far it is. */
  readonly state: AllocationState;
  /** Traits that the node must have. */
  readonly traits: ReadonlyArray<Scalars['String']['output']>;
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** A page of allocations. */
export type AllocationConnection = {
  readonly __typename?: 'AllocationConnection';
  /** Allocations with their cursors. */
  readonly edges: ReadonlyArray<AllocationEdge>;
  /** The allocations alone. */
  readonly nodes: ReadonlyArray<Allocation>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many allocations fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** What a node must meet to be allocated. More may be added. */
export type AllocationConstraint =
  /** It is in AVAILABLE. */
  | 'AVAILABLE'
  /** It is one of the candidates. */
  | 'CANDIDATE'
  /** No job runs on it or waits for it. */
  | 'IDLE'
  /** It does not live in another node. */
  | 'NOT_A_CHILD'
  /** It is not in maintenance. */
  | 'NOT_IN_MAINTENANCE'
  /** It is not retired. */
  | 'NOT_RETIRED'
  /** No instance is on it. */
  | 'NO_INSTANCE'
  /** Its power state is known: its BMC has answered once. */
  | 'POWER_KNOWN'
  /** It is of the class that was asked for. */
  | 'RESOURCE_CLASS'
  /** It has all the traits that were asked for. */
  | 'TRAITS';

/** One constraint, and how many nodes it leaves. */
export type AllocationConstraintCount = {
  readonly __typename?: 'AllocationConstraintCount';
  /** Which one. */
  readonly constraint: AllocationConstraint;
  /** Nodes that meet it and all constraints before it. */
  readonly left: Scalars['Int']['output'];
  /** What was asked for, in words; empty where every allocation asks for the same. */
  readonly wanted: Scalars['String']['output'];
};

/** An allocation in a list. */
export type AllocationEdge = {
  readonly __typename?: 'AllocationEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The allocation. */
  readonly node: Allocation;
};

/** Where nodes drop out on the way to an allocation. */
export type AllocationExplanation = {
  readonly __typename?: 'AllocationExplanation';
  /** Nodes that were looked at: those of the owner, or all. */
  readonly considered: Scalars['Int']['output'];
  /** What was asked for, in order, each with the nodes that are left when all before it hold as well. */
  readonly constraints: ReadonlyArray<AllocationConstraintCount>;
  /** Up to five nodes that fail the fewest constraints, the nearest first. */
  readonly nearestMisses: ReadonlyArray<AllocationNearMiss>;
  /** In one line: `nodes: 50 → RESOURCE_CLASS gold: 40 → AVAILABLE: 12 → … → TRAITS CUSTOM_GPU: 0`. */
  readonly summary: Scalars['String']['output'];
};

/** Which allocations. All given conditions must hold. */
export type AllocationFilter = {
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By name. */
  readonly name?: InputMaybe<StringFilter>;
  /** By the node it got. */
  readonly nodeId?: InputMaybe<IdFilter>;
  /** By the project it belongs to. */
  readonly owner?: InputMaybe<StringFilter>;
  /** By resource class. */
  readonly resourceClass?: InputMaybe<StringFilter>;
  /** By state. */
  readonly states?: InputMaybe<ReadonlyArray<AllocationState>>;
};

/** A node that nearly fits. */
export type AllocationNearMiss = {
  readonly __typename?: 'AllocationNearMiss';
  /** What it fails. */
  readonly failed: ReadonlyArray<AllocationConstraint>;
  /** The node; null when it is gone, or you may not see it. */
  readonly node?: Maybe<Node>;
  /** The node's id. */
  readonly nodeId: Scalars['ID']['output'];
};

/** How far an allocation is. */
export type AllocationState =
  /** It has a node. */
  | 'ACTIVE'
  /** A node is being looked for. */
  | 'ALLOCATING'
  /** No node fits, or those that fit were busy for too long; see `explanation`. It stays so: ask anew. */
  | 'ERROR';

/** Another object has this value, which must be unique. */
export type AlreadyExistsError = UserError & {
  readonly __typename?: 'AlreadyExistsError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
  /** The value. */
  readonly value: Scalars['String']['output'];
};

/** What to attach, and where. */
export type AttachVifInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** The port group, instead of a port. */
  readonly portGroupId?: InputMaybe<Scalars['ID']['input']>;
  /** The port. With neither a port nor a port group the job chooses: see docs/ports-and-vifs.md. */
  readonly portId?: InputMaybe<Scalars['ID']['input']>;
  /** Identifier of the VIF in its network service, at most 255. */
  readonly vifId: Scalars['String']['input'];
};

/** Answer of `attachVif`. */
export type AttachVifPayload = {
  readonly __typename?: 'AttachVifPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The attachment as recorded; it is in place once the job has succeeded. */
  readonly vifAttachment?: Maybe<VifAttachment>;
};

/** Which image to show to which machine. */
export type AttachVirtualMediaInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Where the BMC reads the image: http, https, nfs, cifs or smb, without a login. */
  readonly imageUrl: Scalars['String']['input'];
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** As what. */
  readonly type: VirtualMediaType;
};

/** Answer of `attachVirtualMedia`. */
export type AttachVirtualMediaPayload = {
  readonly __typename?: 'AttachVirtualMediaPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** A step that may be asked for. */
export type AvailableStep = {
  readonly __typename?: 'AvailableStep';
  /** The arguments it takes. */
  readonly arguments: ReadonlyArray<AvailableStepArgument>;
  /** What it does. */
  readonly description: Scalars['String']['output'];
  /** The driver's slot that offers it; null for the service's own. */
  readonly interface?: Maybe<StepInterface>;
  /** May it be stopped in the middle? */
  readonly isAbortable: Scalars['Boolean']['output'];
  /** Its place in a flow that nobody composed: higher runs first; 0 runs only on request. */
  readonly priority: Scalars['Int']['output'];
  /** Does it run in the ramdisk? */
  readonly requiresRamdisk: Scalars['Boolean']['output'];
  /** Its name. */
  readonly step: Scalars['String']['output'];
};

/** An argument of a step. */
export type AvailableStepArgument = {
  readonly __typename?: 'AvailableStepArgument';
  /** What it means. */
  readonly description: Scalars['String']['output'];
  /** Without it the step is refused. */
  readonly isRequired: Scalars['Boolean']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
};

/** A setting of a machine's firmware. */
export type BiosSetting = {
  readonly __typename?: 'BiosSetting';
  /** Its name, in the vendor's words. */
  readonly name: Scalars['String']['output'];
  /** Its value. */
  readonly value?: Maybe<Scalars['String']['output']>;
};

/** Conditions on a yes or no. */
export type BooleanFilter = {
  /** Equal. */
  readonly eq?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What a machine can boot from. Which of them a driver can set it says when it is asked for another. */
export type BootDevice =
  /** The firmware's own menu. */
  | 'BIOS'
  /** An optical drive, or virtual media. */
  | 'CDROM'
  /** The first disk. */
  | 'DISK'
  /** A floppy disk, or virtual media. */
  | 'FLOPPY'
  /** A volume over iSCSI. */
  | 'ISCSIBOOT'
  /** The network. */
  | 'PXE'
  /** The operating system's safe mode. */
  | 'SAFE'
  /** The network, over HTTP. */
  | 'UEFIHTTP'
  /** A wide area network. */
  | 'WANBOOT';

/** What a machine boots from. */
export type BootDeviceSetting = {
  readonly __typename?: 'BootDeviceSetting';
  /** The device. */
  readonly device: BootDevice;
  /** For every boot from now on; otherwise for the next one only. */
  readonly persistent: Scalars['Boolean']['output'];
};

/** How a machine boots. */
export type BootMode =
  /** As a PC of old. */
  | 'BIOS'
  /** UEFI. */
  | 'UEFI';

/** Whose lock to break, and why. */
export type BreakNodeLockInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** Why, for the record; 1 to 1024 characters. */
  readonly reason: Scalars['String']['input'];
};

/** Answer of `breakNodeLock`. */
export type BreakNodeLockPayload = {
  readonly __typename?: 'BreakNodeLockPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that was told to stop; null when none was at work. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What was stopped, and when that is over; null when there were errors. */
  readonly stop?: Maybe<StopReport>;
};

/** Which method to call on which machine. */
export type CallVendorMethodInput = {
  /** What it takes. */
  readonly arguments?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Its name. */
  readonly method: Scalars['String']['input'];
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `callVendorMethod`. */
export type CallVendorMethodPayload = {
  readonly __typename?: 'CallVendorMethodPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which group to cancel. */
export type CancelJobGroupInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The group. */
  readonly jobGroupId: Scalars['ID']['input'];
  /** Why, for the record; at most 1024. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `cancelJobGroup`. */
export type CancelJobGroupPayload = {
  readonly __typename?: 'CancelJobGroupPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong with the call; empty when it was accepted. Why single nodes were refused stands in the group's items. */
  readonly errors: ReadonlyArray<UserError>;
  /** The group as it is now; null when there were errors. */
  readonly jobGroup?: Maybe<JobGroup>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which job to cancel. */
export type CancelJobInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The job. */
  readonly jobId: Scalars['ID']['input'];
  /** Why, for the record. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `cancelJob`. */
export type CancelJobPayload = {
  readonly __typename?: 'CancelJobPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job as it is now. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What was stopped, and when that is over; null when there were errors. */
  readonly stop?: Maybe<StopReport>;
};

/** One value that changed. */
export type Change = {
  readonly __typename?: 'Change';
  /** Its value after, as JSON text; null when there is none. */
  readonly after?: Maybe<Scalars['String']['output']>;
  /** Its value before, as JSON text; null when there was none. */
  readonly before?: Maybe<Scalars['String']['output']>;
  /** Which field, in the schema's words. */
  readonly field: Scalars['String']['output'];
};

/** What several machines sit in: an enclosure, a rack. It belongs to the installation and to no project. */
export type Chassis = {
  readonly __typename?: 'Chassis';
  /** When the chassis was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Free text for people. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Free for your own use. */
  readonly extra: Scalars['JSONObject']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** The nodes in it that you may see, oldest first. */
  readonly nodes: NodeConnection;
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};


/** What several machines sit in: an enclosure, a rack. It belongs to the installation and to no project. */
export type ChassisNodesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of chassis. */
export type ChassisConnection = {
  readonly __typename?: 'ChassisConnection';
  /** Chassis with their cursors. */
  readonly edges: ReadonlyArray<ChassisEdge>;
  /** The chassis alone. */
  readonly nodes: ReadonlyArray<Chassis>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many chassis fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A chassis in a list. */
export type ChassisEdge = {
  readonly __typename?: 'ChassisEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The chassis. */
  readonly node: Chassis;
};

/** Which chassis. All given conditions must hold. */
export type ChassisFilter = {
  /** By description. */
  readonly description?: InputMaybe<StringFilter>;
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
};

/** Which node to clean, and how. */
export type CleanNodeInput = {
  /** Refuse steps that need the ramdisk, instead of starting it for them. */
  readonly disableRamdisk: Scalars['Boolean']['input'];
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** Or the runbook whose steps run; the node must have one of its traits. */
  readonly runbookId?: InputMaybe<Scalars['ID']['input']>;
  /** Clean steps, in the order in which they run; 1 to 100. The same step may come twice. */
  readonly steps?: InputMaybe<ReadonlyArray<StepInput>>;
};

/** Answer of `cleanNode`. */
export type CleanNodePayload = {
  readonly __typename?: 'CleanNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What a clean step did to the machine, or could not do. */
export type CleaningEvidence = {
  readonly __typename?: 'CleaningEvidence';
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Why not; null when it was. */
  readonly error?: Maybe<Scalars['String']['output']>;
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** The job whose step it was; null when it is not kept any more. */
  readonly job?: Maybe<Job>;
  /** How; empty when it was not. */
  readonly method: Scalars['String']['output'];
  /** Was it? */
  readonly result: CleaningResult;
  /** The step, as it is asked for: `deploy.erase_devices`. */
  readonly step: Scalars['String']['output'];
  /** What was erased. */
  readonly what: Scalars['String']['output'];
};

/** A page of cleaning evidence. */
export type CleaningEvidenceConnection = {
  readonly __typename?: 'CleaningEvidenceConnection';
  /** Evidence with its cursors. */
  readonly edges: ReadonlyArray<CleaningEvidenceEdge>;
  /** The evidence alone. */
  readonly nodes: ReadonlyArray<CleaningEvidence>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many there are; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** Evidence in a list. */
export type CleaningEvidenceEdge = {
  readonly __typename?: 'CleaningEvidenceEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The evidence. */
  readonly node: CleaningEvidence;
};

/** Whether a clean step did what it should. */
export type CleaningResult =
  /** It did. */
  | 'DONE'
  /** It did not, or nobody knows. */
  | 'FAILED';

/** A process that runs jobs, from its start to its end. */
export type Conductor = {
  readonly __typename?: 'Conductor';
  /** The conductor group it serves; empty is the default group. */
  readonly conductorGroup: Scalars['String']['output'];
  /** When somebody asked it to hand over its work and end; null when nobody did. */
  readonly drainRequestedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Hardware types it can drive. */
  readonly drivers: ReadonlyArray<Scalars['String']['output']>;
  /** When it last renewed its lease. */
  readonly heartbeatAt: Scalars['DateTime']['output'];
  /** The machine it runs on. */
  readonly host: Scalars['String']['output'];
  /** A new one at each start of the process. */
  readonly id: Scalars['ID']['output'];
  /** When its lease runs out unless renewed. */
  readonly leaseExpiresAt: Scalars['DateTime']['output'];
  /** Process id there. */
  readonly pid: Scalars['Int']['output'];
  /** Jobs it is running. */
  readonly runningJobs: ReadonlyArray<Job>;
  /** When it started. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** How it is. */
  readonly state: ConductorState;
};

/** A page of conductors. */
export type ConductorConnection = {
  readonly __typename?: 'ConductorConnection';
  /** Conductors with their cursors. */
  readonly edges: ReadonlyArray<ConductorEdge>;
  /** The conductors alone. */
  readonly nodes: ReadonlyArray<Conductor>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many there are; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A conductor in a list. */
export type ConductorEdge = {
  readonly __typename?: 'ConductorEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The conductor. */
  readonly node: Conductor;
};

/** Nodes, and the conductors that work on them and on no others. */
export type ConductorGroup = {
  readonly __typename?: 'ConductorGroup';
  /** Its conductors that live; without any, nobody works on its nodes. */
  readonly conductors: ReadonlyArray<Conductor>;
  /** Its name; empty: the default group. */
  readonly name: Scalars['String']['output'];
  /** How many nodes are in it that you may see. */
  readonly nodeCount: Scalars['Int']['output'];
};

/** How a conductor is. */
export type ConductorState =
  /** It renews its lease and takes jobs. */
  | 'ALIVE'
  /** Its lease ran out; others took its work over. */
  | 'DEAD'
  /** It ends its work and takes no more. */
  | 'DRAINING'
  /** It ended in order. */
  | 'STOPPED';

/** Contents of a config drive, in OpenStack's format. */
export type ConfigDriveContentsInput = {
  /** meta_data.json. */
  readonly metaData?: InputMaybe<Scalars['JSONObject']['input']>;
  /** network_data.json. */
  readonly networkData?: InputMaybe<Scalars['JSONObject']['input']>;
  /** user_data, as it is; at most 524,288 characters. */
  readonly userData?: InputMaybe<Scalars['String']['input']>;
  /** vendor_data.json. */
  readonly vendorData?: InputMaybe<Scalars['JSONObject']['input']>;
};

/** A config drive, in one of three forms. */
export type ConfigDriveInput = {
  /** The finished drive, as base64 of its gzipped image; at most 524,288 characters. */
  readonly base64?: InputMaybe<Scalars['String']['input']>;
  /** Its contents. */
  readonly contents?: InputMaybe<ConfigDriveContentsInput>;
  /** Where the finished drive is: http or https. */
  readonly url?: InputMaybe<Scalars['String']['input']>;
};

/** Where a console is reached. */
export type ConsoleAccess = {
  readonly __typename?: 'ConsoleAccess';
  /** What kind of console. */
  readonly type: ConsoleType;
  /** `tcp://host:port`, `ws://…`. */
  readonly url: Scalars['String']['output'];
};

/** What kind of console. */
export type ConsoleType =
  /** Pictures. */
  | 'GRAPHICAL'
  /** Text. */
  | 'SERIAL';

/** Which machine is wanted. */
export type CreateAllocationInput = {
  /** Only these nodes, by id or name, at most 500; none: any node. */
  readonly candidateNodes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Unique name: letters, digits and `-._~`, at most 255; not in the form of a UUID. A node of this name is preferred. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Gives the instance that is on this node its allocation: the node must be ACTIVE and meet what else is asked for. */
  readonly nodeId?: InputMaybe<Scalars['ID']['input']>;
  /** Only nodes that this project owns or leases. Null: any node, or your own project's when you act for one. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** The kind of machine, at most 80. Required, except with `nodeId`: then the node's own. */
  readonly resourceClass?: InputMaybe<Scalars['String']['input']>;
  /** Traits that the node must have, at most 50. They go into its `instanceInfo`. */
  readonly traits?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** Answer of `createAllocation`. */
export type CreateAllocationPayload = {
  readonly __typename?: 'CreateAllocationPayload';
  /** The allocation as it is now; null when there were errors. */
  readonly allocation?: Maybe<Allocation>;
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to record. */
export type CreateChassisInput = {
  /** Free text for people, at most 255. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `createChassis`. */
export type CreateChassisPayload = {
  readonly __typename?: 'CreateChassisPayload';
  /** The chassis as it is now; null when there were errors. */
  readonly chassis?: Maybe<Chassis>;
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to write down. */
export type CreateDeployTemplateInput = {
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The trait that an instance asks for to get these steps: `CUSTOM_…` or a standard one, at most 255. Unique. */
  readonly name: Scalars['String']['input'];
  /** 1 to 100 steps, none twice. */
  readonly steps: ReadonlyArray<DeployTemplateStepInput>;
};

/** Answer of `createDeployTemplate`. */
export type CreateDeployTemplatePayload = {
  readonly __typename?: 'CreateDeployTemplatePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** The deploy template as it is now; null when there were errors. */
  readonly deployTemplate?: Maybe<DeployTemplate>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What an inspection rule is to be. */
export type CreateInspectionRuleInput = {
  /** What it does, in this order; 1 to 64. */
  readonly actions: ReadonlyArray<InspectionActionInput>;
  /** All must hold; at most 64, none: always. */
  readonly conditions: ReadonlyArray<InspectionConditionInput>;
  /** What it is for; at most 255 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Shows its conditions and actions to nobody. Cannot be taken back. */
  readonly isSensitive: Scalars['Boolean']['input'];
  /** Rules of higher priority run first, 0 to 9999. */
  readonly priority: Scalars['Int']['input'];
};

/** Answer of `createInspectionRule`. */
export type CreateInspectionRulePayload = {
  readonly __typename?: 'CreateInspectionRulePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The rule as it is now; null when there were errors. */
  readonly inspectionRule?: Maybe<InspectionRule>;
  /** No job: it takes effect at once. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to enroll. */
export type CreateNodeInput = {
  /** Clean automatically? Null: as configured. */
  readonly automatedClean?: InputMaybe<Scalars['Boolean']['input']>;
  /** The chassis it sits in. For administrators. */
  readonly chassisId?: InputMaybe<Scalars['ID']['input']>;
  /** Letters, digits and `-_.`, stored in lower case. */
  readonly conductorGroup?: InputMaybe<Scalars['String']['input']>;
  /** Free text for people, at most 4096. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The machine must stay on: nothing turns it off. Only system administrators may change it. */
  readonly disablePowerOff?: InputMaybe<Scalars['Boolean']['input']>;
  /** Hardware type: one of `drivers`. */
  readonly driver: Scalars['String']['input'];
  /** How the driver reaches the machine; see `Driver.driverInfoFields`. */
  readonly driverInfo?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Implementations for single slots; the others get the driver's default. */
  readonly interfaces?: InputMaybe<NodeInterfacesInput>;
  /** Project that uses it. */
  readonly lessee?: InputMaybe<Scalars['String']['input']>;
  /** Unique name: letters, digits and `-._~`, at most 255; not in the form of a UUID. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Addresses, routes and the like that the machine gets when no network service gives them. */
  readonly networkData?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Project that owns it. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** The machine in which it lives: one with the same owner, that lives in none itself. */
  readonly parentNodeId?: InputMaybe<Scalars['ID']['input']>;
  /** Ports to create with it, at most 64. */
  readonly ports?: InputMaybe<ReadonlyArray<NewPortInput>>;
  /** What to do when its power is not as it was last asked for. Null: as configured. */
  readonly powerDriftPolicy?: InputMaybe<PowerDriftPolicy>;
  /** Facts about the machine. */
  readonly properties?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Kind of machine, at most 80. */
  readonly resourceClass?: InputMaybe<Scalars['String']['input']>;
  /** A part of the fleet, at most 255. For administrators. */
  readonly shard?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `createNode`. */
export type CreateNodePayload = {
  readonly __typename?: 'CreateNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to add. */
export type CreatePortGroupInput = {
  /** The bond's own hardware address, unique over all port groups; absent: that of one of its ports. */
  readonly address?: InputMaybe<Scalars['MacAddress']['input']>;
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** How it is bonded, as the operating system calls it: letters, digits and `-._`, at most 64. */
  readonly mode: Scalars['String']['input'];
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** The network it is plugged into, at most 64. */
  readonly physicalNetwork?: InputMaybe<Scalars['String']['input']>;
  /** Settings of the bond, for the operating system. */
  readonly properties?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Its ports may be used alone, before the bond is made. */
  readonly standalonePortsSupported: Scalars['Boolean']['input'];
};

/** Answer of `createPortGroup`. */
export type CreatePortGroupPayload = {
  readonly __typename?: 'CreatePortGroupPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The port group as it is now; null when there were errors. */
  readonly portGroup?: Maybe<PortGroup>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to add. */
export type CreatePortInput = {
  /** Hardware address, unique over all ports. */
  readonly address: Scalars['MacAddress']['input'];
  /** Free text for people. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** It is a smart NIC; its localLinkConnection must say so too. */
  readonly isSmartNic?: InputMaybe<Scalars['Boolean']['input']>;
  /** Where it is plugged in, as `Port.localLinkConnection` says. */
  readonly localLinkConnection?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** The network it is plugged into, at most 64; in a port group that of the group. */
  readonly physicalNetwork?: InputMaybe<Scalars['String']['input']>;
  /** The port group that it is a member of, one of the same node. */
  readonly portGroupId?: InputMaybe<Scalars['ID']['input']>;
  /** Boots over the network from here. */
  readonly pxeEnabled?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Answer of `createPort`. */
export type CreatePortPayload = {
  readonly __typename?: 'CreatePortPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The port as it is now; null when there were errors. */
  readonly port?: Maybe<Port>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to write down. */
export type CreateRunbookInput = {
  /** Free text for people, at most 255. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Refuse steps that need the ramdisk, instead of starting it for them. */
  readonly disableRamdisk: Scalars['Boolean']['input'];
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Everybody may see and use it. For administrators. */
  readonly isPublic: Scalars['Boolean']['input'];
  /** Unique name: letters, digits or any of `-._~`, at most 255. */
  readonly name: Scalars['String']['input'];
  /** The project whose it is; absent: your own, or the installation's. Not with isPublic. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 steps; a step may come more than once. */
  readonly steps: ReadonlyArray<RunbookStepInput>;
  /** Nodes that have one of these may use it, at most 50; absent: none may. */
  readonly traits?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** Answer of `createRunbook`. */
export type CreateRunbookPayload = {
  readonly __typename?: 'CreateRunbookPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The runbook as it is now; null when there were errors. */
  readonly runbook?: Maybe<Runbook>;
};

/** What to record. */
export type CreateVolumeConnectorInput = {
  /** The name itself; a type and a name are given once. */
  readonly connectorId: Scalars['String']['input'];
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What kind of name it is: `iqn`, `ip`, `mac`, `wwnn`, `wwpn`. */
  readonly type: Scalars['String']['input'];
};

/** Answer of `createVolumeConnector`. */
export type CreateVolumeConnectorPayload = {
  readonly __typename?: 'CreateVolumeConnectorPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The volume connector as it is now; null when there were errors. */
  readonly volumeConnector?: Maybe<VolumeConnector>;
};

/** What to record. */
export type CreateVolumeTargetInput = {
  /** The machine boots from 0; unique in the node. */
  readonly bootIndex: Scalars['Int']['input'];
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** How to reach it. For administrators: for others `******` stands in each field. */
  readonly properties?: InputMaybe<Scalars['JSONObject']['input']>;
  /** As its storage service calls it. */
  readonly volumeId: Scalars['String']['input'];
  /** How it is reached: `iscsi`, `fibre_channel`. */
  readonly volumeType: Scalars['String']['input'];
};

/** Answer of `createVolumeTarget`. */
export type CreateVolumeTargetPayload = {
  readonly __typename?: 'CreateVolumeTargetPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The volume target as it is now; null when there were errors. */
  readonly volumeTarget?: Maybe<VolumeTarget>;
};

/** Where to send events, and which. */
export type CreateWebhookInput = {
  /** Begin after this position in the event log; absent: with what happens from now on. */
  readonly after?: InputMaybe<Scalars['Cursor']['input']>;
  /** Up to so many events in one request, 1 to 100. With 1 each is a CloudEvent of its own; with more, requests hold lists of them. */
  readonly batchSize: Scalars['Int']['input'];
  /** Begin at once. */
  readonly enabled: Scalars['Boolean']['input'];
  /** Repeating the call with this key and the same input gives the first answer again, but for the secret. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Unique name: letters, digits or any of `-._~`, at most 255. */
  readonly name: Scalars['String']['input'];
  /** Which nodes; absent: all, and what belongs to no node. */
  readonly nodeFilter?: InputMaybe<NodeFilter>;
  /** The project whose it is; absent: your own, or the installation's. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** `whsec_` and 24 to 64 bytes in base64; absent: one is made, and told in this answer. */
  readonly secret?: InputMaybe<Scalars['Secret']['input']>;
  /** Kinds of events; absent or empty: all. */
  readonly types?: InputMaybe<ReadonlyArray<EventType>>;
  /** http or https, at most 2,048 characters. A user and password in it are sent as basic authentication, and never shown. */
  readonly url: Scalars['String']['input'];
};

/** Answer of `createWebhook`. */
export type CreateWebhookPayload = {
  readonly __typename?: 'CreateWebhookPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What messages are signed with, told this once; null when there were errors, and when the answer is replayed. */
  readonly secret?: Maybe<Scalars['String']['output']>;
  /** The webhook as it is now; null when there were errors. */
  readonly webhook?: Maybe<Webhook>;
};

/** Conditions on a moment. */
export type DateTimeFilter = {
  /** From the first to the second, both included. */
  readonly between?: InputMaybe<ReadonlyArray<Scalars['DateTime']['input']>>;
  /** Later than. */
  readonly gt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Earlier than. */
  readonly lt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Which allocation to end. */
export type DeleteAllocationInput = {
  /** The allocation. */
  readonly allocationId: Scalars['ID']['input'];
  /** Refuse if it has changed since this version. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `deleteAllocation`. */
export type DeleteAllocationPayload = {
  readonly __typename?: 'DeleteAllocationPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of what is gone; null when there were errors. */
  readonly deletedAllocationId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which chassis to remove. */
export type DeleteChassisInput = {
  /** The chassis. */
  readonly chassisId: Scalars['ID']['input'];
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `deleteChassis`. */
export type DeleteChassisPayload = {
  readonly __typename?: 'DeleteChassisPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the chassis that was removed; null when there were errors. */
  readonly deletedChassisId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which deploy template to remove. */
export type DeleteDeployTemplateInput = {
  /** The deploy template. */
  readonly deployTemplateId: Scalars['ID']['input'];
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `deleteDeployTemplate`. */
export type DeleteDeployTemplatePayload = {
  readonly __typename?: 'DeleteDeployTemplatePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the deploy template that was removed; null when there were errors. */
  readonly deletedDeployTemplateId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which inspection rule to delete. */
export type DeleteInspectionRuleInput = {
  /** Refuse when it has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The rule. */
  readonly inspectionRuleId: Scalars['ID']['input'];
};

/** Answer of `deleteInspectionRule`. */
export type DeleteInspectionRulePayload = {
  readonly __typename?: 'DeleteInspectionRulePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the rule that is gone; null when there were errors. */
  readonly deletedInspectionRuleId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** No job: it takes effect at once. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which node to remove. */
export type DeleteNodeInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
};

/** Answer of `deleteNode`. */
export type DeleteNodePayload = {
  readonly __typename?: 'DeleteNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the node that was removed; null when there were errors. */
  readonly deletedNodeId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which port group to remove. */
export type DeletePortGroupInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The port group. */
  readonly portGroupId: Scalars['ID']['input'];
};

/** Answer of `deletePortGroup`. */
export type DeletePortGroupPayload = {
  readonly __typename?: 'DeletePortGroupPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the port group that was removed; null when there were errors. */
  readonly deletedPortGroupId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which port to remove. */
export type DeletePortInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The port. */
  readonly portId: Scalars['ID']['input'];
};

/** Answer of `deletePort`. */
export type DeletePortPayload = {
  readonly __typename?: 'DeletePortPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the port that was removed; null when there were errors. */
  readonly deletedPortId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which runbook to remove. */
export type DeleteRunbookInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The runbook. */
  readonly runbookId: Scalars['ID']['input'];
};

/** Answer of `deleteRunbook`. */
export type DeleteRunbookPayload = {
  readonly __typename?: 'DeleteRunbookPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the runbook that was removed; null when there were errors. */
  readonly deletedRunbookId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which volume connector to remove. */
export type DeleteVolumeConnectorInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The volume connector. */
  readonly volumeConnectorId: Scalars['ID']['input'];
};

/** Answer of `deleteVolumeConnector`. */
export type DeleteVolumeConnectorPayload = {
  readonly __typename?: 'DeleteVolumeConnectorPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the volume connector that was removed; null when there were errors. */
  readonly deletedVolumeConnectorId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which volume target to remove. */
export type DeleteVolumeTargetInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The volume target. */
  readonly volumeTargetId: Scalars['ID']['input'];
};

/** Answer of `deleteVolumeTarget`. */
export type DeleteVolumeTargetPayload = {
  readonly __typename?: 'DeleteVolumeTargetPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the volume target that was removed; null when there were errors. */
  readonly deletedVolumeTargetId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which webhook to remove. */
export type DeleteWebhookInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The webhook. */
  readonly webhookId: Scalars['ID']['input'];
};

/** Answer of `deleteWebhook`. */
export type DeleteWebhookPayload = {
  readonly __typename?: 'DeleteWebhookPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Id of the webhook that was removed; null when there were errors. */
  readonly deletedWebhookId?: Maybe<Scalars['ID']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which node to deploy, and what to put on it. */
export type DeployNodeInput = {
  /** What the instance finds out about itself when it boots first. Forgotten when the deployment has ended. */
  readonly configDrive?: InputMaybe<ConfigDriveInput>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Your identifier for the instance; made up when absent. */
  readonly instanceId?: InputMaybe<Scalars['ID']['input']>;
  /** What to put on the machine: image_source, image_checksum, capabilities, traits. Replaces the node's instanceInfo when given. */
  readonly instanceInfo?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** Steps besides the driver's, or in the place of them; up to 100, each once. */
  readonly steps?: InputMaybe<ReadonlyArray<DeployStepInput>>;
};

/** Answer of `deployNode`. */
export type DeployNodePayload = {
  readonly __typename?: 'DeployNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which nodes to deploy, and what to put on all of them. */
export type DeployNodesInput = {
  /** How many nodes `filter` must match: a seat belt. When it matches another number, nothing is changed and the error tells it. */
  readonly expectedCount?: InputMaybe<Scalars['Int']['input']>;
  /** The nodes that fit, 1,000 at most; needs `expectedCount`. Or give `nodeIds`. */
  readonly filter?: InputMaybe<NodeFilter>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What to put on each machine: image_source, image_checksum, capabilities, traits. Replaces the nodes' instanceInfo when given. */
  readonly instanceInfo?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The nodes: 1 to 1,000, each once. Or give `filter`. */
  readonly nodeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** What to do when a node refuses. */
  readonly onError: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `deployNodes`. */
export type DeployNodesPayload = {
  readonly __typename?: 'DeployNodesPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong with the call; empty when it was accepted. Why single nodes were refused stands in the group's items. */
  readonly errors: ReadonlyArray<UserError>;
  /** The group, with an item for each node; null when there were errors. */
  readonly jobGroup?: Maybe<JobGroup>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** A step of a deployment, at its rank among the driver's and the core's. */
export type DeployStepInput = {
  /** Its arguments, by name; `Node.availableSteps` tells which it takes. */
  readonly args?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The driver's slot that offers the step; left out for the service's own. */
  readonly interface?: InputMaybe<StepInterface>;
  /** Higher runs first; the core's are 100 (boot the ramdisk), 30 (tenant network) and 20 (boot the instance). 0 leaves the driver's step out. At most 9,999. */
  readonly priority: Scalars['Int']['input'];
  /** Its name. A step of the driver's that has this name is replaced. */
  readonly step: Scalars['String']['input'];
};

/** Steps that a deployment runs when its instance asks for the trait of this name. For administrators; it belongs to no project. */
export type DeployTemplate = {
  readonly __typename?: 'DeployTemplate';
  /** When the deploy template was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Free for your own use. */
  readonly extra: Scalars['JSONObject']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** The trait, unique: `CUSTOM_…` or a standard one. */
  readonly name: Scalars['String']['output'];
  /** What it adds to the deployment, as it was written; `priority` says when each runs. */
  readonly steps: ReadonlyArray<DeployTemplateStep>;
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** A page of deploy templates. */
export type DeployTemplateConnection = {
  readonly __typename?: 'DeployTemplateConnection';
  /** Deploy templates with their cursors. */
  readonly edges: ReadonlyArray<DeployTemplateEdge>;
  /** The deploy templates alone. */
  readonly nodes: ReadonlyArray<DeployTemplate>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many deploy templates fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A deploy template in a list. */
export type DeployTemplateEdge = {
  readonly __typename?: 'DeployTemplateEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The deploy template. */
  readonly node: DeployTemplate;
};

/** Which deploy templates. All given conditions must hold. */
export type DeployTemplateFilter = {
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By name. */
  readonly name?: InputMaybe<StringFilter>;
};

/** One step of a deploy template. */
export type DeployTemplateStep = {
  readonly __typename?: 'DeployTemplateStep';
  /** Its arguments. */
  readonly args: Scalars['JSONObject']['output'];
  /** The driver's slot that offers it; null for the service's own steps. */
  readonly interface?: Maybe<StepInterface>;
  /** Steps run from high to low; 0 switches off the driver's own step of this name. */
  readonly priority: Scalars['Int']['output'];
  /** Its name, for example `apply_configuration`. */
  readonly step: Scalars['String']['output'];
};

/** One step of a deploy template. */
export type DeployTemplateStepInput = {
  /** Its arguments, by name; absent: none. */
  readonly args?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The driver's slot that offers the step; left out for the service's own, as in `StepInput`. */
  readonly interface?: InputMaybe<StepInterface>;
  /** Steps run from high to low; 0 switches off the driver's own step of this name. */
  readonly priority: Scalars['Int']['input'];
  /** Its name, for example `apply_configuration`. */
  readonly step: Scalars['String']['input'];
};

/** What to detach. */
export type DetachVifInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked and a tenant uses it. */
  readonly onLocked: OnLocked;
  /** Identifier of the VIF in its network service. */
  readonly vifId: Scalars['String']['input'];
};

/** Answer of `detachVif`. */
export type DetachVifPayload = {
  readonly __typename?: 'DetachVifPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which drives to empty. */
export type DetachVirtualMediaInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** Which drives; absent or null: all. */
  readonly types?: InputMaybe<ReadonlyArray<VirtualMediaType>>;
};

/** Answer of `detachVirtualMedia`. */
export type DetachVirtualMediaPayload = {
  readonly __typename?: 'DetachVirtualMediaPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which conductor to drain. */
export type DrainConductorInput = {
  /** The conductor. */
  readonly conductorId: Scalars['ID']['input'];
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `drainConductor`. */
export type DrainConductorPayload = {
  readonly __typename?: 'DrainConductorPayload';
  /** The conductor as it is now; null when there were errors. */
  readonly conductor?: Maybe<Conductor>;
  /** A position in the event log before what the conductor does about it; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** A hardware type: what fills the 13 slots for one family of machines. */
export type Driver = {
  readonly __typename?: 'Driver';
  /** What it is for. */
  readonly description: Scalars['String']['output'];
  /** Fields of `Node.driverInfo` that it reads. */
  readonly driverInfoFields: ReadonlyArray<DriverInfoField>;
  /** Per slot: what may fill it, the default first. */
  readonly interfaces: ReadonlyArray<DriverInterface>;
  /** For example `ipmi`. */
  readonly name: Scalars['String']['output'];
  /** Methods that only this vendor's machines have; which of them a node has is `Node.vendorMethods`. */
  readonly vendorMethods: ReadonlyArray<VendorMethod>;
};

/** The machine, its BMC, the network service or the settings to reach them failed. */
export type DriverError = UserError & {
  readonly __typename?: 'DriverError';
  /** The BMC or the network service; null when it is about neither. */
  readonly address?: Maybe<Scalars['String']['output']>;
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** A field of `Node.driverInfo`. */
export type DriverInfoField = {
  readonly __typename?: 'DriverInfoField';
  /** What holds when it is absent, as text. */
  readonly defaultValue?: Maybe<Scalars['String']['output']>;
  /** What it means. */
  readonly description: Scalars['String']['output'];
  /** Without it nothing works. */
  readonly isRequired: Scalars['Boolean']['output'];
  /** It is written but never shown. */
  readonly isSecret: Scalars['Boolean']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
};

/** What may fill one slot of a driver. */
export type DriverInterface = {
  readonly __typename?: 'DriverInterface';
  /** Names of the implementations, the default first. */
  readonly implementations: ReadonlyArray<Scalars['String']['output']>;
  /** The slot. */
  readonly kind: Scalars['String']['output'];
};

/** What a bulk mutation does when a node refuses. */
export type ErrorPolicy =
  /** Change nothing at all. `errors` lists the nodes that refused, up to 100. */
  | 'ABORT'
  /** Accept the others. The node becomes an item with its error. */
  | 'CONTINUE';

/** Something that happened, as the log has it. It is committed together with the change it tells of. */
export type Event = {
  readonly __typename?: 'Event';
  /** Who caused it: a user, or a conductor. */
  readonly actor: Scalars['String']['output'];
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** What changed. */
  readonly changes: ReadonlyArray<Change>;
  /** Position in the log: resume after it. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Unique; a repeated delivery has the same id. */
  readonly id: Scalars['ID']['output'];
  /** The job it is about, or that caused it. */
  readonly job?: Maybe<Job>;
  /** The job's id. */
  readonly jobId?: Maybe<Scalars['ID']['output']>;
  /** The node it is about; null when it is about none, or it has been deleted since. */
  readonly node?: Maybe<Node>;
  /** The node's id. */
  readonly nodeId?: Maybe<Scalars['ID']['output']>;
  /** Counts the events of this node without a gap, so that a reader can prove the order. */
  readonly nodeSequence?: Maybe<Scalars['Int']['output']>;
  /** What happened. */
  readonly type: EventType;
};

/** A page of events. */
export type EventConnection = {
  readonly __typename?: 'EventConnection';
  /** Events with their cursors. */
  readonly edges: ReadonlyArray<EventEdge>;
  /** The events alone. */
  readonly nodes: ReadonlyArray<Event>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
};

/** An event in a list. */
export type EventEdge = {
  readonly __typename?: 'EventEdge';
  /** Position in the log. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The event. */
  readonly node: Event;
};

/** Which events. All given conditions must hold. */
export type EventFilter = {
  /** Of this job. */
  readonly jobId?: InputMaybe<Scalars['ID']['input']>;
  /** Of this node. */
  readonly nodeId?: InputMaybe<Scalars['ID']['input']>;
  /** Of these kinds. */
  readonly types?: InputMaybe<ReadonlyArray<EventType>>;
};

/** What can happen. More may be added. */
export type EventType =
  /** An allocation got its node. */
  | 'ALLOCATION_ACTIVE'
  /** An allocation was asked for. */
  | 'ALLOCATION_CREATED'
  /** An allocation ended; if it had a node, that is free again. */
  | 'ALLOCATION_DELETED'
  /** No node fits an allocation. */
  | 'ALLOCATION_FAILED'
  /** Fields of an allocation changed. */
  | 'ALLOCATION_UPDATED'
  /** A chassis was created. */
  | 'CHASSIS_CREATED'
  /** A chassis was removed. */
  | 'CHASSIS_DELETED'
  /** Fields of a chassis changed. */
  | 'CHASSIS_UPDATED'
  /** A conductor takes no more jobs. */
  | 'CONDUCTOR_DRAINING'
  /** A conductor's lease ran out. */
  | 'CONDUCTOR_LOST'
  /** A conductor started. */
  | 'CONDUCTOR_STARTED'
  /** A conductor ended in order. */
  | 'CONDUCTOR_STOPPED'
  /** A deploy template was created. */
  | 'DEPLOY_TEMPLATE_CREATED'
  /** A deploy template was removed. */
  | 'DEPLOY_TEMPLATE_DELETED'
  /** Fields of a deploy template changed. */
  | 'DEPLOY_TEMPLATE_UPDATED'
  /** The database lost events that had been told already: it died in the moment of their commit, or a copy without them took over. What they told of did not happen; streams that may have told of it got a GAP. */
  | 'EVENTS_LOST'
  /** An inspection rule was written down. */
  | 'INSPECTION_RULE_CREATED'
  /** An inspection rule was deleted. */
  | 'INSPECTION_RULE_DELETED'
  /** Fields of an inspection rule changed. */
  | 'INSPECTION_RULE_UPDATED'
  /** A job ended on request. */
  | 'JOB_CANCELLED'
  /** Somebody asked to cancel a job. */
  | 'JOB_CANCEL_REQUESTED'
  /** A job ended by an error. */
  | 'JOB_FAILED'
  /** A step told how far it is. */
  | 'JOB_PROGRESS'
  /** A job was accepted. */
  | 'JOB_QUEUED'
  /** A job runs again after an interruption or a signal. */
  | 'JOB_RESUMED'
  /** A job runs for the first time. */
  | 'JOB_STARTED'
  /** A step of a job started or ended. */
  | 'JOB_STEP_CHANGED'
  /** A step said something: see `JobEvent.lines`, or `JobStep.lines`. */
  | 'JOB_STEP_LOG'
  /** A job is done. */
  | 'JOB_SUCCEEDED'
  /** A job waits for a signal. */
  | 'JOB_WAITING'
  /** The node's lock was taken from its holder: the conductor was lost, or an administrator did it. */
  | 'LOCK_BROKEN'
  /** A job got the node's lock. */
  | 'LOCK_GRANTED'
  /** The node's lock became free. */
  | 'LOCK_RELEASED'
  /** The agent in a ramdisk has called for the first time since the ramdisk was expected. */
  | 'NODE_AGENT_CALLED'
  /** What a clean step erased, or could not erase, was put on record. */
  | 'NODE_CLEANING_EVIDENCE'
  /** A node was enrolled. */
  | 'NODE_CREATED'
  /** A node was removed. */
  | 'NODE_DELETED'
  /** Something that was observed of a machine is not as it was; `changes` name the fields of `Node.hardware`. */
  | 'NODE_HARDWARE_CHANGED'
  /** A machine's health is not as it was. */
  | 'NODE_HEALTH_CHANGED'
  /** An inspection has ended well: there is a new inventory, with the number that the change tells. */
  | 'NODE_INSPECTED'
  /** Maintenance was set or cleared. */
  | 'NODE_MAINTENANCE_CHANGED'
  /** A node has been in a transient state for longer than it may be; the job's error or the conductors say why. */
  | 'NODE_OVERDUE'
  /** A node's power is not as it was last asked for; `changes` say what is done about it. Once for each time that it comes to that. */
  | 'NODE_POWER_DRIFT'
  /** A node's power was observed to differ. */
  | 'NODE_POWER_STATE_CHANGED'
  /** A node moved in its life cycle. */
  | 'NODE_PROVISION_STATE_CHANGED'
  /** Fields of a node changed. */
  | 'NODE_UPDATED'
  /** A port was created. */
  | 'PORT_CREATED'
  /** A port was removed. */
  | 'PORT_DELETED'
  /** A port group was created. */
  | 'PORT_GROUP_CREATED'
  /** A port group was removed. */
  | 'PORT_GROUP_DELETED'
  /** Fields of a port group changed. */
  | 'PORT_GROUP_UPDATED'
  /** Fields of a port changed. */
  | 'PORT_UPDATED'
  /** A runbook was created. */
  | 'RUNBOOK_CREATED'
  /** A runbook was removed. */
  | 'RUNBOOK_DELETED'
  /** Fields of a runbook changed. */
  | 'RUNBOOK_UPDATED'
  /** A VIF is in place. */
  | 'VIF_ATTACHED'
  /** A VIF is being attached. */
  | 'VIF_ATTACHING'
  /** A VIF is gone. */
  | 'VIF_DETACHED'
  /** A VIF is being detached. */
  | 'VIF_DETACHING'
  /** They differ, and only a person can tell what is right; `changes` say how. */
  | 'VIF_DRIFT'
  /** Attaching or detaching a VIF failed. */
  | 'VIF_ERROR'
  /** The port or port group of a VIF was chosen. */
  | 'VIF_PLACED'
  /** What was recorded of a VIF and what the network service has differed, and was mended; `changes` say how. */
  | 'VIF_RECONCILED'
  /** A volume connector was recorded. */
  | 'VOLUME_CONNECTOR_CREATED'
  /** A volume connector was removed. */
  | 'VOLUME_CONNECTOR_DELETED'
  /** A volume connector was changed. */
  | 'VOLUME_CONNECTOR_UPDATED'
  /** A volume target was recorded. */
  | 'VOLUME_TARGET_CREATED'
  /** A volume target was removed. */
  | 'VOLUME_TARGET_DELETED'
  /** A volume target was changed. */
  | 'VOLUME_TARGET_UPDATED'
  /** A webhook was made. */
  | 'WEBHOOK_CREATED'
  /** A webhook was removed. */
  | 'WEBHOOK_DELETED'
  /** A webhook was given up: its receiver said 410 or failed for too long. */
  | 'WEBHOOK_DISABLED'
  /** A webhook was changed, or asked to send something. */
  | 'WEBHOOK_UPDATED';

/** Which machine would be wanted. */
export type ExplainAllocationInput = {
  /** Only these nodes, by id or name, at most 500; none: any node. */
  readonly candidateNodes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Only nodes that this project owns or leases. Null: any node, or your own project's when you act for one. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** The kind of machine, at most 80. */
  readonly resourceClass: Scalars['String']['input'];
  /** Traits that the node must have, at most 50. */
  readonly traits?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** A part of a machine that has firmware. */
export type FirmwareComponent = {
  readonly __typename?: 'FirmwareComponent';
  /** `bios`, `bmc`, `nic:…`. */
  readonly component: Scalars['String']['output'];
  /** The version that it runs. */
  readonly currentVersion?: Maybe<Scalars['String']['output']>;
};

/** Nodes that are alike in all dimensions asked for. */
export type FleetBucket = {
  readonly __typename?: 'FleetBucket';
  /** How many there are. */
  readonly count: Scalars['Int']['output'];
  /** Their values, in the order of `groupBy`. */
  readonly key: ReadonlyArray<FleetKey>;
};

/** A bucket whose count changed. */
export type FleetBucketChange = {
  readonly __typename?: 'FleetBucketChange';
  /** How many there are now; 0 when the bucket is empty and gone. */
  readonly count: Scalars['Int']['output'];
  /** `count` less what it was before. */
  readonly delta: Scalars['Int']['output'];
  /** The values, in the order of `groupBy`. */
  readonly key: ReadonlyArray<FleetKey>;
};

/** By what nodes can be counted. */
export type FleetDimension =
  /** Conductor group. */
  | 'CONDUCTOR_GROUP'
  /** Hardware type. */
  | 'DRIVER'
  /** In maintenance: `true` or `false`. */
  | 'MAINTENANCE'
  /** Owner; null for nodes of nobody. */
  | 'OWNER'
  /** Observed power; null where it is not known. */
  | 'POWER_STATE'
  /** Provision state. */
  | 'PROVISION_STATE'
  /** Resource class; null for nodes without one. */
  | 'RESOURCE_CLASS';

/** The value of one dimension. */
export type FleetKey = {
  readonly __typename?: 'FleetKey';
  /** Which dimension. */
  readonly dimension: FleetDimension;
  /** The value that the nodes have there; null when they have none. */
  readonly value?: Maybe<Scalars['String']['output']>;
};

/** Nodes counted by what they have in common. There are no empty buckets. */
export type FleetSummary = {
  readonly __typename?: 'FleetSummary';
  /** The buckets, in the order of their values. */
  readonly buckets: ReadonlyArray<FleetBucket>;
  /** How many nodes there are in all. */
  readonly total: Scalars['Int']['output'];
};

/** An item of the subscription `fleetSummary`. One shape for all kinds. */
export type FleetSummaryEvent = {
  readonly __typename?: 'FleetSummaryEvent';
  /** When the last of the changes happened; otherwise, when it was sent. */
  readonly at: Scalars['DateTime']['output'];
  /** All buckets, for SNAPSHOT; otherwise empty. */
  readonly buckets: ReadonlyArray<FleetBucket>;
  /** The buckets that changed, for UPDATE; otherwise empty. */
  readonly changed: ReadonlyArray<FleetBucketChange>;
  /** Where the counts stand in the event log. */
  readonly cursor: Scalars['Cursor']['output'];
  /** What this item is: SNAPSHOT, UPDATE, CAUGHT_UP or HEARTBEAT. A SNAPSHOT replaces all that you have, whenever it comes. */
  readonly kind: StreamKind;
  /** How many nodes there are in all; null for marks. */
  readonly total?: Maybe<Scalars['Int']['output']>;
};

/** Events that are no longer in the log. */
export type Gap = {
  readonly __typename?: 'Gap';
  /** The cursor that you resumed from, or at which the stream stood. */
  readonly from: Scalars['Cursor']['output'];
  /** Why. */
  readonly reason: Scalars['String']['output'];
  /** The cursor at which it goes on. */
  readonly to: Scalars['Cursor']['output'];
};

/** What can be observed of a machine. More may be added. */
export type HardwareAspect =
  /** Settings of its firmware. */
  | 'BIOS'
  /** What it boots from. */
  | 'BOOT_DEVICE'
  /** In which mode it boots. */
  | 'BOOT_MODE'
  /** Where its console is reached. */
  | 'CONSOLE'
  /** Versions of its firmware. */
  | 'FIRMWARE'
  /** How it is. */
  | 'HEALTH'
  /** Its lights. */
  | 'INDICATORS'
  /** Addresses of its network interfaces. */
  | 'MAC_ADDRESSES'
  /** Its disk arrays. */
  | 'RAID'
  /** Whether it starts only what is signed. */
  | 'SECURE_BOOT'
  /** Temperatures, fans and the like. */
  | 'SENSORS'
  /** Who made it. */
  | 'VENDOR'
  /** Images shown to it as drives. */
  | 'VIRTUAL_MEDIA';

/** How bad an entry of a node's history is. */
export type HistorySeverity =
  /** An error. */
  | 'ERROR'
  /** In the course of things. */
  | 'INFO';

/** Conditions on an id. */
export type IdFilter = {
  /** Equal. */
  readonly eq?: InputMaybe<Scalars['ID']['input']>;
  /** One of these, at most 500. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Absent (true) or present (false). */
  readonly isNull?: InputMaybe<Scalars['Boolean']['input']>;
  /** None of these, at most 500. */
  readonly notIn?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

/** The key was used before with another input. */
export type IdempotencyMismatchError = UserError & {
  readonly __typename?: 'IdempotencyMismatchError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** The job of the first call, if it made one. */
  readonly originalJob?: Maybe<Job>;
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** The verb is not possible in the node's state. */
export type IllegalStateError = UserError & {
  readonly __typename?: 'IllegalStateError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** True when `state` is where the queued jobs will leave the node, not where it is now. */
  readonly isProjected: Scalars['Boolean']['output'];
  /** What is possible from there. */
  readonly legalVerbs: ReadonlyArray<NodeVerb>;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
  /** The state that forbids it. */
  readonly state: ProvisionState;
  /** The verb. */
  readonly verb: NodeVerb;
};

/** A light on a machine. */
export type Indicator = {
  readonly __typename?: 'Indicator';
  /** Where it is. */
  readonly component: IndicatorComponent;
  /** Which one, in the BMC's words. */
  readonly id: Scalars['String']['output'];
  /** It cannot be set. */
  readonly isReadonly: Scalars['Boolean']['output'];
  /** What it is. */
  readonly state: IndicatorState;
  /** What it can be set to. */
  readonly states: ReadonlyArray<IndicatorState>;
};

/** Where a light is. */
export type IndicatorComponent =
  /** On the case. */
  | 'CHASSIS'
  /** On a disk. */
  | 'DISK'
  /** On a network interface. */
  | 'NIC'
  /** On a power supply. */
  | 'POWER'
  /** On the system board. */
  | 'SYSTEM';

/** What a light does. */
export type IndicatorState =
  /** It blinks. */
  | 'BLINKING'
  /** It is dark. */
  | 'OFF'
  /** It is lit. */
  | 'ON'
  /** Nobody can tell. It cannot be set to this. */
  | 'UNKNOWN';

/** Which machine to interrupt. */
export type InjectNmiInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `injectNmi`. */
export type InjectNmiPayload = {
  readonly __typename?: 'InjectNmiPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which node to inspect. */
export type InspectNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `inspectNode`. */
export type InspectNodePayload = {
  readonly __typename?: 'InspectNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Something that a rule does. */
export type InspectionAction = {
  readonly __typename?: 'InspectionAction';
  /** With what. Texts may hold templates: `{inventory.cpu.count}`. */
  readonly args: Scalars['JSONObject']['output'];
  /** A template for a list: done for each of its items, as `{item}`. */
  readonly loop?: Maybe<Scalars['String']['output']>;
  /** What is done. */
  readonly op: InspectionActionOp;
};

/** Something that a rule does. */
export type InspectionActionInput = {
  /** With what. */
  readonly args: Scalars['JSONObject']['input'];
  /** A template for a list: done for each of its items, as `{item}`. */
  readonly loop?: InputMaybe<Scalars['String']['input']>;
  /** What is done. */
  readonly op: InspectionActionOp;
};

/** What an action can do. More may be added. */
export type InspectionActionOp =
  /** Gives the node the trait `name`. */
  | 'ADD_TRAIT'
  /** Takes away what stands at `path` of the node. */
  | 'DEL_ATTRIBUTE'
  /** Takes away what stands at `path` of that port. */
  | 'DEL_PORT_ATTRIBUTE'
  /** Adds `value` to the list at `path` of the node; once only with `unique`. */
  | 'EXTEND_ATTRIBUTE'
  /** Adds `value` to the list at `path` of the pluginData; once only with `unique`. */
  | 'EXTEND_PLUGIN_DATA'
  /** Adds `value` to the list at `path` of that port; once only with `unique`. */
  | 'EXTEND_PORT_ATTRIBUTE'
  /** Ends the inspection, with `message`. */
  | 'FAIL'
  /** Says `message` in the lines of the step. */
  | 'LOG'
  /** Takes the trait `name` away. */
  | 'REMOVE_TRAIT'
  /** Sets what stands at `path` of the node to `value`. */
  | 'SET_ATTRIBUTE'
  /** Sets the capability `name` to `value`. */
  | 'SET_CAPABILITY'
  /** Sets what stands at `path` of the pluginData to `value`. */
  | 'SET_PLUGIN_DATA'
  /** Sets what stands at `path` of the port with the MAC `address` to `value`. */
  | 'SET_PORT_ATTRIBUTE'
  /** Takes the capability `name` away. */
  | 'UNSET_CAPABILITY'
  /** Takes away what stands at `path` of the pluginData. */
  | 'UNSET_PLUGIN_DATA';

/** Something that must hold for a rule to run. */
export type InspectionCondition = {
  readonly __typename?: 'InspectionCondition';
  /** Of what it is asked. Texts may hold templates: `{inventory.cpu.count}`. */
  readonly args: Scalars['JSONObject']['output'];
  /** A template for a list: asked for each of its items, as `{item}`. */
  readonly loop?: Maybe<Scalars['String']['output']>;
  /** With a loop: for which of the items it must hold. */
  readonly multiple: InspectionLoopMode;
  /** It must not hold. */
  readonly not: Scalars['Boolean']['output'];
  /** What is asked. */
  readonly op: InspectionConditionOp;
};

/** Something that must hold for a rule to run. */
export type InspectionConditionInput = {
  /** Of what it is asked. */
  readonly args: Scalars['JSONObject']['input'];
  /** A template for a list: asked for each of its items, as `{item}`. */
  readonly loop?: InputMaybe<Scalars['String']['input']>;
  /** With a loop: for which of the items it must hold. */
  readonly multiple: InspectionLoopMode;
  /** It must not hold. */
  readonly not: Scalars['Boolean']['input'];
  /** What is asked. */
  readonly op: InspectionConditionOp;
};

/** What a condition can ask. More may be added. */
export type InspectionConditionOp =
  /** `regex` is found in `value`. */
  | 'CONTAINS'
  /** All of `values` are the same. */
  | 'EQ'
  /** Each of `values` is greater than the one behind it. */
  | 'GT'
  /** `address` lies in `subnet`, of IPv4 or IPv6. */
  | 'IN_NET'
  /** `value` is nothing, or an empty text, list or object. */
  | 'IS_EMPTY'
  /** `value` says no: false, 0, or a text that says so. */
  | 'IS_FALSE'
  /** There is no `value`. */
  | 'IS_NONE'
  /** `value` says yes: true, 1, or a text that says so. */
  | 'IS_TRUE'
  /** Each of `values` is less than the one behind it. */
  | 'LT'
  /** The whole of `value` fits `regex`. */
  | 'MATCHES'
  /** `value` is one of `values`. */
  | 'ONE_OF';

/** For which items of a loop a condition must hold. */
export type InspectionLoopMode =
  /** Each of them. */
  | 'ALL'
  /** At least one. */
  | 'ANY'
  /** The first. */
  | 'FIRST'
  /** The last. */
  | 'LAST';

/** What is to follow from what inspections find, on whatever node. docs/inspection.md shows rules by example. */
export type InspectionRule = {
  readonly __typename?: 'InspectionRule';
  /** What it does, in this order. Null when the rule is sensitive. */
  readonly actions?: Maybe<ReadonlyArray<InspectionAction>>;
  /** All must hold for the rule to run; none: it always does. Null when the rule is sensitive. */
  readonly conditions?: Maybe<ReadonlyArray<InspectionCondition>>;
  /** When it was written down. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** What it is for. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Opaque, unique across all types. */
  readonly id: Scalars['ID']['output'];
  /** Its conditions and actions are shown to nobody. */
  readonly isSensitive: Scalars['Boolean']['output'];
  /** Rules of higher priority run first, 0 to 9999; of equal ones the older. */
  readonly priority: Scalars['Int']['output'];
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** A page of inspection rules. */
export type InspectionRuleConnection = {
  readonly __typename?: 'InspectionRuleConnection';
  /** Rules with their cursors. */
  readonly edges: ReadonlyArray<InspectionRuleEdge>;
  /** The rules alone. */
  readonly nodes: ReadonlyArray<InspectionRule>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** An inspection rule in a list. */
export type InspectionRuleEdge = {
  readonly __typename?: 'InspectionRuleEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The rule. */
  readonly node: InspectionRule;
};

/** Which inspection rules. All given conditions must hold. */
export type InspectionRuleFilter = {
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** Only sensitive ones, or only others. */
  readonly isSensitive?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What one slot of a driver makes of a node's settings. */
export type InterfaceValidation = {
  readonly __typename?: 'InterfaceValidation';
  /** What fills it. */
  readonly implementation: Scalars['String']['output'];
  /** The slot. */
  readonly interface: Scalars['String']['output'];
  /** Nothing speaks against it. */
  readonly isValid: Scalars['Boolean']['output'];
  /** What does; null when nothing does. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** What to do about it; null when nothing is to be done. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** A value cannot be accepted. */
export type InvalidInputError = UserError & {
  readonly __typename?: 'InvalidInputError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** One difference between two inventories. */
export type InventoryChange = {
  readonly __typename?: 'InventoryChange';
  /** The value after, as JSON text; null when there is none. */
  readonly after?: Maybe<Scalars['String']['output']>;
  /** The value before, as JSON text; null when there was none. */
  readonly before?: Maybe<Scalars['String']['output']>;
  /** Where, as a JSON pointer (RFC 6901): `/disks/0/size`. Lists are compared position by position. */
  readonly path: Scalars['String']['output'];
};

/** A piece of work that a conductor does. It survives the conductor's death. */
export type Job = {
  readonly __typename?: 'Job';
  /** What was asked for, without secrets. */
  readonly arguments: Scalars['JSONObject']['output'];
  /** How often it has been started: more than 1 when a conductor died or a signal was awaited. */
  readonly attempt: Scalars['Int']['output'];
  /** The job that holds the node it waits for. */
  readonly blockedBy?: Maybe<Job>;
  /** When somebody asked to cancel it; null when nobody did. */
  readonly cancelRequestedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The conductor that runs it; null when none does. */
  readonly conductor?: Maybe<Conductor>;
  /** The conductors that may take it. */
  readonly conductorGroup: Scalars['String']['output'];
  /** When it was accepted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The step at work; null when none is. */
  readonly currentStep?: Maybe<JobStep>;
  /** When its present step, or the signal it waits for, must be over; null when it has not begun or has ended. */
  readonly deadlineAt?: Maybe<Scalars['DateTime']['output']>;
  /** Epoch of the node's lock under which it runs; null when it holds no lock. */
  readonly epoch?: Maybe<Scalars['Int']['output']>;
  /** Why it failed or was cancelled. */
  readonly error?: Maybe<UserError>;
  /** A guess when it starts, from how long such jobs took lately; null when it is not queued, or nothing is known. */
  readonly estimatedStartAt?: Maybe<Scalars['DateTime']['output']>;
  /** A guess how long its steps will still take, in seconds; null when it has no steps yet, it has ended, or nothing is known of one of them. */
  readonly etaSeconds?: Maybe<Scalars['Float']['output']>;
  /** When it settled; null when it has not. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** True once it ended, well or not. */
  readonly isSettled: Scalars['Boolean']['output'];
  /** The bulk mutation that it is a part of; null when it was asked for alone, or by somebody whose groups you may not see. */
  readonly jobGroup?: Maybe<JobGroup>;
  /** Does it take the node's lock? */
  readonly lockMode: LockMode;
  /** The node it works on; null when the node has been deleted since. */
  readonly node?: Maybe<Node>;
  /** The node's id, without reading the node. */
  readonly nodeId?: Maybe<Scalars['ID']['output']>;
  /** Since when that deadline is over and noticed (event NODE_OVERDUE); null when it is kept. */
  readonly overdueSince?: Maybe<Scalars['DateTime']['output']>;
  /** Share of the steps that are done, 0 to 100, with the running step's own progress in it. */
  readonly percent: Scalars['Int']['output'];
  /** Which queue it stands in. */
  readonly priorityClass: JobPriorityClass;
  /** What it does, in a few words; what `NodeLock.purpose` says while it holds the lock. */
  readonly purpose: Scalars['String']['output'];
  /** 1 is next; null when it is not waiting in the queue. With CONCURRENCY_LIMIT: its place among the jobs that wait for the same limit. */
  readonly queuePosition?: Maybe<Scalars['Int']['output']>;
  /** Who asked for it. */
  readonly requestedBy: Scalars['String']['output'];
  /** What it answers, of jobs that ask something: see `callVendorMethod`. Null for all others. */
  readonly result?: Maybe<Scalars['JSONObject']['output']>;
  /** It starts no earlier than this. */
  readonly runAfter: Scalars['DateTime']['output'];
  /** When it first ran; null when it has not. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How far it is. */
  readonly state: JobState;
  /** Its steps, in order. Planned when it first starts. */
  readonly steps: ReadonlyArray<JobStep>;
  /** What kind of work, for example `node.deploy`. More kinds may be added. */
  readonly type: Scalars['String']['output'];
  /** Goes up by one at each change of this object. */
  readonly version: Scalars['Int']['output'];
  /** Why it is not running; null when it is running or settled. */
  readonly waitReason?: Maybe<JobWaitReason>;
  /** Until when it waits for its signal; null unless WAITING. */
  readonly waitUntil?: Maybe<Scalars['DateTime']['output']>;
};

/** The job was cancelled. */
export type JobCancelledError = UserError & {
  readonly __typename?: 'JobCancelledError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** A page of jobs. */
export type JobConnection = {
  readonly __typename?: 'JobConnection';
  /** Jobs with their cursors. */
  readonly edges: ReadonlyArray<JobEdge>;
  /** The jobs alone. */
  readonly nodes: ReadonlyArray<Job>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many jobs fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A job in a list. */
export type JobEdge = {
  readonly __typename?: 'JobEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The job. */
  readonly node: Job;
};

/** An item of `jobEvents`. One shape for all kinds. */
export type JobEvent = {
  readonly __typename?: 'JobEvent';
  /** When it happened; for marks, when it was sent. */
  readonly at: Scalars['DateTime']['output'];
  /** Resume after it. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The event; null unless kind is UPDATE. */
  readonly event?: Maybe<Event>;
  /** What is missing; only for GAP. */
  readonly gap?: Maybe<Gap>;
  /** The job as it is now. */
  readonly job?: Maybe<Job>;
  /** What this item is. */
  readonly kind: StreamKind;
  /** What the step said, when that is what happened (JOB_STEP_LOG); lines that are no longer kept are missing. */
  readonly lines: ReadonlyArray<StepLine>;
  /** What happened; null unless kind is UPDATE. */
  readonly type?: Maybe<EventType>;
};

/** Which jobs. All given conditions must hold. */
export type JobFilter = {
  /** Settled, or not. */
  readonly isSettled?: InputMaybe<Scalars['Boolean']['input']>;
  /** By node. */
  readonly nodeId?: InputMaybe<IdFilter>;
  /** By state. */
  readonly states?: InputMaybe<ReadonlyArray<JobState>>;
  /** By kind of work. */
  readonly type?: InputMaybe<StringFilter>;
};

/** What one bulk mutation asked of many nodes: an item for each of them, with its job, or with the reason why it was refused. */
export type JobGroup = {
  readonly __typename?: 'JobGroup';
  /** What was asked of each node, without secrets. */
  readonly arguments: Scalars['JSONObject']['output'];
  /** How many items are in each state. */
  readonly counts: JobGroupCounts;
  /** When it was accepted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** True once every job has ended, well or not. Refused items have none. */
  readonly isSettled: Scalars['Boolean']['output'];
  /** The nodes, in the order of the input. */
  readonly items: JobGroupItemConnection;
  /** The mutation, for example `deployNodes`; a retry has that of the group it repeats. */
  readonly mutation: Scalars['String']['output'];
  /** Share of the items that are settled or were refused, 0 to 100. */
  readonly percent: Scalars['Int']['output'];
  /** Who asked for it. */
  readonly requestedBy: Scalars['String']['output'];
  /** The group whose failed items this one repeats. */
  readonly retryOf?: Maybe<JobGroup>;
  /** How many nodes it was asked of. */
  readonly total: Scalars['Int']['output'];
};


/** What one bulk mutation asked of many nodes: an item for each of them, with its job, or with the reason why it was refused. */
export type JobGroupItemsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  states?: InputMaybe<ReadonlyArray<JobGroupItemState>>;
};

/** A page of job groups. */
export type JobGroupConnection = {
  readonly __typename?: 'JobGroupConnection';
  /** Groups with their cursors. */
  readonly edges: ReadonlyArray<JobGroupEdge>;
  /** The groups alone. */
  readonly nodes: ReadonlyArray<JobGroup>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many groups fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** How many items of a group are in each state. They add up to `total`. */
export type JobGroupCounts = {
  readonly __typename?: 'JobGroupCounts';
  /** Jobs that ended on request. */
  readonly cancelled: Scalars['Int']['output'];
  /** Jobs that ended by an error. */
  readonly failed: Scalars['Int']['output'];
  /** Jobs that wait in their node's queue. */
  readonly queued: Scalars['Int']['output'];
  /** Nodes that got no job. */
  readonly refused: Scalars['Int']['output'];
  /** Jobs that a conductor works on. */
  readonly running: Scalars['Int']['output'];
  /** Jobs that are done. */
  readonly succeeded: Scalars['Int']['output'];
  /** Jobs that wait for a signal. */
  readonly waiting: Scalars['Int']['output'];
};

/** A job group in a list. */
export type JobGroupEdge = {
  readonly __typename?: 'JobGroupEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The group. */
  readonly node: JobGroup;
};

/** An item of `jobGroupEvents`. One shape for all kinds. */
export type JobGroupEvent = {
  readonly __typename?: 'JobGroupEvent';
  /** When it happened; for marks, when it was sent. */
  readonly at: Scalars['DateTime']['output'];
  /** Resume after it. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The event; null unless kind is UPDATE. */
  readonly event?: Maybe<Event>;
  /** What is missing; only for GAP. */
  readonly gap?: Maybe<Gap>;
  /** The job it happened to, as it is now; null unless kind is UPDATE. */
  readonly job?: Maybe<Job>;
  /** The group as it is now. */
  readonly jobGroup: JobGroup;
  /** What this item is. */
  readonly kind: StreamKind;
  /** What happened; null unless kind is UPDATE. */
  readonly type?: Maybe<EventType>;
};

/** Which job groups. All given conditions must hold. */
export type JobGroupFilter = {
  /** By mutation. */
  readonly mutation?: InputMaybe<StringFilter>;
  /** By who asked. */
  readonly requestedBy?: InputMaybe<StringFilter>;
};

/** One node of a group. */
export type JobGroupItem = {
  readonly __typename?: 'JobGroupItem';
  /** Why it was refused, or why its job failed or was cancelled. */
  readonly error?: Maybe<UserError>;
  /** Its job; null when it was refused, or when you may no longer see the node. */
  readonly job?: Maybe<Job>;
  /** The node; null when there is none that you may see. */
  readonly node?: Maybe<Node>;
  /** The node, as it was asked for. */
  readonly nodeId: Scalars['ID']['output'];
  /** Place in the input, from 0. */
  readonly position: Scalars['Int']['output'];
  /** The job's state, or REFUSED; null when you may no longer see the node. */
  readonly state?: Maybe<JobGroupItemState>;
};

/** A page of a group's items. */
export type JobGroupItemConnection = {
  readonly __typename?: 'JobGroupItemConnection';
  /** Items with their cursors. */
  readonly edges: ReadonlyArray<JobGroupItemEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<JobGroupItem>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many items fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** An item in a list. */
export type JobGroupItemEdge = {
  readonly __typename?: 'JobGroupItemEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The item. */
  readonly node: JobGroupItem;
};

/** How far an item is: its job's state, or REFUSED. */
export type JobGroupItemState =
  /** Ended on request. */
  | 'CANCELLED'
  /** Ended by an error. */
  | 'FAILED'
  /** Accepted; the job waits in its node's queue. */
  | 'QUEUED'
  /** The node got no job; see `error`. */
  | 'REFUSED'
  /** A conductor works on it. */
  | 'RUNNING'
  /** Done. */
  | 'SUCCEEDED'
  /** It waits for a signal and holds no lock meanwhile. */
  | 'WAITING';

/** Which queue a job stands in, first to last. */
export type JobPriorityClass =
  /** Stops other work. */
  | 'ABORT'
  /** Asked for by nobody: it never takes a user's turn. */
  | 'BACKGROUND'
  /** Goes on with work that was interrupted or got its signal. */
  | 'RESUME'
  /** Asked for by a user. */
  | 'USER';

/** How far a job is. */
export type JobState =
  /** Ended on request. */
  | 'CANCELLED'
  /** Ended by an error. */
  | 'FAILED'
  /** Accepted; see queuePosition, blockedBy and waitReason. */
  | 'QUEUED'
  /** A conductor works on it. */
  | 'RUNNING'
  /** Done. */
  | 'SUCCEEDED'
  /** It waits for a signal and holds no lock meanwhile. */
  | 'WAITING';

/** One step of a job: recorded before it acts, and after. */
export type JobStep = {
  readonly __typename?: 'JobStep';
  /** May it be stopped in the middle? */
  readonly abortable: Scalars['Boolean']['output'];
  /** How often it was started. */
  readonly attempt: Scalars['Int']['output'];
  /** What it does, in a few words. */
  readonly description: Scalars['String']['output'];
  /** How many of its lines came before the ones that are kept, and are gone. */
  readonly droppedLines: Scalars['Int']['output'];
  /** How long it has been at work, or was, in seconds; null when it has not started. */
  readonly elapsedSeconds?: Maybe<Scalars['Float']['output']>;
  /** Why it failed. */
  readonly error?: Maybe<UserError>;
  /** A guess how long it will still be at work, from how long the same step took lately with the same driver; null when it is over, or nothing is known. */
  readonly etaSeconds?: Maybe<Scalars['Float']['output']>;
  /** When it ended. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** The driver's slot it comes from; null for the service's own steps. */
  readonly interface?: Maybe<Scalars['String']['output']>;
  /** What it said, in the driver's words, in order. Only the latest 500 lines are kept. */
  readonly lines: ReadonlyArray<StepLine>;
  /** What it is doing, in the driver's words. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /** For example `write_image`. */
  readonly name: Scalars['String']['output'];
  /** 0 to 100, where the driver can tell. */
  readonly percent: Scalars['Int']['output'];
  /** Place in the job, from 0. */
  readonly position: Scalars['Int']['output'];
  /** What happens to it when its conductor dies in the middle. */
  readonly repeat: RepeatMode;
  /** When it last started. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How far it is. */
  readonly state: StepState;
  /** How long it may take, in seconds. */
  readonly timeoutSeconds: Scalars['Float']['output'];
};


/** One step of a job: recorded before it acts, and after. */
export type JobStepLinesArgs = {
  after: Scalars['Int']['input'];
  last: Scalars['Int']['input'];
};

/** Why a job is not running. More reasons may be added. */
export type JobWaitReason =
  /** Jobs of other nodes are at work at the BMC that they share. */
  | 'BMC_BUDGET'
  /** As many deployments or cleanings as the conductor group may do at once are going on; queuePosition is its place in that line. */
  | 'CONCURRENCY_LIMIT'
  /** One of its steps asked to pause: it goes on with unholdNode, or ends with abortNode. */
  | 'HOLD'
  /** Another job holds the node. */
  | 'LOCK'
  /** No conductor of its group is alive. */
  | 'NO_CONDUCTOR'
  /** Its time has not come: see runAfter. After a lock was broken or its conductor was lost, a last command may still be on its way to the machine. */
  | 'RUN_AFTER'
  /** It waits for the ramdisk, the BMC, a timer, or for jobs of other nodes that have to come first. */
  | 'SIGNAL'
  /** Other jobs of the node come first. */
  | 'TURN';

/** The node was taken from the job: the code is LOCK_BROKEN. */
export type LockBrokenError = UserError & {
  readonly __typename?: 'LockBrokenError';
  /** Who did it. */
  readonly by: Scalars['String']['output'];
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** Why. */
  readonly reason: Scalars['String']['output'];
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** How a job treats the node's lock. */
export type LockMode =
  /** It is the only one at work on the node. */
  | 'EXCLUSIVE'
  /** It takes nothing and waits for nobody. */
  | 'SHARED';

/** An item of `events`. One shape for all kinds. */
export type LogEvent = {
  readonly __typename?: 'LogEvent';
  /** When it happened; for marks, when it was sent. */
  readonly at: Scalars['DateTime']['output'];
  /** Resume after it. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The event; null unless kind is UPDATE or ENTER. */
  readonly event?: Maybe<Event>;
  /** What is missing; only for GAP. */
  readonly gap?: Maybe<Gap>;
  /** The job it is about, or that caused it. */
  readonly job?: Maybe<Job>;
  /** What this item is: UPDATE, CAUGHT_UP, GAP or HEARTBEAT; ENTER and LEAVE where a node becomes yours to see, or is no longer. */
  readonly kind: StreamKind;
  /** The node it is about, as it is now; null when there is none or it is gone. */
  readonly node?: Maybe<Node>;
  /** The node's id. */
  readonly nodeId?: Maybe<Scalars['ID']['output']>;
  /** What happened; null unless kind is UPDATE or ENTER. */
  readonly type?: Maybe<EventType>;
};

/** A disk array, as it is or as it is wanted. */
export type LogicalDisk = {
  readonly __typename?: 'LogicalDisk';
  /** Which controller. */
  readonly controller?: Maybe<Scalars['String']['output']>;
  /** `hdd` or `ssd`. */
  readonly diskType?: Maybe<Scalars['String']['output']>;
  /** `sata`, `scsi` or `sas`. */
  readonly interfaceType?: Maybe<Scalars['String']['output']>;
  /** The operating system goes onto it. */
  readonly isRootVolume: Scalars['Boolean']['output'];
  /** Of how many disks it is made. */
  readonly numberOfPhysicalDisks?: Maybe<Scalars['Int']['output']>;
  /** Which disks, in the controller's words. */
  readonly physicalDisks?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** `JBOD`, `0`, `1`, `2`, `5`, `6`, `1+0`, `5+0` or `6+0`. */
  readonly raidLevel: Scalars['String']['output'];
  /** May others be made of the same disks? */
  readonly sharePhysicalDisks: Scalars['Boolean']['output'];
  /** Its size; null: all that is left. */
  readonly sizeGib?: Maybe<Scalars['Int']['output']>;
  /** Its name. */
  readonly volumeName?: Maybe<Scalars['String']['output']>;
};

/** A disk array that is wanted. */
export type LogicalDiskInput = {
  /** Which controller, at most 255. */
  readonly controller?: InputMaybe<Scalars['String']['input']>;
  /** `hdd` or `ssd`. */
  readonly diskType?: InputMaybe<Scalars['String']['input']>;
  /** `sata`, `scsi` or `sas`. */
  readonly interfaceType?: InputMaybe<Scalars['String']['input']>;
  /** The operating system goes onto it: one at most. */
  readonly isRootVolume?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of how many disks to make it. */
  readonly numberOfPhysicalDisks?: InputMaybe<Scalars['Int']['input']>;
  /** Which disks, in the controller's words; needs controller. */
  readonly physicalDisks?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** `JBOD`, `0`, `1`, `2`, `5`, `6`, `1+0`, `5+0` or `6+0`. */
  readonly raidLevel: Scalars['String']['input'];
  /** May others be made of the same disks? */
  readonly sharePhysicalDisks?: InputMaybe<Scalars['Boolean']['input']>;
  /** Its size, at least 1; absent or null: all that is left. */
  readonly sizeGib?: InputMaybe<Scalars['Int']['input']>;
  /** Its name, at most 255. */
  readonly volumeName?: InputMaybe<Scalars['String']['input']>;
};

/** Conditions on a hardware address. */
export type MacAddressFilter = {
  /** Equal. */
  readonly eq?: InputMaybe<Scalars['MacAddress']['input']>;
  /** One of these, at most 500. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['MacAddress']['input']>>;
};

/** Which node to manage. */
export type ManageNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `manageNode`. */
export type ManageNodePayload = {
  readonly __typename?: 'ManageNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which nodes to manage. */
export type ManageNodesInput = {
  /** How many nodes `filter` must match: a seat belt. When it matches another number, nothing is changed and the error tells it. */
  readonly expectedCount?: InputMaybe<Scalars['Int']['input']>;
  /** The nodes that fit, 1,000 at most; needs `expectedCount`. Or give `nodeIds`. */
  readonly filter?: InputMaybe<NodeFilter>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The nodes: 1 to 1,000, each once. Or give `filter`. */
  readonly nodeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** What to do when a node refuses. */
  readonly onError: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `manageNodes`. */
export type ManageNodesPayload = {
  readonly __typename?: 'ManageNodesPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong with the call; empty when it was accepted. Why single nodes were refused stands in the group's items. */
  readonly errors: ReadonlyArray<UserError>;
  /** The group, with an item for each node; null when there were errors. */
  readonly jobGroup?: Maybe<JobGroup>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Stops what is going on. A step that may not be stopped ends first: the payload's `stop` says which, and until when. */
  readonly abortNode: AbortNodePayload;
  /** Gives a node these traits as well. */
  readonly addNodeTraits: AddNodeTraitsPayload;
  /**
   * Takes a machine that runs a workload already: from MANAGEABLE to ACTIVE. The settings are checked and its power is read;
   * on the machine itself nothing is changed.
   */
  readonly adoptNode: AdoptNodePayload;
  /** Attaches a network's end to a port or port group of the node. */
  readonly attachVif: AttachVifPayload;
  /** Shows an image to a machine as a drive. */
  readonly attachVirtualMedia: AttachVirtualMediaPayload;
  /**
   * For administrators: takes the node from the job that holds it, whatever that is doing. The job gives back what it took
   * and fails; one that was giving back already fails at once. Nobody gets the node before the old holder has stopped, or
   * its lease would have run out (`stop.until`). Recorded as the event LOCK_BROKEN, with who and why.
   */
  readonly breakNodeLock: BreakNodeLockPayload;
  /** Calls a method that only this vendor's machines have: one of `Node.vendorMethods`. Its answer is `Job.result`. */
  readonly callVendorMethod: CallVendorMethodPayload;
  /** Cancels a job: at once while it waits, at the next step that may be stopped while it runs. */
  readonly cancelJob: CancelJobPayload;
  /** Cancels every job of a group that has not ended, as `cancelJob` does for one. */
  readonly cancelJobGroup: CancelJobGroupPayload;
  /** Runs chosen clean steps in the order given: from MANAGEABLE, and back to it. */
  readonly cleanNode: CleanNodePayload;
  /**
   * Asks for any node that fits. Accepted at once; the answer mostly says already which node it is, or why there is none.
   * Stays ALLOCATING for some seconds while only busy nodes fit.
   */
  readonly createAllocation: CreateAllocationPayload;
  /** For administrators: records a chassis. Nodes are put into it by `createNode` and `updateNode`. */
  readonly createChassis: CreateChassisPayload;
  /** For administrators: writes down steps for deployments that ask for a trait. */
  readonly createDeployTemplate: CreateDeployTemplatePayload;
  /** Writes down what is to follow from what inspections find. */
  readonly createInspectionRule: CreateInspectionRulePayload;
  /** Enrolls a machine. It starts in ENROLL; manageNode comes next. */
  readonly createNode: CreateNodePayload;
  /** Adds a network interface to a node. */
  readonly createPort: CreatePortPayload;
  /** Adds a port group to a node, with no ports in it yet: they join it by `updatePort`. */
  readonly createPortGroup: CreatePortGroupPayload;
  /** Writes down steps for cleaning or service. */
  readonly createRunbook: CreateRunbookPayload;
  /** Records a volume connector of a node, in any state. */
  readonly createVolumeConnector: CreateVolumeConnectorPayload;
  /** Records a volume target of a node, in any state. */
  readonly createVolumeTarget: CreateVolumeTargetPayload;
  /** Has events sent to a URL. A webhook of a project is told of what that project may see, one of the installation of everything. */
  readonly createWebhook: CreateWebhookPayload;
  /** Ends an allocation and frees its node. Refused while the node is deployed: undeployNode ends the allocation as well. */
  readonly deleteAllocation: DeleteAllocationPayload;
  /** For administrators: removes a chassis that has no nodes. */
  readonly deleteChassis: DeleteChassisPayload;
  /** For administrators: removes a deploy template. */
  readonly deleteDeployTemplate: DeleteDeployTemplatePayload;
  /** Removes an inspection rule. What it has brought about stays. */
  readonly deleteInspectionRule: DeleteInspectionRulePayload;
  /** Removes a node with its ports. The machine itself is left as it is. */
  readonly deleteNode: DeleteNodePayload;
  /** Removes a port. */
  readonly deletePort: DeletePortPayload;
  /** Removes a port group that has no ports and holds no VIF. */
  readonly deletePortGroup: DeletePortGroupPayload;
  /** Removes a runbook. */
  readonly deleteRunbook: DeleteRunbookPayload;
  /** Removes a volume connector, while the machine is off, or in ENROLL, MANAGEABLE or ADOPT_FAILED. */
  readonly deleteVolumeConnector: DeleteVolumeConnectorPayload;
  /** Removes a volume target, while the machine is off, or in ENROLL, MANAGEABLE or ADOPT_FAILED. */
  readonly deleteVolumeTarget: DeleteVolumeTargetPayload;
  /** Removes a webhook with its dead letters. */
  readonly deleteWebhook: DeleteWebhookPayload;
  /** Puts an image on the machine and boots it: from AVAILABLE to ACTIVE. */
  readonly deployNode: DeployNodePayload;
  /** `deployNode` for up to 1,000 nodes, accepted in one transaction. Each gets an instance id of its own. */
  readonly deployNodes: DeployNodesPayload;
  /** Detaches a network's end. Never waits for the node's lock unless a tenant uses the machine. */
  readonly detachVif: DetachVifPayload;
  /** Empties the virtual drives of a machine. */
  readonly detachVirtualMedia: DetachVirtualMediaPayload;
  /**
   * For administrators: asks a conductor to hand over its work and end. It takes no more jobs, lets steps end for a while,
   * queues the rest for the others, and renews its lease until all of that is done. A process that also answers the API goes
   * on doing so. The same as `ironql drain`, or SIGTERM to a process that is only a conductor.
   */
  readonly drainConductor: DrainConductorPayload;
  /** Interrupts the operating system, for a crash dump. Each call interrupts anew. */
  readonly injectNmi: InjectNmiPayload;
  /**
   * Looks what is in the machine: from MANAGEABLE, and back to it. What was found is kept as an inventory, the properties follow
   * it, and network interfaces that no port stands for get one; ports are never removed.
   */
  readonly inspectNode: InspectNodePayload;
  /** Proves that the BMC answers (from ENROLL), or takes the node back from AVAILABLE or a failed state: ends in MANAGEABLE. */
  readonly manageNode: ManageNodePayload;
  /** `manageNode` for up to 1,000 nodes, accepted in one transaction. */
  readonly manageNodes: ManageNodesPayload;
  /** Has a message sent that tells of nothing, ahead of all others: does the receiver answer? */
  readonly pingWebhook: PingWebhookPayload;
  /** Cleans the machine and offers it: from MANAGEABLE to AVAILABLE. */
  readonly provideNode: ProvideNodePayload;
  /** `provideNode` for up to 1,000 nodes, accepted in one transaction. */
  readonly provideNodes: ProvideNodesPayload;
  /** Deploys again in place: from ACTIVE, ERROR or DEPLOY_FAILED to ACTIVE, with the same instance and its VIFs. */
  readonly rebuildNode: RebuildNodePayload;
  /** Compares what is recorded of a node's VIFs with its network service, mends what is safe and tells of the rest. */
  readonly reconcileVifs: ReconcileVifsPayload;
  /** Has dead letters tried once more, out of order, while newer events are delivered as ever. What fails again stays. */
  readonly redeliverDeadLetters: RedeliverDeadLettersPayload;
  /** Looks at a machine anew, whoever has it: `Node.hardware` then shows what was seen. */
  readonly refreshNodeHardware: RefreshNodeHardwarePayload;
  /** Takes traits from a node; one that it does not have is no error. */
  readonly removeNodeTraits: RemoveNodeTraitsPayload;
  /**
   * Boots a rescue ramdisk beside the instance, in the instance's networks: from ACTIVE to RESCUE. From RESCUE it is done
   * again, with the new password.
   */
  readonly rescueNode: RescueNodePayload;
  /** Asks again for the items of a group that failed, were cancelled or were refused, with the same arguments: a new group. */
  readonly retryFailed: RetryFailedPayload;
  /** Gives a webhook another secret. Messages are signed with both for a while. */
  readonly rotateWebhookSecret: RotateWebhookSecretPayload;
  /**
   * Runs chosen service steps on a machine in use, in the order given: from ACTIVE or SERVICE_FAILED, to ACTIVE. The machine
   * leaves its tenant only when a step needs the ramdisk. From SERVICE_HOLD the steps take the place of those that were still
   * to come, and the job that holds goes on with them.
   */
  readonly serviceNode: ServiceNodePayload;
  /** Sets what a machine boots from, next time or from now on. */
  readonly setNodeBootDevice: SetNodeBootDevicePayload;
  /** Sets in which mode a machine boots. Its job does it only on a node that is at rest. */
  readonly setNodeBootMode: SetNodeBootModePayload;
  /** Starts or stops a machine's console. */
  readonly setNodeConsole: SetNodeConsolePayload;
  /** Switches a light on a machine. */
  readonly setNodeIndicator: SetNodeIndicatorPayload;
  /** Takes a node out of automation, or back into it. Takes effect at once, also while a job is at work. */
  readonly setNodeMaintenance: SetNodeMaintenancePayload;
  /** Turns a machine on or off, or restarts it. */
  readonly setNodePower: SetNodePowerPayload;
  /** Turns secure boot on or off. Its job does it only on a node that is at rest. */
  readonly setNodeSecureBoot: SetNodeSecureBootPayload;
  /** Records which disk arrays the next RAID configuration is to make. The machine is not touched. */
  readonly setNodeTargetRaidConfig: SetNodeTargetRaidConfigPayload;
  /** Gives a node these traits and no others. */
  readonly setNodeTraits: SetNodeTraitsPayload;
  /** `setNodePower` for up to 1,000 nodes, accepted in one transaction. */
  readonly setNodesPower: SetNodesPowerPayload;
  /** Ends the deployment, cleans the machine and offers it again: ends in AVAILABLE. */
  readonly undeployNode: UndeployNodePayload;
  /** `undeployNode` for up to 1,000 nodes, accepted in one transaction. */
  readonly undeployNodes: UndeployNodesPayload;
  /** Lets a flow go on that paused at a `hold` step: from CLEAN_HOLD, DEPLOY_HOLD or SERVICE_HOLD. Takes effect at once; the payload's job is the one that goes on. */
  readonly unholdNode: UnholdNodePayload;
  /** Goes back from the rescue ramdisk to the instance: ends in ACTIVE, turned on. */
  readonly unrescueNode: UnrescueNodePayload;
  /** Changes the name or `extra` of an allocation. Fields that are absent stay; null clears. */
  readonly updateAllocation: UpdateAllocationPayload;
  /** For administrators: changes a chassis. */
  readonly updateChassis: UpdateChassisPayload;
  /** For administrators: changes a deploy template. Deployments that have begun keep the steps with which they did. */
  readonly updateDeployTemplate: UpdateDeployTemplatePayload;
  /** Changes fields of an inspection rule. Fields that are absent stay; null clears. */
  readonly updateInspectionRule: UpdateInspectionRulePayload;
  /** Changes fields of a node. Fields that are absent stay; null clears. */
  readonly updateNode: UpdateNodePayload;
  /** Changes fields of a port. Fields that are absent stay; null clears. */
  readonly updatePort: UpdatePortPayload;
  /** Changes fields of a port group. Fields that are absent stay; null clears. */
  readonly updatePortGroup: UpdatePortGroupPayload;
  /** Changes a runbook. Flows that have begun keep the steps with which they did. */
  readonly updateRunbook: UpdateRunbookPayload;
  /** Changes a volume connector, while the machine is off. */
  readonly updateVolumeConnector: UpdateVolumeConnectorPayload;
  /** Changes a volume target, while the machine is off. */
  readonly updateVolumeTarget: UpdateVolumeTargetPayload;
  /** Changes a webhook, from its next message on. */
  readonly updateWebhook: UpdateWebhookPayload;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationAbortNodeArgs = {
  input: AbortNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationAddNodeTraitsArgs = {
  input: AddNodeTraitsInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationAdoptNodeArgs = {
  input: AdoptNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationAttachVifArgs = {
  input: AttachVifInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationAttachVirtualMediaArgs = {
  input: AttachVirtualMediaInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationBreakNodeLockArgs = {
  input: BreakNodeLockInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCallVendorMethodArgs = {
  input: CallVendorMethodInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCancelJobArgs = {
  input: CancelJobInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCancelJobGroupArgs = {
  input: CancelJobGroupInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCleanNodeArgs = {
  input: CleanNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreateAllocationArgs = {
  input: CreateAllocationInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreateChassisArgs = {
  input: CreateChassisInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreateDeployTemplateArgs = {
  input: CreateDeployTemplateInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreateInspectionRuleArgs = {
  input: CreateInspectionRuleInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreateNodeArgs = {
  input: CreateNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreatePortArgs = {
  input: CreatePortInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreatePortGroupArgs = {
  input: CreatePortGroupInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreateRunbookArgs = {
  input: CreateRunbookInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreateVolumeConnectorArgs = {
  input: CreateVolumeConnectorInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreateVolumeTargetArgs = {
  input: CreateVolumeTargetInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationCreateWebhookArgs = {
  input: CreateWebhookInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeleteAllocationArgs = {
  input: DeleteAllocationInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeleteChassisArgs = {
  input: DeleteChassisInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeleteDeployTemplateArgs = {
  input: DeleteDeployTemplateInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeleteInspectionRuleArgs = {
  input: DeleteInspectionRuleInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeleteNodeArgs = {
  input: DeleteNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeletePortArgs = {
  input: DeletePortInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeletePortGroupArgs = {
  input: DeletePortGroupInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeleteRunbookArgs = {
  input: DeleteRunbookInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeleteVolumeConnectorArgs = {
  input: DeleteVolumeConnectorInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeleteVolumeTargetArgs = {
  input: DeleteVolumeTargetInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeleteWebhookArgs = {
  input: DeleteWebhookInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeployNodeArgs = {
  input: DeployNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDeployNodesArgs = {
  input: DeployNodesInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDetachVifArgs = {
  input: DetachVifInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDetachVirtualMediaArgs = {
  input: DetachVirtualMediaInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationDrainConductorArgs = {
  input: DrainConductorInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationInjectNmiArgs = {
  input: InjectNmiInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationInspectNodeArgs = {
  input: InspectNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationManageNodeArgs = {
  input: ManageNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationManageNodesArgs = {
  input: ManageNodesInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationPingWebhookArgs = {
  input: PingWebhookInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationProvideNodeArgs = {
  input: ProvideNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationProvideNodesArgs = {
  input: ProvideNodesInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationRebuildNodeArgs = {
  input: RebuildNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationReconcileVifsArgs = {
  input: ReconcileVifsInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationRedeliverDeadLettersArgs = {
  input: RedeliverDeadLettersInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationRefreshNodeHardwareArgs = {
  input: RefreshNodeHardwareInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationRemoveNodeTraitsArgs = {
  input: RemoveNodeTraitsInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationRescueNodeArgs = {
  input: RescueNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationRetryFailedArgs = {
  input: RetryFailedInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationRotateWebhookSecretArgs = {
  input: RotateWebhookSecretInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationServiceNodeArgs = {
  input: ServiceNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodeBootDeviceArgs = {
  input: SetNodeBootDeviceInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodeBootModeArgs = {
  input: SetNodeBootModeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodeConsoleArgs = {
  input: SetNodeConsoleInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodeIndicatorArgs = {
  input: SetNodeIndicatorInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodeMaintenanceArgs = {
  input: SetNodeMaintenanceInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodePowerArgs = {
  input: SetNodePowerInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodeSecureBootArgs = {
  input: SetNodeSecureBootInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodeTargetRaidConfigArgs = {
  input: SetNodeTargetRaidConfigInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodeTraitsArgs = {
  input: SetNodeTraitsInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationSetNodesPowerArgs = {
  input: SetNodesPowerInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUndeployNodeArgs = {
  input: UndeployNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUndeployNodesArgs = {
  input: UndeployNodesInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUnholdNodeArgs = {
  input: UnholdNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUnrescueNodeArgs = {
  input: UnrescueNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdateAllocationArgs = {
  input: UpdateAllocationInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdateChassisArgs = {
  input: UpdateChassisInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdateDeployTemplateArgs = {
  input: UpdateDeployTemplateInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdateInspectionRuleArgs = {
  input: UpdateInspectionRuleInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdateNodeArgs = {
  input: UpdateNodeInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdatePortArgs = {
  input: UpdatePortInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdatePortGroupArgs = {
  input: UpdatePortGroupInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdateRunbookArgs = {
  input: UpdateRunbookInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdateVolumeConnectorArgs = {
  input: UpdateVolumeConnectorInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdateVolumeTargetArgs = {
  input: UpdateVolumeTargetInput;
};


/** Everything that can be changed. Each mutation takes one `input`; what a user can cause and mend comes back in `errors`, and then nothing was changed. */
export type MutationUpdateWebhookArgs = {
  input: UpdateWebhookInput;
};

/** A port that is created together with its node. */
export type NewPortInput = {
  /** Hardware address, unique over all ports. */
  readonly address: Scalars['MacAddress']['input'];
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** It is a smart NIC; its localLinkConnection must say so too. */
  readonly isSmartNic?: InputMaybe<Scalars['Boolean']['input']>;
  /** Where it is plugged in, as `Port.localLinkConnection` says. */
  readonly localLinkConnection?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The network it is plugged into, at most 64. */
  readonly physicalNetwork?: InputMaybe<Scalars['String']['input']>;
  /** Boots over the network from here. */
  readonly pxeEnabled?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A physical machine under management. */
export type Node = {
  readonly __typename?: 'Node';
  /** The agent in the ramdisk that the node is worked on from; null while no ramdisk is expected. */
  readonly agent?: Maybe<NodeAgent>;
  /** The allocation that has this node; null when none does that you may see. */
  readonly allocation?: Maybe<Allocation>;
  /** Clean automatically before AVAILABLE? Null: as configured. */
  readonly automatedClean?: Maybe<Scalars['Boolean']['output']>;
  /** Each verb: may it be asked for now, and if not, why. */
  readonly availableActions: ReadonlyArray<NodeAction>;
  /** Steps that may be asked for on this node: its driver's, those of high priority first, then the service's own. */
  readonly availableSteps: ReadonlyArray<AvailableStep>;
  /** What it sits in; null when nobody has said, or you may not see it. */
  readonly chassis?: Maybe<Chassis>;
  /** The machines that live in this one, oldest first. */
  readonly children: NodeConnection;
  /** What was erased on the machine, how and when, newest first. Kept as long as the node. */
  readonly cleaningEvidence: CleaningEvidenceConnection;
  /** Only conductors of this group work on the node; empty is the default group. */
  readonly conductorGroup: Scalars['String']['output'];
  /** Its serial or graphical console. */
  readonly console: NodeConsole;
  /** When the node was enrolled. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Free text for people. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Power as last asked for; null when nobody asked. */
  readonly desiredPowerState?: Maybe<PowerState>;
  /** The machine must stay on: nothing turns it off, and what would have, restarts it. */
  readonly disablePowerOff: Scalars['Boolean']['output'];
  /** Name of the hardware type that drives it. */
  readonly driver: Scalars['String']['output'];
  /** How the driver reaches the machine. Secrets are never shown: `******` stands where one is set. */
  readonly driverInfo: Scalars['JSONObject']['output'];
  /** Free for your own use. */
  readonly extra: Scalars['JSONObject']['output'];
  /** Why the service itself set maintenance: for example `clean failure`. */
  readonly fault?: Maybe<Scalars['String']['output']>;
  /** What was last observed of the machine beside its power; null when nobody has looked yet. Reading it waits for nobody. */
  readonly hardware?: Maybe<NodeHardware>;
  /** What became of the node, newest first: its errors, and each flow's beginning and end. Its owner's and the system's to see. */
  readonly history: NodeHistoryEntryConnection;
  /** Opaque, unique across all types, the same in logs and in the database. */
  readonly id: Scalars['ID']['output'];
  /** When that inspection ended well; null while it is at work, and when it failed. */
  readonly inspectionFinishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the last inspection began; null when there was none. */
  readonly inspectionStartedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Identifier of the instance that runs here, given at deploy. */
  readonly instanceId?: Maybe<Scalars['ID']['output']>;
  /** What the present deployment asked for: image_source, image_checksum, traits and the like. Emptied by undeploy. */
  readonly instanceInfo: Scalars['JSONObject']['output'];
  /** Name of the instance that runs here, if it has one. Emptied by undeploy. */
  readonly instanceName?: Maybe<Scalars['String']['output']>;
  /** Which implementation fills each of the driver's 13 slots. */
  readonly interfaces: NodeInterfaces;
  /** What the last inspections found, newest first; how many are kept is a setting. */
  readonly inventories: NodeInventoryConnection;
  /** What the last inspection found; null when there was none. */
  readonly inventory?: Maybe<NodeInventory>;
  /** Jobs that run on the node or wait for it, in the order in which they will run. */
  readonly jobQueue: ReadonlyArray<Job>;
  /** Jobs of this node, newest first. */
  readonly jobs: JobConnection;
  /** When the machine was last cleaned; null when never. */
  readonly lastCleanedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What went wrong last, in words; null after the next success. */
  readonly lastError?: Maybe<Scalars['String']['output']>;
  /** When a tenant last had the machine, or was about to; null when never. AVAILABLE means cleaned after that, unless automatedClean is off. */
  readonly lastTenancyAt?: Maybe<Scalars['DateTime']['output']>;
  /** Project that uses it for a time. */
  readonly lessee?: Maybe<Scalars['String']['output']>;
  /** Who holds the node right now; null when it is free. */
  readonly lock?: Maybe<NodeLock>;
  /** An operator has taken the node out of automation. */
  readonly maintenance: Scalars['Boolean']['output'];
  /** Why, in the operator's words. */
  readonly maintenanceReason?: Maybe<Scalars['String']['output']>;
  /** Unique name, if it has one. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Addresses, routes and the like that the machine gets when no network service gives them; null: none. */
  readonly networkData?: Maybe<Scalars['JSONObject']['output']>;
  /** Project that owns the machine. */
  readonly owner?: Maybe<Scalars['String']['output']>;
  /** The machine in which this one lives, as a DPU does; null for one of its own, or when you may not see it. */
  readonly parentNode?: Maybe<Node>;
  /** The machine's bonded network interfaces, oldest first. */
  readonly portGroups: PortGroupConnection;
  /** The machine's network interfaces, oldest first. */
  readonly ports: PortConnection;
  /** What is done when its power is not as it was last asked for; null: as configured. */
  readonly powerDriftPolicy?: Maybe<PowerDriftPolicy>;
  /** Power as last observed on the BMC; null when nobody could read it yet. */
  readonly powerState?: Maybe<PowerState>;
  /** Facts about the machine: cpu_arch, cpus, memory_mb, local_gb, capabilities. */
  readonly properties: Scalars['JSONObject']['output'];
  /** Rebuild, undeploy and delete are refused. */
  readonly protected: Scalars['Boolean']['output'];
  /** Why it is protected. */
  readonly protectedReason?: Maybe<Scalars['String']['output']>;
  /** Where the node stands in its life cycle. */
  readonly provisionState: ProvisionState;
  /** When provisionState last changed. */
  readonly provisionUpdatedAt: Scalars['DateTime']['output'];
  /** Kind of machine, for schedulers. */
  readonly resourceClass?: Maybe<Scalars['String']['output']>;
  /** The machine is on its way out: never AVAILABLE again. */
  readonly retired: Scalars['Boolean']['output'];
  /** Why it is retired. */
  readonly retiredReason?: Maybe<Scalars['String']['output']>;
  /** A part of the fleet that somebody looks after; null: none. */
  readonly shard?: Maybe<Scalars['String']['output']>;
  /** Where it is heading; null when it is at rest. */
  readonly targetProvisionState?: Maybe<ProvisionState>;
  /** What the next RAID configuration is to make; null when nobody said. What there is: `hardware.logicalDisks`. */
  readonly targetRaidConfig?: Maybe<ReadonlyArray<LogicalDisk>>;
  /** Words for what the machine is or can do, in alphabetical order: deployments and allocations ask for them. */
  readonly traits: ReadonlyArray<Scalars['String']['output']>;
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** For each slot of the driver: do the node's settings suit it, as far as one can tell without asking the machine? */
  readonly validation: ReadonlyArray<InterfaceValidation>;
  /** Methods that only this vendor's machines have: see `callVendorMethod`. */
  readonly vendorMethods: ReadonlyArray<VendorMethod>;
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
  /** Network ends attached to the machine's ports and port groups, oldest first. */
  readonly vifAttachments: VifAttachmentConnection;
};


/** A physical machine under management. */
export type NodeAvailableStepsArgs = {
  flow: StepFlow;
};


/** A physical machine under management. */
export type NodeChildrenArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A physical machine under management. */
export type NodeCleaningEvidenceArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A physical machine under management. */
export type NodeHistoryArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A physical machine under management. */
export type NodeInventoriesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A physical machine under management. */
export type NodeJobsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A physical machine under management. */
export type NodePortGroupsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A physical machine under management. */
export type NodePortsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A physical machine under management. */
export type NodeVifAttachmentsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A verb, and whether it may be asked for. */
export type NodeAction = {
  readonly __typename?: 'NodeAction';
  /** May it be asked for now? */
  readonly isAvailable: Scalars['Boolean']['output'];
  /** The mutation that asks for it; null when this release does not offer it yet. */
  readonly mutation?: Maybe<Scalars['String']['output']>;
  /** Why not; null when it is available. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** The verb. */
  readonly verb: NodeVerb;
};

/** The agent in a node's ramdisk, as it calls. There is one from the moment a ramdisk is expected until the flow is over. */
export type NodeAgent = {
  readonly __typename?: 'NodeAgent';
  /** When it called last; null: not yet. */
  readonly lastHeartbeatAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it says of its work; null: nothing, as most agents do. */
  readonly status?: Maybe<AgentStatus>;
  /** The words it says that with. */
  readonly statusMessage?: Maybe<Scalars['String']['output']>;
  /** Where it takes commands; null until it calls, and for one that takes none. */
  readonly url?: Maybe<Scalars['String']['output']>;
  /** The version that it says it has; null until it calls. */
  readonly version?: Maybe<Scalars['String']['output']>;
};

/** A page of nodes. */
export type NodeConnection = {
  readonly __typename?: 'NodeConnection';
  /** Nodes with their cursors. */
  readonly edges: ReadonlyArray<NodeEdge>;
  /** The nodes alone. */
  readonly nodes: ReadonlyArray<Node>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many nodes fit the filter; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** The console of a machine. */
export type NodeConsole = {
  readonly __typename?: 'NodeConsole';
  /** Where it is reached, as last observed; null when it does not run. */
  readonly access?: Maybe<ConsoleAccess>;
  /** It is to run: a tear-down stops it, the next deployment starts it again. */
  readonly isEnabled: Scalars['Boolean']['output'];
};

/** A node in a list. */
export type NodeEdge = {
  readonly __typename?: 'NodeEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The node. */
  readonly node: Node;
};

/** An item of `nodeEvents`. One shape for all kinds, so that one selection serves them. */
export type NodeEvent = {
  readonly __typename?: 'NodeEvent';
  /** When it happened; for marks, when it was sent. */
  readonly at: Scalars['DateTime']['output'];
  /** The provision or power state's change, when that is what happened. */
  readonly change?: Maybe<Change>;
  /** Resume after it. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The event; null unless kind is UPDATE or ENTER. */
  readonly event?: Maybe<Event>;
  /** What is missing; only for GAP. */
  readonly gap?: Maybe<Gap>;
  /** The job it is about, or that caused it. */
  readonly job?: Maybe<Job>;
  /** What this item is. */
  readonly kind: StreamKind;
  /** The node as it is now; null when it is gone, for LEAVE, and for marks. */
  readonly node?: Maybe<Node>;
  /** The node's id. */
  readonly nodeId?: Maybe<Scalars['ID']['output']>;
  /** How many events of this node are left out in favour of this one; 0 without `conflateMs`. */
  readonly skipped: Scalars['Int']['output'];
  /** What happened; null unless kind is UPDATE or ENTER. */
  readonly type?: Maybe<EventType>;
};

/** Which nodes. All given conditions must hold. */
export type NodeFilter = {
  /** All of these. */
  readonly and?: InputMaybe<ReadonlyArray<NodeFilter>>;
  /** By chassis; `isNull: true` for nodes that are in none. */
  readonly chassisId?: InputMaybe<IdFilter>;
  /** By conductor group. */
  readonly conductorGroup?: InputMaybe<StringFilter>;
  /** By age. */
  readonly createdAt?: InputMaybe<DateTimeFilter>;
  /** By description. */
  readonly description?: InputMaybe<StringFilter>;
  /** By hardware type. */
  readonly driver?: InputMaybe<StringFilter>;
  /** By fault. */
  readonly fault?: InputMaybe<StringFilter>;
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By instance. */
  readonly instanceId?: InputMaybe<IdFilter>;
  /** By instance name. */
  readonly instanceName?: InputMaybe<StringFilter>;
  /** Has an instance id, or not. */
  readonly isAssociated?: InputMaybe<BooleanFilter>;
  /** Is in a shard, or not. */
  readonly isSharded?: InputMaybe<BooleanFilter>;
  /** By lessee. */
  readonly lessee?: InputMaybe<StringFilter>;
  /** In maintenance, or not. */
  readonly maintenance?: InputMaybe<BooleanFilter>;
  /** By name. */
  readonly name?: InputMaybe<StringFilter>;
  /** Not this. */
  readonly not?: InputMaybe<NodeFilter>;
  /** At least one of these. */
  readonly or?: InputMaybe<ReadonlyArray<NodeFilter>>;
  /** By owner. */
  readonly owner?: InputMaybe<StringFilter>;
  /** By the machine in which they live; `isNull: true` leaves out all that live in another one. */
  readonly parentNodeId?: InputMaybe<IdFilter>;
  /** By observed power. */
  readonly powerState?: InputMaybe<PowerStateFilter>;
  /** Owned or leased by one of these projects, at most 500. */
  readonly projects?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Protected, or not. */
  readonly protected?: InputMaybe<BooleanFilter>;
  /** By provision state. */
  readonly provisionState?: InputMaybe<ProvisionStateFilter>;
  /** By resource class. */
  readonly resourceClass?: InputMaybe<StringFilter>;
  /** Retired, or not. */
  readonly retired?: InputMaybe<BooleanFilter>;
  /** By shard. */
  readonly shard?: InputMaybe<StringFilter>;
  /** By traits. */
  readonly traits?: InputMaybe<TraitsFilter>;
  /** By last change. */
  readonly updatedAt?: InputMaybe<DateTimeFilter>;
};

/** What was observed of a machine, each thing at its own time. Null: not observed yet, not known to the BMC, or not known to the driver. */
export type NodeHardware = {
  readonly __typename?: 'NodeHardware';
  /** What was observed, and when; what the driver cannot observe is not in the list. */
  readonly aspects: ReadonlyArray<ObservedAspect>;
  /** Settings of its firmware. */
  readonly biosSettings?: Maybe<ReadonlyArray<BiosSetting>>;
  /** What the machine boots from next. */
  readonly bootDevice?: Maybe<BootDeviceSetting>;
  /** In which mode it boots. */
  readonly bootMode?: Maybe<BootMode>;
  /** Versions of its firmware. */
  readonly firmwareComponents?: Maybe<ReadonlyArray<FirmwareComponent>>;
  /** How the BMC says that it is. */
  readonly health?: Maybe<NodeHealth>;
  /** Its lights. */
  readonly indicators?: Maybe<ReadonlyArray<Indicator>>;
  /** Disk arrays as they are. */
  readonly logicalDisks?: Maybe<ReadonlyArray<LogicalDisk>>;
  /** Hardware addresses of its network interfaces, as the BMC says. */
  readonly macAddresses?: Maybe<ReadonlyArray<Scalars['MacAddress']['output']>>;
  /** When something was last observed. */
  readonly observedAt: Scalars['DateTime']['output'];
  /** Does it start only what is signed? */
  readonly secureBoot?: Maybe<Scalars['Boolean']['output']>;
  /** Readings of its sensors. */
  readonly sensors?: Maybe<ReadonlyArray<SensorReading>>;
  /** Who made it, as the BMC says. */
  readonly vendor?: Maybe<Scalars['String']['output']>;
  /** Images that the BMC shows to it as drives. */
  readonly virtualMedia?: Maybe<ReadonlyArray<VirtualMedia>>;
};

/** How a BMC says that its machine is. */
export type NodeHealth =
  /** Somebody should look at it now. */
  | 'CRITICAL'
  /** Nothing to do. */
  | 'OK'
  /** Somebody should look at it. */
  | 'WARNING';

/** One thing that became of a node. It is kept for longer than events and jobs are. */
export type NodeHistoryEntry = {
  readonly __typename?: 'NodeHistoryEntry';
  /** Who asked for it, or which conductor found it. */
  readonly actor: Scalars['String']['output'];
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** The type of the job whose flow it is about, for example `node.deploy`; of errors without one, what found them: `node.power`, `node.overdue`. */
  readonly eventType: Scalars['String']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** The job that it is about; null when it is about none, or the job is no longer kept. */
  readonly job?: Maybe<Job>;
  /** The job's id. */
  readonly jobId?: Maybe<Scalars['ID']['output']>;
  /** Where the node then stood. */
  readonly provisionState: ProvisionState;
  /** How bad it is. */
  readonly severity: HistorySeverity;
  /** Where it was heading; null when it was at rest. */
  readonly targetProvisionState?: Maybe<ProvisionState>;
  /** What happened, in words. */
  readonly text: Scalars['String']['output'];
};

/** A page of entries. */
export type NodeHistoryEntryConnection = {
  readonly __typename?: 'NodeHistoryEntryConnection';
  /** Entries with their cursors. */
  readonly edges: ReadonlyArray<NodeHistoryEntryEdge>;
  /** The entries alone. */
  readonly nodes: ReadonlyArray<NodeHistoryEntry>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many entries fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** An entry of a node's history in a list. */
export type NodeHistoryEntryEdge = {
  readonly __typename?: 'NodeHistoryEntryEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The entry of a node's history. */
  readonly node: NodeHistoryEntry;
};

/** Which implementation fills each slot of the node's driver. */
export type NodeInterfaces = {
  readonly __typename?: 'NodeInterfaces';
  /** Firmware settings. */
  readonly bios: Scalars['String']['output'];
  /** Gets a ramdisk or an instance to boot. */
  readonly boot: Scalars['String']['output'];
  /** Serial or graphical console. */
  readonly console: Scalars['String']['output'];
  /** Puts an image onto the machine. */
  readonly deploy: Scalars['String']['output'];
  /** Firmware updates. */
  readonly firmware: Scalars['String']['output'];
  /** Finds out what the machine is made of. */
  readonly inspect: Scalars['String']['output'];
  /** Boot device, boot mode, sensors, indicators. */
  readonly management: Scalars['String']['output'];
  /** Connects ports to networks. */
  readonly network: Scalars['String']['output'];
  /** Switches the machine on and off. */
  readonly power: Scalars['String']['output'];
  /** Disk arrays. */
  readonly raid: Scalars['String']['output'];
  /** Rescue ramdisk. */
  readonly rescue: Scalars['String']['output'];
  /** Remote volumes. */
  readonly storage: Scalars['String']['output'];
  /** What only this vendor has. */
  readonly vendor: Scalars['String']['output'];
};

/** Implementations for slots of a driver; absent ones are left as they are, or get the default. */
export type NodeInterfacesInput = {
  /** Firmware settings. */
  readonly bios?: InputMaybe<Scalars['String']['input']>;
  /** Gets a ramdisk or an instance to boot. */
  readonly boot?: InputMaybe<Scalars['String']['input']>;
  /** Serial or graphical console. */
  readonly console?: InputMaybe<Scalars['String']['input']>;
  /** Puts an image onto the machine. */
  readonly deploy?: InputMaybe<Scalars['String']['input']>;
  /** Firmware updates. */
  readonly firmware?: InputMaybe<Scalars['String']['input']>;
  /** Finds out what the machine is made of. */
  readonly inspect?: InputMaybe<Scalars['String']['input']>;
  /** Boot device, boot mode, sensors, indicators. */
  readonly management?: InputMaybe<Scalars['String']['input']>;
  /** Connects ports to networks. */
  readonly network?: InputMaybe<Scalars['String']['input']>;
  /** Switches the machine on and off. */
  readonly power?: InputMaybe<Scalars['String']['input']>;
  /** Disk arrays. */
  readonly raid?: InputMaybe<Scalars['String']['input']>;
  /** Rescue ramdisk. */
  readonly rescue?: InputMaybe<Scalars['String']['input']>;
  /** Remote volumes. */
  readonly storage?: InputMaybe<Scalars['String']['input']>;
  /** What only this vendor has. */
  readonly vendor?: InputMaybe<Scalars['String']['input']>;
};

/** What one inspection found in a machine. */
export type NodeInventory = {
  readonly __typename?: 'NodeInventory';
  /** In what `inventory` differs from the one before it; null when that is not there, or not kept any more. */
  readonly changesSincePrevious?: Maybe<ReadonlyArray<InventoryChange>>;
  /** When it was written down. */
  readonly collectedAt: Scalars['DateTime']['output'];
  /** Opaque, unique across all types. */
  readonly id: Scalars['ID']['output'];
  /** What is in the machine: cpu, memory, disks, interfaces, boot, system_vendor, bmc_address. */
  readonly inventory: Scalars['JSONObject']['output'];
  /** The job that inspected the machine; null when it is not kept any more. */
  readonly job?: Maybe<Job>;
  /** 1 for the node's first inventory, one more for each that follows. */
  readonly number: Scalars['Int']['output'];
  /** Whatever else was found: root_disk and the like. */
  readonly pluginData: Scalars['JSONObject']['output'];
};

/** A page of inventories. */
export type NodeInventoryConnection = {
  readonly __typename?: 'NodeInventoryConnection';
  /** Inventories with their cursors. */
  readonly edges: ReadonlyArray<NodeInventoryEdge>;
  /** The inventories alone. */
  readonly nodes: ReadonlyArray<NodeInventory>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many there are; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** An inventory in a list. */
export type NodeInventoryEdge = {
  readonly __typename?: 'NodeInventoryEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The inventory. */
  readonly node: NodeInventory;
};

/** An item of `nodesLive`. One shape for all kinds. */
export type NodeLiveEvent = {
  readonly __typename?: 'NodeLiveEvent';
  /** When it happened; for marks, when it was sent. */
  readonly at: Scalars['DateTime']['output'];
  /** Resume after it. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The event that did it; null unless kind is ENTER, UPDATE or LEAVE, and for a LEAVE of a node that you may not see any more. */
  readonly event?: Maybe<Event>;
  /** What is missing; only for GAP. All that you have is to be thrown away: a snapshot follows. */
  readonly gap?: Maybe<Gap>;
  /** What this item is. */
  readonly kind: StreamKind;
  /** The node as it is now; null for LEAVE and marks. */
  readonly node?: Maybe<Node>;
  /** The node's id; null for marks. */
  readonly nodeId?: Maybe<Scalars['ID']['output']>;
  /** How many events of this node are left out in favour of this one: with `conflateMs`, and while you catch up. */
  readonly skipped: Scalars['Int']['output'];
  /** What happened; null where `event` is. */
  readonly type?: Maybe<EventType>;
};

/** Who holds a node, why and since when. */
export type NodeLock = {
  readonly __typename?: 'NodeLock';
  /** The conductor that runs the job. */
  readonly conductor?: Maybe<Conductor>;
  /** Counts the grants of this node's lock; a holder with an older epoch can change nothing. */
  readonly epoch: Scalars['Int']['output'];
  /** The job that holds it. */
  readonly holderJob?: Maybe<Job>;
  /** What the job is doing, in a few words. */
  readonly purpose: Scalars['String']['output'];
  /** Since when. */
  readonly since: Scalars['DateTime']['output'];
};

/** The node is locked and `onLocked: FAIL` was asked for, or the change cannot wait. */
export type NodeLockedError = UserError & {
  readonly __typename?: 'NodeLockedError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** The job that holds the lock. */
  readonly holder?: Maybe<Job>;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What it is doing. */
  readonly purpose: Scalars['String']['output'];
  /** How many jobs wait for the node. */
  readonly queueLength: Scalars['Int']['output'];
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
  /** Since when it holds the lock. */
  readonly since?: Maybe<Scalars['DateTime']['output']>;
};

/** One sort key. */
export type NodeOrder = {
  /** Which way. */
  readonly direction: OrderDirection;
  /** What to sort by. */
  readonly field: NodeOrderField;
};

/** What nodes can be sorted by. */
export type NodeOrderField =
  /** By age. */
  | 'CREATED_AT'
  /** By hardware type. */
  | 'DRIVER'
  /** By name; nodes without one come first in ascending order. */
  | 'NAME'
  /** By provision state, alphabetically. */
  | 'PROVISION_STATE'
  /** By when the provision state changed. */
  | 'PROVISION_UPDATED_AT'
  /** By resource class. */
  | 'RESOURCE_CLASS'
  /** By last change. */
  | 'UPDATED_AT';

/** Verbs of the life cycle. More may be added. */
export type NodeVerb =
  /** Stop what is going on. */
  | 'ABORT'
  /** Take a machine that already runs a workload. */
  | 'ADOPT'
  /** Run chosen cleaning steps. */
  | 'CLEAN'
  /** Put an image on it and boot it. */
  | 'DEPLOY'
  /** Find out what the machine is made of. */
  | 'INSPECT'
  /** Prove that the BMC answers and take the node under management. */
  | 'MANAGE'
  /** Clean the machine and offer it. */
  | 'PROVIDE'
  /** Deploy again in place. */
  | 'REBUILD'
  /** Boot the rescue ramdisk. */
  | 'RESCUE'
  /** Run steps on a machine in use. */
  | 'SERVICE'
  /** End the deployment, clean the machine, offer it again. */
  | 'UNDEPLOY'
  /** Go on after a hold. */
  | 'UNHOLD'
  /** Go back from rescue. */
  | 'UNRESCUE';

/** Something else than the state forbids it: maintenance, protection, an instance, a port in use. */
export type NotAllowedError = UserError & {
  readonly __typename?: 'NotAllowedError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** Nothing you may see has this id. */
export type NotFoundError = UserError & {
  readonly __typename?: 'NotFoundError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
  /** What was looked for. */
  readonly type: Scalars['String']['output'];
};

/** One thing that was observed. */
export type ObservedAspect = {
  readonly __typename?: 'ObservedAspect';
  /** What. */
  readonly aspect: HardwareAspect;
  /** When. */
  readonly observedAt: Scalars['DateTime']['output'];
};

/** What to do when the node is locked. */
export type OnLocked =
  /** Refuse with NodeLockedError. */
  | 'FAIL'
  /** Wait in the node's queue. */
  | 'QUEUE';

/** Which way to sort. */
export type OrderDirection =
  /** Small to large, old to new. */
  | 'ASC'
  /** Large to small, new to old. */
  | 'DESC';

/** Where a page lies in its list. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Cursor of the last item; null on an empty page. */
  readonly endCursor?: Maybe<Scalars['Cursor']['output']>;
  /** Is there more after this page? */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Is there more before this page? */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item; null on an empty page. */
  readonly startCursor?: Maybe<Scalars['Cursor']['output']>;
};

/** Which webhook to try. */
export type PingWebhookInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The webhook. */
  readonly webhookId: Scalars['ID']['input'];
};

/** Answer of `pingWebhook`. */
export type PingWebhookPayload = {
  readonly __typename?: 'PingWebhookPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The webhook as it is now; null when there were errors. */
  readonly webhook?: Maybe<Webhook>;
};

/** A network interface of a machine. */
export type Port = {
  readonly __typename?: 'Port';
  /** Hardware address, unique over all ports. */
  readonly address: Scalars['MacAddress']['output'];
  /** When the port was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Free text for people. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Free for your own use. */
  readonly extra: Scalars['JSONObject']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** It is a smart NIC: it is plugged into its own host, which switches for it. */
  readonly isSmartNic: Scalars['Boolean']['output'];
  /** Where it is plugged in: nothing; switch_id, port_id and perhaps switch_info; for a smart NIC port_id and hostname; or network_type `unmanaged`. */
  readonly localLinkConnection: Scalars['JSONObject']['output'];
  /** Unique name, if it has one. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The node it belongs to. */
  readonly node: Node;
  /** The node's id, without reading the node. */
  readonly nodeId: Scalars['ID']['output'];
  /** The network it is plugged into; null: nobody has said. */
  readonly physicalNetwork?: Maybe<Scalars['String']['output']>;
  /** The port group that it is a member of. */
  readonly portGroup?: Maybe<PortGroup>;
  /** The port group's id, without reading the port group. */
  readonly portGroupId?: Maybe<Scalars['ID']['output']>;
  /** The machine boots over the network from this port. */
  readonly pxeEnabled: Scalars['Boolean']['output'];
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
  /** What is attached to it, one for each purpose. */
  readonly vifAttachments: ReadonlyArray<VifAttachment>;
};

/** A page of ports. */
export type PortConnection = {
  readonly __typename?: 'PortConnection';
  /** Ports with their cursors. */
  readonly edges: ReadonlyArray<PortEdge>;
  /** The ports alone. */
  readonly nodes: ReadonlyArray<Port>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many ports fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A port in a list. */
export type PortEdge = {
  readonly __typename?: 'PortEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The port. */
  readonly node: Port;
};

/** Which ports. All given conditions must hold. */
export type PortFilter = {
  /** By hardware address. */
  readonly address?: InputMaybe<MacAddressFilter>;
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By name. */
  readonly name?: InputMaybe<StringFilter>;
  /** By node. */
  readonly nodeId?: InputMaybe<IdFilter>;
  /** By physical network. */
  readonly physicalNetwork?: InputMaybe<StringFilter>;
  /** By port group; `isNull: true` for those that are in none. */
  readonly portGroupId?: InputMaybe<IdFilter>;
  /** Boots over the network, or not. */
  readonly pxeEnabled?: InputMaybe<BooleanFilter>;
};

/** Network interfaces of a machine that are bonded: a network sees one. */
export type PortGroup = {
  readonly __typename?: 'PortGroup';
  /** The bond's own hardware address, unique over all port groups; null: that of one of its ports. */
  readonly address?: Maybe<Scalars['MacAddress']['output']>;
  /** When the port group was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Free for your own use. */
  readonly extra: Scalars['JSONObject']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** How it is bonded, as the operating system calls it: `active-backup`, `802.3ad`. */
  readonly mode: Scalars['String']['output'];
  /** Unique name, if it has one. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The node it belongs to. */
  readonly node: Node;
  /** The node's id, without reading the node. */
  readonly nodeId: Scalars['ID']['output'];
  /** The network it is plugged into, and with it all its ports; null: nobody has said. */
  readonly physicalNetwork?: Maybe<Scalars['String']['output']>;
  /** Its ports, oldest first. */
  readonly ports: PortConnection;
  /** Settings of the bond, for the operating system. */
  readonly properties: Scalars['JSONObject']['output'];
  /** Its ports may be used alone, before the bond is made: to boot over the network, or for a VIF of their own. */
  readonly standalonePortsSupported: Scalars['Boolean']['output'];
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
  /** What is attached to it, one for each purpose. */
  readonly vifAttachments: ReadonlyArray<VifAttachment>;
};


/** Network interfaces of a machine that are bonded: a network sees one. */
export type PortGroupPortsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of port groups. */
export type PortGroupConnection = {
  readonly __typename?: 'PortGroupConnection';
  /** Port groups with their cursors. */
  readonly edges: ReadonlyArray<PortGroupEdge>;
  /** The port groups alone. */
  readonly nodes: ReadonlyArray<PortGroup>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many port groups fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A port group in a list. */
export type PortGroupEdge = {
  readonly __typename?: 'PortGroupEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The port group. */
  readonly node: PortGroup;
};

/** Which port groups. All given conditions must hold. */
export type PortGroupFilter = {
  /** By hardware address. */
  readonly address?: InputMaybe<MacAddressFilter>;
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By bonding mode. */
  readonly mode?: InputMaybe<StringFilter>;
  /** By name. */
  readonly name?: InputMaybe<StringFilter>;
  /** By node. */
  readonly nodeId?: InputMaybe<IdFilter>;
  /** By physical network. */
  readonly physicalNetwork?: InputMaybe<StringFilter>;
  /** Its ports may be used alone, or not. */
  readonly standalonePortsSupported?: InputMaybe<BooleanFilter>;
};

/** What is done about a machine whose power is not as it was last asked for. */
export type PowerDriftPolicy =
  /** What it is becomes what is wanted. */
  | 'ADOPT'
  /** It is brought back by a job that takes no user's turn. */
  | 'ENFORCE'
  /** It is told of, once, and left as it is. */
  | 'REPORT';

/** Power as a BMC reports it. */
export type PowerState =
  /** Not running. */
  | 'OFF'
  /** Running. */
  | 'ON';

/** Conditions on observed power. */
export type PowerStateFilter = {
  /** Equal. */
  readonly eq?: InputMaybe<PowerState>;
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<PowerState>>;
  /** Unknown (true) or known (false). */
  readonly isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What may be asked of the power interface; each names a wanted end, never a toggle. */
export type PowerTarget =
  /** Off at once, whatever the operating system thinks. */
  | 'OFF'
  /** On. */
  | 'ON'
  /** Off and on again; a machine that is off is turned on. */
  | 'REBOOT'
  /** Ask the operating system to shut down. */
  | 'SOFT_OFF'
  /** Ask the operating system to shut down, then turn on. */
  | 'SOFT_REBOOT';

/** Which node to provide. */
export type ProvideNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `provideNode`. */
export type ProvideNodePayload = {
  readonly __typename?: 'ProvideNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which nodes to provide. */
export type ProvideNodesInput = {
  /** How many nodes `filter` must match: a seat belt. When it matches another number, nothing is changed and the error tells it. */
  readonly expectedCount?: InputMaybe<Scalars['Int']['input']>;
  /** The nodes that fit, 1,000 at most; needs `expectedCount`. Or give `nodeIds`. */
  readonly filter?: InputMaybe<NodeFilter>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The nodes: 1 to 1,000, each once. Or give `filter`. */
  readonly nodeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** What to do when a node refuses. */
  readonly onError: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `provideNodes`. */
export type ProvideNodesPayload = {
  readonly __typename?: 'ProvideNodesPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong with the call; empty when it was accepted. Why single nodes were refused stands in the group's items. */
  readonly errors: ReadonlyArray<UserError>;
  /** The group, with an item for each node; null when there were errors. */
  readonly jobGroup?: Maybe<JobGroup>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Where a node stands in its life cycle. The table of what leads where is in docs/states.md. */
export type ProvisionState =
  /** In use. */
  | 'ACTIVE'
  /** A running machine is being taken under management. */
  | 'ADOPTING'
  /** Adoption failed. */
  | 'ADOPT_FAILED'
  /** Clean and ready to be deployed. */
  | 'AVAILABLE'
  /** The machine is being cleaned. */
  | 'CLEANING'
  /** Cleaning failed or was aborted. */
  | 'CLEAN_FAILED'
  /** A clean step asked to pause. */
  | 'CLEAN_HOLD'
  /** Waiting for the ramdisk or another signal while cleaning. */
  | 'CLEAN_WAIT'
  /** The deployment is being torn down. */
  | 'DELETING'
  /** An image is being put on. */
  | 'DEPLOYING'
  /** The deployment stopped on an error. */
  | 'DEPLOY_FAILED'
  /** A deploy step asked to pause. */
  | 'DEPLOY_HOLD'
  /** Waiting for the ramdisk or another signal while deploying. */
  | 'DEPLOY_WAIT'
  /** Known, not yet proved reachable. */
  | 'ENROLL'
  /** The tear-down failed. */
  | 'ERROR'
  /** The machine is being inspected. */
  | 'INSPECTING'
  /** Inspection failed or was aborted. */
  | 'INSPECT_FAILED'
  /** Waiting for inspection data. */
  | 'INSPECT_WAIT'
  /** Reachable; the base for inspect, clean, adopt and provide. */
  | 'MANAGEABLE'
  /** The rescue ramdisk runs. */
  | 'RESCUE'
  /** Rescue failed. */
  | 'RESCUE_FAILED'
  /** Waiting for the rescue ramdisk. */
  | 'RESCUE_WAIT'
  /** Going to the rescue ramdisk. */
  | 'RESCUING'
  /** A service step failed. */
  | 'SERVICE_FAILED'
  /** A service step asked to pause. */
  | 'SERVICE_HOLD'
  /** Waiting for a signal while servicing. */
  | 'SERVICE_WAIT'
  /** Service steps are running on a machine in use. */
  | 'SERVICING'
  /** Going back failed. */
  | 'UNRESCUE_FAILED'
  /** Going back to the instance. */
  | 'UNRESCUING'
  /** The BMC is being checked. */
  | 'VERIFYING';

/** Conditions on a provision state. */
export type ProvisionStateFilter = {
  /** Equal. */
  readonly eq?: InputMaybe<ProvisionState>;
  /** One of these. */
  readonly in?: InputMaybe<ReadonlyArray<ProvisionState>>;
  /** None of these. */
  readonly notIn?: InputMaybe<ReadonlyArray<ProvisionState>>;
};

/** Everything that can be read. */
export type Query = {
  readonly __typename?: 'Query';
  /** One allocation by its id; null when there is none that you may see. */
  readonly allocation?: Maybe<Allocation>;
  /** One allocation by its name; null when there is none that you may see. */
  readonly allocationByName?: Maybe<Allocation>;
  /** Allocations of your project, oldest first; administrators see all. */
  readonly allocations: AllocationConnection;
  /** One chassis by its id; null when there is none that you may see. */
  readonly chassis?: Maybe<Chassis>;
  /** Chassis of the installation, oldest first; administrators see them. */
  readonly chassisList: ChassisConnection;
  /** Conductor groups that have nodes which you may see, or conductors that live, by name. */
  readonly conductorGroups: ReadonlyArray<ConductorGroup>;
  /** Conductor processes, newest first; those that ended stay listed for a while. */
  readonly conductors: ConductorConnection;
  /** One deploy template by its id; null when there is none that you may see. */
  readonly deployTemplate?: Maybe<DeployTemplate>;
  /** Deploy templates of the installation, oldest first; administrators see them. */
  readonly deployTemplates: DeployTemplateConnection;
  /** One hardware type by its name; null when this service has none of that name. */
  readonly driver?: Maybe<Driver>;
  /** Hardware types that this service can drive. */
  readonly drivers: ReadonlyArray<Driver>;
  /** The event log, oldest first: what `nodeEvents` streams, as pages. */
  readonly events: EventConnection;
  /** Which nodes an allocation would find now, and where the others drop out. Nothing is allocated. */
  readonly explainAllocation: AllocationExplanation;
  /** For Relay's refetch and pagination containers; the same as `allocation`. */
  readonly fetch__Allocation?: Maybe<Allocation>;
  /** For Relay's refetch and pagination containers; the same as `chassis`. */
  readonly fetch__Chassis?: Maybe<Chassis>;
  /** For Relay's refetch and pagination containers; the same as `deployTemplate`. */
  readonly fetch__DeployTemplate?: Maybe<DeployTemplate>;
  /** For Relay's refetch and pagination containers; the same as `inspectionRule`. */
  readonly fetch__InspectionRule?: Maybe<InspectionRule>;
  /** For Relay's refetch and pagination containers; the same as `job`. */
  readonly fetch__Job?: Maybe<Job>;
  /** For Relay's refetch and pagination containers; the same as `jobGroup`. */
  readonly fetch__JobGroup?: Maybe<JobGroup>;
  /** For Relay's refetch and pagination containers; the same as `node`. */
  readonly fetch__Node?: Maybe<Node>;
  /** For Relay's refetch and pagination containers; the same as `port`. */
  readonly fetch__Port?: Maybe<Port>;
  /** For Relay's refetch and pagination containers; the same as `portGroup`. */
  readonly fetch__PortGroup?: Maybe<PortGroup>;
  /** For Relay's refetch and pagination containers; the same as `runbook`. */
  readonly fetch__Runbook?: Maybe<Runbook>;
  /** For Relay's refetch and pagination containers; the same as `volumeConnector`. */
  readonly fetch__VolumeConnector?: Maybe<VolumeConnector>;
  /** For Relay's refetch and pagination containers; the same as `volumeTarget`. */
  readonly fetch__VolumeTarget?: Maybe<VolumeTarget>;
  /** For Relay's refetch and pagination containers; the same as `webhook`. */
  readonly fetch__Webhook?: Maybe<Webhook>;
  /** How many of the nodes you may see there are of each kind. The subscription of the same name keeps it up to date. */
  readonly fleetSummary: FleetSummary;
  /** One inspection rule by its id; null when there is none that you may see. */
  readonly inspectionRule?: Maybe<InspectionRule>;
  /** Inspection rules, in the order in which they run. */
  readonly inspectionRules: InspectionRuleConnection;
  /** One job by its id; null when there is none that you may see. */
  readonly job?: Maybe<Job>;
  /** One job group by its id; null when there is none that you may see. */
  readonly jobGroup?: Maybe<JobGroup>;
  /** Job groups that you asked for, newest first; administrators see everybody's. */
  readonly jobGroups: JobGroupConnection;
  /** Jobs of the nodes you may see, newest first. */
  readonly jobs: JobConnection;
  /** One node by its id; null when there is none that you may see. */
  readonly node?: Maybe<Node>;
  /** One node by its name; null when there is none that you may see. */
  readonly nodeByName?: Maybe<Node>;
  /** Nodes you may see, a page at a time. */
  readonly nodes: NodeConnection;
  /** One port by its id; null when there is none that you may see. */
  readonly port?: Maybe<Port>;
  /** One port group by its id; null when there is none that you may see. */
  readonly portGroup?: Maybe<PortGroup>;
  /** Port groups of the nodes you may see, oldest first. */
  readonly portGroups: PortGroupConnection;
  /** Ports of the nodes you may see, oldest first. */
  readonly ports: PortConnection;
  /** One runbook by its id; null when there is none that you may see. */
  readonly runbook?: Maybe<Runbook>;
  /** Runbooks that are public or your own, oldest first; administrators see all. */
  readonly runbooks: RunbookConnection;
  /** Into which shards the nodes that you may see are divided, by name; those that are in none come first. */
  readonly shards: ReadonlyArray<Shard>;
  /** Who is asking, as the service sees it. */
  readonly viewer: Viewer;
  /** VIF attachments of the nodes you may see, oldest first. */
  readonly vifAttachments: VifAttachmentConnection;
  /** One volume connector by its id; null when there is none that you may see. */
  readonly volumeConnector?: Maybe<VolumeConnector>;
  /** Volume connectors of the nodes you may see, oldest first. */
  readonly volumeConnectors: VolumeConnectorConnection;
  /** One volume target by its id; null when there is none that you may see. */
  readonly volumeTarget?: Maybe<VolumeTarget>;
  /** Volume targets of the nodes you may see, oldest first. */
  readonly volumeTargets: VolumeTargetConnection;
  /** One webhook by its id; null when there is none that you may see. */
  readonly webhook?: Maybe<Webhook>;
  /** Webhooks of your projects, oldest first; administrators see all. */
  readonly webhooks: WebhookConnection;
};


/** Everything that can be read. */
export type QueryAllocationArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryAllocationByNameArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  name: Scalars['String']['input'];
};


/** Everything that can be read. */
export type QueryAllocationsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<AllocationFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryChassisArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryChassisListArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<ChassisFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryConductorGroupsArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
};


/** Everything that can be read. */
export type QueryConductorsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryDeployTemplateArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryDeployTemplatesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<DeployTemplateFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryDriverArgs = {
  name: Scalars['String']['input'];
};


/** Everything that can be read. */
export type QueryEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<EventFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryExplainAllocationArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  input: ExplainAllocationInput;
};


/** Everything that can be read. */
export type QueryFetch__AllocationArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__ChassisArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__DeployTemplateArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__InspectionRuleArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__JobArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__JobGroupArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__NodeArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__PortArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__PortGroupArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__RunbookArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__VolumeConnectorArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__VolumeTargetArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFetch__WebhookArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryFleetSummaryArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<NodeFilter>;
  groupBy: ReadonlyArray<FleetDimension>;
};


/** Everything that can be read. */
export type QueryInspectionRuleArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryInspectionRulesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<InspectionRuleFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryJobArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryJobGroupArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryJobGroupsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<JobGroupFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryJobsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<JobFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryNodeArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryNodeByNameArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  name: Scalars['String']['input'];
};


/** Everything that can be read. */
export type QueryNodesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<NodeFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ReadonlyArray<NodeOrder>>;
};


/** Everything that can be read. */
export type QueryPortArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryPortGroupArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryPortGroupsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<PortGroupFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryPortsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<PortFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryRunbookArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryRunbooksArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<RunbookFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryShardsArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
};


/** Everything that can be read. */
export type QueryVifAttachmentsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<VifAttachmentFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryVolumeConnectorArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryVolumeConnectorsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<VolumeConnectorFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryVolumeTargetArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryVolumeTargetsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<VolumeTargetFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be read. */
export type QueryWebhookArgs = {
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  id: Scalars['ID']['input'];
};


/** Everything that can be read. */
export type QueryWebhooksArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  atLeast?: InputMaybe<Scalars['Cursor']['input']>;
  before?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<WebhookFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** Which node to deploy again, and with what. */
export type RebuildNodeInput = {
  /** What the instance finds out about itself when it boots first. Forgotten when the deployment has ended. */
  readonly configDrive?: InputMaybe<ConfigDriveInput>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Your identifier for the instance; made up when absent. */
  readonly instanceId?: InputMaybe<Scalars['ID']['input']>;
  /** What to put on the machine: image_source, image_checksum, capabilities, traits. Replaces the node's instanceInfo when given. */
  readonly instanceInfo?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** Steps besides the driver's, or in the place of them; up to 100, each once. */
  readonly steps?: InputMaybe<ReadonlyArray<DeployStepInput>>;
};

/** Answer of `rebuildNode`. */
export type RebuildNodePayload = {
  readonly __typename?: 'RebuildNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Whose VIFs to compare. */
export type ReconcileVifsInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `reconcileVifs`. */
export type ReconcileVifsPayload = {
  readonly __typename?: 'ReconcileVifsPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which dead letters to try once more. */
export type RedeliverDeadLettersInput = {
  /** Which, 1 to 500; absent: all. */
  readonly deadLetterIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The webhook whose they are. */
  readonly webhookId: Scalars['ID']['input'];
};

/** Answer of `redeliverDeadLetters`. */
export type RedeliverDeadLettersPayload = {
  readonly __typename?: 'RedeliverDeadLettersPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The webhook as it is now; null when there were errors. */
  readonly webhook?: Maybe<Webhook>;
};

/** Which machine to look at. */
export type RefreshNodeHardwareInput = {
  /** What to look at; absent or null: everything. */
  readonly aspects?: InputMaybe<ReadonlyArray<HardwareAspect>>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
};

/** Answer of `refreshNodeHardware`. */
export type RefreshNodeHardwarePayload = {
  readonly __typename?: 'RefreshNodeHardwarePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Traits for `removeNodeTraits`. */
export type RemoveNodeTraitsInput = {
  /** The `version` you read; absent or null to change whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What it has no more, at most 50: `CUSTOM_…` or standard ones, as `HW_CPU_X86_VMX`. */
  readonly traits: ReadonlyArray<Scalars['String']['input']>;
};

/** Answer of `removeNodeTraits`. */
export type RemoveNodeTraitsPayload = {
  readonly __typename?: 'RemoveNodeTraitsPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** How a step is repeated after an interruption. */
export type RepeatMode =
  /** It is run again; the end is the same. */
  | 'IDEMPOTENT'
  /** Nobody can know: the job stops and says so. */
  | 'MANUAL'
  /** The machine is asked first whether the effect is already there. */
  | 'PROBE';

/** Which node to rescue, and with which password. */
export type RescueNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /**
   * With which the user `rescue` may log in; 1 to 255 characters, not blank. It is not kept: the machine gets its SHA-256 crypt
   * hash, and that is forgotten when the job settles.
   */
  readonly rescuePassword: Scalars['Secret']['input'];
};

/** Answer of `rescueNode`. */
export type RescueNodePayload = {
  readonly __typename?: 'RescueNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Of which group to ask again for what did not go well. */
export type RetryFailedInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The group. */
  readonly jobGroupId: Scalars['ID']['input'];
};

/** Answer of `retryFailed`. */
export type RetryFailedPayload = {
  readonly __typename?: 'RetryFailedPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong with the call; empty when it was accepted. Why single nodes were refused stands in the group's items. */
  readonly errors: ReadonlyArray<UserError>;
  /** The new group; null when there were errors. */
  readonly jobGroup?: Maybe<JobGroup>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which webhook gets another secret. */
export type RotateWebhookSecretInput = {
  /** The `version` you read; absent or null: whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again, but for the secret. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Messages are signed with the former secret as well for so long, in seconds: 0 to 604,800 (a week). */
  readonly overlapSeconds: Scalars['Int']['input'];
  /** `whsec_` and 24 to 64 bytes in base64; absent: one is made, and told in this answer. */
  readonly secret?: InputMaybe<Scalars['Secret']['input']>;
  /** The webhook. */
  readonly webhookId: Scalars['ID']['input'];
};

/** Answer of `rotateWebhookSecret`. */
export type RotateWebhookSecretPayload = {
  readonly __typename?: 'RotateWebhookSecretPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What messages are signed with, told this once; null when there were errors, and when the answer is replayed. */
  readonly secret?: Maybe<Scalars['String']['output']>;
  /** The webhook as it is now; null when there were errors. */
  readonly webhook?: Maybe<Webhook>;
};

/** Steps for cleaning or service, written down once. A node that has one of its traits may use it. */
export type Runbook = {
  readonly __typename?: 'Runbook';
  /** When the runbook was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Free text for people. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Refuse steps that need the ramdisk, instead of starting it for them. */
  readonly disableRamdisk: Scalars['Boolean']['output'];
  /** Free for your own use. */
  readonly extra: Scalars['JSONObject']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** Everybody may see and use it; then it has no owner. */
  readonly isPublic: Scalars['Boolean']['output'];
  /** Unique name. */
  readonly name: Scalars['String']['output'];
  /** The project whose it is; null: the installation's. */
  readonly owner?: Maybe<Scalars['String']['output']>;
  /** What it does, in the order in which it is done. */
  readonly steps: ReadonlyArray<RunbookStep>;
  /** Nodes that have one of these may use it; without any, none may. */
  readonly traits: ReadonlyArray<Scalars['String']['output']>;
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** A page of runbooks. */
export type RunbookConnection = {
  readonly __typename?: 'RunbookConnection';
  /** Runbooks with their cursors. */
  readonly edges: ReadonlyArray<RunbookEdge>;
  /** The runbooks alone. */
  readonly nodes: ReadonlyArray<Runbook>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many runbooks fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A runbook in a list. */
export type RunbookEdge = {
  readonly __typename?: 'RunbookEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The runbook. */
  readonly node: Runbook;
};

/** Which runbooks. All given conditions must hold. */
export type RunbookFilter = {
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** Public, or not. */
  readonly isPublic?: InputMaybe<BooleanFilter>;
  /** By name. */
  readonly name?: InputMaybe<StringFilter>;
  /** By owner. */
  readonly owner?: InputMaybe<StringFilter>;
};

/** One step of a runbook. */
export type RunbookStep = {
  readonly __typename?: 'RunbookStep';
  /** Its arguments. */
  readonly args: Scalars['JSONObject']['output'];
  /** The driver's slot that offers it; null for the service's own steps. */
  readonly interface?: Maybe<StepInterface>;
  /** Steps run from low to high, those of the same order as they were given. */
  readonly order: Scalars['Int']['output'];
  /** Its name, for example `erase_devices`. */
  readonly step: Scalars['String']['output'];
};

/** One step of a runbook. */
export type RunbookStepInput = {
  /** Its arguments, by name; absent: none. */
  readonly args?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The driver's slot that offers the step; left out for the service's own, as in `StepInput`. */
  readonly interface?: InputMaybe<StepInterface>;
  /** Steps run from low to high, those of the same order as they are given. */
  readonly order: Scalars['Int']['input'];
  /** Its name, for example `erase_devices`. */
  readonly step: Scalars['String']['input'];
};

/** One reading of one sensor. */
export type SensorReading = {
  readonly __typename?: 'SensorReading';
  /** Its kind, in the BMC's words: `Temperature`, `Fan`. */
  readonly category: Scalars['String']['output'];
  /** The sensor, in the BMC's words. */
  readonly id: Scalars['String']['output'];
  /** The BMC's own verdict. */
  readonly status?: Maybe<Scalars['String']['output']>;
  /** `degrees C`, `RPM`, `Volts`. */
  readonly unit?: Maybe<Scalars['String']['output']>;
  /** Null when the BMC gives no number. */
  readonly value?: Maybe<Scalars['Float']['output']>;
};

/** Which machine in use to run steps on, and which. */
export type ServiceNodeInput = {
  /** Refuse steps that need the ramdisk, instead of taking the machine from its tenant for them. */
  readonly disableRamdisk: Scalars['Boolean']['input'];
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** Or the runbook whose steps run; the node must have one of its traits. */
  readonly runbookId?: InputMaybe<Scalars['ID']['input']>;
  /** Service steps, in the order in which they run; 1 to 100. The same step may come twice. */
  readonly steps?: InputMaybe<ReadonlyArray<StepInput>>;
};

/** Answer of `serviceNode`. */
export type ServiceNodePayload = {
  readonly __typename?: 'ServiceNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which machine boots from what. */
export type SetNodeBootDeviceInput = {
  /** From what. */
  readonly device: BootDevice;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** For every boot from now on; otherwise for the next one only. */
  readonly persistent: Scalars['Boolean']['input'];
};

/** Answer of `setNodeBootDevice`. */
export type SetNodeBootDevicePayload = {
  readonly __typename?: 'SetNodeBootDevicePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which machine boots how. */
export type SetNodeBootModeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** In which mode. */
  readonly mode: BootMode;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `setNodeBootMode`. */
export type SetNodeBootModePayload = {
  readonly __typename?: 'SetNodeBootModePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which console to start or stop. */
export type SetNodeConsoleInput = {
  /** Is it to run? */
  readonly enabled: Scalars['Boolean']['input'];
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `setNodeConsole`. */
export type SetNodeConsolePayload = {
  readonly __typename?: 'SetNodeConsolePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which light to switch. */
export type SetNodeIndicatorInput = {
  /** Where it is. */
  readonly component: IndicatorComponent;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Which one: `Indicator.id`. */
  readonly indicatorId: Scalars['String']['input'];
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** What it is to do; not UNKNOWN. */
  readonly state: IndicatorState;
};

/** Answer of `setNodeIndicator`. */
export type SetNodeIndicatorPayload = {
  readonly __typename?: 'SetNodeIndicatorPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which node, and whether it is in maintenance. */
export type SetNodeMaintenanceInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** In maintenance? */
  readonly maintenance: Scalars['Boolean']['input'];
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** Why; only when setting it. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `setNodeMaintenance`. */
export type SetNodeMaintenancePayload = {
  readonly __typename?: 'SetNodeMaintenancePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which node's power to change. */
export type SetNodePowerInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
  /** What is wanted. */
  readonly target: PowerTarget;
  /** How long to wait for the machine to get there, 1 to 3600 s. Default: 60 for hard targets, 600 for soft ones. */
  readonly timeoutSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** Answer of `setNodePower`. */
export type SetNodePowerPayload = {
  readonly __typename?: 'SetNodePowerPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which machine starts only what is signed. */
export type SetNodeSecureBootInput = {
  /** On? */
  readonly enabled: Scalars['Boolean']['input'];
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `setNodeSecureBoot`. */
export type SetNodeSecureBootPayload = {
  readonly __typename?: 'SetNodeSecureBootPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which disk arrays are wanted on which machine. */
export type SetNodeTargetRaidConfigInput = {
  /** The `version` you read; absent or null to overwrite whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Which disk arrays, at most 64; null: none are wanted. */
  readonly logicalDisks?: InputMaybe<ReadonlyArray<LogicalDiskInput>>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
};

/** Answer of `setNodeTargetRaidConfig`. */
export type SetNodeTargetRaidConfigPayload = {
  readonly __typename?: 'SetNodeTargetRaidConfigPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Null: it takes effect at once. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Traits for `setNodeTraits`. */
export type SetNodeTraitsInput = {
  /** The `version` you read; absent or null to change whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** All that it has from now on, at most 50: `CUSTOM_…` or standard ones, as `HW_CPU_X86_VMX`. */
  readonly traits: ReadonlyArray<Scalars['String']['input']>;
};

/** Answer of `setNodeTraits`. */
export type SetNodeTraitsPayload = {
  readonly __typename?: 'SetNodeTraitsPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which nodes' power to change. */
export type SetNodesPowerInput = {
  /** How many nodes `filter` must match: a seat belt. When it matches another number, nothing is changed and the error tells it. */
  readonly expectedCount?: InputMaybe<Scalars['Int']['input']>;
  /** The nodes that fit, 1,000 at most; needs `expectedCount`. Or give `nodeIds`. */
  readonly filter?: InputMaybe<NodeFilter>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The nodes: 1 to 1,000, each once. Or give `filter`. */
  readonly nodeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** What to do when a node refuses. */
  readonly onError: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked: OnLocked;
  /** What is wanted. */
  readonly target: PowerTarget;
  /** How long to wait for each machine to get there, 1 to 3600 s. Default: 60 for hard targets, 600 for soft ones. */
  readonly timeoutSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** Answer of `setNodesPower`. */
export type SetNodesPowerPayload = {
  readonly __typename?: 'SetNodesPowerPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong with the call; empty when it was accepted. Why single nodes were refused stands in the group's items. */
  readonly errors: ReadonlyArray<UserError>;
  /** The group, with an item for each node; null when there were errors. */
  readonly jobGroup?: Maybe<JobGroup>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** A part of the fleet that somebody looks after. */
export type Shard = {
  readonly __typename?: 'Shard';
  /** Its name; null: the nodes that are in none. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** How many nodes are in it that you may see. */
  readonly nodeCount: Scalars['Int']['output'];
};

/** Somebody changed the object meanwhile. */
export type StaleVersionError = UserError & {
  readonly __typename?: 'StaleVersionError';
  /** The version it has. */
  readonly actual: Scalars['Int']['output'];
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** The version you named. */
  readonly expected: Scalars['Int']['output'];
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** A step of a job failed, ran out of time or was interrupted. */
export type StepError = UserError & {
  readonly __typename?: 'StepError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
  /** The step. */
  readonly step: Scalars['String']['output'];
};

/** Flows that are made of steps. */
export type StepFlow =
  /** Cleaning. */
  | 'CLEAN'
  /** Deployment. */
  | 'DEPLOY'
  /** Servicing a machine in use. */
  | 'SERVICE'
  /** Proving that the BMC answers. */
  | 'VERIFY';

/** A step to run, as the driver offers it, or one of the service's own. */
export type StepInput = {
  /** Its arguments, by name; `Node.availableSteps` tells which it takes. */
  readonly args?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The driver's slot that offers the step; left out for the service's own: `power_on`, `power_off`, `reboot`, `wait` (with `seconds`, or until the ramdisk calls) and `hold`. */
  readonly interface?: InputMaybe<StepInterface>;
  /** Its name, for example `erase_devices`. */
  readonly step: Scalars['String']['input'];
};

/** Slots of a driver whose steps can be asked for. */
export type StepInterface =
  /** BIOS settings. */
  | 'BIOS'
  /** Disks and images. */
  | 'DEPLOY'
  /** Firmware updates. */
  | 'FIRMWARE'
  /** Boot settings, BMC and the like. */
  | 'MANAGEMENT'
  /** Power. */
  | 'POWER'
  /** Disk arrays. */
  | 'RAID'
  /** What only this vendor has. */
  | 'VENDOR';

/** A line that a step said. */
export type StepLine = {
  readonly __typename?: 'StepLine';
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** Counts the lines of the step from 1; gone ones are counted as well. */
  readonly number: Scalars['Int']['output'];
  /** What, at most 1,024 characters. Secrets of the node's driverInfo are masked. */
  readonly text: Scalars['String']['output'];
};

/** How far a step is. */
export type StepState =
  /** Done. */
  | 'DONE'
  /** Ended by an error. */
  | 'FAILED'
  /** Not started. */
  | 'PLANNED'
  /** At work. */
  | 'RUNNING'
  /** Left out. */
  | 'SKIPPED'
  /** Waiting for a signal. */
  | 'WAITING';

/** What stopping a job does to it. */
export type StopEffect =
  /** It is over. */
  | 'ENDED'
  /** It goes to the head of its node's queue, gives back what it took, and ends. */
  | 'GIVES_BACK_FIRST'
  /** Its step cannot be interrupted and ends first; then it gives back what it took, and ends. */
  | 'STOPS_AFTER_STEP'
  /** Its step was told to stop; then it gives back what it took, and ends. */
  | 'STOPS_NOW';

/** What stopping a job did. */
export type StopReport = {
  readonly __typename?: 'StopReport';
  /** What happens to it now. */
  readonly effect: StopEffect;
  /** The step that was told to stop, or that ends first; null when none is at work. */
  readonly step?: Maybe<JobStep>;
  /** When that is over at the latest: the step's own deadline, or the moment from which another job may get the node. Null when it is over, or nobody can say. */
  readonly until?: Maybe<Scalars['DateTime']['output']>;
};

/** What an item of a stream is. */
export type StreamKind =
  /** All that had happened when you subscribed has been sent; live from here. */
  | 'CAUGHT_UP'
  /** It came into what you asked for: a node that fits the filter now, or that you may see now. */
  | 'ENTER'
  /** Your cursor is older than what the log keeps: changes between are lost, the present state follows if a snapshot was asked for. */
  | 'GAP'
  /** Nothing happened for a while; the stream is alive and this is its newest position. */
  | 'HEARTBEAT'
  /** It is no longer in what you asked for: it fits no more, is gone, or is not yours to see any more. */
  | 'LEAVE'
  /** Present state, sent before the changes. */
  | 'SNAPSHOT'
  /** A change. */
  | 'UPDATE';

/** Conditions on a text. */
export type StringFilter = {
  /** Holds this text. */
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  /** Equal. */
  readonly eq?: InputMaybe<Scalars['String']['input']>;
  /** One of these, at most 500. */
  readonly in?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Absent (true) or present (false). */
  readonly isNull?: InputMaybe<Scalars['Boolean']['input']>;
  /** None of these, at most 500. */
  readonly notIn?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Begins with this text. */
  readonly startsWith?: InputMaybe<Scalars['String']['input']>;
};

/** Streams over WebSocket (`graphql-transport-ws`) on the same path as queries. */
export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Every event of the log that you may see, those of no node included, from a position on. It has no snapshot. */
  readonly events: LogEvent;
  /** Counts of the nodes you may see: all of them, then what changes. Where you come back, all of them again. */
  readonly fleetSummary: FleetSummaryEvent;
  /** Everything about one job. Ends by itself when the job is settled. */
  readonly jobEvents: JobEvent;
  /** Everything about the jobs of one group. Ends by itself when all of them are settled. */
  readonly jobGroupEvents: JobGroupEvent;
  /** Changes of the nodes you may see. Snapshot first if asked for, then every event after `after`, then CAUGHT_UP, then live. */
  readonly nodeEvents: NodeEvent;
  /**
   * The nodes that fit, kept up to date: SNAPSHOT for each that fits now, CAUGHT_UP, then ENTER, UPDATE and LEAVE. Put in what
   * the first three name and take out what LEAVE names, and you have what `nodes` answers. Either may name a node that you
   * have already, or have not.
   */
  readonly nodesLive: NodeLiveEvent;
};


/** Streams over WebSocket (`graphql-transport-ws`) on the same path as queries. */
export type SubscriptionEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<NodeFilter>;
  types?: InputMaybe<ReadonlyArray<EventType>>;
};


/** Streams over WebSocket (`graphql-transport-ws`) on the same path as queries. */
export type SubscriptionFleetSummaryArgs = {
  filter?: InputMaybe<NodeFilter>;
  groupBy: ReadonlyArray<FleetDimension>;
};


/** Streams over WebSocket (`graphql-transport-ws`) on the same path as queries. */
export type SubscriptionJobEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  jobId: Scalars['ID']['input'];
};


/** Streams over WebSocket (`graphql-transport-ws`) on the same path as queries. */
export type SubscriptionJobGroupEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  jobGroupId: Scalars['ID']['input'];
};


/** Streams over WebSocket (`graphql-transport-ws`) on the same path as queries. */
export type SubscriptionNodeEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  conflateMs?: InputMaybe<Scalars['Int']['input']>;
  filter?: InputMaybe<NodeFilter>;
  snapshot: Scalars['Boolean']['input'];
  types?: InputMaybe<ReadonlyArray<EventType>>;
};


/** Streams over WebSocket (`graphql-transport-ws`) on the same path as queries. */
export type SubscriptionNodesLiveArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  conflateMs?: InputMaybe<Scalars['Int']['input']>;
  filter?: InputMaybe<NodeFilter>;
  orderBy?: InputMaybe<ReadonlyArray<NodeOrder>>;
};

/** Conditions on the traits of a node. All given conditions must hold; at most 50 traits in each. */
export type TraitsFilter = {
  /** Has all of these. */
  readonly all?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Has at least one of these. */
  readonly any?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Has none of these. */
  readonly none?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** Which node to undeploy. */
export type UndeployNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `undeployNode`. */
export type UndeployNodePayload = {
  readonly __typename?: 'UndeployNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** Which nodes to undeploy. */
export type UndeployNodesInput = {
  /** How many nodes `filter` must match: a seat belt. When it matches another number, nothing is changed and the error tells it. */
  readonly expectedCount?: InputMaybe<Scalars['Int']['input']>;
  /** The nodes that fit, 1,000 at most; needs `expectedCount`. Or give `nodeIds`. */
  readonly filter?: InputMaybe<NodeFilter>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The nodes: 1 to 1,000, each once. Or give `filter`. */
  readonly nodeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** What to do when a node refuses. */
  readonly onError: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `undeployNodes`. */
export type UndeployNodesPayload = {
  readonly __typename?: 'UndeployNodesPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong with the call; empty when it was accepted. Why single nodes were refused stands in the group's items. */
  readonly errors: ReadonlyArray<UserError>;
  /** The group, with an item for each node; null when there were errors. */
  readonly jobGroup?: Maybe<JobGroup>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** The filter of a bulk mutation matches another number of nodes than was expected, or too many. */
export type UnexpectedCountError = UserError & {
  readonly __typename?: 'UnexpectedCountError';
  /** How many it matches. */
  readonly actual: Scalars['Int']['output'];
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** How many you expected. */
  readonly expected: Scalars['Int']['output'];
  /** How many one call takes at most. */
  readonly limit: Scalars['Int']['output'];
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** Which node to let go on. */
export type UnholdNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
};

/** Answer of `unholdNode`. */
export type UnholdNodePayload = {
  readonly __typename?: 'UnholdNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** No hardware type has this name. */
export type UnknownDriverError = UserError & {
  readonly __typename?: 'UnknownDriverError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** Names of those there are. */
  readonly known: ReadonlyArray<Scalars['String']['output']>;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** Which node to bring back from rescue. */
export type UnrescueNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked: OnLocked;
};

/** Answer of `unrescueNode`. */
export type UnrescueNodePayload = {
  readonly __typename?: 'UnrescueNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The job that does it, with its place in the queue; null when there were errors or nothing needs doing. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** The node's driver cannot do this. */
export type UnsupportedError = UserError & {
  readonly __typename?: 'UnsupportedError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
  /** What it can do instead. */
  readonly supported: ReadonlyArray<Scalars['String']['output']>;
};

/** What to change on an allocation. Absent: stays. Null: cleared. */
export type UpdateAllocationInput = {
  /** The allocation. */
  readonly allocationId: Scalars['ID']['input'];
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when `extra` is replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole value. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `updateAllocation`. */
export type UpdateAllocationPayload = {
  readonly __typename?: 'UpdateAllocationPayload';
  /** The allocation as it is now; null when there were errors. */
  readonly allocation?: Maybe<Allocation>;
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to change on a chassis. Absent: stays. Null: cleared. */
export type UpdateChassisInput = {
  /** The chassis. */
  readonly chassisId: Scalars['ID']['input'];
  /** Free text for people. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when extra is replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole value. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `updateChassis`. */
export type UpdateChassisPayload = {
  readonly __typename?: 'UpdateChassisPayload';
  /** The chassis as it is now; null when there were errors. */
  readonly chassis?: Maybe<Chassis>;
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to change on a deploy template. Absent: stays. */
export type UpdateDeployTemplateInput = {
  /** The deploy template. */
  readonly deployTemplateId: Scalars['ID']['input'];
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when steps or extra are replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole value. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The trait that an instance asks for to get these steps. Unique. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Replaces all steps. */
  readonly steps?: InputMaybe<ReadonlyArray<DeployTemplateStepInput>>;
};

/** Answer of `updateDeployTemplate`. */
export type UpdateDeployTemplatePayload = {
  readonly __typename?: 'UpdateDeployTemplatePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** The deploy template as it is now; null when there were errors. */
  readonly deployTemplate?: Maybe<DeployTemplate>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to change of an inspection rule. Fields that are absent stay; null clears. */
export type UpdateInspectionRuleInput = {
  /** Replace all that are there. */
  readonly actions?: InputMaybe<ReadonlyArray<InspectionActionInput>>;
  /** Replace all that are there. */
  readonly conditions?: InputMaybe<ReadonlyArray<InspectionConditionInput>>;
  /** What it is for. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Refuse when it has another version by now. Needed, if only as null, when conditions or actions are replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The rule. */
  readonly inspectionRuleId: Scalars['ID']['input'];
  /** Can be set and never unset. */
  readonly isSensitive?: InputMaybe<Scalars['Boolean']['input']>;
  /** Rules of higher priority run first, 0 to 9999. */
  readonly priority?: InputMaybe<Scalars['Int']['input']>;
};

/** Answer of `updateInspectionRule`. */
export type UpdateInspectionRulePayload = {
  readonly __typename?: 'UpdateInspectionRulePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** The rule as it is now; null when there were errors. */
  readonly inspectionRule?: Maybe<InspectionRule>;
  /** No job: it takes effect at once. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to change on a node. Absent: stays. Null: cleared. */
export type UpdateNodeInput = {
  /** Clean automatically? Null: as configured. */
  readonly automatedClean?: InputMaybe<Scalars['Boolean']['input']>;
  /** The chassis it sits in. For administrators. */
  readonly chassisId?: InputMaybe<Scalars['ID']['input']>;
  /** Conductors that may work on it. */
  readonly conductorGroup?: InputMaybe<Scalars['String']['input']>;
  /** Free text for people. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The machine must stay on: nothing turns it off. Only system administrators may change it. */
  readonly disablePowerOff?: InputMaybe<Scalars['Boolean']['input']>;
  /** Hardware type; resets the slots that are not given in `interfaces`. */
  readonly driver?: InputMaybe<Scalars['String']['input']>;
  /** Replaces the whole value, except that a secret given as `******` keeps what is stored. */
  readonly driverInfo?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when a whole JSON value is replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole value. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Identifier of the instance that runs here. One that is set is removed (null) before another is given; that ends an allocation. */
  readonly instanceId?: InputMaybe<Scalars['ID']['input']>;
  /** Replaces the whole value. */
  readonly instanceInfo?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Name of the instance, at most 255. */
  readonly instanceName?: InputMaybe<Scalars['String']['input']>;
  /** Implementations for single slots. */
  readonly interfaces?: InputMaybe<NodeInterfacesInput>;
  /** Project that uses it. */
  readonly lessee?: InputMaybe<Scalars['String']['input']>;
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Replaces the whole value; null clears. */
  readonly networkData?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** Project that owns it. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** The machine in which it lives: one with the same owner, that lives in none itself. */
  readonly parentNodeId?: InputMaybe<Scalars['ID']['input']>;
  /** What to do when its power is not as it was last asked for. Null: as configured. */
  readonly powerDriftPolicy?: InputMaybe<PowerDriftPolicy>;
  /** Replaces the whole value. */
  readonly properties?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Refuse rebuild, undeploy and delete; only in ACTIVE or RESCUE. */
  readonly protected?: InputMaybe<Scalars['Boolean']['input']>;
  /** Why it is protected. */
  readonly protectedReason?: InputMaybe<Scalars['String']['input']>;
  /** Kind of machine; only in ENROLL, INSPECT_WAIT, MANAGEABLE or AVAILABLE once set. */
  readonly resourceClass?: InputMaybe<Scalars['String']['input']>;
  /** Never offer it again; not while AVAILABLE. */
  readonly retired?: InputMaybe<Scalars['Boolean']['input']>;
  /** Why it is retired. */
  readonly retiredReason?: InputMaybe<Scalars['String']['input']>;
  /** A part of the fleet, at most 255. For administrators. */
  readonly shard?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `updateNode`. */
export type UpdateNodePayload = {
  readonly __typename?: 'UpdateNodePayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The node as it is now; null when there were errors. */
  readonly node?: Maybe<Node>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to change on a port group. Absent: stays. Null: cleared. */
export type UpdatePortGroupInput = {
  /** The bond's own hardware address. */
  readonly address?: InputMaybe<Scalars['MacAddress']['input']>;
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when a whole JSON value is replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole value. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** How it is bonded. */
  readonly mode?: InputMaybe<Scalars['String']['input']>;
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The network it is plugged into, and with it all its ports. */
  readonly physicalNetwork?: InputMaybe<Scalars['String']['input']>;
  /** The port group. */
  readonly portGroupId: Scalars['ID']['input'];
  /** Replaces the whole value. */
  readonly properties?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Its ports may be used alone. */
  readonly standalonePortsSupported?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Answer of `updatePortGroup`. */
export type UpdatePortGroupPayload = {
  readonly __typename?: 'UpdatePortGroupPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The port group as it is now; null when there were errors. */
  readonly portGroup?: Maybe<PortGroup>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to change on a port. Absent: stays. Null: cleared. */
export type UpdatePortInput = {
  /** Hardware address. */
  readonly address?: InputMaybe<Scalars['MacAddress']['input']>;
  /** Free text for people. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when a whole JSON value is replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole value. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** It is a smart NIC; its localLinkConnection must say so too. */
  readonly isSmartNic?: InputMaybe<Scalars['Boolean']['input']>;
  /** Replaces the whole value. */
  readonly localLinkConnection?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The network it is plugged into. Of a member it is changed on the port group. */
  readonly physicalNetwork?: InputMaybe<Scalars['String']['input']>;
  /** The port group that it joins, one of the same node; null takes it out of the one it is in. */
  readonly portGroupId?: InputMaybe<Scalars['ID']['input']>;
  /** The port. */
  readonly portId: Scalars['ID']['input'];
  /** Boots over the network from here. */
  readonly pxeEnabled?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Answer of `updatePort`. */
export type UpdatePortPayload = {
  readonly __typename?: 'UpdatePortPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** The port as it is now; null when there were errors. */
  readonly port?: Maybe<Port>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** What to change on a runbook. Absent: stays. Null: cleared. */
export type UpdateRunbookInput = {
  /** Free text for people. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Refuse steps that need the ramdisk. */
  readonly disableRamdisk?: InputMaybe<Scalars['Boolean']['input']>;
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when steps, traits or extra are replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole value. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Everybody may see and use it; true takes it from its owner. For administrators. */
  readonly isPublic?: InputMaybe<Scalars['Boolean']['input']>;
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The project whose it is. Not while it is public. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** The runbook. */
  readonly runbookId: Scalars['ID']['input'];
  /** Replaces all steps. */
  readonly steps?: InputMaybe<ReadonlyArray<RunbookStepInput>>;
  /** Replaces all traits. */
  readonly traits?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** Answer of `updateRunbook`. */
export type UpdateRunbookPayload = {
  readonly __typename?: 'UpdateRunbookPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The runbook as it is now; null when there were errors. */
  readonly runbook?: Maybe<Runbook>;
};

/** What to change on a volume connector, while the machine is off. Absent: stays. */
export type UpdateVolumeConnectorInput = {
  /** The name itself; a type and a name are given once. */
  readonly connectorId?: InputMaybe<Scalars['String']['input']>;
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when a whole JSON value is replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole value. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What kind of name it is: `iqn`, `ip`, `mac`, `wwnn`, `wwpn`. */
  readonly type?: InputMaybe<Scalars['String']['input']>;
  /** The volume connector. */
  readonly volumeConnectorId: Scalars['ID']['input'];
};

/** Answer of `updateVolumeConnector`. */
export type UpdateVolumeConnectorPayload = {
  readonly __typename?: 'UpdateVolumeConnectorPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The volume connector as it is now; null when there were errors. */
  readonly volumeConnector?: Maybe<VolumeConnector>;
};

/** What to change on a volume target, while the machine is off. Absent: stays. */
export type UpdateVolumeTargetInput = {
  /** The machine boots from 0; unique in the node. */
  readonly bootIndex?: InputMaybe<Scalars['Int']['input']>;
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when a whole JSON value is replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Replaces the whole value. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Replaces the whole value. */
  readonly properties?: InputMaybe<Scalars['JSONObject']['input']>;
  /** As its storage service calls it. */
  readonly volumeId?: InputMaybe<Scalars['String']['input']>;
  /** The volume target. */
  readonly volumeTargetId: Scalars['ID']['input'];
  /** How it is reached: `iscsi`, `fibre_channel`. */
  readonly volumeType?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of `updateVolumeTarget`. */
export type UpdateVolumeTargetPayload = {
  readonly __typename?: 'UpdateVolumeTargetPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The volume target as it is now; null when there were errors. */
  readonly volumeTarget?: Maybe<VolumeTarget>;
};

/** What to change on a webhook. Absent: stays. */
export type UpdateWebhookInput = {
  /** Go on after this position in the event log instead: back, to be told again, or ahead, to leave something out. */
  readonly after?: InputMaybe<Scalars['Cursor']['input']>;
  /** Up to so many events in one request, 1 to 100. */
  readonly batchSize?: InputMaybe<Scalars['Int']['input']>;
  /** False pauses it. True goes on at its cursor, and tries at once. */
  readonly enabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** The `version` you read; null to overwrite whatever is there. Must be given (a number or null) when types or nodeFilter are replaced. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Replaces the filter on nodes; null: all nodes, and what belongs to none. */
  readonly nodeFilter?: InputMaybe<NodeFilter>;
  /** Replaces all kinds; empty: all there are. */
  readonly types?: InputMaybe<ReadonlyArray<EventType>>;
  /** Where to send messages from now on. */
  readonly url?: InputMaybe<Scalars['String']['input']>;
  /** The webhook. */
  readonly webhookId: Scalars['ID']['input'];
};

/** Answer of `updateWebhook`. */
export type UpdateWebhookPayload = {
  readonly __typename?: 'UpdateWebhookPayload';
  /** Position of this change in the event log; null when there were errors. */
  readonly cursor?: Maybe<Scalars['Cursor']['output']>;
  /** What was wrong; empty when it was accepted. */
  readonly errors: ReadonlyArray<UserError>;
  /** Always null: this takes effect at once and needs no job. */
  readonly job?: Maybe<Job>;
  /** True when this is the first answer again, given for a repeated idempotencyKey. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The webhook as it is now; null when there were errors. */
  readonly webhook?: Maybe<Webhook>;
};

/** What a user can cause and mend. More types and codes may be added; `... on` a type gives its detail. */
export type UserError = {
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
};

/** The codes of all user errors; docs/errors.md says what to do about each. */
export type UserErrorCode =
  /** The machine's ramdisk called to say that it cannot go on. */
  | 'AGENT_GAVE_UP'
  /** The ramdisk agent refused or failed a command. */
  | 'AGENT_REFUSED'
  /** The machine was restarted while its ramdisk agent was at work. */
  | 'AGENT_RESTARTED'
  /** The machine's ramdisk agent did not call in time. */
  | 'AGENT_SILENT'
  /** The ramdisk agent did not answer in time. */
  | 'AGENT_TIMEOUT'
  /** The ramdisk agent cannot be reached. */
  | 'AGENT_UNREACHABLE'
  /** A value that must be unique is taken. */
  | 'ALREADY_EXISTS'
  /** The BMC refused a command. */
  | 'BMC_REFUSED'
  /** The BMC did not answer in time. */
  | 'BMC_TIMEOUT'
  /** The BMC cannot be reached. */
  | 'BMC_UNREACHABLE'
  /** The config drive cannot be made, or is none. */
  | 'CONFIG_DRIVE_UNUSABLE'
  /** A field of driverInfo is missing or wrong. */
  | 'DRIVER_INFO_INVALID'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_MISMATCH'
  /** Not possible in the node's state. */
  | 'ILLEGAL_STATE'
  /** The image cache or its disk has no room for an image. */
  | 'IMAGE_CACHE_FULL'
  /** What instanceInfo says of the image cannot be deployed. */
  | 'INSTANCE_INFO_INVALID'
  /** A value cannot be accepted. */
  | 'INVALID_INPUT'
  /** The job was cancelled. */
  | 'JOB_CANCELLED'
  /** Somebody took the node from the job. */
  | 'LOCK_BROKEN'
  /** The network service refused a request. */
  | 'NETWORK_REFUSED'
  /** The network service did not answer in time. */
  | 'NETWORK_TIMEOUT'
  /** The network service cannot be reached. */
  | 'NETWORK_UNREACHABLE'
  /** The node is locked. */
  | 'NODE_LOCKED'
  /** Forbidden by something else than the state. */
  | 'NOT_ALLOWED_NOW'
  /** Nothing you may see has this id. */
  | 'NOT_FOUND'
  /** No port can take the VIF. */
  | 'NO_FREE_PORT'
  /** Ports of one port group are plugged into different physical networks. */
  | 'PORT_GROUP_INCONSISTENT'
  /** The machine did not reach the wanted power in time. */
  | 'POWER_STATE_NOT_REACHED'
  /** The server of an image, kernel or other source gave something else, or only a part. */
  | 'SOURCE_BROKEN'
  /** An image, kernel or other source may not be fetched: its address or path is not allowed. */
  | 'SOURCE_REFUSED'
  /** The server of an image, kernel or other source did not deliver it in time. */
  | 'SOURCE_TIMEOUT'
  /** The server of an image, kernel or other source cannot be reached. */
  | 'SOURCE_UNREACHABLE'
  /** Somebody changed the object meanwhile. */
  | 'STALE_VERSION'
  /** Conductor after conductor was lost in the middle of a step. */
  | 'STEP_CRASHES'
  /** A step failed. */
  | 'STEP_FAILED'
  /** A step was interrupted and cannot tell whether it took effect. */
  | 'STEP_INTERRUPTED'
  /** A step ran out of time. */
  | 'STEP_TIMEOUT'
  /** The filter of a bulk mutation matches another number of nodes. */
  | 'UNEXPECTED_COUNT'
  /** No hardware type has this name. */
  | 'UNKNOWN_DRIVER'
  /** The node's driver cannot do this. */
  | 'UNSUPPORTED'
  /** The VIF is attached already. */
  | 'VIF_ALREADY_ATTACHED'
  /** The VIF is not attached. */
  | 'VIF_NOT_ATTACHED';

/** Something that only one vendor's machines can do. */
export type VendorMethod = {
  readonly __typename?: 'VendorMethod';
  /** What it takes. */
  readonly arguments: ReadonlyArray<VendorMethodArgument>;
  /** What it does. */
  readonly description: Scalars['String']['output'];
  /** Is it the same when it is called twice? */
  readonly isIdempotent: Scalars['Boolean']['output'];
  /** Does it take the node's lock? */
  readonly lockMode: LockMode;
  /** Its name. */
  readonly name: Scalars['String']['output'];
};

/** What a vendor's method takes. */
export type VendorMethodArgument = {
  readonly __typename?: 'VendorMethodArgument';
  /** What it means. */
  readonly description: Scalars['String']['output'];
  /** Without it the method cannot be called. */
  readonly isRequired: Scalars['Boolean']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
};

/** Who is asking, and what they may see. */
export type Viewer = {
  readonly __typename?: 'Viewer';
  /** The name that audit, events and jobs record. */
  readonly actor: Scalars['String']['output'];
  /** True when everything is visible. */
  readonly isSystemAdmin: Scalars['Boolean']['output'];
};

/** A network's end (VIF) attached to a port or a port group for one purpose. */
export type VifAttachment = {
  readonly __typename?: 'VifAttachment';
  /** When it was asked for. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** What went wrong, in words; only in ERROR. */
  readonly error?: Maybe<Scalars['String']['output']>;
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** The node. */
  readonly node: Node;
  /** The node's id, without reading the node. */
  readonly nodeId: Scalars['ID']['output'];
  /** The port it is attached to; null when it is on a port group, and until its job has chosen one. */
  readonly port?: Maybe<Port>;
  /** The port group it is attached to; null when it is on a single port, and until its job has chosen one. */
  readonly portGroup?: Maybe<PortGroup>;
  /** What it is for. */
  readonly purpose: VifPurpose;
  /** How far it is. */
  readonly state: VifAttachmentState;
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object. */
  readonly version: Scalars['Int']['output'];
  /** Identifier of the VIF in its network service. */
  readonly vifId: Scalars['String']['output'];
};

/** A page of VIF attachments. */
export type VifAttachmentConnection = {
  readonly __typename?: 'VifAttachmentConnection';
  /** Attachments with their cursors. */
  readonly edges: ReadonlyArray<VifAttachmentEdge>;
  /** The attachments alone. */
  readonly nodes: ReadonlyArray<VifAttachment>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A VIF attachment in a list. */
export type VifAttachmentEdge = {
  readonly __typename?: 'VifAttachmentEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The attachment. */
  readonly node: VifAttachment;
};

/** Which VIF attachments. All given conditions must hold. */
export type VifAttachmentFilter = {
  /** By node. */
  readonly nodeId?: InputMaybe<IdFilter>;
  /** By port group. */
  readonly portGroupId?: InputMaybe<IdFilter>;
  /** By port. */
  readonly portId?: InputMaybe<IdFilter>;
  /** By purpose. */
  readonly purposes?: InputMaybe<ReadonlyArray<VifPurpose>>;
  /** By state. */
  readonly states?: InputMaybe<ReadonlyArray<VifAttachmentState>>;
  /** By VIF. */
  readonly vifId?: InputMaybe<StringFilter>;
};

/** How far an attachment is. */
export type VifAttachmentState =
  /** In place. */
  | 'ATTACHED'
  /** Recorded; the network is being told. */
  | 'ATTACHING'
  /** The network is being told to let go; the record goes only after that. */
  | 'DETACHING'
  /** The network refused or was lost; attach or detach again. */
  | 'ERROR';

/** The VIF cannot be attached or detached. */
export type VifError = UserError & {
  readonly __typename?: 'VifError';
  /** The same for programs. */
  readonly code: UserErrorCode;
  /** What happened, in one sentence. */
  readonly message: Scalars['String']['output'];
  /** Where in the input, for example ["input", "ports", "0", "address"]; null when no one field is to blame. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What to do about it. */
  readonly remedy?: Maybe<Scalars['String']['output']>;
  /** The VIF; null when none is to blame. */
  readonly vifId?: Maybe<Scalars['String']['output']>;
};

/** What a VIF is attached for. A port, and a port group, holds at most one for each purpose. */
export type VifPurpose =
  /** While cleaning. */
  | 'CLEANING'
  /** While inspecting. */
  | 'INSPECTION'
  /** While deploying. */
  | 'PROVISIONING'
  /** While rescuing. */
  | 'RESCUING'
  /** While servicing. */
  | 'SERVICING'
  /** The tenant's own network. */
  | 'TENANT';

/** An image that a BMC shows to its machine as a drive. */
export type VirtualMedia = {
  readonly __typename?: 'VirtualMedia';
  /** Null: the drive is empty. */
  readonly imageUrl?: Maybe<Scalars['String']['output']>;
  /** As what. */
  readonly type: VirtualMediaType;
};

/** What kind of drive an image is shown as. */
export type VirtualMediaType =
  /** An optical drive. */
  | 'CDROM'
  /** A disk. */
  | 'DISK'
  /** A floppy disk drive. */
  | 'FLOPPY';

/** As which initiator a node reaches its volumes. */
export type VolumeConnector = {
  readonly __typename?: 'VolumeConnector';
  /** The name itself; a type and a name are given once. */
  readonly connectorId: Scalars['String']['output'];
  /** When the volume connector was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Free for your own use. */
  readonly extra: Scalars['JSONObject']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** The node. */
  readonly node: Node;
  /** The node's id, without reading the node. */
  readonly nodeId: Scalars['ID']['output'];
  /** What kind of name it is: `iqn`, `ip`, `mac`, `wwnn`, `wwpn`. */
  readonly type: Scalars['String']['output'];
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};

/** A page of volume connectors. */
export type VolumeConnectorConnection = {
  readonly __typename?: 'VolumeConnectorConnection';
  /** Volume connectors with their cursors. */
  readonly edges: ReadonlyArray<VolumeConnectorEdge>;
  /** The volume connectors alone. */
  readonly nodes: ReadonlyArray<VolumeConnector>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many volume connectors fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A volume connector in a list. */
export type VolumeConnectorEdge = {
  readonly __typename?: 'VolumeConnectorEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The volume connector. */
  readonly node: VolumeConnector;
};

/** Which volume connectors. All given conditions must hold. */
export type VolumeConnectorFilter = {
  /** By connectorId. */
  readonly connectorId?: InputMaybe<StringFilter>;
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By node. */
  readonly nodeId?: InputMaybe<IdFilter>;
  /** By type. */
  readonly type?: InputMaybe<StringFilter>;
};

/** A volume that a node uses. */
export type VolumeTarget = {
  readonly __typename?: 'VolumeTarget';
  /** The machine boots from 0; unique in the node. */
  readonly bootIndex: Scalars['Int']['output'];
  /** When the volume target was created. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Free for your own use. */
  readonly extra: Scalars['JSONObject']['output'];
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** The node. */
  readonly node: Node;
  /** The node's id, without reading the node. */
  readonly nodeId: Scalars['ID']['output'];
  /** How to reach it. For administrators: for others `******` stands in each field. */
  readonly properties: Scalars['JSONObject']['output'];
  /** When this object last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Goes up by one at each change of this object; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
  /** As its storage service calls it. */
  readonly volumeId: Scalars['String']['output'];
  /** How it is reached: `iscsi`, `fibre_channel`. */
  readonly volumeType: Scalars['String']['output'];
};

/** A page of volume targets. */
export type VolumeTargetConnection = {
  readonly __typename?: 'VolumeTargetConnection';
  /** Volume targets with their cursors. */
  readonly edges: ReadonlyArray<VolumeTargetEdge>;
  /** The volume targets alone. */
  readonly nodes: ReadonlyArray<VolumeTarget>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many volume targets fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A volume target in a list. */
export type VolumeTargetEdge = {
  readonly __typename?: 'VolumeTargetEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The volume target. */
  readonly node: VolumeTarget;
};

/** Which volume targets. All given conditions must hold. */
export type VolumeTargetFilter = {
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By node. */
  readonly nodeId?: InputMaybe<IdFilter>;
  /** By volumeId. */
  readonly volumeId?: InputMaybe<StringFilter>;
  /** By volumeType. */
  readonly volumeType?: InputMaybe<StringFilter>;
};

/** A URL that events are sent to, signed, in their order and at least once. */
export type Webhook = {
  readonly __typename?: 'Webhook';
  /** Up to so many events in one request. */
  readonly batchSize: Scalars['Int']['output'];
  /** Requests that failed since the last one that did not. */
  readonly consecutiveFailures: Scalars['Int']['output'];
  /** When the webhook was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** How far it has been told, as a position in the event log; up to five seconds old while nothing concerns it. */
  readonly cursor: Scalars['Cursor']['output'];
  /** What could not be delivered, oldest first, and what is waiting to be sent because somebody asked. */
  readonly deadLetters: WebhookDeadLetterConnection;
  /** Why it is DISABLED; null in all other states. */
  readonly disabledReason?: Maybe<Scalars['String']['output']>;
  /** Events of its kinds after that position, counted up to 10,000 and before `nodeFilter` is applied. */
  readonly eventsBehind: Scalars['Int']['output'];
  /** Since when all requests have failed; null: the last one did not. */
  readonly failingSince?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** When a message was last accepted; null: never. */
  readonly lastDeliveredAt?: Maybe<Scalars['DateTime']['output']>;
  /** What went wrong the last time that something did; never what the receiver said. */
  readonly lastError?: Maybe<Scalars['String']['output']>;
  /** When that was. */
  readonly lastErrorAt?: Maybe<Scalars['DateTime']['output']>;
  /** Unique name. */
  readonly name: Scalars['String']['output'];
  /** When the message in front is tried again, at the earliest; null: at once. */
  readonly nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** Which nodes, as a `NodeFilter`, applied when a message is sent; null: all, and what belongs to no node. */
  readonly nodeFilter?: Maybe<Scalars['JSONObject']['output']>;
  /** The project whose it is, and as which it sees; null: the installation's, which sees everything. */
  readonly owner?: Maybe<Scalars['String']['output']>;
  /** Until when messages are signed with the former secret as well; null: there is none. */
  readonly previousSecretUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Whether messages are being delivered. */
  readonly state: WebhookState;
  /** Kinds of events that it is told of; empty: all. */
  readonly types: ReadonlyArray<EventType>;
  /** When it was last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Where messages are sent, without user, password and query. */
  readonly url: Scalars['String']['output'];
  /** Goes up by one at each change of this object, not with deliveries; hand it back as `expectedVersion`. */
  readonly version: Scalars['Int']['output'];
};


/** A URL that events are sent to, signed, in their order and at least once. */
export type WebhookDeadLettersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of webhooks. */
export type WebhookConnection = {
  readonly __typename?: 'WebhookConnection';
  /** Webhooks with their cursors. */
  readonly edges: ReadonlyArray<WebhookEdge>;
  /** The webhooks alone. */
  readonly nodes: ReadonlyArray<Webhook>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many webhooks fit; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A message that could not be delivered in all its attempts, or that somebody asked for and that is not sent yet. */
export type WebhookDeadLetter = {
  readonly __typename?: 'WebhookDeadLetter';
  /** Requests so far. */
  readonly attempts: Scalars['Int']['output'];
  /** When it was given up, or asked for. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The event that it tells of; null for a gap in the log or a ping. */
  readonly eventId?: Maybe<Scalars['ID']['output']>;
  /** Opaque and unique. */
  readonly id: Scalars['ID']['output'];
  /** What went wrong the last time; null: it has not been tried yet. */
  readonly lastError?: Maybe<Scalars['String']['output']>;
  /** What the receiver answered last, as an HTTP status; null: nothing. */
  readonly lastStatus?: Maybe<Scalars['Int']['output']>;
  /** What its requests had as `webhook-id`, and will have again. */
  readonly messageId: Scalars['ID']['output'];
  /** The node that the event was about; null: none, or no event. */
  readonly nodeId?: Maybe<Scalars['ID']['output']>;
  /** Since when it waits to be sent; null: it does not. */
  readonly requestedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it tells of, as CloudEvents name it: `io.ironql.node.power_state_changed`. */
  readonly type: Scalars['String']['output'];
};

/** A page of dead letters. */
export type WebhookDeadLetterConnection = {
  readonly __typename?: 'WebhookDeadLetterConnection';
  /** Dead letters with their cursors. */
  readonly edges: ReadonlyArray<WebhookDeadLetterEdge>;
  /** The dead letters alone. */
  readonly nodes: ReadonlyArray<WebhookDeadLetter>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** How many there are; counted only when asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A dead letter in a list. */
export type WebhookDeadLetterEdge = {
  readonly __typename?: 'WebhookDeadLetterEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The dead letter. */
  readonly node: WebhookDeadLetter;
};

/** A webhook in a list. */
export type WebhookEdge = {
  readonly __typename?: 'WebhookEdge';
  /** Position in the list. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The webhook. */
  readonly node: Webhook;
};

/** Which webhooks. All given conditions must hold. */
export type WebhookFilter = {
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By name. */
  readonly name?: InputMaybe<StringFilter>;
  /** By owner. */
  readonly owner?: InputMaybe<StringFilter>;
  /** By state. */
  readonly state?: InputMaybe<WebhookStateFilter>;
};

/** Whether a webhook's messages are being delivered. */
export type WebhookState =
  /** Messages are sent as events happen. */
  | 'ACTIVE'
  /** Nothing is sent because the receiver said 410 or failed for too long; `updateWebhook` with `enabled: true` goes on at its cursor. */
  | 'DISABLED'
  /** Nothing is sent because somebody said so (`enabled: false`). */
  | 'PAUSED'
  /** The message in front failed and is tried again; others wait behind it. */
  | 'RETRYING';

/** Conditions on a webhook's state. */
export type WebhookStateFilter = {
  /** Is this one. */
  readonly eq?: InputMaybe<WebhookState>;
  /** Is one of these, at most 500. */
  readonly in?: InputMaybe<ReadonlyArray<WebhookState>>;
  /** Is none of these, at most 500. */
  readonly notIn?: InputMaybe<ReadonlyArray<WebhookState>>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AbortNodeInput: AbortNodeInput;
  AbortNodePayload: ResolverTypeWrapper<PayloadModel>;
  AddNodeTraitsInput: AddNodeTraitsInput;
  AddNodeTraitsPayload: ResolverTypeWrapper<PayloadModel>;
  AdoptNodeInput: AdoptNodeInput;
  AdoptNodePayload: ResolverTypeWrapper<PayloadModel>;
  AgentStatus: AgentStatus;
  Allocation: ResolverTypeWrapper<AllocationModel>;
  AllocationConnection: ResolverTypeWrapper<AllocationConnectionModel>;
  AllocationConstraint: AllocationConstraint;
  AllocationConstraintCount: ResolverTypeWrapper<AllocationConstraintCount>;
  AllocationEdge: ResolverTypeWrapper<AllocationEdgeModel>;
  AllocationExplanation: ResolverTypeWrapper<AllocationExplanationModel>;
  AllocationFilter: AllocationFilter;
  AllocationNearMiss: ResolverTypeWrapper<AllocationNearMissModel>;
  AllocationState: AllocationState;
  AlreadyExistsError: ResolverTypeWrapper<AlreadyExistsErrorModel>;
  AttachVifInput: AttachVifInput;
  AttachVifPayload: ResolverTypeWrapper<PayloadModel>;
  AttachVirtualMediaInput: AttachVirtualMediaInput;
  AttachVirtualMediaPayload: ResolverTypeWrapper<PayloadModel>;
  AvailableStep: ResolverTypeWrapper<AvailableStepModel>;
  AvailableStepArgument: ResolverTypeWrapper<AvailableStepArgument>;
  BiosSetting: ResolverTypeWrapper<BiosSetting>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BooleanFilter: BooleanFilter;
  BootDevice: BootDevice;
  BootDeviceSetting: ResolverTypeWrapper<BootDeviceSetting>;
  BootMode: BootMode;
  BreakNodeLockInput: BreakNodeLockInput;
  BreakNodeLockPayload: ResolverTypeWrapper<PayloadModel>;
  CallVendorMethodInput: CallVendorMethodInput;
  CallVendorMethodPayload: ResolverTypeWrapper<PayloadModel>;
  CancelJobGroupInput: CancelJobGroupInput;
  CancelJobGroupPayload: ResolverTypeWrapper<PayloadModel>;
  CancelJobInput: CancelJobInput;
  CancelJobPayload: ResolverTypeWrapper<PayloadModel>;
  Change: ResolverTypeWrapper<ChangeModel>;
  Chassis: ResolverTypeWrapper<ChassisModel>;
  ChassisConnection: ResolverTypeWrapper<ChassisConnectionModel>;
  ChassisEdge: ResolverTypeWrapper<ChassisEdgeModel>;
  ChassisFilter: ChassisFilter;
  CleanNodeInput: CleanNodeInput;
  CleanNodePayload: ResolverTypeWrapper<PayloadModel>;
  CleaningEvidence: ResolverTypeWrapper<CleaningEvidenceModel>;
  CleaningEvidenceConnection: ResolverTypeWrapper<CleaningEvidenceConnectionModel>;
  CleaningEvidenceEdge: ResolverTypeWrapper<CleaningEvidenceEdgeModel>;
  CleaningResult: CleaningResult;
  Conductor: ResolverTypeWrapper<ConductorModel>;
  ConductorConnection: ResolverTypeWrapper<ConductorConnectionModel>;
  ConductorEdge: ResolverTypeWrapper<ConductorEdgeModel>;
  ConductorGroup: ResolverTypeWrapper<ConductorGroupModel>;
  ConductorState: ConductorState;
  ConfigDriveContentsInput: ConfigDriveContentsInput;
  ConfigDriveInput: ConfigDriveInput;
  ConsoleAccess: ResolverTypeWrapper<ConsoleAccess>;
  ConsoleType: ConsoleType;
  CreateAllocationInput: CreateAllocationInput;
  CreateAllocationPayload: ResolverTypeWrapper<PayloadModel>;
  CreateChassisInput: CreateChassisInput;
  CreateChassisPayload: ResolverTypeWrapper<PayloadModel>;
  CreateDeployTemplateInput: CreateDeployTemplateInput;
  CreateDeployTemplatePayload: ResolverTypeWrapper<PayloadModel>;
  CreateInspectionRuleInput: CreateInspectionRuleInput;
  CreateInspectionRulePayload: ResolverTypeWrapper<PayloadModel>;
  CreateNodeInput: CreateNodeInput;
  CreateNodePayload: ResolverTypeWrapper<PayloadModel>;
  CreatePortGroupInput: CreatePortGroupInput;
  CreatePortGroupPayload: ResolverTypeWrapper<PayloadModel>;
  CreatePortInput: CreatePortInput;
  CreatePortPayload: ResolverTypeWrapper<PayloadModel>;
  CreateRunbookInput: CreateRunbookInput;
  CreateRunbookPayload: ResolverTypeWrapper<PayloadModel>;
  CreateVolumeConnectorInput: CreateVolumeConnectorInput;
  CreateVolumeConnectorPayload: ResolverTypeWrapper<PayloadModel>;
  CreateVolumeTargetInput: CreateVolumeTargetInput;
  CreateVolumeTargetPayload: ResolverTypeWrapper<PayloadModel>;
  CreateWebhookInput: CreateWebhookInput;
  CreateWebhookPayload: ResolverTypeWrapper<PayloadModel>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DateTimeFilter: DateTimeFilter;
  DeleteAllocationInput: DeleteAllocationInput;
  DeleteAllocationPayload: ResolverTypeWrapper<PayloadModel>;
  DeleteChassisInput: DeleteChassisInput;
  DeleteChassisPayload: ResolverTypeWrapper<PayloadModel>;
  DeleteDeployTemplateInput: DeleteDeployTemplateInput;
  DeleteDeployTemplatePayload: ResolverTypeWrapper<PayloadModel>;
  DeleteInspectionRuleInput: DeleteInspectionRuleInput;
  DeleteInspectionRulePayload: ResolverTypeWrapper<PayloadModel>;
  DeleteNodeInput: DeleteNodeInput;
  DeleteNodePayload: ResolverTypeWrapper<PayloadModel>;
  DeletePortGroupInput: DeletePortGroupInput;
  DeletePortGroupPayload: ResolverTypeWrapper<PayloadModel>;
  DeletePortInput: DeletePortInput;
  DeletePortPayload: ResolverTypeWrapper<PayloadModel>;
  DeleteRunbookInput: DeleteRunbookInput;
  DeleteRunbookPayload: ResolverTypeWrapper<PayloadModel>;
  DeleteVolumeConnectorInput: DeleteVolumeConnectorInput;
  DeleteVolumeConnectorPayload: ResolverTypeWrapper<PayloadModel>;
  DeleteVolumeTargetInput: DeleteVolumeTargetInput;
  DeleteVolumeTargetPayload: ResolverTypeWrapper<PayloadModel>;
  DeleteWebhookInput: DeleteWebhookInput;
  DeleteWebhookPayload: ResolverTypeWrapper<PayloadModel>;
  DeployNodeInput: DeployNodeInput;
  DeployNodePayload: ResolverTypeWrapper<PayloadModel>;
  DeployNodesInput: DeployNodesInput;
  DeployNodesPayload: ResolverTypeWrapper<PayloadModel>;
  DeployStepInput: DeployStepInput;
  DeployTemplate: ResolverTypeWrapper<DeployTemplateModel>;
  DeployTemplateConnection: ResolverTypeWrapper<DeployTemplateConnectionModel>;
  DeployTemplateEdge: ResolverTypeWrapper<DeployTemplateEdgeModel>;
  DeployTemplateFilter: DeployTemplateFilter;
  DeployTemplateStep: ResolverTypeWrapper<DeployTemplateStepModel>;
  DeployTemplateStepInput: DeployTemplateStepInput;
  DetachVifInput: DetachVifInput;
  DetachVifPayload: ResolverTypeWrapper<PayloadModel>;
  DetachVirtualMediaInput: DetachVirtualMediaInput;
  DetachVirtualMediaPayload: ResolverTypeWrapper<PayloadModel>;
  DrainConductorInput: DrainConductorInput;
  DrainConductorPayload: ResolverTypeWrapper<PayloadModel>;
  Driver: ResolverTypeWrapper<DriverModel>;
  DriverError: ResolverTypeWrapper<DriverErrorModel>;
  DriverInfoField: ResolverTypeWrapper<DriverInfoField>;
  DriverInterface: ResolverTypeWrapper<DriverInterface>;
  ErrorPolicy: ErrorPolicy;
  Event: ResolverTypeWrapper<EventModel>;
  EventConnection: ResolverTypeWrapper<EventConnectionModel>;
  EventEdge: ResolverTypeWrapper<EventEdgeModel>;
  EventFilter: EventFilter;
  EventType: EventType;
  ExplainAllocationInput: ExplainAllocationInput;
  FirmwareComponent: ResolverTypeWrapper<FirmwareComponent>;
  FleetBucket: ResolverTypeWrapper<FleetBucket>;
  FleetBucketChange: ResolverTypeWrapper<FleetBucketChange>;
  FleetDimension: FleetDimension;
  FleetKey: ResolverTypeWrapper<FleetKey>;
  FleetSummary: ResolverTypeWrapper<FleetSummary>;
  FleetSummaryEvent: ResolverTypeWrapper<FleetSummaryEvent>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Gap: ResolverTypeWrapper<Gap>;
  HardwareAspect: HardwareAspect;
  HistorySeverity: HistorySeverity;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  IdFilter: IdFilter;
  IdempotencyMismatchError: ResolverTypeWrapper<IdempotencyMismatchErrorModel>;
  IllegalStateError: ResolverTypeWrapper<IllegalStateErrorModel>;
  Indicator: ResolverTypeWrapper<IndicatorModel>;
  IndicatorComponent: IndicatorComponent;
  IndicatorState: IndicatorState;
  InjectNmiInput: InjectNmiInput;
  InjectNmiPayload: ResolverTypeWrapper<PayloadModel>;
  InspectNodeInput: InspectNodeInput;
  InspectNodePayload: ResolverTypeWrapper<PayloadModel>;
  InspectionAction: ResolverTypeWrapper<InspectionAction>;
  InspectionActionInput: InspectionActionInput;
  InspectionActionOp: InspectionActionOp;
  InspectionCondition: ResolverTypeWrapper<InspectionCondition>;
  InspectionConditionInput: InspectionConditionInput;
  InspectionConditionOp: InspectionConditionOp;
  InspectionLoopMode: InspectionLoopMode;
  InspectionRule: ResolverTypeWrapper<InspectionRuleModel>;
  InspectionRuleConnection: ResolverTypeWrapper<InspectionRuleConnectionModel>;
  InspectionRuleEdge: ResolverTypeWrapper<InspectionRuleEdgeModel>;
  InspectionRuleFilter: InspectionRuleFilter;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InterfaceValidation: ResolverTypeWrapper<InterfaceValidation>;
  InvalidInputError: ResolverTypeWrapper<InvalidInputErrorModel>;
  InventoryChange: ResolverTypeWrapper<InventoryChangeModel>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  Job: ResolverTypeWrapper<JobModel>;
  JobCancelledError: ResolverTypeWrapper<JobCancelledErrorModel>;
  JobConnection: ResolverTypeWrapper<JobConnectionModel>;
  JobEdge: ResolverTypeWrapper<JobEdgeModel>;
  JobEvent: ResolverTypeWrapper<JobEventModel>;
  JobFilter: JobFilter;
  JobGroup: ResolverTypeWrapper<JobGroupModel>;
  JobGroupConnection: ResolverTypeWrapper<JobGroupConnectionModel>;
  JobGroupCounts: ResolverTypeWrapper<JobGroupCountsModel>;
  JobGroupEdge: ResolverTypeWrapper<JobGroupEdgeModel>;
  JobGroupEvent: ResolverTypeWrapper<JobGroupEventModel>;
  JobGroupFilter: JobGroupFilter;
  JobGroupItem: ResolverTypeWrapper<JobGroupItemModel>;
  JobGroupItemConnection: ResolverTypeWrapper<JobGroupItemConnectionModel>;
  JobGroupItemEdge: ResolverTypeWrapper<JobGroupItemEdgeModel>;
  JobGroupItemState: JobGroupItemState;
  JobPriorityClass: JobPriorityClass;
  JobState: JobState;
  JobStep: ResolverTypeWrapper<JobStepModel>;
  JobWaitReason: JobWaitReason;
  LockBrokenError: ResolverTypeWrapper<LockBrokenErrorModel>;
  LockMode: LockMode;
  LogEvent: ResolverTypeWrapper<LogEventModel>;
  LogicalDisk: ResolverTypeWrapper<LogicalDiskModel>;
  LogicalDiskInput: LogicalDiskInput;
  MacAddress: ResolverTypeWrapper<Scalars['MacAddress']['output']>;
  MacAddressFilter: MacAddressFilter;
  ManageNodeInput: ManageNodeInput;
  ManageNodePayload: ResolverTypeWrapper<PayloadModel>;
  ManageNodesInput: ManageNodesInput;
  ManageNodesPayload: ResolverTypeWrapper<PayloadModel>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NewPortInput: NewPortInput;
  Node: ResolverTypeWrapper<NodeModel>;
  NodeAction: ResolverTypeWrapper<NodeAction>;
  NodeAgent: ResolverTypeWrapper<NodeAgentModel>;
  NodeConnection: ResolverTypeWrapper<NodeConnectionModel>;
  NodeConsole: ResolverTypeWrapper<NodeConsoleModel>;
  NodeEdge: ResolverTypeWrapper<NodeEdgeModel>;
  NodeEvent: ResolverTypeWrapper<NodeEventModel>;
  NodeFilter: NodeFilter;
  NodeHardware: ResolverTypeWrapper<NodeHardwareModel>;
  NodeHealth: NodeHealth;
  NodeHistoryEntry: ResolverTypeWrapper<NodeHistoryEntryModel>;
  NodeHistoryEntryConnection: ResolverTypeWrapper<NodeHistoryEntryConnectionModel>;
  NodeHistoryEntryEdge: ResolverTypeWrapper<NodeHistoryEntryEdgeModel>;
  NodeInterfaces: ResolverTypeWrapper<NodeInterfaces>;
  NodeInterfacesInput: NodeInterfacesInput;
  NodeInventory: ResolverTypeWrapper<NodeInventoryModel>;
  NodeInventoryConnection: ResolverTypeWrapper<NodeInventoryConnectionModel>;
  NodeInventoryEdge: ResolverTypeWrapper<NodeInventoryEdgeModel>;
  NodeLiveEvent: ResolverTypeWrapper<NodeLiveEventModel>;
  NodeLock: ResolverTypeWrapper<NodeLockModel>;
  NodeLockedError: ResolverTypeWrapper<NodeLockedErrorModel>;
  NodeOrder: NodeOrder;
  NodeOrderField: NodeOrderField;
  NodeVerb: NodeVerb;
  NotAllowedError: ResolverTypeWrapper<NotAllowedErrorModel>;
  NotFoundError: ResolverTypeWrapper<NotFoundErrorModel>;
  ObservedAspect: ResolverTypeWrapper<ObservedAspect>;
  OnLocked: OnLocked;
  OrderDirection: OrderDirection;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PingWebhookInput: PingWebhookInput;
  PingWebhookPayload: ResolverTypeWrapper<PayloadModel>;
  Port: ResolverTypeWrapper<PortModel>;
  PortConnection: ResolverTypeWrapper<PortConnectionModel>;
  PortEdge: ResolverTypeWrapper<PortEdgeModel>;
  PortFilter: PortFilter;
  PortGroup: ResolverTypeWrapper<PortGroupModel>;
  PortGroupConnection: ResolverTypeWrapper<PortGroupConnectionModel>;
  PortGroupEdge: ResolverTypeWrapper<PortGroupEdgeModel>;
  PortGroupFilter: PortGroupFilter;
  PowerDriftPolicy: PowerDriftPolicy;
  PowerState: PowerState;
  PowerStateFilter: PowerStateFilter;
  PowerTarget: PowerTarget;
  ProvideNodeInput: ProvideNodeInput;
  ProvideNodePayload: ResolverTypeWrapper<PayloadModel>;
  ProvideNodesInput: ProvideNodesInput;
  ProvideNodesPayload: ResolverTypeWrapper<PayloadModel>;
  ProvisionState: ProvisionState;
  ProvisionStateFilter: ProvisionStateFilter;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RebuildNodeInput: RebuildNodeInput;
  RebuildNodePayload: ResolverTypeWrapper<PayloadModel>;
  ReconcileVifsInput: ReconcileVifsInput;
  ReconcileVifsPayload: ResolverTypeWrapper<PayloadModel>;
  RedeliverDeadLettersInput: RedeliverDeadLettersInput;
  RedeliverDeadLettersPayload: ResolverTypeWrapper<PayloadModel>;
  RefreshNodeHardwareInput: RefreshNodeHardwareInput;
  RefreshNodeHardwarePayload: ResolverTypeWrapper<PayloadModel>;
  RemoveNodeTraitsInput: RemoveNodeTraitsInput;
  RemoveNodeTraitsPayload: ResolverTypeWrapper<PayloadModel>;
  RepeatMode: RepeatMode;
  RescueNodeInput: RescueNodeInput;
  RescueNodePayload: ResolverTypeWrapper<PayloadModel>;
  RetryFailedInput: RetryFailedInput;
  RetryFailedPayload: ResolverTypeWrapper<PayloadModel>;
  RotateWebhookSecretInput: RotateWebhookSecretInput;
  RotateWebhookSecretPayload: ResolverTypeWrapper<PayloadModel>;
  Runbook: ResolverTypeWrapper<RunbookModel>;
  RunbookConnection: ResolverTypeWrapper<RunbookConnectionModel>;
  RunbookEdge: ResolverTypeWrapper<RunbookEdgeModel>;
  RunbookFilter: RunbookFilter;
  RunbookStep: ResolverTypeWrapper<RunbookStepModel>;
  RunbookStepInput: RunbookStepInput;
  Secret: ResolverTypeWrapper<Scalars['Secret']['output']>;
  SensorReading: ResolverTypeWrapper<SensorReading>;
  ServiceNodeInput: ServiceNodeInput;
  ServiceNodePayload: ResolverTypeWrapper<PayloadModel>;
  SetNodeBootDeviceInput: SetNodeBootDeviceInput;
  SetNodeBootDevicePayload: ResolverTypeWrapper<PayloadModel>;
  SetNodeBootModeInput: SetNodeBootModeInput;
  SetNodeBootModePayload: ResolverTypeWrapper<PayloadModel>;
  SetNodeConsoleInput: SetNodeConsoleInput;
  SetNodeConsolePayload: ResolverTypeWrapper<PayloadModel>;
  SetNodeIndicatorInput: SetNodeIndicatorInput;
  SetNodeIndicatorPayload: ResolverTypeWrapper<PayloadModel>;
  SetNodeMaintenanceInput: SetNodeMaintenanceInput;
  SetNodeMaintenancePayload: ResolverTypeWrapper<PayloadModel>;
  SetNodePowerInput: SetNodePowerInput;
  SetNodePowerPayload: ResolverTypeWrapper<PayloadModel>;
  SetNodeSecureBootInput: SetNodeSecureBootInput;
  SetNodeSecureBootPayload: ResolverTypeWrapper<PayloadModel>;
  SetNodeTargetRaidConfigInput: SetNodeTargetRaidConfigInput;
  SetNodeTargetRaidConfigPayload: ResolverTypeWrapper<PayloadModel>;
  SetNodeTraitsInput: SetNodeTraitsInput;
  SetNodeTraitsPayload: ResolverTypeWrapper<PayloadModel>;
  SetNodesPowerInput: SetNodesPowerInput;
  SetNodesPowerPayload: ResolverTypeWrapper<PayloadModel>;
  Shard: ResolverTypeWrapper<Shard>;
  StaleVersionError: ResolverTypeWrapper<StaleVersionErrorModel>;
  StepError: ResolverTypeWrapper<StepErrorModel>;
  StepFlow: StepFlow;
  StepInput: StepInput;
  StepInterface: StepInterface;
  StepLine: ResolverTypeWrapper<StepLineModel>;
  StepState: StepState;
  StopEffect: StopEffect;
  StopReport: ResolverTypeWrapper<StopReportModel>;
  StreamKind: StreamKind;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  StringFilter: StringFilter;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TraitsFilter: TraitsFilter;
  UndeployNodeInput: UndeployNodeInput;
  UndeployNodePayload: ResolverTypeWrapper<PayloadModel>;
  UndeployNodesInput: UndeployNodesInput;
  UndeployNodesPayload: ResolverTypeWrapper<PayloadModel>;
  UnexpectedCountError: ResolverTypeWrapper<UnexpectedCountErrorModel>;
  UnholdNodeInput: UnholdNodeInput;
  UnholdNodePayload: ResolverTypeWrapper<PayloadModel>;
  UnknownDriverError: ResolverTypeWrapper<UnknownDriverErrorModel>;
  UnrescueNodeInput: UnrescueNodeInput;
  UnrescueNodePayload: ResolverTypeWrapper<PayloadModel>;
  UnsupportedError: ResolverTypeWrapper<UnsupportedErrorModel>;
  UpdateAllocationInput: UpdateAllocationInput;
  UpdateAllocationPayload: ResolverTypeWrapper<PayloadModel>;
  UpdateChassisInput: UpdateChassisInput;
  UpdateChassisPayload: ResolverTypeWrapper<PayloadModel>;
  UpdateDeployTemplateInput: UpdateDeployTemplateInput;
  UpdateDeployTemplatePayload: ResolverTypeWrapper<PayloadModel>;
  UpdateInspectionRuleInput: UpdateInspectionRuleInput;
  UpdateInspectionRulePayload: ResolverTypeWrapper<PayloadModel>;
  UpdateNodeInput: UpdateNodeInput;
  UpdateNodePayload: ResolverTypeWrapper<PayloadModel>;
  UpdatePortGroupInput: UpdatePortGroupInput;
  UpdatePortGroupPayload: ResolverTypeWrapper<PayloadModel>;
  UpdatePortInput: UpdatePortInput;
  UpdatePortPayload: ResolverTypeWrapper<PayloadModel>;
  UpdateRunbookInput: UpdateRunbookInput;
  UpdateRunbookPayload: ResolverTypeWrapper<PayloadModel>;
  UpdateVolumeConnectorInput: UpdateVolumeConnectorInput;
  UpdateVolumeConnectorPayload: ResolverTypeWrapper<PayloadModel>;
  UpdateVolumeTargetInput: UpdateVolumeTargetInput;
  UpdateVolumeTargetPayload: ResolverTypeWrapper<PayloadModel>;
  UpdateWebhookInput: UpdateWebhookInput;
  UpdateWebhookPayload: ResolverTypeWrapper<PayloadModel>;
  UserError: ResolverTypeWrapper<UserErrorModel>;
  UserErrorCode: UserErrorCode;
  VendorMethod: ResolverTypeWrapper<VendorMethodModel>;
  VendorMethodArgument: ResolverTypeWrapper<VendorMethodArgument>;
  Viewer: ResolverTypeWrapper<ViewerModel>;
  VifAttachment: ResolverTypeWrapper<VifAttachmentModel>;
  VifAttachmentConnection: ResolverTypeWrapper<VifAttachmentConnectionModel>;
  VifAttachmentEdge: ResolverTypeWrapper<VifAttachmentEdgeModel>;
  VifAttachmentFilter: VifAttachmentFilter;
  VifAttachmentState: VifAttachmentState;
  VifError: ResolverTypeWrapper<VifErrorModel>;
  VifPurpose: VifPurpose;
  VirtualMedia: ResolverTypeWrapper<VirtualMedia>;
  VirtualMediaType: VirtualMediaType;
  VolumeConnector: ResolverTypeWrapper<VolumeConnectorModel>;
  VolumeConnectorConnection: ResolverTypeWrapper<VolumeConnectorConnectionModel>;
  VolumeConnectorEdge: ResolverTypeWrapper<VolumeConnectorEdgeModel>;
  VolumeConnectorFilter: VolumeConnectorFilter;
  VolumeTarget: ResolverTypeWrapper<VolumeTargetModel>;
  VolumeTargetConnection: ResolverTypeWrapper<VolumeTargetConnectionModel>;
  VolumeTargetEdge: ResolverTypeWrapper<VolumeTargetEdgeModel>;
  VolumeTargetFilter: VolumeTargetFilter;
  Webhook: ResolverTypeWrapper<WebhookModel>;
  WebhookConnection: ResolverTypeWrapper<WebhookConnectionModel>;
  WebhookDeadLetter: ResolverTypeWrapper<WebhookDeadLetterModel>;
  WebhookDeadLetterConnection: ResolverTypeWrapper<WebhookDeadLetterConnectionModel>;
  WebhookDeadLetterEdge: ResolverTypeWrapper<WebhookDeadLetterEdgeModel>;
  WebhookEdge: ResolverTypeWrapper<WebhookEdgeModel>;
  WebhookFilter: WebhookFilter;
  WebhookState: WebhookState;
  WebhookStateFilter: WebhookStateFilter;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AbortNodeInput: AbortNodeInput;
  AbortNodePayload: PayloadModel;
  AddNodeTraitsInput: AddNodeTraitsInput;
  AddNodeTraitsPayload: PayloadModel;
  AdoptNodeInput: AdoptNodeInput;
  AdoptNodePayload: PayloadModel;
  Allocation: AllocationModel;
  AllocationConnection: AllocationConnectionModel;
  AllocationConstraintCount: AllocationConstraintCount;
  AllocationEdge: AllocationEdgeModel;
  AllocationExplanation: AllocationExplanationModel;
  AllocationFilter: AllocationFilter;
  AllocationNearMiss: AllocationNearMissModel;
  AlreadyExistsError: AlreadyExistsErrorModel;
  AttachVifInput: AttachVifInput;
  AttachVifPayload: PayloadModel;
  AttachVirtualMediaInput: AttachVirtualMediaInput;
  AttachVirtualMediaPayload: PayloadModel;
  AvailableStep: AvailableStepModel;
  AvailableStepArgument: AvailableStepArgument;
  BiosSetting: BiosSetting;
  Boolean: Scalars['Boolean']['output'];
  BooleanFilter: BooleanFilter;
  BootDeviceSetting: BootDeviceSetting;
  BreakNodeLockInput: BreakNodeLockInput;
  BreakNodeLockPayload: PayloadModel;
  CallVendorMethodInput: CallVendorMethodInput;
  CallVendorMethodPayload: PayloadModel;
  CancelJobGroupInput: CancelJobGroupInput;
  CancelJobGroupPayload: PayloadModel;
  CancelJobInput: CancelJobInput;
  CancelJobPayload: PayloadModel;
  Change: ChangeModel;
  Chassis: ChassisModel;
  ChassisConnection: ChassisConnectionModel;
  ChassisEdge: ChassisEdgeModel;
  ChassisFilter: ChassisFilter;
  CleanNodeInput: CleanNodeInput;
  CleanNodePayload: PayloadModel;
  CleaningEvidence: CleaningEvidenceModel;
  CleaningEvidenceConnection: CleaningEvidenceConnectionModel;
  CleaningEvidenceEdge: CleaningEvidenceEdgeModel;
  Conductor: ConductorModel;
  ConductorConnection: ConductorConnectionModel;
  ConductorEdge: ConductorEdgeModel;
  ConductorGroup: ConductorGroupModel;
  ConfigDriveContentsInput: ConfigDriveContentsInput;
  ConfigDriveInput: ConfigDriveInput;
  ConsoleAccess: ConsoleAccess;
  CreateAllocationInput: CreateAllocationInput;
  CreateAllocationPayload: PayloadModel;
  CreateChassisInput: CreateChassisInput;
  CreateChassisPayload: PayloadModel;
  CreateDeployTemplateInput: CreateDeployTemplateInput;
  CreateDeployTemplatePayload: PayloadModel;
  CreateInspectionRuleInput: CreateInspectionRuleInput;
  CreateInspectionRulePayload: PayloadModel;
  CreateNodeInput: CreateNodeInput;
  CreateNodePayload: PayloadModel;
  CreatePortGroupInput: CreatePortGroupInput;
  CreatePortGroupPayload: PayloadModel;
  CreatePortInput: CreatePortInput;
  CreatePortPayload: PayloadModel;
  CreateRunbookInput: CreateRunbookInput;
  CreateRunbookPayload: PayloadModel;
  CreateVolumeConnectorInput: CreateVolumeConnectorInput;
  CreateVolumeConnectorPayload: PayloadModel;
  CreateVolumeTargetInput: CreateVolumeTargetInput;
  CreateVolumeTargetPayload: PayloadModel;
  CreateWebhookInput: CreateWebhookInput;
  CreateWebhookPayload: PayloadModel;
  Cursor: Scalars['Cursor']['output'];
  DateTime: Scalars['DateTime']['output'];
  DateTimeFilter: DateTimeFilter;
  DeleteAllocationInput: DeleteAllocationInput;
  DeleteAllocationPayload: PayloadModel;
  DeleteChassisInput: DeleteChassisInput;
  DeleteChassisPayload: PayloadModel;
  DeleteDeployTemplateInput: DeleteDeployTemplateInput;
  DeleteDeployTemplatePayload: PayloadModel;
  DeleteInspectionRuleInput: DeleteInspectionRuleInput;
  DeleteInspectionRulePayload: PayloadModel;
  DeleteNodeInput: DeleteNodeInput;
  DeleteNodePayload: PayloadModel;
  DeletePortGroupInput: DeletePortGroupInput;
  DeletePortGroupPayload: PayloadModel;
  DeletePortInput: DeletePortInput;
  DeletePortPayload: PayloadModel;
  DeleteRunbookInput: DeleteRunbookInput;
  DeleteRunbookPayload: PayloadModel;
  DeleteVolumeConnectorInput: DeleteVolumeConnectorInput;
  DeleteVolumeConnectorPayload: PayloadModel;
  DeleteVolumeTargetInput: DeleteVolumeTargetInput;
  DeleteVolumeTargetPayload: PayloadModel;
  DeleteWebhookInput: DeleteWebhookInput;
  DeleteWebhookPayload: PayloadModel;
  DeployNodeInput: DeployNodeInput;
  DeployNodePayload: PayloadModel;
  DeployNodesInput: DeployNodesInput;
  DeployNodesPayload: PayloadModel;
  DeployStepInput: DeployStepInput;
  DeployTemplate: DeployTemplateModel;
  DeployTemplateConnection: DeployTemplateConnectionModel;
  DeployTemplateEdge: DeployTemplateEdgeModel;
  DeployTemplateFilter: DeployTemplateFilter;
  DeployTemplateStep: DeployTemplateStepModel;
  DeployTemplateStepInput: DeployTemplateStepInput;
  DetachVifInput: DetachVifInput;
  DetachVifPayload: PayloadModel;
  DetachVirtualMediaInput: DetachVirtualMediaInput;
  DetachVirtualMediaPayload: PayloadModel;
  DrainConductorInput: DrainConductorInput;
  DrainConductorPayload: PayloadModel;
  Driver: DriverModel;
  DriverError: DriverErrorModel;
  DriverInfoField: DriverInfoField;
  DriverInterface: DriverInterface;
  Event: EventModel;
  EventConnection: EventConnectionModel;
  EventEdge: EventEdgeModel;
  EventFilter: EventFilter;
  ExplainAllocationInput: ExplainAllocationInput;
  FirmwareComponent: FirmwareComponent;
  FleetBucket: FleetBucket;
  FleetBucketChange: FleetBucketChange;
  FleetKey: FleetKey;
  FleetSummary: FleetSummary;
  FleetSummaryEvent: FleetSummaryEvent;
  Float: Scalars['Float']['output'];
  Gap: Gap;
  ID: Scalars['ID']['output'];
  IdFilter: IdFilter;
  IdempotencyMismatchError: IdempotencyMismatchErrorModel;
  IllegalStateError: IllegalStateErrorModel;
  Indicator: IndicatorModel;
  InjectNmiInput: InjectNmiInput;
  InjectNmiPayload: PayloadModel;
  InspectNodeInput: InspectNodeInput;
  InspectNodePayload: PayloadModel;
  InspectionAction: InspectionAction;
  InspectionActionInput: InspectionActionInput;
  InspectionCondition: InspectionCondition;
  InspectionConditionInput: InspectionConditionInput;
  InspectionRule: InspectionRuleModel;
  InspectionRuleConnection: InspectionRuleConnectionModel;
  InspectionRuleEdge: InspectionRuleEdgeModel;
  InspectionRuleFilter: InspectionRuleFilter;
  Int: Scalars['Int']['output'];
  InterfaceValidation: InterfaceValidation;
  InvalidInputError: InvalidInputErrorModel;
  InventoryChange: InventoryChangeModel;
  JSONObject: Scalars['JSONObject']['output'];
  Job: JobModel;
  JobCancelledError: JobCancelledErrorModel;
  JobConnection: JobConnectionModel;
  JobEdge: JobEdgeModel;
  JobEvent: JobEventModel;
  JobFilter: JobFilter;
  JobGroup: JobGroupModel;
  JobGroupConnection: JobGroupConnectionModel;
  JobGroupCounts: JobGroupCountsModel;
  JobGroupEdge: JobGroupEdgeModel;
  JobGroupEvent: JobGroupEventModel;
  JobGroupFilter: JobGroupFilter;
  JobGroupItem: JobGroupItemModel;
  JobGroupItemConnection: JobGroupItemConnectionModel;
  JobGroupItemEdge: JobGroupItemEdgeModel;
  JobStep: JobStepModel;
  LockBrokenError: LockBrokenErrorModel;
  LogEvent: LogEventModel;
  LogicalDisk: LogicalDiskModel;
  LogicalDiskInput: LogicalDiskInput;
  MacAddress: Scalars['MacAddress']['output'];
  MacAddressFilter: MacAddressFilter;
  ManageNodeInput: ManageNodeInput;
  ManageNodePayload: PayloadModel;
  ManageNodesInput: ManageNodesInput;
  ManageNodesPayload: PayloadModel;
  Mutation: Record<PropertyKey, never>;
  NewPortInput: NewPortInput;
  Node: NodeModel;
  NodeAction: NodeAction;
  NodeAgent: NodeAgentModel;
  NodeConnection: NodeConnectionModel;
  NodeConsole: NodeConsoleModel;
  NodeEdge: NodeEdgeModel;
  NodeEvent: NodeEventModel;
  NodeFilter: NodeFilter;
  NodeHardware: NodeHardwareModel;
  NodeHistoryEntry: NodeHistoryEntryModel;
  NodeHistoryEntryConnection: NodeHistoryEntryConnectionModel;
  NodeHistoryEntryEdge: NodeHistoryEntryEdgeModel;
  NodeInterfaces: NodeInterfaces;
  NodeInterfacesInput: NodeInterfacesInput;
  NodeInventory: NodeInventoryModel;
  NodeInventoryConnection: NodeInventoryConnectionModel;
  NodeInventoryEdge: NodeInventoryEdgeModel;
  NodeLiveEvent: NodeLiveEventModel;
  NodeLock: NodeLockModel;
  NodeLockedError: NodeLockedErrorModel;
  NodeOrder: NodeOrder;
  NotAllowedError: NotAllowedErrorModel;
  NotFoundError: NotFoundErrorModel;
  ObservedAspect: ObservedAspect;
  PageInfo: PageInfo;
  PingWebhookInput: PingWebhookInput;
  PingWebhookPayload: PayloadModel;
  Port: PortModel;
  PortConnection: PortConnectionModel;
  PortEdge: PortEdgeModel;
  PortFilter: PortFilter;
  PortGroup: PortGroupModel;
  PortGroupConnection: PortGroupConnectionModel;
  PortGroupEdge: PortGroupEdgeModel;
  PortGroupFilter: PortGroupFilter;
  PowerStateFilter: PowerStateFilter;
  ProvideNodeInput: ProvideNodeInput;
  ProvideNodePayload: PayloadModel;
  ProvideNodesInput: ProvideNodesInput;
  ProvideNodesPayload: PayloadModel;
  ProvisionStateFilter: ProvisionStateFilter;
  Query: Record<PropertyKey, never>;
  RebuildNodeInput: RebuildNodeInput;
  RebuildNodePayload: PayloadModel;
  ReconcileVifsInput: ReconcileVifsInput;
  ReconcileVifsPayload: PayloadModel;
  RedeliverDeadLettersInput: RedeliverDeadLettersInput;
  RedeliverDeadLettersPayload: PayloadModel;
  RefreshNodeHardwareInput: RefreshNodeHardwareInput;
  RefreshNodeHardwarePayload: PayloadModel;
  RemoveNodeTraitsInput: RemoveNodeTraitsInput;
  RemoveNodeTraitsPayload: PayloadModel;
  RescueNodeInput: RescueNodeInput;
  RescueNodePayload: PayloadModel;
  RetryFailedInput: RetryFailedInput;
  RetryFailedPayload: PayloadModel;
  RotateWebhookSecretInput: RotateWebhookSecretInput;
  RotateWebhookSecretPayload: PayloadModel;
  Runbook: RunbookModel;
  RunbookConnection: RunbookConnectionModel;
  RunbookEdge: RunbookEdgeModel;
  RunbookFilter: RunbookFilter;
  RunbookStep: RunbookStepModel;
  RunbookStepInput: RunbookStepInput;
  Secret: Scalars['Secret']['output'];
  SensorReading: SensorReading;
  ServiceNodeInput: ServiceNodeInput;
  ServiceNodePayload: PayloadModel;
  SetNodeBootDeviceInput: SetNodeBootDeviceInput;
  SetNodeBootDevicePayload: PayloadModel;
  SetNodeBootModeInput: SetNodeBootModeInput;
  SetNodeBootModePayload: PayloadModel;
  SetNodeConsoleInput: SetNodeConsoleInput;
  SetNodeConsolePayload: PayloadModel;
  SetNodeIndicatorInput: SetNodeIndicatorInput;
  SetNodeIndicatorPayload: PayloadModel;
  SetNodeMaintenanceInput: SetNodeMaintenanceInput;
  SetNodeMaintenancePayload: PayloadModel;
  SetNodePowerInput: SetNodePowerInput;
  SetNodePowerPayload: PayloadModel;
  SetNodeSecureBootInput: SetNodeSecureBootInput;
  SetNodeSecureBootPayload: PayloadModel;
  SetNodeTargetRaidConfigInput: SetNodeTargetRaidConfigInput;
  SetNodeTargetRaidConfigPayload: PayloadModel;
  SetNodeTraitsInput: SetNodeTraitsInput;
  SetNodeTraitsPayload: PayloadModel;
  SetNodesPowerInput: SetNodesPowerInput;
  SetNodesPowerPayload: PayloadModel;
  Shard: Shard;
  StaleVersionError: StaleVersionErrorModel;
  StepError: StepErrorModel;
  StepInput: StepInput;
  StepLine: StepLineModel;
  StopReport: StopReportModel;
  String: Scalars['String']['output'];
  StringFilter: StringFilter;
  Subscription: Record<PropertyKey, never>;
  TraitsFilter: TraitsFilter;
  UndeployNodeInput: UndeployNodeInput;
  UndeployNodePayload: PayloadModel;
  UndeployNodesInput: UndeployNodesInput;
  UndeployNodesPayload: PayloadModel;
  UnexpectedCountError: UnexpectedCountErrorModel;
  UnholdNodeInput: UnholdNodeInput;
  UnholdNodePayload: PayloadModel;
  UnknownDriverError: UnknownDriverErrorModel;
  UnrescueNodeInput: UnrescueNodeInput;
  UnrescueNodePayload: PayloadModel;
  UnsupportedError: UnsupportedErrorModel;
  UpdateAllocationInput: UpdateAllocationInput;
  UpdateAllocationPayload: PayloadModel;
  UpdateChassisInput: UpdateChassisInput;
  UpdateChassisPayload: PayloadModel;
  UpdateDeployTemplateInput: UpdateDeployTemplateInput;
  UpdateDeployTemplatePayload: PayloadModel;
  UpdateInspectionRuleInput: UpdateInspectionRuleInput;
  UpdateInspectionRulePayload: PayloadModel;
  UpdateNodeInput: UpdateNodeInput;
  UpdateNodePayload: PayloadModel;
  UpdatePortGroupInput: UpdatePortGroupInput;
  UpdatePortGroupPayload: PayloadModel;
  UpdatePortInput: UpdatePortInput;
  UpdatePortPayload: PayloadModel;
  UpdateRunbookInput: UpdateRunbookInput;
  UpdateRunbookPayload: PayloadModel;
  UpdateVolumeConnectorInput: UpdateVolumeConnectorInput;
  UpdateVolumeConnectorPayload: PayloadModel;
  UpdateVolumeTargetInput: UpdateVolumeTargetInput;
  UpdateVolumeTargetPayload: PayloadModel;
  UpdateWebhookInput: UpdateWebhookInput;
  UpdateWebhookPayload: PayloadModel;
  UserError: UserErrorModel;
  VendorMethod: VendorMethodModel;
  VendorMethodArgument: VendorMethodArgument;
  Viewer: ViewerModel;
  VifAttachment: VifAttachmentModel;
  VifAttachmentConnection: VifAttachmentConnectionModel;
  VifAttachmentEdge: VifAttachmentEdgeModel;
  VifAttachmentFilter: VifAttachmentFilter;
  VifError: VifErrorModel;
  VirtualMedia: VirtualMedia;
  VolumeConnector: VolumeConnectorModel;
  VolumeConnectorConnection: VolumeConnectorConnectionModel;
  VolumeConnectorEdge: VolumeConnectorEdgeModel;
  VolumeConnectorFilter: VolumeConnectorFilter;
  VolumeTarget: VolumeTargetModel;
  VolumeTargetConnection: VolumeTargetConnectionModel;
  VolumeTargetEdge: VolumeTargetEdgeModel;
  VolumeTargetFilter: VolumeTargetFilter;
  Webhook: WebhookModel;
  WebhookConnection: WebhookConnectionModel;
  WebhookDeadLetter: WebhookDeadLetterModel;
  WebhookDeadLetterConnection: WebhookDeadLetterConnectionModel;
  WebhookDeadLetterEdge: WebhookDeadLetterEdgeModel;
  WebhookEdge: WebhookEdgeModel;
  WebhookFilter: WebhookFilter;
  WebhookStateFilter: WebhookStateFilter;
};

export type FetchableDirectiveArgs = {
  field_name: Scalars['String']['input'];
};

export type FetchableDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = FetchableDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AbortNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AbortNodePayload'] = ResolversParentTypes['AbortNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  stop?: Resolver<Maybe<ResolversTypes['StopReport']>, ParentType, ContextType>;
};

export type AddNodeTraitsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AddNodeTraitsPayload'] = ResolversParentTypes['AddNodeTraitsPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AdoptNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AdoptNodePayload'] = ResolversParentTypes['AdoptNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AllocationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Allocation'] = ResolversParentTypes['Allocation']> = {
  candidateNodes?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['AllocationExplanation']>, ParentType, ContextType>;
  extra?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  nodeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  resourceClass?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['AllocationState'], ParentType, ContextType>;
  traits?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AllocationConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AllocationConnection'] = ResolversParentTypes['AllocationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AllocationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Allocation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AllocationConstraintCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AllocationConstraintCount'] = ResolversParentTypes['AllocationConstraintCount']> = {
  constraint?: Resolver<ResolversTypes['AllocationConstraint'], ParentType, ContextType>;
  left?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  wanted?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AllocationEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AllocationEdge'] = ResolversParentTypes['AllocationEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Allocation'], ParentType, ContextType>;
};

export type AllocationExplanationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AllocationExplanation'] = ResolversParentTypes['AllocationExplanation']> = {
  considered?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  constraints?: Resolver<ReadonlyArray<ResolversTypes['AllocationConstraintCount']>, ParentType, ContextType>;
  nearestMisses?: Resolver<ReadonlyArray<ResolversTypes['AllocationNearMiss']>, ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AllocationNearMissResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AllocationNearMiss'] = ResolversParentTypes['AllocationNearMiss']> = {
  failed?: Resolver<ReadonlyArray<ResolversTypes['AllocationConstraint']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type AlreadyExistsErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AlreadyExistsError'] = ResolversParentTypes['AlreadyExistsError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AttachVifPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AttachVifPayload'] = ResolversParentTypes['AttachVifPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  vifAttachment?: Resolver<Maybe<ResolversTypes['VifAttachment']>, ParentType, ContextType>;
};

export type AttachVirtualMediaPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AttachVirtualMediaPayload'] = ResolversParentTypes['AttachVirtualMediaPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AvailableStepResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AvailableStep'] = ResolversParentTypes['AvailableStep']> = {
  arguments?: Resolver<ReadonlyArray<ResolversTypes['AvailableStepArgument']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  interface?: Resolver<Maybe<ResolversTypes['StepInterface']>, ParentType, ContextType>;
  isAbortable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requiresRamdisk?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AvailableStepArgumentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AvailableStepArgument'] = ResolversParentTypes['AvailableStepArgument']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BiosSettingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BiosSetting'] = ResolversParentTypes['BiosSetting']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type BootDeviceSettingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BootDeviceSetting'] = ResolversParentTypes['BootDeviceSetting']> = {
  device?: Resolver<ResolversTypes['BootDevice'], ParentType, ContextType>;
  persistent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type BreakNodeLockPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BreakNodeLockPayload'] = ResolversParentTypes['BreakNodeLockPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  stop?: Resolver<Maybe<ResolversTypes['StopReport']>, ParentType, ContextType>;
};

export type CallVendorMethodPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CallVendorMethodPayload'] = ResolversParentTypes['CallVendorMethodPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CancelJobGroupPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CancelJobGroupPayload'] = ResolversParentTypes['CancelJobGroupPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  jobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CancelJobPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CancelJobPayload'] = ResolversParentTypes['CancelJobPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  stop?: Resolver<Maybe<ResolversTypes['StopReport']>, ParentType, ContextType>;
};

export type ChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Change'] = ResolversParentTypes['Change']> = {
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ChassisResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Chassis'] = ResolversParentTypes['Chassis']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  extra?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nodes?: Resolver<ResolversTypes['NodeConnection'], ParentType, ContextType, Partial<ChassisNodesArgs>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ChassisConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChassisConnection'] = ResolversParentTypes['ChassisConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChassisEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Chassis']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ChassisEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChassisEdge'] = ResolversParentTypes['ChassisEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Chassis'], ParentType, ContextType>;
};

export type CleanNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CleanNodePayload'] = ResolversParentTypes['CleanNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CleaningEvidenceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CleaningEvidence'] = ResolversParentTypes['CleaningEvidence']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  method?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  result?: Resolver<ResolversTypes['CleaningResult'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CleaningEvidenceConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CleaningEvidenceConnection'] = ResolversParentTypes['CleaningEvidenceConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CleaningEvidenceEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['CleaningEvidence']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CleaningEvidenceEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CleaningEvidenceEdge'] = ResolversParentTypes['CleaningEvidenceEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CleaningEvidence'], ParentType, ContextType>;
};

export type ConductorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Conductor'] = ResolversParentTypes['Conductor']> = {
  conductorGroup?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  drainRequestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  drivers?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  heartbeatAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  leaseExpiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  pid?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  runningJobs?: Resolver<ReadonlyArray<ResolversTypes['Job']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ConductorState'], ParentType, ContextType>;
};

export type ConductorConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConductorConnection'] = ResolversParentTypes['ConductorConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ConductorEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Conductor']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ConductorEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConductorEdge'] = ResolversParentTypes['ConductorEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Conductor'], ParentType, ContextType>;
};

export type ConductorGroupResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConductorGroup'] = ResolversParentTypes['ConductorGroup']> = {
  conductors?: Resolver<ReadonlyArray<ResolversTypes['Conductor']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nodeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ConsoleAccessResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ConsoleAccess'] = ResolversParentTypes['ConsoleAccess']> = {
  type?: Resolver<ResolversTypes['ConsoleType'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CreateAllocationPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateAllocationPayload'] = ResolversParentTypes['CreateAllocationPayload']> = {
  allocation?: Resolver<Maybe<ResolversTypes['Allocation']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CreateChassisPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateChassisPayload'] = ResolversParentTypes['CreateChassisPayload']> = {
  chassis?: Resolver<Maybe<ResolversTypes['Chassis']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CreateDeployTemplatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateDeployTemplatePayload'] = ResolversParentTypes['CreateDeployTemplatePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deployTemplate?: Resolver<Maybe<ResolversTypes['DeployTemplate']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CreateInspectionRulePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateInspectionRulePayload'] = ResolversParentTypes['CreateInspectionRulePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  inspectionRule?: Resolver<Maybe<ResolversTypes['InspectionRule']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CreateNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateNodePayload'] = ResolversParentTypes['CreateNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CreatePortGroupPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreatePortGroupPayload'] = ResolversParentTypes['CreatePortGroupPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  portGroup?: Resolver<Maybe<ResolversTypes['PortGroup']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CreatePortPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreatePortPayload'] = ResolversParentTypes['CreatePortPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  port?: Resolver<Maybe<ResolversTypes['Port']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CreateRunbookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateRunbookPayload'] = ResolversParentTypes['CreateRunbookPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  runbook?: Resolver<Maybe<ResolversTypes['Runbook']>, ParentType, ContextType>;
};

export type CreateVolumeConnectorPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateVolumeConnectorPayload'] = ResolversParentTypes['CreateVolumeConnectorPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  volumeConnector?: Resolver<Maybe<ResolversTypes['VolumeConnector']>, ParentType, ContextType>;
};

export type CreateVolumeTargetPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateVolumeTargetPayload'] = ResolversParentTypes['CreateVolumeTargetPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  volumeTarget?: Resolver<Maybe<ResolversTypes['VolumeTarget']>, ParentType, ContextType>;
};

export type CreateWebhookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CreateWebhookPayload'] = ResolversParentTypes['CreateWebhookPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteAllocationPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteAllocationPayload'] = ResolversParentTypes['DeleteAllocationPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedAllocationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeleteChassisPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteChassisPayload'] = ResolversParentTypes['DeleteChassisPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedChassisId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeleteDeployTemplatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteDeployTemplatePayload'] = ResolversParentTypes['DeleteDeployTemplatePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedDeployTemplateId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeleteInspectionRulePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteInspectionRulePayload'] = ResolversParentTypes['DeleteInspectionRulePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedInspectionRuleId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeleteNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteNodePayload'] = ResolversParentTypes['DeleteNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedNodeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeletePortGroupPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeletePortGroupPayload'] = ResolversParentTypes['DeletePortGroupPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedPortGroupId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeletePortPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeletePortPayload'] = ResolversParentTypes['DeletePortPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedPortId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeleteRunbookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteRunbookPayload'] = ResolversParentTypes['DeleteRunbookPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedRunbookId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeleteVolumeConnectorPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteVolumeConnectorPayload'] = ResolversParentTypes['DeleteVolumeConnectorPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedVolumeConnectorId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeleteVolumeTargetPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteVolumeTargetPayload'] = ResolversParentTypes['DeleteVolumeTargetPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedVolumeTargetId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeleteWebhookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeleteWebhookPayload'] = ResolversParentTypes['DeleteWebhookPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deletedWebhookId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeployNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeployNodePayload'] = ResolversParentTypes['DeployNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeployNodesPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeployNodesPayload'] = ResolversParentTypes['DeployNodesPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  jobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeployTemplateResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeployTemplate'] = ResolversParentTypes['DeployTemplate']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  extra?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['DeployTemplateStep']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DeployTemplateConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeployTemplateConnection'] = ResolversParentTypes['DeployTemplateConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DeployTemplateEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['DeployTemplate']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DeployTemplateEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeployTemplateEdge'] = ResolversParentTypes['DeployTemplateEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DeployTemplate'], ParentType, ContextType>;
};

export type DeployTemplateStepResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DeployTemplateStep'] = ResolversParentTypes['DeployTemplateStep']> = {
  args?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  interface?: Resolver<Maybe<ResolversTypes['StepInterface']>, ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DetachVifPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DetachVifPayload'] = ResolversParentTypes['DetachVifPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DetachVirtualMediaPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DetachVirtualMediaPayload'] = ResolversParentTypes['DetachVirtualMediaPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DrainConductorPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DrainConductorPayload'] = ResolversParentTypes['DrainConductorPayload']> = {
  conductor?: Resolver<Maybe<ResolversTypes['Conductor']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DriverResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Driver'] = ResolversParentTypes['Driver']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  driverInfoFields?: Resolver<ReadonlyArray<ResolversTypes['DriverInfoField']>, ParentType, ContextType>;
  interfaces?: Resolver<ReadonlyArray<ResolversTypes['DriverInterface']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  vendorMethods?: Resolver<ReadonlyArray<ResolversTypes['VendorMethod']>, ParentType, ContextType>;
};

export type DriverErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DriverError'] = ResolversParentTypes['DriverError']> = {
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DriverInfoFieldResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DriverInfoField'] = ResolversParentTypes['DriverInfoField']> = {
  defaultValue?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isSecret?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DriverInterfaceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DriverInterface'] = ResolversParentTypes['DriverInterface']> = {
  implementations?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  changes?: Resolver<ReadonlyArray<ResolversTypes['Change']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  jobId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  nodeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  nodeSequence?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EventType'], ParentType, ContextType>;
};

export type EventConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventConnection'] = ResolversParentTypes['EventConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['EventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Event']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EventEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventEdge'] = ResolversParentTypes['EventEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Event'], ParentType, ContextType>;
};

export type FirmwareComponentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FirmwareComponent'] = ResolversParentTypes['FirmwareComponent']> = {
  component?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  currentVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FleetBucketResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FleetBucket'] = ResolversParentTypes['FleetBucket']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  key?: Resolver<ReadonlyArray<ResolversTypes['FleetKey']>, ParentType, ContextType>;
};

export type FleetBucketChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FleetBucketChange'] = ResolversParentTypes['FleetBucketChange']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  delta?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  key?: Resolver<ReadonlyArray<ResolversTypes['FleetKey']>, ParentType, ContextType>;
};

export type FleetKeyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FleetKey'] = ResolversParentTypes['FleetKey']> = {
  dimension?: Resolver<ResolversTypes['FleetDimension'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FleetSummaryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FleetSummary'] = ResolversParentTypes['FleetSummary']> = {
  buckets?: Resolver<ReadonlyArray<ResolversTypes['FleetBucket']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FleetSummaryEventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FleetSummaryEvent'] = ResolversParentTypes['FleetSummaryEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  buckets?: Resolver<ReadonlyArray<ResolversTypes['FleetBucket']>, ParentType, ContextType>;
  changed?: Resolver<ReadonlyArray<ResolversTypes['FleetBucketChange']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StreamKind'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type GapResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Gap'] = ResolversParentTypes['Gap']> = {
  from?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
};

export type IdempotencyMismatchErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IdempotencyMismatchError'] = ResolversParentTypes['IdempotencyMismatchError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  originalJob?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IllegalStateErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IllegalStateError'] = ResolversParentTypes['IllegalStateError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  isProjected?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  legalVerbs?: Resolver<ReadonlyArray<ResolversTypes['NodeVerb']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ProvisionState'], ParentType, ContextType>;
  verb?: Resolver<ResolversTypes['NodeVerb'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IndicatorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Indicator'] = ResolversParentTypes['Indicator']> = {
  component?: Resolver<ResolversTypes['IndicatorComponent'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isReadonly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['IndicatorState'], ParentType, ContextType>;
  states?: Resolver<ReadonlyArray<ResolversTypes['IndicatorState']>, ParentType, ContextType>;
};

export type InjectNmiPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InjectNmiPayload'] = ResolversParentTypes['InjectNmiPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type InspectNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InspectNodePayload'] = ResolversParentTypes['InspectNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type InspectionActionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InspectionAction'] = ResolversParentTypes['InspectionAction']> = {
  args?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  loop?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  op?: Resolver<ResolversTypes['InspectionActionOp'], ParentType, ContextType>;
};

export type InspectionConditionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InspectionCondition'] = ResolversParentTypes['InspectionCondition']> = {
  args?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  loop?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  multiple?: Resolver<ResolversTypes['InspectionLoopMode'], ParentType, ContextType>;
  not?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  op?: Resolver<ResolversTypes['InspectionConditionOp'], ParentType, ContextType>;
};

export type InspectionRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InspectionRule'] = ResolversParentTypes['InspectionRule']> = {
  actions?: Resolver<Maybe<ReadonlyArray<ResolversTypes['InspectionAction']>>, ParentType, ContextType>;
  conditions?: Resolver<Maybe<ReadonlyArray<ResolversTypes['InspectionCondition']>>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isSensitive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type InspectionRuleConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InspectionRuleConnection'] = ResolversParentTypes['InspectionRuleConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['InspectionRuleEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['InspectionRule']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type InspectionRuleEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InspectionRuleEdge'] = ResolversParentTypes['InspectionRuleEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['InspectionRule'], ParentType, ContextType>;
};

export type InterfaceValidationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InterfaceValidation'] = ResolversParentTypes['InterfaceValidation']> = {
  implementation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  interface?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isValid?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type InvalidInputErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InvalidInputError'] = ResolversParentTypes['InvalidInputError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InventoryChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InventoryChange'] = ResolversParentTypes['InventoryChange']> = {
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type JobResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Job'] = ResolversParentTypes['Job']> = {
  arguments?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  attempt?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  blockedBy?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  cancelRequestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  conductor?: Resolver<Maybe<ResolversTypes['Conductor']>, ParentType, ContextType>;
  conductorGroup?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  currentStep?: Resolver<Maybe<ResolversTypes['JobStep']>, ParentType, ContextType>;
  deadlineAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  epoch?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['UserError']>, ParentType, ContextType>;
  estimatedStartAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  etaSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isSettled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  jobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  lockMode?: Resolver<ResolversTypes['LockMode'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  nodeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  overdueSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  percent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  priorityClass?: Resolver<ResolversTypes['JobPriorityClass'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  queuePosition?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSONObject']>, ParentType, ContextType>;
  runAfter?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['JobState'], ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['JobStep']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waitReason?: Resolver<Maybe<ResolversTypes['JobWaitReason']>, ParentType, ContextType>;
  waitUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type JobCancelledErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobCancelledError'] = ResolversParentTypes['JobCancelledError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type JobConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobConnection'] = ResolversParentTypes['JobConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['JobEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Job']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type JobEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobEdge'] = ResolversParentTypes['JobEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Job'], ParentType, ContextType>;
};

export type JobEventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobEvent'] = ResolversParentTypes['JobEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  gap?: Resolver<Maybe<ResolversTypes['Gap']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StreamKind'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['StepLine']>, ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['EventType']>, ParentType, ContextType>;
};

export type JobGroupResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobGroup'] = ResolversParentTypes['JobGroup']> = {
  arguments?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  counts?: Resolver<ResolversTypes['JobGroupCounts'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isSettled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  items?: Resolver<ResolversTypes['JobGroupItemConnection'], ParentType, ContextType, Partial<JobGroupItemsArgs>>;
  mutation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  percent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryOf?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type JobGroupConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobGroupConnection'] = ResolversParentTypes['JobGroupConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['JobGroupEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type JobGroupCountsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobGroupCounts'] = ResolversParentTypes['JobGroupCounts']> = {
  cancelled?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  queued?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refused?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  running?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  succeeded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type JobGroupEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobGroupEdge'] = ResolversParentTypes['JobGroupEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['JobGroup'], ParentType, ContextType>;
};

export type JobGroupEventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobGroupEvent'] = ResolversParentTypes['JobGroupEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  gap?: Resolver<Maybe<ResolversTypes['Gap']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  jobGroup?: Resolver<ResolversTypes['JobGroup'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StreamKind'], ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['EventType']>, ParentType, ContextType>;
};

export type JobGroupItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobGroupItem'] = ResolversParentTypes['JobGroupItem']> = {
  error?: Resolver<Maybe<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['JobGroupItemState']>, ParentType, ContextType>;
};

export type JobGroupItemConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobGroupItemConnection'] = ResolversParentTypes['JobGroupItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['JobGroupItemEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['JobGroupItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type JobGroupItemEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobGroupItemEdge'] = ResolversParentTypes['JobGroupItemEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['JobGroupItem'], ParentType, ContextType>;
};

export type JobStepResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobStep'] = ResolversParentTypes['JobStep']> = {
  abortable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  attempt?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  droppedLines?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  elapsedSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['UserError']>, ParentType, ContextType>;
  etaSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  interface?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['StepLine']>, ParentType, ContextType, RequireFields<JobStepLinesArgs, 'after' | 'last'>>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  percent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  repeat?: Resolver<ResolversTypes['RepeatMode'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['StepState'], ParentType, ContextType>;
  timeoutSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type LockBrokenErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LockBrokenError'] = ResolversParentTypes['LockBrokenError']> = {
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LogEventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LogEvent'] = ResolversParentTypes['LogEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  gap?: Resolver<Maybe<ResolversTypes['Gap']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StreamKind'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  nodeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['EventType']>, ParentType, ContextType>;
};

export type LogicalDiskResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LogicalDisk'] = ResolversParentTypes['LogicalDisk']> = {
  controller?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  diskType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  interfaceType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isRootVolume?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  numberOfPhysicalDisks?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  physicalDisks?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  raidLevel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sharePhysicalDisks?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  sizeGib?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  volumeName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface MacAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MacAddress'], any> {
  name: 'MacAddress';
}

export type ManageNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ManageNodePayload'] = ResolversParentTypes['ManageNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ManageNodesPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ManageNodesPayload'] = ResolversParentTypes['ManageNodesPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  jobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  abortNode?: Resolver<ResolversTypes['AbortNodePayload'], ParentType, ContextType, RequireFields<MutationAbortNodeArgs, 'input'>>;
  addNodeTraits?: Resolver<ResolversTypes['AddNodeTraitsPayload'], ParentType, ContextType, RequireFields<MutationAddNodeTraitsArgs, 'input'>>;
  adoptNode?: Resolver<ResolversTypes['AdoptNodePayload'], ParentType, ContextType, RequireFields<MutationAdoptNodeArgs, 'input'>>;
  attachVif?: Resolver<ResolversTypes['AttachVifPayload'], ParentType, ContextType, RequireFields<MutationAttachVifArgs, 'input'>>;
  attachVirtualMedia?: Resolver<ResolversTypes['AttachVirtualMediaPayload'], ParentType, ContextType, RequireFields<MutationAttachVirtualMediaArgs, 'input'>>;
  breakNodeLock?: Resolver<ResolversTypes['BreakNodeLockPayload'], ParentType, ContextType, RequireFields<MutationBreakNodeLockArgs, 'input'>>;
  callVendorMethod?: Resolver<ResolversTypes['CallVendorMethodPayload'], ParentType, ContextType, RequireFields<MutationCallVendorMethodArgs, 'input'>>;
  cancelJob?: Resolver<ResolversTypes['CancelJobPayload'], ParentType, ContextType, RequireFields<MutationCancelJobArgs, 'input'>>;
  cancelJobGroup?: Resolver<ResolversTypes['CancelJobGroupPayload'], ParentType, ContextType, RequireFields<MutationCancelJobGroupArgs, 'input'>>;
  cleanNode?: Resolver<ResolversTypes['CleanNodePayload'], ParentType, ContextType, RequireFields<MutationCleanNodeArgs, 'input'>>;
  createAllocation?: Resolver<ResolversTypes['CreateAllocationPayload'], ParentType, ContextType, RequireFields<MutationCreateAllocationArgs, 'input'>>;
  createChassis?: Resolver<ResolversTypes['CreateChassisPayload'], ParentType, ContextType, RequireFields<MutationCreateChassisArgs, 'input'>>;
  createDeployTemplate?: Resolver<ResolversTypes['CreateDeployTemplatePayload'], ParentType, ContextType, RequireFields<MutationCreateDeployTemplateArgs, 'input'>>;
  createInspectionRule?: Resolver<ResolversTypes['CreateInspectionRulePayload'], ParentType, ContextType, RequireFields<MutationCreateInspectionRuleArgs, 'input'>>;
  createNode?: Resolver<ResolversTypes['CreateNodePayload'], ParentType, ContextType, RequireFields<MutationCreateNodeArgs, 'input'>>;
  createPort?: Resolver<ResolversTypes['CreatePortPayload'], ParentType, ContextType, RequireFields<MutationCreatePortArgs, 'input'>>;
  createPortGroup?: Resolver<ResolversTypes['CreatePortGroupPayload'], ParentType, ContextType, RequireFields<MutationCreatePortGroupArgs, 'input'>>;
  createRunbook?: Resolver<ResolversTypes['CreateRunbookPayload'], ParentType, ContextType, RequireFields<MutationCreateRunbookArgs, 'input'>>;
  createVolumeConnector?: Resolver<ResolversTypes['CreateVolumeConnectorPayload'], ParentType, ContextType, RequireFields<MutationCreateVolumeConnectorArgs, 'input'>>;
  createVolumeTarget?: Resolver<ResolversTypes['CreateVolumeTargetPayload'], ParentType, ContextType, RequireFields<MutationCreateVolumeTargetArgs, 'input'>>;
  createWebhook?: Resolver<ResolversTypes['CreateWebhookPayload'], ParentType, ContextType, RequireFields<MutationCreateWebhookArgs, 'input'>>;
  deleteAllocation?: Resolver<ResolversTypes['DeleteAllocationPayload'], ParentType, ContextType, RequireFields<MutationDeleteAllocationArgs, 'input'>>;
  deleteChassis?: Resolver<ResolversTypes['DeleteChassisPayload'], ParentType, ContextType, RequireFields<MutationDeleteChassisArgs, 'input'>>;
  deleteDeployTemplate?: Resolver<ResolversTypes['DeleteDeployTemplatePayload'], ParentType, ContextType, RequireFields<MutationDeleteDeployTemplateArgs, 'input'>>;
  deleteInspectionRule?: Resolver<ResolversTypes['DeleteInspectionRulePayload'], ParentType, ContextType, RequireFields<MutationDeleteInspectionRuleArgs, 'input'>>;
  deleteNode?: Resolver<ResolversTypes['DeleteNodePayload'], ParentType, ContextType, RequireFields<MutationDeleteNodeArgs, 'input'>>;
  deletePort?: Resolver<ResolversTypes['DeletePortPayload'], ParentType, ContextType, RequireFields<MutationDeletePortArgs, 'input'>>;
  deletePortGroup?: Resolver<ResolversTypes['DeletePortGroupPayload'], ParentType, ContextType, RequireFields<MutationDeletePortGroupArgs, 'input'>>;
  deleteRunbook?: Resolver<ResolversTypes['DeleteRunbookPayload'], ParentType, ContextType, RequireFields<MutationDeleteRunbookArgs, 'input'>>;
  deleteVolumeConnector?: Resolver<ResolversTypes['DeleteVolumeConnectorPayload'], ParentType, ContextType, RequireFields<MutationDeleteVolumeConnectorArgs, 'input'>>;
  deleteVolumeTarget?: Resolver<ResolversTypes['DeleteVolumeTargetPayload'], ParentType, ContextType, RequireFields<MutationDeleteVolumeTargetArgs, 'input'>>;
  deleteWebhook?: Resolver<ResolversTypes['DeleteWebhookPayload'], ParentType, ContextType, RequireFields<MutationDeleteWebhookArgs, 'input'>>;
  deployNode?: Resolver<ResolversTypes['DeployNodePayload'], ParentType, ContextType, RequireFields<MutationDeployNodeArgs, 'input'>>;
  deployNodes?: Resolver<ResolversTypes['DeployNodesPayload'], ParentType, ContextType, RequireFields<MutationDeployNodesArgs, 'input'>>;
  detachVif?: Resolver<ResolversTypes['DetachVifPayload'], ParentType, ContextType, RequireFields<MutationDetachVifArgs, 'input'>>;
  detachVirtualMedia?: Resolver<ResolversTypes['DetachVirtualMediaPayload'], ParentType, ContextType, RequireFields<MutationDetachVirtualMediaArgs, 'input'>>;
  drainConductor?: Resolver<ResolversTypes['DrainConductorPayload'], ParentType, ContextType, RequireFields<MutationDrainConductorArgs, 'input'>>;
  injectNmi?: Resolver<ResolversTypes['InjectNmiPayload'], ParentType, ContextType, RequireFields<MutationInjectNmiArgs, 'input'>>;
  inspectNode?: Resolver<ResolversTypes['InspectNodePayload'], ParentType, ContextType, RequireFields<MutationInspectNodeArgs, 'input'>>;
  manageNode?: Resolver<ResolversTypes['ManageNodePayload'], ParentType, ContextType, RequireFields<MutationManageNodeArgs, 'input'>>;
  manageNodes?: Resolver<ResolversTypes['ManageNodesPayload'], ParentType, ContextType, RequireFields<MutationManageNodesArgs, 'input'>>;
  pingWebhook?: Resolver<ResolversTypes['PingWebhookPayload'], ParentType, ContextType, RequireFields<MutationPingWebhookArgs, 'input'>>;
  provideNode?: Resolver<ResolversTypes['ProvideNodePayload'], ParentType, ContextType, RequireFields<MutationProvideNodeArgs, 'input'>>;
  provideNodes?: Resolver<ResolversTypes['ProvideNodesPayload'], ParentType, ContextType, RequireFields<MutationProvideNodesArgs, 'input'>>;
  rebuildNode?: Resolver<ResolversTypes['RebuildNodePayload'], ParentType, ContextType, RequireFields<MutationRebuildNodeArgs, 'input'>>;
  reconcileVifs?: Resolver<ResolversTypes['ReconcileVifsPayload'], ParentType, ContextType, RequireFields<MutationReconcileVifsArgs, 'input'>>;
  redeliverDeadLetters?: Resolver<ResolversTypes['RedeliverDeadLettersPayload'], ParentType, ContextType, RequireFields<MutationRedeliverDeadLettersArgs, 'input'>>;
  refreshNodeHardware?: Resolver<ResolversTypes['RefreshNodeHardwarePayload'], ParentType, ContextType, RequireFields<MutationRefreshNodeHardwareArgs, 'input'>>;
  removeNodeTraits?: Resolver<ResolversTypes['RemoveNodeTraitsPayload'], ParentType, ContextType, RequireFields<MutationRemoveNodeTraitsArgs, 'input'>>;
  rescueNode?: Resolver<ResolversTypes['RescueNodePayload'], ParentType, ContextType, RequireFields<MutationRescueNodeArgs, 'input'>>;
  retryFailed?: Resolver<ResolversTypes['RetryFailedPayload'], ParentType, ContextType, RequireFields<MutationRetryFailedArgs, 'input'>>;
  rotateWebhookSecret?: Resolver<ResolversTypes['RotateWebhookSecretPayload'], ParentType, ContextType, RequireFields<MutationRotateWebhookSecretArgs, 'input'>>;
  serviceNode?: Resolver<ResolversTypes['ServiceNodePayload'], ParentType, ContextType, RequireFields<MutationServiceNodeArgs, 'input'>>;
  setNodeBootDevice?: Resolver<ResolversTypes['SetNodeBootDevicePayload'], ParentType, ContextType, RequireFields<MutationSetNodeBootDeviceArgs, 'input'>>;
  setNodeBootMode?: Resolver<ResolversTypes['SetNodeBootModePayload'], ParentType, ContextType, RequireFields<MutationSetNodeBootModeArgs, 'input'>>;
  setNodeConsole?: Resolver<ResolversTypes['SetNodeConsolePayload'], ParentType, ContextType, RequireFields<MutationSetNodeConsoleArgs, 'input'>>;
  setNodeIndicator?: Resolver<ResolversTypes['SetNodeIndicatorPayload'], ParentType, ContextType, RequireFields<MutationSetNodeIndicatorArgs, 'input'>>;
  setNodeMaintenance?: Resolver<ResolversTypes['SetNodeMaintenancePayload'], ParentType, ContextType, RequireFields<MutationSetNodeMaintenanceArgs, 'input'>>;
  setNodePower?: Resolver<ResolversTypes['SetNodePowerPayload'], ParentType, ContextType, RequireFields<MutationSetNodePowerArgs, 'input'>>;
  setNodeSecureBoot?: Resolver<ResolversTypes['SetNodeSecureBootPayload'], ParentType, ContextType, RequireFields<MutationSetNodeSecureBootArgs, 'input'>>;
  setNodeTargetRaidConfig?: Resolver<ResolversTypes['SetNodeTargetRaidConfigPayload'], ParentType, ContextType, RequireFields<MutationSetNodeTargetRaidConfigArgs, 'input'>>;
  setNodeTraits?: Resolver<ResolversTypes['SetNodeTraitsPayload'], ParentType, ContextType, RequireFields<MutationSetNodeTraitsArgs, 'input'>>;
  setNodesPower?: Resolver<ResolversTypes['SetNodesPowerPayload'], ParentType, ContextType, RequireFields<MutationSetNodesPowerArgs, 'input'>>;
  undeployNode?: Resolver<ResolversTypes['UndeployNodePayload'], ParentType, ContextType, RequireFields<MutationUndeployNodeArgs, 'input'>>;
  undeployNodes?: Resolver<ResolversTypes['UndeployNodesPayload'], ParentType, ContextType, RequireFields<MutationUndeployNodesArgs, 'input'>>;
  unholdNode?: Resolver<ResolversTypes['UnholdNodePayload'], ParentType, ContextType, RequireFields<MutationUnholdNodeArgs, 'input'>>;
  unrescueNode?: Resolver<ResolversTypes['UnrescueNodePayload'], ParentType, ContextType, RequireFields<MutationUnrescueNodeArgs, 'input'>>;
  updateAllocation?: Resolver<ResolversTypes['UpdateAllocationPayload'], ParentType, ContextType, RequireFields<MutationUpdateAllocationArgs, 'input'>>;
  updateChassis?: Resolver<ResolversTypes['UpdateChassisPayload'], ParentType, ContextType, RequireFields<MutationUpdateChassisArgs, 'input'>>;
  updateDeployTemplate?: Resolver<ResolversTypes['UpdateDeployTemplatePayload'], ParentType, ContextType, RequireFields<MutationUpdateDeployTemplateArgs, 'input'>>;
  updateInspectionRule?: Resolver<ResolversTypes['UpdateInspectionRulePayload'], ParentType, ContextType, RequireFields<MutationUpdateInspectionRuleArgs, 'input'>>;
  updateNode?: Resolver<ResolversTypes['UpdateNodePayload'], ParentType, ContextType, RequireFields<MutationUpdateNodeArgs, 'input'>>;
  updatePort?: Resolver<ResolversTypes['UpdatePortPayload'], ParentType, ContextType, RequireFields<MutationUpdatePortArgs, 'input'>>;
  updatePortGroup?: Resolver<ResolversTypes['UpdatePortGroupPayload'], ParentType, ContextType, RequireFields<MutationUpdatePortGroupArgs, 'input'>>;
  updateRunbook?: Resolver<ResolversTypes['UpdateRunbookPayload'], ParentType, ContextType, RequireFields<MutationUpdateRunbookArgs, 'input'>>;
  updateVolumeConnector?: Resolver<ResolversTypes['UpdateVolumeConnectorPayload'], ParentType, ContextType, RequireFields<MutationUpdateVolumeConnectorArgs, 'input'>>;
  updateVolumeTarget?: Resolver<ResolversTypes['UpdateVolumeTargetPayload'], ParentType, ContextType, RequireFields<MutationUpdateVolumeTargetArgs, 'input'>>;
  updateWebhook?: Resolver<ResolversTypes['UpdateWebhookPayload'], ParentType, ContextType, RequireFields<MutationUpdateWebhookArgs, 'input'>>;
};

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  agent?: Resolver<Maybe<ResolversTypes['NodeAgent']>, ParentType, ContextType>;
  allocation?: Resolver<Maybe<ResolversTypes['Allocation']>, ParentType, ContextType>;
  automatedClean?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  availableActions?: Resolver<ReadonlyArray<ResolversTypes['NodeAction']>, ParentType, ContextType>;
  availableSteps?: Resolver<ReadonlyArray<ResolversTypes['AvailableStep']>, ParentType, ContextType, RequireFields<NodeAvailableStepsArgs, 'flow'>>;
  chassis?: Resolver<Maybe<ResolversTypes['Chassis']>, ParentType, ContextType>;
  children?: Resolver<ResolversTypes['NodeConnection'], ParentType, ContextType, Partial<NodeChildrenArgs>>;
  cleaningEvidence?: Resolver<ResolversTypes['CleaningEvidenceConnection'], ParentType, ContextType, Partial<NodeCleaningEvidenceArgs>>;
  conductorGroup?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  console?: Resolver<ResolversTypes['NodeConsole'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  desiredPowerState?: Resolver<Maybe<ResolversTypes['PowerState']>, ParentType, ContextType>;
  disablePowerOff?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  driver?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  driverInfo?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  extra?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  fault?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hardware?: Resolver<Maybe<ResolversTypes['NodeHardware']>, ParentType, ContextType>;
  history?: Resolver<ResolversTypes['NodeHistoryEntryConnection'], ParentType, ContextType, Partial<NodeHistoryArgs>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inspectionFinishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  inspectionStartedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  instanceId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  instanceInfo?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  instanceName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  interfaces?: Resolver<ResolversTypes['NodeInterfaces'], ParentType, ContextType>;
  inventories?: Resolver<ResolversTypes['NodeInventoryConnection'], ParentType, ContextType, Partial<NodeInventoriesArgs>>;
  inventory?: Resolver<Maybe<ResolversTypes['NodeInventory']>, ParentType, ContextType>;
  jobQueue?: Resolver<ReadonlyArray<ResolversTypes['Job']>, ParentType, ContextType>;
  jobs?: Resolver<ResolversTypes['JobConnection'], ParentType, ContextType, Partial<NodeJobsArgs>>;
  lastCleanedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastTenancyAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lessee?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lock?: Resolver<Maybe<ResolversTypes['NodeLock']>, ParentType, ContextType>;
  maintenance?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  maintenanceReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  networkData?: Resolver<Maybe<ResolversTypes['JSONObject']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  parentNode?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  portGroups?: Resolver<ResolversTypes['PortGroupConnection'], ParentType, ContextType, Partial<NodePortGroupsArgs>>;
  ports?: Resolver<ResolversTypes['PortConnection'], ParentType, ContextType, Partial<NodePortsArgs>>;
  powerDriftPolicy?: Resolver<Maybe<ResolversTypes['PowerDriftPolicy']>, ParentType, ContextType>;
  powerState?: Resolver<Maybe<ResolversTypes['PowerState']>, ParentType, ContextType>;
  properties?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  protected?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  protectedReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  provisionState?: Resolver<ResolversTypes['ProvisionState'], ParentType, ContextType>;
  provisionUpdatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  resourceClass?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  retired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  retiredReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  shard?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  targetProvisionState?: Resolver<Maybe<ResolversTypes['ProvisionState']>, ParentType, ContextType>;
  targetRaidConfig?: Resolver<Maybe<ReadonlyArray<ResolversTypes['LogicalDisk']>>, ParentType, ContextType>;
  traits?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  validation?: Resolver<ReadonlyArray<ResolversTypes['InterfaceValidation']>, ParentType, ContextType>;
  vendorMethods?: Resolver<ReadonlyArray<ResolversTypes['VendorMethod']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  vifAttachments?: Resolver<ResolversTypes['VifAttachmentConnection'], ParentType, ContextType, Partial<NodeVifAttachmentsArgs>>;
};

export type NodeActionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeAction'] = ResolversParentTypes['NodeAction']> = {
  isAvailable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  mutation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  verb?: Resolver<ResolversTypes['NodeVerb'], ParentType, ContextType>;
};

export type NodeAgentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeAgent'] = ResolversParentTypes['NodeAgent']> = {
  lastHeartbeatAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['AgentStatus']>, ParentType, ContextType>;
  statusMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type NodeConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeConnection'] = ResolversParentTypes['NodeConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NodeEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Node']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NodeConsoleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeConsole'] = ResolversParentTypes['NodeConsole']> = {
  access?: Resolver<Maybe<ResolversTypes['ConsoleAccess']>, ParentType, ContextType>;
  isEnabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type NodeEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeEdge'] = ResolversParentTypes['NodeEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Node'], ParentType, ContextType>;
};

export type NodeEventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeEvent'] = ResolversParentTypes['NodeEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  change?: Resolver<Maybe<ResolversTypes['Change']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  gap?: Resolver<Maybe<ResolversTypes['Gap']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StreamKind'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  nodeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['EventType']>, ParentType, ContextType>;
};

export type NodeHardwareResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeHardware'] = ResolversParentTypes['NodeHardware']> = {
  aspects?: Resolver<ReadonlyArray<ResolversTypes['ObservedAspect']>, ParentType, ContextType>;
  biosSettings?: Resolver<Maybe<ReadonlyArray<ResolversTypes['BiosSetting']>>, ParentType, ContextType>;
  bootDevice?: Resolver<Maybe<ResolversTypes['BootDeviceSetting']>, ParentType, ContextType>;
  bootMode?: Resolver<Maybe<ResolversTypes['BootMode']>, ParentType, ContextType>;
  firmwareComponents?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FirmwareComponent']>>, ParentType, ContextType>;
  health?: Resolver<Maybe<ResolversTypes['NodeHealth']>, ParentType, ContextType>;
  indicators?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Indicator']>>, ParentType, ContextType>;
  logicalDisks?: Resolver<Maybe<ReadonlyArray<ResolversTypes['LogicalDisk']>>, ParentType, ContextType>;
  macAddresses?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MacAddress']>>, ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  secureBoot?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  sensors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SensorReading']>>, ParentType, ContextType>;
  vendor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  virtualMedia?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VirtualMedia']>>, ParentType, ContextType>;
};

export type NodeHistoryEntryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeHistoryEntry'] = ResolversParentTypes['NodeHistoryEntry']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  eventType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  jobId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  provisionState?: Resolver<ResolversTypes['ProvisionState'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['HistorySeverity'], ParentType, ContextType>;
  targetProvisionState?: Resolver<Maybe<ResolversTypes['ProvisionState']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type NodeHistoryEntryConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeHistoryEntryConnection'] = ResolversParentTypes['NodeHistoryEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NodeHistoryEntryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['NodeHistoryEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NodeHistoryEntryEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeHistoryEntryEdge'] = ResolversParentTypes['NodeHistoryEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['NodeHistoryEntry'], ParentType, ContextType>;
};

export type NodeInterfacesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeInterfaces'] = ResolversParentTypes['NodeInterfaces']> = {
  bios?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  boot?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  console?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  deploy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  firmware?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  inspect?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  management?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  network?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  power?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  raid?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rescue?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  storage?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  vendor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type NodeInventoryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeInventory'] = ResolversParentTypes['NodeInventory']> = {
  changesSincePrevious?: Resolver<Maybe<ReadonlyArray<ResolversTypes['InventoryChange']>>, ParentType, ContextType>;
  collectedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inventory?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pluginData?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
};

export type NodeInventoryConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeInventoryConnection'] = ResolversParentTypes['NodeInventoryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NodeInventoryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['NodeInventory']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NodeInventoryEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeInventoryEdge'] = ResolversParentTypes['NodeInventoryEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['NodeInventory'], ParentType, ContextType>;
};

export type NodeLiveEventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeLiveEvent'] = ResolversParentTypes['NodeLiveEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  gap?: Resolver<Maybe<ResolversTypes['Gap']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StreamKind'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  nodeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['EventType']>, ParentType, ContextType>;
};

export type NodeLockResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeLock'] = ResolversParentTypes['NodeLock']> = {
  conductor?: Resolver<Maybe<ResolversTypes['Conductor']>, ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  holderJob?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type NodeLockedErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NodeLockedError'] = ResolversParentTypes['NodeLockedError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  holder?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  queueLength?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NotAllowedErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NotAllowedError'] = ResolversParentTypes['NotAllowedError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NotFoundErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NotFoundError'] = ResolversParentTypes['NotFoundError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ObservedAspectResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ObservedAspect'] = ResolversParentTypes['ObservedAspect']> = {
  aspect?: Resolver<ResolversTypes['HardwareAspect'], ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
};

export type PingWebhookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PingWebhookPayload'] = ResolversParentTypes['PingWebhookPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type PortResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Port'] = ResolversParentTypes['Port']> = {
  address?: Resolver<ResolversTypes['MacAddress'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  extra?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isSmartNic?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  localLinkConnection?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Node'], ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  physicalNetwork?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  portGroup?: Resolver<Maybe<ResolversTypes['PortGroup']>, ParentType, ContextType>;
  portGroupId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  pxeEnabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  vifAttachments?: Resolver<ReadonlyArray<ResolversTypes['VifAttachment']>, ParentType, ContextType>;
};

export type PortConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PortConnection'] = ResolversParentTypes['PortConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PortEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Port']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PortEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PortEdge'] = ResolversParentTypes['PortEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Port'], ParentType, ContextType>;
};

export type PortGroupResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PortGroup'] = ResolversParentTypes['PortGroup']> = {
  address?: Resolver<Maybe<ResolversTypes['MacAddress']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  extra?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Node'], ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  physicalNetwork?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ports?: Resolver<ResolversTypes['PortConnection'], ParentType, ContextType, Partial<PortGroupPortsArgs>>;
  properties?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  standalonePortsSupported?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  vifAttachments?: Resolver<ReadonlyArray<ResolversTypes['VifAttachment']>, ParentType, ContextType>;
};

export type PortGroupConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PortGroupConnection'] = ResolversParentTypes['PortGroupConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PortGroupEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['PortGroup']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PortGroupEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PortGroupEdge'] = ResolversParentTypes['PortGroupEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PortGroup'], ParentType, ContextType>;
};

export type ProvideNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProvideNodePayload'] = ResolversParentTypes['ProvideNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ProvideNodesPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ProvideNodesPayload'] = ResolversParentTypes['ProvideNodesPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  jobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  allocation?: Resolver<Maybe<ResolversTypes['Allocation']>, ParentType, ContextType, RequireFields<QueryAllocationArgs, 'id'>>;
  allocationByName?: Resolver<Maybe<ResolversTypes['Allocation']>, ParentType, ContextType, RequireFields<QueryAllocationByNameArgs, 'name'>>;
  allocations?: Resolver<ResolversTypes['AllocationConnection'], ParentType, ContextType, Partial<QueryAllocationsArgs>>;
  chassis?: Resolver<Maybe<ResolversTypes['Chassis']>, ParentType, ContextType, RequireFields<QueryChassisArgs, 'id'>>;
  chassisList?: Resolver<ResolversTypes['ChassisConnection'], ParentType, ContextType, Partial<QueryChassisListArgs>>;
  conductorGroups?: Resolver<ReadonlyArray<ResolversTypes['ConductorGroup']>, ParentType, ContextType, Partial<QueryConductorGroupsArgs>>;
  conductors?: Resolver<ResolversTypes['ConductorConnection'], ParentType, ContextType, Partial<QueryConductorsArgs>>;
  deployTemplate?: Resolver<Maybe<ResolversTypes['DeployTemplate']>, ParentType, ContextType, RequireFields<QueryDeployTemplateArgs, 'id'>>;
  deployTemplates?: Resolver<ResolversTypes['DeployTemplateConnection'], ParentType, ContextType, Partial<QueryDeployTemplatesArgs>>;
  driver?: Resolver<Maybe<ResolversTypes['Driver']>, ParentType, ContextType, RequireFields<QueryDriverArgs, 'name'>>;
  drivers?: Resolver<ReadonlyArray<ResolversTypes['Driver']>, ParentType, ContextType>;
  events?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, Partial<QueryEventsArgs>>;
  explainAllocation?: Resolver<ResolversTypes['AllocationExplanation'], ParentType, ContextType, RequireFields<QueryExplainAllocationArgs, 'input'>>;
  fetch__Allocation?: Resolver<Maybe<ResolversTypes['Allocation']>, ParentType, ContextType, RequireFields<QueryFetch__AllocationArgs, 'id'>>;
  fetch__Chassis?: Resolver<Maybe<ResolversTypes['Chassis']>, ParentType, ContextType, RequireFields<QueryFetch__ChassisArgs, 'id'>>;
  fetch__DeployTemplate?: Resolver<Maybe<ResolversTypes['DeployTemplate']>, ParentType, ContextType, RequireFields<QueryFetch__DeployTemplateArgs, 'id'>>;
  fetch__InspectionRule?: Resolver<Maybe<ResolversTypes['InspectionRule']>, ParentType, ContextType, RequireFields<QueryFetch__InspectionRuleArgs, 'id'>>;
  fetch__Job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType, RequireFields<QueryFetch__JobArgs, 'id'>>;
  fetch__JobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType, RequireFields<QueryFetch__JobGroupArgs, 'id'>>;
  fetch__Node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryFetch__NodeArgs, 'id'>>;
  fetch__Port?: Resolver<Maybe<ResolversTypes['Port']>, ParentType, ContextType, RequireFields<QueryFetch__PortArgs, 'id'>>;
  fetch__PortGroup?: Resolver<Maybe<ResolversTypes['PortGroup']>, ParentType, ContextType, RequireFields<QueryFetch__PortGroupArgs, 'id'>>;
  fetch__Runbook?: Resolver<Maybe<ResolversTypes['Runbook']>, ParentType, ContextType, RequireFields<QueryFetch__RunbookArgs, 'id'>>;
  fetch__VolumeConnector?: Resolver<Maybe<ResolversTypes['VolumeConnector']>, ParentType, ContextType, RequireFields<QueryFetch__VolumeConnectorArgs, 'id'>>;
  fetch__VolumeTarget?: Resolver<Maybe<ResolversTypes['VolumeTarget']>, ParentType, ContextType, RequireFields<QueryFetch__VolumeTargetArgs, 'id'>>;
  fetch__Webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType, RequireFields<QueryFetch__WebhookArgs, 'id'>>;
  fleetSummary?: Resolver<ResolversTypes['FleetSummary'], ParentType, ContextType, RequireFields<QueryFleetSummaryArgs, 'groupBy'>>;
  inspectionRule?: Resolver<Maybe<ResolversTypes['InspectionRule']>, ParentType, ContextType, RequireFields<QueryInspectionRuleArgs, 'id'>>;
  inspectionRules?: Resolver<ResolversTypes['InspectionRuleConnection'], ParentType, ContextType, Partial<QueryInspectionRulesArgs>>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType, RequireFields<QueryJobArgs, 'id'>>;
  jobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType, RequireFields<QueryJobGroupArgs, 'id'>>;
  jobGroups?: Resolver<ResolversTypes['JobGroupConnection'], ParentType, ContextType, Partial<QueryJobGroupsArgs>>;
  jobs?: Resolver<ResolversTypes['JobConnection'], ParentType, ContextType, Partial<QueryJobsArgs>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodeByName?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeByNameArgs, 'name'>>;
  nodes?: Resolver<ResolversTypes['NodeConnection'], ParentType, ContextType, Partial<QueryNodesArgs>>;
  port?: Resolver<Maybe<ResolversTypes['Port']>, ParentType, ContextType, RequireFields<QueryPortArgs, 'id'>>;
  portGroup?: Resolver<Maybe<ResolversTypes['PortGroup']>, ParentType, ContextType, RequireFields<QueryPortGroupArgs, 'id'>>;
  portGroups?: Resolver<ResolversTypes['PortGroupConnection'], ParentType, ContextType, Partial<QueryPortGroupsArgs>>;
  ports?: Resolver<ResolversTypes['PortConnection'], ParentType, ContextType, Partial<QueryPortsArgs>>;
  runbook?: Resolver<Maybe<ResolversTypes['Runbook']>, ParentType, ContextType, RequireFields<QueryRunbookArgs, 'id'>>;
  runbooks?: Resolver<ResolversTypes['RunbookConnection'], ParentType, ContextType, Partial<QueryRunbooksArgs>>;
  shards?: Resolver<ReadonlyArray<ResolversTypes['Shard']>, ParentType, ContextType, Partial<QueryShardsArgs>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
  vifAttachments?: Resolver<ResolversTypes['VifAttachmentConnection'], ParentType, ContextType, Partial<QueryVifAttachmentsArgs>>;
  volumeConnector?: Resolver<Maybe<ResolversTypes['VolumeConnector']>, ParentType, ContextType, RequireFields<QueryVolumeConnectorArgs, 'id'>>;
  volumeConnectors?: Resolver<ResolversTypes['VolumeConnectorConnection'], ParentType, ContextType, Partial<QueryVolumeConnectorsArgs>>;
  volumeTarget?: Resolver<Maybe<ResolversTypes['VolumeTarget']>, ParentType, ContextType, RequireFields<QueryVolumeTargetArgs, 'id'>>;
  volumeTargets?: Resolver<ResolversTypes['VolumeTargetConnection'], ParentType, ContextType, Partial<QueryVolumeTargetsArgs>>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType, RequireFields<QueryWebhookArgs, 'id'>>;
  webhooks?: Resolver<ResolversTypes['WebhookConnection'], ParentType, ContextType, Partial<QueryWebhooksArgs>>;
};

export type RebuildNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RebuildNodePayload'] = ResolversParentTypes['RebuildNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ReconcileVifsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReconcileVifsPayload'] = ResolversParentTypes['ReconcileVifsPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RedeliverDeadLettersPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RedeliverDeadLettersPayload'] = ResolversParentTypes['RedeliverDeadLettersPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type RefreshNodeHardwarePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RefreshNodeHardwarePayload'] = ResolversParentTypes['RefreshNodeHardwarePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RemoveNodeTraitsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RemoveNodeTraitsPayload'] = ResolversParentTypes['RemoveNodeTraitsPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RescueNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RescueNodePayload'] = ResolversParentTypes['RescueNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RetryFailedPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RetryFailedPayload'] = ResolversParentTypes['RetryFailedPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  jobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RotateWebhookSecretPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RotateWebhookSecretPayload'] = ResolversParentTypes['RotateWebhookSecretPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type RunbookResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Runbook'] = ResolversParentTypes['Runbook']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  disableRamdisk?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  extra?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isPublic?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['RunbookStep']>, ParentType, ContextType>;
  traits?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunbookConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RunbookConnection'] = ResolversParentTypes['RunbookConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RunbookEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Runbook']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunbookEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RunbookEdge'] = ResolversParentTypes['RunbookEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Runbook'], ParentType, ContextType>;
};

export type RunbookStepResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RunbookStep'] = ResolversParentTypes['RunbookStep']> = {
  args?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  interface?: Resolver<Maybe<ResolversTypes['StepInterface']>, ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface SecretScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Secret'], any> {
  name: 'Secret';
}

export type SensorReadingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SensorReading'] = ResolversParentTypes['SensorReading']> = {
  category?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ServiceNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ServiceNodePayload'] = ResolversParentTypes['ServiceNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodeBootDevicePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodeBootDevicePayload'] = ResolversParentTypes['SetNodeBootDevicePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodeBootModePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodeBootModePayload'] = ResolversParentTypes['SetNodeBootModePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodeConsolePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodeConsolePayload'] = ResolversParentTypes['SetNodeConsolePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodeIndicatorPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodeIndicatorPayload'] = ResolversParentTypes['SetNodeIndicatorPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodeMaintenancePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodeMaintenancePayload'] = ResolversParentTypes['SetNodeMaintenancePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodePowerPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodePowerPayload'] = ResolversParentTypes['SetNodePowerPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodeSecureBootPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodeSecureBootPayload'] = ResolversParentTypes['SetNodeSecureBootPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodeTargetRaidConfigPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodeTargetRaidConfigPayload'] = ResolversParentTypes['SetNodeTargetRaidConfigPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodeTraitsPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodeTraitsPayload'] = ResolversParentTypes['SetNodeTraitsPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SetNodesPowerPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SetNodesPowerPayload'] = ResolversParentTypes['SetNodesPowerPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  jobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ShardResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Shard'] = ResolversParentTypes['Shard']> = {
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nodeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StaleVersionErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StaleVersionError'] = ResolversParentTypes['StaleVersionError']> = {
  actual?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StepErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StepError'] = ResolversParentTypes['StepError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StepLineResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StepLine'] = ResolversParentTypes['StepLine']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StopReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StopReport'] = ResolversParentTypes['StopReport']> = {
  effect?: Resolver<ResolversTypes['StopEffect'], ParentType, ContextType>;
  step?: Resolver<Maybe<ResolversTypes['JobStep']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  events?: SubscriptionResolver<ResolversTypes['LogEvent'], "events", ParentType, ContextType, Partial<SubscriptionEventsArgs>>;
  fleetSummary?: SubscriptionResolver<ResolversTypes['FleetSummaryEvent'], "fleetSummary", ParentType, ContextType, RequireFields<SubscriptionFleetSummaryArgs, 'groupBy'>>;
  jobEvents?: SubscriptionResolver<ResolversTypes['JobEvent'], "jobEvents", ParentType, ContextType, RequireFields<SubscriptionJobEventsArgs, 'jobId'>>;
  jobGroupEvents?: SubscriptionResolver<ResolversTypes['JobGroupEvent'], "jobGroupEvents", ParentType, ContextType, RequireFields<SubscriptionJobGroupEventsArgs, 'jobGroupId'>>;
  nodeEvents?: SubscriptionResolver<ResolversTypes['NodeEvent'], "nodeEvents", ParentType, ContextType, RequireFields<SubscriptionNodeEventsArgs, 'snapshot'>>;
  nodesLive?: SubscriptionResolver<ResolversTypes['NodeLiveEvent'], "nodesLive", ParentType, ContextType, Partial<SubscriptionNodesLiveArgs>>;
};

export type UndeployNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UndeployNodePayload'] = ResolversParentTypes['UndeployNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UndeployNodesPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UndeployNodesPayload'] = ResolversParentTypes['UndeployNodesPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  jobGroup?: Resolver<Maybe<ResolversTypes['JobGroup']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UnexpectedCountErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UnexpectedCountError'] = ResolversParentTypes['UnexpectedCountError']> = {
  actual?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnholdNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UnholdNodePayload'] = ResolversParentTypes['UnholdNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UnknownDriverErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UnknownDriverError'] = ResolversParentTypes['UnknownDriverError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  known?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnrescueNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UnrescueNodePayload'] = ResolversParentTypes['UnrescueNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UnsupportedErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UnsupportedError'] = ResolversParentTypes['UnsupportedError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  supported?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateAllocationPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateAllocationPayload'] = ResolversParentTypes['UpdateAllocationPayload']> = {
  allocation?: Resolver<Maybe<ResolversTypes['Allocation']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UpdateChassisPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateChassisPayload'] = ResolversParentTypes['UpdateChassisPayload']> = {
  chassis?: Resolver<Maybe<ResolversTypes['Chassis']>, ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UpdateDeployTemplatePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateDeployTemplatePayload'] = ResolversParentTypes['UpdateDeployTemplatePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  deployTemplate?: Resolver<Maybe<ResolversTypes['DeployTemplate']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UpdateInspectionRulePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateInspectionRulePayload'] = ResolversParentTypes['UpdateInspectionRulePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  inspectionRule?: Resolver<Maybe<ResolversTypes['InspectionRule']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UpdateNodePayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateNodePayload'] = ResolversParentTypes['UpdateNodePayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UpdatePortGroupPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdatePortGroupPayload'] = ResolversParentTypes['UpdatePortGroupPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  portGroup?: Resolver<Maybe<ResolversTypes['PortGroup']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UpdatePortPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdatePortPayload'] = ResolversParentTypes['UpdatePortPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  port?: Resolver<Maybe<ResolversTypes['Port']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UpdateRunbookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateRunbookPayload'] = ResolversParentTypes['UpdateRunbookPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  runbook?: Resolver<Maybe<ResolversTypes['Runbook']>, ParentType, ContextType>;
};

export type UpdateVolumeConnectorPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateVolumeConnectorPayload'] = ResolversParentTypes['UpdateVolumeConnectorPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  volumeConnector?: Resolver<Maybe<ResolversTypes['VolumeConnector']>, ParentType, ContextType>;
};

export type UpdateVolumeTargetPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateVolumeTargetPayload'] = ResolversParentTypes['UpdateVolumeTargetPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  volumeTarget?: Resolver<Maybe<ResolversTypes['VolumeTarget']>, ParentType, ContextType>;
};

export type UpdateWebhookPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UpdateWebhookPayload'] = ResolversParentTypes['UpdateWebhookPayload']> = {
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'AlreadyExistsError' | 'DriverError' | 'IdempotencyMismatchError' | 'IllegalStateError' | 'InvalidInputError' | 'JobCancelledError' | 'LockBrokenError' | 'NodeLockedError' | 'NotAllowedError' | 'NotFoundError' | 'StaleVersionError' | 'StepError' | 'UnexpectedCountError' | 'UnknownDriverError' | 'UnsupportedError' | 'VifError', ParentType, ContextType>;
};

export type VendorMethodResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VendorMethod'] = ResolversParentTypes['VendorMethod']> = {
  arguments?: Resolver<ReadonlyArray<ResolversTypes['VendorMethodArgument']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isIdempotent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lockMode?: Resolver<ResolversTypes['LockMode'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VendorMethodArgumentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VendorMethodArgument'] = ResolversParentTypes['VendorMethodArgument']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isSystemAdmin?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type VifAttachmentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VifAttachment'] = ResolversParentTypes['VifAttachment']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Node'], ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  port?: Resolver<Maybe<ResolversTypes['Port']>, ParentType, ContextType>;
  portGroup?: Resolver<Maybe<ResolversTypes['PortGroup']>, ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['VifPurpose'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['VifAttachmentState'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  vifId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VifAttachmentConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VifAttachmentConnection'] = ResolversParentTypes['VifAttachmentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['VifAttachmentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['VifAttachment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VifAttachmentEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VifAttachmentEdge'] = ResolversParentTypes['VifAttachmentEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['VifAttachment'], ParentType, ContextType>;
};

export type VifErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VifError'] = ResolversParentTypes['VifError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  remedy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  vifId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VirtualMediaResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VirtualMedia'] = ResolversParentTypes['VirtualMedia']> = {
  imageUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['VirtualMediaType'], ParentType, ContextType>;
};

export type VolumeConnectorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VolumeConnector'] = ResolversParentTypes['VolumeConnector']> = {
  connectorId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  extra?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Node'], ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VolumeConnectorConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VolumeConnectorConnection'] = ResolversParentTypes['VolumeConnectorConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['VolumeConnectorEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['VolumeConnector']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VolumeConnectorEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VolumeConnectorEdge'] = ResolversParentTypes['VolumeConnectorEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['VolumeConnector'], ParentType, ContextType>;
};

export type VolumeTargetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VolumeTarget'] = ResolversParentTypes['VolumeTarget']> = {
  bootIndex?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  extra?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Node'], ParentType, ContextType>;
  nodeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  properties?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  volumeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  volumeType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VolumeTargetConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VolumeTargetConnection'] = ResolversParentTypes['VolumeTargetConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['VolumeTargetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['VolumeTarget']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VolumeTargetEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VolumeTargetEdge'] = ResolversParentTypes['VolumeTargetEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['VolumeTarget'], ParentType, ContextType>;
};

export type WebhookResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Webhook'] = ResolversParentTypes['Webhook']> = {
  batchSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  consecutiveFailures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  deadLetters?: Resolver<ResolversTypes['WebhookDeadLetterConnection'], ParentType, ContextType, Partial<WebhookDeadLettersArgs>>;
  disabledReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  eventsBehind?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastDeliveredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastErrorAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nodeFilter?: Resolver<Maybe<ResolversTypes['JSONObject']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  previousSecretUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WebhookState'], ParentType, ContextType>;
  types?: Resolver<ReadonlyArray<ResolversTypes['EventType']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WebhookConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookConnection'] = ResolversParentTypes['WebhookConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WebhookEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Webhook']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WebhookDeadLetterResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookDeadLetter'] = ResolversParentTypes['WebhookDeadLetter']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  eventId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastStatus?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  messageId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nodeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  requestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookDeadLetterConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookDeadLetterConnection'] = ResolversParentTypes['WebhookDeadLetterConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WebhookDeadLetterEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['WebhookDeadLetter']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WebhookDeadLetterEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookDeadLetterEdge'] = ResolversParentTypes['WebhookDeadLetterEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WebhookDeadLetter'], ParentType, ContextType>;
};

export type WebhookEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookEdge'] = ResolversParentTypes['WebhookEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  AbortNodePayload?: AbortNodePayloadResolvers<ContextType>;
  AddNodeTraitsPayload?: AddNodeTraitsPayloadResolvers<ContextType>;
  AdoptNodePayload?: AdoptNodePayloadResolvers<ContextType>;
  Allocation?: AllocationResolvers<ContextType>;
  AllocationConnection?: AllocationConnectionResolvers<ContextType>;
  AllocationConstraintCount?: AllocationConstraintCountResolvers<ContextType>;
  AllocationEdge?: AllocationEdgeResolvers<ContextType>;
  AllocationExplanation?: AllocationExplanationResolvers<ContextType>;
  AllocationNearMiss?: AllocationNearMissResolvers<ContextType>;
  AlreadyExistsError?: AlreadyExistsErrorResolvers<ContextType>;
  AttachVifPayload?: AttachVifPayloadResolvers<ContextType>;
  AttachVirtualMediaPayload?: AttachVirtualMediaPayloadResolvers<ContextType>;
  AvailableStep?: AvailableStepResolvers<ContextType>;
  AvailableStepArgument?: AvailableStepArgumentResolvers<ContextType>;
  BiosSetting?: BiosSettingResolvers<ContextType>;
  BootDeviceSetting?: BootDeviceSettingResolvers<ContextType>;
  BreakNodeLockPayload?: BreakNodeLockPayloadResolvers<ContextType>;
  CallVendorMethodPayload?: CallVendorMethodPayloadResolvers<ContextType>;
  CancelJobGroupPayload?: CancelJobGroupPayloadResolvers<ContextType>;
  CancelJobPayload?: CancelJobPayloadResolvers<ContextType>;
  Change?: ChangeResolvers<ContextType>;
  Chassis?: ChassisResolvers<ContextType>;
  ChassisConnection?: ChassisConnectionResolvers<ContextType>;
  ChassisEdge?: ChassisEdgeResolvers<ContextType>;
  CleanNodePayload?: CleanNodePayloadResolvers<ContextType>;
  CleaningEvidence?: CleaningEvidenceResolvers<ContextType>;
  CleaningEvidenceConnection?: CleaningEvidenceConnectionResolvers<ContextType>;
  CleaningEvidenceEdge?: CleaningEvidenceEdgeResolvers<ContextType>;
  Conductor?: ConductorResolvers<ContextType>;
  ConductorConnection?: ConductorConnectionResolvers<ContextType>;
  ConductorEdge?: ConductorEdgeResolvers<ContextType>;
  ConductorGroup?: ConductorGroupResolvers<ContextType>;
  ConsoleAccess?: ConsoleAccessResolvers<ContextType>;
  CreateAllocationPayload?: CreateAllocationPayloadResolvers<ContextType>;
  CreateChassisPayload?: CreateChassisPayloadResolvers<ContextType>;
  CreateDeployTemplatePayload?: CreateDeployTemplatePayloadResolvers<ContextType>;
  CreateInspectionRulePayload?: CreateInspectionRulePayloadResolvers<ContextType>;
  CreateNodePayload?: CreateNodePayloadResolvers<ContextType>;
  CreatePortGroupPayload?: CreatePortGroupPayloadResolvers<ContextType>;
  CreatePortPayload?: CreatePortPayloadResolvers<ContextType>;
  CreateRunbookPayload?: CreateRunbookPayloadResolvers<ContextType>;
  CreateVolumeConnectorPayload?: CreateVolumeConnectorPayloadResolvers<ContextType>;
  CreateVolumeTargetPayload?: CreateVolumeTargetPayloadResolvers<ContextType>;
  CreateWebhookPayload?: CreateWebhookPayloadResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DeleteAllocationPayload?: DeleteAllocationPayloadResolvers<ContextType>;
  DeleteChassisPayload?: DeleteChassisPayloadResolvers<ContextType>;
  DeleteDeployTemplatePayload?: DeleteDeployTemplatePayloadResolvers<ContextType>;
  DeleteInspectionRulePayload?: DeleteInspectionRulePayloadResolvers<ContextType>;
  DeleteNodePayload?: DeleteNodePayloadResolvers<ContextType>;
  DeletePortGroupPayload?: DeletePortGroupPayloadResolvers<ContextType>;
  DeletePortPayload?: DeletePortPayloadResolvers<ContextType>;
  DeleteRunbookPayload?: DeleteRunbookPayloadResolvers<ContextType>;
  DeleteVolumeConnectorPayload?: DeleteVolumeConnectorPayloadResolvers<ContextType>;
  DeleteVolumeTargetPayload?: DeleteVolumeTargetPayloadResolvers<ContextType>;
  DeleteWebhookPayload?: DeleteWebhookPayloadResolvers<ContextType>;
  DeployNodePayload?: DeployNodePayloadResolvers<ContextType>;
  DeployNodesPayload?: DeployNodesPayloadResolvers<ContextType>;
  DeployTemplate?: DeployTemplateResolvers<ContextType>;
  DeployTemplateConnection?: DeployTemplateConnectionResolvers<ContextType>;
  DeployTemplateEdge?: DeployTemplateEdgeResolvers<ContextType>;
  DeployTemplateStep?: DeployTemplateStepResolvers<ContextType>;
  DetachVifPayload?: DetachVifPayloadResolvers<ContextType>;
  DetachVirtualMediaPayload?: DetachVirtualMediaPayloadResolvers<ContextType>;
  DrainConductorPayload?: DrainConductorPayloadResolvers<ContextType>;
  Driver?: DriverResolvers<ContextType>;
  DriverError?: DriverErrorResolvers<ContextType>;
  DriverInfoField?: DriverInfoFieldResolvers<ContextType>;
  DriverInterface?: DriverInterfaceResolvers<ContextType>;
  Event?: EventResolvers<ContextType>;
  EventConnection?: EventConnectionResolvers<ContextType>;
  EventEdge?: EventEdgeResolvers<ContextType>;
  FirmwareComponent?: FirmwareComponentResolvers<ContextType>;
  FleetBucket?: FleetBucketResolvers<ContextType>;
  FleetBucketChange?: FleetBucketChangeResolvers<ContextType>;
  FleetKey?: FleetKeyResolvers<ContextType>;
  FleetSummary?: FleetSummaryResolvers<ContextType>;
  FleetSummaryEvent?: FleetSummaryEventResolvers<ContextType>;
  Gap?: GapResolvers<ContextType>;
  IdempotencyMismatchError?: IdempotencyMismatchErrorResolvers<ContextType>;
  IllegalStateError?: IllegalStateErrorResolvers<ContextType>;
  Indicator?: IndicatorResolvers<ContextType>;
  InjectNmiPayload?: InjectNmiPayloadResolvers<ContextType>;
  InspectNodePayload?: InspectNodePayloadResolvers<ContextType>;
  InspectionAction?: InspectionActionResolvers<ContextType>;
  InspectionCondition?: InspectionConditionResolvers<ContextType>;
  InspectionRule?: InspectionRuleResolvers<ContextType>;
  InspectionRuleConnection?: InspectionRuleConnectionResolvers<ContextType>;
  InspectionRuleEdge?: InspectionRuleEdgeResolvers<ContextType>;
  InterfaceValidation?: InterfaceValidationResolvers<ContextType>;
  InvalidInputError?: InvalidInputErrorResolvers<ContextType>;
  InventoryChange?: InventoryChangeResolvers<ContextType>;
  JSONObject?: GraphQLScalarType;
  Job?: JobResolvers<ContextType>;
  JobCancelledError?: JobCancelledErrorResolvers<ContextType>;
  JobConnection?: JobConnectionResolvers<ContextType>;
  JobEdge?: JobEdgeResolvers<ContextType>;
  JobEvent?: JobEventResolvers<ContextType>;
  JobGroup?: JobGroupResolvers<ContextType>;
  JobGroupConnection?: JobGroupConnectionResolvers<ContextType>;
  JobGroupCounts?: JobGroupCountsResolvers<ContextType>;
  JobGroupEdge?: JobGroupEdgeResolvers<ContextType>;
  JobGroupEvent?: JobGroupEventResolvers<ContextType>;
  JobGroupItem?: JobGroupItemResolvers<ContextType>;
  JobGroupItemConnection?: JobGroupItemConnectionResolvers<ContextType>;
  JobGroupItemEdge?: JobGroupItemEdgeResolvers<ContextType>;
  JobStep?: JobStepResolvers<ContextType>;
  LockBrokenError?: LockBrokenErrorResolvers<ContextType>;
  LogEvent?: LogEventResolvers<ContextType>;
  LogicalDisk?: LogicalDiskResolvers<ContextType>;
  MacAddress?: GraphQLScalarType;
  ManageNodePayload?: ManageNodePayloadResolvers<ContextType>;
  ManageNodesPayload?: ManageNodesPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  NodeAction?: NodeActionResolvers<ContextType>;
  NodeAgent?: NodeAgentResolvers<ContextType>;
  NodeConnection?: NodeConnectionResolvers<ContextType>;
  NodeConsole?: NodeConsoleResolvers<ContextType>;
  NodeEdge?: NodeEdgeResolvers<ContextType>;
  NodeEvent?: NodeEventResolvers<ContextType>;
  NodeHardware?: NodeHardwareResolvers<ContextType>;
  NodeHistoryEntry?: NodeHistoryEntryResolvers<ContextType>;
  NodeHistoryEntryConnection?: NodeHistoryEntryConnectionResolvers<ContextType>;
  NodeHistoryEntryEdge?: NodeHistoryEntryEdgeResolvers<ContextType>;
  NodeInterfaces?: NodeInterfacesResolvers<ContextType>;
  NodeInventory?: NodeInventoryResolvers<ContextType>;
  NodeInventoryConnection?: NodeInventoryConnectionResolvers<ContextType>;
  NodeInventoryEdge?: NodeInventoryEdgeResolvers<ContextType>;
  NodeLiveEvent?: NodeLiveEventResolvers<ContextType>;
  NodeLock?: NodeLockResolvers<ContextType>;
  NodeLockedError?: NodeLockedErrorResolvers<ContextType>;
  NotAllowedError?: NotAllowedErrorResolvers<ContextType>;
  NotFoundError?: NotFoundErrorResolvers<ContextType>;
  ObservedAspect?: ObservedAspectResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PingWebhookPayload?: PingWebhookPayloadResolvers<ContextType>;
  Port?: PortResolvers<ContextType>;
  PortConnection?: PortConnectionResolvers<ContextType>;
  PortEdge?: PortEdgeResolvers<ContextType>;
  PortGroup?: PortGroupResolvers<ContextType>;
  PortGroupConnection?: PortGroupConnectionResolvers<ContextType>;
  PortGroupEdge?: PortGroupEdgeResolvers<ContextType>;
  ProvideNodePayload?: ProvideNodePayloadResolvers<ContextType>;
  ProvideNodesPayload?: ProvideNodesPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RebuildNodePayload?: RebuildNodePayloadResolvers<ContextType>;
  ReconcileVifsPayload?: ReconcileVifsPayloadResolvers<ContextType>;
  RedeliverDeadLettersPayload?: RedeliverDeadLettersPayloadResolvers<ContextType>;
  RefreshNodeHardwarePayload?: RefreshNodeHardwarePayloadResolvers<ContextType>;
  RemoveNodeTraitsPayload?: RemoveNodeTraitsPayloadResolvers<ContextType>;
  RescueNodePayload?: RescueNodePayloadResolvers<ContextType>;
  RetryFailedPayload?: RetryFailedPayloadResolvers<ContextType>;
  RotateWebhookSecretPayload?: RotateWebhookSecretPayloadResolvers<ContextType>;
  Runbook?: RunbookResolvers<ContextType>;
  RunbookConnection?: RunbookConnectionResolvers<ContextType>;
  RunbookEdge?: RunbookEdgeResolvers<ContextType>;
  RunbookStep?: RunbookStepResolvers<ContextType>;
  Secret?: GraphQLScalarType;
  SensorReading?: SensorReadingResolvers<ContextType>;
  ServiceNodePayload?: ServiceNodePayloadResolvers<ContextType>;
  SetNodeBootDevicePayload?: SetNodeBootDevicePayloadResolvers<ContextType>;
  SetNodeBootModePayload?: SetNodeBootModePayloadResolvers<ContextType>;
  SetNodeConsolePayload?: SetNodeConsolePayloadResolvers<ContextType>;
  SetNodeIndicatorPayload?: SetNodeIndicatorPayloadResolvers<ContextType>;
  SetNodeMaintenancePayload?: SetNodeMaintenancePayloadResolvers<ContextType>;
  SetNodePowerPayload?: SetNodePowerPayloadResolvers<ContextType>;
  SetNodeSecureBootPayload?: SetNodeSecureBootPayloadResolvers<ContextType>;
  SetNodeTargetRaidConfigPayload?: SetNodeTargetRaidConfigPayloadResolvers<ContextType>;
  SetNodeTraitsPayload?: SetNodeTraitsPayloadResolvers<ContextType>;
  SetNodesPowerPayload?: SetNodesPowerPayloadResolvers<ContextType>;
  Shard?: ShardResolvers<ContextType>;
  StaleVersionError?: StaleVersionErrorResolvers<ContextType>;
  StepError?: StepErrorResolvers<ContextType>;
  StepLine?: StepLineResolvers<ContextType>;
  StopReport?: StopReportResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UndeployNodePayload?: UndeployNodePayloadResolvers<ContextType>;
  UndeployNodesPayload?: UndeployNodesPayloadResolvers<ContextType>;
  UnexpectedCountError?: UnexpectedCountErrorResolvers<ContextType>;
  UnholdNodePayload?: UnholdNodePayloadResolvers<ContextType>;
  UnknownDriverError?: UnknownDriverErrorResolvers<ContextType>;
  UnrescueNodePayload?: UnrescueNodePayloadResolvers<ContextType>;
  UnsupportedError?: UnsupportedErrorResolvers<ContextType>;
  UpdateAllocationPayload?: UpdateAllocationPayloadResolvers<ContextType>;
  UpdateChassisPayload?: UpdateChassisPayloadResolvers<ContextType>;
  UpdateDeployTemplatePayload?: UpdateDeployTemplatePayloadResolvers<ContextType>;
  UpdateInspectionRulePayload?: UpdateInspectionRulePayloadResolvers<ContextType>;
  UpdateNodePayload?: UpdateNodePayloadResolvers<ContextType>;
  UpdatePortGroupPayload?: UpdatePortGroupPayloadResolvers<ContextType>;
  UpdatePortPayload?: UpdatePortPayloadResolvers<ContextType>;
  UpdateRunbookPayload?: UpdateRunbookPayloadResolvers<ContextType>;
  UpdateVolumeConnectorPayload?: UpdateVolumeConnectorPayloadResolvers<ContextType>;
  UpdateVolumeTargetPayload?: UpdateVolumeTargetPayloadResolvers<ContextType>;
  UpdateWebhookPayload?: UpdateWebhookPayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  VendorMethod?: VendorMethodResolvers<ContextType>;
  VendorMethodArgument?: VendorMethodArgumentResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  VifAttachment?: VifAttachmentResolvers<ContextType>;
  VifAttachmentConnection?: VifAttachmentConnectionResolvers<ContextType>;
  VifAttachmentEdge?: VifAttachmentEdgeResolvers<ContextType>;
  VifError?: VifErrorResolvers<ContextType>;
  VirtualMedia?: VirtualMediaResolvers<ContextType>;
  VolumeConnector?: VolumeConnectorResolvers<ContextType>;
  VolumeConnectorConnection?: VolumeConnectorConnectionResolvers<ContextType>;
  VolumeConnectorEdge?: VolumeConnectorEdgeResolvers<ContextType>;
  VolumeTarget?: VolumeTargetResolvers<ContextType>;
  VolumeTargetConnection?: VolumeTargetConnectionResolvers<ContextType>;
  VolumeTargetEdge?: VolumeTargetEdgeResolvers<ContextType>;
  Webhook?: WebhookResolvers<ContextType>;
  WebhookConnection?: WebhookConnectionResolvers<ContextType>;
  WebhookDeadLetter?: WebhookDeadLetterResolvers<ContextType>;
  WebhookDeadLetterConnection?: WebhookDeadLetterConnectionResolvers<ContextType>;
  WebhookDeadLetterEdge?: WebhookDeadLetterEdgeResolvers<ContextType>;
  WebhookEdge?: WebhookEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  fetchable?: FetchableDirectiveResolver<any, any, ContextType>;
};
