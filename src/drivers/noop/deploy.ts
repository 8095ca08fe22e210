import { DONE } from '../interfaces/common.ts';
import { NO_FILES, type DeployInterface } from '../interfaces/deploy.ts';

/** The machine is installed by other means: no image is written, no disk is erased, and no step says otherwise. */
export const noopDeploy: DeployInterface = {
  name: 'noop',
  validate: () => {},
  prepare: async () => NO_FILES,
  tearDown: async () => {},
  cleanUp: async () => {},
  prepareCleaning: async () => DONE,
  tearDownCleaning: async () => {},
};
