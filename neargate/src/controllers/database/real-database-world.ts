import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { randomIds } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import { timing } from '../../core/timing.ts';
import { postgresDriver } from '../../drivers/postgres/postgres-driver.ts';
import { type DbInstanceRow, rdsTablesOf } from '../../services/rds/store.ts';
import { invokeNow } from '../../services/invoke.ts';
import { createTestContext, type TestContext } from '../../services/test-context.ts';
import { startReconcilers } from '../reconciler.ts';
import { clusterReconciler } from './cluster-reconciler.ts';
import { databaseReconciler } from './database-reconciler.ts';
import { snapshotReconciler } from './snapshot-reconciler.ts';

/** RDS with its controllers and real PostgreSQL servers, for tests. */
export async function realDatabaseWorld() {
  const test = await createTestContext();
  const context = { ...test.context, clock: systemClock };
  const { store } = context;
  const call: TestContext['call'] = (service, operationName, input) =>
    invokeNow(service, operationName, input, context) as never;
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate-databases-'));
  const driver = postgresDriver({ directory, ids: randomIds });
  const options = {
    store,
    clock: systemClock,
    log: silentLogger,
    driver,
    // Often enough for tests.
    timing: { ...timing('fast'), scaled: () => 200 },
    contextOf: () => context,
  };
  const databases = databaseReconciler(options);
  const running = startReconcilers(
    [databases, clusterReconciler(options), snapshotReconciler(options)],
    options,
  );
  onTestFinished(async () => {
    await running.stop();
    await databases.stopAll();
    rmSync(directory, { recursive: true, force: true });
  });
  const tables = rdsTablesOf(context);

  /** Resolves with the instance once it is so. */
  const until = async (
    identifier: string,
    isSo: (row: DbInstanceRow) => boolean = ({ observed }) => observed.status === 'available',
  ): Promise<DbInstanceRow> => {
    const row = tables.instances.get(identifier);
    if (row !== undefined && isSo(row)) return row;
    if (row?.observed.status === 'failed') throw new Error(row.observed.reason);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    return until(identifier, isSo);
  };

  /** Asks the server of an instance, as its master user. */
  const query = async <Row extends pg.QueryResultRow>(
    identifier: string,
    sql: string,
    password = 'correct-horse',
  ): Promise<Row[]> => {
    const { observed } = await until(identifier, (row) => row.observed.local !== undefined);
    const client = new pg.Client({
      ...observed.local,
      user: 'app',
      password,
      database: 'shop',
      ssl: { rejectUnauthorized: false },
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  return {
    call,
    context,
    tables,
    directory,
    driver,
    until,
    create: (identifier: string, changes: object = {}) =>
      call('rds', 'CreateDBInstance', {
        DBInstanceIdentifier: identifier,
        DBInstanceClass: 'db.t4g.micro',
        Engine: 'postgres',
        EngineVersion: '18',
        AllocatedStorage: 20,
        DBName: 'shop',
        MasterUsername: 'app',
        MasterUserPassword: 'correct-horse',
        ...changes,
      }).DBInstance,
    query,
  };
}
