/** Small pieces of Markdown; prettier makes the result neat. */

/** Says, invisibly, what a page is made of. */
export const madeFrom = (...sources: readonly string[]): string =>
  `<!-- Made from ${sources.join(' and ')} by "npm run generate". Do not edit. -->`;

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

export const mermaid = (lines: readonly string[]): string => ['```mermaid', ...lines, '```'].join('\n');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
