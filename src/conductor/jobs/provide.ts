import type { JobType } from '../job-type.ts';
import { afterCleaning, cleaningSteps, planCleaning } from './cleaning.ts';

/** MANAGEABLE → cleaning → AVAILABLE. */
export const provide: JobType = {
  name: 'node.provide',
  purpose: 'cleaning',
  lock: 'EXCLUSIVE',
  priority: 'USER',
  begins: 'provide',
  endsIn: 'AVAILABLE',
  runsBetween: false,
  usesBmc: true,
  limit: 'CLEAN',
  plan: (node, _input, planning) => planCleaning(node, planning),
  faultOfSteps: 'clean failure',
  steps: cleaningSteps,
  succeeds: afterCleaning,
};
