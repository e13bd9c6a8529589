import { beforeEach, describe, expect, it } from 'vitest';
import { settleTable } from '../../../services/dynamodb/settle-table.ts';
import { dynamodbBackupsOf } from '../../../services/dynamodb/store.ts';
import { createTypeWorld, type TestResource, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const settle = () => settleTable(world.context, 'orders');
const apply = (resource: TestResource, body: string) => world.elapse(resource.apply(body), settle);

const id = 'attribute {\n name = "id"\n type = "S"\n}\n';
const described = () => world.call('dynamodb', 'DescribeTable', { TableName: 'orders' }).Table;

describe('aws_dynamodb_table', () => {
  it('is a table that the API describes, and plans nothing once it is there', async () => {
    const resource = world.resource('aws_dynamodb_table');
    const body = `name = "orders"\nbilling_mode = "PAY_PER_REQUEST"\nhash_key = "id"\ntags = { A = "1" }\n${id}`;
    expect(await apply(resource, body)).toMatchObject({
      arn: 'arn:aws:dynamodb:us-east-1:123456789012:table/orders',
      stream_arn: '',
      ttl: [{ enabled: false }],
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    await apply(resource, body.replace('A =', 'B ='));
    expect((await resource.plan(body.replace('"orders"', '"others"'))).action).toBe('replace');
    world.call('dynamodb', 'DeleteTable', { TableName: 'orders' });
    settle();
    expect((await resource.plan(body)).action).toBe('create');
  });

  it('changes capacity, indexes, time to live and recovery in place', async () => {
    const resource = world.resource('aws_dynamodb_table');
    const base = `name = "orders"\nhash_key = "id"\n${id}`;
    await apply(resource, `${base}billing_mode = "PAY_PER_REQUEST"`);
    const more = `${base}read_capacity = 5
      write_capacity = 6
      deletion_protection_enabled = true
      attribute {
        name = "email"
        type = "S"
      }
      global_secondary_index {
        name            = "by-email"
        hash_key        = "email"
        projection_type = "INCLUDE"
        non_key_attributes = ["name"]
        read_capacity   = 1
        write_capacity  = 1
      }
      ttl {
        attribute_name = "expires"
        enabled        = true
      }
      point_in_time_recovery {
        enabled = true
      }
      server_side_encryption {
        enabled = true
      }`;
    await apply(resource, more);
    expect(described()).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      DeletionProtectionEnabled: true,
      GlobalSecondaryIndexes: [{ IndexName: 'by-email', Projection: { NonKeyAttributes: ['name'] } }],
      SSEDescription: { Status: 'ENABLED' },
    });
    expect((await resource.plan(more)).action).toBe('no-op');
    await apply(
      resource,
      more
        .replace('"email"\n        projection', '"email"\n        projection')
        .replace('INCLUDE"\n        non_key_attributes = ["name"]', 'ALL"')
        .replace('= true\n      attribute', '= false\n      attribute')
        .replace('"expires"', '"until"'),
    );
    expect(described()?.GlobalSecondaryIndexes).toMatchObject([{ Projection: { ProjectionType: 'ALL' } }]);
    expect(
      world.call('dynamodb', 'DescribeTimeToLive', { TableName: 'orders' }).TimeToLiveDescription
        ?.AttributeName,
    ).toBe('until');
    await world.elapse(resource.destroy(), settle);
    expect(world.call('dynamodb', 'ListTables', {}).TableNames).toEqual([]);
  });

  it('keeps local indexes, a range key and a stream that is not there', async () => {
    const resource = world.resource('aws_dynamodb_table');
    const body = `name = "orders"\nbilling_mode = "PAY_PER_REQUEST"\nhash_key = "id"\nrange_key = "at"\nstream_enabled = true\nstream_view_type = "NEW_IMAGE"\n${id}${id.replace('"id"', '"at"')}${id.replace('"id"', '"size"')}local_secondary_index {\n name = "by-size"\n range_key = "size"\n projection_type = "KEYS_ONLY"\n}`;
    expect(await apply(resource, body)).toMatchObject({ stream_enabled: true, stream_arn: '' });
    expect((await resource.plan(body)).action).toBe('no-op');
  });
});

describe('where a table comes from', () => {
  const onDemand = `name = "orders"\nbilling_mode = "PAY_PER_REQUEST"`;
  const source = async (more = '') => {
    world.call('dynamodb', 'CreateTable', {
      TableName: 'source',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    settleTable(world.context, 'source');
    if (more === 'recoverable') {
      world.call('dynamodb', 'UpdateContinuousBackups', {
        TableName: 'source',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
      await world.clock.advance(600_000);
    }
  };

  it('is another table at a time', async () => {
    await source('recoverable');
    const resource = world.resource('aws_dynamodb_table');
    const body = `${onDemand}
      restore_source_name    = "source"
      restore_to_latest_time = true
      deletion_protection_enabled = true
      tags = { A = "1" }`;
    expect(await apply(resource, body)).toMatchObject({ hash_key: 'id', tags_all: { A: '1' } });
    expect((await resource.plan(body)).action).toBe('no-op');
    expect(described()).toMatchObject({
      DeletionProtectionEnabled: true,
      RestoreSummary: {
        SourceTableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/source',
        RestoreInProgress: false,
      },
    });
  });

  it('is a backup', async () => {
    await source();
    const { BackupDetails } = world.call('dynamodb', 'CreateBackup', {
      TableName: 'source',
      BackupName: 'nightly',
    });
    const BackupArn = BackupDetails?.BackupArn ?? '';
    const backups = dynamodbBackupsOf(world.context);
    backups.update(BackupArn, (row) => ({ ...row, observed: { status: 'AVAILABLE' } }));
    const resource = world.resource('aws_dynamodb_table');
    const body = `${onDemand}\nrestore_backup_arn = "${BackupArn}"`;
    await apply(resource, body);
    expect((await resource.plan(body)).action).toBe('no-op');
    expect(described()?.RestoreSummary?.SourceBackupArn).toBe(BackupArn);
  });

  const imported = `${onDemand}\nhash_key = "id"\n${id}
    import_table {
      input_format = "CSV"
      s3_bucket_source {
        bucket     = "exports"
        key_prefix = "orders/"
      }
      input_format_options {
        csv {
          delimiter = ";"
        }
      }
    }`;

  it('is objects of a bucket', async () => {
    world.call('s3', 'CreateBucket', { Bucket: 'exports' });
    world.call('s3', 'PutObject', {
      Bucket: 'exports',
      Key: 'orders/1.csv',
      Body: Buffer.from('id;name\na;Ann\nb;Bob\n'),
    });
    const resource = world.resource('aws_dynamodb_table');
    await apply(resource, imported);
    expect((await resource.plan(imported)).action).toBe('no-op');
    const [found] = world.call('dynamodb', 'ListImports', {}).ImportSummaryList ?? [];
    expect(
      world.call('dynamodb', 'DescribeImport', { ImportArn: found?.ImportArn }).ImportTableDescription,
    ).toMatchObject({
      ImportStatus: 'COMPLETED',
      ProcessedItemCount: 2,
      ErrorCount: 0,
      ImportedItemCount: 0,
    });
  });

  it('says why an import has failed', async () => {
    const resource = world.resource('aws_dynamodb_table');
    await expect(apply(resource, imported)).rejects.toThrow(
      'importing DynamoDB table: S3NoSuchBucket: The specified bucket does not exist: exports',
    );
    expect(described).toThrow('Requested resource not found');
  });
});
