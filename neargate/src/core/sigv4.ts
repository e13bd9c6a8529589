import { createHash, createHmac } from 'node:crypto';

/** An access key, with the token of its session where it has one. */
export interface SigningKeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface Signer {
  readonly credentials: SigningKeyPair;
  readonly region: string;
  readonly service: string;
  readonly atMs: number;
}

/** The headers that sign a request. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function signedHeaders(
  { credentials, region, service, atMs }: Signer,
  request: {
    readonly method: string;
    readonly url: URL;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
  },
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const time = amzTime(atMs);
  const bodyHash = sha256(request.body);
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-date': time,
    'x-amz-content-sha256': bodyHash,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(headers).toSorted();
  const canonical = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url.searchParams),
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    names.join(';'),
    bodyHash,
  ].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const signature = sign(secretAccessKey, scope, time, canonical);
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

/** A URL that carries its signature. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
export function presignedUrl(
  { credentials, region, service, atMs }: Signer,
  url: URL,
  expiresInSeconds: number,
): string {
  const time = amzTime(atMs);
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const signed = new URL(url);
  const query = signed.searchParams;
  query.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256');
  query.set('X-Amz-Credential', `${credentials.accessKeyId}/${scope}`);
  query.set('X-Amz-Date', time);
  query.set('X-Amz-Expires', String(expiresInSeconds));
  query.set('X-Amz-SignedHeaders', 'host');
  if (credentials.sessionToken !== undefined) query.set('X-Amz-Security-Token', credentials.sessionToken);
  const canonical = [
    'GET',
    signed.pathname,
    canonicalQuery(query),
    `host:${signed.host}`,
    '',
    'host',
    'UNSIGNED-PAYLOAD',
  ];
  query.set('X-Amz-Signature', sign(credentials.secretAccessKey, scope, time, canonical.join('\n')));
  return signed.href;
}

/** `20260102T030405Z` */
export function amzTime(atMs: number): string {
  return new Date(atMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/**
 * The signature over a canonical request.
 * @param scope `20260102/us-east-1/s3/aws4_request`
 */
export function sign(secretAccessKey: string, scope: string, time: string, canonical: string): string {
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  return signatureOf(signingKey(secretAccessKey, scope), text);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#derive-signing-key */
export function signingKey(secretAccessKey: string, scope: string): Buffer {
  return scope
    .split('/')
    .reduce<Buffer>(
      (key, part) => createHmac('sha256', key).update(part).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
}

/** @param text the string to sign */
export function signatureOf(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([key, value]) => [encode(key), encode(value)] as const)
    .toSorted(([leftKey, left], [rightKey, right]) =>
      leftKey === rightKey ? (left < right ? -1 : 1) : leftKey < rightKey ? -1 : 1,
    )
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
