import { agentCalled } from '../../conductor/agent-called.ts';
import { inNodeTransaction } from '../../conductor/node-transaction.ts';
import { isReportAwaited, notFound, type AgentSettings } from '../../domain/agent.ts';
import { ProblemError } from '../../domain/problems.ts';
import type { ServiceContext } from '../context.ts';
import { ACTOR, nodesOfMacs, readAgentRow, type AgentRow } from './agent-row.ts';
import { discover, isDiscovered } from './discover.ts';
import { describe, type LookedUp } from './look-up.ts';
import type { Report } from './report.ts';
import { giveToken } from './token.ts';

/**
 * Keeps what a ramdisk reports for the inspection that waits for it, and wakes that, whoever holds the node's lock. One that is
 * sent twice is kept once: the later counts until the inspection has read it.
 *
 * A machine that nobody knows is enrolled, if the settings say so; one that reports again is told the same node.
 * @throws {AgentRefusal} NOT_FOUND for everything else
 */
export async function continueInspection(
  ctx: ServiceContext,
  report: Report,
  settings: AgentSettings,
): Promise<LookedUp> {
  const nodeId = await findNode(ctx, report);
  const row = nodeId === null ? await discover(ctx, report, settings) : await readAgentRow(ctx.db.manager, nodeId);
  if (row === null) throw notFound();
  if (isAwaited(row)) {
    await keep(ctx, row.nodeId, report);
    const token = report.takesToken ? await giveToken(ctx.db.manager, row.nodeId) : null;
    return describe(ctx, row, token, settings);
  }
  if (settings.discoveryDriver === null || !(await isDiscovered(ctx, row))) throw notFound();
  return describe(ctx, row, null, settings);
}

const isAwaited = ({ isExpected, provisionState }: AgentRow): boolean =>
  isExpected === 1 && isReportAwaited(provisionState);

async function keep(
  { db, bell }: ServiceContext,
  nodeId: string,
  { inventory, pluginData, error }: Report,
): Promise<void> {
  try {
    await inNodeTransaction({ db, bell, nodeId, actor: ACTOR }, async (node) => {
      const row = await readAgentRow(node.tx, nodeId);
      if (row === null || !isAwaited(row)) throw notFound();
      await node.tx.query(
        `INSERT INTO inspection_reports (node_id, report, at) VALUES (?, ?, UTC_TIMESTAMP(6))
           ON DUPLICATE KEY UPDATE report = VALUES(report), at = VALUES(at)`,
        [nodeId, JSON.stringify({ inventory, pluginData, error })],
      );
      await agentCalled(node);
    });
  } catch (problem) {
    const isGone = problem instanceof ProblemError && problem.problem.code === 'NOT_FOUND'; // deleted in between
    throw isGone ? notFound() : problem;
  }
}

/**
 * The node that this machine is taken for: by its id, else by the ports of its interfaces, else by the BMC of one whose inspection
 * waits. Null: none.
 * @throws {AgentRefusal} NOT_FOUND when it could be several
 */
async function findNode({ db }: ServiceContext, { nodeId, macs, bmcAddresses }: Report): Promise<string | null> {
  if (nodeId !== null) return nodeId;
  const owners = await nodesOfMacs(db.manager, macs);
  if (owners.length > 1) throw notFound();
  if (owners[0] !== undefined) return owners[0];
  if (bmcAddresses.length === 0) return null;
  // Columns as this query names them.
  const awaiting = await db.query<{ nodeId: string; bmc: string }[]>(
    `SELECT n.id AS nodeId, n.bmc FROM agents a JOIN nodes n ON n.id = a.node_id
      WHERE n.bmc IS NOT NULL AND n.provision_state IN ('INSPECTING', 'INSPECT_WAIT')`,
  );
  const matching = awaiting.filter(({ bmc }) => bmcAddresses.includes(hostOf(bmc)));
  if (matching.length > 1) throw notFound();
  return matching[0]?.nodeId ?? null;
}

/** `192.0.2.9:623`, `[2001:db8::9]:623` or the address alone. */
function hostOf(bmc: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(bmc) ?? [];
  return bracketed ?? plain ?? bmc;
}
