import type { IncomingHttpHeaders } from 'node:http';

/** What a signed request says of its signer. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** The credential scope of the Authorization header or, for presigned URLs, of the query; undefined for anonymous requests. */
export function credentialScope(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): CredentialScope | undefined {
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ??
    query.get('X-Amz-Credential') ??
    undefined;
  if (credential !== undefined) {
    // The access key may hold slashes; the scope's four parts never do.
    const parts = credential.split('/');
    if (parts.length < 5) return undefined;
    const [, region = '', service = ''] = parts.slice(-4);
    return { accessKeyId: parts.slice(0, -4).join('/'), region, service };
  }
  // S3's older signature names no scope.
  const legacy =
    /^AWS ([^:]+):/.exec(headers.authorization ?? '')?.[1] ?? query.get('AWSAccessKeyId') ?? undefined;
  return legacy === undefined ? undefined : { accessKeyId: legacy, region: '', service: 's3' };
}
