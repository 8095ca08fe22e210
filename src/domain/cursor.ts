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
  /** The newest event that its holder has had, by which it is seen whether this log is still the one that it was. */
  readonly anchor?: EventMark | undefined;
}

/**
 * An event of one log. A server that was restored from a backup, or failed over to a copy that lacked the newest events,
 * gives their numbers again; so each event has, beside its number, one that was drawn by lot.
 */
export interface EventMark {
  readonly id: number;
  /** 32 bits, drawn when it was written; 0 for events from before there were any. */
  readonly stamp: number;
}

export const LOG_START: LogPosition = { settled: 0, gaps: [], last: 0 };

/** With more gaps than this a cursor would grow long; it then falls back to the first gap and repeats what follows. */
const MAX_GAPS = 32;

/** `e1` has no anchor: cursors that were given out by versions before there were any, and that of the empty log. */
export function encodePosition(position: LogPosition): string {
  const { settled, gaps, last, anchor } = position.gaps.length > MAX_GAPS ? beforeFirstGap(position) : position;
  const marks = anchor === undefined ? [] : [anchor.id, anchor.stamp];
  const numbers = [settled, last, ...marks, ...gaps.map((gap) => settled - gap)];
  return toBase64Url([anchor === undefined ? 'e1' : 'e2', ...numbers.map((number) => number.toString(36))].join('.'));
}

/** Null when the text is not a cursor of ours. */
export function decodePosition(cursor: string): LogPosition | null {
  const [version, ...texts] = fromBase64Url(cursor).split('.');
  if (version !== 'e1' && version !== 'e2') return null;
  const numbers = texts.map(parseNumber);
  const [settled, last] = numbers;
  const [id, stamp] = version === 'e2' ? numbers.slice(2) : [];
  const distances = numbers.slice(version === 'e2' ? 4 : 2);
  if (settled === undefined || last === undefined || distances.length > MAX_GAPS) return null;
  if (version === 'e2' && (id === undefined || stamp === undefined)) return null;
  const gaps = distances.map((distance) => settled - distance);
  if (![...numbers, ...gaps].every((number) => Number.isSafeInteger(number) && number >= 0)) return null;
  return { settled, gaps, last, ...(id !== undefined && stamp !== undefined && { anchor: { id, stamp } }) };
}

/** Has the holder of this position had the event already? */
export function covers(position: LogPosition, eventId: number): boolean {
  if (eventId === position.last) return true;
  return eventId <= position.settled && !position.gaps.includes(eventId);
}

function beforeFirstGap({ gaps, anchor }: LogPosition): LogPosition {
  const settled = gaps.reduce((first, gap) => Math.min(first, gap)) - 1; // there may be more than a call takes arguments
  return { settled, gaps: [], last: settled, anchor };
}

/** The newer of two that one holder has had. */
export const newerMark = (known: EventMark | undefined, other: EventMark): EventMark =>
  known === undefined || other.id >= known.id ? other : known;

const parseNumber = (text: string): number => (/^[0-9a-z]{1,11}$/.test(text) ? parseInt(text, 36) : NaN);

const toBase64Url = (text: string): string => Buffer.from(text, 'ascii').toString('base64url');
const fromBase64Url = (text: string): string => Buffer.from(text, 'base64url').toString('ascii');
