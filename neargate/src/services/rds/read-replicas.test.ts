import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { type DbInstanceRow, rdsTablesOf } from './store.ts';

async function replicas() {
  const test = await createTestContext();
  const { call, context } = test;
  const tables = rdsTablesOf(context);
  call('rds', 'CreateDBInstance', {
    DBInstanceIdentifier: 'users',
    DBInstanceClass: 'db.t4g.micro',
    Engine: 'postgres',
    AllocatedStorage: 20,
    MasterUsername: 'app',
    MasterUserPassword: 'correct-horse',
  });
  const change = (identifier: string, changes: Partial<DbInstanceRow>) =>
    tables.instances.update(identifier, (row) => ({ ...row, ...changes }));
  const isAvailable = (identifier: string) =>
    change(identifier, { observed: { status: 'available', startedAtMs: 1 } });
  isAvailable('users');
  const replicate = (changes: object = {}) =>
    call('rds', 'CreateDBInstanceReadReplica', {
      DBInstanceIdentifier: 'reader',
      SourceDBInstanceIdentifier: 'users',
      ...changes,
    }).DBInstance;
  return { ...test, tables, change, isAvailable, replicate };
}

const refusal = (code: string) => expect.objectContaining({ code });

describe('read replicas', () => {
  it('take over what their source is, unless told otherwise', async () => {
    const { replicate } = await replicas();
    expect(replicate({ DBInstanceClass: 'db.t4g.small' })).toMatchObject({
      DBInstanceClass: 'db.t4g.small',
      AllocatedStorage: 20,
      MasterUsername: 'app',
      DBParameterGroups: [{ DBParameterGroupName: 'default.postgres17' }],
    });
  });

  it.each<[string, Partial<DbInstanceRow>, string]>([
    ['without automated backups', { backupRetentionDays: 0 }, 'InvalidDBInstanceState'],
    ['that is stopped', { observed: { status: 'stopped' } }, 'InvalidDBInstanceState'],
    [
      'whose password RDS manages',
      { masterUserSecret: { arn: 'arn', kmsKeyId: 'key' } },
      'InvalidParameterCombination',
    ],
  ])('are not made of a source %s', async (_what, changes, code) => {
    const { change, replicate } = await replicas();
    change('users', changes);
    expect(replicate).toThrow(refusal(code));
  });

  it('are not made across regions, nor of what is not there', async () => {
    const { replicate } = await replicas();
    const other = 'arn:aws:rds:eu-west-1:123456789012:db:users';
    expect(() => replicate({ SourceDBInstanceIdentifier: other })).toThrow(refusal('InvalidParameterValue'));
    expect(() => replicate({ SourceDBInstanceIdentifier: 'gone' })).toThrow(refusal('DBInstanceNotFound'));
  });

  it('are neither stopped nor is their source, have no password and no final snapshot', async () => {
    const { call, replicate, isAvailable } = await replicas();
    replicate();
    isAvailable('reader');
    for (const DBInstanceIdentifier of ['users', 'reader']) {
      expect(() => call('rds', 'StopDBInstance', { DBInstanceIdentifier })).toThrow(/read replica/);
    }
    const reader = { DBInstanceIdentifier: 'reader' };
    expect(() =>
      call('rds', 'ModifyDBInstance', { ...reader, MasterUserPassword: 'another-password' }),
    ).toThrow(refusal('InvalidParameterCombination'));
    expect(() => call('rds', 'DeleteDBInstance', { ...reader, FinalDBSnapshotIdentifier: 'last' })).toThrow(
      'FinalDBSnapshotIdentifier can not be specified when deleting a replica instance',
    );
  });

  it('end with a promotion, asked for or by the deletion of the source', async () => {
    const { call, replicate, isAvailable, tables } = await replicas();
    const promote = (DBInstanceIdentifier: string) =>
      call('rds', 'PromoteReadReplica', { DBInstanceIdentifier });
    expect(() => promote('users')).toThrow(refusal('InvalidDBInstanceState'));
    replicate();
    expect(() => promote('reader')).toThrow(refusal('InvalidDBInstanceState'));
    isAvailable('reader');
    expect(promote('reader').DBInstance).toMatchObject({
      DBInstanceStatus: 'modifying',
      BackupRetentionPeriod: 1,
    });
    replicate({ DBInstanceIdentifier: 'second' });
    isAvailable('second');
    call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'users', SkipFinalSnapshot: true });
    expect(tables.instances.get('second')).toMatchObject({ observed: { status: 'modifying' } });
    expect(tables.instances.get('second')?.readReplicaSourceIdentifier).toBeUndefined();
  });
});
