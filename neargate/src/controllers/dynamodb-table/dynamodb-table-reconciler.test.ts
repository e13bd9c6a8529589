import { expect, it } from 'vitest';
import { timing } from '../../core/timing.ts';
import { settleTable } from '../../services/dynamodb/settle-table.ts';
import { createTestContext } from '../../services/test-context.ts';
import { dynamodbTableReconciler } from './dynamodb-table-reconciler.ts';

it('a table is ACTIVE and gone ten seconds after it was asked for', async () => {
  const { call, clock, context } = await createTestContext();
  const TableName = 'orders';
  call('dynamodb', 'CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  const reconciler = dynamodbTableReconciler({
    store: context.store,
    clock,
    timing: timing('aws'),
    contextOf: () => context,
  });
  const [key = ''] = reconciler.initialKeys();
  const reconcile = () => reconciler.reconcile(key, new AbortController().signal);
  const status = () => call('dynamodb', 'DescribeTable', { TableName }).Table?.TableStatus;
  expect(await reconcile()).toEqual({ requeueAfterMs: 10_000 });
  expect(status()).toBe('CREATING');
  await clock.advance(10_000);
  await reconcile();
  expect(status()).toBe('ACTIVE');
  call('dynamodb', 'DeleteTable', { TableName });
  expect(status()).toBe('DELETING');
  await clock.advance(9_999);
  expect(await reconcile()).toEqual({ requeueAfterMs: 1 });
  await clock.advance(1);
  await reconcile();
  expect(status).toThrow('Requested resource not found');
});

it('a backup is AVAILABLE after the same time', async () => {
  const { call, clock, context } = await createTestContext();
  call('dynamodb', 'CreateTable', {
    TableName: 'orders',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  settleTable(context, 'orders');
  const { BackupDetails } = call('dynamodb', 'CreateBackup', { TableName: 'orders', BackupName: 'nightly' });
  const reconciler = dynamodbTableReconciler({
    store: context.store,
    clock,
    timing: timing('aws'),
    contextOf: () => context,
  });
  const key = [...reconciler.initialKeys()].find((place) => place.includes('/backup/')) ?? '';
  const reconcile = () => reconciler.reconcile(key, new AbortController().signal);
  const status = () =>
    call('dynamodb', 'DescribeBackup', { BackupArn: BackupDetails?.BackupArn }).BackupDescription
      ?.BackupDetails?.BackupStatus;
  expect(await reconcile()).toEqual({ requeueAfterMs: 10_000 });
  expect(status()).toBe('CREATING');
  await clock.advance(10_000);
  await reconcile();
  expect(status()).toBe('AVAILABLE');
});
