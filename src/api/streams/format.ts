import type { ReadyItem } from '../fan-out/ready.ts';

/** How a stream of responses is written into the body of one HTTP response. */
export interface StreamFormat {
  readonly transport: 'sse' | 'multipart';
  readonly contentType: string;
  /** What the body begins with. */
  begin(): string;
  item(item: ReadyItem): string;
  /** Means nothing, and keeps what stands between from closing a connection that is silent. */
  readonly beat: string;
  /** The last of it: nothing more will come. */
  readonly complete: string;
  /** The last of it, and the client is to come back with the cursor that it has: it only has lost the connection. */
  readonly comeBack: string;
}
