import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { DatabaseSettings } from '../../src/database/pool.ts';
import { deleteExpiredAnswers } from '../../src/idempotency/answer-once.ts';
import { createDatabase } from '../postgres/database.ts';
import { startApp, type RunningApp } from '../start-app.ts';

const price = { amount: 1, currency: 'EUR' };

function product(sku: string, name: string) {
  return { sku, name, price };
}

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

function post({ app }: RunningApp, key: string, payload: object) {
  return app.inject({ method: 'POST', url: '/products', headers: { 'idempotency-key': key }, payload });
}

async function countProducts(sku: string): Promise<number> {
  const { rows } = await one.pool.query('SELECT count(*)::int AS count FROM products WHERE sku = $1', [sku]);
  return rows[0].count;
}

/** Makes the answer kept under the key look as if it was given that long ago. */
async function age(key: string, interval: string): Promise<void> {
  await one.pool.query('UPDATE idempotency_keys SET created_at = now() - $2::interval WHERE key = $1', [
    key,
    interval,
  ]);
}

describe('Idempotency-Key', () => {
  it('gives the first answer again, from another task too, and creates nothing', async () => {
    const first = await post(one, 'again', product('again', 'A'));
    const second = await post(two, 'again', { price, name: 'A', sku: 'again' });
    expect(first.statusCode).toBe(201);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.statusCode).toBe(201);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.headers).toMatchObject({ location: first.headers.location, etag: first.headers.etag });
    expect(second.body).toBe(first.body);
    expect(await countProducts('again')).toBe(1);
  });

  it('survives a restart of the service', async () => {
    const before = await startApp({ database });
    const first = await post(before, 'restart', product('restart', 'A'));
    await before.close();
    const after = await startApp({ database });
    const second = await post(after, 'restart', product('restart', 'A'));
    await after.close();
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.body).toBe(first.body);
  });

  it('refuses the key for another body', async () => {
    await post(one, 'reused', product('reused', 'A'));
    const response = await post(two, 'reused', product('reused', 'B'));
    expect(response.json()).toMatchObject({ status: 422, type: '/products/docs#idempotency-key-reused' });
  });

  it('creates one product when the same request arrives many times at once at two tasks', async () => {
    const responses = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        post(index % 2 === 0 ? one : two, 'parallel', product('parallel', 'P')),
      ),
    );
    expect(new Set(responses.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(responses.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(await countProducts('parallel')).toBe(1);
  });

  it('does not remember a failure, which changed nothing', async () => {
    await post(one, 'other', product('busy', 'Owner'));
    const refused = await post(one, 'retry', product('busy', 'R'));
    expect(refused.statusCode).toBe(409);
    const retried = await post(one, 'retry', product('free', 'R'));
    expect(retried.statusCode).toBe(201);
    expect(retried.headers['idempotency-replayed']).toBeUndefined();
  });

  it('is free again after 24 hours, whether or not the old answer has been deleted', async () => {
    await post(one, 'expired', product('expired', 'Old'));
    await age('expired', '23 hours 59 minutes');
    const early = await post(one, 'expired', product('expired2', 'New'));
    expect(early.statusCode).toBe(422);
    await age('expired', '24 hours 1 minute');
    const late = await post(one, 'expired', product('expired2', 'New'));
    expect(late.statusCode).toBe(201);
    expect(late.headers['idempotency-replayed']).toBeUndefined();
  });

  it('leaves no row behind once its answer has expired', async () => {
    await post(one, 'deleted', product('deleted', 'D'));
    await post(one, 'kept', product('kept', 'K'));
    await age('deleted', '25 hours');
    expect(await deleteExpiredAnswers(one.pool)).toBe(1);
    const { rows } = await one.pool.query(
      "SELECT key FROM idempotency_keys WHERE key IN ('deleted', 'kept')",
    );
    expect(rows).toEqual([{ key: 'kept' }]);
  });

  it('answers 409 when the first request takes longer than the lock timeout', async () => {
    const { host, port, name, user } = database;
    const pool = new pg.Pool({ host, port, database: name, user, lock_timeout: 50 });
    const app = await buildApp({ pool, isReady: () => true, logger: false });
    const first = await pool.connect();
    try {
      await first.query('BEGIN');
      await first.query(
        "INSERT INTO idempotency_keys (operation, key, fingerprint) VALUES ('POST /products', 'slow', '')",
      );
      const headers = { 'idempotency-key': 'slow' };
      const payload = product('slow', 'S');
      const response = await app.inject({ method: 'POST', url: '/products', headers, payload });
      expect(response.json()).toMatchObject({ status: 409, type: '/products/docs#idempotency-key-in-use' });
      expect(response.headers['retry-after']).toBe('1');
      await first.query('ROLLBACK');
      const retried = await app.inject({ method: 'POST', url: '/products', headers, payload });
      expect(retried.statusCode).toBe(201);
    } finally {
      first.release();
      await app.close();
      await pool.end();
    }
  });

  it.each(['', 'two words', 'ü', 'k'.repeat(256)])(
    'must be visible ASCII of sensible length, not "%s"',
    async (key) => {
      const response = await post(one, key, product('key', 'K'));
      expect(response.statusCode).toBe(400);
      expect(response.json().errors[0]).toMatchObject({ header: 'idempotency-key' });
      expect(await countProducts('key')).toBe(0);
    },
  );
});
