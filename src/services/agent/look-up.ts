import { goesOnFastTrack, isLookupAllowed, notFound, type AgentSettings } from '../../domain/agent.ts';
import { MASK, maskDriverInfo, type HardwareType } from '../../drivers/hardware-type.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { ServiceContext } from '../context.ts';
import { nodesOfMacs, readAgentRow, type AgentRow } from './agent-row.ts';
import { giveToken } from './token.ts';

export interface Lookup {
  /** Its interfaces' addresses. */
  readonly macs: readonly string[];
  /** Known from its kernel arguments; wins over the addresses. */
  readonly nodeId: string | null;
  /** An agent that is too old for tokens cannot call back later on; it is answered all the same. */
  readonly takesToken: boolean;
}

/** What an agent is told of its node. */
export interface LookedUp {
  readonly nodeId: string;
  readonly properties: JsonObject;
  /** Without secrets. */
  readonly instanceInfo: JsonObject;
  /** Once; asterisks afterwards, null for those that take none. */
  readonly token: string | null;
  readonly heartbeatSeconds: number;
  readonly allowMd5: boolean;
  readonly tlsMinVersion: string;
  /** The BMC's address is known: the agent need not look for it. */
  readonly skipsBmcDetection: boolean;
}

/**
 * Tells a ramdisk which node it is, and its token.
 * @throws {AgentRefusal} NOT_FOUND for everything else, so that a stranger cannot tell one reason from another
 */
export async function lookUp(ctx: ServiceContext, lookup: Lookup, settings: AgentSettings): Promise<LookedUp> {
  const nodeIds = lookup.nodeId === null ? await nodesOfMacs(ctx.db.manager, lookup.macs) : [lookup.nodeId];
  const row = nodeIds.length === 1 ? await readAgentRow(ctx.db.manager, nodeIds[0] ?? '') : null;
  if (row === null) throw notFound();
  const { provisionState: state } = row;
  const fastTrack = goesOnFastTrack(row.driverInfo, settings.fastTrack);
  if (!isLookupAllowed({ state, isExpected: row.isExpected === 1, isFastTrack: fastTrack })) throw notFound();
  if (row.isExpected === 0) await expectAgent(ctx, row.nodeId);
  return describe(ctx, row, lookup.takesToken ? await giveToken(ctx.db.manager, row.nodeId) : null, settings);
}

export async function describe(
  { db, hardwareTypes }: ServiceContext,
  { nodeId, driver, interfaces }: Pick<AgentRow, 'nodeId' | 'driver' | 'interfaces'>,
  token: string | null,
  { heartbeatSeconds, allowMd5, tlsMinVersion }: AgentSettings,
): Promise<LookedUp> {
  // One row of two columns; the node was there a moment ago.
  const [node] = await db.query<{ properties: JsonObject; instanceInfo: JsonObject }[]>(
    'SELECT properties, instance_info AS instanceInfo FROM nodes WHERE id = ?',
    [nodeId],
  );
  if (node === undefined) throw notFound();
  return {
    nodeId,
    properties: node.properties,
    instanceInfo: shownInstanceInfo(hardwareTypes.get(driver), node.instanceInfo),
    token,
    heartbeatSeconds,
    allowMd5,
    tlsMinVersion,
    skipsBmcDetection: OUT_OF_BAND.has(interfaces.management),
  };
}

/** Management interfaces that were told the BMC's address. Source: the reference's list. */
const OUT_OF_BAND: ReadonlySet<string> = new Set(['redfish', 'idrac-redfish']);

/** A ramdisk that runs already, on a node of which no flow expects one: its row is made as the engine makes it. */
async function expectAgent({ db }: ServiceContext, nodeId: string): Promise<void> {
  await db.query('INSERT IGNORE INTO agents (node_id, has_called) VALUES (?, 0)', [nodeId]);
}

/** Whoever looks a node up may be a stranger on its network, who was quicker than the agent. */
function shownInstanceInfo(type: HardwareType | undefined, instanceInfo: JsonObject): JsonObject {
  if (type === undefined) return {};
  return Object.fromEntries(
    Object.entries(maskDriverInfo(type, instanceInfo)).map(([key, value]) => [
      key,
      key === 'configdrive' ? MASK : withoutUrlSecrets(value),
    ]),
  );
}

/** Source URLs may carry a user's password, or be signed by their query. */
function withoutUrlSecrets(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#@]*@/i, `$1${MASK}@`)
      .replace(/^(https?:\/\/[^?#]*)\?.*$/is, '$1');
  }
  if (Array.isArray(value)) return value.map(withoutUrlSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [key, withoutUrlSecrets(inner)]),
  );
}
