import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { migrations } from '../../src/database/migrations.ts';
import { createPool } from '../../src/database/pool.ts';
import { createDatabase } from '../postgres/database.ts';

async function withPool(test: (pool: ReturnType<typeof createPool>) => Promise<void>): Promise<void> {
  const pool = createPool(await createDatabase(), () => undefined);
  try {
    await test(pool);
  } finally {
    await pool.end();
  }
}

describe('migrations', () => {
  it('are each applied once, in order, by whichever of several tasks comes first', async () => {
    await withPool(async (pool) => {
      const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(pool, migrations)));
      expect(applied.flat()).toEqual(migrations.map(({ name }) => name));
      const { rows } = await pool.query('SELECT count(*)::int AS count FROM schema_migrations');
      expect(rows[0].count).toBe(migrations.length);
    });
  });

  it('run only what is new, and leave what a newer release applied', async () => {
    await withPool(async (pool) => {
      const first = { name: '1', sql: 'CREATE TABLE one ()' };
      const second = { name: '2', sql: 'CREATE TABLE two ()' };
      expect(await migrate(pool, [first])).toEqual(['1']);
      expect(await migrate(pool, [first, second])).toEqual(['2']);
      expect(await migrate(pool, [first])).toEqual([]);
    });
  });

  it('leave nothing behind when one of them fails', async () => {
    await withPool(async (pool) => {
      const good = { name: '1', sql: 'CREATE TABLE one ()' };
      await expect(migrate(pool, [good, { name: '2', sql: 'CREATE TABLE' }])).rejects.toThrow('syntax error');
      const { rows } = await pool.query(
        "SELECT to_regclass('one') AS one, to_regclass('schema_migrations') AS log",
      );
      expect(rows).toEqual([{ one: null, log: null }]);
    });
  });

  it('refuse one that was edited after it was applied', async () => {
    await withPool(async (pool) => {
      await migrate(pool, [{ name: '1', sql: 'CREATE TABLE one ()' }]);
      await expect(migrate(pool, [{ name: '1', sql: 'CREATE TABLE uno ()' }])).rejects.toThrow(
        'edited after',
      );
    });
  });
});
