/** Lower case with colons, from any of the usual spellings; null when it is not a MAC address. */
export function parseMacAddress(text: string): string | null {
  const hex = text.replaceAll(/[:-]/g, '').toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(hex) || !/^([0-9a-f]{2}([:-]?)){1}([0-9a-f]{2}\2){4}[0-9a-f]{2}$/i.test(text)) return null;
  return hex.match(/../g)?.join(':') ?? null;
}
