import type { InstanceProfile } from '@aws-sdk/client-iam';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { noSuchEntity } from './errors.ts';
import { describeRole } from './roles.ts';
import { iamTablesOf, type InstanceProfileRow, nameKey } from './store.ts';
import { describeTags } from './tags.ts';

export function findInstanceProfile(context: OperationContext, name: string | undefined): InstanceProfileRow {
  const row = iamTablesOf(context).instanceProfiles.get(nameKey(name ?? ''));
  if (row === undefined) throw noSuchEntity(`Instance Profile ${name ?? ''} cannot be found.`);
  return row;
}

export function describeInstanceProfile(context: OperationContext, row: InstanceProfileRow): InstanceProfile {
  const { roles } = iamTablesOf(context);
  return {
    Path: row.path,
    InstanceProfileName: row.name,
    InstanceProfileId: row.id,
    Arn: row.arn,
    CreateDate: toDate(row.createdAtMs),
    Roles: row.roleNames
      .map((name) => roles.get(nameKey(name)))
      .filter((role) => role !== undefined)
      .map(describeRole),
    Tags: describeTags(row.tags),
  };
}
