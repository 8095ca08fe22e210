import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { InterfaceNames } from '../domain/interfaces.ts';
import type { PowerDriftPolicy, PowerState } from '../domain/power.ts';
import type { ProvisionState } from '../domain/provision-states.ts';
import { ChassisEntity } from './chassis.ts';
import type { JsonObject } from './json.ts';

/** A physical machine under management. Moments are UTC text to the microsecond, as the database has them. */
@Entity('nodes')
@Index('nodes_parent', ['parentNodeId', 'id'])
export class NodeEntity {
  @PrimaryColumn({ type: 'char', length: 36 })
  id!: string;

  @Index('nodes_name', { unique: true })
  @Column({ type: 'varchar', length: 255, nullable: true })
  name!: string | null;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ type: 'varchar', length: 80 })
  driver!: string;

  /** The machine in which this one lives; null for one of its own. */
  @ForeignKey(() => NodeEntity, { onDelete: 'SET NULL' })
  @Column({ type: 'char', length: 36, name: 'parent_node_id', nullable: true })
  parentNodeId!: string | null;

  @Column({ type: 'json' })
  interfaces!: InterfaceNames;

  /** Holds secrets: leaves the service only through the driver's mask. */
  @Column({ type: 'json', name: 'driver_info' })
  driverInfo!: JsonObject;

  @Column({ type: 'json' })
  properties!: JsonObject;

  @Column({ type: 'json' })
  extra!: JsonObject;

  @Column({ type: 'json', name: 'instance_info' })
  instanceInfo!: JsonObject;

  @Index('nodes_instance', { unique: true })
  @Column({ type: 'char', length: 36, name: 'instance_id', nullable: true })
  instanceId!: string | null;

  @Column({ type: 'varchar', length: 255, name: 'instance_name', nullable: true })
  instanceName!: string | null;

  @Column({ type: 'json', name: 'network_data', nullable: true })
  networkData!: JsonObject | null;

  @Index('nodes_provision_state')
  @Column({ type: 'varchar', length: 32, name: 'provision_state' })
  provisionState!: ProvisionState;

  @Column({ type: 'varchar', length: 32, name: 'target_provision_state', nullable: true })
  targetProvisionState!: ProvisionState | null;

  @Column({ type: 'datetime', precision: 6, name: 'provision_updated_at' })
  provisionUpdatedAt!: string;

  /** As last observed; null when nobody could read it yet. */
  @Column({ type: 'varchar', length: 8, name: 'power_state', nullable: true })
  powerState!: PowerState | null;

  /** As last asked for. */
  @Column({ type: 'varchar', length: 8, name: 'desired_power_state', nullable: true })
  desiredPowerState!: PowerState | null;

  /** The machine must stay on: nothing turns it off, flows restart it instead. */
  @Column({ type: 'boolean', name: 'disable_power_off', default: false })
  disablePowerOff!: boolean;

  /** Null: as configured. */
  @Column({ type: 'varchar', length: 8, name: 'power_drift_policy', nullable: true })
  powerDriftPolicy!: PowerDriftPolicy | null;

  /** Its console is to run whenever it can. */
  @Column({ type: 'boolean', name: 'console_enabled', default: false })
  consoleEnabled!: boolean;

  /** What the next RAID configuration is to make; null when nobody said. */
  @Column({ type: 'json', name: 'target_raid_config', nullable: true })
  targetRaidConfig!: JsonObject | null;

  @Column({ type: 'boolean' })
  maintenance!: boolean;

  @Column({ type: 'text', name: 'maintenance_reason', nullable: true })
  maintenanceReason!: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  fault!: string | null;

  @Column({ type: 'text', name: 'last_error', nullable: true })
  lastError!: string | null;

  @Index('nodes_resource_class')
  @Column({ type: 'varchar', length: 80, name: 'resource_class', nullable: true })
  resourceClass!: string | null;

  @Column({ type: 'varchar', length: 255, name: 'conductor_group' })
  conductorGroup!: string;

  @Index('nodes_chassis')
  @ForeignKey(() => ChassisEntity)
  @Column({ type: 'char', length: 36, name: 'chassis_id', nullable: true })
  chassisId!: string | null;

  @Index('nodes_shard')
  @Column({ type: 'varchar', length: 255, nullable: true })
  shard!: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  owner!: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  lessee!: string | null;

  @Column({ type: 'boolean', name: 'automated_clean', nullable: true })
  automatedClean!: boolean | null;

  @Column({ type: 'boolean' })
  protected!: boolean;

  @Column({ type: 'text', name: 'protected_reason', nullable: true })
  protectedReason!: string | null;

  @Column({ type: 'boolean' })
  retired!: boolean;

  @Column({ type: 'text', name: 'retired_reason', nullable: true })
  retiredReason!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'last_cleaned_at', nullable: true })
  lastCleanedAt!: string | null;

  /** When a tenant last had the machine, or was about to: what is to be cleaned away is older than this. */
  @Column({ type: 'datetime', precision: 6, name: 'last_tenancy_at', nullable: true })
  lastTenancyAt!: string | null;

  @Column({ type: 'datetime', precision: 6, name: 'inspection_started_at', nullable: true })
  inspectionStartedAt!: string | null;

  /** Null while one is at work, and when the last one failed. */
  @Column({ type: 'datetime', precision: 6, name: 'inspection_finished_at', nullable: true })
  inspectionFinishedAt!: string | null;

  /** The BMC's address as the driver reads it from driverInfo; null when the driver knows none. */
  @Index('nodes_bmc')
  @Column({ type: 'varchar', length: 255, nullable: true })
  bmc!: string | null;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'datetime', precision: 6, name: 'created_at' })
  createdAt!: string;

  @Column({ type: 'datetime', precision: 6, name: 'updated_at' })
  updatedAt!: string;
}
