import type { OperationContext } from '../context.ts';
import { callerUserId } from '../sts/caller-identity.ts';
import type { BucketRow, ObjectVersionRow } from './store.ts';

/** What happened to an object, as notifications call it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
export type ObjectEventName =
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:Put'
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated';

/** An event of an object, whoever is told of it. */
export interface ObjectEvent {
  readonly name: ObjectEventName;
  readonly row: ObjectVersionRow;
  /** Grows with every event of a key, as S3's does. Hexadecimal. */
  readonly sequencer: string;
  readonly requestId: string;
}

/** What a queue or topic gets. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function notificationMessage(
  context: OperationContext,
  bucket: BucketRow,
  { name, row, sequencer, requestId }: ObjectEvent,
  configurationId: string,
): string {
  const { content, key, versionId } = row;
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: bucket.region,
        eventTime: new Date(context.clock.now()).toISOString(),
        eventName: name,
        userIdentity: { principalId: `AWS:${callerUserId(context)}` },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId,
          bucket: {
            name: bucket.name,
            ownerIdentity: { principalId: bucket.ownerAccountId },
            arn: `arn:aws:s3:::${bucket.name}`,
          },
          object: {
            key: encodedKey(key),
            ...(content === undefined
              ? {}
              : { size: content.sizeBytes, eTag: content.etag.replaceAll('"', '') }),
            ...(bucket.versioning === undefined ? {} : { versionId }),
            sequencer,
          },
        },
      },
    ],
  });
}

/** What a queue or topic gets when it is named in a configuration. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function testMessage(
  { clock, ids }: Pick<OperationContext, 'clock' | 'ids'>,
  bucketName: string,
): string {
  const requestId = ids.hex(16).toUpperCase();
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(clock.now()).toISOString(),
    Bucket: bucketName,
    RequestId: requestId,
    HostId: requestId,
  });
}

/** As in a form: a blank is a plus. Slashes stay. */
function encodedKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}
