import type { OperationContext } from '../context.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

export const roleName = { required: true, min: 1, max: 64 } as const;
export const userName = { required: true, min: 1, max: 64 } as const;
export const groupName = { required: true, min: 1, max: 128 } as const;
export const instanceProfileName = { required: true, min: 1, max: 128 } as const;
export const policyName = { required: true, min: 1, max: 128 } as const;
export const policyDocument = { required: true, min: 1, max: 131_072 } as const;
export const policyArn = { required: true, min: 20, max: 2048 } as const;
export const description = { max: 1000 } as const;

/** `kind` is IAM's word in ARNs: `role`, `user`, `group`, `policy`, `instance-profile`. */
export function iamArn({ caller }: OperationContext, kind: string, path: string, name: string): string {
  return `arn:${caller.partition}:iam::${caller.accountId}:${kind}${path}${name}`;
}

/** An id such as `AROA…`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export function uniqueId(
  context: OperationContext,
  prefix: 'AROA' | 'AIDA' | 'AGPA' | 'AIPA' | 'ANPA',
): string {
  return prefix + context.ids.upperAlphanumeric(17);
}
