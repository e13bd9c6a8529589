import type { CreateTableInput } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { settleTable } from './settle-table.ts';

const TableName = 'orders';
const table: CreateTableInput = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

async function world() {
  const test = await createTestContext();
  const settle = (name = TableName) => settleTable(test.context, name);
  const create = (changes: Partial<CreateTableInput> = {}) => {
    test.call('dynamodb', 'CreateTable', { ...table, ...changes });
    settle(changes.TableName);
  };
  const found = () => test.call('dynamodb', 'DescribeTable', { TableName }).Table;
  return { ...test, create, settle, found };
}

describe('a table', () => {
  it('is described as it was asked for, once', async () => {
    const { create, found } = await world();
    create();
    expect(found()).toMatchObject({
      TableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/orders',
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      DeletionProtectionEnabled: false,
      ItemCount: 0,
    });
    expect(() => create()).toThrow('Table already exists: orders');
  });

  it('is not changed while something is being done to it', async () => {
    const { call, settle, found } = await world();
    const inUse = (what: string) =>
      expect.objectContaining({
        code: 'ResourceInUseException',
        message: `Attempt to change a resource which is still in use: Table is being ${what}: orders`,
      }) as Error;
    const { TableDescription } = call('dynamodb', 'CreateTable', table);
    expect(TableDescription?.TableStatus).toBe('CREATING');
    expect(() => call('dynamodb', 'DeleteTable', { TableName })).toThrow(inUse('created'));
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    expect(() =>
      call('dynamodb', 'UpdateContinuousBackups', { TableName, PointInTimeRecoverySpecification }),
    ).toThrow(expect.objectContaining({ code: 'ContinuousBackupsUnavailableException' }) as Error);
    settle();
    const updated = call('dynamodb', 'UpdateTable', { TableName, DeletionProtectionEnabled: false });
    expect(updated.TableDescription?.TableStatus).toBe('UPDATING');
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'expires' };
    expect(() => call('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification })).toThrow(
      inUse('updated'),
    );
    settle();
    call('dynamodb', 'DeleteTable', { TableName });
    expect(found()?.TableStatus).toBe('DELETING');
    expect(() => call('dynamodb', 'UpdateTable', { TableName })).toThrow(inUse('deleted'));
  });

  it('gets and loses indexes, capacity and protection', async () => {
    const { call, create, settle, found } = await world();
    create({ DeletionProtectionEnabled: true });
    call('dynamodb', 'UpdateTable', {
      TableName,
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'email', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'by-email',
            KeySchema: [{ AttributeName: 'email', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
            ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
          },
        },
      ],
    });
    settle();
    expect(found()).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      GlobalSecondaryIndexes: [{ IndexName: 'by-email', IndexStatus: 'ACTIVE' }],
    });
    expect(() => call('dynamodb', 'DeleteTable', { TableName })).toThrow('protected against deletion');
    call('dynamodb', 'UpdateTable', {
      TableName,
      DeletionProtectionEnabled: false,
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-email' } }],
    });
    expect(found()?.GlobalSecondaryIndexes).toBeUndefined();
    settle();
    call('dynamodb', 'DeleteTable', { TableName });
    settle();
    expect(found).toThrow('Requested resource not found: Table: orders not found');
  });

  it.each([
    ['a key that is not defined', { AttributeDefinitions: [] }, 'not defined in AttributeDefinitions'],
    [
      'no key',
      { KeySchema: [] },
      "at 'keySchema' failed to satisfy constraint: Member must have length greater",
    ],
    [
      'no partition key',
      { KeySchema: [{ AttributeName: 'id', KeyType: 'RANGE' as const }] },
      'not a HASH key type',
    ],
    ['no capacity', { BillingMode: 'PROVISIONED' as const }, 'must both be specified'],
    [
      'capacity on demand',
      { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      'can be specified when BillingMode is PAY_PER_REQUEST',
    ],
    ['a short name', { TableName: 'a' }, 'at least 3 characters'],
  ])('is refused with %s', async (_what, changes, message) => {
    const { create } = await world();
    expect(() => create(changes)).toThrow(message);
  });

  it('keeps its time to live, recovery and tags', async () => {
    const { call, create, found } = await world();
    create({ Tags: [{ Key: 'a', Value: '1' }] });
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'expires' };
    call('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification });
    expect(call('dynamodb', 'DescribeTimeToLive', { TableName }).TimeToLiveDescription).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expires',
    });
    expect(() => call('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification })).toThrow(
      'already enabled',
    );
    call('dynamodb', 'UpdateContinuousBackups', {
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    const { ContinuousBackupsDescription } = call('dynamodb', 'DescribeContinuousBackups', { TableName });
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 35,
    });
    const ResourceArn = found()?.TableArn;
    call('dynamodb', 'TagResource', { ResourceArn, Tags: [{ Key: 'b', Value: '2' }] });
    call('dynamodb', 'UntagResource', { ResourceArn, TagKeys: ['a'] });
    expect(call('dynamodb', 'ListTagsOfResource', { ResourceArn }).Tags).toEqual([{ Key: 'b', Value: '2' }]);
  });

  it('is listed by name, in pages', async () => {
    const { call, create } = await world();
    for (const name of ['ccc', 'aaa', 'bbb']) create({ TableName: name });
    const first = call('dynamodb', 'ListTables', { Limit: 2 });
    expect(first).toEqual({ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' });
    expect(call('dynamodb', 'ListTables', { ExclusiveStartTableName: 'bbb' })).toEqual({
      TableNames: ['ccc'],
    });
  });
});
