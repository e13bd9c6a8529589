/**
 * The bucket that a host name addresses (virtual-hosted style), such as `my-bucket.localhost:4566`; undefined for path
 * style. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function bucketOfHost(host: string | undefined): string | undefined {
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '');
  const match =
    /^(.+)\.s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.exec(name) ??
    /^(.+?)(?:\.s3(?:[.-][a-z0-9-]+)*)?\.(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.exec(name);
  const bucket = match?.[1];
  return bucket === undefined || bucket === 's3' || bucket.startsWith('s3.') || bucket.startsWith('s3-')
    ? undefined
    : bucket;
}

/** Splits a percent-encoded path into the bucket and the path below it; no bucket for the service's own root. */
export function splitPath(
  path: string,
  hostBucket: string | undefined,
): { readonly bucket: string | undefined; readonly path: string } {
  if (hostBucket !== undefined) return { bucket: hostBucket, path };
  const [, bucket = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  if (bucket === '') return { bucket: undefined, path: '/' };
  return { bucket, path: rest === '' ? '/' : rest };
}
