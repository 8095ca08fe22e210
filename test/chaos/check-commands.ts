/**
 * What reached the machines, by their own logs, which no lock and no transaction of ours protects.
 *
 * A command belongs to the right it was given under: `job/attempt/epoch`. Once a machine was told something under a
 * newer epoch, nothing may reach it under an older one: neither a command that starts, nor the effect of one that
 * started before. Jobs without a lock (`shared`) may work beside all others, but not beside an earlier attempt of
 * their own. An aborted command did nothing: whoever was frozen in the very moment of sending it takes it back.
 */
import type { CommandLogLine } from '../../src/drivers/fake/machine.ts';
import type { Check, NodeCommands, Violation } from './history.ts';

/** Rights of one rank exclude each other: the node's epochs, or the attempts of one job without a lock. */
interface Right {
  readonly series: string;
  readonly rank: number;
}

export const commandsDoNotOverlap: Check = {
  name: 'commands of different epochs do not overlap',
  promise: 'P2',
  run({ commands }) {
    const starts = commands.flatMap(({ lines }) => lines.filter(({ phase }) => phase === 'start'));
    const rights = new Set(commands.flatMap(({ nodeId, lines }) => lines.map((line) => `${nodeId} ${line.authority}`)));
    return {
      counted: `${starts.length} commands under ${rights.size} rights`,
      violations: commands.flatMap(violationsOf),
    };
  },
};

function violationsOf({ nodeId, lines }: NodeCommands): Violation[] {
  const outcomes = new Map(lines.flatMap(({ call, phase, outcome }) => (phase === 'end' ? [[call, outcome]] : [])));
  const newest = new Map<string, { readonly rank: number; readonly line: CommandLogLine }>();
  return lines.flatMap((line) => {
    const right = rightOf(line);
    if (right === null)
      return [{ nodeId, at: Date.parse(line.at), what: `${line.op} names no right: ${line.authority}` }];
    const before = newest.get(right.series);
    if (before === undefined || right.rank > before.rank) {
      // An end is never the first that is heard of a right, unless its start was not logged.
      newest.set(right.series, { rank: right.rank, line });
      return [];
    }
    if (right.rank === before.rank || outcomes.get(line.call) === 'aborted') return [];
    const verb = line.phase === 'start' ? 'was sent' : `ended (${line.outcome ?? 'no outcome'})`;
    return [
      {
        nodeId,
        at: Date.parse(line.at),
        what:
          `${line.op} ${verb} under ${line.authority} by process ${line.pid}, after ${before.line.op} had been sent ` +
          `under ${before.line.authority} by process ${before.line.pid} at ${before.line.at}`,
      },
    ];
  });
}

function rightOf({ authority }: CommandLogLine): Right | null {
  const [jobId, attempt, epoch] = (authority ?? 'a/1/shared').split('/');
  if (jobId === undefined || attempt === undefined || epoch === undefined) return null;
  const rank = Number(epoch === 'shared' ? attempt : epoch);
  if (!Number.isInteger(rank)) return null;
  return { series: epoch === 'shared' ? jobId : 'lock', rank };
}
