// Made from schema.graphql by "npm run generate". Do not edit.
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
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
  readonly onLocked?: OnLocked;
};

/** What an agent says of its work. */
export type AgentStatus =
  /** It is done. */
  | 'END'
  /** It failed. */
  | 'ERROR'
  /** It has begun. */
  | 'START';

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

/** How far an allocation is. */
export type AllocationState =
  /** It has a node. */
  | 'ACTIVE'
  /** A node is being looked for. */
  | 'ALLOCATING'
  /** No node fits, or those that fit were busy for too long; see `explanation`. It stays so: ask anew. */
  | 'ERROR';

/** What to attach, and where. */
export type AttachVifInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked?: OnLocked;
  /** The port group, instead of a port. */
  readonly portGroupId?: InputMaybe<Scalars['ID']['input']>;
  /** The port. With neither a port nor a port group the job chooses: see docs/ports-and-vifs.md. */
  readonly portId?: InputMaybe<Scalars['ID']['input']>;
  /** Identifier of the VIF in its network service, at most 255. */
  readonly vifId: Scalars['String']['input'];
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
  readonly onLocked?: OnLocked;
  /** As what. */
  readonly type: VirtualMediaType;
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
  readonly onLocked?: OnLocked;
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

/** Which job to cancel. */
export type CancelJobInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The job. */
  readonly jobId: Scalars['ID']['input'];
  /** Why, for the record. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
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
  readonly disableRamdisk?: Scalars['Boolean']['input'];
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked?: OnLocked;
  /** Or the runbook whose steps run; the node must have one of its traits. */
  readonly runbookId?: InputMaybe<Scalars['ID']['input']>;
  /** Clean steps, in the order in which they run; 1 to 100. The same step may come twice. */
  readonly steps?: InputMaybe<ReadonlyArray<StepInput>>;
};

/** Whether a clean step did what it should. */
export type CleaningResult =
  /** It did. */
  | 'DONE'
  /** It did not, or nobody knows. */
  | 'FAILED';

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

/** What to record. */
export type CreateChassisInput = {
  /** Free text for people, at most 255. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
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

/** What an inspection rule is to be. */
export type CreateInspectionRuleInput = {
  /** What it does, in this order; 1 to 64. */
  readonly actions: ReadonlyArray<InspectionActionInput>;
  /** All must hold; at most 64, none: always. */
  readonly conditions?: ReadonlyArray<InspectionConditionInput>;
  /** What it is for; at most 255 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Shows its conditions and actions to nobody. Cannot be taken back. */
  readonly isSensitive?: Scalars['Boolean']['input'];
  /** Rules of higher priority run first, 0 to 9999. */
  readonly priority?: Scalars['Int']['input'];
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

/** What to add. */
export type CreatePortGroupInput = {
  /** The bond's own hardware address, unique over all port groups; absent: that of one of its ports. */
  readonly address?: InputMaybe<Scalars['MacAddress']['input']>;
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** How it is bonded, as the operating system calls it: letters, digits and `-._`, at most 64. */
  readonly mode?: Scalars['String']['input'];
  /** Unique name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** The network it is plugged into, at most 64. */
  readonly physicalNetwork?: InputMaybe<Scalars['String']['input']>;
  /** Settings of the bond, for the operating system. */
  readonly properties?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Its ports may be used alone, before the bond is made. */
  readonly standalonePortsSupported?: Scalars['Boolean']['input'];
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

/** What to write down. */
export type CreateRunbookInput = {
  /** Free text for people, at most 255. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Refuse steps that need the ramdisk, instead of starting it for them. */
  readonly disableRamdisk?: Scalars['Boolean']['input'];
  /** Free for your own use. */
  readonly extra?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Everybody may see and use it. For administrators. */
  readonly isPublic?: Scalars['Boolean']['input'];
  /** Unique name: letters, digits or any of `-._~`, at most 255. */
  readonly name: Scalars['String']['input'];
  /** The project whose it is; absent: your own, or the installation's. Not with isPublic. */
  readonly owner?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 steps; a step may come more than once. */
  readonly steps: ReadonlyArray<RunbookStepInput>;
  /** Nodes that have one of these may use it, at most 50; absent: none may. */
  readonly traits?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
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

/** Where to send events, and which. */
export type CreateWebhookInput = {
  /** Begin after this position in the event log; absent: with what happens from now on. */
  readonly after?: InputMaybe<Scalars['Cursor']['input']>;
  /** Up to so many events in one request, 1 to 100. With 1 each is a CloudEvent of its own; with more, requests hold lists of them. */
  readonly batchSize?: Scalars['Int']['input'];
  /** Begin at once. */
  readonly enabled?: Scalars['Boolean']['input'];
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

/** Which chassis to remove. */
export type DeleteChassisInput = {
  /** The chassis. */
  readonly chassisId: Scalars['ID']['input'];
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
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

/** Which inspection rule to delete. */
export type DeleteInspectionRuleInput = {
  /** Refuse when it has another version by now. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The rule. */
  readonly inspectionRuleId: Scalars['ID']['input'];
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

/** Which port group to remove. */
export type DeletePortGroupInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The port group. */
  readonly portGroupId: Scalars['ID']['input'];
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

/** Which runbook to remove. */
export type DeleteRunbookInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The runbook. */
  readonly runbookId: Scalars['ID']['input'];
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

/** Which volume target to remove. */
export type DeleteVolumeTargetInput = {
  /** The `version` you read; absent or null to remove whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The volume target. */
  readonly volumeTargetId: Scalars['ID']['input'];
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
  readonly onLocked?: OnLocked;
  /** Steps besides the driver's, or in the place of them; up to 100, each once. */
  readonly steps?: InputMaybe<ReadonlyArray<DeployStepInput>>;
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
  readonly onError?: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked?: OnLocked;
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

/** Which deploy templates. All given conditions must hold. */
export type DeployTemplateFilter = {
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** By name. */
  readonly name?: InputMaybe<StringFilter>;
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
  readonly onLocked?: OnLocked;
  /** Identifier of the VIF in its network service. */
  readonly vifId: Scalars['String']['input'];
};

/** Which drives to empty. */
export type DetachVirtualMediaInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked?: OnLocked;
  /** Which drives; absent or null: all. */
  readonly types?: InputMaybe<ReadonlyArray<VirtualMediaType>>;
};

/** Which conductor to drain. */
export type DrainConductorInput = {
  /** The conductor. */
  readonly conductorId: Scalars['ID']['input'];
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What a bulk mutation does when a node refuses. */
export type ErrorPolicy =
  /** Change nothing at all. `errors` lists the nodes that refused, up to 100. */
  | 'ABORT'
  /** Accept the others. The node becomes an item with its error. */
  | 'CONTINUE';

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
  readonly onLocked?: OnLocked;
};

/** Which node to inspect. */
export type InspectNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked?: OnLocked;
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
export type InspectionConditionInput = {
  /** Of what it is asked. */
  readonly args: Scalars['JSONObject']['input'];
  /** A template for a list: asked for each of its items, as `{item}`. */
  readonly loop?: InputMaybe<Scalars['String']['input']>;
  /** With a loop: for which of the items it must hold. */
  readonly multiple?: InspectionLoopMode;
  /** It must not hold. */
  readonly not?: Scalars['Boolean']['input'];
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

/** Which inspection rules. All given conditions must hold. */
export type InspectionRuleFilter = {
  /** By id. */
  readonly id?: InputMaybe<IdFilter>;
  /** Only sensitive ones, or only others. */
  readonly isSensitive?: InputMaybe<Scalars['Boolean']['input']>;
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

/** Which job groups. All given conditions must hold. */
export type JobGroupFilter = {
  /** By mutation. */
  readonly mutation?: InputMaybe<StringFilter>;
  /** By who asked. */
  readonly requestedBy?: InputMaybe<StringFilter>;
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

/** How a job treats the node's lock. */
export type LockMode =
  /** It is the only one at work on the node. */
  | 'EXCLUSIVE'
  /** It takes nothing and waits for nobody. */
  | 'SHARED';

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
  readonly onLocked?: OnLocked;
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
  readonly onError?: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked?: OnLocked;
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

/** How a BMC says that its machine is. */
export type NodeHealth =
  /** Somebody should look at it now. */
  | 'CRITICAL'
  /** Nothing to do. */
  | 'OK'
  /** Somebody should look at it. */
  | 'WARNING';

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

/** One sort key. */
export type NodeOrder = {
  /** Which way. */
  readonly direction?: OrderDirection;
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

/** Which webhook to try. */
export type PingWebhookInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The webhook. */
  readonly webhookId: Scalars['ID']['input'];
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
  readonly onLocked?: OnLocked;
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
  readonly onError?: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked?: OnLocked;
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
  readonly onLocked?: OnLocked;
  /** Steps besides the driver's, or in the place of them; up to 100, each once. */
  readonly steps?: InputMaybe<ReadonlyArray<DeployStepInput>>;
};

/** Whose VIFs to compare. */
export type ReconcileVifsInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked?: OnLocked;
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

/** Which machine to look at. */
export type RefreshNodeHardwareInput = {
  /** What to look at; absent or null: everything. */
  readonly aspects?: InputMaybe<ReadonlyArray<HardwareAspect>>;
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
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
  readonly onLocked?: OnLocked;
  /**
   * With which the user `rescue` may log in; 1 to 255 characters, not blank. It is not kept: the machine gets its SHA-256 crypt
   * hash, and that is forgotten when the job settles.
   */
  readonly rescuePassword: Scalars['Secret']['input'];
};

/** Of which group to ask again for what did not go well. */
export type RetryFailedInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The group. */
  readonly jobGroupId: Scalars['ID']['input'];
};

/** Which webhook gets another secret. */
export type RotateWebhookSecretInput = {
  /** The `version` you read; absent or null: whatever is there. */
  readonly expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating the call with this key and the same input gives the first answer again, but for the secret. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Messages are signed with the former secret as well for so long, in seconds: 0 to 604,800 (a week). */
  readonly overlapSeconds?: Scalars['Int']['input'];
  /** `whsec_` and 24 to 64 bytes in base64; absent: one is made, and told in this answer. */
  readonly secret?: InputMaybe<Scalars['Secret']['input']>;
  /** The webhook. */
  readonly webhookId: Scalars['ID']['input'];
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

/** Which machine in use to run steps on, and which. */
export type ServiceNodeInput = {
  /** Refuse steps that need the ramdisk, instead of taking the machine from its tenant for them. */
  readonly disableRamdisk?: Scalars['Boolean']['input'];
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked?: OnLocked;
  /** Or the runbook whose steps run; the node must have one of its traits. */
  readonly runbookId?: InputMaybe<Scalars['ID']['input']>;
  /** Service steps, in the order in which they run; 1 to 100. The same step may come twice. */
  readonly steps?: InputMaybe<ReadonlyArray<StepInput>>;
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
  readonly onLocked?: OnLocked;
  /** For every boot from now on; otherwise for the next one only. */
  readonly persistent?: Scalars['Boolean']['input'];
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
  readonly onLocked?: OnLocked;
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
  readonly onLocked?: OnLocked;
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
  readonly onLocked?: OnLocked;
  /** What it is to do; not UNKNOWN. */
  readonly state: IndicatorState;
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

/** Which node's power to change. */
export type SetNodePowerInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked?: OnLocked;
  /** What is wanted. */
  readonly target: PowerTarget;
  /** How long to wait for the machine to get there, 1 to 3600 s. Default: 60 for hard targets, 600 for soft ones. */
  readonly timeoutSeconds?: InputMaybe<Scalars['Int']['input']>;
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
  readonly onLocked?: OnLocked;
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
  readonly onError?: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked?: OnLocked;
  /** What is wanted. */
  readonly target: PowerTarget;
  /** How long to wait for each machine to get there, 1 to 3600 s. Default: 60 for hard targets, 600 for soft ones. */
  readonly timeoutSeconds?: InputMaybe<Scalars['Int']['input']>;
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
  readonly onLocked?: OnLocked;
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
  readonly onError?: ErrorPolicy;
  /** What to do when a node is locked. */
  readonly onLocked?: OnLocked;
};

/** Which node to let go on. */
export type UnholdNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
};

/** Which node to bring back from rescue. */
export type UnrescueNodeInput = {
  /** Repeating the call with this key and the same input gives the first answer again. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The node. */
  readonly nodeId: Scalars['ID']['input'];
  /** What to do when the node is locked. */
  readonly onLocked?: OnLocked;
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

/** What kind of drive an image is shown as. */
export type VirtualMediaType =
  /** An optical drive. */
  | 'CDROM'
  /** A disk. */
  | 'DISK'
  /** A floppy disk drive. */
  | 'FLOPPY';

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
