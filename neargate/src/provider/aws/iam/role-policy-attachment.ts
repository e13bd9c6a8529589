import type { ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { attachedPolicies } from './role-policies.ts';
import { rolePolicyAttachmentSchema } from './role-policy-attachment-schema.ts';

export const rolePolicyAttachment: ResourceType<AwsClient> = {
  schema: rolePolicyAttachmentSchema,
  behaviour: 'stored',
  async create(config, { client }) {
    const [role, arn] = [requiredText(config, 'role'), requiredText(config, 'policy_arn')];
    await client.call('iam', 'AttachRolePolicy', { RoleName: role, PolicyArn: arn });
    return { id: `${role}/${arn}`, role, policy_arn: arn };
  },
  async read(state, { client }) {
    const attached = await orAbsent(attachedPolicies(client, requiredText(state, 'role')), 'NoSuchEntity');
    return attached?.includes(requiredText(state, 'policy_arn')) === true ? state : undefined;
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('iam', 'DetachRolePolicy', {
        RoleName: requiredText(state, 'role'),
        PolicyArn: requiredText(state, 'policy_arn'),
      }),
      'NoSuchEntity',
    );
  },
};
