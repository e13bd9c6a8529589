import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { type Gateway, startGateway } from '../../gateway/http-server.ts';
import { websiteDoor } from '../../gateway/website-door.ts';
import type { AccessDenial } from '../../services/iam/authorization/denials.ts';
import { createTestContext, type TestContext } from '../../services/test-context.ts';
import { serveWebsite } from './serve-website.ts';

let gateway: Gateway;
let test: TestContext;
let isEnforced: boolean;
let denials: AccessDenial[];

beforeEach(async () => {
  test = await createTestContext();
  isEnforced = true;
  denials = [];
  const { context, call } = test;
  const plane = {
    store: context.store,
    contextOf: () => ({
      ...context,
      authorization: { isEnforced, note: (denial: AccessDenial) => denials.push(denial) },
    }),
  };
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    doors: [websiteDoor((asked) => serveWebsite(plane, asked))],
    log: silentLogger,
  });
  call('s3', 'CreateBucket', { Bucket: 'shop' });
  call('s3', 'PutBucketWebsite', {
    Bucket: 'shop',
    WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' }, ErrorDocument: { Key: 'error.html' } },
  });
  for (const [Key, text] of [
    ['index.html', '<h1>Shop</h1>'],
    ['docs/index.html', '<h1>Docs</h1>'],
    ['a b.html', 'spaces'],
  ] as const)
    call('s3', 'PutObject', { Bucket: 'shop', Key, Body: Buffer.from(text), ContentType: 'text/html' });
});

afterEach(() => gateway.stop());

function openToEverybody(): void {
  test.call('s3', 'DeletePublicAccessBlock', { Bucket: 'shop' });
  const Statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::shop/*',
  };
  test.call('s3', 'PutBucketPolicy', {
    Bucket: 'shop',
    Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
}

async function get(
  path: string,
  { host = 'shop.s3-website-us-east-1.localhost', method = 'GET', headers = {} } = {},
) {
  return new Promise<{ status: number | undefined; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      request(
        { host: '127.0.0.1', port: gateway.port, path, method, headers: { host, ...headers } },
        (response) => {
          let text = '';
          response.on('data', (chunk) => (text += String(chunk)));
          response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
        },
      )
        .once('error', reject)
        .end();
    },
  );
}

describe('the site of a bucket that everybody may read', () => {
  beforeEach(openToEverybody);

  it('shows objects, with what they say of themselves', async () => {
    const index = await get('/?q=1');
    expect(index).toMatchObject({ status: 200, text: '<h1>Shop</h1>' });
    expect(index.headers).toMatchObject({ 'content-type': 'text/html', etag: expect.any(String) as string });
    expect(await get('/a%20b.html')).toMatchObject({ status: 200, text: 'spaces' });
    expect((await get('/docs')).headers['location']).toBe('/docs/');
    expect(await get('/', { host: 'shop.s3-website.eu-central-1.amazonaws.com:4566' })).toMatchObject({
      status: 200,
    });
    expect(await get('/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    const etag = String(index.headers['etag']);
    expect(await get('/', { headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, text: '' });
    expect(denials).toEqual([]);
  });

  it('shows an error as a page, the document of the bucket once there is one', async () => {
    const missing = await get('/none?<script>');
    expect(missing.status).toBe(404);
    expect(missing.text).toContain('<li>Code: NoSuchKey</li>');
    expect((await get('/%3Cscript%3E')).text).toContain('Key: &#60;script&#62;');
    test.call('s3', 'PutObject', { Bucket: 'shop', Key: 'error.html', Body: Buffer.from('lost') });
    expect(await get('/none')).toMatchObject({ status: 404, text: 'lost' });
    expect(await get('/', { method: 'PUT' })).toMatchObject({ status: 405 });
  });

  it('lets pages of other origins have it by the rules of the bucket', async () => {
    test.call('s3', 'PutBucketCors', {
      Bucket: 'shop',
      CORSConfiguration: { CORSRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }] },
    });
    const answer = await get('/', { headers: { origin: 'https://example.com' } });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('a site that not everybody may read', () => {
  it('is refused where policies are enforced, and said to be elsewhere', async () => {
    expect(await get('/')).toMatchObject({ status: 403 });
    expect(denials.at(-1)).toMatchObject({
      principalArn: 'anonymous',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::shop/index.html',
      reason: expect.stringContaining('RestrictPublicBuckets') as string,
      isEnforced: true,
    });
    test.call('s3', 'DeletePublicAccessBlock', { Bucket: 'shop' });
    expect(await get('/')).toMatchObject({ status: 403 });
    expect(denials.at(-1)?.reason).not.toContain('RestrictPublicBuckets');
    isEnforced = false;
    expect(await get('/')).toMatchObject({ status: 200, text: '<h1>Shop</h1>' });
    expect(denials.at(-1)?.isEnforced).toBe(false);
  });

  it('is none without a configuration, or a bucket', async () => {
    test.call('s3', 'DeleteBucketWebsite', { Bucket: 'shop' });
    expect((await get('/')).text).toContain('NoSuchWebsiteConfiguration');
    expect((await get('/', { host: 'none.s3-website-us-east-1.localhost' })).text).toContain('NoSuchBucket');
    expect(await get('/', { host: 'shop.localhost' })).toMatchObject({
      status: 404,
      text: expect.stringContaining('Nothing is served') as string,
    });
  });
});
