import type { JsonObject } from '../../entities/json.ts';

/** What a ramdisk found in its machine, checked before it comes here. */
export interface Report {
  readonly inventory: JsonObject;
  /** Everything that was sent besides, without the logs. */
  readonly pluginData: JsonObject;
  readonly error: string | null;
  readonly macs: readonly string[];
  readonly bmcAddresses: readonly string[];
  /** Known from its kernel arguments; wins over the addresses. */
  readonly nodeId: string | null;
  /** An agent that speaks the older form takes its node's id alone, and no token. */
  readonly takesToken: boolean;
}
