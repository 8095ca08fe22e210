/**
 * What a person sees of the stream: one line per event, and on a terminal a table below the lines that is redrawn with
 * each event. Elsewhere (a file, a pipe) lines alone, without colours.
 */
import { styleText } from 'node:util';
import { describeEvent, stateAfter, stepChangeIn } from '../../ui/graphiql/describe-event.mjs';

/** @typedef {import('./service.mjs').NodeEvent} NodeEvent */

/**
 * @typedef {object} Screen
 * @property {(text: string) => void} say
 * @property {(event: NodeEvent) => void} show
 * @property {() => void} end Leaves the table as it is; what is said afterwards stands below it. May be called twice.
 */

/** @typedef {{ name: string, state: string, job: string, step: string, percent: number | null }} Row */

/**
 * @param {NodeJS.WriteStream} out
 * @returns {Screen}
 */
export function createScreen(out) {
  const isTerminal = out.isTTY;
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {Map<string, number>} */
  const shownPercent = new Map();
  /** @type {number | null} */
  let firstAt = null;
  let drawnLines = 0;

  /** @param {string} lines */
  const write = (lines) => {
    // Up to where the table began, and everything from there on is drawn anew.
    const erase = drawnLines > 0 ? `\u001b[${drawnLines}A\u001b[0J` : '';
    const table = isTerminal ? tableOf(sortedByName(rows), out.columns) : [];
    drawnLines = table.length;
    out.write(erase + lines + table.map((line) => `${line}\n`).join(''));
  };
  return {
    say: (text) => write(`${text}\n`),
    show(event) {
      if (event.nodeId === null) return;
      const row = rowOf(event, rows.get(event.nodeId));
      rows.set(event.nodeId, row);
      // By the service's clock, because events of the past come in one rush.
      const at = Date.parse(event.at);
      firstAt ??= at;
      const line = lineOf(event, row, at - firstAt, isTerminal);
      write(isWorthALine(event, shownPercent, isTerminal) ? `${line}\n` : '');
    },
    end() {
      rows.clear();
      drawnLines = 0;
    },
  };
}

/**
 * @param {NodeEvent} event
 * @param {Row | undefined} before
 * @returns {Row}
 */
function rowOf(event, before) {
  const { nodeId, node, job, type } = event;
  const name = node?.name ?? before?.name ?? nodeId ?? '';
  const state = stateAfter(event) ?? before?.state ?? 'ENROLL';
  const isAtWork = job !== null && (type ?? '').startsWith('JOB_') && type !== 'JOB_QUEUED';
  if (!isAtWork)
    return { name, state, job: before?.job ?? '', step: before?.step ?? '', percent: before?.percent ?? null };
  return { name, state, job: job.purpose, step: job.currentStep?.name ?? '', percent: job.percent };
}

/** Percents between two lines of one job where there is no table to show them. */
const PROGRESS_STEP = 20;

/**
 * @param {NodeEvent} event
 * @param {Map<string, number>} shownPercent by job
 * @param {boolean} hasTable
 */
function isWorthALine({ type, job, event }, shownPercent, hasTable) {
  // The next step's start says it.
  if (stepChangeIn(event)?.state === 'DONE') return false;
  if (type !== 'JOB_PROGRESS' || job === null) return true;
  if (hasTable || job.percent < (shownPercent.get(job.id) ?? 0) + PROGRESS_STEP) return false;
  shownPercent.set(job.id, job.percent);
  return true;
}

/**
 * @param {NodeEvent} event
 * @param {Row} row
 * @param {number} sinceMs
 * @param {boolean} isTerminal
 */
function lineOf(event, row, sinceMs, isTerminal) {
  const seconds = (sinceMs / 1000).toFixed(1).padStart(6);
  const state = row.state.padEnd(STATE_WIDTH);
  return [`${seconds} s`, row.name, isTerminal ? paint(state) : state, describeEvent(event)].join('  ');
}

const STATE_WIDTH = 'DEPLOY_FAILED'.length;
const BAR_WIDTH = 20;

/** @param {ReadonlyMap<string, Row>} rows */
function sortedByName(rows) {
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/**
 * @param {readonly Row[]} rows
 * @param {number} columns
 */
function tableOf(rows, columns) {
  if (rows.length === 0) return [];
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, state, job, step, percent }) => {
    const done = Math.round(((percent ?? 0) / 100) * BAR_WIDTH);
    const bar = '█'.repeat(done) + '░'.repeat(BAR_WIDTH - done);
    const work = percent === null ? '' : `${bar} ${String(percent).padStart(3)} %  `;
    // A line that wraps would be two when it is erased; colours come last because they have no width.
    const rest = `${work}${[job, step].filter(Boolean).join(', ')}`.slice(
      0,
      Math.max(0, columns - nameWidth - STATE_WIDTH - 5),
    );
    return `${name.padEnd(nameWidth)}  ${paint(state.padEnd(STATE_WIDTH))}  ${rest}`;
  });
  return ['', ...lines];
}

/** @param {string} paddedState */
function paint(paddedState) {
  const state = paddedState.trimEnd();
  if (state === 'ACTIVE') return styleText('green', paddedState);
  if (state === 'MANAGEABLE' || state === 'AVAILABLE') return styleText('cyan', paddedState);
  if (state === 'ERROR' || state.endsWith('_FAILED')) return styleText('red', paddedState);
  return styleText(state === 'ENROLL' ? 'gray' : 'yellow', paddedState);
}
