import type { Checker } from '../checks.ts';

export function checkWord(checker: Checker, field: string, value: string | null | undefined, maxLength: number): void {
  checker.text(field, value, maxLength);
  if (typeof value === 'string' && value.trim() === '') {
    checker.invalid(field, `${field} is empty.`, `Use 1 to ${maxLength} characters.`);
  }
}
