import type pg from 'pg';
import { isLockTimeout } from '../database/failure.ts';
import type { Queryable } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { fingerprint } from './fingerprint.ts';

/** How long an answer can be had again by its key. */
export const retentionHours = 24;

export interface Answer<Status extends number = number, Body = unknown> {
  readonly status: Status;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

export interface KeyedRequest {
  /** The Idempotency-Key; without one the effect simply happens. */
  readonly key: string | undefined;
  /** Method and path: the same key may be used with another operation. */
  readonly operation: string;
  readonly body: unknown;
}

/**
 * Runs `effect` at most once per key and operation, and gives its first answer to every repetition, in this task or another, before or after a restart.
 * Key, effect and answer are committed in one transaction, so a crash leaves all or nothing. A failed effect leaves nothing: it changed nothing,
 * and the same key may be tried again. A repetition that arrives meanwhile waits for the first, by the unique index.
 * @throws Problem idempotency-key-reused for another body, idempotency-key-in-use when the first takes longer than lock_timeout.
 */
export async function answerOnce<Status extends number, Body>(
  pool: pg.Pool,
  request: KeyedRequest,
  effect: (client: pg.PoolClient) => Promise<Answer<Status, Body>>,
): Promise<Answer<Status, Body> & { readonly replayed: boolean }> {
  return inTransaction(pool, async (client) => {
    const { key, operation } = request;
    if (key === undefined) return { ...(await effect(client)), replayed: false };

    const bodyFingerprint = fingerprint(request.body);
    if (await claim(client, operation, key, bodyFingerprint)) {
      const answer = await effect(client);
      await keep(client, operation, key, answer);
      return { ...answer, replayed: false };
    }
    return { ...(await recall<Status, Body>(client, operation, key, bodyFingerprint)), replayed: true };
  });
}

/** Removes the answers whose time is over; returns how many. */
export async function deleteExpiredAnswers(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(
    'DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(hours => $1)',
    [retentionHours],
  );
  return rowCount ?? 0;
}

/** True when this transaction is the first with the key, or the earlier answer has expired. */
async function claim(
  client: pg.PoolClient,
  operation: string,
  key: string,
  bodyFingerprint: string,
): Promise<boolean> {
  try {
    const { rowCount } = await client.query(
      `INSERT INTO idempotency_keys AS held (operation, key, fingerprint) VALUES ($1, $2, $3)
       ON CONFLICT (operation, key) DO UPDATE
         SET fingerprint = excluded.fingerprint, created_at = now(), status = NULL, headers = NULL, body = NULL
         WHERE held.created_at < now() - make_interval(hours => $4)`,
      [operation, key, bodyFingerprint, retentionHours],
    );
    return rowCount === 1;
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new Problem('idempotency-key-in-use', 'Repeat the request when the first one has been answered.', {
      headers: { 'retry-after': '1' },
    });
  }
}

async function keep(client: pg.PoolClient, operation: string, key: string, answer: Answer): Promise<void> {
  await client.query(
    'UPDATE idempotency_keys SET status = $3, headers = $4, body = $5 WHERE operation = $1 AND key = $2',
    [operation, key, answer.status, JSON.stringify(answer.headers), JSON.stringify(answer.body)],
  );
}

/** The kept answer. The failed claim has locked the row, so it cannot be deleted in between. */
async function recall<Status extends number, Body>(
  client: pg.PoolClient,
  operation: string,
  key: string,
  bodyFingerprint: string,
): Promise<Answer<Status, Body>> {
  const { rows } = await client.query<Answer<Status, Body> & { fingerprint: string }>(
    'SELECT fingerprint, status, headers, body FROM idempotency_keys WHERE operation = $1 AND key = $2',
    [operation, key],
  );
  const kept = rows[0];
  if (kept === undefined)
    throw new Error(`The answer kept for "${operation}" is gone although its row was locked.`);
  if (kept.fingerprint !== bodyFingerprint) {
    throw new Problem('idempotency-key-reused', 'Use a new key for a new request.');
  }
  return { status: kept.status, headers: kept.headers, body: kept.body };
}
