import { shownUrl, type Egress } from '../domain/egress.ts';
import { ProblemError } from '../domain/problems.ts';
import type { ImageCache } from './image-cache.ts';
import { openLocalFile, type FileRules } from './local-file.ts';
import type { Sources } from './open-source.ts';

export interface SourceOptions {
  readonly egress: Egress;
  readonly cache: ImageCache;
  readonly files: FileRules;
  /** For {@link Sources.check}, in milliseconds. */
  readonly checkTimeoutMs: number;
}

/** Files are read where they are; what is elsewhere goes through the cache. */
export function createSources({ egress, cache, files, checkTimeoutMs }: SourceOptions): Sources {
  return {
    open: (source, signal) => (isFile(source) ? openLocalFile(source, files) : cache.open(source, signal)),
    async check(source, signal) {
      if (isFile(source)) return (await openLocalFile(source, files)).close();
      const options = { signal, maxBytes: Number.MAX_SAFE_INTEGER, timeoutMs: checkTimeoutMs };
      const { status, discard } = await egress.fetch(source, options);
      discard();
      if (status !== 200) {
        throw new ProblemError({ code: 'SOURCE_BROKEN', url: shownUrl(source), reason: `it answered ${status}` });
      }
    },
  };
}

const isFile = (source: string): boolean => /^file:/i.test(source);
