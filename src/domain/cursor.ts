/**
 * A position in the event log.
 *
 * Auto-increment numbers are not in commit order: event 7 may become visible after event 8. So a position is not one
 * number. It says which events its holder has had: all up to `settled` except those in `gaps` (numbers that had not
 * appeared when the position was made, and may yet), and also `last`, which may lie beyond. Resuming from it delivers
 * every other event, whenever it commits: nothing is lost, and nothing it is known to cover comes twice.
 */
export interface LogPosition {
  readonly settled: number;
  readonly gaps: readonly number[];
  /** A single event beyond `settled` that is covered as well; equal to `settled` when there is none. */
  readonly last: number;
}

export const LOG_START: LogPosition = { settled: 0, gaps: [], last: 0 };

/** With more gaps than this a cursor would grow long; it then falls back to the first gap and repeats what follows. */
const MAX_GAPS = 32;

export function encodePosition(position: LogPosition): string {
  const { settled, gaps, last } = position.gaps.length > MAX_GAPS ? beforeFirstGap(position) : position;
  const text = ['e1', settled.toString(36), last.toString(36), ...gaps.map((gap) => (settled - gap).toString(36))].join(
    '.',
  );
  return toBase64Url(text);
}

/** Null when the text is not a cursor of ours. */
export function decodePosition(cursor: string): LogPosition | null {
  const [version, settledText, lastText, ...gapTexts] = fromBase64Url(cursor).split('.');
  if (version !== 'e1' || settledText === undefined || lastText === undefined || gapTexts.length > MAX_GAPS)
    return null;
  const settled = parseNumber(settledText);
  const gaps = gapTexts.map((text) => settled - parseNumber(text));
  const last = parseNumber(lastText);
  if (![settled, last, ...gaps].every((number) => Number.isSafeInteger(number) && number >= 0)) return null;
  return { settled, gaps, last };
}

/** Has the holder of this position had the event already? */
export function covers(position: LogPosition, eventId: number): boolean {
  if (eventId === position.last) return true;
  return eventId <= position.settled && !position.gaps.includes(eventId);
}

function beforeFirstGap({ gaps }: LogPosition): LogPosition {
  const settled = Math.min(...gaps) - 1;
  return { settled, gaps: [], last: settled };
}

const parseNumber = (text: string): number => (/^[0-9a-z]{1,11}$/.test(text) ? parseInt(text, 36) : NaN);

const toBase64Url = (text: string): string => Buffer.from(text, 'ascii').toString('base64url');
const fromBase64Url = (text: string): string => Buffer.from(text, 'base64url').toString('ascii');
