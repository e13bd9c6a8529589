import pg from 'pg';

/** SQLSTATE of an error that PostgreSQL sent, else undefined. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Whether PostgreSQL refused a row because of this unique constraint or index. */
export function violatesUnique(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint;
}

/** A lock was not granted within lock_timeout (lock_not_available). */
export function isLockTimeout(error: unknown): boolean {
  return sqlState(error) === '55P03';
}

const networkErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

// pg reports these without a code.
const connectionMessages = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error',
];

/**
 * Whether the database could not be reached or was busy, so that the same request may succeed later.
 * Refused credentials and a missing database are not among them: waiting does not heal those.
 * SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isUnavailable);
  const state = sqlState(error);
  if (state !== undefined) {
    const isConnectionException = state.startsWith('08');
    const isOutOfResources = state.startsWith('53');
    const isShutdownOrStartup = state.startsWith('57P');
    const isTimeout = state === '57014' || state === '55P03' || state === '40P01';
    return isConnectionException || isOutOfResources || isShutdownOrStartup || isTimeout;
  }
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && networkErrors.has(error.code)) return true;
  return connectionMessages.some((message) => error.message.includes(message));
}
