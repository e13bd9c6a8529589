import { describe, expect, it } from 'vitest';
import { eventsTables } from '../events/store.ts';
import { snsTables } from '../sns/store.ts';
import { createTestContext } from '../test-context.ts';

const Bucket = 'sources';

async function bucket() {
  const test = await createTestContext();
  test.call('s3', 'CreateBucket', { Bucket });
  const put = (Key: string) => test.call('s3', 'PutObject', { Bucket, Key, Body: Buffer.from('text') });
  const notify = (configuration: object) =>
    test.call('s3', 'PutBucketNotificationConfiguration', {
      Bucket,
      NotificationConfiguration: configuration,
    });
  const told = () =>
    [...eventsTables(test.context.store, '123456789012/us-east-1').acceptedEvents.values()].map(
      ({ event }) => event,
    );
  return { ...test, put, notify, told };
}

describe('the events of objects', () => {
  it('go to EventBridge where the bucket asks for it, and nowhere before and after', async () => {
    const { put, notify, told } = await bucket();
    put('before');
    notify({ EventBridgeConfiguration: {} });
    const { ETag = '' } = put('app.zip');
    notify({});
    put('after');
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatchObject({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      resources: ['arn:aws:s3:::sources'],
      detail: {
        version: '0',
        bucket: { name: Bucket },
        object: { key: 'app.zip', size: 4, etag: ETag.replaceAll('"', '') },
        reason: 'PutObject',
      },
    });
  });

  it('tell a copy, a marker, and what is gone for good', async () => {
    const { call, put, notify, told } = await bucket();
    notify({ EventBridgeConfiguration: {} });
    call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    const { VersionId } = put('a');
    call('s3', 'CopyObject', { Bucket, Key: 'b', CopySource: `${Bucket}/a` });
    call('s3', 'DeleteObject', { Bucket, Key: 'a' });
    call('s3', 'DeleteObjects', { Bucket, Delete: { Objects: [{ Key: 'a', VersionId }] } });
    expect(told().map(({ detail }) => detail)).toMatchObject([
      { object: { key: 'a', 'version-id': VersionId }, reason: 'PutObject' },
      { object: { key: 'b' }, reason: 'CopyObject' },
      { object: { key: 'a' }, reason: 'DeleteObject', 'deletion-type': 'Delete Marker Created' },
      { object: { key: 'a', 'version-id': VersionId }, 'deletion-type': 'Permanently Deleted' },
    ]);
  });
});

describe('queues and topics', () => {
  async function receivers() {
    const world = await bucket();
    const { call } = world;
    const { QueueUrl = '' } = call('sqs', 'CreateQueue', { QueueName: 'uploads' });
    const { TopicArn = '' } = call('sns', 'CreateTopic', { Name: 'uploads' });
    const received = () => {
      const { Messages = [] } = call('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
      return Messages.map(({ Body = '' }) => JSON.parse(Body) as { Event?: string; Records?: object[] });
    };
    return { ...world, received, TopicArn, QueueArn: 'arn:aws:sqs:us-east-1:123456789012:uploads' };
  }
  const Filter = { Key: { FilterRules: [{ Name: 'suffix', Value: '.zip' }] } };

  it('are tested, then told of what their events and filters let through', async () => {
    const { put, call, notify, received, QueueArn } = await receivers();
    notify({ QueueConfigurations: [{ Id: 'zips', QueueArn, Events: ['s3:ObjectCreated:*'], Filter }] });
    expect(received()).toMatchObject([{ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket }]);
    put('notes.txt');
    const { ETag = '' } = put('my app/a b.zip');
    call('s3', 'DeleteObject', { Bucket, Key: 'my app/a b.zip' });
    const [message, ...others] = received();
    expect(others).toEqual([]);
    expect(message?.Records).toMatchObject([
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventName: 'ObjectCreated:Put',
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'zips',
          bucket: { name: Bucket, arn: 'arn:aws:s3:::sources' },
          object: { key: 'my+app/a+b.zip', size: 4, eTag: ETag.replaceAll('"', '') },
        },
      },
    ]);
  });

  it('are told of deletions, and by topics too', async () => {
    const { call, put, notify, TopicArn, context } = await receivers();
    call('sns', 'Subscribe', {
      TopicArn,
      Protocol: 'sqs',
      Endpoint: 'arn:aws:sqs:us-east-1:123456789012:other',
    });
    notify({ TopicConfigurations: [{ TopicArn, Events: ['s3:ObjectRemoved:Delete'] }] });
    put('a');
    call('s3', 'DeleteObject', { Bucket, Key: 'a' });
    const sent = [...snsTables(context.store, '123456789012/us-east-1').notifications.values()];
    expect(sent.map(({ message }) => message.subject)).toEqual(Array(2).fill('Amazon S3 Notification'));
    expect(JSON.parse(sent[1]?.message.bodies['default'] ?? '')).toMatchObject({
      Records: [{ eventName: 'ObjectRemoved:Delete', s3: { object: { key: 'a' } } }],
    });
  });

  it('that are gone get nothing, and the object is there nevertheless', async () => {
    const { call, put, notify, QueueArn } = await receivers();
    notify({ QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:Put'] }] });
    call('sqs', 'DeleteQueue', { QueueUrl: 'uploads' });
    expect(put('a').ETag).toBeDefined();
  });

  it.each([
    ['a queue that is not there', { QueueArn: 'arn:aws:sqs:us-east-1:123456789012:gone' }, {}],
    ['a FIFO queue', { QueueArn: 'arn:aws:sqs:us-east-1:123456789012:uploads.fifo' }, {}],
    ['an unknown event', { Events: ['s3:ObjectMoved:*'] }, {}],
    ['two rules for one event', {}, { Events: ['s3:ObjectCreated:Put'], Filter }],
  ])('are refused for %s', async (_what, change, second) => {
    const { notify, QueueArn } = await receivers();
    const one = { QueueArn, Events: ['s3:ObjectCreated:*'], ...change };
    const other = Object.keys(second).length === 0 ? [] : [{ QueueArn, ...second }];
    expect(() => notify({ QueueConfigurations: [one, ...other] })).toThrow(
      expect.objectContaining({ code: 'InvalidArgument' }),
    );
  });
});
