import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { isUnavailable } from './failure.ts';
import { migrate, type Migration } from './migrate.ts';

export interface PrepareOptions {
  readonly migrations: readonly Migration[];
  readonly log: FastifyBaseLogger;
  /** Ends the waiting; the returned promise then rejects with an AbortError. */
  readonly signal: AbortSignal;
  readonly firstDelayMs?: number;
  readonly maxDelayMs?: number;
}

/**
 * Brings the schema up to date, waiting as long as it takes for a database that cannot be reached yet: a task often starts before its
 * database does. Any other failure (refused credentials, a faulty migration) rejects, since waiting would only hide it.
 */
export async function prepareDatabase(pool: pg.Pool, options: PrepareOptions): Promise<void> {
  const { migrations, log, signal, firstDelayMs = 200, maxDelayMs = 5_000 } = options;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, maxDelayMs)) {
    signal.throwIfAborted();
    try {
      const applied = await migrate(pool, migrations);
      log.info({ applied }, 'database schema is up to date');
      return;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      log.warn({ err: error, retryInMs: delayMs }, 'database is unavailable, trying again');
    }
    await delay(delayMs, undefined, { signal });
  }
}
