import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isUnavailable } from '../../src/database/failure.ts';
import { createPool } from '../../src/database/pool.ts';
import { inTransaction } from '../../src/database/transaction.ts';
import { createDatabase } from '../postgres/database.ts';

let pool: ReturnType<typeof createPool>;

beforeAll(async () => {
  pool = createPool(await createDatabase(), () => undefined);
  await pool.query('CREATE TABLE marks (mark integer PRIMARY KEY)');
});
afterAll(() => pool.end());

async function marks(): Promise<number[]> {
  const { rows } = await pool.query<{ mark: number }>('SELECT mark FROM marks ORDER BY mark');
  return rows.map(({ mark }) => mark);
}

describe('a transaction', () => {
  it('is committed when its work resolves and leaves nothing when it rejects', async () => {
    const result = await inTransaction(pool, async (client) => {
      await client.query('INSERT INTO marks VALUES (1)');
      return 'done';
    });
    expect(result).toBe('done');
    const failed = inTransaction(pool, async (client) => {
      await client.query('INSERT INTO marks VALUES (2)');
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await marks()).toEqual([1]);
  });

  it('rejects, and takes neither process nor pool along, when its connection is lost between two statements', async () => {
    const lost = inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      // Not events.once, which would listen for the error itself.
      const ended = new Promise<void>((resolve) => client.once('end', resolve));
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended;
      await client.query('INSERT INTO marks VALUES (3)');
    });
    const error: unknown = await lost.catch((reason: unknown) => reason);
    expect(isUnavailable(error)).toBe(true);
    expect(await marks()).not.toContain(3);
  });
});
