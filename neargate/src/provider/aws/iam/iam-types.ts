import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { instanceProfile } from './instance-profile.ts';
import { policy } from './policy.ts';
import { policyData } from './policy-data.ts';
import { role } from './role.ts';
import { roleData } from './role-data.ts';
import { rolePolicy } from './role-policy.ts';
import { rolePolicyAttachment } from './role-policy-attachment.ts';

export const iamTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_iam_instance_profile: instanceProfile,
  aws_iam_policy: policy,
  aws_iam_role: role,
  aws_iam_role_policy: rolePolicy,
  aws_iam_role_policy_attachment: rolePolicyAttachment,
};

export const iamDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_iam_policy: policyData,
  aws_iam_role: roleData,
};
