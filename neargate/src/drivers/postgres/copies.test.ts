import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomIds } from '../../core/ids.ts';
import type { DatabaseOrigin, DatabaseSettings, DatabaseSpec, RunningDatabase } from './driver.ts';
import { postgresDriver } from './postgres-driver.ts';

const directory = mkdtempSync(path.join(tmpdir(), "neargate copies' 5% "));
const driver = postgresDriver({ directory, ids: randomIds });
const plain: DatabaseSettings = { parameters: {}, forceTls: true };
const specOf = (id: string, changes: Partial<DatabaseSpec> = {}): DatabaseSpec => ({
  ...plain,
  id,
  hostNames: [`${id}.example.us-east-1.rds.amazonaws.com`],
  origin: { kind: 'empty', databaseName: 'shop', master: { username: 'app', password: 'first-secret' } },
  onExit: () => undefined,
  ...changes,
});
const backup = (backupId: string): { origin: DatabaseOrigin } => ({ origin: { kind: 'backup', backupId } });

async function query<Row extends pg.QueryResultRow>({ host, port }: RunningDatabase, sql: string) {
  const client = new pg.Client({
    host,
    port,
    user: 'app',
    password: 'first-secret',
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
}

const ids = async (database: RunningDatabase) =>
  (await query<{ id: number }>(database, 'SELECT id FROM orders ORDER BY id')).map(({ id }) => id);

afterAll(async () => {
  await driver.stopAll();
  rmSync(directory, { recursive: true, force: true });
});

describe('copies of a cluster', () => {
  let source: RunningDatabase;
  beforeAll(async () => {
    source = await driver.start(specOf('source'));
    await query(source, 'CREATE TABLE orders (id int); INSERT INTO orders VALUES (1)');
  });

  it('are taken of a server that is being written to, whole, and begin servers of their own', async () => {
    let isWriting = true;
    let last = 1;
    const writing = (async () => {
      // Tables come and go, as their files do while the folder is copied.
      for (let number = 2; isWriting; number++) {
        await query(
          source,
          `INSERT INTO orders VALUES (${number}); DROP TABLE IF EXISTS passing; CREATE TABLE passing AS SELECT generate_series(1, 1000)`,
        );
        last = number;
      }
    })();
    await expect.poll(() => last, { timeout: 10_000 }).toBeGreaterThan(3);
    const before = last;
    await driver.backUp('source', 'first');
    isWriting = false;
    await writing;
    await query(source, 'INSERT INTO orders VALUES (100000)');
    const restored = await driver.start(specOf('restored', backup('first')));
    expect(restored).toMatchObject({ isNew: true, isStandby: false });
    const found = await ids(restored);
    expect(found.length).toBeGreaterThanOrEqual(before);
    expect(found).toEqual(found.map((_id, index) => index + 1));
    await query(restored, 'INSERT INTO orders VALUES (0)');
    expect(await ids(source)).not.toContain(0);
    const certificate = (id: string) => readFileSync(path.join(directory, `instances/${id}/data/server.crt`));
    expect(certificate('restored')).not.toEqual(certificate('source'));
    await driver.stop('restored');
    const again = await driver.start(specOf('restored', backup('first')));
    expect(again.isNew).toBe(false);
    expect(await ids(again)).toContain(0);
    await driver.destroy('restored');
  });

  it('are taken of a server that is stopped, copied, and deleted', async () => {
    await driver.stop('source');
    await driver.backUp('source', 'second');
    source = await driver.start(specOf('source'));
    const before = await ids(source);
    await query(source, 'DELETE FROM orders');
    await driver.copyBackup('second', 'third');
    await driver.deleteBackup('second');
    const restored = await driver.start(specOf('restored', backup('third')));
    expect(await ids(restored)).toEqual(before);
    await driver.destroy('restored');
    await expect(driver.start(specOf('restored', backup('second')))).rejects.toThrow(/is gone/);
    await driver.deleteBackup('third');
    expect(readdirSync(path.join(directory, 'backups'))).toEqual(['first']);
    expect(existsSync(path.join(directory, 'backups/first/data/server.key'))).toBe(false);
    await driver.destroy('restored');
  });
});

describe('a standby', () => {
  let primary: RunningDatabase;
  let standby: RunningDatabase;
  const followed = (): DatabaseSettings['primary'] => ({
    id: 'primary',
    host: primary.host,
    port: primary.port,
  });
  const standbySpec = () => specOf('standby', { origin: { kind: 'primary' }, primary: followed() });
  beforeAll(async () => {
    primary = await driver.start(specOf('primary', { standbys: ['standby'] }));
    await query(primary, 'CREATE TABLE orders (id int); INSERT INTO orders VALUES (1)');
    standby = await driver.start(standbySpec());
  });

  it('follows its primary and refuses writes', async () => {
    expect(standby).toMatchObject({ isNew: true, isStandby: true });
    expect(await ids(standby)).toEqual([1]);
    await query(primary, 'INSERT INTO orders VALUES (2)');
    await expect.poll(() => ids(standby), { timeout: 10_000 }).toEqual([1, 2]);
    await expect(query(standby, 'INSERT INTO orders VALUES (3)')).rejects.toThrow('read-only transaction');
    expect(await driver.isReplicating('standby')).toBe(true);
  });

  it('shows no password of the administrator to the master user', async () => {
    const [row] = await query<{ conninfo: string }>(
      standby,
      `SELECT current_setting('primary_conninfo') AS conninfo`,
    );
    const password = readFileSync(path.join(directory, 'instances/primary/admin-password'), 'utf8');
    expect(row?.conninfo).toContain('user=rdsadmin');
    expect(row?.conninfo).not.toContain(password);
  });

  it('catches up after it was stopped, and finds a primary that moved to another port', async () => {
    await driver.stop('standby');
    await query(primary, 'INSERT INTO orders SELECT 3 FROM generate_series(1, 200000)');
    await query(primary, 'CHECKPOINT; DELETE FROM orders WHERE id = 3; INSERT INTO orders VALUES (4)');
    standby = await driver.start(standbySpec());
    await expect.poll(() => ids(standby), { timeout: 20_000 }).toEqual([1, 2, 4]);
    await driver.stop('primary');
    rmSync(path.join(directory, 'instances/primary/port'));
    const { port } = primary;
    primary = await driver.start(specOf('primary', { standbys: ['standby'] }));
    expect(primary.port).not.toBe(port);
    await driver.configure('standby', { ...plain, primary: followed() });
    await query(primary, 'INSERT INTO orders VALUES (5)');
    await expect.poll(() => ids(standby), { timeout: 20_000 }).toEqual([1, 2, 4, 5]);
  });

  it('can be backed up itself', async () => {
    await driver.backUp('standby', 'of-standby');
    const restored = await driver.start(specOf('restored', backup('of-standby')));
    expect(restored.isStandby).toBe(false);
    expect(await ids(restored)).toEqual([1, 2, 4, 5]);
    await driver.destroy('restored');
  });

  it('stands for itself once promoted, for good, and its primary keeps nothing for it', async () => {
    await driver.promote('standby');
    expect(driver.running('standby')?.isStandby).toBe(false);
    await driver.configure('standby', plain);
    await query(standby, 'INSERT INTO orders VALUES (6)');
    await driver.stop('standby');
    standby = await driver.start(specOf('standby', { origin: { kind: 'primary' } }));
    expect(standby).toMatchObject({ isNew: false, isStandby: false });
    expect(await ids(standby)).toEqual([1, 2, 4, 5, 6]);
    expect(await ids(primary)).toEqual([1, 2, 4, 5]);
    const slots = () => query(primary, 'SELECT slot_name FROM pg_replication_slots');
    expect(await slots()).toEqual([{ slot_name: 'standby_standby' }]);
    await driver.configure('primary', { ...plain, standbys: [] });
    expect(await slots()).toEqual([]);
  });
});

describe('an archive', () => {
  const kept: DatabaseSettings = { ...plain, keepsArchive: true };
  const archived = (id: string) => readdirSync(path.join(directory, 'archives', id));
  const recovered = (id: string, until: { timeMs: number } | { position: string }) =>
    driver.start(
      specOf(id, { origin: { kind: 'backup', backupId: 'base', recovery: { archiveOf: 'kept', until } } }),
    );
  let database: RunningDatabase;
  let betweenMs: number;
  let last: string;

  beforeAll(async () => {
    database = await driver.start(specOf('kept', kept));
    await query(database, 'CREATE TABLE orders (id int); INSERT INTO orders VALUES (1)');
    await driver.backUp('kept', 'base');
    await query(database, 'INSERT INTO orders VALUES (2)');
    const pause = () =>
      new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    await pause();
    betweenMs = Date.now();
    await pause();
    await query(database, 'INSERT INTO orders VALUES (3)');
    const mark = await driver.markArchive('kept');
    last = mark?.position ?? '';
    expect(await driver.markArchive('kept', mark?.writes)).toBeUndefined();
    await query(database, 'INSERT INTO orders VALUES (4)');
    expect(await driver.markArchive('kept', mark?.writes)).toMatchObject({ position: expect.any(String) });
  });

  it('leads to the state of any time since a backup', async () => {
    const earlier = await recovered('earlier', { timeMs: betweenMs });
    expect(await ids(earlier)).toEqual([1, 2]);
    await query(earlier, 'INSERT INTO orders VALUES (0)');
    await driver.stop('earlier');
    const again = await driver.start(specOf('earlier', kept));
    expect(await ids(again)).toEqual([0, 1, 2]);
    expect(await ids(await recovered('later', { position: last }))).toEqual([1, 2, 3]);
    await driver.destroy('earlier');
    await driver.destroy('later');
  });

  it('does not take for idle a server on which something was under way', async () => {
    const client = new pg.Client({
      ...database,
      user: 'app',
      password: 'first-secret',
      database: 'shop',
      ssl: { rejectUnauthorized: false },
    });
    await client.connect();
    await client.query('BEGIN; INSERT INTO orders VALUES (5)');
    const mark = await driver.markArchive('kept');
    await client.query('COMMIT');
    await client.end();
    const after = await driver.markArchive('kept', mark?.writes);
    expect(after).toBeDefined();
    expect(await driver.markArchive('kept', after?.writes)).toBeUndefined();
    expect(await ids(await recovered('after', { position: after?.position ?? '' }))).toEqual([1, 2, 3, 4, 5]);
    await driver.destroy('after');
  });

  it('does not pretend to lead to a time that it does not hold', async () => {
    await expect(recovered('future', { timeMs: Date.now() + 3_600_000 })).rejects.toThrow(
      'recovery ended before configured recovery target was reached',
    );
    await driver.destroy('future');
  });

  it('is cut to what backups need, and goes with its instance', async () => {
    const before = archived('kept');
    await driver.backUp('kept', 'next');
    await driver.markArchive('kept');
    await driver.trimArchive('kept', 'next');
    expect(archived('kept').filter((name) => before.includes(name))).toEqual([]);
    expect(archived('kept').length).toBeGreaterThan(0);
    await driver.destroy('kept');
    expect(readdirSync(path.join(directory, 'archives'))).toEqual([]);
  });
});
