import { gzipSync } from 'node:zlib';
import type { ImportTableInput } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { csvRecords } from './imports/csv.ts';
import { settleTable } from './settle-table.ts';

const input = {
  InputFormat: 'DYNAMODB_JSON',
  S3BucketSource: { S3Bucket: 'exports', S3KeyPrefix: 'orders/' },
  TableCreationParameters: {
    TableName: 'orders',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'at', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'id', KeyType: 'HASH' },
      { AttributeName: 'at', KeyType: 'RANGE' },
    ],
  },
} satisfies ImportTableInput;

const item = '{"Item":{"id":{"S":"a"},"at":{"N":"1"},"tags":{"L":[{"S":"x"}]}}}';

async function world(...objects: readonly (readonly [key: string, body: string | Buffer])[]) {
  const { call, context } = await createTestContext();
  call('s3', 'CreateBucket', { Bucket: 'exports' });
  for (const [Key, body] of objects)
    call('s3', 'PutObject', { Bucket: 'exports', Key, Body: Buffer.from(body) });
  const start = (changes: Partial<ImportTableInput> = {}) =>
    call('dynamodb', 'ImportTable', { ...input, ...changes }).ImportTableDescription;
  const found = (ImportArn?: string) =>
    call('dynamodb', 'DescribeImport', { ImportArn }).ImportTableDescription;
  return { call, start, found, settle: () => settleTable(context, 'orders') };
}

describe('ImportTable', () => {
  it('reads the objects of a prefix when the table is made, and says that it imported none', async () => {
    const { call, start, found, settle } = await world(
      ['orders/1.json', `${item}\n\n${item}\n`],
      [
        'orders/2.json',
        `${item}\n{"Item":{"id":{"S":"b"}}}\n{"Item":{"id":{"S":"b"},"at":{"S":"1"}}}\nno JSON`,
      ],
      ['elsewhere/3.json', item],
    );
    const started = start();
    expect(started).toMatchObject({ ImportStatus: 'IN_PROGRESS', ProcessedItemCount: 0 });
    expect(started?.ImportArn).toMatch(/table\/orders\/import\/\d{14}-[0-9a-f]{8}$/);
    const status = () => call('dynamodb', 'DescribeTable', { TableName: 'orders' }).Table?.TableStatus;
    expect(status()).toBe('CREATING');
    settle();
    expect(status()).toBe('ACTIVE');
    expect(found(started?.ImportArn)).toMatchObject({
      ImportStatus: 'COMPLETED',
      ProcessedItemCount: 6,
      ErrorCount: 3,
      ImportedItemCount: 0,
      EndTime: expect.any(Date) as Date,
    });
    expect(call('dynamodb', 'ListImports', { TableArn: started?.TableArn }).ImportSummaryList).toHaveLength(
      1,
    );
    expect(call('dynamodb', 'ListImports', { TableArn: `${started?.TableArn}s` }).ImportSummaryList).toEqual(
      [],
    );
    expect(() => start()).toThrow('Table already exists: orders');
  });

  it('reads CSV, compressed, with a header of its own or one that is given', async () => {
    const { start, found, settle } = await world([
      'orders/1.csv.gz',
      gzipSync('a,1,"x, ""y"""\nb,no\nc,2\n'),
    ]);
    const started = start({
      InputFormat: 'CSV',
      InputCompressionType: 'GZIP',
      InputFormatOptions: { Csv: { HeaderList: ['id', 'at', 'note'] } },
    });
    settle();
    expect(found(started?.ImportArn)).toMatchObject({ ProcessedItemCount: 3, ErrorCount: 1 });
    const headed = await world(['orders/1.csv', 'at;id\n1;a\n;b\n']);
    const again = headed.start({ InputFormat: 'CSV', InputFormatOptions: { Csv: { Delimiter: ';' } } });
    headed.settle();
    expect(headed.found(again?.ImportArn)).toMatchObject({ ProcessedItemCount: 2, ErrorCount: 1 });
  });

  it.each([
    [{ S3BucketSource: { S3Bucket: 'none' } }, 'S3NoSuchBucket'],
    [{ S3BucketSource: { S3Bucket: 'exports', S3KeyPrefix: 'none/' } }, 'S3NoSuchKey'],
    [{ S3BucketSource: { S3Bucket: 'exports', S3BucketOwner: '210987654321' } }, 'S3AccessDenied'],
    [{ InputCompressionType: 'GZIP' as const }, 'InvalidCompression'],
  ])('fails for %j, and leaves no table', async (changes, FailureCode) => {
    const { call, start, found, settle } = await world(['orders/1.json', item]);
    const started = start(changes);
    settle();
    expect(found(started?.ImportArn)).toMatchObject({ ImportStatus: 'FAILED', FailureCode });
    expect(() => call('dynamodb', 'DescribeTable', { TableName: 'orders' })).toThrow('resource not found');
  });

  it('is done once for a token, and refuses what cannot be read here', async () => {
    const { start, found } = await world(['orders/1.json', item]);
    const started = start({ ClientToken: 't' });
    expect(start({ ClientToken: 't' })?.ImportArn).toBe(started?.ImportArn);
    expect(() => start({ ClientToken: 't', InputFormat: 'CSV' })).toThrow(
      expect.objectContaining({ code: 'ImportConflictException' }) as Error,
    );
    expect(() => start({ InputFormat: 'ION' })).toThrow('does not read Amazon Ion');
    expect(() => start({ InputCompressionType: 'ZSTD' })).toThrow('does not read Zstandard');
    expect(() => found(`${started?.ImportArn}0`)).toThrow(
      expect.objectContaining({ code: 'ImportNotFoundException' }) as Error,
    );
  });
});

describe('csvRecords', () => {
  it('reads quotes, line ends of both kinds and empty fields', () => {
    expect(csvRecords('a,"b\nc"\r\n\r\n,"""x"""\nlast', ',')).toEqual([['a', 'b\nc'], ['', '"x"'], ['last']]);
  });
});
