import { pino, type SerializedError } from 'pino';

/** What of a database's error says what went wrong. All else may hold the values of the statement, secrets among them. */
const TOLD = ['code', 'errno', 'sqlState', 'sqlMessage'] as const;

/**
 * An error as the log shows it. Those of the database carry their statement's values (`parameters`, and `sql` with the
 * values written into it): of a node that could not be written they would be its BMC's password.
 */
export function loggedError(error: Error): SerializedError {
  const { parameters: _values, sql: _statement, driverError, ...rest } = pino.stdSerializers.err(error);
  if (typeof driverError !== 'object' || driverError === null) return rest;
  const told = TOLD.flatMap((key) => (key in driverError ? [[key, Reflect.get(driverError, key)]] : []));
  return { ...rest, driverError: Object.fromEntries(told) };
}
