import { describe, expect, it } from 'vitest';
import { sha256, signatureOf, signedHeaders, signingKey } from '../../core/sigv4.ts';
import { canonicalRequest, credentialScopeOf, emptyHash, stringToSign } from './canonical-request.ts';
import type { Signature } from './signature.ts';
import { type ReceivedRequest, verifySignature } from './verify-signature.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const host = 'examplebucket.s3.amazonaws.com';
const nowMs = Date.parse('2013-05-24T00:00:00Z');
const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const credentials = () => ({ secretAccessKey, isActive: true });

function request(
  given: Partial<ReceivedRequest> & { readonly plain: Record<string, string> },
): ReceivedRequest {
  const { plain, ...rest } = given;
  const queryText = given.queryText ?? '';
  return {
    method: 'GET',
    path: '/',
    body: Buffer.alloc(0),
    ...rest,
    queryText,
    query: new URLSearchParams(queryText),
    headers: Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, [value]])),
  };
}

const verify = (received: ReceivedRequest, atMs = nowMs) =>
  verifySignature(received, 's3', credentials, atMs);

// The examples that AWS publishes, with the signatures it computes:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
describe("AWS's own examples", () => {
  const authorization = (names: string, signature: string) =>
    `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${names},Signature=${signature}`;

  it('GET of an object with a range', () => {
    const plain = {
      host,
      range: 'bytes=0-9',
      'x-amz-content-sha256': emptyHash,
      'x-amz-date': '20130524T000000Z',
      authorization: authorization(
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
    };
    expect(() => verify(request({ path: '/test.txt', plain }))).not.toThrow();
    expect(() => verify(request({ path: '/test2.txt', plain }))).toThrow('mismatch');
    expect(() => verify(request({ path: '/test.txt', plain: { ...plain, range: 'bytes=0-10' } }))).toThrow(
      'mismatch',
    );
    expect(() => verify(request({ path: '/test.txt', plain, body: Buffer.from('x') }))).toThrow(
      'wrong-content',
    );
  });

  it('PUT of an object whose key has a character to encode', () => {
    const plain = {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      host,
      'x-amz-content-sha256': sha256('Welcome to Amazon S3.'),
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      authorization: authorization(
        'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ),
    };
    const put = { method: 'PUT', path: '/test%24file.text', body: Buffer.from('Welcome to Amazon S3.') };
    expect(() => verify(request({ ...put, plain }))).not.toThrow();
    expect(() => verify(request({ ...put, plain: { ...plain, 'x-amz-acl': 'public-read' } }))).toThrow(
      'x-amz-acl',
    );
  });

  it('GET with parameters in the query', () => {
    const plain = {
      host,
      'x-amz-content-sha256': emptyHash,
      'x-amz-date': '20130524T000000Z',
      authorization: authorization(
        'host;x-amz-content-sha256;x-amz-date',
        '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      ),
    };
    expect(() => verify(request({ queryText: 'prefix=J&max-keys=2', plain }))).not.toThrow();
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  it('a presigned URL, until it expires', () => {
    const queryText = [
      'X-Amz-Algorithm=AWS4-HMAC-SHA256',
      `X-Amz-Credential=${encodeURIComponent(scope)}`,
      'X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host',
      'X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    ].join('&');
    const presigned = request({ path: '/test.txt', queryText, plain: { host } });
    expect(() => verify(presigned, nowMs + 86_400_000)).not.toThrow();
    expect(() => verify(presigned, nowMs + 86_401_000)).toThrow('Signature expired');
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
  it('a body in signed chunks', () => {
    const first = Buffer.alloc(65_536, 'a');
    const second = Buffer.alloc(1024, 'a');
    const body = Buffer.concat([
      Buffer.from(
        '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n',
      ),
      first,
      Buffer.from(
        '\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n',
      ),
      second,
      Buffer.from(
        '\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
      ),
    ]);
    const plain = {
      host: 's3.amazonaws.com',
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '66560',
      'content-length': '66824',
      authorization: authorization(
        'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
        '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
      ),
    };
    const put = { method: 'PUT', path: '/examplebucket/chunkObject.txt' };
    expect(() => verify(request({ ...put, plain, body }))).not.toThrow();
    const changed = Buffer.from(body);
    changed[70_000] = 0x62;
    changed[200] = 0x62;
    expect(() => verify(request({ ...put, plain, body: changed }))).toThrow('mismatch');
    expect(() => verify(request({ ...put, plain, body: body.subarray(0, 66_000) }))).toThrow('mismatch');
  });
});

describe('services other than S3', () => {
  it('takes what the aws command of builds signs, and nothing for another service', () => {
    const signer = {
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey },
      region: 'us-east-1',
      service: 'ecs',
      atMs: nowMs,
    };
    const url = new URL('http://localhost:4566/');
    const body = Buffer.from('{}');
    const plain = signedHeaders(signer, { method: 'POST', url, headers: {}, body });
    const received = request({ method: 'POST', body, plain });
    expect(() => verifySignature(received, 'ecs', credentials, nowMs)).not.toThrow();
    expect(() =>
      verifySignature({ ...received, body: Buffer.from('{} ') }, 'ecs', credentials, nowMs),
    ).toThrow('mismatch');
    expect(() => verifySignature(received, 'logs', credentials, nowMs)).toThrow(
      "Credential should be scoped to correct service: 'logs'.",
    );
  });

  it('normalizes the path and encodes it twice', () => {
    const signature = {
      place: 'header',
      accessKeyId: 'A',
      day: '20130524',
      region: 'us-east-1',
      service: 'service',
      signedHeaders: ['host'],
      signature: '',
      time: '20130524T000000Z',
      timeMs: nowMs,
    } satisfies Signature;
    const parts = {
      method: 'GET',
      path: '//a/./b/../c%20d/',
      queryText: 'b=2&a=%2F&a=1&c',
      headers: { host: ['h'] },
    };
    const canonical = canonicalRequest(parts, signature, emptyHash);
    expect(canonical).toBe(`GET\n/a/c%2520d/\na=%2F&a=1&b=2&c=\nhost:h\n\nhost\n${emptyHash}`);
    const text = stringToSign(signature, canonical);
    expect(signatureOf(signingKey(secretAccessKey, credentialScopeOf(signature)), text)).toMatch(
      /^[0-9a-f]{64}$/,
    );
  });
});
