import type { Policy } from '@aws-sdk/client-iam';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { invalidInput, policyNotAttached, policyNotFound, policyVersionNotFound } from './errors.ts';
import { iamTablesOf, type ManagedPolicyRow, type PolicyVersionRow } from './store.ts';
import { describeTags } from './tags.ts';

/** The customer's or AWS's policy of that ARN. A policy of AWS that is not in the list does not exist. */
export function lookUpPolicy(context: OperationContext, arn: string): ManagedPolicyRow | undefined {
  if (!/^arn:[^:]+:iam::(?:\d{12}|aws):policy\/./.test(arn)) throw invalidInput(`ARN ${arn} is not valid.`);
  return iamTablesOf(context).policies.get(arn) ?? awsManagedPolicies().get(arn);
}

export function findPolicy(context: OperationContext, arn: string | undefined): ManagedPolicyRow {
  const row = lookUpPolicy(context, arn ?? '');
  if (row === undefined) throw policyNotFound(arn ?? '');
  return row;
}

/** The policy, which someone wants to attach or to use as a permissions boundary. */
export function findAttachablePolicy(context: OperationContext, arn: string | undefined): ManagedPolicyRow {
  const row = lookUpPolicy(context, arn ?? '');
  if (row === undefined) throw policyNotAttached(arn ?? '');
  return row;
}

/** The policy, which must be the customer's own. */
export function findCustomerPolicy(context: OperationContext, arn: string | undefined): ManagedPolicyRow {
  const row = findPolicy(context, arn);
  if (!iamTablesOf(context).policies.has(row.arn)) {
    throw invalidInput(`Policy ${row.arn} is managed by AWS and cannot be changed.`);
  }
  return row;
}

export function findPolicyVersion(row: ManagedPolicyRow, versionId: string | undefined): PolicyVersionRow {
  const version = row.versions.find((candidate) => candidate.versionId === versionId);
  if (version === undefined) throw policyVersionNotFound(row.arn, versionId ?? '');
  return version;
}

/** How many roles, users and groups a policy is attached to. */
export function attachmentCount(context: OperationContext, arn: string): number {
  return holders(context).filter(({ attachedPolicyArns }) => attachedPolicyArns.includes(arn)).length;
}

/** How many roles and users a policy bounds. */
export function boundaryCount(context: OperationContext, arn: string): number {
  const { roles, users } = iamTablesOf(context);
  return [...roles.values(), ...users.values()].filter((row) => row.permissionsBoundaryArn === arn).length;
}

export function describePolicy(context: OperationContext, row: ManagedPolicyRow): Policy {
  return {
    PolicyName: row.name,
    PolicyId: row.id,
    Arn: row.arn,
    Path: row.path,
    DefaultVersionId: row.defaultVersionId,
    AttachmentCount: attachmentCount(context, row.arn),
    PermissionsBoundaryUsageCount: boundaryCount(context, row.arn),
    IsAttachable: true,
    Description: row.description,
    CreateDate: toDate(row.createdAtMs),
    UpdateDate: toDate(row.updatedAtMs),
    Tags: describeTags(row.tags),
  };
}

function holders(context: OperationContext) {
  const { roles, users, groups } = iamTablesOf(context);
  return [...roles.values(), ...users.values(), ...groups.values()];
}
