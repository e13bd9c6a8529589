import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../core/logger.ts';
import { createInvoke } from '../services/invoke.ts';
import { bucketsOf } from '../services/s3/store.ts';
import { createTestContext, type TestContext } from '../services/test-context.ts';
import { type AwsDoorOptions, awsDoor } from './aws-door.ts';
import { type Gateway, startGateway } from './http-server.ts';

const origin = 'https://shop.example.com';
let gateway: Gateway;
let test: TestContext;

beforeAll(async () => {
  test = await createTestContext();
  const { call, context } = test;
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    doors: [
      awsDoor({
        invoke: createInvoke(context) as AwsDoorOptions['invoke'],
        defaultAccountId: '123456789012',
        defaultRegion: 'us-east-1',
        corsRulesOf: (name) => {
          const bucket = bucketsOf(context).get(name);
          return bucket && { rules: bucket.cors };
        },
        log: silentLogger,
      }),
    ],
    log: silentLogger,
  });
  for (const Bucket of ['photos', 'closed']) call('s3', 'CreateBucket', { Bucket });
  call('s3', 'PutObject', { Bucket: 'photos', Key: 'a b.txt', Body: Buffer.from('hello') });
  call('s3', 'PutBucketCors', {
    Bucket: 'photos',
    CORSConfiguration: {
      CORSRules: [
        {
          AllowedOrigins: [origin],
          AllowedMethods: ['GET', 'PUT'],
          AllowedHeaders: ['*'],
          ExposeHeaders: ['ETag'],
        },
      ],
    },
  });
});

afterAll(() => gateway.stop());

const fetchFrom = (path: string, headers: Record<string, string>, method = 'GET') =>
  fetch(`http://127.0.0.1:${gateway.port}${path}`, { method, headers });
const preflight = (path: string, headers: Record<string, string>) => fetchFrom(path, headers, 'OPTIONS');

describe('a preflight', () => {
  it('is answered by the rules of the bucket, for its path and its host', async () => {
    const asked = {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'Content-Type, x-amz-date',
    };
    const byPath = await preflight('/photos/a%20b.txt', asked);
    expect(byPath.status).toBe(200);
    expect(await byPath.text()).toBe('');
    expect(Object.fromEntries(byPath.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type, x-amz-date',
      'access-control-expose-headers': 'ETag',
    });
  });

  it.each([
    ['/photos/a', { 'access-control-request-method': 'PUT' }, 400, 'Origin request header needed'],
    [
      '/photos/a',
      { origin, 'access-control-request-method': 'PATCH' },
      400,
      'Invalid Access-Control-Request-Method: PATCH',
    ],
    ['/photos/a', { origin }, 400, 'Invalid Access-Control-Request-Method: null'],
    [
      '/photos/a',
      { origin, 'access-control-request-method': 'DELETE' },
      403,
      'This CORS request is not allowed.',
    ],
    [
      '/photos/a',
      { origin: 'https://x', 'access-control-request-method': 'GET' },
      403,
      'This CORS request is not allowed.',
    ],
    [
      '/closed/a',
      { origin, 'access-control-request-method': 'GET' },
      403,
      'CORS is not enabled for this bucket.',
    ],
    ['/none/a', { origin, 'access-control-request-method': 'GET' }, 403, 'Bucket not found'],
  ])('to %s with %j is refused', async (path, headers, status, message) => {
    const response = await preflight(path, headers as unknown as Record<string, string>);
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await response.text()).toContain(message);
  });
});

describe('an answer', () => {
  it('may be had by a page of an allowed origin, an error too', async () => {
    const found = await fetchFrom('/photos/a%20b.txt', { origin });
    expect(await found.text()).toBe('hello');
    expect(found.headers.get('access-control-allow-origin')).toBe(origin);
    expect(found.headers.get('vary')).toContain('Origin');
    const missing = await fetchFrom('/photos/none', { origin });
    expect(missing.status).toBe(404);
    expect(missing.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it.each([
    ['/photos/a%20b.txt', {}],
    ['/photos/a%20b.txt', { origin: 'https://elsewhere.example.com' }],
    ['/closed?list-type=2', { origin }],
    ['/', { origin }],
  ])('of %s to %j has no such headers', async (path, headers) => {
    const response = await fetchFrom(path, headers as Record<string, string>);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
