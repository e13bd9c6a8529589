import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { rdsTablesOf } from './store.ts';

async function snapshots() {
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
    StorageEncrypted: true,
  });
  /** What the controllers write. */
  const instanceIs = (status: 'available' | 'stopped') =>
    tables.instances.update('users', (row) => ({ ...row, observed: { status, startedAtMs: 1 } }));
  const taken = (name: string) =>
    tables.snapshots.update(name, (row) => ({ ...row, observed: { status: 'available', takenAtMs: 1 } }));
  const take = (DBSnapshotIdentifier: string) =>
    call('rds', 'CreateDBSnapshot', { DBInstanceIdentifier: 'users', DBSnapshotIdentifier }).DBSnapshot;
  const list = (input: object) =>
    call('rds', 'DescribeDBSnapshots', input).DBSnapshots?.map((each) => each.DBSnapshotIdentifier);
  return { ...test, tables, instanceIs, taken, take, list };
}

describe('DB snapshots', () => {
  it('are taken only of an instance that is available', async () => {
    const { take, instanceIs } = await snapshots();
    const refusal = expect.objectContaining({ code: 'InvalidDBInstanceState' });
    expect(() => take('monday')).toThrow(refusal);
    instanceIs('stopped');
    expect(() => take('monday')).toThrow(refusal);
    instanceIs('available');
    expect(take('monday')).toMatchObject({
      DBSnapshotArn: 'arn:aws:rds:us-east-1:123456789012:snapshot:monday',
      SnapshotType: 'manual',
      Encrypted: true,
    });
    expect(() => take('tuesday')).toThrow(refusal);
    instanceIs('available');
    expect(() => take('Monday')).toThrow(expect.objectContaining({ code: 'DBSnapshotAlreadyExists' }));
    expect(() => take('no--name')).toThrow(expect.objectContaining({ code: 'InvalidParameterValue' }));
  });

  it('are listed by instance, type and filter', async () => {
    const { take, instanceIs, list, call, tables } = await snapshots();
    instanceIs('available');
    take('monday');
    const resourceId = tables.instances.get('users')?.resourceId ?? '';
    expect(list({ DBInstanceIdentifier: 'Users' })).toEqual(['monday']);
    expect(list({ DBInstanceIdentifier: 'others' })).toEqual([]);
    expect(list({ DbiResourceId: resourceId, SnapshotType: 'manual' })).toEqual(['monday']);
    expect(list({ SnapshotType: 'automated' })).toEqual([]);
    expect(list({ Filters: [{ Name: 'engine', Values: ['postgres'] }] })).toEqual(['monday']);
    expect(() => list({ Filters: [{ Name: 'colour', Values: ['red'] }] })).toThrow('colour');
    expect(() => call('rds', 'DescribeDBSnapshots', { DBSnapshotIdentifier: 'other' })).toThrow(
      expect.objectContaining({ code: 'DBSnapshotNotFound', status: 404 }),
    );
  });

  it('are copied, restored and deleted only once they are taken', async () => {
    const { take, instanceIs, taken, call, tables } = await snapshots();
    instanceIs('available');
    take('monday');
    const refusal = expect.objectContaining({ code: 'InvalidDBSnapshotState' });
    const copy = () =>
      call('rds', 'CopyDBSnapshot', {
        SourceDBSnapshotIdentifier: 'monday',
        TargetDBSnapshotIdentifier: 'copy',
      });
    const restore = () =>
      call('rds', 'RestoreDBInstanceFromDBSnapshot', {
        DBInstanceIdentifier: 'again',
        DBSnapshotIdentifier: 'monday',
      });
    const remove = () => call('rds', 'DeleteDBSnapshot', { DBSnapshotIdentifier: 'monday' });
    for (const attempt of [copy, restore, remove]) expect(attempt).toThrow(refusal);
    taken('monday');
    copy();
    expect(remove).toThrow(refusal);
    taken('copy');
    expect(remove().DBSnapshot?.Status).toBe('deleting');
    expect(restore).toThrow(refusal);
    expect(tables.snapshots.get('copy')?.copyOf?.arn).toMatch(/:snapshot:monday$/);
  });

  it('keep with whom they are shared, and are public only when not encrypted', async () => {
    const { take, instanceIs, call } = await snapshots();
    instanceIs('available');
    take('monday');
    const share = (...ValuesToAdd: string[]) =>
      call('rds', 'ModifyDBSnapshotAttribute', {
        DBSnapshotIdentifier: 'monday',
        AttributeName: 'restore',
        ValuesToAdd,
      });
    share('210987654321');
    expect(
      call('rds', 'DescribeDBSnapshotAttributes', { DBSnapshotIdentifier: 'monday' })
        .DBSnapshotAttributesResult,
    ).toEqual({
      DBSnapshotIdentifier: 'monday',
      DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: ['210987654321'] }],
    });
    expect(() => share('all')).toThrow(/cannot be shared publicly/);
  });

  it('are the last of an instance that is deleted, unless it never ran', async () => {
    const { instanceIs, call, tables } = await snapshots();
    const remove = () =>
      call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: 'users', FinalDBSnapshotIdentifier: 'last' });
    expect(remove).toThrow(expect.objectContaining({ code: 'InvalidDBInstanceState' }));
    instanceIs('stopped');
    remove();
    expect(tables.snapshots.get('last')?.observed.status).toBe('creating');
  });
});
