import { staleWorkersWriteNothing } from './check-claims.ts';
import { commandsDoNotOverlap } from './check-commands.ts';
import { answersAreKept, jobsEndOnce } from './check-jobs.ts';
import { marginIsWaitedOut, oneHolder } from './check-locks.ts';
import { logHasNoHoles, statesFollowTheTable } from './check-log.ts';
import { noAttachmentIsOrphaned, nodesAreAtRest } from './check-rest.ts';
import { subscriberSawEverything } from './check-stream.ts';
import type { Check, CheckResult, History } from './history.ts';

/** What every run is held to. */
const CHECKS: readonly Check[] = [
  commandsDoNotOverlap,
  oneHolder,
  staleWorkersWriteNothing,
  marginIsWaitedOut,
  jobsEndOnce,
  answersAreKept,
  logHasNoHoles,
  statesFollowTheTable,
  nodesAreAtRest,
  noAttachmentIsOrphaned,
  subscriberSawEverything,
];

export interface Verdict extends CheckResult {
  readonly name: string;
  readonly promise: string;
}

export const judge = (history: History): readonly Verdict[] =>
  CHECKS.map(({ name, promise, run }) => ({ name, promise, ...run(history) }));
