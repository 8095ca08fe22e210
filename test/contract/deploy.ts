import { expect, it } from 'vitest';
import type { DeployInterface } from '../../src/drivers/interfaces/deploy.ts';
import { aCallContext, twice } from './builders.ts';
import { itKeepsTheCommonContract, type NodeBuilder } from './common.ts';

/** Steps that need the power or the network of the node. */
const STEPS_OF_THE_ENGINE = ['deploy', 'switch_to_tenant_network', 'boot_instance'];

export function itKeepsTheDeployContract(deploy: DeployInterface, aNode: NodeBuilder): void {
  itKeepsTheCommonContract(deploy, aNode);

  it('leaves the core steps to the engine', () => {
    const names = (deploy.steps ?? []).filter((step) => step.flow === 'DEPLOY').map((step) => step.name);
    expect(names.filter((name) => STEPS_OF_THE_ENGINE.includes(name))).toEqual([]);
  });

  it('prepares, cleans up and tears down twice over', async () => {
    const files = await deploy.prepare(aNode(), aCallContext());
    await expect(deploy.prepare(aNode(), aCallContext())).resolves.toEqual(files);
    await expect(twice(() => deploy.cleanUp(aNode(), aCallContext()))).resolves.toBeUndefined();
    await expect(twice(() => deploy.tearDown(aNode(), aCallContext()))).resolves.toBeUndefined();
  });

  it('takes over what runs already, twice over', async () => {
    await expect(twice(async () => deploy.takeOver?.(aNode(), aCallContext()))).resolves.toBeUndefined();
  });

  it('prepares for cleaning and cleans up after it, twice over', async () => {
    const outcome = await twice(() => deploy.prepareCleaning(aNode(), aCallContext()));
    expect(['done', 'wait']).toContain(outcome.kind);
    await expect(twice(() => deploy.tearDownCleaning(aNode(), aCallContext()))).resolves.toBeUndefined();
  });

  it('has both ends of servicing or none', () => {
    expect(deploy.prepareService === undefined).toBe(deploy.tearDownService === undefined);
  });
}
