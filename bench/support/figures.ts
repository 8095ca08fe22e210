/** What a measure finds, and how it is judged. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The two sides of a ratio, or the parts of a sum: what the value was made of. */
  readonly sides?: Readonly<Record<string, string>>;
  readonly target?: Target;
}

export type Target = { readonly atLeast: number } | { readonly atMost: number };

export interface Measure {
  readonly name: string;
  /** In a sentence, for the table. */
  readonly what: string;
  run(bench: Bench): Promise<readonly Figure[]>;
}

/** What measures get to work with. */
export interface Bench {
  /** A new, empty database on the run's own server. */
  createDatabase(): Promise<string>;
  /** 1: durable, as `ironql serve` runs its server; 2: written at each commit, on the disk once a second. */
  setFlushAtCommit(mode: 1 | 2): Promise<void>;
  /** Process of the database server. */
  readonly databasePid: number;
  /** A folder of the run, removed at its end. */
  readonly folder: string;
  /** Folder for `--cpu-prof`, or null. */
  readonly profileFolder: string | null;
  say(progress: string): void;
}

export function isMet({ value, target }: Figure): boolean | null {
  if (target === undefined) return null;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @param share 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
