import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { type DbInstanceRow, rdsTablesOf } from './store.ts';

const refusal = (code: string) => expect.objectContaining({ code });

async function backedUp() {
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
    Port: 5433,
  });
  const observe = (observed: Partial<DbInstanceRow['observed']>) =>
    tables.instances.update('users', (row) => ({ ...row, observed: { ...row.observed, ...observed } }));
  /** What the controllers write: backups that were taken at these times. */
  observe({ status: 'available', startedAtMs: 1 });
  const back = (identifier: string, takenAtMs: number) => {
    call('rds', 'CreateDBSnapshot', { DBInstanceIdentifier: 'users', DBSnapshotIdentifier: identifier });
    tables.snapshots.update(identifier, (row) => ({
      ...row,
      type: 'automated',
      observed: { status: 'available', takenAtMs },
    }));
    observe({ status: 'available' });
  };
  back('first', 1000);
  back('second', 5000);
  observe({ restorable: { untilMs: 9000, mark: { atMs: 7000, position: '0/7', writes: '1' } } });
  const restore = (changes: object) =>
    call('rds', 'RestoreDBInstanceToPointInTime', {
      SourceDBInstanceIdentifier: 'users',
      TargetDBInstanceIdentifier: 'again',
      ...changes,
    }).DBInstance;
  const origin = () => {
    const { originBackupId, originRecovery } = tables.instances.get('again') ?? {};
    const base = [...tables.snapshots.values()].find(({ backupId }) => backupId === originBackupId);
    return { base: base?.identifier, until: originRecovery?.until };
  };
  return { ...test, tables, restore, origin, observe };
}

describe('a restore to a point in time', () => {
  it.each([
    ['a time before the last backup', { RestoreTime: new Date(4000) }, 'first', { timeMs: 4000 }],
    ['a time after it', { RestoreTime: new Date(6000) }, 'second', { timeMs: 6000 }],
    [
      'a time since which nothing was written',
      { RestoreTime: new Date(8000) },
      'second',
      { position: '0/7' },
    ],
    ['the latest time', { UseLatestRestorableTime: true }, 'second', { position: '0/7' }],
  ])('to %s begins with the last backup before it', async (_what, changes, base, until) => {
    const { restore, origin } = await backedUp();
    expect(restore(changes)).toMatchObject({ MasterUsername: 'app', AllocatedStorage: 20 });
    expect(origin()).toEqual({ base, until });
  });

  it.each<[string, object, string]>([
    ['a time before the first backup', { RestoreTime: new Date(500) }, 'InvalidParameterValue'],
    ['a time that is not in the archive yet', { RestoreTime: new Date(9001) }, 'InvalidParameterValue'],
    ['no time', {}, 'InvalidParameterCombination'],
    [
      'two times',
      { RestoreTime: new Date(6000), UseLatestRestorableTime: true },
      'InvalidParameterCombination',
    ],
    ['a source that is not there', { SourceDBInstanceIdentifier: 'gone' }, 'DBInstanceNotFound'],
    [
      'backups without their instance',
      { SourceDBInstanceAutomatedBackupsArn: 'arn:aws:rds:us-east-1:123456789012:auto-backup:ab-1' },
      'DBInstanceAutomatedBackupNotFound',
    ],
  ])('refuses %s', async (_what, changes, code) => {
    const { restore } = await backedUp();
    expect(() => restore(changes)).toThrow(refusal(code));
  });

  it('refuses a source that is not backed up', async () => {
    const { restore, tables } = await backedUp();
    tables.instances.update('users', (row) => ({ ...row, backupRetentionDays: 0 }));
    expect(() => restore({ UseLatestRestorableTime: true })).toThrow(refusal('PointInTimeRestoreNotEnabled'));
  });

  it('keeps its source from being deleted until it is done', async () => {
    const { restore, call, tables } = await backedUp();
    restore({ UseLatestRestorableTime: true });
    const remove = (changes: object = { SkipFinalSnapshot: true }) =>
      call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'users', ...changes }).DBInstance;
    expect(remove).toThrow(refusal('InvalidDBInstanceState'));
    tables.instances.update('again', (row) => ({
      ...row,
      observed: { status: 'available', startedAtMs: 1 },
    }));
    expect(() => remove({ SkipFinalSnapshot: true, DeleteAutomatedBackups: false })).toThrow(
      refusal('InvalidParameterCombination'),
    );
    expect(() => call('rds', 'DeleteDBSnapshot', { DBSnapshotIdentifier: 'first' })).toThrow(
      refusal('InvalidDBSnapshotState'),
    );
    expect(remove()?.DBInstanceStatus).toBe('deleting');
    expect([...tables.snapshots.values()].map(({ desired }) => desired)).toEqual(['deleted', 'deleted']);
  });
});
