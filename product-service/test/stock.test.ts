import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseSettings } from '../src/database/pool.ts';
import { createDatabase } from './postgres/database.ts';
import { startApp, type RunningApp } from './start-app.ts';

let database: DatabaseSettings;
let one: RunningApp;
let two: RunningApp;

beforeAll(async () => {
  database = await createDatabase();
  one = await startApp({ database });
  two = await startApp({ database });
});
afterAll(async () => {
  await one.close();
  await two.close();
});

async function create(sku: string, stock: number): Promise<string> {
  const payload = { sku, name: sku, price: { amount: 1, currency: 'EUR' }, stock };
  const response = await one.app.inject({ method: 'POST', url: '/products', payload });
  expect(response.statusCode).toBe(201);
  return String(response.headers.location);
}

function adjust(url: string, payload: object, { app } = one, headers: Record<string, string> = {}) {
  return app.inject({ method: 'POST', url: `${url}/stock-adjustments`, payload, headers });
}

async function stockOf(url: string): Promise<number> {
  return (await one.app.inject(url)).json().stock;
}

async function recordedDeltas(url: string): Promise<number[]> {
  const { rows } = await one.pool.query<{ delta: number }>(
    'SELECT delta FROM stock_adjustments WHERE product_id = $1 ORDER BY created_at',
    [url.split('/').at(-1)],
  );
  return rows.map(({ delta }) => delta);
}

describe('POST /products/{id}/stock-adjustments', () => {
  it('adds and takes, gives the new stock and a new version, and records each adjustment', async () => {
    const url = await create('ADJUST', 10);
    const taken = await adjust(url, { delta: -3, reason: 'sold' });
    expect(taken.statusCode).toBe(201);
    expect(taken.json()).toEqual({
      id: expect.any(String),
      productId: url.split('/').at(-1),
      delta: -3,
      reason: 'sold',
      stock: 7,
      createdAt: expect.any(String),
    });
    expect((await adjust(url, { delta: 5 })).json()).toMatchObject({ reason: null, stock: 12 });
    const product = await one.app.inject(url);
    expect(product.json()).toMatchObject({ stock: 12 });
    expect(product.headers.etag).toBe('"3"');
    expect(await recordedDeltas(url)).toEqual([10, -3, 5]);
  });

  it('takes the last piece, and not one more', async () => {
    const url = await create('LAST', 1);
    expect((await adjust(url, { delta: -1 })).json()).toMatchObject({ stock: 0 });
    const refused = await adjust(url, { delta: -1 });
    expect(refused.json()).toMatchObject({
      status: 409,
      type: '/products/docs#insufficient-stock',
      detail: '1 cannot be taken: there are 0 in stock.',
    });
    expect(await stockOf(url)).toBe(0);
    expect(await recordedDeltas(url)).toEqual([1, -1]);
  });

  it('never sells more than there is, however many tasks sell at once', async () => {
    const url = await create('RUSH', 50);
    const responses = await Promise.all(
      Array.from({ length: 120 }, (_, index) => adjust(url, { delta: -1 }, index % 2 === 0 ? one : two)),
    );
    const sold = responses.filter(({ statusCode }) => statusCode === 201);
    const refused = responses.filter(({ statusCode }) => statusCode === 409);
    expect([sold.length, refused.length]).toEqual([50, 70]);
    const stocks = sold.map((response) => Number(response.json().stock)).toSorted((a, b) => a - b);
    expect(stocks).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(await stockOf(url)).toBe(0);
  });

  it('loses no adjustment among simultaneous ones of every size', async () => {
    const url = await create('MIXED', 20);
    const deltas = Array.from({ length: 60 }, (_, index) => (index % 7) - 4 || 5);
    const responses = await Promise.all(
      deltas.map((delta, index) => adjust(url, { delta }, index % 2 === 0 ? one : two)),
    );
    for (const { statusCode } of responses) expect([201, 409]).toContain(statusCode);
    const applied = deltas.filter((_, index) => responses[index]?.statusCode === 201);
    expect(await stockOf(url)).toBe(applied.reduce((sum, delta) => sum + delta, 20));
    const recorded = await recordedDeltas(url);
    expect(recorded.reduce((sum, delta) => sum + delta, 0)).toBe(await stockOf(url));
  });

  it('happens once when the same keyed request arrives many times at once at two tasks', async () => {
    const url = await create('KEYED', 10);
    const headers = { 'idempotency-key': 'order-17' };
    const responses = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        adjust(url, { delta: -4 }, index % 2 === 0 ? one : two, headers),
      ),
    );
    expect(new Set(responses.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(
      responses.filter((response) => response.headers['idempotency-replayed'] === undefined),
    ).toHaveLength(1);
    expect(await stockOf(url)).toBe(6);
  });

  it('takes the same key for another product', async () => {
    const headers = { 'idempotency-key': 'shared' };
    const first = await create('SHARED-1', 5);
    const second = await create('SHARED-2', 5);
    expect((await adjust(first, { delta: -1 }, one, headers)).json()).toMatchObject({ stock: 4 });
    expect((await adjust(second, { delta: -1 }, one, headers)).json()).toMatchObject({ stock: 4 });
    const replayed = await adjust(
      first.toUpperCase().replace('/PRODUCTS', '/products'),
      { delta: -1 },
      two,
      headers,
    );
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    expect(await stockOf(first)).toBe(4);
  });

  it('does not let the stock grow over its limit', async () => {
    const url = await create('FULL', 1_000_000_000);
    const response = await adjust(url, { delta: 1_000_000_000 });
    expect(response.json()).toMatchObject({ status: 409, type: '/products/docs#stock-limit-exceeded' });
    expect(await stockOf(url)).toBe(1_000_000_000);
  });

  it('answers 404 for a product that does not exist', async () => {
    expect((await adjust('/products/0190163d-8694-739b-aea5-966c26f8ad91', { delta: 1 })).statusCode).toBe(
      404,
    );
  });

  it.each([
    [{}, '#/delta'],
    [{ delta: 0 }, '#/delta'],
    [{ delta: 1.5 }, '#/delta'],
    [{ delta: '1' }, '#/delta'],
    [{ delta: 1_000_000_001 }, '#/delta'],
    [{ delta: 1, reason: '' }, '#/reason'],
    [{ delta: 1, stock: 3 }, '#/stock'],
  ])('refuses %j', async (payload, pointer) => {
    const url = await create(`REFUSED-${crypto.randomUUID()}`, 1);
    const response = await adjust(url, payload);
    expect(response.statusCode).toBe(422);
    expect(response.json().errors[0]).toMatchObject({ pointer });
    expect(await stockOf(url)).toBe(1);
  });
});
