/** What may go wrong with a machine and its agent (domain notes §10.3); all of it off unless a test says so. */
export interface AgentFaults {
  /** The ramdisk comes up and its agent never says a word. */
  readonly isSilent?: true;
  /** The ramdisk takes so much longer to come up. */
  readonly lateMs?: number;
  /** Heartbeats carry a token that is not the one it was given. */
  readonly wrongToken?: true;
  /** Heartbeats carry this token: one of an earlier boot. */
  readonly replayedToken?: string;
  /** From the second heartbeat on it gives another callback address. */
  readonly changesCallbackUrl?: true;
  /** It says that it answers over plain HTTP, and does. */
  readonly plainHttp?: true;
  /** So many heartbeats are lost on the way, from the second on. */
  readonly lostHeartbeats?: number;
  /** Once this step runs, no heartbeat comes any more, nor is a command answered. */
  readonly goesSilentIn?: string;
  /** Step → what it fails of. */
  readonly failingSteps?: Readonly<Record<string, string>>;
  /** Step → how much longer it takes, in milliseconds. */
  readonly slowSteps?: Readonly<Record<string, number>>;
  /** The machine falls over in the middle of this step and comes up anew. Once. */
  readonly rebootsIn?: string;
  /** The result of this step names another one. */
  readonly wrongEchoOf?: string;
  /** So many commands are refused because it is busy. */
  readonly busyCommands?: number;
  /** So many steps are, and nothing else. */
  readonly busySteps?: number;
  /** So many steps are refused because the hardware managers are said to have changed. */
  readonly versionMismatches?: number;
  readonly ignoresPowerOff?: true;
}

/** What is left of the faults that happen a number of times. Lives as long as the machine, not only one boot of it. */
export interface FaultsLeft {
  busyCommands: number;
  busySteps: number;
  versionMismatches: number;
  lostHeartbeats: number;
  reboots: number;
}

export const faultsLeft = (faults: AgentFaults): FaultsLeft => ({
  busyCommands: faults.busyCommands ?? 0,
  busySteps: faults.busySteps ?? 0,
  versionMismatches: faults.versionMismatches ?? 0,
  lostHeartbeats: faults.lostHeartbeats ?? 0,
  reboots: faults.rebootsIn === undefined ? 0 : 1,
});
