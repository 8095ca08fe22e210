import { v7 as newId } from 'uuid';
import type { DeployInput } from '../../conductor/jobs/deploy.ts';
import { deploy } from '../../conductor/jobs/deploy.ts';
import { manage } from '../../conductor/jobs/manage.ts';
import { provide } from '../../conductor/jobs/provide.ts';
import { undeploy } from '../../conductor/jobs/undeploy.ts';
import type { JobType } from '../../conductor/job-type.ts';
import { enqueue } from '../../conductor/queue.ts';
import { ProblemError } from '../../domain/problems.ts';
import { whyVerbRefused } from '../../domain/verb-guards.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { JsonObject } from '../../entities/json.ts';
import { createChecker } from '../checks.ts';
import type { ServiceContext } from '../context.ts';
import { mutateNode, type Answer } from '../mutation.ts';
import { guardFacts, readNode } from './node-row.ts';

export interface VerbInput {
  readonly nodeId: string;
  readonly onLocked: 'QUEUE' | 'FAIL';
  readonly idempotencyKey?: string | null;
}

export interface DeployNodeInput extends VerbInput {
  readonly instanceId?: string | null;
  readonly instanceInfo?: JsonObject | null;
}

export const manageNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  runVerb(ctx, viewer, 'manageNode', manage, input, {});

export const provideNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  runVerb(ctx, viewer, 'provideNode', provide, input, {});

export const undeployNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  runVerb(ctx, viewer, 'undeployNode', undeploy, input, {});

export function deployNode(ctx: ServiceContext, viewer: Viewer, input: DeployNodeInput): Promise<Answer> {
  const args: DeployInput = { instanceId: input.instanceId ?? newId(), instanceInfo: input.instanceInfo ?? null };
  return runVerb(ctx, viewer, 'deployNode', deploy, input, { ...args }, () => {
    const checker = createChecker();
    checker.id('instanceId', input.instanceId);
    checker.json('instanceInfo', input.instanceInfo);
    checker.done();
  });
}

/**
 * Checks the verb against the state in which the queue will leave the node, and accepts a job. So `manage`, `provide`
 * and `deploy` may be asked for one right after the other; each is checked again when its turn comes.
 */
function runVerb(
  ctx: ServiceContext,
  viewer: Viewer,
  mutation: string,
  type: JobType,
  input: VerbInput,
  args: JsonObject,
  check: () => void = () => {},
): Promise<Answer> {
  return mutateNode(ctx, viewer, { mutation, input, nodeId: input.nodeId }, async (node) => {
    check();
    const row = await readNode(ctx, node);
    const facts = await guardFacts(ctx, node, row);
    const problem = type.begins === null ? null : whyVerbRefused(type.begins, facts);
    if (problem !== null) throw new ProblemError(problem);
    const { conductorGroup } = row;
    const { onLocked } = input;
    const jobId = await enqueue(node, { type, input: args, requestedBy: viewer.actor, conductorGroup, onLocked });
    return { objectId: node.nodeId, jobId };
  });
}
