import type {
  ImportTableInput,
  InputFormatOptions,
  RestoreTableFromBackupInput,
  S3BucketSource,
} from '@aws-sdk/client-dynamodb';
import { UserError } from '../../../core/user-error.ts';
import type { OperationEnvironment, PlainObject } from '../../../terraform/provider.ts';
import { blockOf, boolOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { waitFor } from '../waiting.ts';
import { createInput } from './table-input.ts';

/** What a table is made from, beside its own arguments. */
export type TableOrigin = 'point-in-time' | 'backup' | 'import';

export function originOf(config: PlainObject): TableOrigin | 'new' {
  if (
    textOf(config, 'restore_source_name') !== undefined ||
    textOf(config, 'restore_source_table_arn') !== undefined
  ) {
    return 'point-in-time';
  }
  if (textOf(config, 'restore_backup_arn') !== undefined) return 'backup';
  return blockOf(config, 'import_table') === undefined ? 'new' : 'import';
}

/** Starts it; an import is waited for, because only it says why no table comes of it. */
export async function createFrom(
  origin: TableOrigin,
  config: PlainObject,
  client: AwsClient,
  announce: () => void,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  switch (origin) {
    case 'point-in-time': {
      const at = textOf(config, 'restore_date_time');
      await client.call('dynamodb', 'RestoreTableToPointInTime', {
        ...overrides(config),
        SourceTableName: textOf(config, 'restore_source_name'),
        SourceTableArn: textOf(config, 'restore_source_table_arn'),
        RestoreDateTime: at === undefined ? undefined : new Date(at),
        UseLatestRestorableTime: boolOf(config, 'restore_to_latest_time'),
      });
      announce();
      return;
    }
    case 'backup':
      await client.call('dynamodb', 'RestoreTableFromBackup', {
        ...overrides(config),
        BackupArn: textOf(config, 'restore_backup_arn'),
      });
      announce();
      return;
    case 'import': {
      const { ImportTableDescription: started } = await client.call(
        'dynamodb',
        'ImportTable',
        importInput(config, client),
      );
      announce();
      await untilImported(started?.ImportArn, environment);
    }
  }
}

/** As the provider: only what is written overrides what the source has. */
function overrides(config: PlainObject): Omit<RestoreTableFromBackupInput, 'BackupArn'> {
  const input = createInput(config);
  return {
    TargetTableName: input.TableName,
    BillingModeOverride: input.BillingMode,
    ProvisionedThroughputOverride: input.ProvisionedThroughput,
    OnDemandThroughputOverride: input.OnDemandThroughput,
    GlobalSecondaryIndexOverride: input.GlobalSecondaryIndexes,
    LocalSecondaryIndexOverride: input.LocalSecondaryIndexes,
    SSESpecificationOverride: input.SSESpecification,
  };
}

function importInput(config: PlainObject, client: AwsClient): ImportTableInput {
  const block = blockOf(config, 'import_table') ?? {};
  const input = createInput(config);
  return {
    ClientToken: client.ids.uuid(),
    InputFormat: textOf(block, 'input_format') as ImportTableInput['InputFormat'],
    InputCompressionType: textOf(block, 'input_compression_type') as ImportTableInput['InputCompressionType'],
    InputFormatOptions: formatOptions(block),
    S3BucketSource: bucketSource(block),
    TableCreationParameters: {
      TableName: input.TableName,
      AttributeDefinitions: input.AttributeDefinitions,
      KeySchema: input.KeySchema,
      BillingMode: input.BillingMode,
      ProvisionedThroughput: input.ProvisionedThroughput,
      OnDemandThroughput: input.OnDemandThroughput,
      SSESpecification: input.SSESpecification,
      GlobalSecondaryIndexes: input.GlobalSecondaryIndexes,
    },
  };
}

function formatOptions(block: PlainObject): InputFormatOptions | undefined {
  const options = blockOf(block, 'input_format_options');
  const csv = options && blockOf(options, 'csv');
  if (csv === undefined) return undefined;
  const header = textsOf(csv, 'header_list');
  return {
    Csv: { Delimiter: textOf(csv, 'delimiter'), HeaderList: header.length === 0 ? undefined : header },
  };
}

function bucketSource(block: PlainObject): S3BucketSource {
  const source = blockOf(block, 's3_bucket_source') ?? {};
  return {
    S3Bucket: requiredText(source, 'bucket'),
    S3BucketOwner: textOf(source, 'bucket_owner'),
    S3KeyPrefix: textOf(source, 'key_prefix'),
  };
}

async function untilImported(
  ImportArn: string | undefined,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  const { client, signal } = environment;
  await waitFor(client.clock, signal, async () => {
    const { ImportTableDescription: found } = await client.call('dynamodb', 'DescribeImport', { ImportArn });
    switch (found?.ImportStatus) {
      case 'COMPLETED':
        return true;
      case 'FAILED':
        throw new UserError(
          `importing DynamoDB table: ${found.FailureCode ?? ''}: ${found.FailureMessage ?? ''}`,
        );
      default:
        environment.progress(`import ${ImportArn ?? ''} is ${found?.ImportStatus ?? 'not there'}`);
        return undefined;
    }
  });
}
