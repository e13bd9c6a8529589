import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { realDatabaseWorld } from './real-database-world.ts';

type World = Awaited<ReturnType<typeof realDatabaseWorld>>;

const snapshotStatus = ({ call }: World, DBSnapshotIdentifier: string) =>
  call('rds', 'DescribeDBSnapshots', { DBSnapshotIdentifier }).DBSnapshots?.[0]?.Status;

async function available(world: World, snapshot: string): Promise<void> {
  await expect.poll(() => snapshotStatus(world, snapshot), { timeout: 20_000 }).toBe('available');
}

it('restores what an instance held when the snapshot was taken, copies too, and deletes their data', async () => {
  const world = await realDatabaseWorld();
  const { call, create, query, until, directory } = world;
  create('users', {
    CopyTagsToSnapshot: true,
    Tags: [{ Key: 'team', Value: 'shop' }],
    Port: 5433,
    // Without automated backups beside the snapshots.
    BackupRetentionPeriod: 0,
  });
  await until('users');
  await query('users', 'CREATE TABLE people (name text)');
  await query('users', "INSERT INTO people VALUES ('Ada')");
  const taken = call('rds', 'CreateDBSnapshot', {
    DBInstanceIdentifier: 'users',
    DBSnapshotIdentifier: 'Monday',
  }).DBSnapshot;
  expect(taken).toMatchObject({ DBSnapshotIdentifier: 'monday', Status: 'creating', PercentProgress: 0 });
  const describeUsers = () => call('rds', 'DescribeDBInstances', { DBInstanceIdentifier: 'users' });
  expect(describeUsers().DBInstances?.[0]).toMatchObject({
    DBInstanceStatus: 'backing-up',
    Endpoint: { Port: 5433 },
  });
  await available(world, 'monday');
  await until('users');
  await query('users', "INSERT INTO people VALUES ('Grace')");
  call('rds', 'CopyDBSnapshot', {
    SourceDBSnapshotIdentifier: 'monday',
    TargetDBSnapshotIdentifier: 'copied',
    CopyTags: true,
  });
  await available(world, 'copied');
  call('rds', 'DeleteDBSnapshot', { DBSnapshotIdentifier: 'monday' });
  await expect.poll(() => readdirSync(path.join(directory, 'backups')).length).toBe(1);
  const restored = call('rds', 'RestoreDBInstanceFromDBSnapshot', {
    DBInstanceIdentifier: 'again',
    DBSnapshotIdentifier: 'copied',
  }).DBInstance;
  expect(restored).toMatchObject({
    DBInstanceStatus: 'creating',
    MasterUsername: 'app',
    DBInstanceClass: 'db.t4g.micro',
    AllocatedStorage: 20,
    DbInstancePort: 0,
  });
  expect(() => call('rds', 'DeleteDBSnapshot', { DBSnapshotIdentifier: 'copied' })).toThrow(
    expect.objectContaining({ code: 'InvalidDBSnapshotState' }),
  );
  await until('again');
  expect(await query('again', 'SELECT name FROM people')).toEqual([{ name: 'Ada' }]);
  expect(world.tables.instances.get('again')?.port).toBe(5433);
  const [described] = call('rds', 'DescribeDBSnapshots', {}).DBSnapshots ?? [];
  expect(described).toMatchObject({
    DBSnapshotIdentifier: 'copied',
    SourceDBSnapshotIdentifier: taken?.DBSnapshotArn,
    TagList: [{ Key: 'team', Value: 'shop' }],
    PercentProgress: 100,
  });
}, 60_000);

it('gives a restored instance another password when asked to', async () => {
  const world = await realDatabaseWorld();
  const { call, create, query, until } = world;
  create('users');
  await until('users');
  call('rds', 'CreateDBSnapshot', { DBInstanceIdentifier: 'users', DBSnapshotIdentifier: 'monday' });
  await available(world, 'monday');
  call('rds', 'RestoreDBInstanceFromDBSnapshot', {
    DBInstanceIdentifier: 'managed',
    DBSnapshotIdentifier: 'monday',
    ManageMasterUserPassword: true,
  });
  const { masterUserSecret } = await until(
    'managed',
    ({ passwordSetAtMs, observed }) =>
      observed.status === 'available' && observed.passwordAppliedAtMs === passwordSetAtMs,
  );
  const { SecretString = '' } = call('secretsmanager', 'GetSecretValue', {
    SecretId: masterUserSecret?.arn ?? '',
  });
  const { password } = JSON.parse(SecretString) as { password: string };
  expect(await query('managed', 'SELECT 1 AS one', password)).toEqual([{ one: 1 }]);
  await expect(query('managed', 'SELECT 1')).rejects.toThrow('password authentication failed');
}, 60_000);

it('keeps all that was committed in the final snapshot', async () => {
  const world = await realDatabaseWorld();
  const { call, create, query, until, tables } = world;
  create('users');
  await until('users');
  await query('users', 'CREATE TABLE people (name text)');
  await query('users', "INSERT INTO people VALUES ('Ada')");
  call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'users', FinalDBSnapshotIdentifier: 'last' });
  await available(world, 'last');
  await expect.poll(() => tables.instances.has('users'), { timeout: 20_000 }).toBe(false);
  call('rds', 'RestoreDBInstanceFromDBSnapshot', {
    DBInstanceIdentifier: 'users',
    DBSnapshotIdentifier: 'last',
  });
  await until('users');
  expect(await query('users', 'SELECT name FROM people')).toEqual([{ name: 'Ada' }]);
}, 60_000);
