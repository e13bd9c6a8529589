import { beforeEach, describe, expect, it } from 'vitest';
import { settleTable } from '../../../services/dynamodb/settle-table.ts';
import { dynamodbTablesOf } from '../../../services/dynamodb/store.ts';
import { createTypeWorld, type TestResource, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const settle = () => settleTable(dynamodbTablesOf(world.context), 'orders', world.clock.now());
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
