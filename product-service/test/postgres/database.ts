import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { DatabaseSettings } from '../../src/database/pool.ts';

/** Creates an empty database that no other test uses. The server is thrown away with all of them. */
export async function createDatabase(): Promise<DatabaseSettings> {
  const port = inject('postgresPort');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name}`);
  } finally {
    await admin.end();
  }
  return {
    host: '127.0.0.1',
    port,
    name,
    user: 'postgres',
    password: 'unused',
    tls: 'disable',
    tlsCaFile: undefined,
    maxConnections: 10,
  };
}
