import type { AgentSettings } from '../../domain/agent.ts';
import { writeInspected } from '../../conductor/inspection-findings.ts';
import { portsFrom, propertiesFrom } from '../../domain/inventory.ts';
import { isInNetwork } from '../../domain/ip-network.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from '../context.ts';
import { createNode } from '../node/create.ts';
import type { NewPort } from '../port/new-port.ts';
import { ACTOR, nodesOfMacs, readAgentRow, type AgentRow } from './agent-row.ts';
import type { Report } from './report.ts';

/** The machine itself causes what follows: nobody asked for it. */
const MACHINE: Viewer = { actor: ACTOR, scope: { kind: 'all' } };
/** As many as `createNode` takes. */
const MAX_PORTS = 64;

/**
 * Enrolls a machine that nobody knows, with its ports and what was found in it, as `createNode` would. Two reports of one machine at
 * once make one node: its MACs are unique. Null: it is not to be enrolled.
 */
export async function discover(
  ctx: ServiceContext,
  report: Report,
  { discoveryDriver: driver, addPorts, inventoriesKept }: AgentSettings,
): Promise<AgentRow | null> {
  if (driver === null || report.macs.length === 0 || (await isBmcKnown(ctx, report))) return null;
  const { inventory, pluginData } = report;
  const ports = newPorts(report, addPorts);
  const { objectId, problems } = await createNode(ctx, MACHINE, { driver, ports }, async (node) => {
    await writeInspected(node, {
      kind: 'inspected',
      inventory,
      pluginData: { ...pluginData, auto_discovered: true },
      properties: { set: propertiesFrom(inventory, pluginData), gone: [] },
      extra: { set: {}, gone: [] },
      fields: {},
      traits: { added: [], gone: [] },
      ports: [],
      keep: inventoriesKept,
    });
  });
  if (objectId !== null) ctx.log.info({ nodeId: objectId, driver, macs: report.macs }, 'unknown machine was enrolled');
  const isRaced = problems.length > 0 && problems.every(({ code }) => code === 'ALREADY_EXISTS');
  if (problems.length > 0 && !isRaced)
    ctx.log.error({ problems, macs: report.macs }, 'unknown machine was not enrolled');
  const nodeIds = objectId !== null ? [objectId] : isRaced ? await nodesOfMacs(ctx.db.manager, report.macs) : [];
  const [nodeId] = nodeIds;
  return nodeId === undefined || nodeIds.length > 1 ? null : readAgentRow(ctx.db.manager, nodeId);
}

/** Was the node made by {@link discover}, and has nobody taken it on since? */
export async function isDiscovered(
  { db }: ServiceContext,
  { nodeId, provisionState }: Pick<AgentRow, 'nodeId' | 'provisionState'>,
): Promise<boolean> {
  if (provisionState !== 'ENROLL') return false;
  const found: unknown[] = await db.query(
    `SELECT id FROM node_inventories WHERE node_id = ? AND JSON_CONTAINS(plugin_data, 'true', '$.auto_discovered') LIMIT 1`,
    [nodeId],
  );
  return found.length > 0;
}

/** A machine of which no port is made would be enrolled again with each report: then all its interfaces are. */
function newPorts({ inventory, macs }: Report, addPorts: AgentSettings['addPorts']): readonly NewPort[] {
  const wanted = portsFrom(inventory, addPorts);
  return (wanted.length > 0 ? wanted : macs.map((address) => ({ address }))).slice(0, MAX_PORTS);
}

/** Then an operator has enrolled this machine, without its ports: a second node would command it as well. */
async function isBmcKnown({ db }: ServiceContext, { bmcAddresses }: Report): Promise<boolean> {
  for (const address of bmcAddresses.filter((text) => isInNetwork(text, text) === true)) {
    const host = address.includes(':') ? `[${address}]` : address;
    const nodes: unknown[] = await db.query('SELECT id FROM nodes WHERE bmc IN (?) OR bmc LIKE ? LIMIT 1', [
      [address, host],
      `${host}:%`, // an address holds no wildcard
    ]);
    if (nodes.length > 0) return true;
  }
  return false;
}
