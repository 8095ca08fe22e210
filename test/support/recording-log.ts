import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Logger } from '../../src/domain/logger.ts';

export interface RecordingLog {
  readonly log: Logger;
  /** Everything that was logged, as it would stand in the file. */
  text(): string;
}

/** The logger of production, at its most talkative, into memory. */
export function recordingLog(): RecordingLog {
  const chunks: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { log: pino({ level: 'debug' }, sink), text: () => chunks.join('') };
}
