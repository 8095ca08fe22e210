/** A node and its ports in the words that the ramdisk agent knows. Source: domain notes §6.7. */
import type { DriverNode } from '../interfaces/common.ts';
import type { Json } from './parse.ts';

/** How thoroughly the agent erases, unless the node says otherwise. Source: the reference's defaults. */
const ERASURE: Json = {
  agent_erase_devices_iterations: 1,
  agent_erase_devices_zeroize: true,
  agent_continue_if_secure_erase_failed: false,
  agent_continue_if_ata_erase_failed: false,
  agent_enable_ata_secure_erase: true,
  agent_enable_nvme_secure_erase: true,
  disk_erasure_concurrency: 4,
  agent_erase_skip_read_only: false,
};

/** The names that a node's driverInfo may overrule. */
export const ERASURE_FIELDS = Object.keys(ERASURE);

/** What the machine's BMC is asked with stays here; what is shown to users may be shown to the machine. */
export type MaskDriverInfo = (driverInfo: Json) => Json;

export interface NodeParams {
  readonly node: Json;
  readonly ports: readonly Json[];
}

export function nodeParams(node: DriverNode, mask: MaskDriverInfo, targetRaidConfig: Json = {}): NodeParams {
  const overruled = ERASURE_FIELDS.filter((name) => name in node.driverInfo);
  return {
    node: {
      uuid: node.id,
      name: node.name,
      properties: node.properties,
      instance_info: node.instanceInfo,
      driver_info: mask(node.driverInfo),
      driver_internal_info: {
        ...ERASURE,
        ...Object.fromEntries(overruled.map((name) => [name, node.driverInfo[name]])),
      },
      raid_config: {},
      target_raid_config: targetRaidConfig,
      extra: {},
    },
    ports: node.ports.map((port) => ({
      uuid: port.id,
      node_uuid: node.id,
      address: port.address,
      pxe_enabled: port.pxeEnabled,
      local_link_connection: port.localLinkConnection,
      physical_network: port.physicalNetwork,
      is_smartnic: port.isSmartNic,
      extra: {},
    })),
  };
}
