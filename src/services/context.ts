import type { DataSource } from 'typeorm';
import type { JobType } from '../conductor/job-type.ts';
import type { LogPosition } from '../domain/cursor.ts';
import type { Egress } from '../domain/egress.ts';
import type { Logger } from '../domain/logger.ts';
import type { HardwareType } from '../drivers/hardware-type.ts';
import type { Selector } from '../entities/select.ts';
import type { Bell } from '../events/bell.ts';

/** What every use case works with. */
export interface ServiceContext {
  readonly db: DataSource;
  readonly select: Selector['select'];
  readonly bell: Bell;
  readonly log: Logger;
  readonly hardwareTypes: ReadonlyMap<string, HardwareType>;
  readonly jobTypes: ReadonlyMap<string, JobType>;
  /** Names of steps that nobody may ask for. */
  readonly deniedSteps: readonly string[];
  /** Why nothing would be sent to a URL of a user's; null: it would. */
  readonly whyUrlRefused: Egress['whyRefused'];
  /** How far this process has read the event log. */
  readonly logPosition: () => LogPosition;
}
