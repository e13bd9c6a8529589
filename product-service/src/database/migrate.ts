import { createHash } from 'node:crypto';
import type pg from 'pg';
import { inTransaction } from './transaction.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Any fixed number: it only has to be the same in every task of this service. */
const advisoryLockKey = 3002;

/**
 * Applies, in order, the migrations the database does not have yet, and returns their names. Forward only. All in one transaction
 * under an advisory lock: of two tasks that start at once the second waits, then finds nothing to do.
 * Migrations that only a newer release knows are left alone, so that a rollback of the image still starts.
 * @throws Error when an applied migration's text differs from the one in this release.
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  return inTransaction(pool, async (client) => {
    // Waiting for the other task, and a long index build, are legitimate here.
    await client.query('SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0');
    await client.query('SELECT pg_advisory_xact_lock($1)', [advisoryLockKey]);
    await client.query(`
      CREATE TABLE IF NOT EXISTS schema_migrations (
        name       text PRIMARY KEY,
        checksum   text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )
    `);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'SELECT name, checksum FROM schema_migrations',
    );
    const checksumsByName = new Map(rows.map((row) => [row.name, row.checksum]));
    const appliedNow: string[] = [];
    for (const { name, sql } of migrations) {
      const checksum = createHash('sha256').update(sql).digest('hex');
      const applied = checksumsByName.get(name);
      if (applied === checksum) continue;
      if (applied !== undefined) {
        throw new Error(`Migration ${name} was edited after it was applied: add a new migration instead.`);
      }
      await client.query(sql);
      await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
      appliedNow.push(name);
    }
    return appliedNow;
  });
}
