/** Where the numbers go: one file for each run, and the last run's table in the README. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { isMet, type Figure } from './figures.ts';

export interface Machine {
  readonly date: string;
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly database: string;
  /** Processes that wanted to run, when the run began: what else the machine had to do. */
  readonly load: string;
}

export interface Section {
  readonly name: string;
  readonly what: string;
  readonly figures: readonly Figure[];
}

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const README = join(FOLDER, 'README.md');

export function describeMachine(databaseVersion: string): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    cpu: cpus()[0]?.model ?? 'unknown processor',
    cores: cpus().length,
    node: process.versions.node,
    database: databaseVersion,
    load: (loadavg()[0] ?? 0).toFixed(1),
  };
}

export function showFigure(figure: Figure): string {
  const { what, sides = {} } = figure;
  const parts = Object.entries(sides).map(([side, value]) => `${side} ${value}`);
  const verdict = { true: ' ✓', false: ' ✗ MISSED', null: '' }[`${isMet(figure)}`];
  return `${what}: ${shown(figure)}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}${targetOf(figure, ', target ')}${verdict}`;
}

/** @returns the file that was written */
export async function writeReport(machine: Machine, sections: readonly Section[]): Promise<string> {
  const file = join('results', `${machine.date}-${machine.commit}.json`);
  mkdirSync(join(FOLDER, 'results'), { recursive: true });
  writeFileSync(join(FOLDER, file), `${JSON.stringify({ machine, sections }, null, 2)}\n`);

  const readme = readFileSync(README, 'utf8');
  const table = [
    `${machine.date}, commit ${machine.commit}: ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${machine.database}; load average ${machine.load} at the start.`,
    '',
    '| Measure | Figure | Target | | Made of |',
    '| --- | --- | --- | --- | --- |',
    ...sections.flatMap(({ name, figures }) => figures.map((figure) => row(name, figure))),
  ].join('\n');
  const text = readme.replace(/(<!-- last run -->)[^]*(<!-- end -->)/, (_all, from: string, to: string) =>
    [from, table, to].join('\n\n'),
  );
  writeFileSync(README, await format(text, { ...(await resolveConfig(README)), filepath: README }));
  return `bench/${file} and the table in bench/README.md`;
}

function row(measure: string, figure: Figure): string {
  const sides = Object.entries(figure.sides ?? {}).map(([side, value]) => `${side} ${value}`);
  const verdict = { true: 'met', false: '**missed**', null: '' }[`${isMet(figure)}`];
  return `| ${measure} | ${figure.what}: **${shown(figure)}** | ${targetOf(figure, '')} | ${verdict} | ${sides.join(', ')} |`;
}

function targetOf({ target, unit }: Figure, before: string): string {
  if (target === undefined) return '';
  return `${before}${'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`} ${unit}`.trimEnd();
}

const shown = ({ value, unit }: Figure): string =>
  `${value >= 100 ? value.toFixed(0) : value.toFixed(value < 10 ? 2 : 1)} ${unit}`.trimEnd();

function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: FOLDER, encoding: 'utf8' }).trim();
  try {
    const isClean = git('status', '--porcelain', '--', '../src') === '';
    return `${git('rev-parse', '--short', 'HEAD')}${isClean ? '' : '-changed'}`;
  } catch {
    return 'unknown'; // not a checkout
  }
}
