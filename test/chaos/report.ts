/** The verdict in words: what was checked, what was done to the service, and for a violation the node's own history. */
import type { History, LoggedEvent, Moment, Violation } from './history.ts';
import type { Verdict } from './judge.ts';
import type { Outcome } from './run.ts';

export function verdictTable(verdicts: readonly Verdict[]): string {
  return table(
    ['', 'CHECK', 'OF', 'LOOKED AT'],
    verdicts.map(({ name, promise, counted, violations }) => [
      violations.length === 0 ? 'holds' : `BROKEN ×${violations.length}`,
      name,
      promise,
      counted,
    ]),
  );
}

export function faultTable(
  { cutCommits, pace }: Pick<Outcome, 'cutCommits' | 'pace'>,
  counts: ReadonlyMap<string, number>,
): string {
  const cuts = `${cutCommits['before-commit']} commits cut before, ${cutCommits['after-commit']} after they went through`;
  const times = pace > 1 ? `; leases ×${pace.toFixed(1)} on this busy machine` : '';
  return `${[...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ')}; ${cuts}${times}`;
}

/** Of many violations of one check the first are enough to look for the cause. */
const SHOWN = 3;

export function explain({ name, violations }: Verdict, history: History): string {
  const shown = violations.slice(0, SHOWN).map((violation) => {
    const node = history.nodes.find(({ nodeId }) => nodeId === violation.nodeId);
    const whose = violation.nodeId === null ? '' : `node ${node?.name ?? ''} ${violation.nodeId}: `;
    return `${whose}${violation.what}\n${timeline(history, violation)}`;
  });
  const more = violations.length > SHOWN ? [`… and ${violations.length - SHOWN} more`] : [];
  return [`BROKEN: ${name}`, ...shown, ...more].join('\n\n');
}

/** Lines before the violation, or before the end, and after it. */
const BEFORE = 60;
const AFTER = 15;

interface Line {
  readonly at: Moment;
  readonly text: string;
}

/** Everything that is known of the node, and the faults, by time. */
function timeline(history: History, { nodeId, at }: Violation): string {
  if (nodeId === null) return '';
  const lines: Line[] = [
    ...history.events
      .filter((event) => event.nodeId === nodeId)
      .map((event) => ({ at: event.at, text: eventText(event) })),
    ...history.commands
      .filter((own) => own.nodeId === nodeId)
      .flatMap((own) => own.lines)
      .map((line) => ({
        at: Date.parse(line.at),
        text: `command  ${line.op} ${line.outcome ?? line.phase}  ${line.authority}  pid ${line.pid}`,
      })),
    ...history.requests
      .filter(({ nodeIds }) => nodeIds.includes(nodeId))
      .flatMap(({ mutation, sentAt, answers }) => [
        { at: sentAt, text: `request  ${mutation}` },
        ...answers.map((answer) => ({
          at: answer.at,
          text: `answer   ${mutation} ${[...answer.jobIds, ...answer.problems].join(' ')}${answer.replayed ? ' (again)' : ''}`,
        })),
      ]),
    ...history.faults.map(({ at: when, kind, target, what }) => ({
      at: when,
      text: `FAULT    ${kind}: ${target}: ${what}`,
    })),
  ].sort((a, b) => a.at - b.at);
  const found = at === null ? -1 : lines.findIndex((line) => line.at > at);
  const middle = found < 0 ? lines.length : found;
  return lines
    .slice(Math.max(0, middle - BEFORE), middle + AFTER)
    .map((line) => `  ${new Date(line.at).toISOString().slice(11)}  ${line.text}`)
    .join('\n');
}

function eventText({ type, sequence, jobId, actor, changes }: LoggedEvent): string {
  const changed = changes.map(({ field, before, after }) => `${field} ${text(before)} → ${text(after)}`).join(', ');
  return `event    #${sequence} ${type}  job ${jobId ?? '-'}  ${actor}  ${changed}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
