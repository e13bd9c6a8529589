import { describe, expect, it } from 'vitest';
import { eventsTables } from '../events/store.ts';
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
