import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { realDatabaseWorld } from './real-database-world.ts';

const pause = (milliseconds: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

it('restores the state of a time in between and of the latest one, and keeps nothing when told so', async () => {
  const world = await realDatabaseWorld();
  const { call, create, query, until, tables, directory } = world;
  const latest = () =>
    call('rds', 'DescribeDBInstances', { DBInstanceIdentifier: 'users' }).DBInstances?.[0]
      ?.LatestRestorableTime;
  const names = async (identifier: string) =>
    (await query<{ name: string }>(identifier, 'SELECT name FROM people ORDER BY name')).map(
      ({ name }) => name,
    );
  const restore = (TargetDBInstanceIdentifier: string, changes: object) =>
    call('rds', 'RestoreDBInstanceToPointInTime', {
      SourceDBInstanceIdentifier: 'users',
      TargetDBInstanceIdentifier,
      ...changes,
    }).DBInstance;
  const untilRestorable = (at: number) =>
    expect.poll(() => latest()?.getTime() ?? 0, { timeout: 20_000 }).toBeGreaterThan(at);

  create('users');
  await until('users');
  await query('users', 'CREATE TABLE people (name text)');
  await untilRestorable(0);
  expect(call('rds', 'DescribeDBSnapshots', { SnapshotType: 'automated' }).DBSnapshots).toMatchObject([
    {
      DBSnapshotIdentifier: expect.stringMatching(/^rds:users-\d{4}-\d\d-\d\d-\d\d-\d\d$/),
      Status: 'available',
    },
  ]);
  await query('users', "INSERT INTO people VALUES ('Ada')");
  await pause(100);
  const between = new Date();
  await pause(100);
  const future = new Date(Date.now() + 3_600_000);
  expect(() => restore('early', { RestoreTime: future })).toThrow(
    expect.objectContaining({ code: 'InvalidParameterValue' }),
  );
  await query('users', "INSERT INTO people VALUES ('Grace')");
  const later = Date.now();
  await untilRestorable(later);

  expect(restore('early', { RestoreTime: between })).toMatchObject({
    DBInstanceStatus: 'creating',
    MasterUsername: 'app',
    DBInstanceClass: 'db.t4g.micro',
  });
  restore('late', { UseLatestRestorableTime: true });
  await until('early');
  await until('late');
  expect(await names('early')).toEqual(['Ada']);
  expect(await names('late')).toEqual(['Ada', 'Grace']);
  await query('early', "INSERT INTO people VALUES ('Alan')");
  expect(await names('users')).toEqual(['Ada', 'Grace']);

  // Time goes on while nothing is written, and such a time can be restored too.
  const idle = new Date();
  await untilRestorable(idle.getTime());
  restore('idle', { RestoreTime: idle });
  await until('idle');
  expect(await names('idle')).toEqual(['Ada', 'Grace']);

  const archive = path.join(directory, 'archives', tables.instances.get('users')?.resourceId ?? '');
  expect(existsSync(archive)).toBe(true);
  call('rds', 'ModifyDBInstance', {
    DBInstanceIdentifier: 'users',
    BackupRetentionPeriod: 0,
    ApplyImmediately: true,
  });
  await expect.poll(() => existsSync(archive), { timeout: 10_000 }).toBe(false);
  await expect.poll(latest, { timeout: 10_000 }).toBeUndefined();
  expect(() => restore('none', { UseLatestRestorableTime: true })).toThrow(
    expect.objectContaining({ code: 'PointInTimeRestoreNotEnabled' }),
  );
  for (const DBInstanceIdentifier of ['early', 'late', 'idle', 'users']) {
    call('rds', 'DeleteDBInstance', { DBInstanceIdentifier, SkipFinalSnapshot: true });
  }
  await expect.poll(() => tables.instances.size + tables.snapshots.size, { timeout: 20_000 }).toBe(0);
}, 120_000);
