/** A row with a null status belongs to a request that is still being processed. */
export const sql = `
  CREATE TABLE idempotency_keys (
    operation   text NOT NULL,
    key         text NOT NULL,
    fingerprint text NOT NULL,
    status      integer,
    headers     json,
    body        json,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (operation, key)
  );
  CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
`;
