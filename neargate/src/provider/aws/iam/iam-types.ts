import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { accessKey } from './access-key.ts';
import { group } from './group.ts';
import { groupMembership } from './group-membership.ts';
import { inlinePolicy } from './inline-policy.ts';
import { instanceProfile } from './instance-profile.ts';
import { oidcProvider } from './oidc-provider.ts';
import { oidcProviderData } from './oidc-provider-data.ts';
import { policy } from './policy.ts';
import { policyAttachment } from './policy-attachment.ts';
import { policyData } from './policy-data.ts';
import * as holders from './policy-holders.ts';
import { role } from './role.ts';
import { roleData } from './role-data.ts';
import { serviceLinkedRole } from './service-linked-role.ts';
import { user } from './user.ts';
import { userData } from './user-data.ts';

export const iamTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_iam_access_key: accessKey,
  aws_iam_group: group,
  aws_iam_group_membership: groupMembership,
  aws_iam_group_policy: inlinePolicy(holders.group),
  aws_iam_group_policy_attachment: policyAttachment(holders.group),
  aws_iam_instance_profile: instanceProfile,
  aws_iam_openid_connect_provider: oidcProvider,
  aws_iam_policy: policy,
  aws_iam_role: role,
  aws_iam_role_policy: inlinePolicy(holders.role),
  aws_iam_role_policy_attachment: policyAttachment(holders.role),
  aws_iam_service_linked_role: serviceLinkedRole,
  aws_iam_user: user,
  aws_iam_user_policy: inlinePolicy(holders.user),
  aws_iam_user_policy_attachment: policyAttachment(holders.user),
};

export const iamDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_iam_openid_connect_provider: oidcProviderData,
  aws_iam_policy: policyData,
  aws_iam_role: roleData,
  aws_iam_user: userData,
};
