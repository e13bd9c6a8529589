import type {
  DeleteGroupPolicyRequest,
  DeleteRolePolicyRequest,
  DeleteUserPolicyRequest,
  GetGroupPolicyRequest,
  GetGroupPolicyResponse,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  GetUserPolicyRequest,
  GetUserPolicyResponse,
  ListGroupPoliciesRequest,
  ListGroupPoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  ListUserPoliciesRequest,
  ListUserPoliciesResponse,
  PutGroupPolicyRequest,
  PutRolePolicyRequest,
  PutUserPolicyRequest,
} from '@aws-sdk/client-iam';
import { operation } from '../../operation.ts';
import { policyDocument, policyName, userName } from '../names.ts';
import { pagingInput } from '../paging.ts';
import {
  deleteInlinePolicy,
  getInlinePolicy,
  listInlinePolicies,
  putInlinePolicy,
} from '../policy-holders.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const putRolePolicy = operation<PutRolePolicyRequest, Record<string, never>>({
  handle(context, { RoleName: holder, PolicyName: name, PolicyDocument: document }) {
    putInlinePolicy(context, 'role', holder, { name, document });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export const getRolePolicy = operation<GetRolePolicyRequest, GetRolePolicyResponse>({
  handle(context, { RoleName: holder, PolicyName: name }) {
    const { holderName, document } = getInlinePolicy(context, 'role', holder, name);
    return { RoleName: holderName, PolicyName: name, PolicyDocument: document };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
export const listRolePolicies = operation<ListRolePoliciesRequest, ListRolePoliciesResponse>({
  handle: (context, input) => listInlinePolicies(context, 'role', input.RoleName, input),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */
export const deleteRolePolicy = operation<DeleteRolePolicyRequest, Record<string, never>>({
  handle(context, input) {
    deleteInlinePolicy(context, 'role', input.RoleName, input.PolicyName);
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
export const putUserPolicy = operation<PutUserPolicyRequest, Record<string, never>>({
  input: { UserName: userName, PolicyName: policyName, PolicyDocument: policyDocument },
  handle(context, { UserName: holder, PolicyName: name, PolicyDocument: document }) {
    putInlinePolicy(context, 'user', holder, { name, document });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */
export const getUserPolicy = operation<GetUserPolicyRequest, GetUserPolicyResponse>({
  input: { UserName: userName, PolicyName: policyName },
  handle(context, { UserName: holder, PolicyName: name }) {
    const { holderName, document } = getInlinePolicy(context, 'user', holder, name);
    return { UserName: holderName, PolicyName: name, PolicyDocument: document };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html */
export const listUserPolicies = operation<ListUserPoliciesRequest, ListUserPoliciesResponse>({
  input: { UserName: userName, ...pagingInput },
  handle: (context, input) => listInlinePolicies(context, 'user', input.UserName, input),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
export const deleteUserPolicy = operation<DeleteUserPolicyRequest, Record<string, never>>({
  input: { UserName: userName, PolicyName: policyName },
  handle(context, input) {
    deleteInlinePolicy(context, 'user', input.UserName, input.PolicyName);
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html */
export const putGroupPolicy = operation<PutGroupPolicyRequest, Record<string, never>>({
  handle(context, { GroupName: holder, PolicyName: name, PolicyDocument: document }) {
    putInlinePolicy(context, 'group', holder, { name, document });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html */
export const getGroupPolicy = operation<GetGroupPolicyRequest, GetGroupPolicyResponse>({
  handle(context, { GroupName: holder, PolicyName: name }) {
    const { holderName, document } = getInlinePolicy(context, 'group', holder, name);
    return { GroupName: holderName, PolicyName: name, PolicyDocument: document };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html */
export const listGroupPolicies = operation<ListGroupPoliciesRequest, ListGroupPoliciesResponse>({
  handle: (context, input) => listInlinePolicies(context, 'group', input.GroupName, input),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html */
export const deleteGroupPolicy = operation<DeleteGroupPolicyRequest, Record<string, never>>({
  handle(context, input) {
    deleteInlinePolicy(context, 'group', input.GroupName, input.PolicyName);
    return {};
  },
});
