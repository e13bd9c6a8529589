import { readFileSync } from 'node:fs';
import pg from 'pg';
import { adminUser } from './server-config.ts';

/** Where a server listens on this machine. */
export const host = '127.0.0.1';

/** Runs the work in a session of the superuser that RDS keeps for itself. */
export async function asAdmin<Result>(
  server: { readonly port: number; readonly adminPasswordFile: string },
  work: (admin: pg.Client) => Promise<Result>,
): Promise<Result> {
  const admin = new pg.Client({
    host,
    port: server.port,
    user: adminUser,
    password: readFileSync(server.adminPasswordFile, 'utf8'),
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  });
  // The server may end while this is connected; the query that is under way tells.
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
