import { expect, it } from 'vitest';
import { loadWireSchema } from '../../wire/load-schema.ts';
import { matchRoute } from './rest-routes.ts';

// S3 operations on a bucket, whose name is no part of the path here.
it.each([
  ['GET', '/', 'metrics&id=a', 'GetBucketMetricsConfiguration'],
  ['GET', '/', 'metrics', 'ListBucketMetricsConfigurations'],
  // What lacks the `id` is not CreateBucket and DeleteBucket.
  ['PUT', '/', 'metrics', 'PutBucketMetricsConfiguration'],
  ['DELETE', '/', 'metrics', 'DeleteBucketMetricsConfiguration'],
  ['DELETE', '/', '', 'DeleteBucket'],
  ['PUT', '/key', 'partNumber=1&uploadId=a', 'UploadPart'],
  ['PUT', '/key', '', 'PutObject'],
])('%s %s?%s is %s', (method, path, query, operation) => {
  const request = { method, path, query: new URLSearchParams(query), headers: {} };
  expect(matchRoute(loadWireSchema('s3'), request)?.operation).toBe(operation);
});

it('finds an operation by its path when a parameter that it requires is missing', () => {
  const request = { method: 'GET', path: '/2013-04-01/hostedzonesbyvpc', query: new URLSearchParams() };
  expect(matchRoute(loadWireSchema('route53'), { ...request, headers: {} })?.operation).toBe(
    'ListHostedZonesByVPC',
  );
});
