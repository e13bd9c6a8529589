import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { createPool } from '../src/database/pool.ts';
import { createDatabase } from './postgres/database.ts';
import { startApp, type RunningApp } from './start-app.ts';

let running: RunningApp;

beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.close());

const json = { 'content-type': 'application/json' };
const someProduct = '/products/0190163d-8694-739b-aea5-966c26f8ad91';

describe('a refused request', () => {
  it.each([
    ['an unknown path', { url: '/products/a/b' }, 'not-found', 404],
    ['an unknown id', { url: someProduct }, 'not-found', 404],
    ['an id that is none', { url: '/products/17' }, 'not-found', 404],
    ['a path that is not a URL', { url: '/products/%zz' }, 'malformed-request', 400],
    [
      'malformed JSON',
      { method: 'POST', url: '/products', headers: json, payload: '{"name":' },
      'malformed-request',
      400,
    ],
    [
      'an empty body',
      { method: 'POST', url: '/products', headers: json, payload: '' },
      'malformed-request',
      400,
    ],
    ['no body', { method: 'POST', url: '/products' }, 'invalid-body', 422],
    [
      'a prototype in the body',
      { method: 'POST', url: '/products', headers: json, payload: '{"__proto__":{}}' },
      'malformed-request',
      400,
    ],
    [
      'a body over 64 KiB',
      {
        method: 'POST',
        url: '/products',
        headers: json,
        payload: JSON.stringify({ name: 'n'.repeat(65_536) }),
      },
      'body-too-large',
      413,
    ],
    [
      'text',
      { method: 'POST', url: '/products', headers: { 'content-type': 'text/plain' }, payload: 'hello' },
      'unsupported-media-type',
      415,
    ],
    [
      'a merge patch that is posted',
      {
        method: 'POST',
        url: '/products',
        headers: { 'content-type': 'application/merge-patch+json' },
        payload: '{}',
      },
      'unsupported-media-type',
      415,
    ],
    [
      'another patch format',
      {
        method: 'PATCH',
        url: someProduct,
        headers: { 'content-type': 'application/json-patch+json' },
        payload: '[]',
      },
      'unsupported-media-type',
      415,
    ],
    [
      'a method the resource lacks',
      { method: 'PUT', url: someProduct, payload: {} },
      'method-not-allowed',
      405,
    ],
  ] as const)('with %s is answered with the problem of its kind', async (_case, request, name, status) => {
    const response = await running.app.inject(request);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.json()).toMatchObject({
      type: `/products/docs#${name}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      instance: request.url,
    });
  });

  it.each([
    ['/products', 'GET, HEAD, POST'],
    [`${someProduct}/stock-adjustments`, 'POST'],
    [someProduct, 'GET, HEAD, DELETE, PATCH'],
    ['/health', 'GET, HEAD'],
  ])('learns what %s allows', async (url, allow) => {
    const response = await running.app.inject({ method: 'OPTIONS', url });
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe(allow);
  });

  it('learns which patch formats there are', async () => {
    const headers = { 'content-type': 'text/plain' };
    const response = await running.app.inject({ method: 'PATCH', url: someProduct, headers, payload: 'x' });
    expect(response.headers['accept-patch']).toBe('application/merge-patch+json, application/json');
  });

  it('never gets more than 20 errors', async () => {
    const payload = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`member${index}`, 1]));
    const response = await running.app.inject({ method: 'POST', url: '/products', payload });
    expect(response.json().errors).toHaveLength(20);
  });
});

describe('what is not HTTP', () => {
  async function exchange(request: string): Promise<string> {
    const { port } = running.app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data));
    socket.write(request);
    await once(socket, 'close');
    return answer;
  }

  beforeAll(async () => {
    await running.app.listen({ host: '127.0.0.1', port: 0 });
  });

  it('is answered with a problem, then the connection is closed', async () => {
    const answer = await exchange('nonsense\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('/products/docs#malformed-request');
  });

  it('is answered 431 when the headers are larger than 16 KiB', async () => {
    const answer = await exchange(
      `GET /products HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('/products/docs#headers-too-large');
  });
});

describe('without a database', () => {
  it('requests are answered 503 and health stays 200, once the service was ready', async () => {
    // Nothing listens on port 1.
    const pool = createPool({ ...(await createDatabase()), port: 1 }, () => undefined);
    const app = await buildApp({ pool, isReady: () => true, logger: false });
    const response = await app.inject('/products');
    expect(response.json()).toMatchObject({ status: 503, type: '/products/docs#database-unavailable' });
    expect(response.headers['retry-after']).toBe('1');
    expect((await app.inject('/health')).statusCode).toBe(200);
    await app.close();
    await pool.end();
  });

  it('everything but the documentation is answered 503 until the service is ready', async () => {
    let isReady = false;
    const app = await buildApp({ pool: running.pool, isReady: () => isReady, logger: false });
    for (const url of ['/health', '/products', someProduct]) {
      expect((await app.inject(url)).json()).toMatchObject({ status: 503, type: '/products/docs#starting' });
    }
    expect((await app.inject('/products/docs')).statusCode).toBe(200);
    isReady = true;
    expect((await app.inject('/health')).json()).toEqual({ status: 'ok' });
    expect((await app.inject('/products')).statusCode).toBe(200);
    await app.close();
  });

  it('a failure nobody expected is logged and not shown', async () => {
    const lines: string[] = [];
    const broken = await startApp({
      logger: { level: 'error', stream: { write: (line) => lines.push(line) } },
    });
    await broken.pool.query('ALTER TABLE products RENAME COLUMN name TO title');
    const response = await broken.app.inject('/products');
    await broken.close();
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('column');
    expect(lines.join()).toContain('column \\"name\\" does not exist');
  });
});
