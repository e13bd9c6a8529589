import type pg from 'pg';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { DatabaseCredentials } from './driver.ts';
import { scramVerifier } from './scram-verifier.ts';
import { adminUser } from './server-config.ts';

/** What rds_superuser can do on RDS, as far as it is a role of PostgreSQL. */
const superuserRoles = [
  'pg_monitor',
  'pg_signal_backend',
  'pg_checkpoint',
  'pg_maintain',
  'pg_use_reserved_connections',
  'pg_create_subscription',
];

/**
 * Makes the roles that RDS has, the master user and the database. What is there already stays.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html
 */
export async function provision(
  admin: pg.Client,
  master: DatabaseCredentials,
  databaseName: string | undefined,
): Promise<void> {
  const { rows: roleRows } = await admin.query<{ rolname: string }>('SELECT rolname FROM pg_roles');
  const roles = new Set(roleRows.map(({ rolname }) => rolname));
  const user = escapeIdentifier(master.username);
  const missing = ['rds_superuser', 'rds_replication', 'rds_iam', 'rds_password'].filter(
    (role) => !roles.has(role),
  );
  const granted = superuserRoles.filter((role) => roles.has(role));
  await admin.query(
    [
      'BEGIN',
      ...missing.map((role) => `CREATE ROLE ${role} NOLOGIN`),
      `GRANT ${[...granted, 'rds_replication', 'rds_password'].join(', ')} TO rds_superuser WITH ADMIN OPTION`,
      ...(roles.has(master.username) ? [] : [`CREATE ROLE ${user} LOGIN CREATEDB CREATEROLE`]),
      passwordStatement(master),
      `GRANT rds_superuser TO ${user}`,
      'COMMIT',
    ].join(';'),
  );
  await admin.query(`ALTER DATABASE postgres OWNER TO ${user}`);
  if (databaseName === undefined || databaseName === 'postgres') return;
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
  if (rowCount === 0) {
    await admin.query(`CREATE DATABASE ${escapeIdentifier(databaseName)} OWNER ${user}`);
  }
}

/** A statement without the password in clear text. */
export function passwordStatement({ username, password }: DatabaseCredentials): string {
  if (username === adminUser) throw new Error(`${adminUser} is not the master user`);
  return `ALTER ROLE ${escapeIdentifier(username)} PASSWORD ${escapeLiteral(scramVerifier(password))} VALID UNTIL 'infinity'`;
}
