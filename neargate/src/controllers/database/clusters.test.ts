import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { realDatabaseWorld } from './real-database-world.ts';

async function clusterWorld() {
  const world = await realDatabaseWorld();
  const { call, query, tables, directory } = world;
  const describe = (DBClusterIdentifier: string) =>
    call('rds', 'DescribeDBClusters', { DBClusterIdentifier }).DBClusters?.[0];
  return {
    ...world,
    describe,
    createCluster: (changes: object = {}) =>
      call('rds', 'CreateDBCluster', {
        DBClusterIdentifier: 'shop',
        Engine: 'aurora-postgresql',
        EngineVersion: '17.4',
        DatabaseName: 'shop',
        MasterUsername: 'app',
        MasterUserPassword: 'correct-horse',
        ...changes,
      }).DBCluster,
    add: (DBInstanceIdentifier: string, DBClusterIdentifier = 'shop', changes: object = {}) =>
      call('rds', 'CreateDBInstance', {
        DBInstanceIdentifier,
        DBClusterIdentifier,
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
        ...changes,
      }).DBInstance,
    remove: (DBInstanceIdentifier: string) =>
      call('rds', 'DeleteDBInstance', { DBInstanceIdentifier, SkipFinalSnapshot: true }),
    writer: (cluster = 'shop') =>
      describe(cluster)?.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)
        ?.DBInstanceIdentifier,
    names: async (identifier: string) =>
      (await query<{ name: string }>(identifier, 'SELECT name FROM people ORDER BY name')).map(
        ({ name }) => name,
      ),
    gone: async (identifier: string) =>
      expect.poll(() => tables.instances.has(identifier), { timeout: 20_000 }).toBe(false),
    clusterIs: async (status: string, cluster = 'shop') =>
      expect.poll(() => describe(cluster)?.Status, { timeout: 30_000 }).toBe(status),
    backups: () => readdirSync(path.join(directory, 'backups')),
  };
}

it('share data by replication, take a reader as the next writer, and keep data when no instance is left', async () => {
  const world = await clusterWorld();
  const { createCluster, add, until, query, names, writer, remove, gone, clusterIs, backups, call } = world;
  createCluster();
  await clusterIs('available');
  add('one');
  add('two');
  add('three', 'shop', { PromotionTier: 0 });
  await until('one');
  await query('one', 'CREATE TABLE people (name text)');
  await query('one', "INSERT INTO people VALUES ('Ada')");
  await until('two');
  await until('three');
  for (const reader of ['two', 'three']) {
    await expect.poll(() => names(reader), { timeout: 10_000 }).toEqual(['Ada']);
    await expect(query(reader, "INSERT INTO people VALUES ('x')")).rejects.toThrow('read-only');
  }
  expect(writer()).toBe('one');

  // The writer goes: the reader of the lowest tier takes over, the other one follows it.
  await query('one', "INSERT INTO people VALUES ('Grace')");
  remove('one');
  expect(writer()).toBe('three');
  await gone('one');
  await until('three', ({ observed }) => observed.status === 'available' && observed.following === undefined);
  expect(await names('three')).toEqual(['Ada', 'Grace']);
  await query('three', "INSERT INTO people VALUES ('Alan')");
  await expect.poll(() => names('two'), { timeout: 20_000 }).toEqual(['Ada', 'Alan', 'Grace']);

  // The password is the cluster's.
  call('rds', 'ModifyDBCluster', {
    DBClusterIdentifier: 'shop',
    MasterUserPassword: 'another-password',
    ApplyImmediately: true,
  });
  await expect
    .poll(() => query('three', 'SELECT 1 AS one', 'another-password').catch(() => []), { timeout: 10_000 })
    .toEqual([{ one: 1 }]);

  // Without instances the cluster still has its data.
  remove('two');
  await gone('two');
  remove('three');
  await gone('three');
  expect(world.describe('shop')).toMatchObject({ Status: 'available', DBClusterMembers: [] });
  expect(backups()).toHaveLength(1);
  add('four');
  await until(
    'four',
    ({ observed, passwordSetAtMs }) => observed.status === 'available' && passwordSetAtMs > 0,
  );
  const found = await query<{ count: number }>(
    'four',
    'SELECT count(*)::int AS count FROM people',
    'another-password',
  );
  expect(found).toEqual([{ count: 3 }]);
  await expect.poll(backups, { timeout: 10_000 }).toEqual([]);
}, 120_000);

it('are snapshot with and without instances, and restored', async () => {
  const world = await clusterWorld();
  const { createCluster, add, until, query, names, remove, gone, clusterIs, backups, call, tables } = world;
  const snapshotIs = (DBClusterSnapshotIdentifier: string) =>
    expect
      .poll(
        () =>
          call('rds', 'DescribeDBClusterSnapshots', { DBClusterSnapshotIdentifier }).DBClusterSnapshots?.[0]
            ?.Status,
        { timeout: 20_000 },
      )
      .toBe('available');
  createCluster();
  await clusterIs('available');
  add('one');
  await until('one');
  await query('one', 'CREATE TABLE people (name text)');
  await query('one', "INSERT INTO people VALUES ('Ada')");
  call('rds', 'CreateDBClusterSnapshot', {
    DBClusterIdentifier: 'shop',
    DBClusterSnapshotIdentifier: 'running',
  });
  await snapshotIs('running');
  await query('one', "INSERT INTO people VALUES ('Grace')");
  expect(() =>
    call('rds', 'DeleteDBCluster', { DBClusterIdentifier: 'shop', SkipFinalSnapshot: true }),
  ).toThrow(/still contains DB instances in non-deleting state/);
  remove('one');
  await gone('one');
  call('rds', 'DeleteDBCluster', { DBClusterIdentifier: 'shop', FinalDBSnapshotIdentifier: 'last' });
  await snapshotIs('last');
  await expect.poll(() => tables.clusters.has('shop'), { timeout: 10_000 }).toBe(false);
  expect(backups()).toHaveLength(2);
  for (const [SnapshotIdentifier, people] of [
    ['running', ['Ada']],
    ['last', ['Ada', 'Grace']],
  ] as const) {
    const DBClusterIdentifier = `of-${SnapshotIdentifier}`;
    call('rds', 'RestoreDBClusterFromSnapshot', {
      DBClusterIdentifier,
      SnapshotIdentifier,
      Engine: 'aurora-postgresql',
    });
    add(`${DBClusterIdentifier}-1`, DBClusterIdentifier);
    await until(`${DBClusterIdentifier}-1`);
    expect(await names(`${DBClusterIdentifier}-1`)).toEqual(people);
  }
}, 120_000);

it('have three instances when they are Multi-AZ, made and deleted with them', async () => {
  const { createCluster, until, query, writer, clusterIs, call, tables, describe } = await clusterWorld();
  createCluster({
    Engine: 'postgres',
    EngineVersion: '17',
    DBClusterInstanceClass: 'db.m6gd.large',
    AllocatedStorage: 100,
    Iops: 1000,
    StorageType: 'io1',
    ManageMasterUserPassword: true,
    MasterUserPassword: undefined,
  });
  expect(describe('shop')?.DBClusterMembers).toHaveLength(3);
  await clusterIs('available');
  expect(describe('shop')?.MultiAZ).toBe(true);
  const { SecretString = '' } = call('secretsmanager', 'GetSecretValue', {
    SecretId: describe('shop')?.MasterUserSecret?.SecretArn ?? '',
  });
  const { password } = JSON.parse(SecretString) as { password: string };
  expect(writer()).toBe('shop-instance-1');
  await query('shop-instance-1', "CREATE TABLE people AS SELECT 'Ada' AS name", password);
  const read = (identifier: string) =>
    query<{ name: string }>(identifier, 'SELECT name FROM people', password).catch(() => []);
  for (const reader of ['shop-instance-2', 'shop-instance-3']) {
    await until(reader);
    await expect.poll(() => read(reader), { timeout: 10_000 }).toEqual([{ name: 'Ada' }]);
  }
  call('rds', 'DeleteDBCluster', { DBClusterIdentifier: 'shop', SkipFinalSnapshot: true });
  await expect.poll(() => tables.clusters.size + tables.instances.size, { timeout: 30_000 }).toBe(0);
}, 120_000);
