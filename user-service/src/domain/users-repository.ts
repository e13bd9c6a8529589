import type { Queryable } from '../database/pool.ts';
import type { NewUser, User } from '../schemas/user.ts';

/** A user and its version: 1 when created, one more with each change. */
export interface VersionedUser {
  readonly user: User;
  readonly version: number;
}

interface UserRow {
  id: string;
  email: string;
  name: string;
  version: number;
  created_at: Date;
  updated_at: Date;
}

const columns = 'id, email, name, version, created_at, updated_at';

/** The index that keeps e-mail addresses unique without regard to case. */
export const uniqueEmailIndex = 'users_email_key';

export async function insertUser(db: Queryable, id: string, fields: NewUser): Promise<VersionedUser> {
  const { rows } = await db.query<UserRow>(
    `INSERT INTO users (id, email, name) VALUES ($1, $2, $3) RETURNING ${columns}`,
    [id, fields.email, fields.name],
  );
  return onlyRow(rows);
}

export async function findUser(db: Queryable, id: string): Promise<VersionedUser | undefined> {
  const { rows } = await db.query<UserRow>(`SELECT ${columns} FROM users WHERE id = $1`, [id]);
  return rows.map(fromRow)[0];
}

/** Like findUser, and keeps other transactions from changing the user until this one ends. */
export async function lockUser(db: Queryable, id: string): Promise<VersionedUser | undefined> {
  const { rows } = await db.query<UserRow>(`SELECT ${columns} FROM users WHERE id = $1 FOR UPDATE`, [id]);
  return rows.map(fromRow)[0];
}

export async function updateUser(db: Queryable, id: string, fields: NewUser): Promise<VersionedUser> {
  const { rows } = await db.query<UserRow>(
    `UPDATE users SET email = $2, name = $3, version = version + 1, updated_at = now() WHERE id = $1 RETURNING ${columns}`,
    [id, fields.email, fields.name],
  );
  return onlyRow(rows);
}

export async function deleteUser(db: Queryable, id: string): Promise<void> {
  await db.query('DELETE FROM users WHERE id = $1', [id]);
}

/** Up to `limit` users in the order of their ids, after `afterId`; only those with this e-mail address when one is given. */
export async function listUsers(
  db: Queryable,
  filter: { limit: number; afterId: string | undefined; email: string | undefined },
): Promise<User[]> {
  const { rows } = await db.query<UserRow>(
    `SELECT ${columns} FROM users
     WHERE ($1::uuid IS NULL OR id > $1) AND ($2::text IS NULL OR lower(email COLLATE "C") = lower($2 COLLATE "C"))
     ORDER BY id LIMIT $3`,
    [filter.afterId ?? null, filter.email ?? null, filter.limit],
  );
  return rows.map((row) => fromRow(row).user);
}

function onlyRow(rows: readonly UserRow[]): VersionedUser {
  const [row] = rows;
  if (row === undefined) throw new Error('The statement returned no row.');
  return fromRow(row);
}

function fromRow(row: UserRow): VersionedUser {
  const { id, email, name, version } = row;
  const user = {
    id,
    email,
    name,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
  return { user, version };
}
