import type { GetObjectOutput } from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error.ts';
import { refusal, type SiteRequest, type SiteResponse } from '../../gateway/website-door.ts';
import { invokeNow } from '../../services/invoke.ts';
import type { WithBytes } from '../../services/s3/bodies.ts';
import { corsHeaders } from '../../services/s3/cors.ts';
import { mayAnybodyRead } from '../../services/s3/public-read.ts';
import { bucketsOf, bucketTables, type BucketRow } from '../../services/s3/store.ts';
import { siteAnswer, type SiteObject } from '../../services/s3/website.ts';
import type { OperationContext } from '../../services/context.ts';
import type { ControlPlane } from '../control-plane.ts';

/** Answers for the site of a bucket. */
export function serveWebsite(
  plane: Pick<ControlPlane, 'store' | 'contextOf'>,
  request: SiteRequest,
): SiteResponse {
  const { bucket: name, key, host, headers } = request;
  const bucket = bucketsOf({ store: plane.store, caller: { partition: 'aws' } }).get(name);
  if (bucket === undefined) {
    return refusal(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
  }
  if (bucket.website === undefined) {
    return refusal(
      404,
      'NoSuchWebsiteConfiguration',
      'The specified bucket does not have a website configuration',
      { BucketName: name },
    );
  }
  const context = plane.contextOf(`${bucket.ownerAccountId}/${bucket.region}`);
  const lookUp = (wanted: string) => lookUpObject(context, bucket, wanted);
  const answer = siteAnswer(bucket.website, { key, host }, lookUp);
  switch (answer.kind) {
    case 'redirect':
      return { status: answer.status, headers: { location: answer.location }, body: '' };
    case 'object':
      return shown(context, bucket, answer.key, 200, headers);
    case 'error': {
      const { status, code, message, document } = answer;
      if (document !== undefined && lookUp(document).kind === 'found') {
        return shown(context, bucket, document, status, {});
      }
      return refusal(status, code, message, code === 'NoSuchKey' ? { Key: answer.key } : {});
    }
  }
}

function lookUpObject(context: OperationContext, bucket: BucketRow, key: string): SiteObject {
  const content = bucketTables(context.store, bucket.name).current.get(key)?.content;
  if (content === undefined) return { kind: 'missing' };
  if (!mayAnybodyRead(context, bucket, key)) return { kind: 'denied' };
  return { kind: 'found', redirect: content.websiteRedirectLocation };
}

/** By S3's own operation, so that conditions, and what an object says of itself, are answered alike. */
function shown(
  context: OperationContext,
  bucket: BucketRow,
  Key: string,
  status: number,
  headers: SiteRequest['headers'],
): SiteResponse {
  try {
    const output = invokeNow(
      's3',
      'GetObject',
      {
        Bucket: bucket.name,
        Key,
        IfNoneMatch: headers['if-none-match'],
        IfModifiedSince: dateOf(headers['if-modified-since']),
      },
      context,
    ) as WithBytes<GetObjectOutput>;
    return {
      status,
      headers: { ...objectHeaders(output), ...forPages(bucket, headers) },
      body: output.Body ?? '',
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.status === 304) return { status: 304, headers: {}, body: '' };
    return refusal(error.status, error.code, error.message);
  }
}

function objectHeaders(output: WithBytes<GetObjectOutput>): Record<string, string> {
  const given = {
    'cache-control': output.CacheControl,
    'content-disposition': output.ContentDisposition,
    'content-encoding': output.ContentEncoding,
    'content-language': output.ContentLanguage,
    'content-type': output.ContentType,
    etag: output.ETag,
    'last-modified': output.LastModified?.toUTCString(),
    ...Object.fromEntries(
      Object.entries(output.Metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value]),
    ),
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function forPages(
  { cors = [] }: BucketRow,
  { origin }: SiteRequest['headers'],
): Readonly<Record<string, string>> {
  return origin === undefined ? {} : (corsHeaders(cors, { origin, method: 'GET' }) ?? {});
}

function dateOf(text: string | undefined): Date | undefined {
  const atMs = Date.parse(text ?? '');
  return Number.isNaN(atMs) ? undefined : new Date(atMs);
}
