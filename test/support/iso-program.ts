import { spawnSync } from 'node:child_process';

/** Why no config drive can be made here; null when one can. */
export function whyNoIsoProgram(): string | null {
  const programs = ['xorriso', 'genisoimage', 'mkisofs'];
  const isThere = programs.some(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined,
  );
  return isThere ? null : `NOT RUN: none of ${programs.join(', ')} is there (package xorriso)`;
}
