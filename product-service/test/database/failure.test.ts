import { describe, expect, it } from 'vitest';
import { isUnavailable } from '../../src/database/failure.ts';
import { createPool, type DatabaseSettings } from '../../src/database/pool.ts';
import { createDatabase } from '../postgres/database.ts';

async function failureOf(settings: Partial<DatabaseSettings>, sql = 'SELECT 1'): Promise<unknown> {
  const pool = createPool({ ...(await createDatabase()), ...settings }, () => undefined);
  try {
    await pool.query(sql);
  } catch (error) {
    return error;
  } finally {
    await pool.end();
  }
  throw new Error('The query did not fail.');
}

describe('a database failure', () => {
  it.each([
    ['a refused connection', { port: 1 }, undefined],
    ['a host name that does not resolve', { host: 'database.invalid' }, undefined],
    ['a session ended by the server', {}, 'SELECT pg_terminate_backend(pg_backend_pid())'],
    ['a statement that took too long', {}, 'SET statement_timeout = 1; SELECT pg_sleep(10)'],
  ])('may pass with time when it is %s', async (_case, settings, sql) => {
    expect(isUnavailable(await failureOf(settings, sql))).toBe(true);
  });

  it.each([
    ['a database that does not exist', { name: 'missing' }, undefined],
    ['a user that does not exist', { user: 'missing' }, undefined],
    ['a server without TLS when TLS is required', { tls: 'require' as const }, undefined],
    ['an error in the statement', {}, 'SELECT nothing FROM nowhere'],
  ])('does not heal by waiting when it is %s', async (_case, settings, sql) => {
    expect(isUnavailable(await failureOf(settings, sql))).toBe(false);
  });
});
