import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { violatesUnique } from '../database/failure.ts';
import type { Queryable } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { entityTag, requireMatch } from '../http/entity-tag.ts';
import { Problem } from '../http/problem.ts';
import type { NewProduct, Product, ProductPatch } from '../schemas/product.ts';
import {
  deleteProduct,
  findProduct,
  insertProduct,
  listProducts,
  lockProduct,
  searchProducts,
  uniqueSkuIndex,
  updateProduct,
  type ProductFields,
  type VersionedProduct,
} from './products-repository.ts';
import { searchWords } from './search-words.ts';
import { recordAdjustment } from './stock-repository.ts';
import { uuidV7 } from './uuid-v7.ts';

/**
 * Call it in a transaction: a first stock is recorded as an adjustment, so that the adjustments of a product add up to its stock.
 * @throws Problem sku-taken
 */
export async function createProduct(client: pg.PoolClient, body: NewProduct): Promise<VersionedProduct> {
  const { stock = 0, description = null, ...rest } = body;
  const id = uuidV7();
  const created = await reportTakenSku(rest.sku, () =>
    insertProduct(client, id, { ...rest, description }, stock),
  );
  if (stock > 0) {
    await recordAdjustment(client, {
      productId: id,
      delta: stock,
      reason: 'initial stock',
      stockAfter: stock,
    });
  }
  return created;
}

/** @throws Problem not-found */
export async function getProduct(db: Queryable, id: string): Promise<VersionedProduct> {
  return existing(await findProduct(db, id), id);
}

/**
 * One page of products, oldest first.
 * @throws Problem invalid-parameters for a foreign cursor
 */
export async function pageOfProducts(
  db: Queryable,
  query: { limit: number; cursor?: string; q?: string },
): Promise<{ items: Product[]; nextCursor: string | null }> {
  const afterId = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  const words = query.q === undefined ? undefined : searchWords(query.q);
  // A search for nothing but punctuation finds nothing, rather than everything.
  if (words?.length === 0) return { items: [], nextCursor: null };
  // One more than asked for tells whether there is a next page.
  const page = { limit: query.limit + 1, afterId };
  const found = words === undefined ? await listProducts(db, page) : await searchProducts(db, words, page);
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: found.length > items.length && last !== undefined ? encodeCursor(last.id) : null,
  };
}

/**
 * Applies a merge patch. A patch that changes nothing keeps the version.
 * @throws Problem not-found, precondition-required, precondition-failed, sku-taken
 */
export async function patchProduct(
  pool: pg.Pool,
  id: string,
  ifMatch: string | undefined,
  patch: ProductPatch,
): Promise<VersionedProduct> {
  return inTransaction(pool, async (client) => {
    const current = existing(await lockProduct(client, id), id);
    requireMatch(ifMatch, entityTag(current.version));
    const { sku, name, description, price } = current.product;
    const before: ProductFields = { sku, name, description, price };
    // RFC 7396 for this shape: an absent description is null here, and the price is the only object within.
    const after: ProductFields = { ...before, ...patch, price: { ...price, ...patch.price } };
    if (isDeepStrictEqual(before, after)) return current;
    return reportTakenSku(after.sku, () => updateProduct(client, id, after));
  });
}

/** @throws Problem not-found, precondition-required, precondition-failed */
export async function removeProduct(pool: pg.Pool, id: string, ifMatch: string | undefined): Promise<void> {
  await inTransaction(pool, async (client) => {
    const current = existing(await lockProduct(client, id), id);
    requireMatch(ifMatch, entityTag(current.version));
    await deleteProduct(client, id);
  });
}

function existing(found: VersionedProduct | undefined, id: string): VersionedProduct {
  if (found === undefined) throw new Problem('not-found', `There is no product ${id}.`);
  return found;
}

async function reportTakenSku<Result>(sku: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!violatesUnique(error, uniqueSkuIndex)) throw error;
    throw new Problem('sku-taken', `There is already a product with the SKU ${sku}.`, {
      errors: [{ pointer: '#/sku', detail: 'is the SKU of another product' }],
    });
  }
}
