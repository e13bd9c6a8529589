import type {
  RestoreTableFromBackupInput,
  RestoreTableFromBackupOutput,
  RestoreTableToPointInTimeInput,
  RestoreTableToPointInTimeOutput,
} from '@aws-sdk/client-dynamodb';
import { parseArn } from '../../../core/arn.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { checkTable } from '../check-table.ts';
import { describeTable, throughputOf } from '../describe-table.ts';
import {
  backupInUse,
  invalidRestoreTime,
  recoveryUnavailable,
  sourceTableNotFound,
  targetTableExists,
  validation,
} from '../errors.ts';
import { newTable } from '../new-table.ts';
import { restorableTimes } from '../restorable-times.ts';
import { dynamodbTablesOf, type TableRow } from '../store.ts';
import { withUsedAttributes } from '../used-attributes.ts';
import { findBackup } from './backups.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html */
export const restoreTableFromBackup = operation<RestoreTableFromBackupInput, RestoreTableFromBackupOutput>({
  handle(context, input) {
    const { arn, table, createdAtMs, observed } = findBackup(context, input.BackupArn);
    if (observed.status === 'CREATING') throw backupInUse(arn);
    const restored = { sourceTableArn: table.arn, backupArn: arn, atMs: createdAtMs };
    return { TableDescription: describeTable(restore(context, input, table, restored)) };
  },
});

/**
 * All settings are those that the source has now, as on AWS; only items would be those of the time.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
 */
export const restoreTableToPointInTime = operation<
  RestoreTableToPointInTimeInput,
  RestoreTableToPointInTimeOutput
>({
  handle(context, input) {
    const { SourceTableName, SourceTableArn, RestoreDateTime, UseLatestRestorableTime } = input;
    const name = SourceTableName ?? parseArn(SourceTableArn ?? '')?.resource.replace(/^table\//, '');
    if (name === undefined) throw validation('SourceTableName or SourceTableArn must be specified');
    const source = dynamodbTablesOf(context).get(name);
    if (source === undefined) throw sourceTableNotFound(name);
    const times = restorableTimes(source, context.clock.now());
    if (times === undefined) throw recoveryUnavailable(name);
    if ((RestoreDateTime === undefined) === (UseLatestRestorableTime !== true)) {
      throw validation('Specify either RestoreDateTime or UseLatestRestorableTime');
    }
    const { earliestMs, latestMs } = times;
    const atMs = RestoreDateTime?.getTime() ?? latestMs;
    if (atMs < earliestMs || atMs > latestMs) {
      throw invalidRestoreTime(new Date(earliestMs), new Date(latestMs));
    }
    const restored = { sourceTableArn: source.arn, atMs };
    return { TableDescription: describeTable(restore(context, input, source, restored)) };
  },
});

/** Puts the new table. Tags, streams, time to live and recovery settings are not restored, as on AWS. */
function restore(
  context: OperationContext,
  input: Omit<RestoreTableFromBackupInput, 'BackupArn'>,
  source: TableRow,
  restored: TableRow['restored'],
): TableRow {
  const tables = dynamodbTablesOf(context);
  const TableName = input.TargetTableName ?? '';
  const billingMode = input.BillingModeOverride ?? source.billingMode;
  const table = newTable(context, {
    TableName,
    AttributeDefinitions: [...source.attributes],
    KeySchema: [...source.keySchema],
    BillingMode: billingMode,
    ProvisionedThroughput:
      billingMode === 'PAY_PER_REQUEST'
        ? undefined
        : throughputOf(input.ProvisionedThroughputOverride ?? source.throughput),
    OnDemandThroughput: input.OnDemandThroughputOverride ?? source.onDemand,
    GlobalSecondaryIndexes: input.GlobalSecondaryIndexOverride ?? [...source.globalIndexes],
    LocalSecondaryIndexes: input.LocalSecondaryIndexOverride ?? [...source.localIndexes],
    SSESpecification: input.SSESpecificationOverride ?? source.encryption,
  });
  const row = withUsedAttributes({ ...table, restored });
  requireIndexesOf(source, row);
  checkTable(row);
  if (tables.has(TableName)) throw targetTableExists(TableName);
  tables.put(TableName, row);
  return row;
}

/** Indexes can be left out of a restored table, and not be added to it. */
function requireIndexesOf(source: TableRow, row: TableRow): void {
  const known = new Set(
    [...source.globalIndexes, ...source.localIndexes].map(({ IndexName, KeySchema }) =>
      JSON.stringify([IndexName, KeySchema]),
    ),
  );
  for (const { IndexName, KeySchema } of [...row.globalIndexes, ...row.localIndexes]) {
    if (known.has(JSON.stringify([IndexName, KeySchema]))) continue;
    throw validation(`The index ${IndexName} is not an index of the source table`);
  }
}
