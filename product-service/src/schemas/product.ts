import { Type, type Static } from 'typebox';

/** Also keeps every sum of a stock and an adjustment within PostgreSQL's integer. */
export const maxStock = 1_000_000_000;

const sku = Type.String({
  pattern: '^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$',
  'x-rule': 'must be letters and digits, with dots, dashes and underscores between them',
  maxLength: 64,
  description: 'Stock keeping unit; unique.',
  examples: ['MUG-0042'],
});

const name = Type.String({
  // Visible text on one line, which also keeps out U+0000, a character PostgreSQL cannot store.
  pattern: '^[^\\p{Cc}\\p{Cs}]*[^\\p{Cc}\\p{Cs}\\s][^\\p{Cc}\\p{Cs}]*$',
  'x-rule': 'must hold a visible character and no control characters',
  minLength: 1,
  maxLength: 200,
});

const text = { pattern: '^[^\\u0000\\p{Cs}]*$', 'x-rule': 'must not hold U+0000 or half a surrogate pair' };
const description = Type.Unsafe<string | null>({ type: ['string', 'null'], ...text, maxLength: 4_000 });

const amount = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'In the minor unit of the currency: 1999 is 19.99 EUR.',
});
const currency = Type.String({
  format: 'iso-4217',
  'x-rule': 'must be an ISO 4217 currency code in capitals',
  pattern: '^[A-Z]{3}$',
  examples: ['EUR'],
});
const price = Type.Object({ amount, currency }, { additionalProperties: false });
const stock = Type.Integer({ minimum: 0, maximum: maxStock });

export const NewProductSchema = Type.Object(
  {
    sku,
    name,
    description: Type.Optional(description),
    price,
    stock: Type.Optional(Type.Integer({ minimum: 0, maximum: maxStock, default: 0 })),
  },
  { additionalProperties: false, title: 'NewProduct' },
);
export type NewProduct = Static<typeof NewProductSchema>;

export const ProductPatchSchema = Type.Object(
  {
    sku: Type.Optional(sku),
    name: Type.Optional(name),
    description: Type.Optional(description),
    price: Type.Optional(
      Type.Object(
        { amount: Type.Optional(amount), currency: Type.Optional(currency) },
        { additionalProperties: false },
      ),
    ),
  },
  {
    additionalProperties: false,
    title: 'ProductPatch',
    description:
      'JSON merge patch (RFC 7396). Only the description can be null. The stock changes by stock adjustments.',
  },
);
export type ProductPatch = Static<typeof ProductPatchSchema>;

export const ProductSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid', description: 'UUIDv7' }),
    sku: Type.String(),
    name: Type.String(),
    description: Type.Union([Type.String(), Type.Null()]),
    price: Type.Object({ amount: Type.Integer(), currency: Type.String() }),
    stock,
    createdAt: Type.String({ format: 'date-time' }),
    updatedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'Product' },
);
export type Product = Static<typeof ProductSchema>;

export const ProductPageSchema = Type.Object(
  {
    items: Type.Array(ProductSchema),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Pass it as cursor to get the next page; null on the last page.',
    }),
  },
  { title: 'ProductPage' },
);

export const defaultPageSize = 20;

export const ProductQuerySchema = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        default: defaultPageSize,
        description: 'The most products in one page.',
      }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 100, description: 'The nextCursor of the page before.' })),
    q: Type.Optional(
      Type.String({
        ...text,
        minLength: 1,
        maxLength: 200,
        description:
          'Only products in which every word of this begins a word of sku, name or description, in any case.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const NewStockAdjustmentSchema = Type.Object(
  {
    delta: Type.Integer({
      minimum: -maxStock,
      maximum: maxStock,
      not: { const: 0 },
      description: 'What is added to the stock, or taken when negative; not 0.',
    }),
    reason: Type.Optional(Type.String({ ...text, minLength: 1, maxLength: 200 })),
  },
  { additionalProperties: false, title: 'NewStockAdjustment' },
);
export type NewStockAdjustment = Static<typeof NewStockAdjustmentSchema>;

export const StockAdjustmentSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid', description: 'UUIDv7' }),
    productId: Type.String({ format: 'uuid' }),
    delta: Type.Integer(),
    reason: Type.Union([Type.String(), Type.Null()]),
    stock: Type.Integer({ description: 'The stock after this adjustment.' }),
    createdAt: Type.String({ format: 'date-time' }),
  },
  { title: 'StockAdjustment' },
);
export type StockAdjustment = Static<typeof StockAdjustmentSchema>;
