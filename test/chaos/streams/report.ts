import type { StreamOutcome } from './run.ts';

const SHOWN = 10;

/** What was done to whom, and how much each subscriber was told. */
export function streamTable(
  seed: number,
  { judgements, events, faults, reconnects, killedSenders, seconds }: StreamOutcome,
): string {
  const width = Math.max(...judgements.map(({ name }) => name.length));
  const lines = judgements.map(
    ({ name, counted, violations }) => `${violations.length === 0 ? '✓' : '✗'} ${name.padEnd(width)}  ${counted}`,
  );
  const parts = [...seconds].map(([part, length]) => `${part} ${length} s`);
  return [
    `seed ${seed}: ${events} events, ${reconnects} times came back; ${parts.join(', ')}`,
    `${faults.join(', ')}; ${killedSenders} senders of webhooks killed`,
    ...lines,
  ].join('\n');
}

/** Empty when everything holds. The first differences of each, with the seed that drew them. */
export function explainStreams(seed: number, { judgements, faults }: StreamOutcome): string {
  const broken = judgements.filter(({ violations }) => violations.length > 0);
  if (broken.length === 0) return '';
  const each = broken.map(({ name, counted, violations }) => {
    const more = violations.length > SHOWN ? [`  … and ${violations.length - SHOWN} more`] : [];
    return [`${name}: ${counted}`, ...violations.slice(0, SHOWN).map((line) => `  ${line}`), ...more].join('\n');
  });
  return [`seed ${seed}; faults: ${faults.join(', ')}`, ...each].join('\n');
}
