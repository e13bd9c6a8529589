import type { ParameterInlinePolicy, ParameterMetadata } from '@aws-sdk/client-ssm';
import { toDate } from '../timestamps.ts';
import type { ParameterRow, ParameterVersionRow } from './store.ts';

/** What DescribeParameters says of a parameter: everything but the value. */
export function describeMetadata(parameter: ParameterRow, version: ParameterVersionRow): ParameterMetadata {
  return {
    Name: parameter.name,
    ARN: parameter.arn,
    Type: version.type,
    KeyId: version.keyId,
    LastModifiedDate: toDate(version.modifiedAtMs),
    LastModifiedUser: version.modifiedBy,
    Description: version.description,
    AllowedPattern: version.allowedPattern,
    Version: version.version,
    Tier: version.tier,
    Policies: describePolicies(version.policies),
    DataType: version.dataType,
  };
}

/** Policies as they were put. They stay pending: nothing follows them. */
export function describePolicies(policies: string | undefined): ParameterInlinePolicy[] {
  if (policies === undefined) return [];
  const parsed: unknown = JSON.parse(policies);
  if (!Array.isArray(parsed)) return [];
  return parsed.map((policy: unknown) => ({
    PolicyText: JSON.stringify(policy),
    PolicyType: typeOf(policy),
    PolicyStatus: 'Pending',
  }));
}

function typeOf(policy: unknown): string | undefined {
  if (typeof policy !== 'object' || policy === null || !('Type' in policy)) return undefined;
  return typeof policy.Type === 'string' ? policy.Type : undefined;
}
