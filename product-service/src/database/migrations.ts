import type { Migration } from './migrate.ts';
import { sql as products } from './migrations/0001-products.ts';
import { sql as idempotencyKeys } from './migrations/0002-idempotency-keys.ts';

/** In the order they run. Append only: a migration that ran anywhere is never edited. */
export const migrations: readonly Migration[] = [
  { name: '0001-products', sql: products },
  { name: '0002-idempotency-keys', sql: idempotencyKeys },
];
