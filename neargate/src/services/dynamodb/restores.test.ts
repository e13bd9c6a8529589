import type { CreateTableInput, RestoreTableToPointInTimeInput } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { settleTable } from './settle-table.ts';
import { dynamodbBackupsOf } from './store.ts';

const table: CreateTableInput = {
  TableName: 'orders',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['id', 'email'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-email',
      KeySchema: [{ AttributeName: 'email', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  Tags: [{ Key: 'A', Value: '1' }],
};

const failsWith = (code: string) => expect.objectContaining({ code }) as Error;

async function world() {
  const { call, context, clock } = await createTestContext();
  call('dynamodb', 'CreateTable', table);
  settleTable(context, 'orders');
  const makeAvailable = (arn: string | undefined) =>
    dynamodbBackupsOf(context).update(arn ?? '', (row) => ({ ...row, observed: { status: 'AVAILABLE' } }));
  return { call, context, clock, makeAvailable };
}

describe('a backup', () => {
  it('keeps the description of a table that goes, and is restored as another', async () => {
    const { call, context, makeAvailable } = await world();
    const { BackupDetails } = call('dynamodb', 'CreateBackup', {
      TableName: 'orders',
      BackupName: 'nightly',
    });
    const BackupArn = BackupDetails?.BackupArn ?? '';
    expect(BackupDetails).toMatchObject({ BackupStatus: 'CREATING', BackupType: 'USER', BackupSizeBytes: 0 });
    const restore = (changes: object = {}) =>
      call('dynamodb', 'RestoreTableFromBackup', { TargetTableName: 'restored', BackupArn, ...changes });
    expect(() => restore()).toThrow(failsWith('BackupInUseException'));
    expect(() => call('dynamodb', 'DeleteBackup', { BackupArn })).toThrow(failsWith('BackupInUseException'));
    makeAvailable(BackupArn);
    call('dynamodb', 'DeleteTable', { TableName: 'orders' });
    settleTable(context, 'orders');
    expect(call('dynamodb', 'DescribeBackup', { BackupArn }).BackupDescription).toMatchObject({
      BackupDetails: { BackupStatus: 'AVAILABLE' },
      SourceTableDetails: { TableName: 'orders', ItemCount: 0 },
      SourceTableFeatureDetails: { GlobalSecondaryIndexes: [{ IndexName: 'by-email' }] },
    });
    expect(restore().TableDescription).toMatchObject({
      TableName: 'restored',
      TableStatus: 'CREATING',
      RestoreSummary: { SourceBackupArn: BackupArn, RestoreInProgress: true },
      GlobalSecondaryIndexes: [{ IndexName: 'by-email' }],
    });
    settleTable(context, 'restored');
    const restored = call('dynamodb', 'DescribeTable', { TableName: 'restored' }).Table;
    expect(restored?.RestoreSummary?.RestoreInProgress).toBe(false);
    expect(call('dynamodb', 'ListTagsOfResource', { ResourceArn: restored?.TableArn }).Tags).toEqual([]);
    expect(() => restore()).toThrow(failsWith('TableAlreadyExistsException'));
    expect(
      restore({ TargetTableName: 'plain', GlobalSecondaryIndexOverride: [] }).TableDescription
        ?.AttributeDefinitions,
    ).toEqual([{ AttributeName: 'id', AttributeType: 'S' }]);
    const [index] = table.GlobalSecondaryIndexes ?? [];
    expect(() =>
      restore({ TargetTableName: 'more', GlobalSecondaryIndexOverride: [{ ...index, IndexName: 'other' }] }),
    ).toThrow('other is not an index of the source table');
  });

  it('is listed by table and time, and deleted', async () => {
    const { call, clock, makeAvailable } = await world();
    const create = (BackupName: string) =>
      call('dynamodb', 'CreateBackup', { TableName: 'orders', BackupName }).BackupDetails;
    const first = create('first');
    await clock.advance(1000);
    create('second');
    const names = (input: object) =>
      call('dynamodb', 'ListBackups', input).BackupSummaries?.map(({ BackupName }) => BackupName);
    expect(names({})).toEqual(['first', 'second']);
    expect(names({ TableName: 'others' })).toEqual([]);
    expect(names({ TimeRangeLowerBound: new Date(clock.now()) })).toEqual(['second']);
    const { LastEvaluatedBackupArn } = call('dynamodb', 'ListBackups', { Limit: 1 });
    expect(LastEvaluatedBackupArn).toBe(first?.BackupArn);
    expect(names({ ExclusiveStartBackupArn: LastEvaluatedBackupArn })).toEqual(['second']);
    expect(names({ BackupType: 'SYSTEM' })).toEqual([]);
    makeAvailable(first?.BackupArn);
    expect(
      call('dynamodb', 'DeleteBackup', { BackupArn: first?.BackupArn }).BackupDescription?.BackupDetails,
    ).toMatchObject({ BackupName: 'first', BackupStatus: 'DELETED' });
    expect(names({})).toEqual(['second']);
    expect(() => call('dynamodb', 'DescribeBackup', { BackupArn: first?.BackupArn })).toThrow(
      failsWith('BackupNotFoundException'),
    );
    expect(() => call('dynamodb', 'CreateBackup', { TableName: 'none', BackupName: 'nightly' })).toThrow(
      failsWith('TableNotFoundException'),
    );
  });
});

describe('RestoreTableToPointInTime', () => {
  it('takes times between the switching on of recovery and five minutes ago', async () => {
    const { call, clock } = await world();
    const restore = (changes: Partial<RestoreTableToPointInTimeInput>) =>
      call('dynamodb', 'RestoreTableToPointInTime', {
        SourceTableName: 'orders',
        TargetTableName: 'restored',
        ...changes,
      }).TableDescription;
    expect(() => restore({ UseLatestRestorableTime: true })).toThrow(
      failsWith('PointInTimeRecoveryUnavailableException'),
    );
    const onAtMs = clock.now();
    call('dynamodb', 'UpdateContinuousBackups', {
      TableName: 'orders',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 2 },
    });
    await clock.advance(3_600_000);
    const times = call('dynamodb', 'DescribeContinuousBackups', { TableName: 'orders' })
      .ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    expect(times).toMatchObject({
      EarliestRestorableDateTime: new Date(onAtMs),
      LatestRestorableDateTime: new Date(clock.now() - 300_000),
    });
    for (const atMs of [onAtMs - 1000, clock.now() - 299_000]) {
      expect(() => restore({ RestoreDateTime: new Date(atMs) })).toThrow(
        failsWith('InvalidRestoreTimeException'),
      );
    }
    expect(() => restore({})).toThrow('Specify either RestoreDateTime or UseLatestRestorableTime');
    const at = new Date(onAtMs + 60_000);
    expect(restore({ RestoreDateTime: at })?.RestoreSummary).toMatchObject({ RestoreDateTime: at });
    expect(() => restore({ SourceTableName: 'none' })).toThrow(failsWith('TableNotFoundException'));
    await clock.advance(5 * 86_400_000);
    expect(
      call('dynamodb', 'DescribeContinuousBackups', { TableName: 'orders' }).ContinuousBackupsDescription
        ?.PointInTimeRecoveryDescription?.EarliestRestorableDateTime,
    ).toEqual(new Date(clock.now() - 2 * 86_400_000));
  });
});
