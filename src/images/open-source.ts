/** A kernel, a ramdisk or an image, wherever it comes from, as something that can be read at any place. */
export interface OpenSource {
  /** In bytes. */
  readonly size: number;
  /** Another one for other contents; in its quotes. */
  readonly etag: string;
  readonly modifiedAt: Date | null;
  /**
   * Reads into a buffer, at most so many bytes; waits for what is still being fetched. 0 only at the end.
   * @throws {ProblemError} SOURCE_…, IMAGE_CACHE_FULL: what was being fetched will not come
   */
  read(into: Uint8Array, position: number, length: number, signal: AbortSignal): Promise<number>;
  /** To be called once, whatever happened. */
  close(): Promise<void>;
}

export interface Sources {
  /**
   * @param source http, https or file
   * @throws {ProblemError} SOURCE_REFUSED, SOURCE_UNREACHABLE, SOURCE_TIMEOUT, SOURCE_BROKEN, IMAGE_CACHE_FULL
   */
  open(source: string, signal: AbortSignal): Promise<OpenSource>;
  /** Is it there? Without fetching it. @throws as {@link open} */
  check(source: string, signal: AbortSignal): Promise<void>;
}
