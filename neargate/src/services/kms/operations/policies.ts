import type {
  GetKeyPolicyRequest,
  GetKeyPolicyResponse,
  ListKeyPoliciesRequest,
  ListKeyPoliciesResponse,
  PutKeyPolicyRequest,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { findChangeableKey, findKey } from '../find-key.ts';
import { checkKeyPolicy } from '../key-policy.ts';
import { kmsTablesOf } from '../store.ts';

/** The only name that a key's policy can have. */
const policyName = 'default';

/** Checked for form; evaluated as the policies of other resources are. */
export const putKeyPolicy = operation<PutKeyPolicyRequest, Record<string, never>>({
  handle(context, { KeyId: keyId, Policy: policy = '', ...input }) {
    const row = findChangeableKey(context, keyId);
    requirePolicyName(input.PolicyName);
    checkKeyPolicy(context, policy, input.BypassPolicyLockoutSafetyCheck === true);
    kmsTablesOf(context).keys.put(row.keyId, { ...row, policy });
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const getKeyPolicy = operation<GetKeyPolicyRequest, GetKeyPolicyResponse>({
  handle(context, input) {
    const { policy } = findKey(context, input.KeyId);
    requirePolicyName(input.PolicyName);
    return { Policy: policy, PolicyName: policyName };
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html */
export const listKeyPolicies = operation<ListKeyPoliciesRequest, ListKeyPoliciesResponse>({
  handle(context, input) {
    findKey(context, input.KeyId);
    return { PolicyNames: [policyName], Truncated: false };
  },
});

function requirePolicyName(name: string | undefined): void {
  if (name !== undefined && name !== policyName)
    throw new AwsError('NotFoundException', 'No such policy exists');
}
