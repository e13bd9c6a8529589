import type { Group, User } from '@aws-sdk/client-iam';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { noSuchEntity } from './errors.ts';
import { describeBoundary } from './roles.ts';
import { type GroupRow, iamTablesOf, nameKey, type UserRow } from './store.ts';
import { describeTags } from './tags.ts';

export function findUser(context: OperationContext, name: string | undefined): UserRow {
  const row = iamTablesOf(context).users.get(nameKey(name ?? ''));
  if (row === undefined) throw noSuchEntity(`The user with name ${name ?? ''} cannot be found.`);
  return row;
}

export function changeUser(context: OperationContext, { name }: UserRow, change: Partial<UserRow>): UserRow {
  return iamTablesOf(context).users.update(nameKey(name), (row) => ({ ...row, ...change }));
}

export function describeUser(row: UserRow): User {
  return {
    Path: row.path,
    UserName: row.name,
    UserId: row.id,
    Arn: row.arn,
    CreateDate: toDate(row.createdAtMs),
    PermissionsBoundary: describeBoundary(row.permissionsBoundaryArn),
    Tags: describeTags(row.tags),
  };
}

export function findGroup(context: OperationContext, name: string | undefined): GroupRow {
  const row = iamTablesOf(context).groups.get(nameKey(name ?? ''));
  if (row === undefined) throw noSuchEntity(`The group with name ${name ?? ''} cannot be found.`);
  return row;
}

export function describeGroup(row: GroupRow): Group {
  return {
    Path: row.path,
    GroupName: row.name,
    GroupId: row.id,
    Arn: row.arn,
    CreateDate: toDate(row.createdAtMs),
  };
}

/** The users of a group. */
export function membersOf(context: OperationContext, { name }: GroupRow): UserRow[] {
  return [...iamTablesOf(context).users.values()].filter(({ groupNames }) => groupNames.includes(name));
}
