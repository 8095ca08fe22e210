import { validateDriverInfo } from '../../drivers/hardware-type.ts';
import { NOTHING_FOUND, ownStep, type JobType, type StepHandler } from '../job-type.ts';
import { automaticSteps, driverSteps } from './chosen-steps.ts';
import { readPower } from './power-steps.ts';

const validate: StepHandler = {
  description: 'Check the settings, without asking the machine',
  abortable: true,
  repeat: 'idempotent',
  timeoutMs: 10_000,
  run(ctx) {
    validateDriverInfo(ctx.node.hardware, ctx.node.interfaces, ctx.node);
    return Promise.resolve(NOTHING_FOUND);
  },
};

const steps = { validate, read_power: readPower };

/** From ENROLL: proves that the BMC answers. From AVAILABLE and the failed states: takes the node back, no work. */
export const manage: JobType = {
  name: 'node.manage',
  purpose: 'verifying the BMC',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'manage',
  endsIn: 'MANAGEABLE',
  runsBetween: false,
  usesBmc: true,
  limit: null,
  plan(node, _input, { settings }) {
    if (node.provisionState !== 'ENROLL') return [];
    const verify = automaticSteps({ node, flow: 'VERIFY', announced: null }, settings).flatMap((step) =>
      driverSteps(step),
    );
    return [ownStep(steps, 'validate'), ownStep(steps, 'read_power'), ...verify];
  },
  steps,
};
