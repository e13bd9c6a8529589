import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { DatabaseSettings } from '../../src/database/pool.ts';

/**
 * Creates an empty database that no other test uses, as far as a program can tell: a user with a schema of the user's name, which
 * PostgreSQL's default search path puts first. A database proper is a thousand files, and takes a hundred times as long.
 * The server is thrown away with all of them.
 */
export async function createDatabase(): Promise<DatabaseSettings> {
  const port = inject('postgresPort');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  await admin.connect();
  try {
    await admin.query(`CREATE ROLE ${name} LOGIN; CREATE SCHEMA AUTHORIZATION ${name}`);
  } finally {
    await admin.end();
  }
  return {
    host: '127.0.0.1',
    port,
    name: 'postgres',
    user: name,
    password: 'unused',
    tls: 'disable',
    tlsCaFile: undefined,
    maxConnections: 10,
  };
}
