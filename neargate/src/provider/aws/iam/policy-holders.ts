import type { AwsClient } from '../client.ts';
import { attachedArns } from './attached-arns.ts';
import { attachedPolicies } from './role-policies.ts';

/** How the policies of a role, a user or a group are dealt with. */
export interface PolicyHolder {
  /** The argument that names it. */
  readonly argument: 'role' | 'user' | 'group';
  putPolicy(client: AwsClient, name: string, policyName: string, document: string): Promise<unknown>;
  /** The document in URL encoding. */
  getPolicy(
    client: AwsClient,
    name: string,
    policyName: string,
  ): Promise<{ PolicyDocument?: string | undefined }>;
  deletePolicy(client: AwsClient, name: string, policyName: string): Promise<unknown>;
  attachPolicy(client: AwsClient, name: string, policyArn: string): Promise<unknown>;
  detachPolicy(client: AwsClient, name: string, policyArn: string): Promise<unknown>;
  /** The ARNs of all managed policies that are attached to it. */
  attachedPolicies(client: AwsClient, name: string): Promise<readonly string[]>;
}

export const role: PolicyHolder = {
  argument: 'role',
  putPolicy: (client, RoleName, PolicyName, PolicyDocument) =>
    client.call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument }),
  getPolicy: (client, RoleName, PolicyName) => client.call('iam', 'GetRolePolicy', { RoleName, PolicyName }),
  deletePolicy: (client, RoleName, PolicyName) =>
    client.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }),
  attachPolicy: (client, RoleName, PolicyArn) =>
    client.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn }),
  detachPolicy: (client, RoleName, PolicyArn) =>
    client.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }),
  attachedPolicies,
};

export const user: PolicyHolder = {
  argument: 'user',
  putPolicy: (client, UserName, PolicyName, PolicyDocument) =>
    client.call('iam', 'PutUserPolicy', { UserName, PolicyName, PolicyDocument }),
  getPolicy: (client, UserName, PolicyName) => client.call('iam', 'GetUserPolicy', { UserName, PolicyName }),
  deletePolicy: (client, UserName, PolicyName) =>
    client.call('iam', 'DeleteUserPolicy', { UserName, PolicyName }),
  attachPolicy: (client, UserName, PolicyArn) =>
    client.call('iam', 'AttachUserPolicy', { UserName, PolicyArn }),
  detachPolicy: (client, UserName, PolicyArn) =>
    client.call('iam', 'DetachUserPolicy', { UserName, PolicyArn }),
  attachedPolicies: (client, UserName) =>
    attachedArns((Marker) => client.call('iam', 'ListAttachedUserPolicies', { UserName, Marker })),
};

export const group: PolicyHolder = {
  argument: 'group',
  putPolicy: (client, GroupName, PolicyName, PolicyDocument) =>
    client.call('iam', 'PutGroupPolicy', { GroupName, PolicyName, PolicyDocument }),
  getPolicy: (client, GroupName, PolicyName) =>
    client.call('iam', 'GetGroupPolicy', { GroupName, PolicyName }),
  deletePolicy: (client, GroupName, PolicyName) =>
    client.call('iam', 'DeleteGroupPolicy', { GroupName, PolicyName }),
  attachPolicy: (client, GroupName, PolicyArn) =>
    client.call('iam', 'AttachGroupPolicy', { GroupName, PolicyArn }),
  detachPolicy: (client, GroupName, PolicyArn) =>
    client.call('iam', 'DetachGroupPolicy', { GroupName, PolicyArn }),
  attachedPolicies: (client, GroupName) =>
    attachedArns((Marker) => client.call('iam', 'ListAttachedGroupPolicies', { GroupName, Marker })),
};
