import type { Queryable } from '../database/pool.ts';
import { maxStock, type StockAdjustment } from '../schemas/product.ts';
import { uuidV7 } from './uuid-v7.ts';

/**
 * Adds `delta` to the stock unless the result would be below zero or over the limit, and returns the new stock. In one statement: PostgreSQL
 * checks the condition on the row as the transactions before have left it, so simultaneous adjustments cannot pass each other.
 * Undefined when nothing was changed: the product is missing, or the condition does not hold.
 */
export async function addToStock(
  db: Queryable,
  productId: string,
  delta: number,
): Promise<number | undefined> {
  const { rows } = await db.query<{ stock: number }>(
    `UPDATE products SET stock = stock + $2, version = version + 1, updated_at = now()
     WHERE id = $1 AND stock + $2 BETWEEN 0 AND $3 RETURNING stock`,
    [productId, delta, maxStock],
  );
  return rows[0]?.stock;
}

export async function recordAdjustment(
  db: Queryable,
  adjustment: { productId: string; delta: number; reason: string | null; stockAfter: number },
): Promise<StockAdjustment> {
  const { productId, delta, reason, stockAfter } = adjustment;
  const { rows } = await db.query<{ id: string; created_at: Date }>(
    `INSERT INTO stock_adjustments (id, product_id, delta, reason, stock_after) VALUES ($1, $2, $3, $4, $5)
     RETURNING id, created_at`,
    [uuidV7(), productId, delta, reason, stockAfter],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The statement returned no row.');
  return { id: row.id, productId, delta, reason, stock: stockAfter, createdAt: row.created_at.toISOString() };
}
