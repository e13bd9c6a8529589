import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type pg from 'pg';
import { buildApp } from '../src/app.ts';
import { migrate } from '../src/database/migrate.ts';
import { migrations } from '../src/database/migrations.ts';
import { createPool, type DatabaseSettings } from '../src/database/pool.ts';
import { createDatabase } from './postgres/database.ts';

export interface RunningApp {
  readonly app: FastifyInstance;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** The app over a migrated database: a new one, or one that another app of the same test already uses. */
export async function startApp(
  options: { database?: DatabaseSettings; logger?: NonNullable<FastifyServerOptions['logger']> } = {},
): Promise<RunningApp> {
  const database = options.database ?? (await createDatabase());
  const pool = createPool(database, () => undefined);
  await migrate(pool, migrations);
  const app = await buildApp({ pool, isReady: () => true, logger: options.logger ?? false });
  await app.ready();
  return {
    app,
    pool,
    async close() {
      await app.close();
      await pool.end();
    },
  };
}
