/** `search` holds the words of sku, name and description, made by the service so that they do not depend on the server's locale. */
export const sql = `
  CREATE TABLE products (
    id             uuid PRIMARY KEY,
    sku            text NOT NULL,
    name           text NOT NULL,
    description    text,
    price_amount   bigint NOT NULL CHECK (price_amount >= 0),
    price_currency text NOT NULL,
    stock          integer NOT NULL CHECK (stock >= 0),
    search         tsvector NOT NULL,
    version        integer NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now()
  );
  CREATE UNIQUE INDEX products_sku_key ON products (sku);
  CREATE INDEX products_search ON products USING gin (search);

  CREATE TABLE stock_adjustments (
    id          uuid PRIMARY KEY,
    product_id  uuid NOT NULL REFERENCES products ON DELETE CASCADE,
    delta       integer NOT NULL CHECK (delta <> 0),
    reason      text,
    stock_after integer NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX stock_adjustments_product_id ON stock_adjustments (product_id);
`;
