import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import type { OperationContext } from '../context.ts';
import { managedDocument } from '../iam/authorization/caller-principal.ts';
import { parseIdentityPolicy } from '../iam/policy-document.ts';
import { validationError } from './errors.ts';

/** The documents that the session is limited by; undefined without any. */
export function sessionPoliciesOf(
  { store }: OperationContext,
  accountId: string,
  { Policy: own, PolicyArns: arns = [] }: Pick<AssumeRoleRequest, 'Policy' | 'PolicyArns'>,
): readonly string[] | undefined {
  if (own !== undefined) parseIdentityPolicy(own);
  const managed = arns.map(({ arn = '' }) => {
    const document = managedDocument(store, accountId, arn);
    if (document === undefined) throw validationError(`The policy ${arn} does not exist or is not known.`);
    return document;
  });
  const all = own === undefined ? managed : [own, ...managed];
  return all.length === 0 ? undefined : all;
}
