import { limitExceeded } from './errors.ts';
import { parseIdentityPolicy } from './policy-document.ts';

/** Characters without spaces and line ends. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxManagedPolicySize = 6144;

/** The document of a managed policy. Throws when IAM would not take it. */
export function checkedPolicyDocument(document = ''): string {
  parseIdentityPolicy(document);
  if (document.replace(/\s/g, '').length > maxManagedPolicySize) {
    throw limitExceeded('PolicySize', maxManagedPolicySize);
  }
  return document;
}
