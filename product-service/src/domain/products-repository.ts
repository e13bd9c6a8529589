import type { Queryable } from '../database/pool.ts';
import type { Product } from '../schemas/product.ts';
import { prefixQuery, searchWords } from './search-words.ts';

/** A product and its version: 1 when created, one more with each change, also of the stock. */
export interface VersionedProduct {
  readonly product: Product;
  readonly version: number;
}

/** What a client decides about a product, apart from its stock. */
export interface ProductFields {
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: { readonly amount: number; readonly currency: string };
}

interface ProductRow {
  id: string;
  sku: string;
  name: string;
  description: string | null;
  /** pg gives a bigint as text. */
  price_amount: string;
  price_currency: string;
  stock: number;
  version: number;
  created_at: Date;
  updated_at: Date;
}

const columns =
  'id, sku, name, description, price_amount, price_currency, stock, version, created_at, updated_at';

/** The index that keeps SKUs unique. */
export const uniqueSkuIndex = 'products_sku_key';

export async function insertProduct(
  db: Queryable,
  id: string,
  fields: ProductFields,
  stock: number,
): Promise<VersionedProduct> {
  const { rows } = await db.query<ProductRow>(
    `INSERT INTO products (id, sku, name, description, price_amount, price_currency, search, stock)
     VALUES ($1, $2, $3, $4, $5, $6, array_to_tsvector($7::text[]), $8) RETURNING ${columns}`,
    [id, ...valuesOf(fields), stock],
  );
  return onlyRow(rows);
}

export async function findProduct(db: Queryable, id: string): Promise<VersionedProduct | undefined> {
  const { rows } = await db.query<ProductRow>(`SELECT ${columns} FROM products WHERE id = $1`, [id]);
  return rows.map(fromRow)[0];
}

/** Like findProduct, and keeps other transactions from changing the product until this one ends. */
export async function lockProduct(db: Queryable, id: string): Promise<VersionedProduct | undefined> {
  const { rows } = await db.query<ProductRow>(`SELECT ${columns} FROM products WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  return rows.map(fromRow)[0];
}

export async function updateProduct(
  db: Queryable,
  id: string,
  fields: ProductFields,
): Promise<VersionedProduct> {
  const { rows } = await db.query<ProductRow>(
    `UPDATE products SET sku = $2, name = $3, description = $4, price_amount = $5, price_currency = $6,
       search = array_to_tsvector($7::text[]), version = version + 1, updated_at = now()
     WHERE id = $1 RETURNING ${columns}`,
    [id, ...valuesOf(fields)],
  );
  return onlyRow(rows);
}

export async function deleteProduct(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM products WHERE id = $1', [id]);
}

/** Up to `limit` products in the order of their ids, after `afterId`. */
export async function listProducts(
  db: Queryable,
  page: { limit: number; afterId: string | undefined },
): Promise<Product[]> {
  const { rows } = await db.query<ProductRow>(
    `SELECT ${columns} FROM products WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
    [page.afterId ?? null, page.limit],
  );
  return rows.map((row) => fromRow(row).product);
}

/**
 * Like listProducts, only those with all `words`. Materialized, since PostgreSQL overestimates how many rows a prefix matches and would
 * rather walk the whole table in the order of ids.
 */
export async function searchProducts(
  db: Queryable,
  words: readonly string[],
  page: { limit: number; afterId: string | undefined },
): Promise<Product[]> {
  const { rows } = await db.query<ProductRow>(
    `WITH matching AS MATERIALIZED (SELECT ${columns} FROM products WHERE search @@ $3::tsquery)
     SELECT ${columns} FROM matching WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
    [page.afterId ?? null, page.limit, prefixQuery(words)],
  );
  return rows.map((row) => fromRow(row).product);
}

function valuesOf({ sku, name, description, price }: ProductFields): unknown[] {
  const words = searchWords(`${sku} ${name} ${description ?? ''}`);
  return [sku, name, description, price.amount, price.currency, words];
}

function onlyRow(rows: readonly ProductRow[]): VersionedProduct {
  const [row] = rows;
  if (row === undefined) throw new Error('The statement returned no row.');
  return fromRow(row);
}

function fromRow(row: ProductRow): VersionedProduct {
  const { id, sku, name, description, stock, version } = row;
  const product = {
    id,
    sku,
    name,
    description,
    price: { amount: Number(row.price_amount), currency: row.price_currency },
    stock,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
  return { product, version };
}
