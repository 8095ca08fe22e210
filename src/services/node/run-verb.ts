import { v7 as newId } from 'uuid';
import { adopt } from '../../conductor/jobs/adopt.ts';
import type { InstanceInput } from '../../conductor/jobs/deploy.ts';
import { deploy } from '../../conductor/jobs/deploy.ts';
import type { JobType } from '../../conductor/job-type.ts';
import { inspect } from '../../conductor/jobs/inspect.ts';
import { manage } from '../../conductor/jobs/manage.ts';
import { provide } from '../../conductor/jobs/provide.ts';
import { undeploy } from '../../conductor/jobs/undeploy.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { ServiceContext } from '../context.ts';
import { whyUnable } from '../driver-of.ts';
import type { Answer } from '../mutation.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

export interface InstanceArguments {
  readonly instanceId?: string | null;
  readonly instanceInfo?: JsonObject | null;
}

export const manageWork: NodeWork<object> = { type: manage, args: () => ({}) };

export const provideWork: NodeWork<object> = { type: provide, args: () => ({}) };

export const undeployWork: NodeWork<object> = { type: undeploy, args: () => ({}) };

/** Work that begins an instance. */
const instanceWork = (type: JobType): NodeWork<InstanceArguments> => ({
  type,
  checkInput(checker, { instanceId, instanceInfo }) {
    checker.id('instanceId', instanceId);
    checker.json('instanceInfo', instanceInfo);
  },
  args({ instanceId, instanceInfo }) {
    const args: InstanceInput = {
      instanceId: instanceId ?? newId(),
      isInstanceChosen: typeof instanceId === 'string',
      instanceInfo: instanceInfo ?? null,
    };
    return { ...args };
  },
});

export const deployWork = instanceWork(deploy);

export const inspectWork: NodeWork<object> = {
  type: inspect,
  whyRefused: (ctx, node) => whyUnable(ctx, node, 'inspect'),
  args: () => ({}),
};

export const adoptWork = instanceWork(adopt);

export const manageNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'manageNode', manageWork, input);

export const provideNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'provideNode', provideWork, input);

export const undeployNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'undeployNode', undeployWork, input);

export const inspectNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'inspectNode', inspectWork, input);

export const deployNode = (
  ctx: ServiceContext,
  viewer: Viewer,
  input: VerbInput & InstanceArguments,
): Promise<Answer> => workOnNode(ctx, viewer, 'deployNode', deployWork, input);

export const adoptNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput & InstanceArguments): Promise<Answer> =>
  workOnNode(ctx, viewer, 'adoptNode', adoptWork, input);
