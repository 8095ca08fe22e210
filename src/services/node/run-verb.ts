import { v7 as newId } from 'uuid';
import type { DeployInput } from '../../conductor/jobs/deploy.ts';
import { deploy } from '../../conductor/jobs/deploy.ts';
import { manage } from '../../conductor/jobs/manage.ts';
import { provide } from '../../conductor/jobs/provide.ts';
import { undeploy } from '../../conductor/jobs/undeploy.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { JsonObject } from '../../entities/json.ts';
import type { ServiceContext } from '../context.ts';
import type { Answer } from '../mutation.ts';
import { workOnNode, type NodeWork, type VerbInput } from './node-work.ts';

export interface DeployArguments {
  readonly instanceId?: string | null;
  readonly instanceInfo?: JsonObject | null;
}

export const manageWork: NodeWork<object> = { type: manage, args: () => ({}) };

export const provideWork: NodeWork<object> = { type: provide, args: () => ({}) };

export const undeployWork: NodeWork<object> = { type: undeploy, args: () => ({}) };

export const deployWork: NodeWork<DeployArguments> = {
  type: deploy,
  checkInput(checker, { instanceId, instanceInfo }) {
    checker.id('instanceId', instanceId);
    checker.json('instanceInfo', instanceInfo);
  },
  args({ instanceId, instanceInfo }) {
    const args: DeployInput = { instanceId: instanceId ?? newId(), instanceInfo: instanceInfo ?? null };
    return { ...args };
  },
};

export const manageNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'manageNode', manageWork, input);

export const provideNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'provideNode', provideWork, input);

export const undeployNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput): Promise<Answer> =>
  workOnNode(ctx, viewer, 'undeployNode', undeployWork, input);

export const deployNode = (ctx: ServiceContext, viewer: Viewer, input: VerbInput & DeployArguments): Promise<Answer> =>
  workOnNode(ctx, viewer, 'deployNode', deployWork, input);
