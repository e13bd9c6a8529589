import type {
  AttachGroupPolicyRequest,
  AttachRolePolicyRequest,
  AttachUserPolicyRequest,
  DetachGroupPolicyRequest,
  DetachRolePolicyRequest,
  DetachUserPolicyRequest,
  ListAttachedGroupPoliciesRequest,
  ListAttachedGroupPoliciesResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../operation.ts';
import { attachPolicy, detachPolicy, listAttachedPolicies } from '../policy-holders.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy = operation<AttachRolePolicyRequest, Record<string, never>>({
  handle(context, input) {
    attachPolicy(context, 'role', input.RoleName, input.PolicyArn);
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const detachRolePolicy = operation<DetachRolePolicyRequest, Record<string, never>>({
  handle(context, input) {
    detachPolicy(context, 'role', input.RoleName, input.PolicyArn);
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const listAttachedRolePolicies = operation<
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse
>({
  handle: (context, input) => listAttachedPolicies(context, 'role', input.RoleName, input),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const attachUserPolicy = operation<AttachUserPolicyRequest, Record<string, never>>({
  handle(context, input) {
    attachPolicy(context, 'user', input.UserName, input.PolicyArn);
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const detachUserPolicy = operation<DetachUserPolicyRequest, Record<string, never>>({
  handle(context, input) {
    detachPolicy(context, 'user', input.UserName, input.PolicyArn);
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const listAttachedUserPolicies = operation<
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse
>({
  handle: (context, input) => listAttachedPolicies(context, 'user', input.UserName, input),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html */
export const attachGroupPolicy = operation<AttachGroupPolicyRequest, Record<string, never>>({
  handle(context, input) {
    attachPolicy(context, 'group', input.GroupName, input.PolicyArn);
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html */
export const detachGroupPolicy = operation<DetachGroupPolicyRequest, Record<string, never>>({
  handle(context, input) {
    detachPolicy(context, 'group', input.GroupName, input.PolicyArn);
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html */
export const listAttachedGroupPolicies = operation<
  ListAttachedGroupPoliciesRequest,
  ListAttachedGroupPoliciesResponse
>({
  handle: (context, input) => listAttachedPolicies(context, 'group', input.GroupName, input),
});
