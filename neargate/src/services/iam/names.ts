import type { OperationContext } from '../context.ts';
import { validationError } from './errors.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

export const roleName = { required: true, min: 1, max: 64 } as const;
export const userName = { required: true, min: 1, max: 64 } as const;
export const groupName = { required: true, min: 1, max: 128 } as const;
export const instanceProfileName = { required: true, min: 1, max: 128 } as const;
export const policyName = { required: true, min: 1, max: 128 } as const;
export const policyDocument = { required: true, min: 1, max: 131_072 } as const;
export const policyArn = { required: true, min: 20, max: 2048 } as const;
export const description = { max: 1000 } as const;

/** Throws unless a new name has only the characters that IAM allows. `member` is the request's member, `roleName`. */
export function checkedName(name: string | undefined, member: string): string {
  if (name === undefined || !/^[\w+=,.@-]+$/.test(name)) {
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  return name;
}

export function checkedPath(path = '/'): string {
  if (path.length > 512 || !/^\/(?:[\x21-\x7e]+\/)?$/.test(path)) {
    throw validationError(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
  return path;
}

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
