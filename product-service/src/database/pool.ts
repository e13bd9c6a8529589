import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import pg from 'pg';

/**
 * `disable`: plain TCP. `require`: TLS, the server's certificate is not checked (libpq's meaning).
 * `verify-full`: TLS, the certificate must be signed by the CA file, or a system CA, and carry the host name.
 */
export type TlsMode = 'disable' | 'require' | 'verify-full';

export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  readonly tls: TlsMode;
  /** PEM file with the certificate authorities for `verify-full`; system CAs when undefined. */
  readonly tlsCaFile: string | undefined;
  readonly maxConnections: number;
}

/** What repositories need: the pool, or one client of it inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

/**
 * Opens a pool; connects only on first use. Statements end after 10 s and waits for a row or key lock after 5 s, so that no
 * request outlives the load balancer's patience.
 */
export function createPool(settings: DatabaseSettings, onIdleError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    host: settings.host,
    port: settings.port,
    database: settings.name,
    user: settings.user,
    password: settings.password,
    ssl: tlsOptions(settings),
    max: settings.maxConnections,
    application_name: 'product-service',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    keepAlive: true,
  });
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on('error', onIdleError);
  return pool;
}

function tlsOptions({ tls, tlsCaFile }: DatabaseSettings): ConnectionOptions | false {
  switch (tls) {
    case 'disable':
      return false;
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-full':
      return tlsCaFile === undefined
        ? { rejectUnauthorized: true }
        : { rejectUnauthorized: true, ca: readFileSync(tlsCaFile, 'utf8') };
  }
}
