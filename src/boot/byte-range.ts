/** Which part of a file is asked for (RFC 9110, section 14): one range; who asks for several gets the whole. */
export type WantedPart = { readonly from: number; readonly to: number } | 'whole' | 'none';

/** @returns `from` and `to`, without the byte at `to`; `none`: there is no such part */
export function wantedPart(header: string | undefined, size: number): WantedPart {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole';
  if (first === '') {
    const count = Math.min(Number(last), size);
    return count === 0 ? 'none' : { from: size - count, to: size };
  }
  if (last !== '' && Number(last) < Number(first)) return 'whole'; // no range at all, and what is none is ignored
  if (Number(first) >= size) return 'none';
  return { from: Number(first), to: last === '' ? size : Math.min(Number(last) + 1, size) };
}
