import type pg from 'pg';
import { violatesUnique } from '../database/failure.ts';
import type { Queryable } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { entityTag, requireMatch } from '../http/entity-tag.ts';
import { Problem } from '../http/problem.ts';
import type { NewUser, User, UserPatch } from '../schemas/user.ts';
import {
  deleteUser,
  findUser,
  insertUser,
  listUsers,
  lockUser,
  uniqueEmailIndex,
  updateUser,
  type VersionedUser,
} from './users-repository.ts';
import { uuidV7 } from './uuid-v7.ts';

/** @throws Problem email-taken */
export async function createUser(db: Queryable, fields: NewUser): Promise<VersionedUser> {
  return reportTakenEmail(fields.email, () => insertUser(db, uuidV7(), fields));
}

/** @throws Problem not-found */
export async function getUser(db: Queryable, id: string): Promise<VersionedUser> {
  return existing(await findUser(db, id), id);
}

/**
 * One page of users, oldest first.
 * @throws Problem invalid-parameters for a foreign cursor
 */
export async function pageOfUsers(
  db: Queryable,
  query: { limit: number; cursor?: string; email?: string },
): Promise<{ items: User[]; nextCursor: string | null }> {
  const afterId = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  // One more than asked for tells whether there is a next page.
  const found = await listUsers(db, { limit: query.limit + 1, afterId, email: query.email });
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: found.length > items.length && last !== undefined ? encodeCursor(last.id) : null,
  };
}

/**
 * Applies a merge patch. A patch that changes nothing keeps the version.
 * @throws Problem not-found, precondition-required, precondition-failed, email-taken
 */
export async function patchUser(
  pool: pg.Pool,
  id: string,
  ifMatch: string | undefined,
  patch: UserPatch,
): Promise<VersionedUser> {
  return inTransaction(pool, async (client) => {
    const current = existing(await lockUser(client, id), id);
    requireMatch(ifMatch, entityTag(current.version));
    const { email, name } = current.user;
    // No member can be removed and none is an object, so RFC 7396 comes down to this.
    const fields = { email, name, ...patch };
    if (fields.email === email && fields.name === name) return current;
    return reportTakenEmail(fields.email, () => updateUser(client, id, fields));
  });
}

/** @throws Problem not-found, precondition-required, precondition-failed */
export async function removeUser(pool: pg.Pool, id: string, ifMatch: string | undefined): Promise<void> {
  await inTransaction(pool, async (client) => {
    const current = existing(await lockUser(client, id), id);
    requireMatch(ifMatch, entityTag(current.version));
    await deleteUser(client, id);
  });
}

function existing(found: VersionedUser | undefined, id: string): VersionedUser {
  if (found === undefined) throw new Problem('not-found', `There is no user ${id}.`);
  return found;
}

async function reportTakenEmail<Result>(email: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!violatesUnique(error, uniqueEmailIndex)) throw error;
    throw new Problem('email-taken', `There is already a user with the e-mail address ${email}.`, {
      errors: [{ pointer: '#/email', detail: 'is the address of another user' }],
    });
  }
}
