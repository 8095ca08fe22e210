/** A value of any kind, as JSON text; null for nothing. */
export const asText = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);
