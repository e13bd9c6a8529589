import type { GlobalSecondaryIndex, ProvisionedThroughput, TableDescription } from '@aws-sdk/client-dynamodb';
import { toDate } from '../timestamps.ts';
import type { TableRow } from './store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html */
export function describeTable(row: TableRow): TableDescription {
  const isOnDemand = row.billingMode === 'PAY_PER_REQUEST';
  return {
    TableName: row.name,
    TableArn: row.arn,
    TableId: row.id,
    TableStatus: row.observed.status,
    CreationDateTime: toDate(row.createdAtMs),
    AttributeDefinitions: [...row.attributes],
    KeySchema: [...row.keySchema],
    ItemCount: 0,
    TableSizeBytes: 0,
    ProvisionedThroughput: { ...throughputOf(row.throughput), NumberOfDecreasesToday: 0 },
    ...(isOnDemand ? { BillingModeSummary: { BillingMode: row.billingMode } } : {}),
    OnDemandThroughput: row.onDemand,
    RestoreSummary: row.restored && {
      SourceBackupArn: row.restored.backupArn,
      SourceTableArn: row.restored.sourceTableArn,
      RestoreDateTime: toDate(row.restored.atMs),
      RestoreInProgress: row.observed.status === 'CREATING',
    },
    TableClassSummary: { TableClass: row.tableClass },
    DeletionProtectionEnabled: row.isProtected,
    // There is no stream: an ARN for one would look as if there were.
    StreamSpecification: row.stream,
    ...(row.encryption?.Enabled === true
      ? {
          SSEDescription: {
            Status: 'ENABLED',
            SSEType: 'KMS',
            KMSMasterKeyArn: row.encryption.KMSMasterKeyId,
          },
        }
      : {}),
    ...(row.globalIndexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: row.globalIndexes.map((index) => ({
            ...index,
            IndexArn: `${row.arn}/index/${index.IndexName}`,
            IndexStatus: 'ACTIVE' as const,
            ItemCount: 0,
            IndexSizeBytes: 0,
            ProvisionedThroughput: {
              ...throughputOf(index.ProvisionedThroughput),
              NumberOfDecreasesToday: 0,
            },
          })),
        }),
    ...(row.localIndexes.length === 0
      ? {}
      : {
          LocalSecondaryIndexes: row.localIndexes.map((index) => ({
            ...index,
            IndexArn: `${row.arn}/index/${index.IndexName}`,
            ItemCount: 0,
            IndexSizeBytes: 0,
          })),
        }),
  };
}

export function throughputOf(given: GlobalSecondaryIndex['ProvisionedThroughput']): ProvisionedThroughput {
  return {
    ReadCapacityUnits: given?.ReadCapacityUnits ?? 0,
    WriteCapacityUnits: given?.WriteCapacityUnits ?? 0,
  };
}
