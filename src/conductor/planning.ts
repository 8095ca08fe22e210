/** What plans are made of that is kept in the database: templates and runbooks, as they are when a job first starts. */
import type { RankedStep, RequestedStep, StepSettings } from '../domain/steps.ts';
import type { Planning } from './job-type.ts';
import type { NodeTx } from './node-transaction.ts';

export function planningIn({ tx }: Pick<NodeTx, 'tx'>, settings: StepSettings): Planning {
  return {
    settings,
    async deployTemplates(names) {
      if (names.length === 0) return new Map();
      // Columns as this query names them.
      const rows = await tx.query<{ name: string; steps: { list: readonly RankedStep[] } }[]>(
        'SELECT name, steps FROM deploy_templates WHERE name IN (?) ORDER BY name',
        [names],
      );
      return new Map(rows.map(({ name, steps }) => [name, steps.list]));
    },
    async runbook(name) {
      // Columns as this query names them; names are unique.
      const [row] = await tx.query<RunbookRow[]>(
        'SELECT steps, traits, disable_ramdisk AS disableRamdisk FROM runbooks WHERE name = ?',
        [name],
      );
      if (row === undefined) return null;
      return { name, steps: row.steps.list, traits: row.traits.list, disableRamdisk: row.disableRamdisk === 1 };
    },
  };
}

interface RunbookRow {
  readonly steps: { readonly list: readonly RequestedStep[] };
  readonly traits: { readonly list: readonly string[] };
  readonly disableRamdisk: number;
}
