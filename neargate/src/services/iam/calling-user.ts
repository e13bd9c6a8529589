import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { validationError } from './errors.ts';
import type { UserRow } from './store.ts';
import { findUser } from './users.ts';

/** Whether this is about the root user, who is no user of IAM, and has no credentials here. */
export function isAboutRoot({ caller }: OperationContext, name: string | undefined): boolean {
  return name === undefined && parseArn(caller.principalArn)?.resource === 'root';
}

/** The named user, or the one who asks. @throws AwsError NoSuchEntity, ValidationError where a role or the root asks */
export function callingOrNamedUser(context: OperationContext, name: string | undefined): UserRow {
  if (name !== undefined) return findUser(context, name);
  const { resource = '' } = parseArn(context.caller.principalArn) ?? {};
  if (!resource.startsWith('user/')) {
    throw validationError('Must specify userName when calling with non-User credentials');
  }
  return findUser(context, resource.slice(resource.lastIndexOf('/') + 1));
}
