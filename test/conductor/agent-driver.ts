/** A simulated machine with an agent in its ramdisk that a test speaks for: what it offers, what it answers, when it calls. */
import { agentCalled } from '../../src/conductor/agent-called.ts';
import { fakeTypeOf } from '../support/fake-type.ts';
import type { HardwareType } from '../../src/drivers/hardware-type.ts';
import { DONE, type StepOutcome } from '../../src/drivers/interfaces/common.ts';
import type { AnnouncedStep } from '../../src/drivers/interfaces/deploy.ts';
import type { JsonObject } from '../../src/entities/json.ts';
import type { Engine } from './harness.ts';

export const WAIT_FOR_AGENT: StepOutcome = { kind: 'wait', for: 'AGENT_HEARTBEAT', timeoutMs: 20_000 };

/** What the agents of a test do; changed by the test at any time. */
export interface Agents {
  /** By flow. */
  offered: Partial<Record<'CLEAN' | 'DEPLOY' | 'SERVICE', readonly AnnouncedStep[]>>;
  /** How a step of the ramdisk goes on each time it is asked; the default: it waits once, and is over. */
  answers: Record<string, () => StepOutcome | Promise<StepOutcome>>;
  /** Steps that were told to begin, in order, and on which node. */
  readonly begun: { readonly nodeId: string; readonly step: string }[];
}

export const anOffer = (name: string, priority: number, more: Partial<AnnouncedStep> = {}): AnnouncedStep => ({
  interface: 'deploy',
  name,
  priority,
  abortable: true,
  rebootRequested: false,
  ...more,
});

export const begunOn = ({ begun }: Agents, nodeId: string): readonly string[] =>
  begun.filter((one) => one.nodeId === nodeId).map(({ step }) => step);

export const createAgents = (): Agents => ({ offered: {}, answers: {}, begun: [] });

/** Makes the adapted type for `startEngine`. */
export const withAgents =
  (agents: Agents) =>
  (fake: HardwareType): HardwareType =>
    fakeTypeOf(fake, {
      boot: (boot) => ({
        ...boot,
        async prepareRamdisk(node, request, ctx) {
          await boot.prepareRamdisk(node, request, ctx);
          return {
            bootDevice: { device: 'PXE', persistent: false },
            netboot: { kind: 'ramdisk', kernel: 'http://a.invalid/k', ramdisk: 'http://a.invalid/r', args: '' },
          };
        },
      }),
      deploy: (deploy) => ({
        ...deploy,
        async prepare(node, ctx) {
          await deploy.prepare(node, ctx);
          return { image: 'http://a.invalid/image' };
        },
        // As an agent does that is told to turn its machine off.
        steps: (deploy.steps ?? []).map((step) =>
          step.name !== 'tear_down_agent'
            ? step
            : {
                ...step,
                async run(node, args, ctx) {
                  await fake.interfaces.power[0]?.set(node, 'OFF', { ...ctx, timeoutMs: 20_000 });
                  return step.run(node, args, ctx);
                },
              },
        ),
        ramdisk: {
          announcedSteps: (_node, flow) =>
            Promise.resolve({ steps: agents.offered[flow] ?? [], versions: { generic: '1.2' } }),
          inRamdisk: ({ name }) => ({
            run(node) {
              agents.begun.push({ nodeId: node.id, step: name });
              return Promise.resolve(WAIT_FOR_AGENT);
            },
            afterSignal: async () => agents.answers[name]?.() ?? DONE,
            probe: ({ id }) => Promise.resolve(begunOn(agents, id).includes(name)),
          }),
        },
      }),
      inspect: (inspect) => ({
        ...inspect,
        usesRamdisk: true,
        async collect(_node, ctx) {
          const report = await ctx.inspectionReport?.();
          if (report === null || report === undefined) throw new Error('There is no report.');
          return report;
        },
      }),
      rescue: (rescue) => ({ ...rescue, usesRamdisk: true, rescue: () => Promise.resolve(DONE) }),
    });

/** Its ramdisk is up: the agent has looked the node up, and calls. */
export async function agentCalls(engine: Engine, nodeId: string): Promise<void> {
  await engine.inNode(nodeId, async (node) => {
    await node.tx.query(
      `UPDATE agents SET token = 'not-a-real-token', callback_url = 'https://192.0.2.1:9999', heartbeat_at = UTC_TIMESTAMP(6)
        WHERE node_id = ?`,
      [nodeId],
    );
    await agentCalled(node);
  });
}

export async function agentReports(engine: Engine, nodeId: string, report: JsonObject): Promise<void> {
  await engine.inNode(nodeId, async (node) => {
    await node.tx.query('REPLACE INTO inspection_reports (node_id, report, at) VALUES (?, ?, UTC_TIMESTAMP(6))', [
      nodeId,
      JSON.stringify(report),
    ]);
    await agentCalled(node);
  });
}
