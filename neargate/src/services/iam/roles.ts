import type { Role } from '@aws-sdk/client-iam';
import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { entityAlreadyExists, noSuchEntity, unmodifiableRole } from './errors.ts';
import { iamArn, uniqueId } from './names.ts';
import { encodePolicy } from './policy-encoding.ts';
import { iamTablesOf, nameKey, type RoleRow } from './store.ts';
import { describeTags } from './tags.ts';

export function findRole(context: OperationContext, name: string | undefined): RoleRow {
  const row = iamTablesOf(context).roles.get(nameKey(name ?? ''));
  if (row === undefined) throw noSuchEntity(`The role with name ${name ?? ''} cannot be found.`);
  return row;
}

/** The role, which must not be one of those that only AWS may change. */
export function findChangeableRole(context: OperationContext, name: string | undefined): RoleRow {
  const row = findRole(context, name);
  if (isServiceLinked(row)) throw unmodifiableRole(row.name);
  return row;
}

/** The role of the caller's account that has this ARN, or undefined. For services that are handed a role. */
export function roleByArn(context: OperationContext, arn: string): RoleRow | undefined {
  const { resource = '' } = parseArn(arn) ?? {};
  const row = iamTablesOf(context).roles.get(nameKey(resource.slice(resource.lastIndexOf('/') + 1)));
  return row?.arn === arn ? row : undefined;
}

/** True when the caller's account has a role of this ARN. */
export function roleExists(context: OperationContext, arn: string): boolean {
  return roleByArn(context, arn) !== undefined;
}

export function isServiceLinked({ path }: RoleRow): boolean {
  return path.startsWith('/aws-service-role/');
}

/** Stores a new role. Throws when its name is taken. */
export function putRole(
  context: OperationContext,
  desired: Pick<RoleRow, 'name' | 'path' | 'trustPolicy'> & Partial<RoleRow>,
): RoleRow {
  const { roles } = iamTablesOf(context);
  const key = nameKey(desired.name);
  if (roles.has(key)) throw entityAlreadyExists(`Role with name ${desired.name} already exists.`);
  const row: RoleRow = {
    maxSessionSeconds: 3600,
    inlinePolicies: {},
    attachedPolicyArns: [],
    tags: [],
    ...desired,
    id: uniqueId(context, 'AROA'),
    arn: iamArn(context, 'role', desired.path, desired.name),
    createdAtMs: context.clock.now(),
  };
  roles.put(key, row);
  return row;
}

export function changeRole(context: OperationContext, { name }: RoleRow, change: Partial<RoleRow>): RoleRow {
  return iamTablesOf(context).roles.update(nameKey(name), (row) => ({ ...row, ...change }));
}

export function describeRole(row: RoleRow): Role {
  return {
    Path: row.path,
    RoleName: row.name,
    RoleId: row.id,
    Arn: row.arn,
    CreateDate: toDate(row.createdAtMs),
    AssumeRolePolicyDocument: encodePolicy(row.trustPolicy),
    Description: row.description,
    MaxSessionDuration: row.maxSessionSeconds,
    PermissionsBoundary: describeBoundary(row.permissionsBoundaryArn),
    Tags: describeTags(row.tags),
  };
}

export function describeBoundary(arn: string | undefined): Role['PermissionsBoundary'] {
  if (arn === undefined) return undefined;
  return { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn };
}
