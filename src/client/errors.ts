/** One error as the service words it. */
export interface ServiceError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  /** `code` is one of the codes in docs/errors.md; `remedy` says what to do. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * refused: the service said no, and would say it again. unreachable: no answer came, so nobody knows whether it was
 * heard. closed: the client was closed by its own user.
 */
export type FailureKind = 'refused' | 'unreachable' | 'closed';

/** All that this library throws. */
export class IronqlError extends Error {
  override readonly name = 'IronqlError';
  readonly kind: FailureKind;
  /** What the service said; empty unless it said something. */
  readonly errors: readonly ServiceError[];

  constructor(kind: FailureKind, message: string, errors: readonly ServiceError[] = [], cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
    this.errors = errors;
  }

  /** The first error's code; null where there is none. */
  get code(): string | null {
    const code = this.errors[0]?.extensions?.['code'];
    return typeof code === 'string' ? code : null;
  }
}

/** @param errors as they came */
export function refusal(errors: readonly ServiceError[]): IronqlError {
  return new IronqlError('refused', errors.map(({ message }) => message).join('\n'), errors);
}
