/** Checks of single input values. Each adds what is wrong to a list, so that a caller hears of everything at once. */
import { isUuid } from '../domain/ids.ts';
import { isDeeperThan } from '../domain/json-depth.ts';
import { ProblemsError, type Problem } from '../domain/problems.ts';

export interface Checker {
  readonly problems: Problem[];
  /** Adds INVALID_INPUT at `input.<field>`. */
  invalid(field: string | readonly string[], reason: string, remedy: string): void;
  text(field: string, value: string | null | undefined, maxLength: number): void;
  name(field: string | readonly string[], value: string | null | undefined): void;
  json(field: string | readonly string[], value: unknown): void;
  id(field: string, value: string | null | undefined): void;
  /** @throws {ProblemsError} when anything was found */
  done(): void;
}

/** RFC 3986 unreserved characters, as in the reference: a name stands in URLs and file names as it is. */
const NAME = /^[A-Za-z0-9._~-]{1,255}$/;
const MAX_JSON_CHARACTERS = 65_536;
const MAX_JSON_DEPTH = 20;
/** How JSON writes it: an escape of its own, behind no odd backslash. The database takes it for no JSON at all. */
const HALF_CHARACTER = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

const LONE_SURROGATE = /\p{Cs}/u;
const HALF = 'The value holds half of a character (a lone UTF-16 surrogate).';

export function createChecker(): Checker {
  const problems: Problem[] = [];
  const invalid: Checker['invalid'] = (field, reason, remedy) => {
    const path = ['input', ...(typeof field === 'string' ? [field] : field)];
    problems.push({ code: 'INVALID_INPUT', path, reason, remedy });
  };

  return {
    problems,
    invalid,
    text(field, value, maxLength) {
      if (value === null || value === undefined) return;
      // A text may end up in JSON, which the database then refuses.
      if (LONE_SURROGATE.test(value)) return invalid(field, HALF, 'Send well-formed Unicode.');
      if (value.length > maxLength)
        invalid(field, `${field} has ${value.length} characters.`, `Use at most ${maxLength}.`);
    },
    name(field, value) {
      if (value === null || value === undefined || (NAME.test(value) && !isUuid(value))) return;
      invalid(
        field,
        `"${value.slice(0, 64)}" cannot be a name.`,
        'Use 1 to 255 letters, digits or any of - . _ ~, and not the form of a UUID.',
      );
    },
    json(field, value) {
      if (value === null || value === undefined) return;
      if (isDeeperThan(MAX_JSON_DEPTH, value)) {
        return invalid(field, `The value is nested deeper than ${MAX_JSON_DEPTH} levels.`, 'Make it flatter.');
      }
      const text = JSON.stringify(value);
      if (text.length > MAX_JSON_CHARACTERS) {
        const reason = `The value is longer than ${MAX_JSON_CHARACTERS} characters of JSON.`;
        invalid(field, reason, 'Keep large data elsewhere.');
      } else if (HALF_CHARACTER.test(text)) {
        invalid(field, HALF, 'Send well-formed Unicode.');
      }
    },
    id(field, value) {
      if (value === null || value === undefined || isUuid(value)) return;
      invalid(field, `${field} is not an id: ${value.slice(0, 64)}.`, 'Use a UUID of 36 characters.');
    },
    done() {
      if (problems.length > 0) throw new ProblemsError(problems);
    },
  };
}
