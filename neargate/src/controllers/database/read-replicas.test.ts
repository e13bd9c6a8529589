import { expect, it } from 'vitest';
import { realDatabaseWorld } from './real-database-world.ts';

it('follow their source, refuse writes, and stand for themselves once promoted', async () => {
  const world = await realDatabaseWorld();
  const { call, create, query, until, tables, driver } = world;
  const describe = (DBInstanceIdentifier: string) =>
    call('rds', 'DescribeDBInstances', { DBInstanceIdentifier }).DBInstances?.[0];
  const names = async (identifier: string) =>
    (await query<{ name: string }>(identifier, 'SELECT name FROM people ORDER BY name')).map(
      ({ name }) => name,
    );
  create('users');
  await until('users');
  await query('users', 'CREATE TABLE people (name text)');
  await query('users', "INSERT INTO people VALUES ('Ada')");
  const replica = { DBInstanceIdentifier: 'reader', SourceDBInstanceIdentifier: 'users' };
  expect(call('rds', 'CreateDBInstanceReadReplica', replica).DBInstance).toMatchObject({
    DBInstanceStatus: 'creating',
    ReadReplicaSourceDBInstanceIdentifier: 'users',
    BackupRetentionPeriod: 0,
  });
  call('rds', 'CreateDBInstanceReadReplica', { ...replica, DBInstanceIdentifier: 'second' });
  await until('reader');
  await until('second');
  expect(describe('users')?.ReadReplicaDBInstanceIdentifiers).toEqual(['reader', 'second']);
  await query('users', "INSERT INTO people VALUES ('Grace')");
  for (const identifier of ['reader', 'second']) {
    await expect.poll(() => names(identifier), { timeout: 10_000 }).toEqual(['Ada', 'Grace']);
  }
  await expect(query('reader', "INSERT INTO people VALUES ('Alan')")).rejects.toThrow('read-only');
  await expect
    .poll(() => describe('reader')?.StatusInfos, { timeout: 10_000 })
    .toEqual([{ StatusType: 'read replication', Normal: true, Status: 'replicating' }]);

  // A reboot of the source is survived.
  call('rds', 'RebootDBInstance', { DBInstanceIdentifier: 'users' });
  await until('users');
  await query('users', "INSERT INTO people VALUES ('Alan')");
  await expect.poll(() => names('reader'), { timeout: 10_000 }).toEqual(['Ada', 'Alan', 'Grace']);

  call('rds', 'PromoteReadReplica', { DBInstanceIdentifier: 'reader', BackupRetentionPeriod: 3 });
  expect(describe('reader')).toMatchObject({ DBInstanceStatus: 'modifying', BackupRetentionPeriod: 3 });
  await until('reader');
  expect(describe('reader')?.ReadReplicaSourceDBInstanceIdentifier).toBeUndefined();
  await query('reader', "INSERT INTO people VALUES ('Edsger')");
  expect(await names('users')).toEqual(['Ada', 'Alan', 'Grace']);
  const slots = () => query<{ name: string }>('users', 'SELECT slot_name AS name FROM pg_replication_slots');
  const slotOfSecond = `standby_${(tables.instances.get('second')?.resourceId ?? '').toLowerCase().replace('-', '_')}`;
  await expect.poll(slots, { timeout: 10_000 }).toEqual([{ name: slotOfSecond }]);

  // Of a source that is deleted nothing is lost.
  await query('users', "INSERT INTO people VALUES ('Barbara')");
  call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'users', SkipFinalSnapshot: true });
  await until('second', (row) => row.observed.status === 'available' && row.observed.following === undefined);
  expect(tables.instances.has('users')).toBe(false);
  expect(await names('second')).toEqual(['Ada', 'Alan', 'Barbara', 'Grace']);
  await query('second', "INSERT INTO people VALUES ('Tony')");
  expect(driver.running(tables.instances.get('second')?.resourceId ?? '')?.isStandby).toBe(false);
  call('rds', 'ModifyDBInstance', {
    DBInstanceIdentifier: 'second',
    MasterUserPassword: 'another-password',
    ApplyImmediately: true,
  });
  await until('second', ({ passwordSetAtMs, observed }) => observed.passwordAppliedAtMs === passwordSetAtMs);
  expect(await query('second', 'SELECT 1 AS one', 'another-password')).toEqual([{ one: 1 }]);
}, 90_000);
