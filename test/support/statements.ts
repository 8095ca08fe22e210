import type { DataSource } from 'typeorm';

export interface Statements {
  readonly sent: readonly string[];
  /** The errors that they met: a deadlock is retried in silence. */
  readonly failed: readonly string[];
}

/** The statements that a data source sends from now on, until it is stopped. */
export function watchStatements(db: DataSource): { readonly sent: readonly string[]; stop(): Statements } {
  const { logger } = db;
  const sent: string[] = [];
  const failed: string[] = [];
  const ignore = (): void => {};
  db.logger = {
    logQuery: (sql) => void sent.push(sql),
    logQueryError: (error) => void failed.push(String(error)),
    logQuerySlow: ignore,
    logSchemaBuild: ignore,
    logMigration: ignore,
    log: ignore,
  };
  return {
    sent,
    stop() {
      db.logger = logger;
      return { sent, failed };
    },
  };
}
