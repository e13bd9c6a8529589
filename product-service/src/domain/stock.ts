import type pg from 'pg';
import { Problem } from '../http/problem.ts';
import { maxStock, type NewStockAdjustment, type StockAdjustment } from '../schemas/product.ts';
import { getProduct } from './products.ts';
import { addToStock, recordAdjustment } from './stock-repository.ts';

/**
 * Changes the stock of a product and records why. Call it in a transaction.
 * @throws Problem not-found, insufficient-stock, stock-limit-exceeded
 */
export async function adjustStock(
  client: pg.PoolClient,
  productId: string,
  { delta, reason }: NewStockAdjustment,
): Promise<StockAdjustment> {
  const stockAfter = await addToStock(client, productId, delta);
  if (stockAfter === undefined) {
    const { stock } = (await getProduct(client, productId)).product;
    throw delta < 0
      ? new Problem('insufficient-stock', `${-delta} cannot be taken: there are ${stock} in stock.`)
      : new Problem(
          'stock-limit-exceeded',
          `${delta} cannot be added to ${stock}: the limit is ${maxStock}.`,
        );
  }
  return recordAdjustment(client, { productId, delta, reason: reason ?? null, stockAfter });
}
