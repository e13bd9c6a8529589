import type {
  BackupDescription,
  BackupDetails,
  BackupSummary,
  CreateBackupInput,
  CreateBackupOutput,
  DeleteBackupInput,
  DeleteBackupOutput,
  DescribeBackupInput,
  DescribeBackupOutput,
  ListBackupsInput,
  ListBackupsOutput,
} from '@aws-sdk/client-dynamodb';
import { parseArn } from '../../../core/arn.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { describeTable } from '../describe-table.ts';
import { backupInUse, backupNotFound, sourceTableInUse, sourceTableNotFound } from '../errors.ts';
import { type BackupRow, dynamodbBackupsOf, dynamodbTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html */
export const createBackup = operation<CreateBackupInput, CreateBackupOutput>({
  handle(context, { TableName: nameOrArn = '', BackupName: name = '' }) {
    const tableName = nameOf(nameOrArn);
    const table = dynamodbTablesOf(context).get(tableName);
    if (table === undefined) throw sourceTableNotFound(tableName);
    if (table.observed.status === 'CREATING' || table.observed.status === 'DELETING') {
      throw sourceTableInUse(tableName);
    }
    const createdAtMs = context.clock.now();
    const row: BackupRow = {
      arn: `${table.arn}/backup/${String(createdAtMs).padStart(14, '0')}-${context.ids.hex(8)}`,
      name,
      table,
      createdAtMs,
      observed: { status: 'CREATING' },
    };
    dynamodbBackupsOf(context).put(row.arn, row);
    return { BackupDetails: details(row) };
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeBackup.html */
export const describeBackup = operation<DescribeBackupInput, DescribeBackupOutput>({
  handle: (context, { BackupArn }) => ({ BackupDescription: describe(findBackup(context, BackupArn)) }),
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html */
export const listBackups = operation<ListBackupsInput, ListBackupsOutput>({
  handle(context, input) {
    const { TableName, Limit = 100, ExclusiveStartBackupArn: after = '', BackupType = 'USER' } = input;
    // Backups that AWS makes by itself are not made here.
    if (BackupType === 'SYSTEM' || BackupType === 'AWS_BACKUP') return { BackupSummaries: [] };
    const from = input.TimeRangeLowerBound?.getTime() ?? 0;
    const until = input.TimeRangeUpperBound?.getTime() ?? Number.POSITIVE_INFINITY;
    const found = [...dynamodbBackupsOf(context).values()]
      .filter(
        ({ arn, table, createdAtMs }) =>
          arn > after &&
          (TableName === undefined || table.name === nameOf(TableName)) &&
          createdAtMs >= from &&
          createdAtMs < until,
      )
      .toSorted((left, right) => (left.arn < right.arn ? -1 : 1));
    const page = found.slice(0, Limit);
    return {
      BackupSummaries: page.map(summary),
      ...(page.length < found.length ? { LastEvaluatedBackupArn: page.at(-1)?.arn } : {}),
    };
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteBackup.html */
export const deleteBackup = operation<DeleteBackupInput, DeleteBackupOutput>({
  handle(context, { BackupArn }) {
    const row = findBackup(context, BackupArn);
    if (row.observed.status === 'CREATING') throw backupInUse(row.arn);
    dynamodbBackupsOf(context).delete(row.arn);
    const { BackupDetails, ...rest } = describe(row);
    return {
      BackupDescription: {
        ...rest,
        BackupDetails: BackupDetails && { ...BackupDetails, BackupStatus: 'DELETED' },
      },
    };
  },
});

/** @throws AwsError BackupNotFoundException */
export function findBackup(context: OperationContext, arn = ''): BackupRow {
  const row = dynamodbBackupsOf(context).get(arn);
  if (row === undefined) throw backupNotFound(arn);
  return row;
}

function nameOf(nameOrArn: string): string {
  return parseArn(nameOrArn)?.resource.replace(/^table\//, '') ?? nameOrArn;
}

function details({ arn, name, createdAtMs, observed }: BackupRow): BackupDetails {
  return {
    BackupArn: arn,
    BackupName: name,
    BackupSizeBytes: 0,
    BackupStatus: observed.status,
    BackupType: 'USER',
    BackupCreationDateTime: toDate(createdAtMs),
  };
}

function summary(row: BackupRow): BackupSummary {
  const { name, arn, id } = row.table;
  return { ...details(row), TableName: name, TableArn: arn, TableId: id };
}

function describe(row: BackupRow): BackupDescription {
  const { table } = row;
  const described = describeTable(table);
  return {
    BackupDetails: details(row),
    SourceTableDetails: {
      TableName: table.name,
      TableArn: table.arn,
      TableId: table.id,
      TableSizeBytes: 0,
      ItemCount: 0,
      KeySchema: [...table.keySchema],
      TableCreationDateTime: toDate(table.createdAtMs),
      ProvisionedThroughput: table.throughput,
      OnDemandThroughput: table.onDemand,
      BillingMode: table.billingMode,
    },
    SourceTableFeatureDetails: {
      GlobalSecondaryIndexes: table.globalIndexes.map(({ IndexName, KeySchema, Projection, ...index }) => ({
        IndexName,
        KeySchema,
        Projection,
        ProvisionedThroughput: index.ProvisionedThroughput,
        OnDemandThroughput: index.OnDemandThroughput,
      })),
      LocalSecondaryIndexes: [...table.localIndexes],
      StreamDescription: table.stream,
      TimeToLiveDescription:
        table.timeToLive === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: table.timeToLive },
      SSEDescription: described.SSEDescription,
    },
  };
}
